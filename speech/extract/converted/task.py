"""The inside of ``speech.extract.converted``: LibreOffice in a limited child that can open nothing but its room.

A document may name other files, to be shown as its pictures or read into its text. LibreOffice is told not to follow
(``converted_office.SETTINGS``), and the kernel not to let it.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from speech.child_files import confine
from speech.extract.converted.office import SOCKETS, convert, make_profile, program
from speech.extract.ole import WORD, head_of
from speech.types import Progress

SYSTEM: Final = tuple(
    map(
        Path,
        (
            "/usr", "/lib", "/lib64", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/var/cache/fontconfig",
            "/var/lib/libreoffice", "/var/spool/libreoffice", "/dev/urandom",
        ),
    )
)  # fmt: skip
"""What LibreOffice reads of the machine: programs, fonts, and Debian's share of its folder."""
NOTHING: Final = Path("/dev/null")

READERS: Final = {"doc": "MS Word 97", "ppt": "MS PowerPoint 97"}
"""LibreOffice's filters, named: it would try all it has on a file that is not what it looks like."""
WORD_97: Final = b"\xec\xa5"
BEFORE_WORD_97: Final = "MS Word 95"


def convert_task(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Saves ``path``, a document of ``kind``, as ``converted.<becomes>`` in the room.

    Answers whether the kernel keeps LibreOffice from other files. Raises ``unreadable_document``,
    ``converter_not_ready``.
    """
    room = Path.cwd()
    office = program()
    source = room / f"document.{request['kind']}"
    shutil.copyfile(request["path"], source)
    reader = _reader(source, request["kind"])
    make_profile(office, room)
    is_confined = confine(reads=(office.parents[1], *SYSTEM), writes=(room, NOTHING), sockets=(SOCKETS,))
    convert(office, source, room / f"converted.{request['becomes']}", reader)
    return {"is_confined": is_confined}


def _reader(source: Path, kind: str) -> str:
    is_old = kind == "doc" and not head_of(source, WORD, len(WORD_97)).startswith(WORD_97)
    return BEFORE_WORD_97 if is_old else READERS[kind]
