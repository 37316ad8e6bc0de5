"""Whether words and recording belong together."""

from dataclasses import replace

import numpy as np
import pytest

from speech.audio import decode
from speech.cloning.transcripts import check_transcript
from speech.types import Clip, Language, Reference
from tests.speech.cloning.speakers import OTHER_WORDS, WORDS, base, made
from tests.speech.corpus import CORPUS, needs_corpus

SPOKEN = (
    "Six spoons of fresh snow peas, five thick slabs of blue cheese, and maybe a snack for her brother Bob.",
    "She can scoop these things into three red bags, and we will go meet her Wednesday at the train station.",
)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_right_words_match_and_others_differ(language: Language) -> None:
    said = made(language, rate=150, pitch=50)
    assert check_transcript(said, base).verdict == "matches"
    assert check_transcript(replace(said, transcript=OTHER_WORDS[language]), base).verdict == "differs"


def test_words_of_another_language_differ() -> None:
    said = made("en")
    assert check_transcript(replace(said, transcript=WORDS["vi"], language="vi"), base).verdict == "differs"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_half_of_the_words_do_not_match(language: Language) -> None:
    said = made(language)
    words = said.transcript.split()
    for half in (words[: len(words) // 2], words[len(words) // 2 :]):
        assert check_transcript(replace(said, transcript=" ".join(half)), base).verdict != "matches"


def test_without_words_there_is_no_verdict() -> None:
    assert check_transcript(replace(made("en"), transcript="  "), base).verdict == "none"


@pytest.mark.parametrize("transcript", ["Hello there", "...", "🙂 🙂 🙂 🙂 🙂 🙂"])
def test_what_cannot_be_judged_is_unsure(transcript: str) -> None:
    assert check_transcript(replace(made("en"), transcript=transcript), base).verdict != "matches"


def test_short_or_silent_recordings_are_unsure() -> None:
    said = made("en")
    short = Clip(said.clip.samples[: 2 * said.clip.rate], said.clip.rate)
    silent = Clip(np.zeros_like(said.clip.samples), said.clip.rate)
    for clip in (short, silent, Clip(said.clip.samples[:0], said.clip.rate)):
        assert check_transcript(replace(said, clip=clip), base).verdict == "unsure"


def test_only_the_first_minute_of_a_long_recording_is_aligned() -> None:
    said = made("en", rate=150, pitch=50)
    times = round(90 / said.clip.seconds)
    long = Reference(
        Clip(np.tile(said.clip.samples, times), said.clip.rate), " ".join([said.transcript] * times), said.language
    )
    assert check_transcript(long, base).verdict == "matches"


@needs_corpus
@pytest.mark.parametrize(("name", "own", "other"), [("p226_003", 0, 1), ("p226_005", 1, 0)])
def test_a_person(name: str, own: int, other: int) -> None:
    clip = decode(CORPUS / "speech" / "en" / f"vctk_{name}.wav")
    assert check_transcript(Reference(clip, SPOKEN[own], "en"), base).verdict == "matches"
    assert check_transcript(Reference(clip, SPOKEN[other], "en"), base).verdict == "differs"
