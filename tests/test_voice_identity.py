"""Whose voice a clip sounds like: measured after the job and shown; another take of it is a new job."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import override_settings

from accounts.limits import chars_today
from accounts.models import Blob
from lib.refusals import Refusal
from synthesis import transitions
from synthesis.clips import services
from synthesis.models import IdentityCheck, Job, Rendition, Segment, Take
from synthesis.services import Wish, create_job
from synthesis.stages import listening
from synthesis.stages.listening import mark_of
from tests import making
from tests.conftest import Cast
from tests.living import keep, old_voice
from tests.test_main_path import body_of, create, upload_voice
from tests.working import work_all
from voices.enrolment.services import learn
from voices.learnable import state_of
from voices.life.monitoring import Heard, note_clips
from voices.life.selectors import days_of
from voices.life.services import share
from voices.models import Sample, Voice, VoiceDay, VoiceNotice, VoicePrint, VoiceStep, VoiceVersion
from voices.services import revoke

pytestmark = pytest.mark.django_db
TEXT = (
    "Buổi sáng mùa thu, những chiếc lá vàng rơi nhẹ xuống mặt hồ phẳng lặng như gương.\n\n"
    "Người thợ mộc già cẩn thận gọt từng thanh gỗ nhỏ để ghép thành một chiếc ghế vững chãi."
)


def clips(api: Any, job: Job) -> dict[str, Any]:
    answer = api.get(f"/api/v1/generation/{job.public_id}/clips")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_clips_are_measured_after_the_job_and_one_is_read_in_another_way(cast: Cast) -> None:
    api, browser = cast.api(cast.owner), cast.browser(cast.owner)
    told = upload_voice(api, consent="self", transcript=making.READING)
    work_all()
    VoicePrint.objects.update(identity_threshold=1.0)  # nothing is as near as that
    made = create(api, voice_profile_id=told["profile_id"], text=TEXT)
    work_all()
    job = Job.objects.get(public_id=made["id"])
    found = clips(api, job)
    assert [clip["identity_mark"] for clip in found["results"]] == ["low", "low"]
    assert all(0.4 < clip["identity"] < 1 for clip in found["results"])
    assert (found["identity"]["measured"], found["identity"]["low"], found["identity"]["is_done"]) == (2, 2, True)
    day = VoiceDay.objects.get()
    assert (day.clips, day.identity_count, day.low_count, day.failed) == (2, 2, 2, 0)
    assert day.identity == pytest.approx(found["identity"]["mean"])
    assert VoiceStep.objects.get(step="monitor").figures["clips"] == 2
    assert "2 trong 2 đoạn kém giống" in browser.get(f"/jobs/{job.public_id}/").content.decode()
    assert "Đọc lại những đoạn này" in browser.get(f"/jobs/{job.public_id}/clips/").content.decode()

    before = {take.segment.position: take for take in Take.objects.select_related("segment")}
    answer = api.post(f"/api/v1/generation/{job.public_id}/read-again", {"positions": [1]}, format="json")
    assert answer.status_code == 201
    work_all()
    again = Job.objects.get(public_id=answer.json()["id"])
    job.refresh_from_db()
    assert (again.status, again.revises, job.status) == ("READY", job, "READY")
    after = {take.segment.position: take for take in Take.objects.filter(segment__job=again)}
    assert after[0].blob_id == before[0].blob_id, "what was not asked for keeps its clip"
    assert after[1].blob_id != before[1].blob_id
    assert [s.take_number for s in Segment.objects.filter(job=again).order_by("position")] == [0, 1]
    assert VoiceDay.objects.get().regenerated == 1
    assert Take.objects.filter(identity=None).count() == 0

    Take.objects.filter(pk=after[1].pk).update(duration_seconds=5)  # shorter ones are not learned from
    api.patch(f"/api/v1/takes/{after[1].public_id}", {"is_marked_good": True}, format="json")
    answer = api.post(f"/api/v1/voices/{told['profile_id']}/learn-from-takes")
    assert answer.status_code == 201, answer.content
    sample = Sample.objects.get(source="take")
    assert sample.original_id == after[1].blob_id
    assert sample.transcript == after[1].segment.spoken_text
    voice = Voice.objects.get()
    newest = voice.versions.order_by("-number")[0]
    assert (newest.origin, set(newest.samples.all())) == ("takes", set(voice.samples.all()))


def spoken(cast: Cast, status: str = "READY") -> tuple[Voice, Job]:
    """A finished job in a voice, with two clips, made without an engine."""
    voice = old_voice(cast.owner)
    job = create_job(by=cast.owner, wish=Wish(voice=str(voice.public_id), text=TEXT, language="vi"))
    Job.objects.filter(pk=job.pk).update(status=status, completed_at=job.created_at)
    job.refresh_from_db()
    row = VoicePrint.objects.get()
    for position in range(2):
        segment = Segment.objects.create(
            organisation=job.organisation, job=job, position=position, span_start=position, span_end=position + 1,
            source_text="a", spoken_text="a", language="vi", voice_print=row, status="DONE",
        )  # fmt: skip
        Take.objects.create(
            organisation=job.organisation, segment=segment, key=f"k{position}", duration_seconds=6, sample_rate=22050,
            blob=keep(cast.owner, making.recording("flac") + bytes([position])),
        )  # fmt: skip
    return voice, job


def test_rendering_goes_before_measuring(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _, job = spoken(cast)
    IdentityCheck.objects.create(job=job, organisation=job.organisation, lane=2)
    monkeypatch.setattr(listening, "BATCH", 1)
    monkeypatch.setattr(listening, "load_centre", lambda version: 1)
    monkeypatch.setattr(listening, "_heard", lambda take, centre: 0.9)
    waiting = create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Xin chào."))
    assert listening.WORK.run_one()
    assert Take.objects.filter(identity__isnull=False).count() == 1, "one batch, then room for others"
    assert not listening.WORK.run_one(), "it rests for a moment"
    Job.objects.filter(pk=waiting.pk).delete()
    IdentityCheck.objects.update(lease_until=None)
    assert listening.WORK.run_one()
    assert Take.objects.filter(identity__isnull=False).count() == 2
    assert IdentityCheck.objects.get().status == "READY"
    assert VoiceDay.objects.get().clips == 2


def test_clips_that_say_too_little_are_listened_to_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _, job = spoken(cast)
    IdentityCheck.objects.create(job=job, organisation=job.organisation, lane=2)
    monkeypatch.setattr(listening, "BATCH", 1)
    monkeypatch.setattr(listening, "load_centre", lambda version: 1)
    heard: list[int] = []
    monkeypatch.setattr(listening, "_heard", lambda take, centre: heard.append(take.pk))
    create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Xin chào."))  # somebody always waits
    for _ in range(3):
        IdentityCheck.objects.update(lease_until=None)
        listening.WORK.run_one()
    assert sorted(heard) == sorted(Take.objects.values_list("pk", flat=True))
    assert IdentityCheck.objects.get().status == "READY"


def test_an_expired_book_is_not_read_again(cast: Cast) -> None:
    _, job = spoken(cast)
    with pytest.raises(Refusal) as refused:
        services.read_again(by=cast.owner, job=job, positions=[0])
    assert (refused.value.code, refused.value.status) == ("expired", 410)


def test_what_must_be_read_though_nobody_asked_is_counted_too(cast: Cast) -> None:
    api = cast.api(cast.owner)
    made = create(api, voice_profile_id="vi-north", text=TEXT)
    work_all()
    job = Job.objects.get(public_id=made["id"])
    Take.objects.filter(segment__position=0).update(key="gone")
    before = chars_today(job.organisation)
    services.read_again(by=cast.owner, job=job, positions=[1])
    asked = chars_today(job.organisation) - before
    work_all()
    spans = dict(job.segments.values_list("position", "span_end"))
    assert asked == spans[1] - spans[0]
    assert chars_today(job.organisation) - before == spans[1]


def test_a_voice_that_is_no_longer_shared_is_not_read_with_again(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    share(by=cast.owner, voice=voice, is_shared=True)
    job = create_job(by=cast.colleague, wish=Wish(voice=str(voice.public_id), text=TEXT, language="vi"))
    Job.objects.filter(pk=job.pk).update(status="READY", completed_at=job.created_at)
    job.refresh_from_db()
    blob = keep(cast.colleague, b"sound")
    Rendition.objects.create(
        organisation=job.organisation, job=job, status="ACTIVE", format=job.format, blob=blob, filename="a.mp3",
        mime_type="audio/mpeg", size_bytes=5, duration_seconds=1.0,
    )  # fmt: skip
    Segment.objects.create(
        organisation=job.organisation, job=job, position=0, span_start=0, span_end=1, source_text="a",
        spoken_text="a", language="vi", status="DONE",
    )  # fmt: skip
    share(by=cast.owner, voice=voice, is_shared=False)
    with pytest.raises(Refusal) as refused:
        services.read_again(by=cast.colleague, job=job, positions=[0])
    assert refused.value.code == "not_found"


def test_a_revoked_voice_is_not_measured(cast: Cast) -> None:
    voice, job = spoken(cast)
    IdentityCheck.objects.create(job=job, organisation=job.organisation)
    revoke(by=cast.owner, voice=voice)
    listening.WORK.run_one()
    check = IdentityCheck.objects.get()
    assert (check.status, check.error_code) == ("REJECTED", "voice_revoked")
    assert not VoiceDay.objects.exists()


@pytest.mark.parametrize(
    ("identity", "threshold", "mark"), [(0.69, 0.7, "low"), (0.7, 0.7, "ok"), (None, 0.7, ""), (0.9, None, "")]
)
def test_a_clip_is_marked_only_where_there_is_something_to_compare(
    identity: float | None, threshold: float | None, mark: str
) -> None:
    assert mark_of(identity, threshold) == mark


def test_reading_again_is_refused_for_what_is_not_there_or_not_ready_or_not_mine(cast: Cast) -> None:
    voice, job = spoken(cast)
    for positions in ([], [7], [0, 7]):
        with pytest.raises(Refusal) as refused:
            services.read_again(by=cast.owner, job=job, positions=positions)
        assert refused.value.code == "segments_required"
    with pytest.raises(Refusal) as refused:
        services.read_again(by=cast.colleague, job=job, positions=[0])
    assert refused.value.code == "not_allowed"
    revoke(by=cast.owner, voice=voice)
    with pytest.raises(Refusal) as refused:
        services.read_again(by=cast.owner, job=Job.objects.get(), positions=[0])
    assert refused.value.code == "voice_revoked"
    Job.objects.update(status="RENDERING")
    with pytest.raises(Refusal) as refused:
        services.read_again(by=cast.owner, job=Job.objects.get(), positions=[0])
    assert refused.value.code == "not_ready"


def test_a_good_clip_becomes_a_sample_once_and_dies_with_the_voice(cast: Cast) -> None:
    voice, _ = spoken(cast)
    with pytest.raises(Refusal) as refused:
        services.learn_from_takes(by=cast.owner, voice=voice)
    assert refused.value.code == "no_good_takes"
    take = Take.objects.order_by("pk")[0]
    services.mark_good(by=cast.owner, take=take, is_good=True)
    with pytest.raises(Refusal) as refused:
        services.mark_good(by=cast.colleague, take=take, is_good=False)
    assert refused.value.code == "not_allowed"
    version = services.learn_from_takes(by=cast.owner, voice=voice)
    assert version.samples.count() == 2
    version.delete()
    with pytest.raises(Refusal) as refused:
        services.learn_from_takes(by=cast.owner, voice=voice)
    assert refused.value.code == "no_good_takes"
    assert Sample.objects.count() == 2
    revoke(by=cast.owner, voice=voice)
    transitions.purge(Job.objects.all())
    assert not Blob.objects.exclude(unnamed_since__isnull=False).exists()


def test_a_clip_too_short_to_learn_from_is_left_and_there_is_an_end_to_clips(cast: Cast) -> None:
    voice, _ = spoken(cast)
    Take.objects.update(is_marked_good=True, duration_seconds=4.9)
    with pytest.raises(Refusal) as refused:
        services.learn_from_takes(by=cast.owner, voice=voice)
    assert refused.value.code == "no_good_takes"
    Take.objects.update(duration_seconds=5)
    with override_settings(MAX_SAMPLES=2), pytest.raises(Refusal) as refused:
        services.learn_from_takes(by=cast.owner, voice=voice)
    assert refused.value.code == "too_many_samples"
    assert Sample.objects.count() == 1
    with override_settings(MAX_AUDIO_DURATION=8), pytest.raises(Refusal) as refused:
        services.learn_from_takes(by=cast.owner, voice=voice)
    assert refused.value.code == "too_much_to_learn"


def test_a_clip_that_could_not_be_used_does_not_stop_later_learning(cast: Cast) -> None:
    voice, _ = spoken(cast)
    Take.objects.update(is_marked_good=True)
    version = services.learn_from_takes(by=cast.owner, voice=voice)
    own, clip = Sample.objects.get(source="upload"), Sample.objects.filter(source="take")[0]
    Sample.objects.filter(pk=own.pk).update(master=own.original)
    assert state_of(clip) == "QUEUED"
    VoiceVersion.objects.filter(pk=version.pk).update(status="REJECTED", error_code="audio_too_short")
    assert state_of(clip) == "REJECTED"
    page = cast.browser(cast.owner).get(f"/voices/{voice.public_id}/samples/").content.decode()
    assert f"/samples/{clip.public_id}/leave-out/" in page
    assert list(learn(by=cast.owner, voice=voice).samples.all()) == [own]


def noted(row: VoicePrint, *, day: int, mean: float, clips: int = 15) -> None:
    low = clips if mean < 0.7 else 0
    note_clips(row, day=date(2026, 11, 1) + timedelta(days=day), heard=Heard(clips, (mean,) * clips, low))


def test_a_voice_that_drifts_is_told_once_and_only_when_enough_was_heard(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    row = VoicePrint.objects.get()
    noted(row, day=0, mean=0.9)
    noted(row, day=1, mean=0.6)
    assert not VoiceNotice.objects.exists(), "together they are near enough"
    noted(row, day=2, mean=0.6)
    notice = VoiceNotice.objects.get()
    assert (notice.code, notice.params) == ("voice_drifts", {"identity": 0.6, "threshold": 0.7})
    noted(row, day=3, mean=0.6)
    assert VoiceNotice.objects.count() == 1
    page = cast.browser(cast.owner).get(f"/voices/{voice.public_id}/").content.decode()
    assert "kém giống giọng này" in page
    cast.browser(cast.owner).post(f"/voices/notices/{notice.public_id}/seen/")
    assert "kém giống giọng này" not in cast.browser(cast.owner).get(f"/voices/{voice.public_id}/").content.decode()


def test_the_trend_is_a_picture_and_numbers(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    row = VoicePrint.objects.get()
    noted(row, day=0, mean=0.9)
    noted(row, day=1, mean=0.6)
    noted(row, day=1, mean=0.8)
    assert [round(day.identity or 0, 2) for day in days_of(voice)] == [0.9, 0.7]
    page = cast.browser(cast.owner).get(f"/voices/{voice.public_id}/trend/").content.decode()
    assert page.count("<circle") == 2
    assert "<polyline" in page
    assert "trend-limit" in page
    told = cast.api(cast.owner).get(f"/api/v1/voices/{voice.public_id}/trend").json()
    assert told["threshold"] == 0.7
    assert [(day["clips"], day["low_count"]) for day in told["results"]] == [(15, 0), (30, 15)]


def test_a_clip_of_the_job_can_be_heard_and_is_gone_with_the_voice(cast: Cast) -> None:
    voice, _ = spoken(cast)
    take = Take.objects.order_by("pk")[0]
    address = f"/api/v1/takes/{take.public_id}/audio"
    assert body_of(cast.api(cast.owner).get(address)) == making.recording("flac") + bytes([0])
    assert cast.api(cast.stranger).get(address).status_code == 404
    Voice.objects.filter(pk=voice.pk).update(revoked_at=voice.created_at)
    assert cast.api(cast.owner).get(address).status_code == 410
