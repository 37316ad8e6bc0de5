"""Abbreviations with several meanings: the words around one decide which is said, and the others are always offered.

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
        led = self.before and re.search(rf"\b(?:{self.before})[^\w,;:]*$", before)
        return bool(led or (self.after and re.match(rf"\W*(?:{self.after})", after)))


def _senses() -> dict[str, tuple[Sense, ...]]:
    found: dict[str, list[Sense]] = {}
    for written, *sense in rows("senses"):
        found.setdefault(written, []).append(Sense(*sense))
    return {written: tuple(senses) for written, senses in found.items()}


SENSES: Final = _senses()


def meant(written: str, start: int, end: int, context: Context) -> Reading:
    """What ``written``, one of ``SENSES`` between ``start`` and ``end``, means most likely, and what else it can."""
    before, after = context.before(start), context.after(end)
    senses = SENSES.get(written) or SENSES[written.lower()]
    likely = next((sense for sense in senses if sense.fits(before, after)), None)
    # Where nothing tells, what is said otherwise goes before what needs certain words around it.
    others = sorted(senses, key=lambda sense: bool(sense.before or sense.after))
    spoken = tuple(dict.fromkeys(sense.spoken for sense in ([likely] if likely else []) + others))
    return Reading(spoken[0], spoken[1:])
