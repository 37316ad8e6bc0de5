"""How good a recording is for learning a voice: 0-100, and in words what cost how much."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from speech.audio.advice import SENTENCES
from speech.types import Reason

WORST_COST: Final = 5
"""Findings that cost less are not worth a sentence."""


@dataclass(frozen=True)
class Findings:
    """What the score is made from: seconds of speech, dB, share of samples, LUFS, Hz, RT60 in seconds, people."""

    speech_seconds: float
    snr_db: float
    clipping_ratio: float
    loudness_lufs: float
    bandwidth_hz: float
    reverberation_seconds: float | None = None
    speakers: int = 1


@dataclass(frozen=True)
class _Rule:
    """One part: what it looks at, in which unit, and what that costs."""

    code: str
    unit: str
    figure: Callable[[Findings], float | None]
    cost: Callable[[float], float]


# Costs rise with every step of a fault, as far as it is heard, so that the score can be compared before and after.
RULES: Final = (
    _Rule("low_snr", "dB", lambda found: found.snr_db, lambda snr: _line(40 - snr, 0.4) + _line(28 - snr, 1.6)),
    _Rule(
        "clipping",
        "%",
        lambda found: 100 * found.clipping_ratio,
        lambda percent: min(45.0, 8 + 12 * math.log10(percent / 0.02)) if percent > 0.02 else 0.0,
    ),
    _Rule(
        "reverberation",
        "s",
        lambda found: found.reverberation_seconds,
        lambda room: _line(room - 0.1, 15) + _line(room - 0.35, 25),
    ),
    _Rule(
        "short_speech",
        "s",
        lambda found: found.speech_seconds,
        lambda seconds: _line(10 - seconds, 2) + _line(5 - seconds, 3),
    ),
    _Rule("second_speaker", "", lambda found: found.speakers, lambda people: 30.0 if people > 1 else 0.0),
    _Rule("quiet", "LUFS", lambda found: found.loudness_lufs, lambda lufs: min(20.0, _line(-35 - lufs, 1.5))),
    _Rule("narrow_band", "Hz", lambda found: found.bandwidth_hz, lambda hertz: min(25.0, _line(6500 - hertz, 0.01))),
)


def judge(found: Findings) -> tuple[int, tuple[Reason, ...]]:
    """The score and all its parts, the dearest first."""
    parts = sorted((_part(rule, rule.figure(found)) for rule in RULES), key=lambda part: -part.cost)
    return max(0, 100 - sum(part.cost for part in parts)), tuple(parts)


def advice(parts: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Those of the parts that ask for something."""
    return tuple(part for part in parts if part.cost >= WORST_COST)


def _part(rule: _Rule, figure: float | None) -> Reason:
    cost = 0 if figure is None else max(0, round(rule.cost(figure)))
    state = "unknown" if figure is None else "bad" if cost >= WORST_COST else "good"
    return Reason(rule.code, cost, **SENTENCES[rule.code][state], figure=_rounded(figure), unit=rule.unit)


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2 if abs(figure) < 10 else 1)


def _line(over: float, slope: float) -> float:
    return max(0.0, over) * slope
