"""Every code that the core raises has a sentence in both languages, with the same facts in it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from speech.errors import SENTENCES, EngineError, NotReady, SpeechError, users_fault

CORE = Path(__file__).parent.parent.parent / "speech"
KINDS = {kind.__name__ for kind in (SpeechError, EngineError, NotReady)}


@cache
def raised() -> list[tuple[str, str, set[str]]]:
    """Where in the core a refusal is raised, its code, and the facts that are given with it there."""
    return [
        (f"{path.relative_to(CORE)}:{call.lineno}", code, {word.arg or "**" for word in call.keywords})
        for path in sorted(CORE.rglob("*.py"))
        for call, code in refusals(path.read_text())
    ]


def refusals(source: str) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=kind), args=[ast.Constant(value=str(code)), *_]) if kind in KINDS:
                yield node, code


def facts_in(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_what_is_raised_has_its_sentences_and_their_facts() -> None:
    wrong = []
    for where, code, given in raised():
        wanted = set().union(*map(facts_in, SENTENCES.get(code, {}).values()))
        if code not in SENTENCES or not (wanted <= given or "**" in given):
            wrong.append((where, code, wanted - given))
    assert not wrong


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_say_the_same_facts(code: str) -> None:
    assert set(SENTENCES[code]) == {"vi", "en"}
    assert facts_in(SENTENCES[code]["vi"]) == facts_in(SENTENCES[code]["en"])
    assert SENTENCES[code]["vi"] != SENTENCES[code]["en"]


def test_codes_are_found_where_they_are_written() -> None:
    codes = {code for _, code, _ in raised()}
    assert codes >= {"password_required", "too_many_pages", "unsupported_format", "took_too_long", "reader_crashed"}


def test_what_is_ours_is_no_fault_of_the_file() -> None:
    assert users_fault(SpeechError("unreadable_document")) == ("unreadable_document", {})
    ours = [EngineError("reader_killed"), NotReady("engine_not_ready", engine="x", why="y"), OSError(28, "full")]
    assert [users_fault(error) for error in ours] == [None, None, None]
