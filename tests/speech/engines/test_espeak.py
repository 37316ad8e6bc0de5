"""The contract that every engine keeps, held against the embedded one."""

import io
import multiprocessing
from dataclasses import replace

import numpy as np
import pytest
import pyworld

from speech.cloning.prints import read_print, write_print
from speech.engines.base import Engine, Voice
from speech.engines.espeak.engine import EspeakEngine
from speech.errors import SpeechError
from speech.types import Chunk, Clip, Language, Reference, VoicePrint

VI = "Hôm qua, bà nội kể cho chúng tôi nghe câu chuyện về một chú mèo nhỏ."
EN = "The quick brown fox jumps over the lazy dog near the river bank."
SPOKEN: tuple[tuple[str, Language], ...] = ((VI, "vi"), (EN, "en"))


def chunk(spoken: str, language: Language = "vi") -> Chunk:
    return Chunk(0, len(spoken), spoken, spoken, language, 0.0)


def say(
    engine: Engine, spoken: str, voice: Voice | VoicePrint, language: Language = "vi", **knobs: float | str
) -> Clip:
    return engine.say(chunk(spoken, language), voice, knobs=knobs, seed=7)


@pytest.fixture(scope="module")
def engine() -> EspeakEngine:
    return EspeakEngine()


@pytest.fixture(scope="module")
def voice(engine: EspeakEngine) -> VoicePrint:
    """A print of another of espeak-ng's own voices: a reference that every machine has."""
    clip = say(engine, VI, engine.voice("vi-south"), pitch=4.0)
    return engine.enrol([Reference(clip, VI, "vi")], language="vi")


def test_ready_with_a_fingerprint(engine: EspeakEngine) -> None:
    assert engine.check().ready
    assert engine.fingerprint() == EspeakEngine().fingerprint()


def test_the_presets_are_the_promised_ones(engine: EspeakEngine) -> None:
    assert [(voice.id, voice.language, voice.region, voice.gender) for voice in engine.voices()] == [
        ("vi-north", "vi", "north", "male"),
        ("vi-central", "vi", "central", "male"),
        ("vi-south", "vi", "south", "male"),
        ("vi-north-female", "vi", "north", "female"),
        ("vi-central-female", "vi", "central", "female"),
        ("vi-south-female", "vi", "south", "female"),
        ("en", "en", "", "male"),
        ("en-female", "en", "", "female"),
    ]


def test_every_preset_speaks_both_languages(engine: EspeakEngine) -> None:
    for preset in engine.voices():
        for text, language in SPOKEN:
            clip = say(engine, text, preset, language)
            assert 2 < clip.seconds < 6
            assert 0.02 < np.sqrt(np.mean(clip.samples**2)) < 0.1
            assert np.abs(clip.samples).max() < 0.9


@pytest.mark.parametrize("ending", ["", "-female"])
def test_regions_differ_and_foreign_chunks_have_one_base_of_the_gender(engine: EspeakEngine, ending: str) -> None:
    north, central, south, english = (
        engine.voice(f"{each}{ending}") for each in ("vi-north", "vi-central", "vi-south", "en")
    )
    spoken = [say(engine, VI, each).samples for each in (north, central, south)]
    assert not any(np.array_equal(spoken[one], spoken[other]) for one, other in ((0, 1), (0, 2), (1, 2)))
    assert np.array_equal(say(engine, EN, south, "en").samples, say(engine, EN, english, "en").samples)


def test_women_speak_higher_than_men(engine: EspeakEngine) -> None:
    for name in ("vi-north", "vi-central", "vi-south", "en"):
        low, high = (_median_pitch(say(engine, VI, engine.voice(each))) for each in (name, f"{name}-female"))
        assert high > 1.25 * low


def _median_pitch(clip: Clip) -> float:
    f0, _ = pyworld.dio(clip.samples.astype(np.float64), clip.rate)
    return float(np.median(f0[f0 > 0]))


def test_equal_arguments_give_equal_samples(engine: EspeakEngine, voice: VoicePrint) -> None:
    for each in (engine.voice("vi-north"), voice):
        first = say(engine, VI, each)
        say(engine, EN, each, "en")
        assert np.array_equal(first.samples, say(engine, VI, each).samples)
        assert np.array_equal(first.samples, say(EspeakEngine(), VI, each).samples)


def test_another_seed_is_another_take_of_about_the_same_length(engine: EspeakEngine, voice: VoicePrint) -> None:
    for each in (engine.voice("vi-north"), voice):
        takes = [engine.say(chunk(VI), each, knobs={}, seed=seed).samples for seed in range(12)]
        # espeak-ng takes whole numbers only: two seeds of a preset may come to the same.
        assert len({take.tobytes() for take in takes}) >= (8 if isinstance(each, Voice) else len(takes))
        lengths = [len(take) for take in takes]
        assert max(lengths) / min(lengths) < 1.06


def test_speed_is_honoured(engine: EspeakEngine, voice: VoicePrint) -> None:
    for each in (engine.voice("vi-north"), voice):
        usual, fast, slow = (say(engine, VI, each, speed=speed).seconds for speed in (1.0, 2.0, 0.5))
        assert fast < 0.65 * usual
        assert slow > 1.6 * usual


def test_pitch_is_honoured(engine: EspeakEngine, voice: VoicePrint) -> None:
    from speech.cloning.features import analyse

    for each in (engine.voice("vi-north"), voice):
        heard = []
        for semitones in (-4.0, 0.0, 4.0):
            clip = say(engine, VI, each, pitch=semitones)
            f0 = analyse(clip.samples, clip.rate, pitch_floor_hz=50.0).f0
            heard.append(12 * np.log2(np.median(f0[f0 > 0])))
        assert np.diff(heard) == pytest.approx([4, 4], abs=1.5)


def test_variants_are_slower_and_flatter_or_quicker_and_wider(engine: EspeakEngine, voice: VoicePrint) -> None:
    from speech.cloning.features import analyse

    for speaker in (engine.voice("vi-north"), voice):
        clips = [say(engine, VI, speaker, variant=variant) for variant in ("calm", "neutral", "lively")]
        seconds = [clip.seconds for clip in clips]
        assert seconds == sorted(seconds, reverse=True)
        assert seconds[0] > 1.1 * seconds[2]
        pitches = [analyse(clip.samples, clip.rate, pitch_floor_hz=50).f0 for clip in clips]
        spans = [np.subtract(*np.percentile(np.log(pitch[pitch > 0]), (90, 10))) for pitch in pitches]
        assert spans == sorted(spans)


def test_the_neutral_variant_is_what_is_said_without_one(engine: EspeakEngine, voice: VoicePrint) -> None:
    assert np.array_equal(say(engine, VI, voice).samples, say(engine, VI, voice, variant="neutral").samples)


@pytest.mark.parametrize(
    "knobs", [{"speed": 2.1}, {"speed": float("nan")}, {"speed": "1"}, {"style": 1.0}, {"variant": "angry"}]
)
def test_unknown_knobs_and_values_are_refused(engine: EspeakEngine, knobs: dict[str, float | str]) -> None:
    with pytest.raises(SpeechError) as caught:
        engine.say(chunk(VI), engine.voice("vi-north"), knobs=knobs, seed=0)
    assert caught.value.code == "unknown_option"


def test_unknown_voice(engine: EspeakEngine) -> None:
    with pytest.raises(SpeechError) as caught:
        engine.voice("vi-west")
    assert caught.value.code == "unknown_voice"
    with pytest.raises(SpeechError):
        say(engine, VI, Voice("vi-west", "?", "preset", "vi"))


@pytest.mark.parametrize("spoken", ["", " ", "...", "\n", "\x00\x01", "\u200b"])
def test_nothing_to_say_is_an_empty_clip(engine: EspeakEngine, voice: VoicePrint, spoken: str) -> None:
    for each in (engine.voice("vi-north"), voice):
        assert len(say(engine, spoken, each).samples) == 0


@pytest.mark.parametrize("spoken", ["ạ", "A.", "Ừ!", "1", "x" * 400, "\x01 80S xin chào", "[[h@]]", "😀"])
def test_odd_text_is_spoken_without_harm(engine: EspeakEngine, voice: VoicePrint, spoken: str) -> None:
    for each in (engine.voice("vi-north"), voice):
        clip = say(engine, spoken, each)
        assert len(clip.samples)
        assert np.isfinite(clip.samples).all()
        assert np.abs(clip.samples).max() < 1


def test_espeaks_own_commands_in_the_text_change_nothing(engine: EspeakEngine) -> None:
    """Control-A begins a command; "0S" would set the slowest speed."""
    preset = engine.voice("vi-north")
    assert np.array_equal(say(engine, "\x0180S xin chào", preset).samples, say(engine, " 80S xin chào", preset).samples)


def test_clips_begin_and_end_close_to_speech(engine: EspeakEngine, voice: VoicePrint) -> None:
    """Pauses belong to the assembly; what an engine adds would come on top."""
    for each in (engine.voice("vi-north"), voice):
        clip = say(engine, VI, each)
        loud = np.flatnonzero(np.abs(clip.samples) > 0.01)
        assert loud[0] / clip.rate < 0.1
        assert (len(clip.samples) - loud[-1]) / clip.rate < 0.15
        assert abs(clip.samples[0]) < 0.01
        assert abs(clip.samples[-1]) < 0.01


def test_stream_joined_is_say(engine: EspeakEngine) -> None:
    preset = engine.voice("vi-north")
    pieces = list(engine.stream(chunk(VI), preset, knobs={}, seed=7))
    assert np.array_equal(np.concatenate([piece.samples for piece in pieces]), say(engine, VI, preset).samples)


def test_say_all_says_each_with_its_seed(engine: EspeakEngine) -> None:
    preset = engine.voice("vi-north")
    said = dict(engine.say_all([chunk(VI), chunk(EN, "en")], preset, knobs={}, seeds=[7, 8]))
    assert np.array_equal(said[0].samples, say(engine, VI, preset).samples)
    assert len(said[1].samples)


def test_a_print_survives_its_file(engine: EspeakEngine, voice: VoicePrint) -> None:
    file = io.BytesIO()
    write_print(file, voice)
    file.seek(0)
    again = read_print(file, engine.fingerprint())
    assert np.array_equal(say(engine, VI, again).samples, say(engine, VI, voice).samples)


def test_a_print_of_another_version_is_refused(engine: EspeakEngine, voice: VoicePrint) -> None:
    foreign = (
        replace(voice, fingerprint="espeak-ng 0"),
        replace(voice, engine="parrot"),
        replace(voice, arrays={}),
        replace(voice, facts={}),
    )
    for each in foreign:
        with pytest.raises(SpeechError) as caught:
            say(engine, VI, each)
        assert caught.value.code == "voice_print_mismatch"


def _in_a_child(queue: "multiprocessing.Queue[bytes]") -> None:
    from speech.engines import registry

    engine = registry.get("espeak")
    clip = engine.say(chunk(VI), engine.voice("vi-north"), knobs={}, seed=7)
    queue.put(clip.samples.tobytes())
    engine.close()


def test_it_speaks_in_a_daemonic_fork_of_a_process_that_used_it(engine: EspeakEngine) -> None:
    """Celery's prefork children are daemonic: they may not have children through multiprocessing."""
    expected = say(engine, VI, engine.voice("vi-north")).samples.tobytes()
    context = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue[bytes] = context.Queue()
    child = context.Process(target=_in_a_child, args=(queue,), daemon=True)
    child.start()
    assert queue.get(timeout=30) == expected
    child.join()
    assert child.exitcode == 0
    assert say(engine, VI, engine.voice("vi-north")).samples.tobytes() == expected
