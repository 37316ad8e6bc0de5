"""Joining clips into a recording, and writing it in every format."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from scipy.signal import correlate

from speech.audio import assemble, decode, encode, encode_clip, encode_file, loudness, measure, open_writer, read_clip
from speech.audio.assemble import Part
from speech.audio.limiter import CEILING, limit
from speech.errors import SpeechError
from speech.types import Clip
from tests.speech.audio.signals import RATE, tone, voice


def test_offsets_pauses_and_loudness(tmp_path: Path) -> None:
    first, second = voice(3.0, seed=1), voice(4.0, rate=22050, seed=2)
    encode_clip(second, tmp_path / "second.flac", "flac")
    parts: list[Part] = [
        (first, 0.5),
        (tmp_path / "second.flac", 0.25),
        (first.samples, 0.0),
        (np.zeros(0, np.float32), 1.0),
    ]
    report = assemble(parts, tmp_path / "book.flac", RATE)
    assert report.offsets == pytest.approx((0.0, 3.5, 7.75, 10.75), abs=0.001)
    assert report.duration_seconds == pytest.approx(11.75, abs=0.001)
    book = read_clip(tmp_path / "book.flac")
    assert book.seconds == pytest.approx(report.duration_seconds)
    assert loudness(book) == pytest.approx(-19, abs=0.3)
    assert report.loudness_lufs == pytest.approx(-19, abs=0.3)
    pause = book.samples[round(3.05 * RATE) : round(3.45 * RATE)]
    assert np.abs(pause).max() < 1e-4
    assert [path.name for path in tmp_path.iterdir()].count("book.flac") == 1
    assert not list(tmp_path.glob(".assemble-*"))


def test_one_gain_keeps_the_parts_in_proportion(tmp_path: Path) -> None:
    quiet = Clip(voice(4.0).samples * np.float32(0.5), RATE)
    report = assemble([(voice(4.0), 0.0), (quiet, 0.0)], tmp_path / "book.flac", RATE)
    book = read_clip(tmp_path / "book.flac").samples
    edge = round(report.offsets[1] * RATE)
    ratio = np.sqrt(np.mean(book[:edge] ** 2) / np.mean(book[edge:] ** 2))
    assert ratio == pytest.approx(2.0, rel=0.05)


def test_edges_do_not_click(tmp_path: Path) -> None:
    loud = Clip(np.full(RATE, 0.5, np.float32), RATE)
    assemble([(loud, 0.1), (loud, 0.1)], tmp_path / "book.flac", RATE, target_lufs=-30)
    book = read_clip(tmp_path / "book.flac").samples
    assert np.abs(np.diff(book)).max() < 0.02 * max(1e-6, float(np.abs(book).max()))


def test_peaks_are_held_without_seams_between_blocks(tmp_path: Path) -> None:
    peaky = voice(30.0).samples.copy()
    for start in range(RATE, 29 * RATE, RATE):
        peaky[start : start + 48] = 0.9 * np.hanning(48)
    report = assemble([(peaky, 0.0)], tmp_path / "book.wav", RATE, target_lufs=-14)
    book = read_clip(tmp_path / "book.wav")
    whole = limit((peaky * 10 ** (report.gain_db / 20)).astype(np.float32), RATE)
    assert np.abs(book.samples - whole)[RATE:-RATE].max() < 1e-3
    assert np.abs(book.samples).max() <= CEILING + 1e-4
    above = soxr.resample(book.samples, RATE, 4 * RATE, "VHQ")
    assert np.abs(above).max() <= 10 ** (-1 / 20)


def test_silence_is_not_blown_up(tmp_path: Path) -> None:
    report = assemble([(np.zeros(RATE, np.float32), 1.0)], tmp_path / "book.flac", RATE)
    assert report.gain_db == 0
    assert measure(read_clip(tmp_path / "book.flac")).peak == 0


def test_a_long_book_never_sits_in_memory(tmp_path: Path) -> None:
    sentence = voice(10.0)
    tracemalloc.start()
    report = assemble(((sentence, 0.5) for _ in range(120)), tmp_path / "book.flac", RATE)
    encode_file(tmp_path / "book.flac", tmp_path / "book.wav", "wav")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.duration_seconds == pytest.approx(1260)
    assert peak < 30 << 20  # the whole would be 121 MB of float32


@pytest.mark.parametrize("form", ["mp3", "wav", "flac", "ogg"])
def test_every_format_comes_back_as_it_was(tmp_path: Path, form: str) -> None:
    clip = voice(6.0)
    (tmp_path / f"clip.{form}").write_bytes(encode(clip, form, title="Chương một 🎧"))
    back = decode(tmp_path / f"clip.{form}")
    assert back.seconds == pytest.approx(6.0, abs=0.1)
    lag = int(np.argmax(correlate(back.samples, clip.samples, "full"))) - len(clip.samples) + 1
    assert 0 <= lag < 0.1 * RATE  # what a lossy encoder puts in front
    error = back.samples[lag : lag + 5 * RATE] - clip.samples[: 5 * RATE]
    assert np.sqrt(np.mean(error**2)) < 0.1 * np.sqrt(np.mean(clip.samples**2))


def test_titles_are_stored(tmp_path: Path) -> None:
    assert "Chương".encode("utf-16-le") in encode(tone(1), "mp3", title="Chương một")
    for form in ("wav", "flac", "ogg"):
        (tmp_path / f"a.{form}").write_bytes(encode(tone(1), form, title="Chương một"))
        with soundfile.SoundFile(tmp_path / f"a.{form}") as opened:
            assert opened.title == "Chương một"


def test_block_by_block_is_the_same_as_at_once(tmp_path: Path) -> None:
    clip = voice(6.0)
    for form in ("mp3", "wav", "flac"):
        with open_writer(tmp_path / f"blocks.{form}", form, RATE) as out:
            for block in np.array_split(clip.samples, 17):
                out.write(block)
        assert (tmp_path / f"blocks.{form}").read_bytes() == encode(clip, form)


def test_encode_file_reports_progress_in_samples(tmp_path: Path) -> None:
    encode_clip(voice(10.0), tmp_path / "master.flac", "flac")
    heard: list[tuple[int, int]] = []
    encode_file(tmp_path / "master.flac", tmp_path / "b.mp3", "mp3", progress=lambda *at: heard.append(at))
    assert heard == sorted(heard)
    assert heard[-1] == (10 * RATE, 10 * RATE)


def test_an_error_leaves_no_half_file_and_unknown_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), open_writer(tmp_path / "half.mp3", "mp3", RATE) as out:
        out.write(tone(1).samples)
        raise RuntimeError
    assert not (tmp_path / "half.mp3").exists()
    with pytest.raises(SpeechError) as caught:
        encode(tone(1), "aiff")
    assert caught.value.code == "unknown_option"
