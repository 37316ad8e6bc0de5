"""What ``prepare`` finds and what it makes of recordings, made ones and real ones."""

import numpy as np
import pytest
import soxr

from speech.audio import Measures, Prepared, decode, loudness, measure, prepare
from speech.audio.denoise import denoise
from speech.audio.measure import clipping_ratio, longest_silence
from speech.audio.vad import activity
from speech.errors import SpeechError
from speech.types import Clip
from tests.speech.audio.signals import RATE, clipped, noise, tone, voice, with_noise
from tests.speech.corpus import CORPUS, needs_corpus

REAL = ["en/LJ001-0001.flac", "en/vctk_p225_023.wav", "en/libri_3080-5032-0009.flac", "vi/viettts_infore_clip.wav"]


def codes(prepared: Prepared) -> set[str]:
    return {reason.code for reason in prepared.report.reasons}


def real(name: str) -> Clip:
    return decode(CORPUS / "speech" / name)


def test_a_clean_voice_scores_high_and_is_set_in_loudness() -> None:
    prepared = prepare(voice(15.0))
    report = prepared.report
    assert report.duration_seconds == 15.0
    assert 8 < report.speech_seconds < 14
    assert report.snr_db > 40
    assert report.clipping_ratio == 0
    assert report.quality_score >= 80
    master = measure(prepared.master)
    assert master.loudness_lufs == pytest.approx(-20, abs=0.5)
    assert master.peak <= 10 ** (-1.5 / 20) + 1e-6


def test_edges_are_trimmed_with_a_margin() -> None:
    spoken = voice(8.0)
    around = np.zeros(3 * RATE, np.float32)
    prepared = prepare(Clip(np.concatenate([around, spoken.samples, around]), RATE))
    assert prepared.report.duration_seconds == 14.0
    assert 7.0 < prepared.master.seconds < 8.5


@pytest.mark.parametrize(
    "clip",
    [
        noise(10),
        tone(10),
        Clip(noise(10).samples + tone(10).samples, RATE),
        Clip(noise(10).samples * (tone(10, 1.5).samples > 0), RATE),
        Clip(tone(10, 220).samples * (tone(10, 1.5).samples > 0), RATE),
        voice(3.0),
    ],
    ids=["noise", "tone", "both", "bursts of noise", "bursts of tone", "a few words"],
)
def test_what_is_not_speech_enough_is_refused(clip: Clip) -> None:
    with pytest.raises(SpeechError) as caught:
        prepare(clip)
    assert caught.value.code == "too_little_speech"


@pytest.mark.parametrize("level", [0.0, 0.3])
def test_silence_is_refused(level: float) -> None:
    with pytest.raises(SpeechError) as caught:
        prepare(Clip(np.full(6 * RATE, level, np.float32), RATE))
    assert caught.value.code == "silent_audio"


def test_faults_are_named_with_advice_in_both_languages() -> None:
    quiet = Clip(voice(15.0).samples * np.float32(0.03), RATE)
    dull = Clip(soxr.resample(voice(15.0, rate=8000).samples, 8000, RATE), RATE)
    for bad, code in (
        (with_noise(voice(15.0), 10), "low_snr"),
        (clipped(voice(15.0), 0.3), "clipping"),
        (voice(7.0), "short_speech"),
        (quiet, "quiet"),
        (dull, "narrow_band"),
    ):
        prepared = prepare(bad)
        assert code in codes(prepared)
        assert all(reason.vi and reason.en and reason.cost > 0 for reason in prepared.report.reasons)


def test_the_score_falls_with_the_noise() -> None:
    scores = [prepare(clip).report.quality_score for clip in (voice(15.0), *_noisier(voice(15.0)))]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] - scores[-1] > 30


def _noisier(clip: Clip) -> list[Clip]:
    return [with_noise(clip, 25), with_noise(clip, 15), with_noise(clip, 8)]


@pytest.mark.parametrize("snr_db", [20.0, 10.0])
def test_denoising_brings_the_voice_closer_to_the_clean_one(snr_db: float) -> None:
    clean = voice(15.0)
    noisy = with_noise(clean, snr_db)
    better = denoise(noisy, ~activity(noisy).speech)
    assert len(better.samples) == len(clean.samples)
    assert _error(better, clean) < 0.6 * _error(noisy, clean)


def _error(one: Clip, other: Clip) -> float:
    return float(np.mean(np.square(one.samples - other.samples)))


def test_measures_of_known_signals() -> None:
    # BS.1770 annex 1: a 1 kHz sine at 0 dBFS in one channel reads -3.01 LUFS.
    assert loudness(tone(5, 997, 1.0, 48000)) == pytest.approx(-3.01, abs=0.02)
    assert loudness(tone(5, 997, 0.1)) == pytest.approx(-23.01, abs=0.05)
    gap = Clip(np.concatenate([tone(1).samples, np.zeros(RATE // 2, np.float32), tone(1).samples]), RATE)
    assert longest_silence(gap) == pytest.approx(0.5, abs=0.01)
    assert isinstance(measure(gap), Measures)
    assert clipping_ratio(voice(10.0).samples) == 0
    assert clipping_ratio(clipped(voice(10.0), 0.5).samples) > 0.001


@needs_corpus
@pytest.mark.parametrize("name", REAL)
def test_real_voices(name: str) -> None:
    clip = real(name)
    clean = prepare(clip).report
    assert clean.speech_seconds > 0.75 * clip.seconds
    assert clean.snr_db > 28
    assert clean.quality_score >= 80
    assert "clipping" not in codes(prepare(clip))


@needs_corpus
@pytest.mark.parametrize("name", REAL)
def test_real_voices_made_worse(name: str) -> None:
    clip = real(name)
    clean = prepare(clip).report
    for snr_db in (20.0, 10.0):
        noisy = prepare(with_noise(clip, snr_db)).report
        assert noisy.snr_db == pytest.approx(snr_db, abs=4.5)
        assert noisy.speech_seconds > 0.6 * clean.speech_seconds
        assert noisy.quality_score < clean.quality_score - 10
    cut = prepare(Clip(clipped(clip, 0.4).samples, clip.rate))
    assert "clipping" in codes(cut)
