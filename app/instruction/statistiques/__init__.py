"""What was deposited and what became of it, in numbers."""
