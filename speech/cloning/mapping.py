"""Learning what is special about a speaker's phones, from a recording and the base voice saying its words."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from speech.cloning import offsets
from speech.cloning.align import Path, Singles, align, signature
from speech.cloning.convert import BASE_PITCH_FLOOR_HZ, globally
from speech.cloning.features import Floats, Frames, analyse, speech_span
from speech.cloning.neighbours import Neighbourhood, Pool, gather
from speech.cloning.phones import Segment, Utterance, segments
from speech.cloning.speaker import Speaker, Statistics, measure
from speech.types import Language


def learn_phones(frames: Frames, speaker: Speaker, utterance: Utterance, language: Language) -> tuple[Speaker, float]:
    """The speaker with phone offsets, and the mean cost of the alignment that they come from.

    ``frames`` are the reference cut to its speech, ``utterance`` the base voice saying the same words.
    """
    base, spans = _analysed(utterance)
    source = measure(base)
    plain = globally(base.cepstrum, source, speaker.target)
    there = _signature(frames, frames.cepstrum, speaker.target)
    path = align(_signature(base, plain, speaker.target), there)
    for _ in range(2):  # once with the global transform, once with the offsets of the first time
        learned = _offsets(base, frames, plain, spans, path)
        better = plain + offsets.track(learned, spans, (len(base), plain.shape[1]))
        path = align(_signature(base, better, speaker.target), there)
    bases = {**speaker.bases, language: source}
    neighbours = Neighbourhood(_pool(len(base), frames, spans, path), speaker.target.deviation)
    mapped = replace(speaker, bases=bases, offsets=learned, mapped=language, neighbours=neighbours)
    return mapped, float(path.cost.mean())


def _analysed(utterance: Utterance) -> tuple[Frames, list[Segment]]:
    """The utterance cut to its speech, with its phones."""
    whole = analyse(utterance.samples, utterance.rate, pitch_floor_hz=BASE_PITCH_FLOOR_HZ)
    start, end = speech_span(whole)
    return whole.cut(start, end), _shifted(segments(utterance.phones, len(whole)), start, end)


def _signature(frames: Frames, cepstrum: Floats, target: Statistics) -> Singles:
    return signature(frames, cepstrum, target.mean, target.deviation)


def _shifted(spans: list[Segment], start: int, end: int) -> list[Segment]:
    """The segments as seen from frame ``start``, without what lies outside."""
    kept = [span for span in spans if span.end > start and span.start < end]
    return [replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start) for span in kept]


def _pool(base_frames: int, frames: Frames, spans: list[Segment], path: Path) -> Pool:
    """The recording's frames with the phones that the base voice says where they are aligned."""
    names, _, _ = offsets.label(spans, base_frames)
    place = np.zeros(base_frames)
    for span in spans:
        place[span.start : span.end] = (np.arange(span.end - span.start) + 0.5) / (span.end - span.start)
    there = _straightened(path, base_frames, len(frames))
    return gather(frames, [str(name) for name in names[there]], place[there])


def _straightened(path: Path, base_frames: int, frames: int) -> NDArray[np.int64]:
    """For every frame of the recording the base voice's, (frames,): the path with its steps evened out."""
    source, target = np.minimum(path.source, base_frames - 1), np.minimum(path.target, frames - 1)
    total, pairs = np.bincount(source, target, base_frames), np.bincount(source, minlength=base_frames)
    met = np.flatnonzero(pairs)
    there = np.interp(np.arange(base_frames), met, total[met] / pairs[met])
    back = np.interp(np.arange(frames), np.maximum.accumulate(there), np.arange(base_frames))
    return np.clip(np.round(back).astype(np.int64), 0, base_frames - 1)


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
