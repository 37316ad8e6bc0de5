"""A trend as a picture: points of an SVG, so that it is there without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from voices.models import VoiceDay

WIDTH: Final = 600
HEIGHT: Final = 160
MARGIN: Final = 6
SHARE_OF_MARGIN: Final = 0.15


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    is_low: bool
    day: VoiceDay


@dataclass(frozen=True)
class Chart:
    """``line`` joins the dots; ``limit`` is where the threshold lies, from the top."""

    dots: tuple[Dot, ...]
    line: str
    limit: float | None
    low: float
    high: float
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(days: Sequence[VoiceDay], threshold: float | None) -> Chart | None:
    """The days' means from left to right; None where nothing was measured."""
    means = [(day, day.identity) for day in days]
    measured = [(day, mean) for day, mean in means if mean is not None]
    if not measured:
        return None
    values = [mean for _, mean in measured] + ([threshold] if threshold is not None else [])
    room = max(max(values) - min(values), 0.05) * SHARE_OF_MARGIN
    low, high = min(values) - room, max(values) + room
    step = (WIDTH - 2 * MARGIN) / max(len(measured) - 1, 1)
    dots = tuple(
        Dot(round(MARGIN + step * at, 1), _height(mean, low, high), threshold is not None and mean < threshold, day)
        for at, (day, mean) in enumerate(measured)
    )
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    return Chart(dots, line, None if threshold is None else _height(threshold, low, high), low, high)


def _height(value: float, low: float, high: float) -> float:
    return round(HEIGHT - MARGIN - (value - low) / (high - low) * (HEIGHT - 2 * MARGIN), 1)
