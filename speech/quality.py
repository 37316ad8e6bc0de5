"""What a learned voice is worth, 0-100, built from what was measured on it; light enough for a web process.

Four parts, each shown with its figure and a sentence: how near the clone is to the person, how clearly it is
understood, whether its tones are kept, and how good the recording was. A part that was not measured says so, and the
others are weighed among themselves: no figure is made up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from speech.quality_words import BETTER, SENTENCES
from speech.types import Reason

PEOPLE_APART: Final = 0.55
"""The cosine of two people: no likeness at all."""
ONE_PERSON: Final = 0.93
"""The cosine of two recordings of one person, where it was not measured on this one's."""
SENTENCES_TRIED: Final = 10
_TONES: Final = (0.80, 0.97)  # correlation with the base voice's contours: words change; nothing is lost
_LEAST_SPREAD: Final = 0.1  # a person cannot be nearer than this to everybody else
_WELL: Final = 0.8
"""Of a part's points: with fewer it asks for something."""
_WEIGHTS: Final[Mapping[str, int]] = {"near": 50, "clear": 25, "tones": 10, "recording": 15}


@dataclass(frozen=True)
class Measured:
    """What is known of a clone: None for what was not measured.

    ``identity``: mean cosine of its test sentences to the person; ``natural``: that of the person's own recordings to
    each other; ``understood``: of ten sentences; ``tone_median``: for tonal languages; ``recording``: its score.
    """

    identity: float | None
    natural: float | None = None
    understood: int | None = None
    tone_median: float | None = None
    recording: int | None = None


@dataclass(frozen=True)
class CloneScore:
    """``score`` is None when nothing was measured. ``better`` says honestly what would bring more, if anything."""

    score: int | None
    parts: tuple[Reason, ...]
    better: Reason | None = None


def clone_score(measured: Measured, *, is_embedded: bool = True, is_better_ready: bool = False) -> CloneScore:
    """The score of a clone. ``is_embedded``: by the engine without weights; ``is_better_ready``: one with them is."""
    figures = list(_figures(measured))
    whole = sum(_WEIGHTS[code] for code, _, share in figures if share is not None)
    parts = tuple(_part(code, figure, share, whole) for code, figure, share in figures)
    score = max(0, 100 - sum(part.cost for part in parts)) if whole else None
    return CloneScore(score, parts, _better(is_better_ready) if is_embedded else None)


def _figures(measured: Measured) -> Iterator[tuple[str, float | None, float | None]]:
    """(code, figure, share of the part's points) of each part; a voice without tones has no such part."""
    natural = measured.natural if measured.natural is not None else ONE_PERSON
    ceiling = max(natural, PEOPLE_APART + _LEAST_SPREAD)
    yield "near", measured.identity, _share(measured.identity, PEOPLE_APART, ceiling)
    yield "clear", measured.understood, _share(measured.understood, SENTENCES_TRIED / 2, SENTENCES_TRIED)
    if measured.tone_median is not None:
        yield "tones", measured.tone_median, _share(measured.tone_median, *_TONES)
    yield "recording", measured.recording, _share(measured.recording, 0, 100)


def _share(figure: float | None, least: float, most: float) -> float | None:
    return None if figure is None else min(1.0, max(0.0, (figure - least) / (most - least)))


def _part(code: str, figure: float | None, share: float | None, whole: int) -> Reason:
    cost = 0 if share is None else round(100 * _WEIGHTS[code] * (1 - share) / whole)
    state = "unknown" if share is None else "good" if share >= _WELL else "bad"
    words = SENTENCES[code][state]
    return Reason(code, cost, words["vi"], words["en"], figure=None if figure is None else round(figure, 3))


def _better(is_ready: bool) -> Reason:
    words = BETTER["ready" if is_ready else "absent"]
    return Reason("engine_with_weights", 0, words["vi"], words["en"])
