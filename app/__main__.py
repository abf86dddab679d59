"""`python -m app`: the same as `ti`."""

from app.cli import app

app()
