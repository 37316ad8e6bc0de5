"""Cleaning: what is repaired, what is flagged, and that every character knows where it came from."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.text import clean
from speech.types import TextOptions
from tests.speech.text.strategies import texts


@pytest.mark.parametrize(
    ("odd", "plain", "code"),
    [
        ("Vie\u0323\u0302t", "Việt", "decomposed"),
        ("tie\u0301\u0302ng", "tiếng", "decomposed"),
        ("mo\u0301\u031bi", "mới", "decomposed"),
        ("\u00f3\u031b", "ớ", "decomposed"),
        ("gia\u200bo", "giao", "invisible_character"),
        ("bản\u00adg", "bảng", "invisible_character"),
        ("\ufeffChào", "Chào", "invisible_character"),
        ("a\x00b\x07", "ab", "control_character"),
        ("c\ufffdd", "cd", "broken_character"),
        ("１２３", "123", "unusual_form"),
        ("ﬁn", "fin", "unusual_form"),
        ("Ⅻ", "XII", "unusual_form"),
        ("٣", "3", "unusual_form"),
        ("H₂O", "H2O", "unusual_form"),
        ("①", "1", "unusual_form"),
        ("Ðà Nẵng", "Đà Nẵng", "look_alike"),
        ("vui 😀", "vui ", "emoji"),
        ("vui😀😀quá", "vui quá", "emoji"),
        ("R&amp;D", "R&D", "html_entity"),
        ("Vi&#7879;t", "Việt", "html_entity"),
        ("<b>đậm</b>", "đậm", "markup"),
        ("một<br>hai", "một\nhai", "markup"),
        ("a<script>var b = '<i>';</script>c", "a c", "markup"),
        ("a<style>p {}</style >c", "a c", "markup"),
        ("a<!-- b -->c", "a c", "markup"),
        ("Hay!!!!", "Hay!", "repeated_punctuation"),
        ("Sao?!?!", "Sao?!", "repeated_punctuation"),
        ("Mục 1.......5", "Mục 1…5", "repeated_punctuation"),
        ("a -----b", "a  b", "repeated_punctuation"),
        ("Ɖà Nẵng", "Đà Nẵng", "look_alike"),
        ("Vіệt Nаm", "Việt Nam", "look_alike"),  # two letters of the Cyrillic alphabet
        ("5 μg", "5 µg", "look_alike"),
        ("٣٤ và ३", "34 và 3", "unusual_form"),
        ("ＡＢＣ", "ABC", "unusual_form"),
        ("￥500", "¥500", "unusual_form"),
        ("30 ㎡", "30 m2", "unusual_form"),
        ("2⅕ kg", "2 1/5 kg", "unusual_form"),
        ("①Một", "1 Một", "unusual_form"),
        ("10⁻³ m", "10^-3 m", "unusual_form"),
        ("x⁴ + 10¹²", "x^4 + 10^12", "unusual_form"),
        ("người¹ dân.²", "người dân.", "note_mark"),
        ("a\ue000b", "ab", "control_character"),
        ("a\u202eb\u2066", "ab", "invisible_character"),
        ("&amp;nbsp;x", " x", "html_entity"),
        ("&lt;b&gt;đậm&lt;/b&gt;", "đậm", "markup"),
        ("vui quá :)) nha", "vui quá nha", "emoji"),
        ("buồn :(", "buồn", "emoji"),
        ("thương lắm <3", "thương lắm", "emoji"),
    ],
)
def test_odd_text_is_repaired_and_flagged(odd: str, plain: str, code: str) -> None:
    cleaned = clean(odd)
    assert cleaned.text == plain
    assert code in {flag.code for flag in cleaned.flags}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tiếng Việt có dấu: ươ, ẫ, ỹ.",
        "a < b và c > d",
        "AT&T",
        "x <y và z",
        "a--b",
        "5 °C, 3 × 4",
        "“Ừ”, anh nói…",
        "Hoà hòa, thuý thúy, khoẻ khỏe",
        "30 m², 5 km³, ½ cốc, 20 °C",
        "2*3*4, snake_case_name, #1, > 5, 5 * 3, a_b",
        "(gồm cam, quýt :)",
        "nhiệt độ <3 độ",
        "Привет, 日本",
        "Ca²⁺",
    ],
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == text
    assert not cleaned.flags


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("# Chương một\n## Mục hai ##", "Chương một\nMục hai"),
        ("Một **đậm**, *nghiêng*, __gạch__, _chân_, ~~bỏ~~, `mã`.", "Một đậm, nghiêng, gạch, chân, bỏ, mã."),
        ("**đậm và *nghiêng* nữa**", "đậm và nghiêng nữa"),
        ("Xem [báo](https://a.vn/x_(y) 'tựa') và [mục][1].\n\n[1]: http://b.vn", "Xem báo và mục.\n\n"),
        ("![con mèo](meo.png) ngủ", "con mèo ngủ"),
        ("[![ảnh](a.png)](http://b.vn) đẹp", "ảnh đẹp"),
        ("- [x] Gạo\n* Muối\n+ Nước", "- Gạo\n- Muối\n- Nước"),
        ("> Trích\n> > nữa", "Trích\nnữa"),
        ("A\n\n---\n\nB\n***\nC", "A\n\n\n\nB\n\nC"),
        ("```python\nx = 1\n```\nHết", "\nx = 1\n\nHết"),
        ("| Tên | Giá |\n|---|:-:|\n| Cam | 5 |", " Tên, Giá \n\n Cam, 5 "),
        ("Viết \\*sao\\* ra", "Viết *sao* ra"),
        ("Thư <lan@a.vn> hoặc <https://a.vn>", "Thư lan@a.vn hoặc https://a.vn"),
        ("Dân số[^1] tăng", "Dân số tăng"),
    ],
)
def test_of_markdown_the_words_stay(written: str, words: str) -> None:
    cleaned = clean(written)
    assert cleaned.text == words
    assert {flag.code for flag in cleaned.flags} == {"markup"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("vui 😂😂😂 quá", "vui, cười ra nước mắt, quá"),
        ("tốt 👍🏽", "tốt, ngón tay cái giơ lên "),
        ("🇻🇳 thắng", "cờ Việt Nam, thắng"),
        ("vui :)", "vui, mặt cười "),
        ("🦒 cao", "cao"),  # no name of ours: said by nobody, flagged all the same
    ],
)
def test_emoji_are_said_when_asked_for(written: str, said: str) -> None:
    cleaned = clean(written, TextOptions(language="vi", emoji="say"))
    assert cleaned.text == said
    assert {flag.code for flag in cleaned.flags} == {"emoji"}


def test_emoji_have_english_names_in_english() -> None:
    cleaned = clean("This is so funny 😂", TextOptions(emoji="say"))
    assert cleaned.text == "This is so funny, face with tears of joy "


def test_what_opens_a_word_belongs_to_it() -> None:
    cleaned = clean("xin **chào** bạn")
    assert cleaned.source_span(4, 8) == (4, 12)


@given(st.lists(st.sampled_from(("trời", "mưa", "đường", "hoà", "thuý", "được", "những")), min_size=1).map(" ".join))
def test_plain_words_are_never_touched(text: str) -> None:
    assert clean(text) == clean(text, TextOptions(emoji="say"))
    assert clean(text).text == text


def test_lone_surrogates_are_left_out() -> None:
    cleaned = clean("a\ud800b")
    assert cleaned.text == "ab"
    assert {flag.code for flag in cleaned.flags} == {"broken_character"}


def test_line_ends_become_line_feeds() -> None:
    assert clean("a\r\nb\rc\u2028d\x0be").text == "a\nb\nc\nd\ne"


def test_a_run_of_one_kind_is_one_flag() -> None:
    (flag,) = clean("a" + "😀" * 50 + "b").flags
    assert (flag.start, flag.end) == (1, 51)


def test_marks_without_end_are_cut() -> None:
    cleaned = clean("e" + "\u0301\u0323" * 5000)
    assert len(cleaned.text) < 10
    assert {flag.code for flag in cleaned.flags} == {"excess_marks"}


def test_unclosed_elements_keep_their_text() -> None:
    assert "nội dung" in clean("<script>nội dung").text


@given(texts)
def test_every_character_knows_its_source(text: str) -> None:
    cleaned = clean(text)
    offsets = list(cleaned.offsets)
    assert offsets[0] == 0
    assert offsets == sorted(offsets)
    assert len(offsets) == len(cleaned.text) + 1
    if cleaned.text:
        assert offsets[-1] == len(text)
    assert all(0 <= flag.start < flag.end <= len(text) for flag in cleaned.flags)


@given(texts)
def test_nothing_unsayable_is_left(text: str) -> None:
    cleaned = clean(text).text
    assert not {"\x00", "\ud800", "\u200b", "\ufeff", "\r"} & set(cleaned)
    cleaned.encode("utf-8")  # a lone surrogate would raise


@given(st.text("aăâeêoôơuưydđ\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323 ", max_size=30))
def test_letters_are_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", clean(text).text)
