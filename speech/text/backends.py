"""What reads the pieces that our own rules leave: one interface, three choices.

A backend gets one short piece without line breaks and gives words, or None when it cannot; it never raises.
"""

import contextlib
import importlib.util
import re
import subprocess
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from speech.text.cleaning.compose import compose

MAX_CHARS: Final = 200
"""sea-g2p panics on long input (measured: from 216 characters of "1.1.1..."), vinorm takes quadratic time."""
VINORM_TIMEOUT_SECONDS: Final = 5.0
VINORM_WAIT_SECONDS: Final = 30.0
VINORM_AT_ONCE: Final = 2
"""Programs of one process that run at the same time; the others wait their turn."""
VINORM_LINE_MARK: Final = "#line#"
_vinorm_turns: Final = threading.BoundedSemaphore(VINORM_AT_ONCE)
TAGS: Final = re.compile(r"</?(?:en|math)>")


class Backend(Protocol):
    def __call__(self, text: str) -> str | None:
        """``text`` in words, or None when it cannot be read."""


def backend(name: str) -> Backend | None:
    """The backend called ``name`` ("sea", "vinorm"); None when there is none or its package is missing."""
    found: dict[str, Backend] = {"sea": _sea, "vinorm": _vinorm}
    return found.get(name)


class _Normaliser(Protocol):
    def normalize(self, text: str) -> str: ...


@lru_cache(maxsize=1)
def _sea_normaliser() -> _Normaliser | None:
    if importlib.util.find_spec("sea_g2p") is None:
        return None
    from sea_g2p import Normalizer

    normaliser: _Normaliser = Normalizer(lang="vi")
    return normaliser


@lru_cache(maxsize=8192)
def _sea(text: str) -> str | None:
    """sea-g2p, one string at a time: its batch calls hang in forked children."""
    normaliser = _sea_normaliser()
    if normaliser is None or len(text) > MAX_CHARS:
        return None
    try:
        spoken = normaliser.normalize(text)
    except UnicodeEncodeError:
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3's panics are no Exception and cannot be imported
            raise
        return None
    return " ".join(TAGS.sub(" ", spoken).split())


@lru_cache(maxsize=1)
def _vinorm_folder() -> Path | None:
    """Where vinorm's program lies, found without running the package (its own wrapper shares one file)."""
    spec = importlib.util.find_spec("vinorm")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    return folder if folder and (folder / "main").exists() else None


@lru_cache(maxsize=8192)
def _vinorm(text: str) -> str | None:
    """vinorm's program in a directory of this call only, so that no other caller's text can come back."""
    folder = _vinorm_folder()
    if folder is None or len(text) > MAX_CHARS or not _vinorm_turns.acquire(timeout=VINORM_WAIT_SECONDS):
        return None
    try:
        return _run_vinorm_apart(folder, compose(text))
    finally:
        _vinorm_turns.release()


def _run_vinorm_apart(folder: Path, text: str) -> str | None:
    with (
        tempfile.TemporaryDirectory(prefix="giong-vinorm-") as name,
        contextlib.suppress(OSError, UnicodeError, subprocess.SubprocessError),
    ):
        return _run_vinorm(folder, Path(name), text)
    return None


def _run_vinorm(folder: Path, work: Path, text: str) -> str:
    """Method: the program reads ``input.txt`` and writes ``output.txt`` in its working directory."""
    for part in ("Dict", "Mapping", "RegexRule", "lib", "main"):
        (work / part).symlink_to(folder / part)
    (work / "input.txt").write_text(text, encoding="utf-8")
    subprocess.run(
        [str(work / "main"), "-punc", "-lower"],
        cwd=work,
        env={"LD_LIBRARY_PATH": str(work / "lib"), "PATH": "/usr/bin:/bin"},
        check=True,
        timeout=VINORM_TIMEOUT_SECONDS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    said = (work / "output.txt").read_text(encoding="utf-8", errors="replace")
    return " ".join(said.replace(VINORM_LINE_MARK, " ").split())
