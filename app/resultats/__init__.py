"""Results: what was decided, as open data, from the instant of publication on."""
