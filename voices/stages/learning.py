"""The chain of a version: its recordings are validated, their features measured, the voice learned, tried and made
slim; then it is in the library. Each step is a row: whoever takes the version up again goes on behind the last."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db.models import F, Q

from lib.claims import guarded
from lib.refusals import Refusal
from lib.states import WorkState
from lib.work import Work
from speech.errors import NotReady, SpeechError, users_fault
from voices import transitions
from voices.learnable import content_of
from voices.models import Sample, Voice, VoiceNotice, VoicePrint, VoiceStep, VoiceVersion
from voices.permissions import check_consent
from voices.samples import examine
from voices.scores import score_of
from voices.stages.prints import engine_key, ensure_print
from voices.stages.slimming import slim
from voices.stages.trying import check, find_centre
from voices.states import StepKind, StepState

Figures = dict[str, Any]
SHARES: Final = {  # of the work, as measured; each sample is another 1
    StepKind.FEATURES: 1,
    StepKind.LEARN: 3,
    StepKind.CHECK: 5,
    StepKind.OPTIMISE: 8,
}
ENOUGH_SPEECH_SECONDS: Final = 10.0  # in all recordings together
LEAST_UNDERSTOOD: Final = 0.8  # of the sentences


class Skip(Exception):
    """A step that cannot be taken here, and why; the chain goes on without it."""


@dataclass
class Chain:
    """The steps of one version, and how far it is."""

    version: VoiceVersion
    total: int
    done: int = 0

    def take(self, kind: StepKind, work: Callable[[], Figures]) -> Figures:
        """The figures of a step: those of an earlier attempt, or of ``work``, which is done now."""
        ended = VoiceStep.objects.filter(
            version=self.version, step=kind, status__in=[StepState.DONE, StepState.SKIPPED]
        )
        known = ended.first()
        if known is None:
            known = self._take_now(kind, work)
        self.advance(SHARES.get(kind, 0))
        return dict(known.figures)

    def _take_now(self, kind: StepKind, work: Callable[[], Figures]) -> VoiceStep:
        step = transitions.begin_step(self.version, kind)
        try:
            to, figures, code = StepState.DONE, work(), ""
        except Skip as skip:
            to, figures, code = StepState.SKIPPED, {}, str(skip)
        with guarded(self.version):
            _check_kept(self.version)
            transitions.end_step(step, to, figures=figures, code=code)
        step.figures = figures
        return step

    def advance(self, share: int = 1) -> None:
        self.done += share
        VoiceVersion.objects.filter(pk=self.version.pk, owner=self.version.owner).update(
            progress_percent=100 * self.done // (self.total + 1), version=F("version") + 1
        )
        transitions.ring(self.version)


def learn(version: VoiceVersion) -> None:
    """Everything from the recordings as they came to a voice that is READY."""
    samples = list(version.samples.select_related("original", "master", "voice"))
    if not samples:  # withdrawn while this waited
        raise Refusal("voice_revoked", 403)
    chain = Chain(version, len(samples) + sum(SHARES.values()))
    chain.take(StepKind.VALIDATE, lambda: _validate(chain, samples))
    if _has_consent(version.voice):
        language = version.voice.language
        chain.take(StepKind.FEATURES, lambda: _features(version))
        chain.take(StepKind.LEARN, lambda: _learned(version, language))
        tried = chain.take(StepKind.CHECK, lambda: _checked(version))
        chain.take(StepKind.OPTIMISE, lambda: slim(_print_of(version), tried))
        chain.take(StepKind.LIBRARY, lambda: score_of(version))
    _finish(version)


def _finish(version: VoiceVersion) -> None:
    with guarded(version):
        _check_kept(version)
        reports = list(version.samples.values_list("report", flat=True))
        report = min(reports, key=lambda one: int(one["quality_score"]))
        shown = {name: value for name, value in report.items() if name != "outline"} | _together(reports, report)
        done = transitions.finish(
            version, WorkState.READY, quality_score=report["quality_score"], report=shown, progress_percent=100
        )
        if done:
            # A version that was begun later and is ready already stays.
            older = Q(current_version__isnull=True) | Q(current_version__number__lte=version.number)
            older |= ~Q(current_version__status=WorkState.READY)
            Voice.objects.filter(older, pk=version.voice_id).update(current_version=version)


def _together(reports: list[dict[str, Any]], worst: dict[str, Any]) -> dict[str, Any]:
    """What is true of all recordings together: a short one is no fault where there are others."""
    sums = {name: round(sum(one.get(name, 0) for one in reports), 2) for name in ("duration_seconds", "speech_seconds")}
    if sums["speech_seconds"] < ENOUGH_SPEECH_SECONDS:
        return sums
    return sums | {"reasons": [one for one in worst.get("reasons", []) if one["code"] != "short_speech"]}


def _check_kept(version: VoiceVersion) -> None:
    """Within ``guarded``, which whoever revokes waits for: nothing is written that ``forget`` would not find."""
    if Voice.objects.filter(pk=version.voice_id, revoked_at__isnull=False).exists():
        raise Refusal("voice_revoked", 403)


def _has_consent(voice: Voice) -> bool:
    try:
        check_consent(voice)
    except Refusal:
        return False
    return True


def _validate(chain: Chain, samples: list[Sample]) -> Figures:
    """Every recording decoded, cleaned and measured; one that was checked as part of a draft is not done twice."""
    for sample in samples:
        if sample.master is None or not sample.report:
            examine(sample)
        chain.advance()
    seconds = sum(float(sample.report["speech_seconds"]) for sample in samples)
    scores = [int(sample.report["quality_score"]) for sample in samples]
    return {"samples": len(samples), "speech_seconds": round(seconds, 2), "quality_lowest": min(scores)}


def _features(version: VoiceVersion) -> Figures:
    from speech import identity

    if not identity.ready():
        raise Skip("identity_not_ready")
    try:
        return find_centre(version)
    except SpeechError as error:  # enough to learn from, but not to know a person by
        raise Skip(error.code) from error


def _learned(version: VoiceVersion, language: str) -> Figures:
    from voices.stages.prints import load_print

    content = content_of(version.samples.all())  # before: what is changed meanwhile can be learned once more
    row = ensure_print(version, engine_key(language), language)
    facts = load_print(row).facts
    told = {name: facts[name] for name in ("method", "alignment_cost", "speech_seconds", "warnings") if name in facts}
    return {"engine": row.engine, "language": row.language, "bytes": row.blob.size_bytes, "content": content, **told}


def _print_of(version: VoiceVersion) -> VoicePrint:
    """The print that the step before has learned."""
    if not settings.VOICE_TRIALS:
        raise Skip("trials_off")
    language = version.voice.language
    return ensure_print(version, engine_key(language), language)


def _checked(version: VoiceVersion) -> Figures:
    figures = check(_print_of(version))
    if figures["understood"] < LEAST_UNDERSTOOD * figures["sentences"]:
        params = {"understood": figures["understood"]}
        VoiceNotice.objects.get_or_create(
            version=version, code="voice_unclear", seen_at=None, defaults={"params": params}
        )
    return figures


def _reject(version: VoiceVersion, code: str, params: dict[str, Any]) -> None:
    # A full storage is not the recording's fault: there can be room for another try.
    to = WorkState.FAILED if code == "storage_full" else WorkState.REJECTED
    if transitions.finish(version, to, error_code=code, error_params=params):
        transitions.fail_steps(version, code)


def _fail(version: VoiceVersion, code: str) -> None:
    if transitions.finish(version, WorkState.FAILED, error_code=code):
        transitions.fail_steps(version, code)


WORK = Work(transitions.claim_version, learn, _reject, _fail, users_fault, away=(NotReady,))
