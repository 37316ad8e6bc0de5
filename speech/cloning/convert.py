"""Converting what the base voice said into the speaker's voice.

Giọng's method "full": the global transform ("a"), phone offsets ("map"), and regression over the speaker's own frames,
whose slow part is drawn back to the offsets': that keeps the words.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, median_filter

from speech.cloning.features import Floats, Frames, Mask, above_air, analyse, decibels, power_of, synthesise
from speech.cloning.neighbours import Heard
from speech.cloning.offsets import track
from speech.cloning.phones import Utterance, segments
from speech.cloning.speaker import Speaker, Statistics
from speech.types import Language, Samples

TONAL: Final[frozenset[Language]] = frozenset({"vi"})
BASE_PITCH_FLOOR_HZ: Final = 50.0  # klatt voices creak under 60 Hz in low Vietnamese tones
_LEVEL_SHARE: Final = 0.6  # how much of the speaker's loudness from sound to sound is taken over
_SLOW_FRAMES: Final = 4.0
_SLOW_SHARE: Final = 0.6  # how far the slow part of the regression is drawn back to the offsets' where frames are few
_PITCH_FRAMES: Final = 12.0
_TREMBLE_FRAMES: Final = 3.0  # what moves faster than that is the tracker or the klatt voice, not melody
_MOSTLY_VOICED: Final = 0.3
_VARIANCE_POWER: Final = 0.7
_VARIANCE_LIMITS: Final = (0.5, 2.5)
_MEAN_SHARE: Final = 0.5
_TRUST_FRAMES: Final = 100  # an utterance of half a second is believed half about its own mean and variance
_PITCH_LIMITS_HZ: Final = (50.0, 600.0)
_RANGE_LIMITS: Final = (0.6, 1.8)  # flatter or livelier than that, tones stop being told apart
_UNVOICED_DB: Final = -0.1
_SLIP_FRAMES: Final = 7
_KNEE: Final = 0.8


def convert(
    utterance: Utterance, speaker: Speaker, language: Language, *, semitones: float = 0.0, span: float = 1.0
) -> Samples:
    """The utterance in the speaker's voice at 24 kHz, pitch moved by ``semitones``, its range ``span`` times as wide.

    Levels are the speaker's, by a gain fixed at enrolment, never by the sentence: sentences that follow
    each other keep their level. Nothing is clipped; peaks bend from 0.8 on.
    """
    base = analyse(utterance.samples, utterance.rate, pitch_floor_hz=BASE_PITCH_FLOOR_HZ)
    source = speaker.bases[language]
    spectrum = globally(base.cepstrum, source, speaker.target)
    pitch = _pitch(without_slips(base.f0), source, speaker.target)
    if speaker.mapped == language:
        spans = segments(utterance.phones, len(base))
        moved = spectrum + track(speaker.offsets, spans, (len(base), spectrum.shape[1]))
        heard = speaker.neighbours.regress(moved, spans) if speaker.neighbours else None
        if heard:
            moved = _drawn_near(moved, heard, speaker.closeness)
            pitch = pitch if language in TONAL else _towards(pitch, heard, speaker.closeness)
        spectrum = _shaped(spectrum, moved, base, speaker)
    power = _tamed(power_of(_quiet_pauses(spectrum, base)), base.f0 > 0, speaker.loudest)
    power *= 10 ** (speaker.airs[language] / 10 * above_air())
    pitch = _spanned(without_trembling(pitch), span) * 2 ** (semitones / 12)
    noise = np.minimum(np.tile(speaker.aperiodicity, (len(base), 1)), 0)
    noise[base.f0 == 0] = _UNVOICED_DB
    return _bent(synthesise(pitch, power, noise) * np.float32(speaker.gains[language]))


def globally(cepstrum: Floats, source: Statistics, target: Statistics) -> Floats:
    """The global transform: mean and deviation of every coefficient become the target's."""
    return np.asarray((cepstrum - source.mean) / source.deviation * target.deviation + target.mean)


def _drawn_near(moved: Floats, heard: Heard, closeness: float) -> Floats:
    """The speaker's own frames, as far as ``closeness`` goes; where they are few, what moves slowly stays in part."""
    near = closeness * heard.cepstrum + (1 - closeness) * moved
    slow = gaussian_filter1d(moved, _SLOW_FRAMES, axis=0) - gaussian_filter1d(near, _SLOW_FRAMES, axis=0)
    return np.asarray(near + _SLOW_SHARE * (1 - closeness) * slow)


def _towards(pitch: Floats, heard: Heard, share: float) -> Floats:
    """Pitch moved slowly towards the speaker's in such places; its mean over the utterance stays."""
    voiced = pitch > 0
    told = voiced & (heard.voiced > _MOSTLY_VOICED)
    if not told.any():
        return pitch
    own = np.log(np.maximum(pitch, 1))
    weight = gaussian_filter1d(told.astype(np.float64), _PITCH_FRAMES)
    way = gaussian_filter1d(np.where(told, heard.pitch - own, 0), _PITCH_FRAMES) / np.maximum(weight, 0.05)
    there = np.exp(own + share * (way - way[told].mean()))
    return np.where(voiced, np.clip(there, *_PITCH_LIMITS_HZ), 0)


def _shaped(spectrum: Floats, moved: Floats, base: Frames, speaker: Speaker) -> Floats:
    """What was moved from ``spectrum``, with variance and mean drawn to the speaker's."""
    moved[:, 0] = _LEVEL_SHARE * moved[:, 0] + (1 - _LEVEL_SHARE) * spectrum[:, 0]
    spoken = moved[base.speech]
    trust = len(spoken) / (len(spoken) + _TRUST_FRAMES)
    mean, deviation = spoken.mean(axis=0), spoken.std(axis=0) + 1e-6
    stretch = (speaker.target.deviation / deviation) ** (_VARIANCE_POWER * trust)
    shift = trust * _MEAN_SHARE * (speaker.target.mean - mean)
    shaped = (moved - mean) * np.clip(stretch, *_VARIANCE_LIMITS) + mean + shift
    shaped[:, 0] = moved[:, 0]
    return np.asarray(shaped)


def _quiet_pauses(spectrum: Floats, base: Frames) -> Floats:
    """Pauses at most as loud as the quietest speech."""
    quiet = spectrum.copy()
    limit = np.percentile(spectrum[base.speech, 0], 5)
    quiet[~base.speech, 0] = np.minimum(spectrum[~base.speech, 0], limit)
    return quiet


def _tamed(power: Floats, voiced: Mask, loudest: Floats) -> Floats:
    """No frame louder than the speaker's loudest of its kind.

    Where the pitch tracker takes a voiced frame for noise, its low resonance would boom.
    """
    excess = np.maximum(0, decibels(power) - np.where(voiced, loudest[0], loudest[1]))
    return np.asarray(power * 10 ** (-excess / 10)[:, None])


def without_slips(f0: Floats) -> Floats:
    """Single wrong frames of the pitch tracker, mostly where voicing begins or ends, become their
    neighbours' median; a tone moves far more slowly."""
    smooth = f0.copy()
    for start, end in _voiced_spells(f0):
        smooth[start:end] = median_filter(f0[start:end], _SLIP_FRAMES, mode="nearest")
    return smooth


def without_trembling(pitch: Floats) -> Floats:
    """The melody without its trembling, which is heard as roughness."""
    steady = pitch.copy()
    for start, end in _voiced_spells(pitch):
        steady[start:end] = np.exp(gaussian_filter1d(np.log(pitch[start:end]), _TREMBLE_FRAMES, mode="nearest"))
    return steady


def _voiced_spells(f0: Floats) -> NDArray[np.intp]:
    """First and end frame of each stretch of voice, (n, 2)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], f0 > 0, [False]]).astype(np.int8)))
    return edges.reshape(-1, 2)


def _pitch(f0: Floats, source: Statistics, target: Statistics) -> Floats:
    """An affine map of log F0, so that every tone keeps its shape; unvoiced frames stay 0."""
    voiced = f0 > 0
    if not (len(source.pitch) and len(target.pitch)):
        return f0
    ratio = np.clip(target.pitch[1] / source.pitch[1], *_RANGE_LIMITS)
    moved = np.zeros_like(f0)
    log_f0 = (np.log(f0[voiced]) - source.pitch[0]) * ratio + target.pitch[0]
    moved[voiced] = np.clip(np.exp(log_f0), *_PITCH_LIMITS_HZ)
    return moved


def _spanned(pitch: Floats, span: float) -> Floats:
    """The melody flatter or wider about its own middle: every contour keeps its shape."""
    voiced = pitch > 0
    if span == 1 or not voiced.any():
        return pitch
    log_f0 = np.log(pitch[voiced])
    moved = np.zeros_like(pitch)
    moved[voiced] = np.clip(np.exp(log_f0.mean() + span * (log_f0 - log_f0.mean())), *_PITCH_LIMITS_HZ)
    return moved


def _bent(wave: Samples) -> Samples:
    """Peaks above the knee bent towards 1, everything below untouched."""
    size = np.abs(wave)
    room = 1 - _KNEE
    bent = _KNEE + room * np.tanh((size - _KNEE) / room)
    return np.where(size > _KNEE, np.sign(wave) * bent, wave).astype(np.float32)
