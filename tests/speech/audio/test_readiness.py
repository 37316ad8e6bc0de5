"""What is found in a recording before it is learned from: the room, the people, the best few seconds, its outline."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import soundfile
import soxr
from scipy.signal import fftconvolve
from scipy.stats import spearmanr

from speech import identity
from speech.audio import outline, prepare
from speech.audio.reverberation import reverberation
from speech.audio.speakers import speakers
from speech.identity import weights
from speech.types import Clip, Report, Samples
from tests.speech.audio.signals import RATE, clipped, noise, voice, with_noise
from tests.speech.cloning.speakers import made
from tests.speech.corpus import CORPUS, needs_corpus

ROOMS = (0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.2)
REAL = ["en/vctk_p226_008.wav", "en/LJ001-0001.flac", "en/libri_3080-5032-0005.flac", "en/libri_2033-164914-0002.flac"]
PEOPLE = {
    "p225": ["en/vctk_p225_008.wav", "en/vctk_p225_023.wav", "en/vctk_p225_003.wav", "en/vctk_p225_021.wav"],
    "p226": ["en/vctk_p226_008.wav", "en/vctk_p226_023.wav", "en/vctk_p226_003.wav", "en/vctk_p226_021.wav"],
    "LJ": ["en/LJ001-0001.flac", "en/LJ001-0003.flac", "en/LJ001-0007.flac", "en/LJ001-0010.flac"],
    "3080": [f"en/libri_3080-5032-000{number}.flac" for number in (1, 4, 5, 8)],
    "2033": [f"en/libri_2033-164914-000{number}.flac" for number in (1, 2, 3, 7)],
}
PAIRS = [
    ("p225", "p226"), ("p226", "LJ"), ("LJ", "3080"), ("3080", "2033"), ("2033", "p225"),
    ("p225", "LJ"), ("p226", "3080"), ("LJ", "2033"), ("3080", "p225"), ("2033", "p226"),
]  # fmt: skip


@cache
def real(name: str) -> Clip:
    samples, rate = soundfile.read(CORPUS / "speech" / name, dtype="float32")
    return Clip(soxr.resample(samples, rate, RATE), RATE)


def in_room(clip: Clip, seconds: float) -> Clip:
    """``clip`` as heard in a room of that RT60: direct sound, and 2 dB below it a tail that decays evenly."""
    at = np.arange(round(1.2 * seconds * clip.rate)) / clip.rate
    tail = np.random.default_rng(1).normal(size=len(at)) * np.exp(-6.91 * at / seconds)
    tail *= 10 ** (-2 / 20) / np.linalg.norm(tail)
    tail[0] = 1
    return Clip(fftconvolve(clip.samples, tail)[: len(clip.samples)].astype(np.float32), clip.rate)


def joined(*clips: Clip) -> Clip:
    return Clip(np.concatenate([_levelled(clip.samples) for clip in clips]), clips[0].rate)


def _levelled(samples: Samples) -> Samples:
    return (samples * (0.06 / np.sqrt(np.mean(np.square(samples))))).astype(np.float32)


def part(report: Report, code: str) -> int:
    return next(part.cost for part in report.parts if part.code == code)


@needs_corpus
@pytest.mark.parametrize("name", REAL)
def test_a_room_is_heard(name: str) -> None:
    clip = real(name)
    dry = reverberation(clip)
    heard = [reverberation(in_room(clip, seconds)) for seconds in ROOMS]
    assert dry is not None
    assert dry < 0.3
    assert spearmanr(ROOMS, heard)[0] >= 0.95
    assert heard[-1] is not None
    assert 0.8 < heard[-1] <= 1.5


def test_a_room_is_not_guessed_where_nothing_ends() -> None:
    assert reverberation(noise(3)) is None
    assert reverberation(Clip(np.zeros(100, np.float32), RATE)) is None


@needs_corpus
@pytest.mark.parametrize("name", REAL[:2])
@pytest.mark.parametrize("fault", ["noise", "clipping", "room"])
def test_the_score_falls_with_every_step(name: str, fault: str) -> None:
    clip = real(name)
    worse = {
        "noise": [with_noise(clip, snr_db) for snr_db in (30, 25, 20, 15, 10)],
        "clipping": [clipped(clip, share) for share in (0.6, 0.4, 0.25, 0.12, 0.06)],
        "room": [in_room(clip, seconds) for seconds in (0.3, 0.45, 0.6, 0.8, 1.2)],
    }[fault]
    scores = [prepare(each).report.quality_score for each in (clip, *worse)]
    assert spearmanr(range(len(scores)), scores)[0] <= -0.95
    assert scores[0] >= 85
    assert scores[0] - scores[-1] > 30


def test_every_part_is_shown_and_the_score_is_what_they_leave() -> None:
    report = prepare(with_noise(voice(15.0), 12)).report
    codes = {part.code for part in report.parts}
    assert codes == {
        "low_snr", "clipping", "reverberation", "short_speech", "second_speaker", "quiet", "narrow_band",
    }  # fmt: skip
    assert report.quality_score == max(0, 100 - sum(part.cost for part in report.parts))
    assert all(part.vi and part.en and part.figure is not None for part in report.parts)
    assert {reason.code for reason in report.reasons} == {part.code for part in report.parts if part.cost >= 5}
    good = {part.code: part.en for part in prepare(voice(15.0)).report.parts}
    bad = {part.code: part.en for part in report.parts}
    assert good["low_snr"] != bad["low_snr"]


@needs_corpus
def test_a_short_clean_recording_is_not_punished_for_more_than_its_length() -> None:
    report = prepare(real("en/vctk_p226_008.wav")).report
    assert report.quality_score >= 90


@needs_corpus
def test_a_second_speaker_is_found_in_nine_of_ten_mixes() -> None:
    mixes = [joined(*(real(name) for name in (PEOPLE[a][0], PEOPLE[b][2]))) for a, b in PAIRS]
    assert sum(speakers(mix).count == 2 for mix in mixes) >= 9


@needs_corpus
def test_one_speaker_is_one_in_nineteen_of_twenty() -> None:
    alone = [real(name) for names in PEOPLE.values() for name in names[:3]]
    alone += [joined(*(real(name) for name in names[2:])) for names in PEOPLE.values()]
    assert len(alone) == 20
    assert sum(speakers(clip).count == 2 for clip in alone) <= 1


def test_two_voices_are_found_where_they_are() -> None:
    first, second = made("en", pitch=95).clip, made("en", pitch=10).clip
    low = Clip(_deeper(second.samples), second.rate)
    found = speakers(joined(first, first, low))
    assert found.count == 2
    assert found.others.min() > 1.8 * first.seconds
    assert speakers(joined(first, first)).count == 1


def test_without_the_encoder_pitch_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "no_such_package")
    assert not identity.ready()
    first = made("en").clip
    other = Clip(_deeper(first.samples), first.rate)
    assert speakers(joined(first, first)).count == 1
    assert speakers(joined(first, other)).count == 2
    report = prepare(joined(first, other)).report
    assert report.speakers == 2
    assert part(report, "second_speaker") == 30


def _deeper(samples: Samples) -> Samples:
    """As if spoken by somebody larger: slower, half an octave lower, formants too."""
    at = np.arange(0, len(samples) - 1, 0.7)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def test_the_window_is_speech_between_pauses() -> None:
    clip = voice(20.0)
    prepared = prepare(clip)
    start, end = prepared.report.window_start_seconds, prepared.report.window_end_seconds
    assert 5 <= end - start <= 8
    assert end <= prepared.master.seconds
    edge = round(0.06 * RATE)
    inside = prepared.master.samples[round(start * RATE) : round(end * RATE)]
    usual = np.abs(inside).mean()
    assert np.abs(inside[:edge]).mean() < 0.3 * usual
    assert np.abs(inside[-edge:]).mean() < 0.3 * usual


def test_the_window_avoids_what_is_broken_or_another_voice() -> None:
    clip = voice(24.0)
    half = len(clip.samples) // 2
    cut = clipped(clip, 0.2).samples
    broken = prepare(Clip(np.concatenate([cut[:half], clip.samples[half:] * np.float32(0.1)]), RATE))
    assert broken.report.window_start_seconds > half / RATE - 1
    first = made("en").clip
    mixed = prepare(joined(first, Clip(_deeper(first.samples), first.rate), first, first))
    window = (mixed.report.window_start_seconds, mixed.report.window_end_seconds)
    other = (first.seconds, 2.4 * first.seconds)
    assert window[1] <= other[0] + 1 or window[0] >= other[1] - 1


def test_short_speech_is_its_own_window() -> None:
    prepared = prepare(voice(4.5), min_speech_seconds=1.0)
    assert prepared.report.window_start_seconds >= 0
    assert prepared.report.window_end_seconds <= prepared.master.seconds + 0.01
    assert prepared.report.window_end_seconds - prepared.report.window_start_seconds > 2


def test_an_outline_follows_the_level() -> None:
    ramp = Clip(np.linspace(0, 0.8, 24_000, dtype=np.float32), RATE)
    drawn = outline(ramp, 100)
    assert len(drawn) == 100
    assert drawn == sorted(drawn)
    assert drawn[-1] == pytest.approx(0.8)
    assert outline(ramp, 0) == outline(replace(ramp, samples=ramp.samples[:0]), 10) == []
    assert len(outline(replace(ramp, samples=ramp.samples[:7]), 50)) == 50
