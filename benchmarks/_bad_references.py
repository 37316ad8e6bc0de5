"""What becomes of references that nobody should learn from, and whether a clip is always the same."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing import get_context

import numpy as np

from benchmarks._judges import NOT_MEASURED, Likeness
from benchmarks._recordings import clipped, noisy
from benchmarks._speakers import english, recording, reference, transcript
from speech import identity
from speech.audio import prepare
from speech.cloning.phones import Delivery
from speech.engines import registry
from speech.engines.base import Engine
from speech.engines.espeak.base import say_as_base
from speech.errors import SpeechError
from speech.types import Chunk, Clip, Reference, VoicePrint

NAME = "vctk_p226_008.wav"
SAME_TEXTS = ("A pot of tea helps to pass the evening.", "The boy was there when the sun rose.", "Read it out loud.")


def rows(engine: Engine, texts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    if not identity.ready():
        yield "bad references", NOT_MEASURED, "refused or safe"
        return
    speaker = next(each for each in english() if each.name == "p226")
    plain = [say_as_base(text, Delivery("en", 175.0)) for text in texts]
    likeness = Likeness.of(speaker.natural, [Clip(each.samples, each.rate) for each in plain])
    for name, spoiled in _references().items():
        try:
            heard = spoiled()
            voice = engine.enrol([heard], language="en")
            safe = engine.enrol([replace(heard, transcript="")], language="en")
        except SpeechError as refusal:
            yield f"bad reference: {name}", f"refused: {refusal.code}", "refused or safe"
            continue
        share, least = (likeness.share(_said(engine, text, each) for text in texts) for each in (voice, safe))
        facts = f"{voice.facts['method']}, {voice.facts['warnings'] or 'no warning'}"
        yield f"bad reference: {name}", f"share {share:.2f}, global {least:.2f}: {facts}", "not under global"


def _references() -> dict[str, Callable[[], Reference]]:
    raw, words = recording(NAME, "en"), transcript(NAME)

    def of(clip: Clip, said: str = words) -> Reference:
        return Reference(prepare(clip, min_speech_seconds=1.0).master, said, "en")

    other = recording("vctk_p225_011.wav", "en")
    joined = Clip(np.concatenate([raw.samples, other.samples]).astype(np.float32), raw.rate)
    burst = np.random.default_rng(3).normal(0, 0.1, 8 * raw.rate).astype(np.float32)
    return {
        "none (clean)": lambda: reference(NAME, "en"),
        "noise, 20 dB": lambda: of(noisy(raw, 20)),
        "noise, 10 dB": lambda: of(noisy(raw, 10)),
        "clipped at a fifth": lambda: of(clipped(raw, 0.2)),
        "other words": lambda: of(raw, transcript("LJ001-0001.flac")),
        "second speaker, one transcribed": lambda: of(joined),
        "1.5 s": lambda: of(Clip(raw.samples[round(0.6 * raw.rate) : round(2.1 * raw.rate)], raw.rate), words[:24]),
        "a burst of noise": lambda: of(Clip(burst, raw.rate)),
        "silence": lambda: of(Clip(np.zeros(5 * raw.rate, np.float32), raw.rate)),
        "no transcript": lambda: of(raw, ""),
    }


def sameness(engine: Engine, voice: VoicePrint) -> Iterator[tuple[str, str, str]]:
    """Three texts forwards, backwards, and in a fresh process."""
    forwards = [_mark(_said(engine, text, voice)) for text in SAME_TEXTS]
    backwards = [_mark(_said(engine, text, voice)) for text in reversed(SAME_TEXTS)][::-1]
    with get_context("spawn").Pool(1) as pool:
        elsewhere = pool.apply(_marks, (voice,))
    same = forwards == backwards == elsewhere
    yield "any order, any process", "bit for bit the same" if same else "DIFFERENT", "the same"


def _marks(voice: VoicePrint) -> list[str]:
    engine = registry.get("espeak")
    marks = [_mark(_said(engine, text, voice)) for text in SAME_TEXTS]
    engine.close()
    return marks


def _mark(clip: Clip) -> str:
    return hashlib.sha256(clip.samples.tobytes()).hexdigest()


def _said(engine: Engine, text: str, voice: VoicePrint) -> Clip:
    return engine.say(Chunk(0, len(text), text, text, voice.language, 0.0), voice, knobs={}, seed=0)
