"""What happens gets out: the feed of what is published, and what follows it."""
