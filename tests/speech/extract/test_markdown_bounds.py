"""Markdown that is made to keep its parser busy costs in proportion to its length, and ends with a code."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.extract import extract
from speech.extract.html.markdown import to_html
from speech.extract.limits import READER

WILD = ("](", "[a](", "![a](", "](b (", "](\n", "[a]: b (\n")


def cost(text: str) -> float:
    began = time.process_time()
    to_html(text)
    return time.process_time() - began


@pytest.mark.parametrize("wild", WILD)
def test_four_times_as_much_costs_four_times_as_much(wild: str) -> None:
    """A square would cost sixteen times; the best of two tells less of what else the machine does."""
    short, long = (min(cost(wild * count) for _ in range(2)) for count in (1_000, 4_000))
    assert long < 9 * max(short, 0.01)


def test_what_takes_longer_than_a_reader_has_ends_with_a_code(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Một\n\n" + "[a](" * 400_000)
    with pytest.raises(SpeechError) as caught:
        extract(path, limits=replace(READER, cpu_seconds=2, wall_seconds=10.0))
    assert caught.value.code == "took_too_long"
    assert caught.value.message("vi")
