"""Webhooks: what the feed says, sent to those who asked for it."""
