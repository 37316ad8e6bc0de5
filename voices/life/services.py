"""What changes a voice in the library: its names, who may use it, which version speaks, what is learned again."""

import random
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import limits
from accounts.models import Blob, User
from lib.names import clean_name, fold
from lib.refusals import Refusal
from lib.states import WorkState
from speech.text import compose
from voices import transitions
from voices.learnable import check_idle, usable
from voices.life.selectors import sentence_of
from voices.models import Comparison, Consent, Sample, Voice, VoiceNotice, VoiceTag, VoiceVersion
from voices.permissions import check_consent, check_owner
from voices.services import queue_version
from voices.states import Chosen, ConsentScope, SampleSource, StepKind, VersionOrigin

MOST_TAGS: Final = 12
TAG_CHARS: Final = 40
LABEL_CHARS: Final = 60
_dice = random.SystemRandom()


def describe(*, by: User, voice: Voice, name: str, tags: Iterable[str]) -> None:
    """What the voice is called and found by. Raises ``name_required``, ``too_many_tags`` (400)."""
    check_owner(by, voice)
    name = clean_name(name)
    if not name:
        raise Refusal("name_required", 400, field="name")
    kept = sorted({tag for raw in tags if (tag := clean_name(raw, limit=TAG_CHARS))})
    if len(kept) > MOST_TAGS:
        raise Refusal("too_many_tags", 400, field="tags", limit=MOST_TAGS)
    with transaction.atomic():
        words = fold(" ".join([name, voice.speaker_name, *kept]))
        Voice.objects.filter(pk=voice.pk).update(name=name, search_text=words)
        VoiceTag.objects.filter(voice=voice).exclude(name__in=kept).delete()
        VoiceTag.objects.bulk_create([VoiceTag(voice=voice, name=tag) for tag in kept], ignore_conflicts=True)


def change(*, by: User, voice: Voice, name: str | None, tags: Iterable[str] | None, is_shared: bool | None) -> None:
    """Some of what ``describe`` and ``share`` change, all or nothing; what is None stays. Raises as they do."""
    check_owner(by, voice)
    with transaction.atomic():
        if name is not None or tags is not None:
            kept = [tag.name for tag in voice.tags.all()] if tags is None else tags
            describe(by=by, voice=voice, name=voice.name if name is None else name, tags=kept)
        if is_shared is not None:
            share(by=by, voice=voice, is_shared=is_shared)


def share(*, by: User, voice: Voice, is_shared: bool) -> None:
    """Let the organisation's members speak with the voice, or no longer. The consent's scope says the same.

    Raises ``consent_required``, ``voice_revoked`` (403).
    """
    check_owner(by, voice)
    with transaction.atomic():
        voice = Voice.objects.select_for_update().get(pk=voice.pk)
        if is_shared:
            check_consent(voice)
        scope = ConsentScope.ORGANISATION if is_shared else ConsentScope.PRIVATE
        Consent.objects.filter(voice=voice, revoked_at__isnull=True).update(scope=scope)
        if Voice.objects.filter(pk=voice.pk, is_shared=not is_shared).update(is_shared=is_shared):
            transitions.record_voice(voice, new="SHARED" if is_shared else "PRIVATE", by=by)


def label_version(*, by: User, version: VoiceVersion, label: str) -> None:
    check_owner(by, version.voice)
    VoiceVersion.objects.filter(pk=version.pk).update(label=clean_name(label, limit=LABEL_CHARS))


def roll_back(*, by: User, version: VoiceVersion) -> None:
    """Speak with another version of the voice again; jobs that are planned keep theirs.

    Raises ``consent_required``, ``voice_revoked`` (403), ``voice_not_ready``, ``already_current`` (409).
    """
    check_owner(by, version.voice)
    with transaction.atomic():
        voice = Voice.objects.select_for_update().get(pk=version.voice_id)
        check_consent(voice)
        if version.status != WorkState.READY:
            raise Refusal("voice_not_ready", 409)
        if voice.current_version_id == version.pk:
            raise Refusal("already_current", 409)
        before = voice.current_version
        Voice.objects.filter(pk=voice.pk).update(current_version=version)
        transitions.note_step(version, StepKind.ROLL_BACK, {"from": before.number if before else None})
        transitions.record(version, old=version.status, new=version.status, reason="roll_back", by=by)


def learn_again(
    *, by: User, voice: Voice, samples: Sequence[UUID] | None = None, origin: VersionOrigin = VersionOrigin.MANUAL
) -> VoiceVersion:
    """Learn a new version from chosen samples (else from those that are not left out). The old one serves until the
    new one is READY.

    Raises ``consent_required``, ``voice_revoked`` (403), ``samples_required`` (400), ``already_learning``,
    ``samples_unchecked``, ``nothing_to_learn``, ``too_much_to_learn`` (409).
    """
    check_owner(by, voice)
    with transaction.atomic():
        voice = Voice.objects.select_for_update().get(pk=voice.pk)
        check_consent(voice)
        check_idle(voice)
        chosen = (
            voice.samples.filter(is_left_out=False) if samples is None else voice.samples.filter(public_id__in=samples)
        )
        rows = list(chosen.select_related("check_row").prefetch_related("versions"))
        if not rows or (samples is not None and len(rows) != len(set(samples))):
            raise Refusal("samples_required", 400, field="samples")
        learned = usable(rows)
        version = queue_version(voice, learned, origin=origin, by=by)
        transitions.note_step(version, StepKind.LEARN_ON, {"origin": origin, "samples": len(learned)})
        VoiceNotice.objects.filter(version__voice=voice, seen_at__isnull=True).update(seen_at=timezone.now())
        return version


def add_take(*, voice: Voice, blob: Blob, transcript: str, language: str, name: str, seconds: float) -> Sample | None:
    """A clip that its owner marked as good becomes a sample, once; None for one that is a sample already. Belongs
    into the transaction that queues its version, which checks it. Raises ``too_many_samples`` (429)."""
    Voice.objects.select_for_update().get(pk=voice.pk)
    if voice.samples.filter(original=blob).exists():
        return None
    limits.take_place(limits.SAMPLES, voice.organisation, Sample.objects.filter(voice=voice))
    return Sample.objects.create(
        voice=voice, filename=clean_name(name, limit=200), source=SampleSource.TAKE, transcript=compose(transcript),
        language=language, original=blob, duration_seconds=seconds,
    )  # fmt: skip


def compare(*, by: User, voice: Voice, one: VoiceVersion, other: VoiceVersion, sentence: int) -> Comparison:
    """Begin to hear two versions blind, in an order that nobody knows.

    Raises ``consent_required``, ``voice_revoked`` (403), ``two_versions`` (400), ``nothing_to_hear`` (409).
    """
    check_owner(by, voice)
    check_consent(voice)
    if one.pk == other.pk or {one.voice_id, other.voice_id} != {voice.pk}:
        raise Refusal("two_versions", 400)
    if sentence_of(one, sentence) is None or sentence_of(other, sentence) is None:
        raise Refusal("nothing_to_hear", 409)
    left, right = _dice.sample([one, other], 2)
    return Comparison.objects.create(voice=voice, left=left, right=right, sentence=sentence, by=by)


def choose(*, by: User, comparison: Comparison, chosen: Chosen) -> None:
    """Say which of the two is better; only now it is told which was which. Raises ``already_chosen`` (409)."""
    check_owner(by, comparison.voice)
    open_one = Comparison.objects.filter(pk=comparison.pk, by=by, chosen="")
    if not open_one.update(chosen=chosen, chosen_at=timezone.now()):
        raise Refusal("already_chosen", 409)


def see_notice(*, by: User, notice: VoiceNotice) -> None:
    """The owner has seen it: it is shown no more."""
    check_owner(by, notice.version.voice)
    VoiceNotice.objects.filter(pk=notice.pk, seen_at__isnull=True).update(seen_at=timezone.now())
