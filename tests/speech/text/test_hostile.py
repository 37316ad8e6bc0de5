"""Text made to break things: no exception, nothing lost, and time that grows no faster than the text."""

import time

import pytest

from speech.text import chunks, compose, normalise
from speech.types import TextOptions

LENGTH = 100_000
SECONDS = 20.0  # generous: a shared machine; a quadratic step takes minutes


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        "1.",
        "1-",
        "1,2.3",
        " ",
        "\n",
        "(",
        "?.!",
        "<",
        "<script ",
        "<!--",
        "&#",
        "&#7879;",
        "e\u0301\u0323",
        "\u0301",
        "😀",
        "\ud800",
        "\x00",
        "A.",
        "x@",
        "a.b",
        "%",
        "1/2/",
        "$1",
        "GD&ĐT",
        "I",
        "-",
        " -",
        "“",
        "ab\n",
        "1h",
        "0 ",
        "日",
    ],
)
def test_repetition_without_end(unit: str) -> None:
    text = (unit * LENGTH)[:LENGTH]
    began = time.perf_counter()
    found = chunks(text, TextOptions())
    assert time.perf_counter() - began < SECONDS
    assert "".join(chunk.text for chunk in found) == text
    assert all(len(chunk.text) <= 500 and len(chunk.spoken) <= 500 for chunk in found)


def test_cost_is_linear() -> None:
    paragraph = "Ngày 15/3/2024, giá vàng tăng 1,2 triệu đồng/lượng, lên 80,5 triệu đồng tại TP.HCM. " * 10 + "\n\n"
    chunks(paragraph, TextOptions())  # the backend's start is not what is measured

    def seconds(times: int) -> float:
        began = time.process_time()
        chunks(paragraph * times, TextOptions())
        return time.process_time() - began

    assert seconds(160) < 4 * 4 * max(seconds(40), 0.01)


def test_a_long_text_can_be_normalised_at_once() -> None:
    text = "Có 5 người. " * 5000
    spoken = normalise(text, TextOptions())
    assert spoken.text.count("năm") == 5000


def test_a_flood_of_marks_is_composed_in_linear_time() -> None:
    started = time.monotonic()
    text = compose("Tie\u0302\u0301ng a" + "\u0301\u0323" * 500_000)
    assert time.monotonic() - started < 5
    assert text.startswith("Tiếng ạ")
    assert len(text) < 40
