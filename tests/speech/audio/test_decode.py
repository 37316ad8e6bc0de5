"""Decoding strangers' recordings: every container, every refusal."""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech.audio import decode, sniff
from speech.errors import SpeechError
from tests.speech.audio.signals import RATE, clipped, save, tone, voice
from tests.speech.corpus import CORPUS, needs_corpus

CONTAINERS = ["mp3", "wav", "m4a", "ogg", "flac", "webm"]


def code_of(path: Path, min_seconds: float = 5.0, max_seconds: float = 300.0) -> str:
    with pytest.raises(SpeechError) as caught:
        decode(path, min_seconds=min_seconds, max_seconds=max_seconds)
    return caught.value.code


@pytest.mark.parametrize("container", CONTAINERS)
def test_decodes_by_content_whatever_the_name(tmp_path: Path, container: str) -> None:
    clip = voice(6.0, rate=48000)
    path = save(clip, tmp_path / f"voice.{container}").rename(tmp_path / "tệp 🎧.jpg")
    assert sniff(path) == container
    decoded = decode(path)
    assert decoded.rate == RATE
    assert decoded.samples.dtype == np.float32
    assert decoded.seconds == pytest.approx(6.0, abs=0.1)
    assert np.abs(decoded.samples).max() == pytest.approx(0.4, rel=0.15)


@pytest.mark.parametrize("container", ["mp3", "wav", "m4a", "ogg", "flac", "webm"])
def test_a_cut_file_is_refused_and_says_how_much_was_read(tmp_path: Path, container: str) -> None:
    path = save(voice(12.0, rate=48000), tmp_path / f"voice.{container}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with pytest.raises(SpeechError) as caught:
        decode(path)
    assert caught.value.code == "truncated_audio"
    assert 4 < float(str(caught.value.params["seconds"])) < 9


def test_length_limits_are_of_what_was_decoded(tmp_path: Path) -> None:
    path = save(voice(6.0), tmp_path / "voice.wav")
    assert code_of(path, min_seconds=7.0) == "audio_too_short"
    assert code_of(path, max_seconds=5.0) == "audio_too_long"
    assert decode(path, max_seconds=6.0).seconds == pytest.approx(6.0)


def test_bad_files_are_refused(tmp_path: Path) -> None:
    empty, text, junk = (tmp_path / name for name in ("empty.wav", "text.mp3", "junk.wav"))
    empty.touch()
    text.write_text("Đây không phải âm thanh. " * 100)
    junk.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + bytes(range(256)) * 40)
    assert code_of(empty) == "empty_file"
    assert code_of(text) == "unsupported_format"
    assert code_of(junk) == "unreadable_audio"
    assert code_of(tmp_path / "none.wav") == "no_such_file"


def test_silence_and_direct_current_are_silent(tmp_path: Path) -> None:
    for name, level in (("zeros", 0.0), ("dc", 0.5)):
        path = tmp_path / f"{name}.wav"
        soundfile.write(path, np.full(6 * RATE, level), RATE)
        assert code_of(path) == "silent_audio"


def test_not_a_number_is_refused(tmp_path: Path) -> None:
    samples = voice(6.0).samples
    samples[1000] = np.nan
    soundfile.write(tmp_path / "nan.wav", samples, RATE, "FLOAT")
    assert code_of(tmp_path / "nan.wav") == "unreadable_audio"


@pytest.mark.parametrize(("rate", "channels"), [(1, 1), (RATE, 0)])
def test_odd_headers_are_refused_before_decoding(tmp_path: Path, rate: int, channels: int) -> None:
    data = bytes(8192)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, 2 * rate * channels, 2 * channels, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    (tmp_path / "odd.wav").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert code_of(tmp_path / "odd.wav", min_seconds=0.0) == "unreadable_audio"


def test_channels_that_cancel_do_not_make_silence(tmp_path: Path) -> None:
    left = tone(6.0).samples
    soundfile.write(tmp_path / "opposed.wav", np.stack([left, -left], axis=1), RATE)
    decoded = decode(tmp_path / "opposed.wav")
    assert np.abs(decoded.samples).max() == pytest.approx(0.3, rel=0.02)


def test_stereo_becomes_its_mean(tmp_path: Path) -> None:
    left = tone(6.0).samples
    soundfile.write(tmp_path / "one_side.wav", np.stack([left, 0 * left], axis=1), RATE)
    assert np.abs(decode(tmp_path / "one_side.wav").samples).max() == pytest.approx(0.15, rel=0.02)


def test_a_wav_of_a_streaming_recorder_without_sizes_is_whole(tmp_path: Path) -> None:
    path = save(voice(6.0), tmp_path / "stream.wav")
    data = bytearray(path.read_bytes())
    at = data.index(b"data")
    data[at + 4 : at + 8] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    assert decode(path).seconds == pytest.approx(6.0)


def test_clipping_is_measured_before_resampling(tmp_path: Path) -> None:
    clean = decode(save(voice(6.0, rate=44100), tmp_path / "clean.wav"))
    cut = decode(save(clipped(voice(6.0, rate=44100), 0.3), tmp_path / "cut.wav"))
    assert clean.clipping_ratio == 0.0
    assert cut.clipping_ratio > 0.005


@needs_corpus
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("aeneas_mono.empty.wav", "empty_file"),
        ("mutagen_64bit.mp4", "unsupported_format"),
        ("taglib_infloop.m4a", "unreadable_audio"),
        ("taglib_longloop.ape", "unsupported_format"),
        ("tika_testMP4_truncated.m4a", "unreadable_audio"),
        ("tika_testMP3_id3_false_aac.mp3", "audio_too_long"),
        ("tika_testAMR.amr", "unsupported_format"),
        ("tika_testFLV.flv", "unsupported_format"),
        ("tika_testMKV.mkv", "unsupported_format"),
        ("tika_testWMA.wma", "unsupported_format"),
        ("mutagen_8k-4ch-1s-silence.aif", "unsupported_format"),
        ("tika_en-US_Hi.mp4", "audio_too_short"),
    ],
)
def test_odd_files_of_others(name: str, code: str) -> None:
    assert code_of(CORPUS / "speech" / "odd" / name) == code
