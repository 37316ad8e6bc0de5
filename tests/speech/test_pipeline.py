from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speech import pipeline
from speech.engines import registry
from speech.engines.base import Engine, Voice
from speech.errors import SpeechError
from speech.types import TextOptions, VoicePrint

TEXT = "Xin chào các bạn.\n\nHôm nay có 3 người đến. It was a good day."
PRINT = VoicePrint("espeak", "one", "vi", {"mean": np.zeros(3, np.float32)}, {"wpm": 160.0})


@pytest.fixture(scope="module")
def engine() -> Engine:
    return registry.get("espeak")


@pytest.fixture
def voice(engine: Engine) -> Voice:
    return engine.voice("vi-north")


def test_all_of_the_text_is_said_in_order(engine: Engine, voice: Voice) -> None:
    told: list[tuple[int, int]] = []
    said = list(
        pipeline.say_text(
            TEXT,
            engine=engine,
            voice=voice,
            options=TextOptions(),
            knobs={},
            progress=lambda done, total: told.append((done, total)),
        )
    )
    assert "".join(chunk.text for chunk, _ in said) == TEXT
    assert all(len(clip.samples) for chunk, clip in said if chunk.spoken)
    assert told[-1] == (len(TEXT), len(TEXT))


@pytest.mark.parametrize("suffix", ["wav", "mp3"])
def test_a_file_as_long_as_its_clips_and_pauses(engine: Engine, voice: Voice, tmp_path: Path, suffix: str) -> None:
    said = list(pipeline.say_text(TEXT, engine=engine, voice=voice, options=TextOptions(), knobs={}))
    expected = sum(clip.seconds + chunk.pause_after for chunk, clip in said)
    target = tmp_path / f"out.{suffix}"
    done = pipeline.render_to_file(TEXT, target, engine=engine, voice=voice, options=TextOptions(), knobs={})
    assert done.seconds == pytest.approx(expected, abs=0.1)
    assert soundfile.info(target).duration == pytest.approx(expected, abs=0.2)
    assert done.chunks == sum(bool(len(clip.samples)) for _, clip in said)


def test_nothing_to_say_leaves_no_file(engine: Engine, voice: Voice, tmp_path: Path) -> None:
    for text in ("", " \n ", "...", "\u200b"):
        with pytest.raises(SpeechError) as caught:
            pipeline.render_to_file(
                text, tmp_path / "a.wav", engine=engine, voice=voice, options=TextOptions(), knobs={}
            )
        assert caught.value.code == "nothing_to_say"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.ogg", "a", "a.wav.exe"])
def test_other_formats_are_refused_before_the_work(name: str) -> None:
    with pytest.raises(SpeechError) as caught:
        pipeline.format_of(Path(name))
    assert caught.value.code == "unsupported_format"


def test_a_seed_is_of_words_voice_and_take_alone() -> None:
    seed = pipeline.piece_seed("Xin chào.", "preset vi-north")
    assert seed == pipeline.piece_seed("Xin chào.", "preset vi-north")
    others = [
        pipeline.piece_seed("Xin chào", "preset vi-north"),
        pipeline.piece_seed("Xin chào.", "preset en"),
        pipeline.piece_seed("Xin chào.", "preset vi-north", take=1),
    ]
    assert len({seed, *others}) == 4
    assert 0 <= seed < 2**48


def test_an_inserted_sentence_changes_no_other_clip(engine: Engine, voice: Voice) -> None:
    def clips(text: str) -> dict[str, bytes]:
        said = pipeline.say_text(text, engine=engine, voice=voice, options=TextOptions(), knobs={})
        return {chunk.spoken: clip.samples.tobytes() for chunk, clip in said}

    before = clips("Câu thứ nhất. Câu thứ ba.")
    after = clips("Câu thứ nhất. Một câu chen vào. Câu thứ ba.")
    assert before.items() <= after.items()


def test_the_fingerprint_of_a_print_covers_all_of_it() -> None:
    variants = [
        PRINT,
        replace(PRINT, fingerprint="two"),
        replace(PRINT, language="en"),
        replace(PRINT, facts={"wpm": 161.0}),
        replace(PRINT, arrays={"mean": np.ones(3, np.float32)}),
        replace(PRINT, arrays={"other": np.zeros(3, np.float32)}),
    ]
    assert len({pipeline.voice_fingerprint(each) for each in variants}) == len(variants)
    assert pipeline.voice_fingerprint(PRINT) == pipeline.voice_fingerprint(replace(PRINT))


KEY = {
    "organisation": "1",
    "spoken": "Xin chào.",
    "language": "vi",
    "voice_fingerprint": "preset vi-north",
    "engine_fingerprint": "espeak-ng 1.51",
}


@pytest.mark.parametrize("name", sorted(KEY))
def test_every_part_of_a_clip_s_key_counts(name: str) -> None:
    usual = pipeline.clip_key(**KEY, options={"speed": 1.0, "pitch": 0.0}, seed=1)
    other = pipeline.clip_key(**{**KEY, name: "another"}, options={"speed": 1.0, "pitch": 0.0}, seed=1)
    assert usual != other
    assert len(usual) == 64


def test_options_and_seed_count_but_not_the_order_of_options() -> None:
    usual = pipeline.clip_key(**KEY, options={"speed": 1.0, "pitch": 0.0}, seed=1)
    assert usual == pipeline.clip_key(**KEY, options={"pitch": 0.0, "speed": 1.0}, seed=1)
    assert usual != pipeline.clip_key(**KEY, options={"speed": 1.1, "pitch": 0.0}, seed=1)
    assert usual != pipeline.clip_key(**KEY, options={"speed": 1.0, "pitch": 0.0}, seed=2)


def test_parts_of_a_key_cannot_run_into_each_other() -> None:
    one = pipeline.clip_key(**{**KEY, "organisation": "1", "spoken": "2x"}, options={}, seed=1)
    other = pipeline.clip_key(**{**KEY, "organisation": "12", "spoken": "x"}, options={}, seed=1)
    assert one != other
