"""A voice's life: each step of its chain is a row; another version serves only when it is ready; nothing outlives the
voice."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Blob
from speech import identity, trial
from speech.cloning import slim
from speech.engines import registry
from speech.types import VoicePrint as Learned
from tests import making
from tests.conftest import Cast
from tests.test_main_path import upload_voice
from tests.working import work_all
from voices.life import services
from voices.models import Trial, Voice, VoicePrint, VoiceStep, VoiceVersion
from voices.stages import learning, load_print
from voices.stages.noticing import notice_engines

FEW = 3
CHAIN = ["validate", "features", "learn", "check", "optimise", "library"]
# What is tried takes longer than a transaction may idle.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learned voices are tried here, on fewer sentences."""
    monkeypatch.setattr(settings, "VOICE_TRIALS", True)
    few = {language: texts[:FEW] for language, texts in trial.SENTENCES.items()}
    monkeypatch.setattr(trial, "SENTENCES", few)


def a_voice(cast: Cast, **fields: Any) -> Voice:
    """A voice with consent, learned from a real recording."""
    told = upload_voice(cast.api(cast.owner), consent="self", transcript=making.READING, **fields)
    work_all()
    return Voice.objects.get(public_id=told["profile_id"])


def steps_of(version: VoiceVersion | None) -> dict[str, VoiceStep]:
    return {step.step: step for step in VoiceStep.objects.filter(version=version)}


def ruined(voice: Learned) -> Learned:
    """A form that is cheaper and no longer the voice."""
    arrays = {**voice.arrays, "pool_cepstrum": voice.arrays["pool_cepstrum"][::-1, ::-1].copy()}
    return replace(voice, arrays=arrays | {"target_mean": voice.arrays["target_mean"][::-1].copy()})


def test_the_whole_chain_has_rows_and_figures(cast: Cast, trials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    real = slim.forms
    monkeypatch.setattr(slim, "forms", lambda voice: chain([("ruined", ruined(voice))], real(voice)))
    version = a_voice(cast).current_version
    assert version is not None
    steps = steps_of(version)
    assert [(name, step.status) for name, step in steps.items()] == [(name, "DONE") for name in CHAIN]
    check, optimised = steps["check"].figures, steps["optimise"].figures
    assert check["understood"] == FEW
    assert check["sentences"] == FEW
    assert 0.5 < check["identity"] <= 1
    assert check["threshold"] < check["identity_lowest"]
    assert optimised["refused"] == ["ruined"]
    assert optimised["kept"] == "half_floats"
    assert optimised["bytes"] < 0.7 * optimised["bytes_before"]
    row = VoicePrint.objects.get(version=version)
    assert row.blob.size_bytes == optimised["bytes"]
    assert row.identity_threshold == pytest.approx(optimised["threshold"], abs=1e-4)
    assert load_print(row).arrays["target_mean"].dtype == "float32"
    trials = Trial.objects.filter(version=version)
    assert trials.filter(variant="neutral").count() == FEW
    assert {(t.sentence, t.variant) for t in trials.filter(blob__isnull=False)} == {
        (0, "neutral"), (1, "neutral"), (0, "calm"), (0, "lively"),
    }  # fmt: skip
    kept = set(Blob.objects.filter(unnamed_since__isnull=True).values_list("pk", flat=True))
    assert kept >= {row.blob_id, version.centre_id, *trials.exclude(blob=None).values_list("blob", flat=True)}
    score = steps["library"].figures
    assert 0 < score["score"] <= 100
    assert {part["code"] for part in score["parts"]}
    assert score["better"]
    page = cast.browser(cast.owner).get(f"/voices/versions/{version.public_id}/").content.decode()
    assert page.count("<audio") == 4
    assert f"{score['score']}/100" in page


class Killed(BaseException):
    """The worker dies: no edge catches it."""


def test_a_chain_that_was_killed_goes_on_behind_its_last_step(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told = upload_voice(cast.api(cast.owner), consent="self", transcript=making.READING)
    with monkeypatch.context() as dying:
        dying.setattr(learning, "engine_key", lambda language: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            learning.WORK.run_one()
    version = VoiceVersion.objects.get(public_id=told["task_id"])
    before = {name: (step.status, step.started_at) for name, step in steps_of(version).items()}
    assert [state for state, _ in before.values()] == ["DONE", "DONE", "RUNNING"]
    VoiceVersion.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_all()
    version.refresh_from_db()
    after = steps_of(version)
    assert version.status == "READY"
    assert [(after[name].status, after[name].started_at) for name in CHAIN[:2]] == list(before.values())[:2]
    assert [after[name].status for name in CHAIN] == ["DONE", "DONE", "DONE", "SKIPPED", "SKIPPED", "DONE"]
    assert after["check"].code == "trials_off"


def test_a_recording_that_cannot_be_used_ends_the_chain_at_its_step(cast: Cast) -> None:
    silence = making.sound(np.zeros(16000 * 8))
    told = upload_voice(cast.api(cast.owner), consent="self", file=making.named("a.wav", silence))
    work_all()
    version = VoiceVersion.objects.get(public_id=told["task_id"])
    assert version.status == "REJECTED"
    (step,) = steps_of(version).values()
    assert (step.step, step.status, step.code) == ("validate", "FAILED", version.error_code)


def test_without_consent_nothing_but_the_recording_is_looked_at(cast: Cast) -> None:
    told = upload_voice(cast.api(cast.owner))
    work_all()
    version = VoiceVersion.objects.get(public_id=told["task_id"])
    assert list(steps_of(version)) == ["validate"]
    assert (version.status, version.centre) == ("READY", None)
    assert not VoicePrint.objects.exists()


def test_without_the_encoder_the_voice_is_learned_and_says_that_it_was_not_measured(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "ready", lambda: False)
    voice = a_voice(cast)
    version = voice.current_version
    assert version is not None
    steps = steps_of(version)
    assert (steps["features"].status, steps["features"].code) == ("SKIPPED", "identity_not_ready")
    assert (version.status, version.centre) == ("READY", None)
    page = cast.browser(cast.owner).get(f"/voices/versions/{version.public_id}/").content.decode()
    assert "chưa đo" in page


def test_the_old_version_serves_until_the_new_one_is_ready(cast: Cast) -> None:
    voice = a_voice(cast)
    old = voice.current_version
    new = services.learn_again(by=cast.owner, voice=voice)
    voice.refresh_from_db()
    assert voice.current_version == old
    work_all()
    voice.refresh_from_db()
    assert voice.current_version == new
    assert [step for step in steps_of(new) if step != "learn_on"] == CHAIN


def test_an_engine_that_speaks_otherwise_is_told_once_and_learned_for_by_one_click(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = a_voice(cast)
    assert notice_engines() == 0
    monkeypatch.setattr(registry.get("espeak"), "fingerprint", lambda: "another")
    assert notice_engines() == 1
    assert notice_engines() == 0
    browser = cast.browser(cast.owner)
    assert "Có điều cần xem" in browser.get("/voices/").content.decode()
    assert "Máy đọc đã đổi" in browser.get(f"/voices/{voice.public_id}/").content.decode()
    assert VoiceVersion.objects.count() == 1, "never by itself"
    browser.post(f"/voices/{voice.public_id}/versions/learn/", {"origin": "engine"})
    version = VoiceVersion.objects.get(number=2)
    assert (version.origin, version.status) == ("engine", "QUEUED")
    assert "Máy đọc đã đổi" not in browser.get(f"/voices/{voice.public_id}/").content.decode()
