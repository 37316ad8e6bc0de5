"""Learning what is special about a speaker's phones, from a recording and the base voice saying its words."""

from dataclasses import replace

import numpy as np

from speech.cloning import offsets
from speech.cloning.align import Path, Singles, align, signature
from speech.cloning.convert import BASE_PITCH_FLOOR_HZ, globally
from speech.cloning.features import Floats, Frames, analyse, speech_span
from speech.cloning.phones import Segment, Utterance, segments
from speech.cloning.speaker import Speaker, Statistics, measure
from speech.types import Language


def learn_phones(frames: Frames, speaker: Speaker, utterance: Utterance, language: Language) -> tuple[Speaker, float]:
    """The speaker with phone offsets, and the mean cost of the alignment that they come from.

    ``frames`` are the reference cut to its speech, ``utterance`` the base voice saying the same words.
    """
    whole = analyse(utterance.samples, utterance.rate, pitch_floor_hz=BASE_PITCH_FLOOR_HZ)
    start, end = speech_span(whole)
    base = whole.cut(start, end)
    spans = _shifted(segments(utterance.phones, len(whole)), start, end)
    source = measure(base)
    plain = globally(base.cepstrum, source, speaker.target)
    there = _signature(frames, frames.cepstrum, speaker.target)
    path = align(_signature(base, plain, speaker.target), there)
    for _ in range(2):  # once with the global transform, once with the offsets of the first time
        learned = _offsets(base, frames, plain, spans, path)
        better = plain + offsets.track(learned, spans, (len(base), plain.shape[1]))
        path = align(_signature(base, better, speaker.target), there)
    bases = {**speaker.bases, language: source}
    return replace(speaker, bases=bases, offsets=learned, mapped=language), float(path.cost.mean())


def _signature(frames: Frames, cepstrum: Floats, target: Statistics) -> Singles:
    return signature(frames, cepstrum, target.mean, target.deviation)


def _shifted(spans: list[Segment], start: int, end: int) -> list[Segment]:
    """The segments as seen from frame ``start``, without what lies outside."""
    kept = [span for span in spans if span.end > start and span.start < end]
    return [replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start) for span in kept]


def _offsets(base: Frames, frames: Frames, plain: Floats, spans: list[Segment], path: Path) -> dict[str, Floats]:
    source = np.minimum(path.source, len(base) - 1)
    target = np.minimum(path.target, len(frames) - 1)
    names, thirds, neighbours = offsets.label(spans, len(base))
    trust = np.exp(-2 * np.maximum(path.cost - np.median(path.cost), 0))
    either_speaks = base.speech[source] | frames.speech[target]
    return offsets.learn(
        offsets.Evidence(
            names=names[source],
            thirds=thirds[source],
            neighbours=neighbours[source],
            differences=frames.cepstrum[target] - plain[source],
            weights=trust * either_speaks,
        )
    )
