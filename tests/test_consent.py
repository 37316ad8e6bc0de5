"""Nothing is learned and nothing rendered without consent, whichever door one comes through."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Blob
from lib import storage
from synthesis.models import Job, Segment, Take
from synthesis.stages import assembling, following, keeping, planning, rendering
from tests import making
from tests.conftest import Cast
from tests.test_main_path import create, upload_voice
from tests.working import work_all
from voices import services
from voices.models import Consent, Voice, VoicePrint

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def test_without_consent_a_voice_is_only_checked(api: APIClient) -> None:
    sent = upload_voice(api)
    work_all()
    voice = api.get(f"/api/voice-profiles/{sent['profile_id']}").json()
    assert (voice["status"], voice["consent"]) == ("ready", None)
    assert voice["quality_score"] is not None
    assert VoicePrint.objects.count() == 0
    wish = {"voice_profile_id": sent["profile_id"], "text": "Xin chào."}
    refused = api.post("/api/generation/create", wish, format="json")
    assert (refused.status_code, refused.json()["code"]) == (403, "consent_required")


def test_consent_may_follow_the_upload(api: APIClient) -> None:
    sent = upload_voice(api)
    work_all()
    path = f"/api/voice-profiles/{sent['profile_id']}/consent"
    assert api.post(path, {"consent": "maybe"}, format="json").status_code == 400
    assert api.post(path, {"consent": "self", "statement_version": "1999"}, format="json").status_code == 400
    given = api.post(path, {"consent": "self"}, format="json").json()
    work_all()
    assert api.get(f"/api/jobs/{given['task_id']}").json()["status"] == "SUCCESS"
    assert VoicePrint.objects.count() == 1
    record = Consent.objects.get()
    assert record.evidence["statement"]["vi"].startswith("Đây là giọng của tôi.")
    assert record.evidence["address"] == "127.0.0.1"
    create(api, voice_profile_id=sent["profile_id"], text="Xin chào.")
    work_all()
    assert Job.objects.get().status == "READY"


@pytest.mark.parametrize("when", ["before planning", "before rendering", "before publishing"])
def test_revoking_stops_a_job_wherever_it_is(cast: Cast, api: APIClient, when: str) -> None:
    sent = upload_voice(api, consent="self")
    work_all()
    create(api, voice_profile_id=sent["profile_id"], text="Xin chào các bạn. Hẹn gặp lại.")
    if when != "before planning":
        assert planning.WORK.run_one()
    if when == "before publishing":
        assert rendering.WORK.run_one()
        assert rendering.WORK.run_one()
    services.revoke(by=cast.owner, voice=Voice.objects.get())
    for stage in (planning, rendering, assembling):
        stage.WORK.run_one()
    following.follow_all()
    assert Job.objects.get().status in {"FAILED", "CANCELLED"}
    assert work_all() == 0
    assert Job.objects.get().renditions.count() == 0
    if when != "before publishing":
        assert Take.objects.count() == 0


def test_revoking_destroys_prints_and_expires_audio_within_a_sweep(cast: Cast, api: APIClient) -> None:
    sent = upload_voice(api, consent="self")
    work_all()
    job = create(api, voice_profile_id=sent["profile_id"], text="Xin chào.")
    work_all()
    services.revoke(by=cast.owner, voice=Voice.objects.get())
    assert VoicePrint.objects.count() == 0
    assert following.follow_all() == 1
    assert following.follow_all() == 0, "each event once"
    assert api.get(f"/api/generation/{job['id']}/audio").status_code == 410
    assert api.get(f"/api/voice-profiles/{sent['profile_id']}").json()["status"] == "revoked"
    assert api.get(f"/api/jobs/{sent['task_id']}").json()["status"] == "REVOKED"


@pytest.mark.django_db(transaction=True)
def test_deleting_a_voice_destroys_samples_and_prints_and_keeps_finished_audio(cast: Cast) -> None:
    api = cast.api(cast.owner)
    sent = upload_voice(api, consent="self")
    work_all()
    job = create(api, voice_profile_id=sent["profile_id"], text="Xin chào.")
    work_all()
    keys = list(Blob.objects.filter(key__startswith="voices/").values_list("key", flat=True))
    assert len(keys) == 4, "original, master, identity, print"
    assert api.delete(f"/api/voice-profiles/{sent['profile_id']}").status_code == 200
    following.follow_all()
    assert Blob.objects.filter(key__startswith="voices/").count() == 0
    for key in keys:
        with pytest.raises(storage.StorageFailed):
            storage.open_stream(key)
    body = api.get(f"/api/generation/{job['id']}").json()
    assert (body["status"], body["voice_name"]) == ("completed", "Giọng của tôi")
    assert body["voice_profile_id"] == sent["profile_id"]


@pytest.mark.django_db(transaction=True)
def test_deleting_a_voice_with_everything_made_with_it_expires_the_audio(cast: Cast) -> None:
    api = cast.api(cast.owner)
    sent = upload_voice(api, consent="self")
    work_all()
    job = create(api, voice_profile_id=sent["profile_id"], text="Xin chào.")
    work_all()
    api.delete(f"/api/voice-profiles/{sent['profile_id']}?with_audio=1")
    following.follow_all()
    assert api.get(f"/api/generation/{job['id']}/audio").status_code == 410
    assert Segment.objects.filter(takes__isnull=False).count() == 0


def test_an_expired_consent_is_none(cast: Cast, api: APIClient) -> None:
    sent = upload_voice(api, consent="self")
    work_all()
    Consent.objects.update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1))
    wish = {"voice_profile_id": sent["profile_id"], "text": "Xin chào."}
    assert api.post("/api/generation/create", wish, format="json").json()["code"] == "consent_required"


def test_voices_that_nobody_consented_to_are_purged_after_a_week(api: APIClient) -> None:
    upload_voice(api, file=making.named("a.wav", making.recording(seconds=12)))
    upload_voice(api, consent="self")
    work_all()
    keys = set(Blob.objects.filter(key__startswith="voices/").values_list("key", flat=True))
    Voice.objects.update(created_at=timezone.now() - timedelta(days=8))
    keeping.expire_old_audio()
    assert [bool(voice.consent) for voice in Voice.objects.all()] == [True]
    gone = keys.difference(Blob.objects.values_list("key", flat=True))
    assert len(gone) == 2, "the original and the master"
    for key in gone:
        with pytest.raises(storage.StorageFailed):
            storage.open_stream(key)


def test_a_voice_that_is_revoked_before_it_is_learned_is_not_learned(cast: Cast, api: APIClient) -> None:
    sent = upload_voice(api, consent="self")
    services.revoke(by=cast.owner, voice=Voice.objects.get())
    work_all()
    assert (VoicePrint.objects.count(), Voice.objects.get().samples.count()) == (0, 0)
    assert api.get(f"/api/jobs/{sent['task_id']}").json()["status"] == "REVOKED"
    assert Voice.objects.get().current_version.error_code == "voice_revoked"
