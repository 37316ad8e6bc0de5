"""The speech core of Giọng: plain Python, no framework. Try it with ``python -m speech --help``."""
