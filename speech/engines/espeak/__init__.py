"""espeak-ng, the embedded default: it always works, and its voice can be moved towards a speaker's.

The library (GPL-3, one global state, not thread safe) is loaded only by ``server.py``, a separate program
that the rest talks to over pipes. Nothing is imported here, because the server imports this package.
"""
