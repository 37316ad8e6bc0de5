"""Trying a learned voice on ten fixed sentences: are the words still there, and do the tones keep their contours?

There is no recogniser of Vietnamese to ask. What is asked is which of the ten sentences, said by the base voice, a
clip is nearest to (dynamic time warping): a clip that lost its words is near to none in particular.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from speech.cloning.align import Path, Singles, align, signature
from speech.cloning.convert import BASE_PITCH_FLOOR_HZ, TONAL, without_slips
from speech.cloning.features import Floats, Frames, analyse
from speech.cloning.phones import Delivery, Segment, Utterance, segments, sound_class
from speech.cloning.speaker import measure
from speech.engines.espeak.base import say_as_base
from speech.trial_texts import SENTENCES
from speech.types import Chunk, Clip, Language, VoicePrint

_WPM: Final = 160.0
_COARSE: Final = 2  # telling sentences apart needs no finer steps than 20 ms
_MOVING_SEMITONES: Final = 0.5  # a syllable that moves less has no contour to keep
_LEAST_FRAMES: Final = 8
_LEAST_SECONDS: Final = 0.5
_EDGE_FRAMES: Final = 2  # pitch trackers slip where voicing begins and ends
_VOWEL: Final = sound_class("a")
_SONORANTS: Final = frozenset({sound_class("m"), sound_class("l")})

__all__ = ["SENTENCES", "Fitness", "listen", "try_print"]


class Speaks(Protocol):
    """As much of an engine as a trial needs."""

    def say(self, chunk: Chunk, voice: VoicePrint, *, knobs: Mapping[str, float | str], seed: int) -> Clip: ...


@dataclass(frozen=True)
class Fitness:
    """``understood`` of the ten sentences; ``tone_median`` is the median over moving syllables of the correlation of
    log F0 with the base voice's, None where tones carry no words; ``clips`` in the order of ``SENTENCES``."""

    understood: int
    tone_median: float | None
    clips: tuple[Clip, ...]


@dataclass(frozen=True)
class _Said:
    """A sentence after analysis; ``spans`` are its phones where the base voice said it."""

    frames: Frames
    shape: Singles
    spans: tuple[Segment, ...] = ()

    @classmethod
    def of(cls, said: Clip | Utterance) -> "_Said":
        frames = analyse(said.samples, said.rate, pitch_floor_hz=BASE_PITCH_FLOOR_HZ)
        own = measure(frames)
        shape = signature(frames, frames.cepstrum, own.mean, own.deviation)
        return cls(frames, shape, tuple(segments(said.phones, len(frames))) if isinstance(said, Utterance) else ())


def try_print(
    engine: Speaks, voice: VoicePrint, language: Language, *, knobs: Mapping[str, float | str] | None = None
) -> Fitness:
    """Say the ten sentences with the learned voice and listen. Raises what ``Engine.say`` raises."""
    clips = tuple(
        engine.say(Chunk(0, len(text), text, text, language, 0.0), voice, knobs=knobs or {}, seed=0)
        for text in SENTENCES[language]
    )
    # A print of the embedded engine knows at which rate and pitch its base voice speaks.
    wpm, high = float(voice.facts.get("wpm", _WPM)), bool(voice.facts.get("high", False))
    return listen(clips, Delivery(language, wpm, high))


def listen(clips: Sequence[Clip], delivery: Delivery) -> Fitness:
    """The fitness of clips that say ``SENTENCES`` in their order, against the base voice; an empty one is not
    understood."""
    language = delivery.language
    bases = [_Said.of(say_as_base(text, delivery)) for text in SENTENCES[language]]
    heard = [(index, _Said.of(clip)) for index, clip in enumerate(clips) if clip.seconds >= _LEAST_SECONDS]
    understood = sum(_heard_as(said, bases) == index for index, said in heard)
    tones = [tone for index, said in heard for tone in _contours(said, bases[index])] if language in TONAL else []
    return Fitness(understood, float(np.median(tones)) if tones else None, tuple(clips))


def _heard_as(said: _Said, bases: Sequence[_Said]) -> int:
    """Which of the base voice's sentences it is nearest to."""
    costs = [align(base.shape[::_COARSE], said.shape[::_COARSE]).cost.mean() for base in bases]
    return int(np.argmin(costs))


def _contours(said: _Said, base: _Said) -> Iterator[float]:
    """For every syllable in which the base voice's pitch moves: how the clip's contour correlates with it."""
    there = _matched(align(base.shape, said.shape), len(base.frames))
    ours, theirs = without_slips(base.frames.f0), without_slips(said.frames.f0)
    for start, end in _rhymes(base.spans):
        own, clips = ours[start:end], theirs[there[start] : there[end - 1] + 1]
        if len(clips) < _LEAST_FRAMES:
            continue
        stretched = clips[np.linspace(0, len(clips) - 1, len(own)).round().astype(int)]
        both = np.flatnonzero((own > 0) & (stretched > 0))[_EDGE_FRAMES:-_EDGE_FRAMES]
        if len(both) >= _LEAST_FRAMES and np.ptp(12 * np.log2(own[both])) > _MOVING_SEMITONES:
            yield _correlation(np.log(own[both]), np.log(stretched[both]))


def _matched(path: Path, frames: int) -> NDArray[np.int64]:
    """For every frame of the base voice the clip's, never going back."""
    source = np.minimum(path.source, frames - 1)
    first = np.flatnonzero(np.diff(source, prepend=-1))
    return np.interp(np.arange(frames), source[first], path.target[first]).astype(np.int64)


def _rhymes(spans: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """First and end frame of each syllable's vowels with the sonorant that closes it: where its tone is heard."""
    for index, span in enumerate(spans):
        if span.sound != _VOWEL or span.before == _VOWEL:
            continue
        last = index
        while last + 1 < len(spans) and spans[last + 1].sound == _VOWEL:
            last += 1
        coda = spans[last + 1] if last + 1 < len(spans) else None
        closed = coda is not None and coda.sound in _SONORANTS and coda.after != _VOWEL
        yield span.start, spans[last + closed].end


def _correlation(ours: Floats, theirs: Floats) -> float:
    """Pearson's; 0 for a contour that does not move at all."""
    if min(np.ptp(ours), np.ptp(theirs)) == 0:
        return 0.0
    return float(np.corrcoef(ours, theirs)[0, 1])
