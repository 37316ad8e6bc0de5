"""The backends behind our rules: bounded, guarded, and never another caller's answer."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from threading import BoundedSemaphore
from typing import Literal

import pytest

from speech.text import backends, normalise
from speech.text.vietnamese.reading import rewrites
from speech.types import TextOptions


@pytest.fixture(autouse=True)
def _forget_answers() -> None:
    for cached in (backends._sea, backends._vinorm):
        cached.cache_clear()


def test_sea_reads_what_our_rules_leave() -> None:
    read = backends.backend("sea")
    assert read is not None
    assert read("3/b") == "ba trên bê"


def test_sea_is_not_asked_about_what_it_cannot_bear() -> None:
    assert backends._sea("1." * backends.MAX_CHARS) is None


def test_a_panic_of_sea_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "MAX_CHARS", 10**6)
    assert backends._sea("1." * 20_000) is None


def test_only_panics_are_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def normalize(self, text: str) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(backends, "_sea_normaliser", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        backends._sea("a1")


def test_vinorm_reads_and_keeps_callers_apart() -> None:
    own = TextOptions(language="vi", backend="none")
    numbers = [str(number) for number in range(101, 141)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(backends._vinorm, numbers))
    assert answers == [normalise(number, own).text for number in numbers]


def test_vinorm_that_takes_too_long_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "VINORM_TIMEOUT_SECONDS", 0.0001)
    assert backends._vinorm("123") is None


@pytest.mark.parametrize("name", ["sea", "vinorm"])
def test_broken_text_is_no_answer(name: str) -> None:
    read = backends.backend(name)
    assert read is not None
    assert read("\ud800") is None


def test_a_missing_package_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "_sea_normaliser", lambda: None)
    monkeypatch.setattr(backends, "_vinorm_folder", lambda: None)
    assert backends._sea("a1") is None
    assert backends._vinorm("a1") is None


@pytest.mark.parametrize("answer", [None, "", "5 mét", "!!"])
def test_a_bad_answer_leaves_the_reading_to_our_rules(answer: str | None) -> None:
    spoken = rewrites("kết quả 3/b đó", TextOptions(), lambda text: answer)
    assert [rewrite.spoken for rewrite in spoken] == ["ba", "trên", "bê"]


def test_an_answer_that_loses_a_plain_word_is_refused() -> None:
    spoken = rewrites("sống/chết=1", TextOptions(), lambda token: "một")
    assert [rewrite.spoken for rewrite in spoken] == [" ", "bằng", "một"]


def test_plain_words_are_never_given_away() -> None:
    asked: list[str] = []

    def listen(text: str) -> str | None:
        asked.append(text)
        return None

    rewrites("Ngày 5/6/2024, trời mưa to ở TP.HCM, gấp 3/b lần UBND", TextOptions(), listen)
    assert asked == ["3/b"]


@pytest.mark.parametrize("name", ["sea", "vinorm", "none"])
def test_every_choice_reads_a_sentence(name: Literal["sea", "vinorm", "none"]) -> None:
    options = TextOptions(language="vi", backend=name)
    assert normalise("Có 5 con mèo.", options).text == "Có năm con mèo."


def _by_vinorm(numbers: range) -> list[str | None]:
    return [backends._vinorm(str(number)) for number in numbers]


def test_vinorm_keeps_eight_processes_apart() -> None:
    own = TextOptions(language="vi", backend="none")
    parts = [range(start, start + 8) for start in range(201, 265, 8)]
    with ProcessPoolExecutor(8, mp_context=get_context("spawn")) as pool:
        answers = [answer for part in pool.map(_by_vinorm, parts) for answer in part]
    assert answers == [normalise(str(number), own).text for part in parts for number in part]


def test_vinorm_gets_composed_text() -> None:
    assert backends._vinorm("Tie\u0302\u0301ng Vie\u0323\u0302t") == "tiếng việt"


def test_vinorm_whose_turn_does_not_come_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "VINORM_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(backends, "_vinorm_turns", BoundedSemaphore(1))
    with backends._vinorm_turns:
        assert backends._vinorm("123") is None
