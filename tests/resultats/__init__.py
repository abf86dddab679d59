"""Results: from publication on, as open data."""
