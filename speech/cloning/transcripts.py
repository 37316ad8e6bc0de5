"""Whether a transcript is what a recording says, with no recogniser: the base voice reads it, and the two are aligned.

What the alignment costs depends on the voice and the room as well as on the words, so the words are measured against
themselves in another order: the right ones cost clearly less so, wrong ones do not. Figures: docs/voices.md.
"""

from dataclasses import dataclass, fields
from typing import Final, Literal

import numpy as np
from scipy.ndimage import binary_dilation

from speech.cloning.align import Singles, align, signature
from speech.cloning.convert import BASE_PITCH_FLOOR_HZ
from speech.cloning.features import Frames, analyse
from speech.cloning.phones import Delivery, Say
from speech.cloning.speaker import measure
from speech.types import Language, Reference, Samples

Verdict = Literal["matches", "differs", "unsure", "none"]

DIFFERS_FROM: Final = 0.965
_MATCHES_BELOW: Final = (0.935, 0.95)  # up to 8 s of speech, from 25 s on: the longer, the less is chance
_MATCHES_SECONDS: Final = (8.0, 25.0)
MIN_SECONDS: Final = 3.0
"""Of less speech a verdict would be a guess."""
_MIN_WORDS: Final = 5  # fewer have no other order to speak of
_MAX_SECONDS: Final = 60.0
_LEVEL: Final = 0.06
_SILENCE: Final = 1e-4  # RMS
_USUAL_WPM: Final = 175.0
_WPM_STEP: Final = 5.0
_WPM_LIMITS: Final = (80.0, 350.0)
_TEMPO_LIMITS: Final = (0.55, 2.2)
"""Speech in the recording over that of the base voice: the slowest reader takes 1.8 times as long, half a text 2.3."""
_REFERENCE_PITCH_FLOOR_HZ: Final = 60.0
_PAUSE_FRAMES: Final = 8


@dataclass(frozen=True)
class TranscriptCheck:
    """``cost``: of the alignment, 1 being that of the same words in another order (0: nothing was aligned).

    ``verdict`` "none" is for no transcript.
    """

    cost: float
    verdict: Verdict


def check_transcript(reference: Reference, say: Say) -> TranscriptCheck:
    """Compare a recording with its transcript; ``say`` is the base voice. Up to the first minute is looked at."""
    words = reference.transcript.split()
    if not words:
        return TranscriptCheck(0.0, "none")
    samples, words = _first_minute(reference.clip.samples, reference.clip.rate, words)
    spoken = _frames(samples, reference.clip.rate, _REFERENCE_PITCH_FLOOR_HZ)
    if spoken is None or spoken.speech_seconds < MIN_SECONDS or len(words) < _MIN_WORDS:
        return TranscriptCheck(0.0, "unsure")
    reader = _Reader(say, reference.language)
    base = reader.read(words, _USUAL_WPM)
    if base is None:
        return TranscriptCheck(0.0, "unsure")
    tempo = spoken.speech_seconds / base.speech_seconds
    if not _TEMPO_LIMITS[0] <= tempo <= _TEMPO_LIMITS[1]:
        return TranscriptCheck(1.0, "differs")
    cost = _relative_cost(reader, words, spoken, _wpm(tempo))
    return TranscriptCheck(round(cost, 3), _verdict(cost, spoken.speech_seconds))


def _verdict(cost: float, seconds: float) -> Verdict:
    if cost < np.interp(seconds, _MATCHES_SECONDS, _MATCHES_BELOW):
        return "matches"
    return "differs" if cost >= DIFFERS_FROM else "unsure"


def _first_minute(samples: Samples, rate: int, words: list[str]) -> tuple[Samples, list[str]]:
    """The beginning of a long recording and about the words that belong to it."""
    share = min(1.0, _MAX_SECONDS * rate / max(1, len(samples)))
    return samples[: round(share * len(samples))], words[: max(1, round(share * len(words)))]


@dataclass(frozen=True)
class _Reader:
    say: Say
    language: Language

    def read(self, words: list[str], wpm: float) -> Frames | None:
        utterance = self.say(" ".join(words), Delivery(self.language, wpm))
        return _frames(utterance.samples, utterance.rate, BASE_PITCH_FLOOR_HZ)


def _relative_cost(reader: _Reader, words: list[str], spoken: Frames, wpm: float) -> float:
    """What the words cost over the mean of two other orders of them."""
    half = len(words) // 2
    orders = (words, words[half:] + words[half - 1 :: -1], words[::-1])
    target = _signature(spoken)
    read = [reader.read(order, wpm) for order in orders]
    right, *others = [float(align(_signature(each), target).cost.mean()) for each in read if each is not None]
    return right / float(np.mean(others))


def _wpm(tempo: float) -> float:
    """The base voice's rate for the recording's tempo, rounded so that the orders are read alike."""
    return float(np.clip(round(_USUAL_WPM / tempo / _WPM_STEP) * _WPM_STEP, *_WPM_LIMITS))


def _signature(frames: Frames) -> Singles:
    normal = measure(frames)
    return signature(frames, frames.cepstrum, normal.mean, normal.deviation)


def _frames(samples: Samples, rate: int, pitch_floor_hz: float) -> Frames | None:
    """The speech of a recording, its pauses left out: readers pause elsewhere than the base voice."""
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    if level < _SILENCE:
        return None
    frames = analyse((samples * (_LEVEL / level)).astype(np.float32), rate, pitch_floor_hz=pitch_floor_hz)
    kept = binary_dilation(frames.speech, iterations=_PAUSE_FRAMES)
    return Frames(**{field.name: getattr(frames, field.name)[kept] for field in fields(Frames)})
