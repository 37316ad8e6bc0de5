"""What the text tests share: texts to draw, and the corpus where there is one."""

import os
from pathlib import Path

import pytest

from speech.text import normalise
from speech.types import TextOptions

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def corpus_documents() -> Path:
    """The folder of real documents; tests that need it are skipped where there is none."""
    root = Path(os.environ.get("GIONG_CORPUS", REPOSITORY.parent / "shared" / "data" / "corpus"))
    if not (root / "documents").is_dir():
        pytest.skip("no corpus of real documents here")
    return root / "documents"


@pytest.fixture(scope="session", autouse=True)
def warm() -> None:
    """What the reader loads on its first use is loaded: tests that watch the clock watch the text."""
    for options in (TextOptions(language="vi"), TextOptions(language="en")):
        normalise("Ngày 2/9/1945 lúc 14h30 có 5 kg ABC, mã XQ12Z, email.", options)
