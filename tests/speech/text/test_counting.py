"""Words and seconds."""

import pytest

from speech.text import count_words, estimate_seconds


@pytest.mark.parametrize(("text", "words"), [("", 0), ("  \n ", 0), ("một hai  ba\nbốn", 4), ("a-b c/d", 2)])
def test_words_stand_between_white_space(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_hundred_and_fifty_words_take_a_minute() -> None:
    assert estimate_seconds(150) == 60.0
    assert estimate_seconds(0) == 0.0
