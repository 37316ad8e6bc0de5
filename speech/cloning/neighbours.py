"""What the speaker sounded like in such a place: regression over the frames of the recording itself.

For every frame that the base voice says, the nearest frames of the same class of sound are looked up among the
speaker's own (near: alike in spectrum now, shortly before and after; the same phone; the same place in it) and their
mean is taken. Averaging a dozen costs far fewer words than choosing one: no joins, no jumps.

Source: nearest-neighbour voice conversion by weighted frames (Sundermann et al. 2006, Wu et al. 2013 "exemplar-based"),
with labels from the base voice instead of a recogniser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from speech.cloning.features import Floats, Frames, every_frame
from speech.cloning.phones import Segment, sound_class

MOST_FRAMES: Final = 16_000  # 80 s: more costs time with every sentence and teaches little
_NEIGHBOURS: Final = 8
_SHARPNESS: Final = 3.0
_OTHER_PHONE: Final = 0.4
_OTHER_PLACE: Final = 1.0  # a whole phone's length away
_COEFFICIENTS: Final = slice(1, 20)
_CONTEXT_FRAMES: Final = 5
_CONTEXT_WEIGHT: Final = 0.9
_STRIDE: Final = 2  # looked up every 10 ms, filled in between
_SMOOTHING_FRAMES: Final = 2.5  # from frame to frame other neighbours are the nearest: heard as roughness
_LEVEL_SMOOTHING_FRAMES: Final = 4.0

Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Pool:
    """n frames of a speaker: ``cepstrum`` (n, 33), ``pitch`` (n,) log F0, 0 unvoiced, the phone that each belongs to
    (``names`` of all phones, ``phones`` (n,) indexes into it) and the ``place`` in that phone, 0-1 (n,)."""

    cepstrum: Singles
    pitch: Singles
    phones: NDArray[np.int32]
    place: Singles
    names: tuple[str, ...]

    def keys(self, deviation: Floats) -> Mapping[str, "_Keys"]:
        """By class of sound, what its frames are found by."""
        context = _context(self.cepstrum / deviation)
        sounds = np.array([sound_class(name) for name in self.names])[self.phones]
        return {str(sound): _Keys.of(self, context, np.flatnonzero(sounds == sound)) for sound in np.unique(sounds)}


@dataclass(frozen=True)
class _Keys:
    """The frames of one class of sound, laid out for the search."""

    rows: NDArray[np.int64]
    context: Singles
    norms: Singles
    phones: NDArray[np.int32]
    place: Singles

    @classmethod
    def of(cls, pool: Pool, context: Singles, rows: NDArray[np.int64]) -> "_Keys":
        mine = np.ascontiguousarray(context[rows].T)
        return cls(rows, mine, (mine**2).sum(axis=0), pool.phones[rows], pool.place[rows])


@dataclass(frozen=True)
class Heard:
    """What the speaker's frames say of n frames: ``cepstrum`` (n, 33), ``pitch`` (n,) log F0 and the share of
    neighbours that were ``voiced`` (n,), 0 where nothing was found."""

    cepstrum: Floats
    pitch: Floats
    voiced: Floats


@dataclass(frozen=True)
class Neighbourhood:
    """A pool that is ready to be asked; ``deviation`` (33,) is the speaker's, by which distances are measured."""

    pool: Pool
    deviation: Floats

    @cached_property
    def _keys(self) -> Mapping[str, _Keys]:
        return self.pool.keys(self.deviation)

    @cached_property
    def _values(self) -> Singles:
        pool = self.pool
        return np.column_stack([pool.cepstrum, pool.pitch, pool.pitch > 0]).astype(np.float32)

    def regress(self, cepstrum: Floats, segments: Sequence[Segment]) -> Heard:
        """The means of the nearest frames; ``cepstrum`` (n, 33), already moved near the speaker's, stays where its
        class of sound was hardly heard."""
        found = np.column_stack([cepstrum, np.zeros((len(cepstrum), 2))])
        context = _context(cepstrum / self.deviation)
        for segment in segments:
            keys = self._keys.get(segment.sound) if segment.name else None
            if keys is not None and len(keys.rows) > _NEIGHBOURS:
                found[segment.start : segment.end] = self._of_segment(keys, context, segment)
        width = cepstrum.shape[1]
        smooth = gaussian_filter1d(found[:, :width], _SMOOTHING_FRAMES, axis=0)
        smooth[:, 0] = gaussian_filter1d(found[:, 0], _LEVEL_SMOOTHING_FRAMES)
        return Heard(np.asarray(smooth), _per(found[:, width], found[:, width + 1]), found[:, width + 1])

    def _of_segment(self, keys: _Keys, context: Singles, segment: Segment) -> Floats:
        frames = np.arange(segment.start, segment.end, _STRIDE)
        place = (frames - segment.start + 0.5) / (segment.end - segment.start)
        asked = context[frames]
        squares = (asked**2).sum(axis=1)[:, None] + keys.norms - 2 * asked @ keys.context
        distance = np.sqrt(np.maximum(squares, 0) / asked.shape[1])
        distance += _OTHER_PHONE * (keys.phones != self._number(segment.name))
        distance += _OTHER_PLACE * np.abs(keys.place - place[:, None].astype(np.float32))
        nearest = np.argpartition(distance, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
        near = np.take_along_axis(distance, nearest, axis=1)
        weights = np.exp(-_SHARPNESS * (near - near.min(axis=1, keepdims=True)))
        weights /= weights.sum(axis=1, keepdims=True)
        means = np.einsum("fk,fkv->fv", weights, self._values[keys.rows[nearest]], dtype=np.float64)
        return every_frame(means, segment.end - segment.start)

    def _number(self, name: str) -> int:
        return self.pool.names.index(name) if name in self.pool.names else -1


def gather(frames: Frames, names: Sequence[str], place: Floats) -> Pool:
    """The pool of a recording of n frames: the phone of each and the place in it, as an alignment found them."""
    kept = slice(0, MOST_FRAMES)
    every = tuple(sorted(set(names[kept])))
    numbers = {name: number for number, name in enumerate(every)}
    voiced = frames.f0[kept] > 0
    return Pool(
        cepstrum=frames.cepstrum[kept].astype(np.float32),
        pitch=np.where(voiced, np.log(np.maximum(frames.f0[kept], 1)), 0).astype(np.float32),
        phones=np.array([numbers[name] for name in names[kept]], dtype=np.int32),
        place=np.asarray(place[kept], dtype=np.float32),
        names=every,
    )


def _context(shape: Floats | Singles) -> Singles:
    """A frame with what stands shortly before and after it, (n, 57)."""
    now = shape[:, _COEFFICIENTS].astype(np.float32)
    index, last = np.arange(len(now)), len(now) - 1
    before, after = np.maximum(index - _CONTEXT_FRAMES, 0), np.minimum(index + _CONTEXT_FRAMES, last)
    weight = np.float32(_CONTEXT_WEIGHT)
    return np.column_stack([now, weight * now[before], weight * now[after]])


def _per(total: Floats, share: Floats) -> Floats:
    """The mean over the voiced neighbours only: the others were counted as 0."""
    return np.asarray(total / np.maximum(share, 1e-3))
