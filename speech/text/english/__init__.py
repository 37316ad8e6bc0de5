"""How written English is read."""
