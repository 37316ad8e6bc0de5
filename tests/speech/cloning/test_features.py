import numpy as np
import pytest

from speech.cloning import features
from speech.cloning.features import RATE, air, analyse, decibels, join, power_of, speech_span, synthesise
from speech.types import Samples


def voice(seconds: float, hz: float = 120.0, level: float = 0.06) -> Samples:
    """A buzz through three formants: something that every part of the analysis takes for a voice."""
    time = np.arange(int(seconds * RATE)) / RATE
    harmonics = np.arange(1, int(8000 / hz))
    centres = np.array([[600], [1400], [2600]])
    formants = np.exp(-(((harmonics * hz - centres) / 200) ** 2)).sum(axis=0)
    wave = (np.cos(2 * np.pi * hz * harmonics[:, None] * time) * (formants + 0.01)[:, None]).sum(axis=0)
    scaled: Samples = (wave * level / np.sqrt(np.mean(wave**2))).astype(np.float32)
    return scaled


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE), np.float32)


def test_frames_are_five_milliseconds_and_pitch_is_found() -> None:
    frames = analyse(voice(1.0, hz=130), RATE, pitch_floor_hz=60)
    assert len(frames) == 201
    assert frames.cepstrum.shape == (201, features.ORDER + 1)
    assert np.median(frames.f0[frames.voiced]) == pytest.approx(130, rel=0.01)


def test_the_rate_of_the_recording_does_not_matter() -> None:
    import soxr

    frames = analyse(voice(1.0), RATE, pitch_floor_hz=60)
    same = analyse(soxr.resample(voice(1.0), RATE, 48_000), 48_000, pitch_floor_hz=60)
    core = slice(20, 180)
    assert np.abs(frames.cepstrum[core, :10] - same.cepstrum[core, :10]).max() < 0.3


def test_the_cepstrum_gives_back_a_smooth_spectrum() -> None:
    random = np.random.default_rng(1)
    cepstrum = random.normal(size=(5, features.ORDER + 1)) / np.arange(1, features.ORDER + 2)
    again = np.log(power_of(cepstrum)) @ features._matrices()[0]
    assert np.abs(again - cepstrum).max() < 0.05


def test_pauses_are_no_speech_even_in_noise() -> None:
    """At 20 dB SNR a mask of 35 dB under the loudest would call the noise floor speech."""
    clean = np.concatenate([silence(1), voice(1), silence(1)])
    noise = np.random.default_rng(1).normal(0, 0.006, len(clean)).astype(np.float32)
    for samples in (clean, clean + noise):
        frames = analyse(samples, RATE, pitch_floor_hz=60)
        assert frames.speech_seconds == pytest.approx(1.0, abs=0.12)
        start, end = speech_span(frames)
        assert (start * 0.005, end * 0.005) == pytest.approx((1.0, 2.0), abs=0.12)


def test_a_narrow_band_is_continued_instead_of_falling_off_a_cliff() -> None:
    import soxr

    narrow = soxr.resample(soxr.resample(voice(1.0) + _hiss(1.0), RATE, 16_000), 16_000, RATE)
    frames = analyse(narrow, RATE, pitch_floor_hz=60)
    spectrum = np.log(power_of(frames.cepstrum[50:150])).mean(axis=0)
    at = {khz: spectrum[round(khz * 1000 * 1024 / RATE)] for khz in (7, 9, 11)}
    assert at[7] - at[9] < 4  # natural log of power: 17 dB, where the recording has nothing at all
    assert at[9] - at[11] < 4


def _hiss(seconds: float) -> Samples:
    return np.random.default_rng(2).normal(0, 0.01, int(seconds * RATE)).astype(np.float32)


def test_analysis_and_synthesis_keep_pitch_and_level() -> None:
    frames = analyse(voice(1.0, hz=150), RATE, pitch_floor_hz=60, aperiodicity=True)
    again = synthesise(frames.f0, power_of(frames.cepstrum), frames.aperiodicity)
    heard = analyse(again, RATE, pitch_floor_hz=60)
    assert np.median(heard.f0[heard.voiced]) == pytest.approx(150, rel=0.01)
    assert 20 * np.log10(np.std(again) / np.std(voice(1.0, hz=150))) == pytest.approx(0, abs=3)


def test_synthesis_repeats_itself_exactly() -> None:
    frames = analyse(voice(0.5), RATE, pitch_floor_hz=60, aperiodicity=True)
    first = synthesise(frames.f0, power_of(frames.cepstrum), frames.aperiodicity)
    synthesise(frames.f0 * 1.5, power_of(frames.cepstrum), frames.aperiodicity)
    assert np.array_equal(first, synthesise(frames.f0, power_of(frames.cepstrum), frames.aperiodicity))


def test_joining_keeps_everything() -> None:
    frames = analyse(voice(0.5), RATE, pitch_floor_hz=60)
    joined = join([frames, frames.cut(10, 20)])
    assert len(joined) == len(frames) + 10
    assert np.array_equal(joined.f0[-10:], frames.f0[10:20])


def test_levels_are_decibels_of_mean_power() -> None:
    assert decibels(np.full((2, 513), 0.01)) == pytest.approx([-20, -20])


def test_air_is_what_lies_above_six_kilohertz() -> None:
    time = np.arange(RATE) / RATE
    low, high = np.sin(2 * np.pi * 1000 * time), np.sin(2 * np.pi * 8000 * time)
    assert air((low + 0.1 * high).astype(np.float32), RATE) == pytest.approx(-20, abs=0.2)
    assert air(low.astype(np.float32), RATE) < -60
    assert air(high.astype(np.float32), RATE) == pytest.approx(0, abs=0.01)
