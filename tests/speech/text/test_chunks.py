"""Chunks: nothing missing, nothing twice, nothing too long, and the right silence after each."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.text import chunks, clean, normalise
from speech.types import Chunk, TextOptions
from tests.speech.text.strategies import texts

OPTIONS = TextOptions(language="vi")


def joined(found: list[Chunk]) -> str:
    return "".join(chunk.text for chunk in found)


@given(texts, st.integers(40, 120))
def test_spans_joined_are_the_source_and_keep_the_cap(text: str, limit: int) -> None:
    found = chunks(text, TextOptions(language="auto", max_chars=limit))
    assert joined(found) == text
    assert [chunk.start for chunk in found] == [0, *(chunk.end for chunk in found)][: len(found)]
    assert all(chunk.text == text[chunk.start : chunk.end] for chunk in found)
    assert all(0 < len(chunk.text) <= limit and len(chunk.spoken) <= limit for chunk in found)
    assert not found or found[-1].pause_after == 0


def test_one_chunk_is_one_sentence() -> None:
    found = chunks("  Trời mưa. Tôi ở nhà.\n\nHôm sau trời nắng.", OPTIONS)
    assert [chunk.text for chunk in found] == ["  Trời mưa. ", "Tôi ở nhà.\n\n", "Hôm sau trời nắng."]
    assert [chunk.pause_after for chunk in found] == [0.5, 0.8, 0.0]


def test_pauses_are_the_options() -> None:
    options = TextOptions(
        language="vi",
        max_chars=40,
        sentence_pause_seconds=1,
        paragraph_pause_seconds=2,
        heading_pause_seconds=3,
        clause_pause_seconds=4,
    )
    found = chunks("Chương I\nTrời mưa, gió thổi mạnh, cây đổ, đường ngập hết rồi. Tôi ở nhà.\nHết.", options)
    assert [chunk.pause_after for chunk in found] == [3, 4, 1, 2, 0]


def test_long_sentences_are_cut_at_clauses() -> None:
    sentence = ", ".join(["chúng tôi đi qua cánh đồng"] * 40) + "."
    found = chunks(sentence, OPTIONS)
    assert len(found) > 1
    assert all(chunk.text.endswith(", ") for chunk in found[:-1])


def test_long_sentences_leave_no_short_tail() -> None:
    sentence = "Chúng tôi " + "đi qua cánh đồng rộng mênh mông bát ngát " * 13 + "về nhà."
    found = chunks(sentence, OPTIONS)
    assert len(found) == 2
    assert min(len(chunk.text) for chunk in found) > 150


def test_without_clauses_a_cut_comes_before_a_connective() -> None:
    half = "người dân trong vùng đã quen với những cơn mưa kéo dài suốt mùa hè năm ấy"
    found = chunks(f"{half} nhưng {half}.", TextOptions(language="vi", max_chars=110))
    assert [chunk.text.split()[0] for chunk in found] == ["người", "nhưng"]
    assert found[0].pause_after == OPTIONS.clause_pause_seconds / 2


@pytest.mark.parametrize("limit", range(64, 110, 4))
def test_no_token_is_cut(limit: int) -> None:
    tokens = ("ngày 12/5/2024", "3,5 triệu đồng", "TP. Hồ Chí Minh", "0912 345 678")
    text = "Họ trả " + " ".join(f"đến {token} nhé bạn" for token in tokens * 3) + "."
    found = chunks(text, TextOptions(language="vi", max_chars=limit))
    assert joined(found) == text
    assert sum(chunk.text.count(token) for chunk in found for token in tokens[1:]) == 9
    assert sum(chunk.text.count("12/5/2024") for chunk in found) == 3


def test_chapters_have_their_pause() -> None:
    options = TextOptions(language="vi", chapter_pause_seconds=5, heading_pause_seconds=3)
    found = chunks("Chương 1\nTrời mưa.\nTôi ở nhà.\n\nChương 2\nTrời nắng.\n\nMục 1\nHết.", options)
    assert [chunk.pause_after for chunk in found] == [3, 0.8, 5, 3, 0.8, 3, 0]


def test_the_cap_holds_for_speech_too() -> None:
    found = chunks("Có " + "999.999.999 người, " * 30, OPTIONS)
    assert all(len(chunk.spoken) <= 500 for chunk in found)
    assert " ".join(chunk.spoken for chunk in found).count("triệu") == 30


def test_what_cannot_be_said_joins_its_neighbour() -> None:
    found = chunks("***\n\nTrời mưa.\n\n* * *\n\nTrời nắng.", OPTIONS)
    assert [chunk.spoken for chunk in found] == ["Trời mưa.", "Trời nắng."]
    assert joined(found) == "***\n\nTrời mưa.\n\n* * *\n\nTrời nắng."


@pytest.mark.parametrize("text", ["   \n ", "😀😀", "\x00", "\u200b", "***", "<script>a</script>", "\ud800"])
def test_nothing_to_say_is_a_silent_chunk(text: str) -> None:
    found = chunks(text, OPTIONS)
    assert joined(found) == text
    assert [chunk.spoken for chunk in found] == [""]


def test_empty_text_has_no_chunks() -> None:
    assert chunks("", OPTIONS) == []


def test_a_script_does_not_swallow_its_neighbours() -> None:
    text = "Trước đó. <script>" + "x" * 3000 + "</script>Sau đó."
    found = chunks(text, OPTIONS)
    assert joined(found) == text
    assert "".join(chunk.spoken for chunk in found) == "Trước đó.Sau đó."


def test_hard_cuts_keep_letters_whole() -> None:
    found = chunks("ê\u0301" * 1200, OPTIONS)
    assert all(not unicodedata.combining(chunk.text[0]) for chunk in found)


@pytest.mark.parametrize("name", ["udhr_Vietnamese-UTF8.txt", "udhr2_vie_NFD.txt", "trinh_bay_vi.md"])
def test_every_word_of_a_real_document_is_in_exactly_one_chunk(corpus_documents: Path, name: str) -> None:
    source = (corpus_documents / name).read_text(encoding="utf-8")
    found = chunks(source, TextOptions())
    assert joined(found) == source
    assert [word for chunk in found for word in chunk.text.split()] == source.split()


def test_every_plain_word_of_a_real_document_is_said(corpus_documents: Path) -> None:
    source = (corpus_documents / "udhr_Vietnamese-UTF8.txt").read_text(encoding="utf-8")
    said = " ".join(chunk.spoken for chunk in chunks(source, OPTIONS)).lower().split()
    for word in clean(source).text.lower().split():
        if word.isalpha() and not word.isascii():
            assert word in said


@pytest.mark.parametrize("name", ["udhr_Vietnamese-UTF8.txt", "udhr2_vie_NFD.txt", "trinh_bay_vi.md"])
@pytest.mark.parametrize("limit", [200, 500])
def test_chunks_say_what_the_whole_says(corpus_documents: Path, name: str, limit: int) -> None:
    source = (corpus_documents / name).read_text(encoding="utf-8")
    found = chunks(source, TextOptions(max_chars=limit))
    whole = normalise(source, TextOptions()).text
    assert "".join("".join(chunk.spoken for chunk in found).split()) == "".join(whole.split())
