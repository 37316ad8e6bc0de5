"""Thousands of hostile strings: nothing raises, nothing is lost, nothing takes long, and eight processes agree.

Short in every run; ``GIONG_FAULTS=full`` takes all 100,000 strings and 10,000 answers of each kind of process.
"""

import multiprocessing
import os
import subprocess
import sys
import time

import pytest

from speech.text import chunks, normalise
from speech.types import TextOptions
from tests.speech.text.hostile_strings import strings

IS_FULL = os.environ.get("GIONG_FAULTS") == "full"
STRINGS = 100_000 if IS_FULL else 600
ANSWERS = 10_000 if IS_FULL else 1_000
PROCESSES = 8
SECONDS = 1.0
OPTIONS = TextOptions()
VIETNAMESE = TextOptions(language="vi", emoji="say", max_chars=120)
LONGEST = 100_000
MEMORY_BYTES = 50_000_000


def check(text: str, options: TextOptions) -> None:
    spoken = normalise(text, options)
    assert (spoken.source, spoken.alignment[-1].source_end) == (text, len(text))
    assert spoken.alignment[-1].spoken_end == len(spoken.text)
    assert not any(char.isdecimal() or char in "\x00\ue000\ud800" for char in spoken.text)
    assert "".join(chunk.text for chunk in chunks(text, options)) == text


def test_hostile_strings() -> None:
    for number, text in enumerate(filter(None, strings(STRINGS))):
        began = time.thread_time()
        check(text, VIETNAMESE if number % 2 else OPTIONS)
        assert time.thread_time() - began < SECONDS, text


@pytest.mark.parametrize(
    "unit", ["1-", "1.", "1,2.3", "~1", "(1", "@", "a", "\ud800", "\x00", "😀", "**a", "[a](", ":) ", "|a"]
)
def test_a_token_of_100_kilobytes(unit: str) -> None:
    normalise("Có 5 kg ABC.", OPTIONS)  # the backend's start is not what is measured
    text = (unit * LONGEST)[:LONGEST]
    began = time.thread_time()
    check(text, OPTIONS)
    assert time.thread_time() - began < 4 * SECONDS  # twice, on a machine that others use as well


MEASURED = """
import sys
from speech.text import chunks, normalise
from speech.types import TextOptions
def peak():
    with open("/proc/self/status") as status:  # rusage would tell the peak of whoever started us
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
normalise("Có 5 kg ABC.", TextOptions())
start, unit, size = peak(), sys.argv[1], int(sys.argv[2])
text = (unit * (size // len(unit) + 1))[:size]
assert normalise(text, TextOptions()).alignment[-1].source_end == len(text)
assert sum(len(chunk.text) for chunk in chunks(text, TextOptions())) == len(text)
print(peak() - start)
"""
PROSE = "Ngày 15/3/2024 giá vàng tăng 1,2 triệu đồng. Ông An nói rằng thị trường sẽ còn biến động mạnh.\n"


@pytest.mark.parametrize("unit", [PROSE, "đường", "a b "])
def test_a_long_text_takes_little_memory(unit: str) -> None:
    size = 1_000_000 if IS_FULL else 250_000
    command = [sys.executable, "-c", MEASURED, unit, str(size)]
    measured = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(measured.stdout) < MEMORY_BYTES * (1 if IS_FULL else 0.4)


def said_by_process(number: int) -> str:
    return normalise(f"Đơn số {number} ngày 2/9/2024 trị giá {number}.500đ tại TP.HCM, mã XQ{number}Z.", OPTIONS).text


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_eight_processes_never_mix_their_answers(way: str) -> None:
    """Forked after the backend was used here, and started afresh."""
    expected = [said_by_process(number) for number in range(ANSWERS)]
    with multiprocessing.get_context(way).Pool(PROCESSES) as pool:
        assert pool.map(said_by_process, range(ANSWERS), chunksize=20) == expected
