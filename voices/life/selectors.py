"""Reads of the library and of a voice's life."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet

from accounts.models import User
from lib.names import fold
from lib.refusals import Refusal
from lib.states import WorkState
from voices import presets
from voices.models import (
    Comparison,
    PresetClip,
    Trial,
    Voice,
    VoiceDay,
    VoiceNotice,
    VoicePrint,
    VoiceTag,
    VoiceVersion,
)
from voices.scores import measured
from voices.selectors import voices_for
from voices.states import Chosen, StepKind, Variant

STATES: Final = {
    "ready": [WorkState.READY],
    "processing": [WorkState.QUEUED, WorkState.RUNNING],
    "failed": [WorkState.REJECTED, WorkState.FAILED],
}
TREND_DAYS: Final = 90
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Looked:
    """What somebody looks for in the library; what is empty does not matter."""

    words: str = ""
    tag: str = ""
    language: str = ""
    state: str = ""
    whose: str = ""


def library(user: User, looked: Looked) -> "QuerySet[Voice]":
    """The voices that ``user`` sees and looks for. Marks do not matter: "giong me" finds "Giọng Mẹ"."""
    found = voices_for(user).prefetch_related("tags", _unseen())
    for word in fold(looked.words).split():
        found = found.filter(search_text__contains=word)
    if looked.tag:
        found = found.filter(tags__name=looked.tag)
    if looked.language:
        found = found.filter(language=looked.language)
    if looked.whose:
        found = found.filter(created_by=user) if looked.whose == "mine" else found.exclude(created_by=user)
    return _in_state(found, looked.state) if looked.state else found


def _unseen() -> "Prefetch[Any]":
    unseen = VoiceNotice.objects.filter(seen_at__isnull=True)
    return Prefetch("current_version__notices", queryset=unseen, to_attr="unseen")


def _in_state(voices: "QuerySet[Voice]", state: str) -> "QuerySet[Voice]":
    if state == "revoked":
        return voices.filter(revoked_at__isnull=False)
    alive = voices.filter(revoked_at__isnull=True)
    if state == "draft":
        return alive.filter(current_version__isnull=True)
    return alive.filter(current_version__status__in=STATES.get(state, []))


def get_listed(user: User, public_id: UUID | str) -> Voice:
    """One voice as the library shows it, or ``not_found``."""
    voice: Voice | None = library(user, Looked()).filter(public_id=public_id).first()
    return _or_missing(voice)


def tags_of(user: User) -> list[str]:
    """The tags of the voices that ``user`` sees."""
    seen = Voice.objects.for_user(user)
    return list(VoiceTag.objects.filter(voice__in=seen).order_by("name").values_list("name", flat=True).distinct())


def versions_of(voice: Voice) -> list[VoiceVersion]:
    """All versions, newest first, with their steps and what can be heard of them."""
    heard = Trial.objects.filter(blob__isnull=False).order_by("sentence", "pk")
    versions = voice.versions.order_by("-number").select_related("parent", "voice")
    return list(versions.prefetch_related("steps", "samples", Prefetch("trials", queryset=heard, to_attr="heard")))


def figures_of(version: VoiceVersion) -> dict[str, dict[str, Any]]:
    """The figures of each step; a step that repeats tells its last."""
    return {step.step: step.figures for step in version.steps.all()}


@dataclass(frozen=True)
class Told:
    """What a page tells of a version in figures."""

    identity: float | None
    natural: float | None
    threshold: float | None
    understood: int | None
    tone_median: float | None
    score: int | None
    parts: Sequence[dict[str, Any]]
    better: dict[str, Any] | None


def told(version: VoiceVersion) -> Told:
    """The figures of a version as they were measured; None stands for what was not."""
    figures = figures_of(version)
    found, score = measured(figures), figures.get(StepKind.LIBRARY, {})
    threshold = (figures.get(StepKind.CHECK, {}) | figures.get(StepKind.OPTIMISE, {})).get("threshold")
    return Told(
        found.identity, found.natural, threshold, found.understood, found.tone_median, score.get("score"),
        score.get("parts", ()), score.get("better"),
    )  # fmt: skip


def get_version(user: User, public_id: UUID | str) -> VoiceVersion:
    """One version of a voice that ``user`` sees, or ``not_found``."""
    seen = VoiceVersion.objects.filter(voice__in=Voice.objects.for_user(user), public_id=public_id)
    return _or_missing(seen.select_related("voice").first())


def get_comparison(user: User, public_id: UUID | str) -> Comparison:
    """A comparison that ``user`` began, or ``not_found``."""
    mine = Comparison.objects.filter(by=user, voice__in=Voice.objects.for_user(user), public_id=public_id)
    return _or_missing(mine.select_related("voice", "left", "right").first())


def get_notice(user: User, public_id: UUID | str) -> VoiceNotice:
    seen = VoiceNotice.objects.filter(version__voice__in=Voice.objects.for_user(user), public_id=public_id)
    return _or_missing(seen.select_related("version__voice").first())


def _or_missing(row: Row | None) -> Row:
    if row is None:
        raise Refusal("not_found", 404)
    return row


def notices_of(voice: Voice) -> "QuerySet[VoiceNotice]":
    """What the owner has not seen yet, of the version that is spoken with."""
    return VoiceNotice.objects.filter(version=voice.current_version, seen_at__isnull=True)


def sentence_of(version: VoiceVersion, sentence: int) -> Trial | None:
    """The neutral trial of a sentence that can be heard."""
    language = version.voice.language
    kept = version.trials.filter(sentence=sentence, variant=Variant.NEUTRAL, language=language, blob__isnull=False)
    return kept.select_related("blob").order_by("-pk").first()


def comparable(versions: Iterable[VoiceVersion]) -> list[VoiceVersion]:
    """Those of ``versions_of`` that can be heard against each other."""
    return [version for version in versions if version.status == WorkState.READY and version.heard]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Tally:
    """How often a version was chosen in blind comparisons, how often it was not, and how often none was better."""

    won: int = 0
    lost: int = 0
    same: int = 0


def tallies(voice: Voice) -> dict[int, Tally]:
    """By version: the blind comparisons of a voice, counted."""
    won: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    same: Counter[int] = Counter()
    for left, right, chosen in (
        Comparison.objects.filter(voice=voice).exclude(chosen="").values_list("left", "right", "chosen")
    ):
        if chosen == Chosen.SAME:
            same.update((left, right))
            continue
        won[left if chosen == Chosen.LEFT else right] += 1
        lost[right if chosen == Chosen.LEFT else left] += 1
    return {key: Tally(won[key], lost[key], same[key]) for key in {*won, *lost, *same}}


def days_of(voice: Voice) -> list[VoiceDay]:
    """The last days on which something was said with the voice, the oldest first."""
    newest = VoiceDay.objects.filter(version__voice=voice).select_related("version").order_by("-day", "-version")
    return list(newest[:TREND_DAYS])[::-1]


def threshold_of(voice: Voice) -> float | None:
    """Below which a clip of the version that is spoken with is marked."""
    prints = VoicePrint.objects.filter(version=voice.current_version, language=voice.language)
    return prints.order_by("-pk").values_list("identity_threshold", flat=True).first()


def presets_said() -> set[str]:
    """The presets that can be heard."""
    return set(PresetClip.objects.filter(engine=presets.engine()).exclude(key="").values_list("preset", flat=True))
