"""The speech core of Giọng: plain Python, no framework. Try it with ``python -m speech --help``."""

import os

# Our matrices are small: threads of numpy's BLAS bring nothing, and where every core is busy they wait for each other
# (measured: fifty times slower). It is read when numpy is loaded, and whoever loads numpy for speech comes by here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
