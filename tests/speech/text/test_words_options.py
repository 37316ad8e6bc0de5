"""What the reader can ask for: letters, numbers of people and things, foreign words."""

import pytest

from speech.text import normalise
from speech.text.syllables import is_syllable
from speech.text.tables import table
from speech.types import TextOptions


def test_letters_by_their_english_names() -> None:
    text = "kênh BBC và CNN"
    assert normalise(text, TextOptions(language="vi", backend="none")).text == "kênh bê bê xê và xê nờ nờ"
    assert normalise(text, TextOptions(language="vi", backend="none", letters="en")).text == "kênh bi bi xi và xi en en"


def test_numbers_of_people_as_numbers() -> None:
    text = "số tài khoản 1250"
    assert normalise(text, TextOptions(language="vi")).text == "số tài khoản một hai năm không"
    as_number = TextOptions(language="vi", ids="number")
    assert normalise(text, as_number).text == "số tài khoản một nghìn hai trăm năm mươi"


@pytest.mark.parametrize(
    ("text", "respelled"),
    [
        ("Học marketing online", "Học mác két tinh on lai"),
        ("Website và email", "oép sai và i meo"),
        ("xem YouTube, lướt TikTok", "xem diu túp, lướt tích tóc"),
        ("thành phố New York", "thành phố niu oóc"),
        ("mua 2 vouchers", "mua hai vao chơ"),
        ("thuốc omega-3", "thuốc ô mê ga ba"),
    ],
)
def test_foreign_words_for_voices_without_english(text: str, respelled: str) -> None:
    assert normalise(text, TextOptions(language="vi", is_respelled=True)).text == respelled


@pytest.mark.parametrize("text", ["Học marketing online", "xem YouTube", "thành phố New York", "Wi-Fi nhà bên"])
def test_voices_with_english_get_the_words_as_they_are(text: str) -> None:
    spoken = normalise(text, TextOptions(language="vi")).text
    assert spoken.replace(" ", "-") == text.replace(" ", "-")


@pytest.mark.parametrize("text", ["ông Steve Jobs", "bà Kamala Harris", "sông Mississippi"])
def test_names_that_nobody_respelled_stay(text: str) -> None:
    assert normalise(text, TextOptions(language="vi", is_respelled=True)).text == text


def test_the_lexicon_holds_no_vietnamese_word_and_says_syllables() -> None:
    found = table("foreign")
    assert len(found) > 600
    assert [word for word in found if is_syllable(word) or word != word.lower()] == []
    odd = {part for said in found.values() for part in said.split() if not is_syllable(part)}
    assert odd <= {"xiao"}


def test_every_table_has_something_to_say() -> None:
    for name in ("acronyms", "foreign"):
        assert all(written and said.strip() == said and said for written, said in table(name).items())
