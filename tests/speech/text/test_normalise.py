"""The promises of ``normalise``: aligned without gaps, nothing plain lost, nothing raised, whatever comes."""

import re
from itertools import pairwise

import pytest
from hypothesis import given

from speech.text import normalise
from speech.text.vietnamese.reading import is_plain
from speech.types import Spoken, TextOptions
from tests.speech.text.strategies import texts

VIETNAMESE = TextOptions(language="vi")


def assert_aligned(spoken: Spoken) -> None:
    """The alignment covers source and speech, in order, without gaps."""
    if not spoken.source:
        assert not spoken.alignment
        return
    first, last = spoken.alignment[0], spoken.alignment[-1]
    assert (first.spoken_start, first.source_start) == (0, 0)
    assert (last.spoken_end, last.source_end) == (len(spoken.text), len(spoken.source))
    for before, after in pairwise(spoken.alignment):
        assert (before.spoken_end, before.source_end) == (after.spoken_start, after.source_start)
    assert all(part.spoken_start <= part.spoken_end for part in spoken.alignment)
    assert all(part.source_start <= part.source_end for part in spoken.alignment)


@given(texts)
def test_every_text_is_aligned(text: str) -> None:
    for options in (
        TextOptions(),
        VIETNAMESE,
        TextOptions(language="en"),
        TextOptions(language="vi", backend="none"),
    ):
        spoken = normalise(text, options)
        assert spoken.source == text
        assert_aligned(spoken)


@given(texts)
def test_what_is_said_can_be_said(text: str) -> None:
    for options in (VIETNAMESE, TextOptions(language="en")):
        said = normalise(text, options).text
        assert not re.search(r"[0-9\x00-\x1f\ue000]|  |^ | $", said)


def test_each_rewritten_token_points_at_its_source() -> None:
    text = "Giá 45.000đ tại TP.HCM, tăng 5%."
    spoken = normalise(text, VIETNAMESE)
    pairs = {
        text[part.source_start : part.source_end]: spoken.text[part.spoken_start : part.spoken_end]
        for part in spoken.alignment
    }
    assert pairs["45.000đ"] == "bốn mươi lăm nghìn đồng"
    assert pairs["TP.HCM"] == "thành phố Hồ Chí Minh"
    assert pairs["5%"] == "năm phần trăm"
    assert pairs["Giá"] == "Giá"


def test_alignment_reaches_through_cleaning() -> None:
    text = "<b>Vie\u0323\u0302t</b> 5&nbsp;kg"
    spoken = normalise(text, VIETNAMESE)
    assert spoken.text == "Việt năm ki lô gam"
    assert_aligned(spoken)
    assert {flag.code for flag in spoken.flags} == {"markup", "decomposed", "html_entity"}


@given(texts)
def test_no_plain_word_is_lost(text: str) -> None:
    """Words that stand alone between white space are said as they stand, whatever is beside them."""
    sentence = f"trời mưa {text} đường ngập".replace("<", " ").replace("\n", " ")
    words = [word for word in sentence.split() if word.isalpha() and word.islower() and is_plain(word)]
    said = normalise(sentence, VIETNAMESE).text.lower()
    assert all(word in said for word in words)


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "😀", "\ud800", "<script>x</script>"])
def test_nothing_to_say_is_an_empty_text(text: str) -> None:
    spoken = normalise(text, VIETNAMESE)
    assert spoken.text == ""
    assert_aligned(spoken)


def test_white_space_is_settled() -> None:
    assert normalise("  xin \t chào ,\n bạn  ! ", VIETNAMESE).text == "xin chào, bạn!"


def test_saying_it_twice_changes_nothing() -> None:
    text = "Ngày 2/9/1945 lúc 14h30, TP.HCM có 1.250,5 kg hàng giá 45.000đ (tăng 5%)."
    once = normalise(text, VIETNAMESE).text
    assert normalise(once, VIETNAMESE).text == once
