"""What people do with single clips: have them read in another way, mark good ones, learn the voice from those."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from accounts import limits
from accounts.models import Organisation, User
from lib.hints import hint_on_commit
from lib.refusals import Refusal
from synthesis import transitions
from synthesis.models import Job, Take
from synthesis.selectors import is_expired
from synthesis.services import TASK, check_changeable, unfinished
from synthesis.states import JobState
from voices.life.services import add_take, learn_again
from voices.models import Voice, VoiceVersion
from voices.permissions import check_owner, check_usable
from voices.selectors import get_voice
from voices.states import VersionOrigin

MOST_RETAKES: Final = 500
MOST_LEARNED: Final = 10  # takes; about a minute of speech
SHORTEST_TAKE_SECONDS: Final = 5.0  # a recording must be as long
LONGEST_TAKE_SECONDS: Final = 15.0
COPIED: Final = (
    "title", "text_input", "document", "document_ref", "document_name", "voice", "voice_ref", "preset", "voice_name",
    "language", "speed", "variant", "format", "choices", "lane",
)  # fmt: skip


def read_again(*, by: User, job: Job, positions: Sequence[int]) -> Job:
    """A new job that revises a finished one: these segments are read in another way, all others keep their clips.

    Raises ``not_ready`` (409), ``expired`` (410), ``segments_required`` (400), ``not_found`` for a voice that is no
    longer shared, ``consent_required``, ``voice_revoked`` (403), ``too_many_jobs``, ``characters_today`` (429).
    """
    check_changeable(by, job)
    if job.status != JobState.READY:
        raise Refusal("not_ready", 409, seconds=5)
    asked = sorted(set(positions))[: MOST_RETAKES + 1]
    spans = job.segments.filter(position__in=asked).exclude(spoken_text="").values_list("span_start", "span_end")
    if not asked or len(asked) > MOST_RETAKES or len(spans) != len(asked):
        raise Refusal("segments_required", 400, field="positions", limit=MOST_RETAKES)
    if job.voice is not None:
        check_usable(get_voice(by, job.voice.public_id))  # it may no longer be shared
    elif job.voice_ref:
        raise Refusal("voice_revoked", 403)
    if is_expired(job):  # its clips are gone: that would be the whole book
        raise Refusal("expired", 410)
    return _queue(by, job, asked, sum(end - start for start, end in spans))


def _queue(by: User, job: Job, asked: list[int], chars: int) -> Job:
    organisation = Organisation.home_of(by)
    with transaction.atomic():
        limits.take_place(limits.JOBS, organisation, unfinished(organisation))
        limits.take_chars(organisation, chars)
        copied = {name: getattr(job, name) for name in COPIED}
        again = Job.objects.create(
            organisation=job.organisation, created_by=by, kind=job.kind, chars_total=job.chars_total, revises=job,
            retakes=asked, **copied,
        )  # fmt: skip
        transitions.record(again, old="", new=again.status, by=by)
        hint_on_commit(TASK)
    return again


def mark_good(*, by: User, take: Take, is_good: bool) -> None:
    """The owner of a job says that a clip is worth learning from, or not."""
    check_changeable(by, take.segment.job)
    Take.objects.filter(pk=take.pk).update(is_marked_good=is_good)


def learn_from_takes(*, by: User, voice: Voice) -> VoiceVersion:
    """Learn a new version of a voice from its samples and from the newest clips that its owner marked as good.

    Raises ``no_good_takes``, ``already_learning`` (409), ``too_many_samples`` (429) and what ``learn_again`` raises.
    """
    check_owner(by, voice)
    good = Take.objects.filter(
        segment__job__voice=voice, segment__job__created_by=by, segment__job__deleted_at__isnull=True,
        is_marked_good=True, duration_seconds__range=(SHORTEST_TAKE_SECONDS, LONGEST_TAKE_SECONDS),
    )  # fmt: skip
    takes = list(good.select_related("blob", "segment").order_by("-pk")[:MOST_LEARNED])
    with transaction.atomic():
        new = [_sample(voice, take) for take in takes]
        if not any(new):
            raise Refusal("no_good_takes", 409)
        return learn_again(by=by, voice=voice, origin=VersionOrigin.TAKES)


def _sample(voice: Voice, take: Take) -> bool:
    spoken = take.segment.spoken_text
    added = add_take(
        voice=voice, blob=take.blob, transcript=spoken, language=take.segment.language, name=f"“{spoken[:80]}”",
        seconds=take.duration_seconds,
    )  # fmt: skip
    return added is not None
