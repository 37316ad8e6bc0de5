"""What the text tests share: texts to draw, and the corpus where there is one."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def corpus_documents() -> Path:
    """The folder of real documents; tests that need it are skipped where there is none."""
    root = Path(os.environ.get("GIONG_CORPUS", REPOSITORY.parent / "shared" / "data" / "corpus"))
    if not (root / "documents").is_dir():
        pytest.skip("no corpus of real documents here")
    return root / "documents"
