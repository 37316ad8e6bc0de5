"""Versions of a voice: heard blind, rolled back, learned again; and nothing of them outlives the voice."""

from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from accounts import blobs
from accounts.models import Blob
from lib.refusals import Refusal
from speech import identity
from speech.types import Clip
from tests.conftest import Cast
from tests.erasing import files
from tests.living import keep, old_voice
from tests.test_main_path import body_of
from voices.life import services
from voices.life.selectors import Tally, tallies
from voices.models import (
    Comparison,
    Consent,
    Sample,
    SampleCheck,
    Trial,
    Voice,
    VoiceDay,
    VoiceEvent,
    VoiceNotice,
    VoicePrint,
    VoiceStep,
    VoiceVersion,
)
from voices.services import delete_voice, revoke
from voices.stages import slimming, trying
from voices.states import Chosen, VersionOrigin

pytestmark = pytest.mark.django_db


def both(voice: Voice) -> tuple[VoiceVersion, VoiceVersion]:
    one, other = voice.versions.order_by("number")
    return one, other


def test_rolling_back_is_a_row_and_an_event_and_the_old_version_speaks(cast: Cast) -> None:
    voice = old_voice(cast.owner, versions=2)
    old, new = both(voice)
    services.roll_back(by=cast.owner, version=old)
    voice.refresh_from_db()
    assert voice.current_version == old
    step = VoiceStep.objects.get(step="roll_back")
    assert (step.version, step.figures, step.status) == (old, {"from": 2}, "DONE")
    event = VoiceEvent.objects.get(reason="roll_back")
    assert (event.subject, event.created_by) == (old.public_id, cast.owner)
    services.roll_back(by=cast.owner, version=new)
    services.roll_back(by=cast.owner, version=old)
    assert VoiceStep.objects.filter(step="roll_back", version=old).count() == 2


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda voice: None, "already_current"),
        (lambda voice: Voice.objects.update(current_version=None) and voice.versions.update(status="QUEUED"),
         "voice_not_ready"),
        (lambda voice: Consent.objects.all().delete(), "consent_required"),
    ],
)  # fmt: skip
def test_rolling_back_is_refused(cast: Cast, break_it: Any, code: str) -> None:
    voice = old_voice(cast.owner)
    break_it(voice)
    with pytest.raises(Refusal) as refused:
        services.roll_back(by=cast.owner, version=voice.versions.get())
    assert refused.value.code == code


def test_learning_again_leaves_the_old_version_in_place_and_tells_why(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    old = voice.current_version
    assert old is not None
    VoiceNotice.objects.create(version=old, code="engine_changed")
    version = services.learn_again(by=cast.owner, voice=voice, origin=VersionOrigin.ENGINE)
    voice.refresh_from_db()
    assert voice.current_version == old
    assert (version.parent, version.origin, version.number, version.status) == (old, "engine", 2, "QUEUED")
    assert VoiceStep.objects.get(version=version).step == "learn_on"
    assert not VoiceNotice.objects.filter(seen_at=None).exists()
    with pytest.raises(Refusal, match="đang được học") as refused:
        services.learn_again(by=cast.owner, voice=voice)
    assert refused.value.code == "already_learning"


def test_a_version_is_learned_from_the_samples_that_were_chosen_and_from_no_others(cast: Cast) -> None:
    voice, others = old_voice(cast.owner), old_voice(cast.owner, name="Khác")
    sample, strange = voice.samples.get(), others.samples.get()
    extra = voice.samples.create(filename="b.wav", original=keep(cast.owner, b"b"), is_left_out=True)
    for wrong in ([], [strange.public_id], [sample.public_id, strange.public_id]):
        with pytest.raises(Refusal) as refused:
            services.learn_again(by=cast.owner, voice=voice, samples=wrong)
        assert refused.value.code == "samples_required"
    version = services.learn_again(by=cast.owner, voice=voice, samples=[extra.public_id])
    assert list(version.samples.all()) == [extra]
    VoiceVersion.objects.filter(pk=version.pk).delete()
    assert list(services.learn_again(by=cast.owner, voice=voice).samples.all()) == [sample]


@pytest.mark.parametrize(("state", "code"), [("QUEUED", "samples_unchecked"), ("REJECTED", "nothing_to_learn")])
def test_learning_again_takes_only_what_can_be_used(cast: Cast, state: str, code: str) -> None:
    voice = old_voice(cast.owner)
    SampleCheck.objects.create(
        sample=voice.samples.get(), organisation=voice.organisation, status=state,
        error_code="silent_audio" if state == "REJECTED" else "",
    )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        services.learn_again(by=cast.owner, voice=voice)
    assert refused.value.code == code


def test_what_is_stored_of_a_voice_that_is_revoked_meanwhile_goes_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = old_voice(cast.owner)
    version, row = voice.versions.get(), VoicePrint.objects.get()
    fitness = trying.Fitness(1, None, (None,), (Clip(np.zeros(2400, np.float32), 24000),))
    monkeypatch.setattr(trying, "read_master", lambda sample: fitness.clips[0])
    monkeypatch.setattr(trying, "_varied", lambda *_: fitness.clips[0])
    monkeypatch.setattr(identity, "centre", lambda clips: np.ones(256, np.float32))
    monkeypatch.setattr(slimming, "store_print", lambda form, voice: keep(cast.owner, b"slim"))
    Voice.objects.update(revoked_at=timezone.now())
    for store in (
        lambda: trying.find_centre(version),
        lambda: trying.keep_trials(row, None, fitness),
        lambda: slimming._replace(row, None, fitness),
    ):
        before = set(Blob.objects.values_list("pk", flat=True))
        with pytest.raises(Refusal, match="thu hồi"):
            store()
        assert Blob.objects.exclude(pk__in=before).exists()
        blobs.collect()
        assert set(Blob.objects.values_list("pk", flat=True)) == before


def test_the_person_is_not_measured_on_what_a_machine_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = old_voice(cast.owner)
    old = voice.versions.get()
    clip = voice.samples.create(filename="c", source="take", original=keep(cast.owner, b"c"))
    new = VoiceVersion.objects.create(organisation=voice.organisation, voice=voice, number=2, parent=old)
    new.samples.add(clip, voice.samples.get(source="upload"))
    read = list[Sample]()
    monkeypatch.setattr(trying, "read_master", lambda sample: read.append(sample) or Clip(np.zeros(9), 24000))
    monkeypatch.setattr(identity, "centre", lambda clips: np.ones(256, np.float32))
    trying.find_centre(new)
    assert [sample.source for sample in read] == ["upload"]

    new.samples.set([clip])
    figures = {"encoder": identity.fingerprint(), "natural": 0.9}
    VoiceStep.objects.create(version=old, step="features", status="DONE", figures=figures)
    monkeypatch.setattr(trying, "load_centre", lambda version: np.ones(256))
    assert trying.find_centre(new) == figures
    new.refresh_from_db()
    assert new.centre == old.centre


def test_each_piece_of_a_recording_is_embedded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(1).normal(size=(5, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = list[int]()
    monkeypatch.setattr(identity, "embed", lambda piece: asked.append(piece.rate) or vectors[piece.rate])
    found = trying._natural([Clip(np.zeros(1), at) for at in range(5)])
    assert asked == list(range(5))
    others = [np.delete(vectors, at, axis=0).mean(axis=0) for at in range(5)]
    near = [vectors[at] @ one / np.linalg.norm(one) for at, one in enumerate(others)]
    assert found == pytest.approx(np.mean(near))


def test_the_api_speaks_of_versions_in_the_words_of_tasks(cast: Cast) -> None:
    voice, api = old_voice(cast.owner), cast.api(cast.owner)
    address = f"/api/v1/voices/{voice.public_id}/versions"
    assert api.post(address, {}, format="json").json()["status"] == "PENDING"
    told = api.get(address).json()["results"]
    assert [(one["number"], one["status"]) for one in told] == [(2, "PENDING"), (1, "SUCCESS")]


def test_what_is_no_version_cannot_be_compared(cast: Cast) -> None:
    voice = old_voice(cast.owner, versions=2)
    address = f"/voices/{voice.public_id}/compare/"
    answer = cast.browser(cast.owner).post(address, {"versions": ["a", "b"]}, follow=True)
    assert answer.redirect_chain == [(f"/voices/{voice.public_id}/versions/", 302)]
    assert "hai bản" in answer.content.decode().lower()
    assert not Comparison.objects.exists()


def test_a_comparison_is_blind_until_something_is_chosen(cast: Cast) -> None:
    voice, api = old_voice(cast.owner, versions=2), cast.api(cast.owner)
    old, new = both(voice)
    address = f"/api/v1/voices/{voice.public_id}/comparisons"
    began = api.post(address, {"versions": [str(old.public_id), str(new.public_id)]}, format="json").json()
    assert (began["left_id"], began["right_id"], began["chosen"]) == (None, None, "")
    page = cast.browser(cast.owner).get(f"/voices/comparisons/{began['id']}/").content.decode()
    assert str(old.public_id) not in page
    assert str(new.public_id) not in page
    heard = api.get(began["left_audio"])
    row = Comparison.objects.get()
    assert body_of(heard) == f"heard {voice.pk} {row.left.number}".encode()
    told = " ".join(f"{name} {value}" for name, value in heard.items())
    trial = Trial.objects.get(version=row.left)
    assert trial.blob is not None
    assert trial.blob.sha256 not in told
    assert str(row.left.public_id) not in told

    answer = api.post(f"/api/v1/voice-comparisons/{began['id']}", {"chosen": "right"}, format="json").json()
    assert answer["right_id"] == str(row.right.public_id)
    again = api.post(f"/api/v1/voice-comparisons/{began['id']}", {"chosen": "left"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "already_chosen")
    counted = {one["version_id"]: (one["won"], one["lost"]) for one in api.get(address).json()["results"]}
    assert counted == {str(row.right.public_id): (1, 0), str(row.left.public_id): (0, 1)}


def test_the_order_of_a_comparison_is_not_always_the_same(cast: Cast) -> None:
    voice = old_voice(cast.owner, versions=2)
    old, new = both(voice)
    lefts = {services.compare(by=cast.owner, voice=voice, one=old, other=new, sentence=0).left for _ in range(40)}
    assert lefts == {old, new}


def test_comparisons_are_counted_by_version(cast: Cast) -> None:
    voice = old_voice(cast.owner, versions=2)
    old, new = both(voice)
    for left, right, chosen in ((old, new, "left"), (new, old, "right"), (old, new, "same"), (old, new, "")):
        row = Comparison.objects.create(voice=voice, left=left, right=right, sentence=0, by=cast.owner)
        if chosen:
            services.choose(by=cast.owner, comparison=row, chosen=Chosen(chosen))
    assert tallies(voice) == {old.pk: Tally(2, 0, 1), new.pk: Tally(0, 2, 1)}


def test_versions_of_two_voices_or_without_a_sentence_are_not_compared(cast: Cast) -> None:
    voice, other = old_voice(cast.owner, versions=2), old_voice(cast.owner, name="Khác")
    old, new = both(voice)
    for one, two, sentence, code in (
        (old, old, 0, "two_versions"), (old, other.versions.get(), 0, "two_versions"), (old, new, 5, "nothing_to_hear"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            services.compare(by=cast.owner, voice=voice, one=one, other=two, sentence=sentence)
        assert refused.value.code == code


def lived(cast: Cast) -> Voice:
    """A voice with a row of every kind."""
    voice = old_voice(cast.owner, versions=2)
    old, new = both(voice)
    services.compare(by=cast.owner, voice=voice, one=old, other=new, sentence=0)
    services.describe(by=cast.owner, voice=voice, name="Giọng", tags=["truyện"])
    VoiceNotice.objects.create(version=new, code="voice_drifts")
    VoiceDay.objects.create(version=new, day="2026-11-22", engine="espeak", clips=1)
    services.roll_back(by=cast.owner, version=old)
    return voice


def test_a_deleted_voice_takes_its_whole_life_with_it(cast: Cast) -> None:
    voice = lived(cast)
    assert len(files()) == 1 + 2 * 3
    delete_voice(by=cast.owner, voice=voice)
    for model in (VoiceVersion, VoicePrint, Trial, Comparison, VoiceStep, VoiceDay, VoiceNotice):
        assert not model._default_manager.exists(), model
    blobs.collect()
    assert files() == {}
    assert not Blob.objects.exists()


def test_a_revoked_voice_keeps_its_name_and_nothing_that_was_heard_or_learned(cast: Cast) -> None:
    voice = lived(cast)
    revoke(by=cast.owner, voice=voice)
    for model in (VoicePrint, Trial, Comparison, VoiceDay, VoiceNotice):
        assert not model._default_manager.exists(), model
    assert not VoiceVersion.objects.exclude(centre=None, quality_score=None).exists()
    assert VoiceStep.objects.exists()
    assert not any(VoiceVersion.objects.values_list("report", flat=True))
    assert not any(VoiceStep.objects.values_list("figures", flat=True))
    blobs.collect()
    assert files() == {}
    with pytest.raises(Refusal) as refused:
        services.learn_again(by=cast.owner, voice=Voice.objects.get())
    assert refused.value.code == "voice_revoked"
