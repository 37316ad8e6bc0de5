"""Figures, not verdicts: `make bench`, or `make bench SUITE=pipeline`."""
