"""A release beside the next one: the last one's code, from the history, on this one's tables."""
