"""The embedded engine: espeak-ng's presets, and speakers by converting its voice."""

import random
import weakref
from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np

from speech.cloning.convert import convert
from speech.cloning.features import RATE
from speech.cloning.learn import Lesson, learn
from speech.cloning.phones import Delivery, Phone, Utterance
from speech.cloning.speaker import Speaker, from_print, to_print
from speech.engines.base import Engine, EngineCard, Knobs, Readiness, Voice
from speech.engines.espeak import client, voices
from speech.engines.espeak.card import CARD
from speech.engines.espeak.clicks import soften
from speech.engines.espeak.protocol import Answer
from speech.errors import EngineError, SpeechError
from speech.types import Chunk, Clip, Language, Progress, Reference, Samples, VoicePrint, no_progress

CONVERSION_VERSION: Final = 2  # raise it whenever the same print and text would sound different
SPOKEN_RATE: Final = 22_050  # what espeak-ng gives
_EDGE_SECONDS: Final = 0.02  # kept around speech, faded, so that joins do not click
_TEMPO_SPREAD: Final = 0.02  # how much faster or slower another take is


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
        lesson = learn(references, language, _say_as_base, progress)
        return to_print(
            lesson.speaker,
            engine=self.card.key,
            fingerprint=self.fingerprint(),
            language=language,
            facts=_facts(lesson),
            transcript=lesson.transcript,
        )

    def say(self, chunk: Chunk, voice: Voice | VoicePrint, *, knobs: Knobs, seed: int) -> Clip:
        settled = self.card.settle(knobs)
        speed = settled["speed"] * _tempo(seed)
        if isinstance(voice, Voice):
            return self._say_preset(chunk, voice, speed, settled["pitch"])
        return self._say_converted(chunk, voice, speed, settled["pitch"])

    def _say_preset(self, chunk: Chunk, voice: Voice, speed: float, semitones: float) -> Clip:
        base = voices.base_of(chunk.language, self.voice(voice.id))
        request = base.request(chunk.spoken, voices.USUAL_WPM * speed, semitones=semitones)
        utterance = _utterance(client.shared().say(request))
        return Clip(utterance.samples, utterance.rate)

    def _say_converted(self, chunk: Chunk, voice: VoicePrint, speed: float, semitones: float) -> Clip:
        if (voice.engine, voice.fingerprint) != (self.card.key, self.fingerprint()):
            raise SpeechError("voice_print_mismatch")
        speaker = self._speaker_of(voice)
        delivery = Delivery(chunk.language, speaker.wpm * speed, speaker.high)
        utterance = _say_as_base(chunk.spoken, delivery)
        if not len(utterance.samples):
            return Clip(utterance.samples, RATE)
        converted = convert(utterance, speaker, chunk.language, semitones)
        return Clip(_faded(converted, round(_EDGE_SECONDS * RATE)), RATE)

    def _speaker_of(self, voice: VoicePrint) -> Speaker:
        """Made ready once for a book, and forgotten with the print: biometric data stays no longer than that."""
        known = self._ready.get(id(voice))
        if known is None:
            known = self._ready[id(voice)] = from_print(voice)
            weakref.finalize(voice, self._ready.pop, id(voice), None)
        return known


def _say_as_base(text: str, delivery: Delivery) -> Utterance:
    """The base voice that ``speech.cloning`` learns from and converts."""
    high = delivery.high and delivery.language == "vi"  # measured: a raised English base loses words
    request = voices.base_of(delivery.language).request(text, delivery.wpm, high=high)
    return _utterance(client.shared().say(request))


def _utterance(answer: Answer) -> Utterance:
    """What was said, without the silence around it: pauses are the assembly's."""
    first, end = voices.spoken_span(answer)
    if end <= first:
        return Utterance(np.zeros(0, np.float32), answer.rate, ())
    edge = round(_EDGE_SECONDS * answer.rate)
    pcm = np.frombuffer(answer.pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
    start = max(0, first - edge)
    samples = _faded(soften(pcm[start : end + edge], answer.rate), edge)
    return Utterance(samples, answer.rate, _phones(answer, start, len(samples)))


def _phones(answer: Answer, start: int, length: int) -> tuple[Phone, ...]:
    """The phones inside the cut, in seconds from its beginning; pauses in a row are one."""
    marks = [(max(0, mark.sample - start), voices.phone_name(mark)) for mark in answer.phones]
    marks = [(0, ""), *((at, name) for at, name in marks if at < length)]
    phones: list[Phone] = []
    for index, (at, name) in enumerate(marks):
        end = marks[index + 1][0] if index + 1 < len(marks) else length
        if end <= at:
            continue
        if phones and phones[-1].name == name == "":
            phones[-1] = Phone("", phones[-1].start, end / answer.rate)
        else:
            phones.append(Phone(name, at / answer.rate, end / answer.rate))
    return tuple(phones)


def _faded(samples: Samples, edge: int) -> Samples:
    ramp = np.linspace(0, 1, min(edge, len(samples) // 2), dtype=np.float32)
    faded = samples.copy()
    faded[: len(ramp)] *= ramp
    faded[len(faded) - len(ramp) :] *= ramp[::-1]
    return faded


def _tempo(seed: int) -> float:
    """espeak-ng has one way to say a sentence; another take is a touch faster or slower."""
    return 1 + random.Random(seed).uniform(-_TEMPO_SPREAD, _TEMPO_SPREAD)  # noqa: S311 (no secret)


def _facts(lesson: Lesson) -> dict[str, str | float | int]:
    pitch = lesson.speaker.target.pitch
    return {
        "method": lesson.method,
        "alignment_cost": round(lesson.cost, 3),
        "speech_seconds": round(lesson.speech_seconds, 2),
        "pitch_hz": round(float(np.exp(pitch[0])), 1) if len(pitch) else 0.0,
        "warnings": ",".join(lesson.warnings),
    }
