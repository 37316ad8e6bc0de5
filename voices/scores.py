"""What a learned version is worth, from the figures of its steps. Light: pages and workers ask alike."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from speech.engines import registry
from speech.quality import Measured, clone_score
from voices.models import VoiceStep, VoiceVersion
from voices.states import StepKind

EMBEDDED: Final = "espeak"


def score_of(version: VoiceVersion) -> dict[str, Any]:
    """The score with its parts, as figures of the step that puts a version into the library. For workers: it asks
    which engines are ready."""
    steps = dict(VoiceStep.objects.filter(version=version).values_list("step", "figures"))
    is_embedded = steps.get(StepKind.LEARN, {}).get("engine") == EMBEDDED
    return asdict(clone_score(measured(steps), is_embedded=is_embedded, is_better_ready=_has_better()))


def _has_better() -> bool:
    """Whether an engine with weights of its own could learn voices here."""
    others = [one for one in registry.available() if one[0].key != EMBEDDED and one[0].clones]
    return any(readiness.ready for _, readiness in others)


def measured(steps: Mapping[str, dict[str, Any]]) -> Measured:
    """What the steps found; the check's figures are those of the form that was kept."""
    tried = steps.get(StepKind.CHECK, {}) | _tried(steps.get(StepKind.OPTIMISE, {}))
    return Measured(
        identity=tried.get("identity"),
        natural=steps.get(StepKind.FEATURES, {}).get("natural"),
        understood=tried.get("understood"),
        tone_median=tried.get("tone_median"),
        recording=steps.get(StepKind.VALIDATE, {}).get("quality_lowest"),
    )


def _tried(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in ("identity", "understood", "tone_median") if name in figures}
