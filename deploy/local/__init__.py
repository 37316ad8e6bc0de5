"""`make setup` and `make run`: only the standard library, because it starts before `.venv` exists."""
