"""Figures, not verdicts: `make bench`, or `make bench SUITE=pipeline`."""

import os

# As in the product (see speech/__init__.py): threads that spin on matrices this small cost more than they save.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
