"""What comes out of a conversion: nearer to the speaker, with the tones and the level it should have."""

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.ndimage import binary_erosion

from speech.cloning.convert import BASE_PITCH_FLOOR_HZ, convert, without_trembling
from speech.cloning.features import RATE, Floats, Frames, Mask, air, analyse
from speech.cloning.learn import Lesson, learn
from speech.cloning.phones import Delivery, Utterance
from speech.types import Language, Samples
from tests.speech.cloning.speakers import base, made, real, wordless
from tests.speech.corpus import needs_corpus

TEXTS: dict[Language, list[str]] = {
    "vi": [
        "Những năm tháng ấy chúng tôi không bao giờ quên được, dù đã trải qua rất nhiều thăng trầm.",
        "Cuốn sách này kể về cuộc đời của một người thợ mộc già ở vùng biển.",
        "Buổi sáng, sương mù phủ kín những ngọn đồi, chỉ còn nghe tiếng chim hót xa xa.",
    ],
    "en": [
        "Nobody in the village seemed to mind the noise of the early train.",
        "A large basket of apples stood on the kitchen table beside the open window.",
        "He closed the book, put out the light, and listened to the rain.",
    ],
}


@cache
def lesson_of(language: Language, *, words: bool = True) -> Lesson:
    return learn([made(language) if words else wordless(made(language))], language, base)


@cache
def lesson_of_real(name: str, language: Language) -> Lesson:
    return learn([real(name, language)], language, base)


def spoken(lesson: Lesson, text: str, language: Language) -> tuple[Utterance, Samples]:
    utterance = base(text, Delivery(language, lesson.speaker.wpm, lesson.speaker.high))
    return utterance, convert(utterance, lesson.speaker, language)


def look(samples: Samples, rate: int = RATE) -> Frames:
    return analyse(samples, rate, pitch_floor_hz=BASE_PITCH_FLOOR_HZ)


def distance(frames: Frames, lesson: Lesson) -> float:
    """Between mean envelopes, in mel-cepstral decibels, level left out."""
    difference = frames.cepstrum[frames.speech].mean(axis=0) - lesson.speaker.target.mean
    return float(10 / np.log(10) * np.sqrt(2 * np.sum(difference[1:] ** 2)))


def rms_db(samples: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples**2))))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("words", [True, False])
def test_the_voice_moves_to_the_speaker(language: Language, words: bool) -> None:
    lesson = lesson_of(language, words=words)
    for text in TEXTS[language]:
        utterance, samples = spoken(lesson, text, language)
        before, after = look(utterance.samples, utterance.rate), look(samples)
        assert distance(after, lesson) < 0.5 * distance(before, lesson)
        heard = np.median(np.log(after.f0[after.voiced]))
        assert heard == pytest.approx(lesson.speaker.target.pitch[0], abs=0.1)


def test_levels_hold_between_sentences_and_languages() -> None:
    lesson = lesson_of("vi")
    levels = [rms_db(spoken(lesson, text, language)[1]) for language in ("vi", "en") for text in TEXTS[language]]
    assert np.mean(levels) == pytest.approx(20 * np.log10(0.06), abs=2.5)
    assert max(levels) - min(levels) < 5


def test_nothing_is_clipped_and_pauses_stay_silent() -> None:
    lesson = lesson_of("vi")
    _, samples = spoken(lesson, "Buổi sáng, sương mù. Chỉ còn nghe tiếng chim hót xa xa.", "vi")
    assert np.abs(samples).max() < 0.999
    blocks = samples[: len(samples) // 480 * 480].reshape(-1, 480)
    quiet = np.sqrt((blocks**2).mean(axis=1)) < 0.001
    assert 0.2 < quiet.sum() * 0.02 < 1.5


def test_what_is_given_back_above_six_kilohertz_changes_nothing_below() -> None:
    lesson = lesson_of("vi")
    utterance, _ = spoken(lesson, TEXTS["vi"][0], "vi")
    speakers = [replace(lesson.speaker, airs={"vi": db, "en": 0.0}) for db in (0.0, 6.0)]
    plain, airy = (convert(utterance, speaker, "vi") for speaker in speakers)
    assert air(airy, RATE) - air(plain, RATE) == pytest.approx(6, abs=0.7)
    low = round(5000 * len(plain) / RATE)
    below = [np.abs(np.fft.rfft(samples))[:low] for samples in (plain, airy)]
    assert np.linalg.norm(below[1] - below[0]) < 0.02 * np.linalg.norm(below[0])


def test_trembling_goes_and_the_melody_stays() -> None:
    melody = 120 * np.exp(0.2 * np.sin(np.arange(200) / 30))
    trembling = melody * (1 + 0.01 * (-1.0) ** np.arange(200))
    trembling[80:100] = 0
    steady = without_trembling(trembling)
    voiced = trembling > 0
    assert not steady[~voiced].any()
    assert steady[voiced] == pytest.approx(melody[voiced], rel=0.02)
    assert np.abs(np.diff(steady[5:75], 2)).max() < 0.5 < np.abs(np.diff(trembling[5:75], 2)).min()


def test_another_pitch_by_semitones() -> None:
    lesson = lesson_of("en")
    utterance, _ = spoken(lesson, TEXTS["en"][0], "en")
    usual, higher = (look(convert(utterance, lesson.speaker, "en", semitones=shift)) for shift in (0, 3))
    moved = 12 * np.log2(np.median(higher.f0[higher.voiced]) / np.median(usual.f0[usual.voiced]))
    assert moved == pytest.approx(3, abs=0.5)


def test_equal_input_gives_equal_bytes_whatever_came_before() -> None:
    lesson = lesson_of("vi")
    first = spoken(lesson, TEXTS["vi"][0], "vi")[1]
    spoken(lesson, TEXTS["en"][0], "en")
    assert np.array_equal(first, spoken(lesson, TEXTS["vi"][0], "vi")[1])


def test_an_utterance_of_one_syllable() -> None:
    lesson = lesson_of("vi")
    _, samples = spoken(lesson, "Ạ.", "vi")
    assert np.isfinite(samples).all()
    assert -40 < rms_db(samples) < -15


def steady(f0: Floats) -> Mask:
    """Where voicing does not begin or end: there trackers guess."""
    return np.asarray(binary_erosion(f0 > 0, iterations=3))


def tone_correlations(utterance: Utterance, samples: Samples) -> list[float]:
    """For each syllable whose pitch moves by half a semitone: log F0 before and after conversion."""
    before, after = look(utterance.samples, utterance.rate).f0, look(samples).f0
    length = min(len(before), len(after))
    both = steady(before)[:length] & steady(after)[:length]
    found = []
    edges = [0, *(round(phone.end * 200) for phone in utterance.phones if not phone.name), length]
    for start, end in itertools.pairwise(edges):
        here = np.flatnonzero(both[start:end]) + start
        if len(here) < 8:
            continue
        log_before, log_after = np.log(before[here]), np.log(after[here])
        if 12 / np.log(2) * np.ptp(np.percentile(log_before, (5, 95))) > 0.5:
            found.append(float(np.corrcoef(log_before, log_after)[0, 1]))
    return found


def tones(lesson: Lesson) -> list[float]:
    return [one for text in TEXTS["vi"] for one in tone_correlations(*spoken(lesson, text, "vi"))]


def test_vietnamese_tones_survive() -> None:
    assert np.median(tones(lesson_of("vi"))) >= 0.95


@needs_corpus
@pytest.mark.parametrize("name", ["viettts_infore_clip.wav", "vieneu_vinh_nam_mien_nam.wav"])
def test_vietnamese_tones_survive_with_real_speakers(name: str) -> None:
    assert np.median(tones(lesson_of_real(name, "vi"))) >= 0.95


@needs_corpus
@pytest.mark.parametrize(("name", "language"), [("vctk_p226_008.wav", "en"), ("viettts_infore_clip.wav", "vi")])
def test_the_voice_moves_to_real_speakers(name: str, language: Language) -> None:
    lesson = lesson_of_real(name, language)
    for text in TEXTS[language]:
        utterance, samples = spoken(lesson, text, language)
        before, after = look(utterance.samples, utterance.rate), look(samples)
        assert distance(after, lesson) < 0.5 * distance(before, lesson)
        assert np.abs(samples).max() < 0.99
