import io
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from speech.cloning.prints import read_print, write_print
from speech.errors import SpeechError
from speech.types import VoicePrint

VOICE = VoicePrint(
    engine="espeak",
    fingerprint="one",
    language="vi",
    arrays={"mean": np.arange(3, dtype=np.float32), "empty": np.zeros((0, 33), np.float32)},
    facts={"offset_keys": "aː/0\nclass/V", "wpm": 160.5, "high": 1},
    transcript="Xin chào.",
)


def same(one: VoicePrint, other: VoicePrint) -> bool:
    arrays = all(np.array_equal(one.arrays[name], other.arrays[name]) for name in one.arrays)
    return arrays and replace(one, arrays={}) == replace(other, arrays={})


def test_a_print_comes_back_from_a_path_and_from_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "giọng nói.npz"
    write_print(path, VOICE)
    stream = io.BytesIO()
    write_print(stream, VOICE)
    stream.seek(0)
    assert same(VOICE, read_print(path, "one"))
    assert same(VOICE, read_print(stream))


def test_a_path_gets_no_other_suffix(tmp_path: Path) -> None:
    write_print(tmp_path / "voice", VOICE)
    assert [path.name for path in tmp_path.iterdir()] == ["voice"]


def test_another_version_is_refused() -> None:
    stream = io.BytesIO()
    write_print(stream, VOICE)
    stream.seek(0)
    with pytest.raises(SpeechError) as caught:
        read_print(stream, "two")
    assert caught.value.code == "voice_print_mismatch"


class Trap:
    """Unpickling this would write a file."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Path("/tmp/giong-was-unpickled").touch, ())


def pickled() -> bytes:
    stream = io.BytesIO()
    np.savez(stream, __print__=np.array([Trap()], dtype=object))
    return stream.getvalue()


def truncated() -> bytes:
    stream = io.BytesIO()
    write_print(stream, VOICE)
    return stream.getvalue()[:-60]


@pytest.mark.parametrize(
    "data",
    [b"", b"no print at all", b"PK\x03\x04", pickle.dumps(Trap()), pickled(), truncated()],
    ids=["empty", "text", "zip", "pickle", "pickle inside", "truncated"],
)
def test_what_is_no_print_is_refused_and_never_run(data: bytes) -> None:
    with pytest.raises(SpeechError) as caught:
        read_print(io.BytesIO(data))
    assert caught.value.code == "voice_print_mismatch"
    assert not Path("/tmp/giong-was-unpickled").exists()


def test_a_print_of_nothing_but_arrays_is_refused() -> None:
    stream = io.BytesIO()
    np.savez(stream, mean=np.zeros(3))
    stream.seek(0)
    with pytest.raises(SpeechError):
        read_print(stream)
