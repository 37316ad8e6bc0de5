"""Our own gold sentences: how many are read right, and that the comparison forgives spelling but no wrong reading."""

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from speech.text import normalise
from speech.types import TextOptions
from tests.speech.text import gold

FLOOR_DEV = 0.985
FLOOR_BLIND = 0.95
SHARED_WORDS: Final = 0.8
"""Two sentences that share this much of the longer one's words are the same sentence."""

_PUBLIC: Final = os.environ.get("GIONG_TEXTNORM")


@pytest.mark.parametrize(("half", "floor"), [("dev", FLOOR_DEV), ("blind", FLOOR_BLIND)])
def test_most_sentences_are_read_right(half: str, floor: float) -> None:
    """Shows what is missed (``-s``), of the blind half only how many of each class, so that it stays blind."""
    cases = gold.sentences(half)
    missed = [case for case in cases if not case.is_read_by(normalise(case.text, TextOptions()).text)]
    share = 1 - len(missed) / len(cases)
    print(f"{half}: {share:.1%} of {len(cases)} right; missed: {dict(Counter(case.kind for case in missed))}")
    if half == "dev":
        print(*(case.text for case in missed), sep="\n")
    assert share >= floor


@pytest.mark.parametrize("half", ["dev", "blind"])
def test_a_half_is_large_and_its_readings_are_words(half: str) -> None:
    cases = gold.sentences(half)
    assert len(cases) >= 330
    assert len({case.text for case in cases}) == len(cases)
    assert all(re.fullmatch(r"[^\W\d_]+( [^\W\d_]+)*", _said(case)) for case in cases)


def test_the_halves_share_no_sentence() -> None:
    blind = {case.text: _words(case.text) for case in gold.sentences("blind")}
    assert [case.text for case in gold.sentences("dev") if _is_among(_words(case.text), blind)] == []


@pytest.mark.skipif(_PUBLIC is None, reason="no public sentences here (GIONG_TEXTNORM)")
def test_no_public_sentence_is_ours() -> None:
    public = {text: _words(text) for text in _public_sentences()}
    assert public
    ours = gold.sentences("dev") + gold.sentences("blind")
    assert [case.text for case in ours if case.text in public or _is_among(_words(case.text), public)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hai nghìn không trăm linh bốn", "hai ngàn lẻ tư"),
        ("hai mươi tư", "Hai mươi bốn."),
        ("hai mươi mốt", "hai mốt"),
        ("ba mươi nhăm", "ba mươi lăm"),
        ("ba phẩy mười bốn", "ba phẩy một bốn"),
        ("ba phẩy hai mươi lăm", "ba phẩy hai năm"),
        ("không phẩy một trăm hai mươi lăm", "không phẩy một hai năm"),
        ("bảy giờ ba mươi phút", "bảy giờ rưỡi"),
        ("bảy giờ không năm phút", "bảy giờ năm"),
        ("ngày mùng hai tháng chín", "mồng hai tháng chín"),
        ("năm mươi đô la mỹ", "năm mươi u s d"),
        ("gờ đê pê", "gi đi pi"),
        ("vê tê vê", "v t v"),
        ("mười kí-lô-mét trên giờ", "mười ki lô mét mỗi giờ"),
        ("hoà bình tỉ lệ quý", "hòa bình tỷ lệ quý"),
        ("thuý", "thu\u0301y"),
    ],
)
def test_readings_that_sound_alike_are_equal(one: str, other: str) -> None:
    assert gold.canonical(one) == gold.canonical(other)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("một không năm", "một trăm linh năm"),
        ("tháng năm năm hai nghìn không trăm hai mươi lăm", "tháng năm hai nghìn không trăm hai mươi lăm"),
        ("hai mươi lăm", "hai mươi năm"),
        ("hai nghìn không trăm năm mươi", "hai nghìn năm trăm"),
        ("ngày mười lăm", "ngày ngày mười lăm"),
        ("thứ tư", "thứ bốn"),
        ("hai một", "hai đến một"),
        ("ba phẩy không năm", "ba phẩy năm"),
        ("ba phẩy hai mươi", "ba phẩy hai"),
        ("ba phẩy hai mươi lăm", "ba phẩy hai mươi năm"),
        ("tám giờ năm phút", "tám giờ năm mươi phút"),
        ("tám giờ năm phút ba giây", "tám giờ năm ba giây"),
        ("âm năm độ", "năm độ"),
        ("năm mươi nghìn", "năm mươi ca"),
        ("một nghìn", "một triệu"),
    ],
)
def test_wrong_readings_are_unequal(right: str, wrong: str) -> None:
    assert gold.canonical(right) != gold.canonical(wrong)


def test_braces_stand_for_every_choice() -> None:
    readings = {" ".join(each.split()) for each in gold.expanded("a {|b} {c|d{e|f}}")}
    assert readings == {"a c", "a b c", "a de", "a b de", "a df", "a b df"}


def test_english_is_not_compared_as_vietnamese() -> None:
    assert gold.canonical("my eyes", "en") == "my eyes"
    assert gold.canonical("twenty-five", "en") == "twenty five"


def _said(case: gold.Sentence) -> str:
    return gold.canonical(next(gold.expanded(case.readings[0])), case.language)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _is_among(words: frozenset[str], others: dict[str, frozenset[str]]) -> bool:
    return any(len(words & each) >= SHARED_WORDS * max(len(words), len(each)) for each in others.values())


def _public_sentences() -> set[str]:
    files = sorted(Path(_PUBLIC or "").glob("*.jsonl"))
    return {json.loads(line)["input"] for file in files for line in file.read_text("utf-8").splitlines()}
