"""Drills on real engines: something dies under writers, and all they were told is read back."""
