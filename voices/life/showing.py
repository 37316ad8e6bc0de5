"""What pages say of versions, steps and notices, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from lib.refusals import sentence
from lib.states import WorkState
from voices.life.selectors import Tally, Told, told
from voices.models import Voice, VoiceNotice, VoiceStep, VoiceVersion
from voices.states import REPEATED_STEPS, StepKind

CHAIN = [kind for kind in StepKind if kind.value not in REPEATED_STEPS]


@dataclass(frozen=True)
class ShownPart:
    """A part of a score: what was measured, what it costs, what to do."""

    cost: int
    figure: float | None
    unit: str
    message: str

    @classmethod
    def of(cls, part: Mapping[str, Any]) -> "ShownPart":
        language = (get_language() or "vi")[:2]
        return cls(part["cost"], part.get("figure"), part.get("unit", ""), part.get(language) or part["vi"])


@dataclass(frozen=True)
class ShownStep:
    """A step of the chain, also one that has not begun (``status`` empty)."""

    kind: StepKind
    status: str
    figures: Mapping[str, Any]
    why: str
    row: VoiceStep | None

    @classmethod
    def of(cls, kind: StepKind, row: VoiceStep | None) -> "ShownStep":
        if row is None:
            return cls(kind, "", {}, "", None)
        return cls(kind, row.status, row.figures, sentence(row.code) if row.code else "", row)


@dataclass(frozen=True)
class ShownVersion:
    version: VoiceVersion
    is_current: bool
    can_serve: bool
    told: Told
    parts: tuple[ShownPart, ...]
    better: ShownPart | None
    steps: tuple[ShownStep, ...]
    later: tuple[VoiceStep, ...]
    tally: Tally | None

    @classmethod
    def of(cls, version: VoiceVersion, voice: Voice, tallies: Mapping[int, Tally]) -> "ShownVersion":
        """``version`` as ``versions_of`` gives it."""
        rows = {step.step: step for step in version.steps.all()}
        found = told(version)
        is_current = voice.current_version_id == version.pk
        return cls(
            version=version,
            is_current=is_current,
            can_serve=version.status == WorkState.READY and not is_current and not voice.revoked_at,
            told=found,
            parts=tuple(ShownPart.of(part) for part in found.parts),
            better=ShownPart.of(found.better) if found.better else None,
            steps=tuple(ShownStep.of(kind, rows.get(kind)) for kind in CHAIN),
            later=tuple(step for step in version.steps.all() if step.step in REPEATED_STEPS),
            tally=tallies.get(version.pk),
        )


@dataclass(frozen=True)
class ShownNotice:
    notice: VoiceNotice
    message: str
    can_learn: bool

    @classmethod
    def of(cls, notice: VoiceNotice) -> "ShownNotice":
        return cls(notice, sentence(notice.code, notice.params), notice.code == "engine_changed")


def score_in_words(version: VoiceVersion | None) -> dict[str, Any]:
    """The score of a version for a page: its figures, its parts, and what would do better."""
    if version is None:
        return {}
    found = told(version)
    better = ShownPart.of(found.better) if found.better else None
    return {"told": found, "parts": [ShownPart.of(part) for part in found.parts], "better": better}
