"""Enrolment: consent first, recordings that are checked one by one, and learning only on the owner's word."""

import unicodedata
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import blobs
from accounts.models import Blob
from tests import making
from tests.conftest import Cast
from tests.enrolling import add, send, start
from tests.living import old_voice
from tests.working import work_all
from voices import samples
from voices import services as voice_services
from voices.enrolment import services
from voices.enrolment import stages as enrolment
from voices.enrolment.scripts import SCRIPTS, of_language
from voices.learnable import content_of
from voices.models import Consent, Sample, SampleCheck, Voice, VoicePrint, VoiceStep, VoiceVersion
from voices.transitions import claim_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_draft_wants_consent_and_a_name(api: APIClient) -> None:
    without = api.post("/api/v1/voices/new", {"name": "Lan"}, format="json")
    assert (without.status_code, list(without.json()["errors"])) == (400, ["consent"])
    old = {"name": "Lan", "consent": "self", "statement_version": "1999"}
    assert code(api.post("/api/v1/voices/new", old, format="json")) == (400, "consent_unknown")
    assert Voice.objects.count() == 0
    voice = start(api)
    kept = Consent.objects.get()
    assert kept.evidence["statement"]["vi"].startswith("Đây là giọng của tôi.")
    assert api.get(f"/api/voice-profiles/{voice}").json()["status"] == "draft"


def test_a_recording_is_checked_and_nothing_is_learned_before_the_word(api: APIClient) -> None:
    voice = start(api)
    queued = send(api, voice, transcript=making.READING).json()
    assert (queued["status"], queued["report"]) == ("PENDING", None)
    work_all()
    assert api.get(f"/api/jobs/{queued['task_id']}").json()["status"] == "SUCCESS"
    shown = api.get(f"/api/v1/samples/{queued['id']}").json()
    assert shown["status"] == "SUCCESS"
    assert shown["report"]["speech_seconds"] > 5
    assert len(shown["report"]["outline"]) == 240
    assert max(shown["report"]["outline"]) > 0.1
    assert 0 <= shown["window"]["start_seconds"] < shown["window"]["end_seconds"]
    assert shown["transcript_check"]["verdict"] in {"matches", "unsure"}
    assert VoiceVersion.objects.count() + VoicePrint.objects.count() == 0
    wish = {"voice_profile_id": voice, "text": "Xin chào."}
    refused = api.post("/api/generation/create", wish, format="json")
    assert code(refused) == (409, "voice_not_ready")


def test_learning_takes_the_chosen_recordings(api: APIClient) -> None:
    voice = start(api)
    kept, out = add(api, voice), add(api, voice, making.recording(seconds=12.0))
    left = api.patch(f"/api/v1/samples/{out['id']}", {"is_left_out": True}, format="json").json()
    assert left["is_left_out"] is True
    answer = api.post(f"/api/v1/voices/{voice}/learn")
    assert answer.status_code == 202
    version = VoiceVersion.objects.get()
    assert [str(one.public_id) for one in version.samples.all()] == [kept["id"]]
    assert version.origin == "first"
    assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (409, "already_learning")
    work_all()
    assert api.get(f"/api/jobs/{answer.json()['task_id']}").json()["status"] == "SUCCESS"
    assert VoicePrint.objects.count() >= 1
    assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (409, "nothing_new")
    api.patch(f"/api/v1/samples/{out['id']}", {"is_left_out": False}, format="json")
    assert api.post(f"/api/v1/voices/{voice}/learn").status_code == 202
    assert VoiceVersion.objects.order_by("-number")[0].origin == "samples"


def test_the_same_recording_with_other_words_is_something_new(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    sample, version = voice.samples.get(), voice.current_version
    VoiceStep.objects.create(version=version, step="learn", status="DONE", figures={"content": content_of([sample])})
    with pytest.raises(services.Refusal) as refused:
        services.learn(by=cast.owner, voice=voice)
    assert refused.value.code == "nothing_new"
    Sample.objects.update(transcript="Lời đã sửa.")
    assert services.learn(by=cast.owner, voice=voice).samples.get() == sample


def test_consent_to_what_cannot_be_learned_is_noted_and_nothing_is_queued(cast: Cast, api: APIClient) -> None:
    start(api)
    voice = Voice.objects.get()
    for _ in range(2):
        assert voice_services.give_consent(by=cast.owner, voice=voice, said=voice_services.Said("permission")) is None
    assert list(Consent.objects.order_by("pk").values_list("kind", flat=True)) == ["self", "permission"]
    assert VoiceVersion.objects.count() == 0


def test_learning_waits_for_what_is_being_checked(api: APIClient) -> None:
    voice = start(api)
    assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (409, "nothing_to_learn")
    send(api, voice)
    assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (409, "samples_unchecked")
    work_all()
    with override_settings(MAX_AUDIO_DURATION=5):
        assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (409, "too_much_to_learn")
    assert api.post(f"/api/v1/voices/{voice}/learn").status_code == 202


def test_a_recording_that_cannot_be_used_spoils_no_other(api: APIClient) -> None:
    voice = start(api)
    silent = add(api, voice, making.sound(np.zeros(16000 * 8)))
    assert (silent["status"], silent["report"]) == ("FAILURE", None)
    assert "im lặng" in silent["error"]
    assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (409, "nothing_to_learn")
    good = add(api, voice)
    assert api.post(f"/api/v1/voices/{voice}/learn").status_code == 202
    assert [str(one.public_id) for one in VoiceVersion.objects.get().samples.all()] == [good["id"]]


def test_what_was_read_is_the_transcript(api: APIClient) -> None:
    voice = start(api)
    read = send(api, voice, script="vi-1", transcript="lời khác").json()
    assert read["transcript"].startswith("Sáng sớm")
    assert (read["script"], read["source"]) == ("vi-1", "recorded")
    assert code(send(api, voice, script="vi-99")) == (400, "unknown_script")
    assert send(api, voice, source="take").json()["source"] == "upload", "takes come from the worker alone"


def test_a_new_recording_takes_the_place_of_the_old_one(api: APIClient) -> None:
    voice = start(api)
    first = send(api, voice).json()
    second = add(api, voice, making.recording(seconds=12.0), instead_of=first["id"])
    listed = api.get(f"/api/v1/voices/{voice}/samples").json()["results"]
    assert [one["id"] for one in listed] == [second["id"]]
    assert api.post(f"/api/v1/voices/{voice}/learn").status_code == 202
    third = send(api, voice, instead_of=second["id"]).json()
    listed = api.get(f"/api/v1/voices/{voice}/samples").json()["results"]
    assert [(one["id"], one["is_left_out"]) for one in listed] == [(third["id"], False), (second["id"], True)]


def test_a_changed_transcript_is_compared_anew(api: APIClient) -> None:
    voice = start(api)
    shown = add(api, voice, transcript=making.READING)
    changed = api.patch(f"/api/v1/samples/{shown['id']}", {"transcript": "Lời khác."}, format="json").json()
    assert (changed["status"], changed["transcript"]) == ("PENDING", "Lời khác.")
    assert changed["task_id"] != shown["task_id"]
    work_all()
    api.patch(f"/api/v1/samples/{shown['id']}", {"transcript": ""}, format="json")
    work_all()
    bare = api.get(f"/api/v1/samples/{shown['id']}").json()
    assert (bare["status"], bare["transcript_check"]) == ("SUCCESS", None)


def test_a_deleted_recording_is_gone_with_its_bytes(api: APIClient) -> None:
    voice = start(api)
    shown = add(api, voice)
    assert Blob.objects.filter(unnamed_since__isnull=True).count() == 2
    assert api.delete(f"/api/v1/samples/{shown['id']}").status_code == 204
    assert Sample.objects.count() + SampleCheck.objects.count() == 0
    blobs.collect()
    assert Blob.objects.count() == 0


def test_what_was_learned_from_is_left_out_not_deleted(api: APIClient) -> None:
    voice = start(api)
    shown = add(api, voice)
    api.post(f"/api/v1/voices/{voice}/learn")
    assert code(api.delete(f"/api/v1/samples/{shown['id']}")) == (409, "sample_in_use")


def test_withdrawn_consent_ends_a_draft(cast: Cast, api: APIClient) -> None:
    voice = start(api)
    send(api, voice)
    voice_services.revoke(by=cast.owner, voice=Voice.objects.get())
    assert Sample.objects.count() + SampleCheck.objects.count() == 0
    assert code(send(api, voice)) == (403, "voice_revoked")
    assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (403, "voice_revoked")
    assert work_all() == 0


def test_expired_consent_stops_both_adding_and_learning(api: APIClient) -> None:
    voice = start(api)
    add(api, voice)
    Consent.objects.update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1))
    assert code(send(api, voice)) == (403, "consent_required")
    assert code(api.post(f"/api/v1/voices/{voice}/learn")) == (403, "consent_required")


def test_files_that_are_no_recordings_are_refused_before_anything_is_kept(api: APIClient) -> None:
    voice = start(api)
    assert code(send(api, voice, b"not audio" * 100)) == (400, "unsupported_format")
    empty = api.post(f"/api/v1/voices/{voice}/samples", {"file": making.named("a.wav", b"")}, format="multipart")
    assert code(empty) == (400, "empty_file")
    with override_settings(MAX_UPLOAD_SIZE=1000):
        assert code(send(api, voice)) == (413, "file_too_large")
    assert Sample.objects.count() + Blob.objects.count() == 0


def test_there_is_an_end_to_recordings_and_to_uploads(api: APIClient) -> None:
    voice = start(api)
    with override_settings(MAX_SAMPLES=1):
        send(api, voice)
        assert code(send(api, voice)) == (429, "too_many_samples")
    with override_settings(MAX_UPLOADS_A_MINUTE=1):
        assert send(api, voice).status_code == 201
        assert code(send(api, voice)) == (429, "too_many_uploads")


def test_a_worker_that_dies_leaves_the_check_to_another(api: APIClient) -> None:
    voice = start(api)
    send(api, voice)
    dead = claim_check()
    assert dead is not None
    SampleCheck.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_all()
    row = SampleCheck.objects.get()
    assert (row.status, row.lost_leases) == ("READY", 1)
    enrolment._fail(dead, "late")
    row.refresh_from_db()
    assert row.status == "READY", "a late writer is fenced off"


@pytest.mark.parametrize("meanwhile", ["withdrawn", "asked anew"])
def test_what_changes_while_a_recording_is_checked_wins(
    cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    voice = start(api)
    send(api, voice, transcript="Lời cũ.")
    listen = samples.listen

    def interrupted(sample: Sample, **kwargs: Any) -> samples.Heard:
        heard = listen(sample, **kwargs)
        monkeypatch.setattr(samples, "listen", listen)
        if meanwhile == "withdrawn":
            voice_services.revoke(by=cast.owner, voice=sample.voice)
        else:
            services.set_transcript(by=cast.owner, sample=sample, transcript="")
        return heard

    monkeypatch.setattr(samples, "listen", interrupted)
    assert enrolment.WORK.run_one()
    if meanwhile == "withdrawn":
        blobs.collect()
        assert Sample.objects.count() + Blob.objects.count() == 0, "nothing of the voice stays, not even for a day"
        return
    assert SampleCheck.objects.get().status == "QUEUED"
    work_all()
    assert Sample.objects.get().transcript_check == {}


def test_a_check_that_failed_on_our_side_can_be_tried_again(cast: Cast, api: APIClient) -> None:
    voice = start(api)
    shown = send(api, voice).json()
    sample = Sample.objects.get()
    with pytest.raises(services.Refusal, match="lỗi của chúng tôi"):
        services.check_again(by=cast.owner, sample=sample)
    SampleCheck.objects.update(status="FAILED", error_code="server_error")
    services.check_again(by=cast.owner, sample=sample)
    work_all()
    assert api.get(f"/api/v1/samples/{shown['id']}").json()["status"] == "SUCCESS"


def test_recordings_are_their_owners_alone(cast: Cast, api: APIClient) -> None:
    voice = start(api)
    shown = add(api, voice)
    Voice.objects.update(is_shared=True)
    for path in (f"/api/v1/voices/{voice}/samples", f"/api/v1/samples/{shown['id']}/audio"):
        assert cast.api(cast.colleague).get(path).status_code == 403
        assert cast.api(cast.stranger).get(path).status_code == 404
        assert cast.api(cast.staff).get(path).status_code == 404
    assert cast.api(cast.colleague).get(f"/api/jobs/{shown['task_id']}").status_code == 404
    heard = api.get(f"/api/v1/samples/{shown['id']}/audio", headers={"Range": "bytes=0-3"})
    assert (heard.status_code, b"".join(heard.streaming_content)) == (206, b"fLaC")


def test_another_voices_recording_cannot_be_replaced(cast: Cast, api: APIClient) -> None:
    theirs = cast.api(cast.stranger)
    foreign = add(theirs, start(theirs))
    assert code(send(api, start(api), instead_of=foreign["id"])) == (404, "not_found")
    assert Sample.objects.count() == 1


def test_every_text_to_read_is_long_enough_and_holds_all_tones(api: APIClient) -> None:
    for language in ("vi", "en"):
        texts = api.get(f"/api/v1/voices/scripts?language={language}").json()
        assert [one["id"] for one in texts] == [one.id for one in of_language(language)]
        assert all(20 <= len(one["text"].split()) <= 40 for one in texts)
    assert len({one.id for one in SCRIPTS}) == len(SCRIPTS) == 12
    marks = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
    for script in of_language("vi"):
        missing = [tone for mark, tone in marks.items() if mark not in unicodedata.normalize("NFD", script.text)]
        assert missing == [], script.id
