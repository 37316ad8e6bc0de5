"""Vietnamese or English, for whole texts and for single sentences."""

import unicodedata

import pytest

from speech.text import chunks, detect_language, normalise
from speech.text.language import is_unmarked, sentence_language, word_language
from speech.types import Language, TextOptions
from tests.speech.text.test_sentences import places

VIETNAMESE = "Hôm nay trời đẹp, chúng tôi đi chơi công viên với bạn bè và ăn kem."
ENGLISH = "The weather is nice today, so we are going to the park with our friends."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (VIETNAMESE, "vi"),
        (ENGLISH, "en"),
        ("Hom nay toi di hoc o truong, troi nang dep", "vi"),
        ("Hello world", "en"),
        ("Chương 1", "vi"),
        ("12345", "vi"),
        ("", "vi"),
        ("Công ty Microsoft Windows Server công bố phần mềm mới", "vi"),
        ("Chapter one: a café in the old town", "en"),
        ("😀😀", "vi"),
        ("Set 2: 21-15, set 3: 19-21", "vi"),
        ("Laptop Dell RAM 16GB, giá 15tr", "vi"),
        ("Hotline: 0912.345.678 (Zalo)", "vi"),
        ("Website: www.abc.com.vn, email: hoa@abc.vn", "vi"),
        ("(a + b)² = a² + 2ab + b²", "vi"),
        ("The price is $5.", "en"),
        ("Temperatures dropped sharply.", "en"),
    ],
)
def test_whole_texts(text: str, language: Language) -> None:
    assert detect_language(text) == language


def test_a_clear_sentence_of_the_other_language_is_recognised() -> None:
    assert sentence_language(ENGLISH, "vi") == "en"
    assert sentence_language(VIETNAMESE, "en") == "vi"


@pytest.mark.parametrize("sentence", ["OK.", "Microsoft Word 2019.", "iPhone 15 Pro Max"])
def test_a_doubtful_sentence_follows_its_text(sentence: str) -> None:
    assert sentence_language(sentence, "vi") == "vi"
    assert sentence_language(sentence, "en") == "en"


def test_each_sentence_is_read_by_the_rules_of_its_language() -> None:
    text = f"{VIETNAMESE} Tôi có 5 con mèo và 3 con chó. I have 5 cats and 3 dogs in the house."
    spoken = normalise(text, TextOptions(language="auto"))
    assert spoken.language == "vi"
    assert "năm con mèo" in spoken.text
    assert "five cats and three dogs" in spoken.text
    assert [chunk.language for chunk in chunks(text, TextOptions())] == ["vi", "vi", "en"]


def test_a_chosen_language_is_not_overridden() -> None:
    spoken = normalise("I have 5 cats and 3 dogs in the house.", TextOptions(language="vi", backend="none"))
    assert spoken.language == "vi"
    assert "năm cats" in spoken.text


def without_marks(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in bare if not unicodedata.combining(char))


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Hom nay toi di hoc o truong, troi nang dep", True),
        ("HOM NAY TROI DEP QUA", True),
        ("Chung toi se gui hang cho ban trong 3 ngay.", True),
        ("Hôm nay tôi đi học", False),
        ("We are going to the park today", False),
        ("The hot sun hung on the thin men", False),
        ("Hai con trai", True),
        ("OK", False),
        ("", False),
    ],
)
def test_text_without_marks_is_recognised(text: str, is_so: bool) -> None:
    assert is_unmarked(text) is is_so


def test_nearly_every_sentence_is_recognised_without_its_marks() -> None:
    found = [text for text, _ in places("hard.jsonl") if len(text.split()) > 5 and detect_language(text) == "vi"]
    plain = [text for text in found if not text.isascii()]
    assert sum(map(is_unmarked, map(without_marks, plain))) >= 0.95 * len(plain)
    assert not any(map(is_unmarked, plain))


def test_the_reader_is_warned_of_missing_marks() -> None:
    text = f"{VIETNAMESE} Hom nay troi dep nen chung toi di choi cong vien. {VIETNAMESE}"
    (flag,) = (flag for flag in normalise(text, TextOptions()).flags if flag.code == "no_diacritics")
    assert text[flag.start : flag.end].strip() == "Hom nay troi dep nen chung toi di choi cong vien."
    assert not any(flag.code == "no_diacritics" for flag in normalise(f"{VIETNAMESE} {ENGLISH}", TextOptions()).flags)


@pytest.mark.parametrize(
    ("word", "neighbours", "language"),
    [
        ("đường", (), "vi"),
        ("khong", (), "vi"),
        ("the", ("weather", "nice"), "en"),
        ("the", ("nhu", "nao"), "vi"),
        ("marketing", ("nhân", "viên"), "en"),
        ("team", ("cả", "làm"), "en"),
        ("can", ("you", "help"), "en"),
        ("can", ("rat", "nguoi"), "vi"),
        ("lan", ("chị",), "vi"),
    ],
)
def test_a_word_has_a_language(word: str, neighbours: tuple[str, ...], language: Language) -> None:
    assert word_language(word, neighbours) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("March 2009: Apache Tika Release", "en"),
        ("March 25th @ 10:30", "en"),
        ("Introducing Apache Mahout - Grant Ingersoll.", "en"),
        ("12345", "en"),
        (ENGLISH, "en"),
        (VIETNAMESE, "vi"),
        ("Nguyễn Trãi và Bình Ngô đại cáo", "vi"),
    ],
)
def test_what_does_not_tell_its_language_has_that_of_its_document(text: str, language: Language) -> None:
    inside = TextOptions(around="en", backend="none")
    assert {chunk.language for chunk in chunks(text, inside)} == {language}
    assert normalise(text, inside).text == normalise(text, TextOptions(language=language, backend="none")).text


def test_what_the_user_chose_wins_over_the_document() -> None:
    options = TextOptions(language="vi", around="en", backend="none")
    assert {chunk.language for chunk in chunks("March 25th @ 10:30", options)} == {"vi"}
