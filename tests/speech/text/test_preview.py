"""What a preview shows covers the text, whatever the text is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from speech.text import normalise
from speech.text.dictionary import _dictionary
from speech.text.preview import moved, preview, window_end
from speech.types import Choice, Pronunciation, TextOptions
from tests.speech.text.strategies import texts

OPTIONS = TextOptions(backend="none")


@given(texts, st.integers(0, 60), st.integers(1, 60))
def test_sentences_and_tokens_cover_the_text_also_where_places_are_chosen(text: str, start: int, size: int) -> None:
    options = TextOptions(backend="none", choices=(Choice(start, start + size, "chọn"),))
    found = preview(text, options)
    assert "".join(sentence.text for sentence in found.sentences) == text
    for sentence in found.sentences:
        assert "".join(token.text for token in sentence.tokens) == sentence.text
        assert "".join(token.spoken for token in sentence.tokens).strip() == sentence.spoken
    said = "".join(sentence.spoken for sentence in found.sentences)
    assert "".join(said.split()) == "".join(normalise(text, options).text.split())


@given(texts, st.integers(40, 200))
def test_windows_joined_are_the_text(text: str, limit: int) -> None:
    at, parts = 0, []
    while at < len(text):
        end = window_end(text, at, limit)
        assert at < end <= at + limit
        parts.append(text[at:end])
        at = end
    assert "".join(parts) == text


def test_a_window_ends_after_a_line_else_after_a_sentence() -> None:
    assert window_end("Một hai ba.\nBốn năm sáu.\nBảy tám", 0, 30) == len("Một hai ba.\nBốn năm sáu.\n")
    assert window_end("Một hai ba. Bốn năm sáu. Bảy tám chín mười", 0, 30) == len("Một hai ba. Bốn năm sáu. ")
    assert window_end("x" * 50, 0, 30) == 30


def test_moved_spans_count_from_further_left() -> None:
    found = moved(preview("Có 15\u200b người.", OPTIONS), 100)
    token = next(token for token in found.sentences[0].tokens if token.by)
    assert (token.start, found.sentences[0].start, found.flags[0].start) == (103, 100, 105)


def test_what_is_repaired_says_so_and_what_stays_does_not() -> None:
    tokens = [(token.text, token.by) for token in preview("Chữ <b>đậm</b> này.", OPTIONS).sentences[0].tokens]
    assert ("Chữ", "") in [(text.strip(), by) for text, by in tokens]
    assert all(by == "repair" for text, by in tokens if "<" in text)


def test_what_is_unsure_brings_the_other_readings() -> None:
    unsure = [token for one in preview("Họp lúc 8g.", OPTIONS).sentences for token in one.tokens if token.readings]
    assert [(token.text, token.readings[0], token.others) for token in unsure] == [("8g", "tám giờ", ("tám gam",))]


def test_capitals_of_a_heading_are_no_change_but_a_word_made_of_letters_is() -> None:
    def marked(text: str) -> list[str]:
        return [token.text for one in preview(text, OPTIONS).sentences for token in one.tokens if token.by]

    assert marked("BỘ LUẬT LAO ĐỘNG") == []
    assert marked("Khối NATO họp hôm nay.") == ["NATO"]


def test_a_rule_that_is_tried_leaves_the_other_rules_as_they_are_kept() -> None:
    kept = tuple(Pronunciation(f"từ {number}", "nói thử") for number in range(50))
    preview("từ 1", replace(OPTIONS, rules=kept))
    before = _dictionary.cache_info().misses
    for spoken in ("một", "hai"):
        tried = Pronunciation("từ 1", spoken, rank=-1)
        assert preview("từ 1", replace(OPTIONS, rules=(tried, *kept))).sentences[0].spoken == spoken
    assert _dictionary.cache_info().misses == before + 2
