"""A recording as people see it: what was measured, what is well and what is not, and its shape as a picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lib.states import WorkState
from voices.enrolment import selectors
from voices.learnable import UNFINISHED, state_of
from voices.models import Sample

WIDTH: Final = 480
HEIGHT: Final = 64
VERDICTS: Final = {
    "matches": _("Lời khớp với bản ghi."),
    "differs": _("Lời không khớp với bản ghi: hãy sửa lời, hoặc để trống; lời sai làm giọng kém hơn."),
    "unsure": _("Chưa chắc lời có khớp với bản ghi không."),
}


@dataclass(frozen=True)
class Measure:
    """One figure of a recording, and the advice about it where it falls short."""

    code: str
    label: str
    figure: float | None
    unit: str
    digits: int
    advice: str = ""


@dataclass(frozen=True)
class Shown:
    """One recording on a page."""

    sample: Sample

    @property
    def status(self) -> str:
        return state_of(self.sample)

    @property
    def script_number(self) -> str:
        """Which of the texts was read, as its page counts them."""
        return self.sample.script.rpartition("-")[2]

    @property
    def is_waiting(self) -> bool:
        return self.status in UNFINISHED

    @property
    def is_usable(self) -> bool:
        return self.status == WorkState.READY

    @property
    def is_learnable(self) -> bool:
        return self.is_usable and not self.sample.is_left_out

    @property
    def fault(self) -> str:
        return selectors.fault_of(self.sample)

    @property
    def message(self) -> str:
        return selectors.checking_message(self.status)

    @cached_property
    def reasons(self) -> list[dict[str, Any]]:
        """Each shortfall with its advice, the dearest first."""
        return reasons_of(self.sample)

    @property
    def measures(self) -> list[Measure]:
        return list(_measures(self.sample.report, {one["code"]: one["message"] for one in self.reasons}))

    @property
    def other_advice(self) -> list[str]:
        """Advice about what is no figure of its own."""
        shown = {measure.code for measure in self.measures}
        return [one["message"] for one in self.reasons if one["code"] not in shown]

    @property
    def verdict(self) -> str:
        return str(self.sample.transcript_check.get("verdict", "none"))

    @property
    def verdict_message(self) -> str:
        return str(VERDICTS.get(self.verdict, ""))

    @property
    def outline(self) -> str:
        return path_of(self.sample.report.get("outline", []))

    @property
    def window(self) -> dict[str, float] | None:
        """The best stretch, in the units of the picture."""
        start, end = self.sample.window_start_seconds, self.sample.window_end_seconds
        whole = self.sample.report.get("master_seconds")
        if start is None or end is None or not whole:
            return None
        return {"x": WIDTH * start / whole, "width": WIDTH * (end - start) / whole, "start": start, "end": end}


def reasons_of(sample: Sample) -> list[dict[str, Any]]:
    language = (get_language() or "vi")[:2]
    return [
        {"code": one["code"], "cost": one["cost"], "message": one.get(language) or one["vi"]}
        for one in sample.report.get("reasons", [])
    ]


def _measures(report: dict[str, Any], advice: dict[str, str]) -> Iterator[Measure]:
    if not report:
        return
    clipped = 100 * report.get("clipping_ratio", 0.0)
    rows: list[tuple[str, str, float | None, str, int]] = [
        ("short_speech", gettext("Tiếng nói"), report["speech_seconds"], "s", 1),
        ("low_snr", gettext("Trên tiếng ồn"), report["snr_db"], "dB", 0),
        ("clipping", gettext("Bị vỡ"), clipped, "%", 2),
        ("reverberation", gettext("Độ vang"), report.get("reverberation_seconds"), "s", 1),
        ("narrow_band", gettext("Dải tần"), report.get("bandwidth_hz", 0.0) / 1000, "kHz", 1),
        ("quiet", gettext("Độ to"), report["loudness_lufs"], "LUFS", 0),
        ("speakers", gettext("Người nói"), report.get("speakers", 1), "", 0),
    ]
    for code, label, figure, unit, digits in rows:
        yield Measure(code, label, figure, unit, digits, advice.get(code, ""))


def path_of(levels: list[float]) -> str:
    """The outline as the path of an SVG: there above the middle, back below it."""
    if not levels:
        return ""
    step, middle = WIDTH / len(levels), HEIGHT / 2
    points = [(index * step, max(0.5, level * (middle - 2))) for index, level in enumerate(levels)]
    above = [f"{x:.1f},{middle - half:.1f}" for x, half in points]
    below = [f"{x:.1f},{middle + half:.1f}" for x, half in reversed(points)]
    return "M" + " L".join(above + below) + " Z"
