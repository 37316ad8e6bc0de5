"""A reader's own rules and choices: they win, they are final, and they cost no more when there are many."""

import time

import pytest

from speech.text import chunks, normalise
from speech.types import Choice, Pronunciation, Spoken, TextOptions


def read(text: str, *rules: Pronunciation, choices: tuple[Choice, ...] = (), language: str = "vi") -> Spoken:
    chosen_language = "en" if language == "en" else "vi"
    return normalise(text, TextOptions(language=chosen_language, backend="none", rules=rules, choices=choices))


def said_by(spoken: Spoken) -> dict[str, str]:
    """Which kind of rule said which token of the source."""
    return {spoken.source[part.source_start : part.source_end]: part.by for part in spoken.alignment if part.by}


def test_a_rule_wins_over_ours() -> None:
    spoken = read("UBND họp lúc 8h.", Pronunciation("UBND", "ủy ban"))
    assert spoken.text == "ủy ban họp lúc tám giờ."
    assert said_by(spoken) == {"UBND": "dictionary", "8h": "time"}


def test_a_rule_may_change_a_plain_word() -> None:
    assert read("Trời mưa to.", Pronunciation("mưa", "nắng")).text == "Trời nắng to."


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Pronunciation("lê lợi", "vua Lê"), "Phố vua Lê, vua Lê và Lê Lợian"),
        (Pronunciation("Lê Lợi", "vua Lê", is_case_sensitive=True), "Phố Lê  lợi, vua Lê và Lê Lợian"),
        (Pronunciation("LÊ LỢI", "vua Lê", is_whole_word=False), "Phố vua Lê, vua Lê và vua Lê an"),
        (Pronunciation("Le\u0302 Lơ\u0323i", "vua Lê"), "Phố vua Lê, vua Lê và Lê Lợian"),
        (Pronunciation("Lê Lợi", "vua Lê", language="en"), "Phố Lê  lợi, Lê Lợi và Lê Lợian"),
    ],
)
def test_what_a_rule_fits(rule: Pronunciation, said: str) -> None:
    assert " ".join(read("Phố Lê  lợi, Lê Lợi và Lê Lợian", rule).text.split()) == " ".join(said.split())


def test_the_longest_rule_of_a_rank_wins_and_a_nearer_rank_wins_over_it() -> None:
    short, long = Pronunciation("Bến Tre", "xứ dừa"), Pronunciation("Bến Tre xanh", "hợp xướng")
    assert read("Bến Tre xanh", short, long).text == "hợp xướng"
    far = Pronunciation("Bến Tre xanh", "hợp xướng", rank=1)
    assert read("Bến Tre xanh", far, short).text == "xứ dừa xanh"


def test_of_two_rules_for_the_same_the_first_wins() -> None:
    assert read("AI", Pronunciation("AI", "ây ai"), Pronunciation("ai", "người nào")).text == "ây ai"


def test_what_a_rule_says_is_read_no_further_but_for_its_numbers() -> None:
    assert read("xem X", Pronunciation("X", "UBND số 2")).text == "xem UBND số hai"


def test_a_hyphen_behind_a_rule_is_no_minus() -> None:
    assert read("Covid-19", Pronunciation("covid", "cô vi")).text == "cô vi mười chín"


def test_rules_hold_in_english_sentences() -> None:
    assert read("The SQL book", Pronunciation("SQL", "sequel"), language="en").text == "The sequel book"


def test_a_rule_of_nothing_and_a_rule_of_signs_are_harmless() -> None:
    rules = (Pronunciation("", "gì đó"), Pronunciation(" \n", "gì đó"), Pronunciation("C++", "xê cộng"))
    assert read("học C++ nhé", *rules).text == "học xê cộng nhé"


def test_a_choice_holds_in_its_place_only_and_wins_over_rules() -> None:
    text = "BTC nói, BTC làm"
    spoken = read(text, Pronunciation("BTC", "ban"), choices=(Choice(9, 12, "bộ tài chính"),))
    assert spoken.text == "ban nói, bộ tài chính làm"
    assert [part.by for part in spoken.alignment if part.by] == ["dictionary", "choice"]


def test_choices_are_places_of_the_source_not_of_the_cleaned_text() -> None:
    text = "<b>Tôi</b> &amp; BTC"
    start = text.index("BTC")
    spoken = read(text, choices=(Choice(start, start + 3, "ban giám khảo"),))
    assert spoken.text.endswith("ban giám khảo")


@pytest.mark.parametrize("choice", [Choice(5, 5, "x"), Choice(90, 99, "x"), Choice(-3, 2, "x"), Choice(4, 2, "x")])
def test_a_choice_of_no_place_is_left_out(choice: Choice) -> None:
    assert read("Trời mưa.", choices=(choice,)).text == "Trời mưa."


def test_of_overlapping_choices_the_first_holds() -> None:
    assert read("một hai ba", choices=(Choice(0, 7, "A B"), Choice(4, 10, "C"))).text == "A B ba"


def test_chunks_obey_rules_and_choices() -> None:
    text = "Câu một. BTC nói với UBND. Câu ba."
    options = TextOptions(
        language="vi",
        rules=(Pronunciation("UBND", "ủy ban"),),
        choices=(Choice(text.index("BTC"), text.index("BTC") + 3, "bộ tài chính"),),
    )
    spoken = [chunk.spoken for chunk in chunks(text, options)]
    assert "".join(spoken).count("bộ tài chính nói với ủy ban") == 1


def test_thousands_of_rules_cost_little_more_than_none() -> None:
    rules = tuple(Pronunciation(f"công ty cổ phần {number}", f"hãng {number}") for number in range(5000))
    text = "Ông ấy làm ở công ty cổ phần xây dựng từ lâu lắm rồi, công ty cổ phần 4999 thì không. " * 400
    plain, ruled = TextOptions(language="vi", backend="none"), TextOptions(language="vi", backend="none", rules=rules)
    normalise("a", ruled)  # compiling the rules is done once

    def seconds(options: TextOptions) -> float:
        began = time.process_time()
        normalise(text, options)
        return time.process_time() - began

    assert seconds(ruled) < 3 * seconds(plain) + 0.5
    assert "hãng bốn nghìn chín trăm chín mươi chín" in normalise(text[:200], ruled).text
