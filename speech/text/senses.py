"""Abbreviations with several meanings: the words around one decide; where nothing does, all are offered.

``data/senses.tsv`` holds a line for each meaning: what is written, what is said, and the patterns of the words before
and after that point to it. The first line that fits decides; a line without patterns is what is said otherwise.
"""

import re
from dataclasses import dataclass
from typing import Final

from speech.text.rules import Context, Reading
from speech.text.tables import rows


@dataclass(frozen=True)
class Sense:
    """``spoken`` is meant when ``before`` ends, or ``after`` begins, the words around it (both: small letters)."""

    spoken: str
    before: str = ""
    after: str = ""

    def fits(self, before: str, after: str) -> bool:
        led = self.before and re.search(rf"\b(?:{self.before})\W*$", before)
        return bool(led or (self.after and re.match(rf"\W*(?:{self.after})", after)))


def _senses() -> dict[str, tuple[Sense, ...]]:
    found: dict[str, list[Sense]] = {}
    for written, *sense in rows("senses"):
        found.setdefault(written, []).append(Sense(*sense))
    return {written: tuple(senses) for written, senses in found.items()}


SENSES: Final = _senses()


def meant(written: str, start: int, end: int, context: Context) -> Reading | str:
    """What ``written``, one of ``SENSES`` between ``start`` and ``end``, means; a ``Reading`` when nothing tells."""
    before, after = context.before(start), context.after(end)
    senses = SENSES.get(written) or SENSES[written.lower()]
    for sense in senses:
        if sense.fits(before, after):
            return sense.spoken
    readings = tuple(dict.fromkeys(sense.spoken for sense in senses if not sense.before and not sense.after))
    readings += tuple(sense.spoken for sense in senses if sense.spoken not in readings)
    return Reading(readings[0], readings[1:])
