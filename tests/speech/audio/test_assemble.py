"""Joining clips into a recording, and writing it in every format."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from scipy.signal import correlate, resample_poly

from speech.audio import (
    assemble,
    decode,
    encode,
    encode_clip,
    encode_file,
    loudness,
    measure,
    mp3,
    open_writer,
    read_clip,
)
from speech.audio.assemble import Part
from speech.audio.limiter import CEILING, FILTER, OVERSAMPLING, TILE, _true_peaks, limit
from speech.audio.writers import pcm16
from speech.errors import SpeechError
from speech.types import Clip, Samples
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
    report = assemble(parts, [tmp_path / "book.flac"], RATE)
    assert report.offsets == pytest.approx((0.0, 3.5, 7.75, 10.75), abs=0.001)
    assert report.duration_seconds == pytest.approx(11.75, abs=0.001)
    book = read_clip(tmp_path / "book.flac")
    assert book.seconds == pytest.approx(report.duration_seconds)
    assert loudness(book) == pytest.approx(-19, abs=0.3)
    pause = book.samples[round(3.05 * RATE) : round(3.45 * RATE)]
    assert np.abs(pause).max() < 1e-4
    assert [path.name for path in tmp_path.iterdir()].count("book.flac") == 1
    assert not list(tmp_path.glob(".assemble-*"))


def test_one_gain_keeps_the_parts_in_proportion(tmp_path: Path) -> None:
    quiet = Clip(voice(4.0).samples * np.float32(0.5), RATE)
    report = assemble([(voice(4.0), 0.0), (quiet, 0.0)], [tmp_path / "book.flac"], RATE)
    book = read_clip(tmp_path / "book.flac").samples
    edge = round(report.offsets[1] * RATE)
    ratio = np.sqrt(np.mean(book[:edge] ** 2) / np.mean(book[edge:] ** 2))
    assert ratio == pytest.approx(2.0, rel=0.05)


def test_edges_do_not_click(tmp_path: Path) -> None:
    loud = Clip(np.full(RATE, 0.5, np.float32), RATE)
    assemble([(loud, 0.1), (loud, 0.1)], [tmp_path / "book.flac"], RATE, target_lufs=-30)
    book = read_clip(tmp_path / "book.flac").samples
    assert np.abs(np.diff(book)).max() < 0.02 * max(1e-6, float(np.abs(book).max()))


def test_peaks_are_held_without_seams_between_blocks(tmp_path: Path) -> None:
    peaky = voice(30.0).samples.copy()
    for start in range(RATE, 29 * RATE, RATE):
        peaky[start : start + 48] = 0.9 * np.hanning(48)
    report = assemble([(peaky, 0.0)], [tmp_path / "book.wav"], RATE, target_lufs=-14)
    book = read_clip(tmp_path / "book.wav")
    whole = limit((peaky * 10 ** (report.gain_db / 20)).astype(np.float32), RATE)
    assert np.abs(book.samples - whole)[RATE:-RATE].max() < 1e-3
    assert np.abs(book.samples).max() <= CEILING + 1e-4
    above = soxr.resample(book.samples, RATE, 4 * RATE, "VHQ")
    assert np.abs(above).max() <= 10 ** (-1 / 20)


def bursts() -> Samples:
    """The sharpest waves there are: samples under the ceiling whose signs are those of the interpolation, so that
    the wave between them passes it; whole and cut in two, at every place of a tile."""
    half_way = FILTER[OVERSAMPLING // 2 :: OVERSAMPLING] * OVERSAMPLING
    signs = np.sign(half_way).astype(np.float32)
    whole = signs * np.float32(1.05 * CEILING / np.abs(half_way).sum())
    later = np.where(np.arange(len(signs)) < len(signs) // 2, 0, signs).astype(np.float32) * np.float32(0.98 * CEILING)
    samples = np.zeros(4 * TILE * (2 * TILE + 1), np.float32)
    for place in range(2 * TILE):
        start = place * (4 * TILE + 1) + TILE
        samples[start : start + len(signs)] = whole if place % 2 else later
    return samples


def test_the_limiter_finds_every_peak_that_plain_oversampling_finds() -> None:
    """Most tiles are left out; what is left out must be harmless, also where the wave is as sharp as can be."""
    random = np.random.default_rng(7)
    for samples in (voice(5.0).samples * 2.5, random.uniform(-0.8, 0.8, 12_345), bursts()):
        samples = samples.astype(np.float32)
        plain = np.abs(resample_poly(samples, OVERSAMPLING, 1)).reshape(-1, OVERSAMPLING).max(axis=1)
        found = _true_peaks(samples, CEILING)
        over = plain > CEILING
        assert over.any()
        assert np.abs(found - np.maximum(plain, np.abs(samples)))[over].max() < 1e-6
        assert found[~over].max() <= CEILING * 1.000001


def test_a_hundred_pieces_of_mp3_are_one_recording(tmp_path: Path) -> None:
    """Pieces are encoded by encoders of their own: as long as one would make it, and silent at every seam."""
    sentence = np.concatenate([voice(6.0, rate=22050).samples, np.zeros(9000, np.float32)])
    book = np.tile(sentence, 60)
    encode_clip(Clip(book, 22050), tmp_path / "book.mp3", "mp3")
    at_once = lameenc_of_one_piece(book)
    assert (tmp_path / "book.mp3").stat().st_size == pytest.approx(len(at_once), abs=1000)
    (tmp_path / "one.mp3").write_bytes(at_once)
    back, one = read_clip(tmp_path / "book.mp3").samples, read_clip(tmp_path / "one.mp3").samples
    assert len(back) == len(one)
    assert np.abs(back - one).max() < 0.05
    assert np.sqrt(np.mean((back - one) ** 2)) < 0.01 * np.sqrt(np.mean(one**2))


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100])
def test_no_click_where_pieces_of_mp3_meet(tmp_path: Path, rate: int) -> None:
    tone_then_silence = np.concatenate([tone(3.0, rate=rate).samples, np.zeros(rate // 2, np.float32)])
    encode_clip(Clip(np.tile(tone_then_silence, 30), rate), tmp_path / "book.mp3", "mp3")
    back = read_clip(tmp_path / "book.mp3").samples
    assert len(back) / rate == pytest.approx(30 * 3.5, abs=0.2)
    pauses = [back[round((k * 3.5 + 3.15) * rate) : round((k * 3.5 + 3.45) * rate)] for k in range(30)]
    assert max(float(np.abs(pause).max()) for pause in pauses) < 1e-3
    tones = [back[round((k * 3.5 + 0.15) * rate) : round((k * 3.5 + 2.85) * rate)] for k in range(30)]
    levels = [float(np.sqrt(np.mean(one**2))) for one in tones]
    assert max(levels) == pytest.approx(min(levels), rel=0.02)


def test_the_same_bytes_on_one_core_and_on_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = voice(6.0)
    files = []
    for cores in (1, 4):
        monkeypatch.setattr("os.sched_getaffinity", lambda _pid, cores=cores: set(range(cores)))
        paths = [tmp_path / f"book{cores}.{form}" for form in ("flac", "mp3")]
        assemble(((sentence, 0.6) for _ in range(20)), paths, RATE)
        files.append([path.read_bytes() for path in paths])
    assert files[0] == files[1]


def test_parts_are_read_when_their_turn_comes_and_their_errors_are_raised(tmp_path: Path) -> None:
    def missing() -> Clip:
        raise FileNotFoundError("a clip")

    with pytest.raises(FileNotFoundError):
        assemble([(voice(1.0), 0.5), (missing, 0.5)], [tmp_path / "book.flac", tmp_path / "book.mp3"], RATE)
    assert list(tmp_path.iterdir()) == []


def test_an_error_while_it_is_written_leaves_no_file(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        assemble([(voice(10.0), 0.5)], [tmp_path / "book.flac", tmp_path / "book.mp3"], RATE, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_silence_is_not_blown_up(tmp_path: Path) -> None:
    report = assemble([(np.zeros(RATE, np.float32), 1.0)], [tmp_path / "book.flac"], RATE)
    assert report.gain_db == 0
    assert measure(read_clip(tmp_path / "book.flac")).peak == 0


def test_a_long_book_never_sits_in_memory(tmp_path: Path) -> None:
    sentence = voice(10.0)
    tracemalloc.start()
    report = assemble(((sentence, 0.5) for _ in range(120)), [tmp_path / "book.flac"], RATE)
    encode_file(tmp_path / "book.flac", tmp_path / "book.wav", "wav")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.duration_seconds == pytest.approx(1260)
    assert peak < 30 << 20  # the whole would be 121 MB of float32


def lameenc_of_one_piece(samples: Samples, rate: int = 22050) -> bytes:
    encoder = mp3._encoder(rate)
    return bytes(encoder.encode(pcm16(samples).tobytes()) + encoder.flush())


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
