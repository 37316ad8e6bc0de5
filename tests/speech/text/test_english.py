"""How English is read; and that Vietnamese rules keep their hands off it."""

import pytest

from speech.text import normalise
from speech.text.english import numbers as english_numbers
from speech.types import TextOptions


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("On March 3, 2024 it rained.", "On March third, twenty twenty-four it rained."),
        ("We met on 12/25/2023.", "We met on December twenty-fifth, twenty twenty-three."),
        ("25/12/2023 was cold.", "December twenty-fifth, twenty twenty-three was cold."),
        ("Come at 3:05 pm.", "Come at three oh five P M."),
        ("It is 12:00 now.", "It is twelve o'clock now."),
        ("From 09:00 to 14:00.", "From nine o'clock to fourteen hundred."),
        ("March 23-27, 2009", "March twenty-third to twenty-seventh, two thousand and nine"),
        ("It rained May 5th – 9th.", "It rained May fifth to ninth."),
        (
            "It costs $1,250.50 today.",
            "It costs one thousand two hundred and fifty dollars and fifty cents today.",
        ),
        ("A £2m deal", "A two million pounds deal"),
        ("Up 3.5% since 1999", "Up three point five percent since nineteen ninety-nine"),
        ("5kg at 20°C", "five kilograms at twenty degrees Celsius"),
        ("The 1990s and the 2000s", "The nineteen nineties and the two thousands"),
        ("Pages 10-20", "Pages ten to twenty"),
        ("The 21st of them", "The twenty-first of them"),
        ("Mr. and Mrs. Smith vs. Dr. Brown", "Mister and Missus Smith versus Doctor Brown"),
        ("Add 1/2 cup and 3/4 spoon", "Add one half cup and three quarters spoon"),
        ("Chapter IV and World War II", "Chapter four and World War two"),
        ("Mail a.b@c.org now", "Mail a dot b at c dot org now"),
        ("Call +1 415 555 2671", "Call plus one four one five five five five two six seven one"),
        ("1 km is short", "one kilometre is short"),
        ("cats & dogs", "cats and dogs"),
        ("The old man and the sea", "The old man and the sea"),
    ],
)
def test_readings(text: str, spoken: str) -> None:
    assert normalise(text, TextOptions(language="en")).text == spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety-nine"),
        (105, "one hundred and five"),
        (1_000_000, "one million"),
        (1_234, "one thousand two hundred and thirty-four"),
        (2_000_001, "two million and one"),
    ],
)
def test_whole_numbers(number: int, words: str) -> None:
    assert english_numbers.whole(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (31, "thirty-first"), (100, "one hundredth")],
)
def test_ordinals(number: int, words: str) -> None:
    assert english_numbers.ordinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1905, "nineteen oh five"),
        (2000, "two thousand"),
        (2005, "two thousand and five"),
        (2010, "twenty ten"),
        (1900, "nineteen hundred"),
    ],
)
def test_years(number: int, words: str) -> None:
    assert english_numbers.year(number) == words


def test_english_sentences_never_meet_vietnamese_rules() -> None:
    spoken = normalise("In 2020 we had 5 of them, e.g. this one at $3.", TextOptions(language="auto")).text
    assert spoken == "In twenty twenty we had five of them, for example this one at three dollars."
