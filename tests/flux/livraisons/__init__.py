"""Tests of what is sent to webhooks."""
