"""Where the real recordings and documents are; the cases that need them are skipped where they are not."""

import os
from pathlib import Path
from typing import Final

import pytest

_BESIDE: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "corpus"
CORPUS: Final = Path(os.environ.get("GIONG_CORPUS", _BESIDE))

needs_corpus: Final = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here (GIONG_CORPUS)")
