"""Do a step again only when what it reads has changed, or what it makes is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from deploy.local.places import ROOT, VENV

FOLDER = VENV / ".stamps"  # a new .venv starts with none, so that every step is done again


def once(name: str, inputs: Iterable[Path], output: Path, action: Callable[[], None]) -> bool:
    """Run `action` unless `output` exists and was made from the same `inputs`; tell whether it ran."""
    stamp = FOLDER / name
    wanted = fingerprint(inputs)
    if output.exists() and stamp.exists() and stamp.read_text() == wanted:
        return False
    action()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    return True


def fingerprint(inputs: Iterable[Path]) -> str:
    """SHA-256 over names and contents of `inputs`: files, or folders taken whole."""
    digest = hashlib.sha256()
    for path in sorted(_files(inputs)):
        digest.update(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(inputs: Iterable[Path]) -> Iterable[Path]:
    for path in inputs:
        yield from (inner for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else [path]
