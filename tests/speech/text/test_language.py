"""Vietnamese or English, for whole texts and for single sentences."""

import pytest

from speech.text import chunks, detect_language, normalise
from speech.text.language import sentence_language
from speech.types import Language, TextOptions

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
