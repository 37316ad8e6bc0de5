"""Phones in time: what the base voice says when, and which sounds are alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from speech.types import Language, Samples

FRAME_SECONDS: Final = 0.005
SILENCE: Final = "sil"

_VOWELS: Final = "aeiouæɑɒɔəɛɜɪʊʌɐɨʉɚɝøœyɤɯᵻ"
_CLASSES: Final = (
    ("V", _VOWELS),
    ("N", "mnŋɲɳ"),
    ("L", "lɹrjwɫɻ"),
    ("F", "fsʃθhxçʂ"),
    ("Z", "vðzʒɣʐ"),
    ("P", "ptkʔcʈ"),
)
_OTHER: Final = "B"


@dataclass(frozen=True)
class Phone:
    """``name`` is IPA without stress and tone, empty for a pause; times in seconds."""

    name: str
    start: float
    end: float


@dataclass(frozen=True)
class Utterance:
    """What a base voice said: mono samples at ``rate`` Hz and its phones, which cover it in order."""

    samples: Samples
    rate: int
    phones: tuple[Phone, ...]


@dataclass(frozen=True)
class Delivery:
    """How the base voice is to speak. ``wpm`` is words a minute; ``high`` asks for a high-pitched base."""

    language: Language
    wpm: float
    high: bool = False


Say = Callable[[str, Delivery], Utterance]
"""The base voice."""


@dataclass(frozen=True)
class Segment:
    """A phone in frames (``start`` inclusive, ``end`` exclusive) with the classes of its neighbours."""

    start: int
    end: int
    name: str
    before: str
    after: str

    @property
    def sound(self) -> str:
        return sound_class(self.name)

    def thirds(self) -> Iterator[tuple[int, int, int]]:
        """(which third, first frame, end frame); a short phone may lack some."""
        edges = [self.start + -(-(self.end - self.start) * third // 3) for third in range(4)]
        for third, (start, end) in enumerate(pairwise(edges)):
            if end > start:
                yield third, start, end

    def neighbour(self, third: int) -> str:
        """The class of the phone that a third of this one touches; none for the middle."""
        return {0: self.before, 2: self.after}.get(third, "")


def sound_class(name: str) -> str:
    """Vowel, nasal, liquid, voiceless or voiced fricative, plosive, other, or silence."""
    if not name:
        return SILENCE
    return next((label for label, letters in _CLASSES if name[0] in letters), _OTHER)


def segments(phones: Sequence[Phone], frames: int) -> list[Segment]:
    """The phones on the frame grid; the last one runs to the end, those without a frame are dropped."""
    spans = []
    for index, phone in enumerate(phones):
        start = round(phone.start / FRAME_SECONDS)
        last = index == len(phones) - 1
        end = frames if last else min(frames, round(phone.end / FRAME_SECONDS))
        if end > start:
            spans.append((start, end, phone.name))
    sounds = [SILENCE, *(sound_class(name) for _, _, name in spans), SILENCE]
    return [
        Segment(start, end, name, sounds[index], sounds[index + 2]) for index, (start, end, name) in enumerate(spans)
    ]
