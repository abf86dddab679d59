"""Saved views: what a reviewer looks for often, under a name, and may share."""
