"""Loudness against ffmpeg's own meter (EBU R 128), which is not ours."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from speech.audio import assemble, encode_clip, loudness
from speech.audio.loudness import SILENCE_LUFS, Meter
from speech.types import Clip, Samples
from tests.speech.audio.signals import noise, tone, voice


def ffmpeg_lufs(path: Path) -> float:
    shown = "ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file=-"
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-af", shown, "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout.rpartition("=")[2])


def loud_and_quiet(rate: int) -> Clip:
    """Loud, quiet, silent and louder parts: both gates have something to leave out."""
    one = voice(12.0, rate=rate, seed=3).samples
    pieces: list[Samples] = [one, one * np.float32(0.05), np.zeros(4 * rate, np.float32), one * np.float32(1.8)]
    return Clip(np.concatenate(pieces), rate)


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 48000])
def test_as_ffmpeg_measures_it(tmp_path: Path, rate: int) -> None:
    for clip in (loud_and_quiet(rate), tone(5.0, 90.0, rate=rate), noise(5.0, 0.05, rate=rate)):
        encode_clip(clip, tmp_path / "clip.wav", "wav")
        assert loudness(clip) == pytest.approx(ffmpeg_lufs(tmp_path / "clip.wav"), abs=0.1)


def test_a_recording_of_loud_and_quiet_clips_is_as_loud_as_asked_for(tmp_path: Path) -> None:
    quiet = Clip(voice(6.0, seed=1).samples * np.float32(0.2), 24000)
    parts = [(clip, pause) for clip in (voice(6.0), quiet, voice(8.0, seed=2)) for pause in (0.5, 0.8)]
    for target in (-19.0, -26.0):
        report = assemble(parts, [tmp_path / "book.wav"], 24000, target_lufs=target)
        assert ffmpeg_lufs(tmp_path / "book.wav") == pytest.approx(target, abs=0.1)
        assert report.gain_db == pytest.approx(target - loudness(_joined(parts)), abs=0.05)


def _joined(parts: list[tuple[Clip, float]]) -> Clip:
    pieces = [piece for clip, pause in parts for piece in (clip.samples, np.zeros(round(pause * 24000), np.float32))]
    return Clip(np.concatenate(pieces), 24000)


def test_block_by_block_is_the_same_as_at_once() -> None:
    clip = loud_and_quiet(24000)
    meter = Meter(clip.rate)
    for block in np.array_split(clip.samples, 37):
        meter.feed(block)
        meter.feed(block[:0])
    assert meter.lufs() == pytest.approx(loudness(clip), abs=1e-9)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(48000, np.float32), np.ones(100, np.float32)])
def test_silence_and_next_to_nothing_have_no_loudness(samples: Samples) -> None:
    assert loudness(Clip(samples, 24000)) == SILENCE_LUFS
