"""What each kind of child that opens a document may use: memory of addresses, seconds, files, its answer."""

from dataclasses import replace
from typing import Final

from speech.child import Limits

READER: Final = Limits(output_bytes=64 << 20)
"""Of a reader: 512 MB and 20 seconds for as many pages as everybody may have."""

READER_PAGES: Final = 100
SECONDS_A_PAGE: Final = 0.1
"""A plan that allows more pages than these allows a reader this much more time for each."""

CONVERTER: Final = Limits(memory_bytes=1 << 30, cpu_seconds=60, wall_seconds=60.0, open_files=256, local_sockets=True)
"""Of LibreOffice, which takes 530 MB of addresses for a short letter and keeps 240 MB of them in memory."""

RECOGNISER: Final = Limits(
    memory_bytes=1 << 30, cpu_seconds=15, wall_seconds=120.0, output_bytes=8 << 20, file_bytes=64 << 20
)
"""Of one page. Three seconds are usual; on a crowded machine the clock goes on while the page waits for its turn.

Resident are 300 MB for A4 and 600 for A3 in colour at 600 dots an inch; the libraries alone take 270 MB of addresses.
"""

DRAWER: Final = Limits(
    memory_bytes=512 << 20, cpu_seconds=8, wall_seconds=8.0, output_bytes=64 << 10, file_bytes=16 << 20
)
"""Of the picture of one page, for which somebody waits."""


def reader_limits(max_pages: int | None) -> Limits:
    """What a reader may use for a document of so many pages."""
    more = SECONDS_A_PAGE * max(0, (max_pages or 0) - READER_PAGES)
    return replace(READER, wall_seconds=READER.wall_seconds + more, cpu_seconds=READER.cpu_seconds + int(more))
