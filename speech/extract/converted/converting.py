"""Formats that LibreOffice has to turn into one of ours first. Each step runs in a limited child of its own."""

import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from speech import child
from speech.extract.converted.office import remove_sockets
from speech.extract.limits import CONVERTER as LIMITS
from speech.extract.registry import becomes
from speech.types import Progress

log = logging.getLogger(__name__)


def read(request: Mapping[str, Any], *, limits: child.Limits, progress: Progress, password: str = "") -> dict[str, Any]:
    """What ``extract_task`` answers to ``request``, after a conversion where its format needs one.

    Raises what the child raises, and ``converter_not_ready``.
    """
    with child.private_directory() as room:
        answer = child.run("extract", request, limits=limits, progress=progress, directory=room, secret=password)
        if "convert" not in answer:
            return answer
        key = answer["convert"]
        made = _converted(answer["path"], key, room)
        request = {**request, "path": str(made), "filename": made.name}
        return {**child.run("extract", request, limits=limits, progress=progress, directory=room), "format": key}


def _converted(source: str, key: str, room: Path) -> Path:
    """The document as LibreOffice saves it, in ``room``."""
    order = {"path": source, "kind": key, "becomes": becomes(key)}
    try:
        answer = child.run("convert", order, limits=LIMITS, directory=room)
    finally:
        remove_sockets(room)
    if not answer["is_confined"]:
        _warn_open()
    return room / f"converted.{becomes(key)}"


@cache
def _warn_open() -> None:
    log.warning("this kernel does not let a converter give up the files of others")
