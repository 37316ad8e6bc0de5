"""The embedded engine: espeak-ng's presets, and speakers by converting its voice."""

import random
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np

from speech.cloning.convert import convert
from speech.cloning.features import RATE
from speech.cloning.learn import Lesson, learn
from speech.cloning.phones import Delivery
from speech.cloning.speaker import Speaker, from_print, to_print
from speech.engines.base import Engine, EngineCard, Knobs, Readiness, Variant, Voice
from speech.engines.espeak import client, voices
from speech.engines.espeak.base import EDGE_SECONDS, faded, say_as_base, utterance_of
from speech.engines.espeak.card import CARD
from speech.errors import EngineError, SpeechError
from speech.types import Chunk, Clip, Language, Progress, Reference, VoicePrint, no_progress

CONVERSION_VERSION: Final = 4  # raise it whenever the same print and text would sound different
SPOKEN_RATE: Final = 22_050  # what espeak-ng gives
_TEMPO_SPREAD: Final = 0.02  # how much faster or slower another take is,
_SPAN_SPREAD: Final = 0.04  # and how much flatter or livelier


@dataclass(frozen=True)
class _Manner:
    """How a variant speaks: its tempo, and its pitch range, both as a share of the neutral one."""

    tempo: float
    span: float


# Measured in Vietnamese: tones keep their contours, all of the ten sentences are still told apart (docs/voices.md).
_MANNERS: Final[dict[Variant, _Manner]] = {
    "neutral": _Manner(1.0, 1.0),
    "calm": _Manner(0.92, 0.75),
    "lively": _Manner(1.08, 1.3),
}


class EspeakEngine(Engine):
    """espeak-ng with and without conversion. Safe from several threads; sentences wait for each other."""

    card: ClassVar[EngineCard] = CARD

    def __init__(self) -> None:
        self._ready: dict[int, Speaker] = {}

    def check(self) -> Readiness:
        try:
            client.probe()
        except EngineError as error:
            return Readiness(False, str(error.params.get("why", error)))
        return Readiness(True)

    def fingerprint(self) -> str:
        return f"espeak-ng {client.probe()}, conversion {CONVERSION_VERSION}"

    def load(self) -> None:
        client.shared().start()

    def close(self) -> None:
        client.shared().close()

    def voices(self) -> list[Voice]:
        return list(voices.PRESETS)

    def enrol(
        self, references: Sequence[Reference], *, language: Language, progress: Progress = no_progress
    ) -> VoicePrint:
        lesson = learn(references, language, say_as_base, progress)
        return to_print(
            lesson.speaker,
            engine=self.card.key,
            fingerprint=self.fingerprint(),
            language=language,
            facts=_facts(lesson),
            transcript=lesson.transcript,
        )

    def say(self, chunk: Chunk, voice: Voice | VoicePrint, *, knobs: Knobs, seed: int) -> Clip:
        settled, manner = self.card.settle(knobs), _MANNERS[self.card.variant(knobs)]
        tempo, span = _mood(seed)
        speed, span = settled["speed"] * tempo * manner.tempo, span * manner.span
        if isinstance(voice, Voice):
            return self._say_preset(chunk, voice, speed, settled["pitch"], span)
        return self._say_converted(chunk, voice, speed, settled["pitch"], span)

    def _say_preset(self, chunk: Chunk, voice: Voice, speed: float, semitones: float, span: float) -> Clip:
        base = voices.base_of(chunk.language, self.voice(voice.id))
        request = base.request(chunk.spoken, voices.USUAL_WPM * speed, semitones=semitones, span=span)
        utterance = utterance_of(client.shared().say(request))
        return Clip(utterance.samples, utterance.rate)

    def _say_converted(self, chunk: Chunk, voice: VoicePrint, speed: float, semitones: float, span: float) -> Clip:
        if (voice.engine, voice.fingerprint) != (self.card.key, self.fingerprint()):
            raise SpeechError("voice_print_mismatch")
        speaker = self._speaker_of(voice)
        delivery = Delivery(chunk.language, speaker.wpm * speed, speaker.high)
        utterance = say_as_base(chunk.spoken, delivery)
        if not len(utterance.samples):
            return Clip(utterance.samples, RATE)
        converted = convert(utterance, speaker, chunk.language, semitones=semitones, span=span)
        return Clip(faded(converted, round(EDGE_SECONDS * RATE)), RATE)

    def _speaker_of(self, voice: VoicePrint) -> Speaker:
        """Made ready once for a book, and forgotten with the print: biometric data stays no longer than that."""
        known = self._ready.get(id(voice))
        if known is None:
            known = self._ready[id(voice)] = from_print(voice)
            weakref.finalize(voice, self._ready.pop, id(voice), None)
        return known


def _mood(seed: int) -> tuple[float, float]:
    """espeak-ng has one way to say a sentence; another take is a touch faster or slower, flatter or livelier."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    return 1 + chance.uniform(-_TEMPO_SPREAD, _TEMPO_SPREAD), 1 + chance.uniform(-_SPAN_SPREAD, _SPAN_SPREAD)


def _facts(lesson: Lesson) -> dict[str, str | float | int]:
    pitch = lesson.speaker.target.pitch
    return {
        "method": lesson.method,
        "alignment_cost": round(lesson.cost, 3),
        "speech_seconds": round(lesson.speech_seconds, 2),
        "pitch_hz": round(float(np.exp(pitch[0])), 1) if len(pitch) else 0.0,
        "warnings": ",".join(lesson.warnings),
    }
