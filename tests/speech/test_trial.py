"""A trial tells a voice that kept its words and tones from one that did not."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from speech import trial
from speech.cloning.phones import Delivery
from speech.engines.espeak.base import say_as_base
from speech.engines.espeak.engine import EspeakEngine
from speech.trial import Fitness, listen, try_print
from speech.trial_texts import SENTENCES
from speech.types import Clip, Language, VoicePrint
from tests.speech.cloning.speakers import made

DELIVERY = Delivery("vi", 160.0)
FEW = 3


@pytest.fixture(autouse=True)
def _few_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of the ten: trying is the same, and quick."""
    monkeypatch.setattr(trial, "SENTENCES", {language: SENTENCES[language][:FEW] for language in SENTENCES})


def said(language: Language = "vi", wpm: float = 190.0, first: int = 0) -> list[Clip]:
    """The sentences by the base voice at another pace, from the one numbered ``first`` on."""
    texts = [SENTENCES[language][(first + index) % FEW] for index in range(FEW)]
    spoken = [say_as_base(text, Delivery(language, wpm)) for text in texts]
    return [Clip(each.samples, each.rate) for each in spoken]


@pytest.fixture(scope="module")
def voice() -> Iterator[tuple[EspeakEngine, VoicePrint]]:
    engine = EspeakEngine()
    yield engine, engine.enrol([made("vi")], language="vi")
    engine.close()


def test_there_are_ten_different_sentences_in_each_language() -> None:
    assert {language: len(set(texts)) for language, texts in SENTENCES.items()} == {"vi": 10, "en": 10}


def test_the_base_voice_at_another_pace_is_understood_and_keeps_its_tones() -> None:
    fitness = listen(said(), DELIVERY)
    assert fitness.understood == FEW
    assert fitness.tone_median is not None
    assert fitness.tone_median > 0.96


def test_a_clip_that_says_another_sentence_is_not_understood() -> None:
    assert listen(said(first=1), DELIVERY).understood == 0


def test_empty_clips_are_not_understood_and_have_no_tones() -> None:
    nothing = [Clip(np.zeros(0, np.float32), 24_000)] * FEW
    assert listen(nothing, DELIVERY) == Fitness(0, None, tuple(nothing))


def test_tones_said_upside_down_are_heard() -> None:
    """The same words, but each contour is played backwards."""
    backwards = [replace(clip, samples=clip.samples[::-1].copy()) for clip in said()]
    fitness = listen(backwards, DELIVERY)
    assert fitness.tone_median is None or fitness.tone_median < 0.9


def test_english_has_no_tones_to_keep() -> None:
    fitness = listen(said("en"), Delivery("en", 160.0))
    assert fitness.understood == FEW
    assert fitness.tone_median is None


@pytest.mark.parametrize("variant", ["neutral", "calm", "lively"])
def test_a_learned_voice_keeps_words_and_tones_in_every_variant(
    voice: tuple[EspeakEngine, VoicePrint], variant: str
) -> None:
    fitness = try_print(*voice, "vi", knobs={"variant": variant})
    assert fitness.understood == FEW
    assert fitness.tone_median is not None
    assert fitness.tone_median > 0.9
    assert len(fitness.clips) == FEW
