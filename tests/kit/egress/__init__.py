"""Tests of requests to addresses that others choose."""
