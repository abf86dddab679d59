"""Requests to machines that somebody else names: bounded, and to public addresses alone."""
