"""Decisions: prepared in lots, sealed with their letters, published at one instant."""
