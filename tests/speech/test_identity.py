"""The encoder of voices: the same numbers as the package it comes from, and what it says of people."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from speech import identity
from speech.errors import NotReady, SpeechError
from speech.identity import mel, weights
from speech.identity.encoder import WINDOW_FRAMES, encoder
from speech.types import Clip
from tests.speech.audio.signals import noise, voice
from tests.speech.corpus import CORPUS, needs_corpus

# What Resemblyzer 0.1.4 with librosa 0.11 answers for the first 1.6 s of this wave.
BANDS = [0.042551, 0.445473, 0.008415, 0.000675, 0.004669]
HIGHEST = {243: 0.2663, 187: 0.2428, 211: 0.232, 113: 0.1939, 175: 0.1783, 51: 0.1778, 254: 0.1754, 184: 0.1716}


def real(name: str) -> Clip:
    samples, rate = soundfile.read(CORPUS / "speech" / "en" / name, dtype="float32")
    return Clip(samples, rate)


def test_it_is_the_packages_own_forward_pass() -> None:
    file = weights.path()
    assert file is not None
    bands = mel.bands(voice(2.0, 16_000).samples)
    assert bands.shape == (201, 40)
    assert bands[60:160:20, 10] == pytest.approx(BANDS, rel=1e-3)
    vector = encoder(weights.read(file)).forward(bands[None, :WINDOW_FRAMES])[0]
    assert int((vector > 0).sum()) == 105
    assert {int(at): float(vector[at]) for at in np.argsort(-vector)[:8]} == pytest.approx(HIGHEST, abs=2e-4)


def test_a_vector_has_length_one_and_does_not_hang_on_level_rate_or_pauses() -> None:
    clip = voice(6.0)
    usual = identity.embed(clip)
    assert np.linalg.norm(usual) == pytest.approx(1, abs=1e-5)
    quiet = Clip(clip.samples * np.float32(0.05), clip.rate)
    other_rate = Clip(soxr.resample(clip.samples, clip.rate, 44_100), 44_100)
    silence = np.zeros(3 * clip.rate, np.float32)
    among_silence = Clip(np.concatenate([silence, clip.samples, silence]), clip.rate)
    for same in (quiet, other_rate, among_silence):
        assert identity.similarity(usual, identity.embed(same)) > 0.98


def test_many_windows_are_answered_as_each_alone() -> None:
    """Windows go through in blocks; the last one of a block must not differ from the first."""
    clip = voice(40.0)
    vectors = identity.windows(clip, 0.4).vectors
    assert len(vectors) > 70
    file = weights.path()
    assert file is not None
    frames = np.random.default_rng(0).random((70, WINDOW_FRAMES, 40)).astype(np.float32)
    heard = encoder(weights.read(file))
    assert np.abs(heard.forward(frames)[[0, 33, 69]] - heard.forward(frames[[0, 33, 69]])).max() < 1e-5


@pytest.mark.parametrize(
    "clip", [voice(1.5), Clip(np.zeros(48_000, np.float32), 24_000), Clip(np.zeros(1, np.float32), 24_000)]
)
def test_too_little_speech_is_not_judged(clip: Clip) -> None:
    with pytest.raises(SpeechError) as caught:
        identity.embed(clip)
    assert caught.value.code == "too_little_speech"
    assert identity.likeness(clip, identity.embed(voice(6.0))) is None


def test_the_centre_lies_among_its_clips_and_short_ones_do_not_count() -> None:
    clips = [voice(5.0, seed=seed) for seed in range(3)]
    middle = identity.centre([*clips, voice(1.0)])
    assert (middle == identity.centre(clips)).all()
    among = [identity.similarity(middle, identity.embed(clip)) for clip in clips]
    between = identity.similarity(identity.embed(clips[0]), identity.embed(clips[1]))
    assert min(among) > between
    with pytest.raises(SpeechError):
        identity.centre([voice(1.0)])


def test_without_weights_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert identity.ready()
    assert len(identity.fingerprint()) > 16
    monkeypatch.setattr(weights, "_PACKAGE", "no_such_package")
    assert not identity.ready()
    assert identity.fingerprint() == ""
    for ask in (identity.embed, lambda clip: identity.likeness(clip, np.ones(256, np.float32))):
        with pytest.raises(NotReady):
            ask(voice(6.0))


class _Evil:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return print, ("run",)


def test_a_file_of_weights_can_run_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pretrained.pt"
    file.write_bytes(b"".join(map(pickle.dumps, (1, 1001, {}, {"model_state": _Evil()}, []))))
    with pytest.raises(pickle.UnpicklingError):
        weights.read(file)
    assert capsys.readouterr().out == ""


def test_it_brings_no_ballast() -> None:
    script = (
        "import sys; import numpy as np; from speech import identity; from speech.types import Clip;"
        "identity.embed(Clip(np.random.default_rng(0).normal(0, .1, 64000).astype('f4'), 16000));"
        "print([name for name in ('torch', 'librosa', 'webrtcvad', 'resemblyzer', 'django') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@needs_corpus
def test_people_are_told_apart() -> None:
    first, second = (
        [identity.embed(real(f"vctk_{who}_{number}.wav")) for number in ("008", "011", "023")]
        for who in ("p225", "p226")
    )
    same = [identity.similarity(each[0], other) for each in (first, second) for other in each[1:]]
    apart = [identity.similarity(one, other) for one in first for other in second]
    assert min(same) > 0.8
    assert max(apart) < 0.7


@needs_corpus
def test_noise_lowers_likeness_but_does_not_break_it() -> None:
    clip = real("vctk_p225_023.wav")
    centre = identity.embed(real("vctk_p225_008.wav"))
    likeness = identity.likeness(
        Clip(clip.samples + noise(20, 0.005, clip.rate).samples[: len(clip.samples)], clip.rate), centre
    )
    assert likeness is not None
    assert 0.6 < likeness < 1


def test_blas_takes_one_thread_unless_told_otherwise() -> None:
    script = "import os, speech; print(os.environ['OPENBLAS_NUM_THREADS'])"
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    for given, wanted in (({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")):
        done = subprocess.run(
            [sys.executable, "-c", script], env={**environment, **given}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == wanted
