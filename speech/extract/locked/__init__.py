"""Documents under a password."""
