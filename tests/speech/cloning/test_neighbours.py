"""Regression over the speaker's own frames."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from speech.cloning import neighbours
from speech.cloning.convert import convert
from speech.cloning.features import ORDER, Frames
from speech.cloning.learn import Lesson, learn
from speech.cloning.neighbours import Neighbourhood, Pool, gather
from speech.cloning.phones import Delivery, Segment
from speech.cloning.speaker import from_print, to_print
from speech.errors import SpeechError
from speech.types import Language, VoicePrint
from tests.speech.cloning.speakers import base, made

NAMES = ("a", "m", "s")
SIZE = 60


def pool() -> Pool:
    """Sixty frames of each of three phones; each phone has a spectrum of its own, its frames differ a little."""
    number = np.repeat(np.arange(3), SIZE)
    shape = np.random.default_rng(5).normal(size=(3, ORDER + 1))[number]
    place = np.tile((np.arange(SIZE) + 0.5) / SIZE, 3)
    cepstrum = (shape + 0.1 * place[:, None]).astype(np.float32)
    pitch = np.where(number < 2, np.log(120 + 30 * number), 0).astype(np.float32)
    return Pool(cepstrum, pitch, number.astype(np.int32), place.astype(np.float32), NAMES)


def around() -> Neighbourhood:
    return Neighbourhood(pool(), np.ones(ORDER + 1))


def spans(*names: str) -> list[Segment]:
    return [Segment(20 * at, 20 * (at + 1), name, "sil", "sil") for at, name in enumerate(names)]


def far_off(names: tuple[str, ...]) -> np.ndarray:
    """What is asked for lies near no phone more than near another."""
    return np.zeros((20 * len(names), ORDER + 1))


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_becomes_the_speaker_s_own(name: str) -> None:
    heard = around().regress(far_off((name,)), spans(name))
    mine = pool().phones == NAMES.index(name)
    own = pool().cepstrum[mine].mean(axis=0)
    assert np.abs(heard.cepstrum.mean(axis=0) - own).max() < 0.05


def test_the_place_in_the_phone_counts() -> None:
    heard = around().regress(far_off(("a",)), spans("a"))
    first, last = heard.cepstrum[2].mean(), heard.cepstrum[-3].mean()
    assert last - first == pytest.approx(0.1 * 0.75, abs=0.02)


def test_pitch_is_the_voiced_neighbours_mean() -> None:
    heard = around().regress(far_off(("m", "s")), spans("m", "s"))
    assert np.exp(heard.pitch[10]) == pytest.approx(150, rel=0.01)
    assert heard.voiced[10] == pytest.approx(1)
    assert heard.voiced[30] == pytest.approx(0)


def test_a_sound_that_was_hardly_heard_stays_as_it_is() -> None:
    asked = np.full((40, ORDER + 1), 3.0)
    heard = around().regress(asked, spans("z", ""))
    assert np.allclose(heard.cepstrum, 3.0)
    assert not heard.voiced.any()


def test_a_long_recording_is_not_kept_whole() -> None:
    count = neighbours.MOST_FRAMES + 500
    flat = np.zeros(count)
    frames = Frames(flat, np.zeros((count, ORDER + 1)), flat, flat > 1, np.zeros((count, 3)))
    kept = gather(frames, ["a"] * count, flat)
    assert len(kept.cepstrum) == len(kept.place) == len(kept.phones) == neighbours.MOST_FRAMES


@cache
def lesson(language: Language) -> Lesson:
    return learn([made(language)], language, base)


def printed(language: Language) -> VoicePrint:
    return to_print(lesson(language).speaker, engine="e", fingerprint="f", language=language, facts={}, transcript="")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_print_holds_the_frames(language: Language) -> None:
    speaker = lesson(language).speaker
    utterance = base("Xin chào. Hello.", Delivery(language, speaker.wpm, speaker.high))
    again = from_print(printed(language))
    assert again.neighbours is not None
    assert again.closeness == pytest.approx(speaker.closeness)
    difference = convert(utterance, again, language) - convert(utterance, speaker, language)
    assert np.abs(difference).max() < 1e-3  # a print is in single precision


@pytest.mark.parametrize("name", ["pool_pitch", "pool_phones", "pool_place"])
def test_a_print_with_a_damaged_pool_is_refused(name: str) -> None:
    whole = printed("vi")
    short = replace(whole, arrays={**whole.arrays, name: whole.arrays[name][:-1]})
    wrong = replace(whole, arrays={**whole.arrays, "pool_phones": whole.arrays["pool_phones"] + 1000})
    for damaged in (short, wrong):
        with pytest.raises(SpeechError) as caught:
            from_print(damaged)
        assert caught.value.code == "voice_print_mismatch"


@pytest.mark.parametrize(("language", "follows"), [("vi", False), ("en", True)])
def test_pitch_follows_the_speaker_only_where_it_tells_no_words_apart(language: Language, follows: bool) -> None:
    speaker = lesson(language).speaker
    assert speaker.neighbours is not None
    heard = speaker.neighbours.pool
    # Higher by half an octave where the phone begins: a pitch that no tone of the base voice has.
    odd = replace(
        heard, pitch=np.where(heard.pitch > 0, heard.pitch + 0.35 * (heard.place < 0.5), 0).astype(np.float32)
    )
    other = replace(speaker, neighbours=Neighbourhood(odd, speaker.target.deviation))
    utterance = base("Ma má mà mả mã mạ. Many men may come.", Delivery(language, speaker.wpm, speaker.high))
    same = np.array_equal(convert(utterance, speaker, language), convert(utterance, other, language))
    assert same is not follows


def test_a_short_recording_is_followed_less() -> None:
    speaker = lesson("en").speaker
    assert 0.4 <= speaker.closeness < 1
