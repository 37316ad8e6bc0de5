"""A learned speaker: the numbers that turn the base voice into this one, and their form as a voice print."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from speech.cloning.features import ORDER, Floats, Frames
from speech.cloning.neighbours import Neighbourhood, Pool
from speech.cloning.offsets import Offsets
from speech.errors import SpeechError
from speech.types import Language, VoicePrint

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_OUTLIER: Final = 0.7  # in log F0: further from the median is a tracking error
_ENOUGH_VOICED_FRAMES: Final = 20
_POOLED: Final = ("cepstrum", "pitch", "phones", "place")


@dataclass(frozen=True)
class Statistics:
    """Mean and deviation of cepstrum (33,) over speech frames and of log F0 (2,); ``pitch`` is empty (0,)
    when too little of it was voiced."""

    mean: Floats
    deviation: Floats
    pitch: Floats


def measure(frames: Frames) -> Statistics:
    """The statistics of these frames; pauses do not count."""
    cepstrum = frames.cepstrum[frames.speech]
    return Statistics(cepstrum.mean(axis=0), cepstrum.std(axis=0) + 1e-6, _pitch(frames))


def _pitch(frames: Frames) -> Floats:
    log_f0 = np.log(frames.f0[frames.voiced])
    if len(log_f0) < _ENOUGH_VOICED_FRAMES:
        return np.zeros(0)
    log_f0 = log_f0[np.abs(log_f0 - np.median(log_f0)) < _OUTLIER]
    return np.array([log_f0.mean(), max(log_f0.std(), 0.02)])


@dataclass(frozen=True)
class Speaker:
    """``bases`` are the base voice's statistics by language; ``offsets`` hold for the language ``mapped``
    only ("" when there are none). ``wpm`` is the speaker's rate, ``high`` the base voice to take,
    ``loudest`` (2,) the level in dB that voiced and unvoiced frames keep under, ``gains`` make speech of
    each language come out at a fixed level, ``airs`` are what it is raised by above 6 kHz, in dB. ``neighbours``
    are the speaker's own frames, used by ``closeness`` (0-1): the shorter the recording, the less they are followed."""

    target: Statistics
    aperiodicity: Floats
    loudest: Floats
    bases: Mapping[Language, Statistics]
    offsets: Offsets
    mapped: Language | Literal[""]
    wpm: float
    high: bool
    gains: Mapping[Language, float]
    airs: Mapping[Language, float]
    neighbours: Neighbourhood | None = None
    closeness: float = 0.0


def to_print(
    speaker: Speaker,
    *,
    engine: str,
    fingerprint: str,
    language: Language,
    facts: Mapping[str, str | float | int],
    transcript: str,
) -> VoicePrint:
    """The print of a speaker; ``facts`` are added to what using it needs."""
    statistics = [("target", speaker.target), *speaker.bases.items()]
    arrays = {
        f"{name}_{field}": getattr(each, field) for name, each in statistics for field in ("mean", "deviation", "pitch")
    }
    arrays["aperiodicity"] = speaker.aperiodicity
    arrays["loudest"] = speaker.loudest
    arrays["offsets"] = np.array(list(speaker.offsets.values())).reshape(-1, ORDER + 1)
    pool = speaker.neighbours.pool if speaker.neighbours else None
    if pool:
        arrays |= {f"pool_{name}": getattr(pool, name) for name in _POOLED}
    needed: dict[str, str | float | int] = {
        "offset_keys": "\n".join(speaker.offsets),
        "mapped": speaker.mapped,
        "wpm": speaker.wpm,
        "high": int(speaker.high),
        "closeness": speaker.closeness,
        "pool_names": "\n".join(pool.names) if pool else "",
        **{f"gain_{language}": gain for language, gain in speaker.gains.items()},
        **{f"air_{language}": air for language, air in speaker.airs.items()},
    }
    return VoicePrint(
        engine=engine,
        fingerprint=fingerprint,
        language=language,
        arrays={name: array.astype(np.float32) for name, array in arrays.items()},
        facts={**facts, **needed},
        transcript=transcript,
    )


def from_print(voice: VoicePrint) -> Speaker:
    """The speaker of a print. Raises ``voice_print_mismatch`` when something is missing from it."""
    try:
        keys = str(voice.facts["offset_keys"]).split("\n")
        table = _floats(voice, "offsets")
        target = _statistics(voice, "target")
        return Speaker(
            target=target,
            aperiodicity=_floats(voice, "aperiodicity"),
            loudest=_floats(voice, "loudest"),
            bases={language: _statistics(voice, language) for language in LANGUAGES},
            offsets=dict(zip(keys, table, strict=True)) if len(table) else {},
            mapped=_mapped(voice.facts["mapped"]),
            wpm=float(voice.facts["wpm"]),
            high=bool(voice.facts["high"]),
            gains={language: float(voice.facts[f"gain_{language}"]) for language in LANGUAGES},
            airs={language: float(voice.facts[f"air_{language}"]) for language in LANGUAGES},
            neighbours=_neighbours(voice, target),
            closeness=float(voice.facts["closeness"]),
        )
    except (KeyError, ValueError) as error:
        raise SpeechError("voice_print_mismatch") from error


def _neighbours(voice: VoicePrint, target: Statistics) -> Neighbourhood | None:
    if "pool_cepstrum" not in voice.arrays:
        return None
    names = tuple(str(voice.facts["pool_names"]).split("\n"))
    cepstrum, pitch, phones, place = (voice.arrays[f"pool_{name}"] for name in _POOLED)
    numbers = phones.astype(np.int32)
    frames = len(cepstrum)
    if cepstrum.shape != (frames, ORDER + 1) or not pitch.shape == numbers.shape == place.shape == (frames,):
        raise ValueError("pool")
    if frames and not 0 <= numbers.min() <= numbers.max() < len(names):
        raise ValueError("pool_names")
    return Neighbourhood(Pool(cepstrum, pitch, numbers, place, names), target.deviation)


def _mapped(value: str | float) -> Language | Literal[""]:
    for language in LANGUAGES:
        if language == value:
            return language
    return ""


def _statistics(voice: VoicePrint, name: str) -> Statistics:
    mean, deviation, pitch = (_floats(voice, f"{name}_{field}") for field in ("mean", "deviation", "pitch"))
    if mean.shape != (ORDER + 1,) or deviation.shape != mean.shape or pitch.shape not in ((0,), (2,)):
        raise ValueError(name)
    return Statistics(mean, deviation, pitch)


def _floats(voice: VoicePrint, name: str) -> Floats:
    return voice.arrays[name].astype(np.float64)
