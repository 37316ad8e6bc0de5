"""Speech as WORLD sees it: pitch, mel-cepstrum, aperiodicity, every 5 ms at 24 kHz.

Source: WORLD (Morise 2016) through pyworld. The mel-cepstrum is one product of the log power spectrum with a
fixed matrix on an all-pass warped frequency axis, some fifty times cheaper than the recursion of SPTK.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import Final

import numpy as np
import pyworld
import soxr
from numpy.typing import NDArray
from scipy.fft import next_fast_len, rfft
from scipy.ndimage import gaussian_filter1d

from speech.cloning.phones import FRAME_SECONDS
from speech.types import Samples

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

RATE: Final = 24_000
FRAME_MS: Final = FRAME_SECONDS * 1000
ORDER: Final = 32
_WARP: Final = 0.466  # the all-pass constant that follows the mel scale at 24 kHz
_PITCH_CEILING_HZ: Final = 500.0
_BANDS_HZ: Final = (3000.0, 6000.0, 9000.0)  # where WORLD codes aperiodicity at 24 kHz
AIR_HZ: Final = 6000.0
"""Above it lie the hiss of consonants and the breath: without them a voice sounds as if through a curtain."""
_AIR_SLOPE_HZ: Final = 1000.0
_POWER_FLOOR: Final = 1e-12
_NOISE_STEP: Final = 8
_MARGIN_FRAMES: Final = 8
_NO_VOICE_BELOW_HZ: Final = 50.0
_SLOPE_PER_HZ: Final = 0.7 / 1000  # natural log of power: speech falls about 3 dB a kHz up there
_FFT_SIZE: Final = int(pyworld.get_cheaptrick_fft_size(RATE))


@dataclass(frozen=True)
class Frames:
    """n frames: ``f0`` in Hz (0 unvoiced), ``cepstrum`` (n, 33), ``energy`` in dB, ``speech`` or pause,
    ``aperiodicity`` (n, 3) in dB."""

    f0: Floats
    cepstrum: Floats
    energy: Floats
    speech: Mask
    aperiodicity: Floats

    def __len__(self) -> int:
        return len(self.f0)

    @property
    def voiced(self) -> Mask:
        return np.asarray(self.speech & (self.f0 > 0))

    @property
    def speech_seconds(self) -> float:
        return float(self.speech.sum()) * FRAME_SECONDS

    def cut(self, start: int, end: int) -> "Frames":
        return Frames(**{field.name: getattr(self, field.name)[start:end] for field in fields(self)})


def join(parts: list[Frames]) -> Frames:
    """Several stretches as one."""
    return Frames(
        **{field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Frames)}
    )


def speech_span(frames: Frames) -> tuple[int, int]:
    """First and end frame of what holds speech, with a little margin."""
    spoken = np.flatnonzero(frames.speech)
    return max(0, int(spoken[0]) - _MARGIN_FRAMES), min(len(frames), int(spoken[-1]) + _MARGIN_FRAMES + 1)


def analyse(
    samples: Samples, rate: int, *, pitch_floor_hz: float, aperiodicity: bool = False, speech_db: float = 35.0
) -> Frames:
    """Mono samples at ``rate`` Hz as frames at 24 kHz; speech is what is within ``speech_db`` of the loud frames.

    Envelopes are taken every 10 ms and aperiodicity every 40 ms: they move slowly, and it halves the work.
    Without ``aperiodicity`` that field is zero.
    """
    wave = np.ascontiguousarray(soxr.resample(samples, rate, RATE), dtype=np.float64)
    f0, times = pyworld.dio(
        wave, RATE, f0_floor=pitch_floor_hz, f0_ceil=_PITCH_CEILING_HZ, frame_period=FRAME_MS, speed=4
    )
    f0 = pyworld.stonemask(wave, f0, times, RATE)
    power = pyworld.cheaptrick(wave, f0[::2].copy(), times[::2].copy(), RATE, fft_size=_FFT_SIZE)
    energy = every_frame(decibels(power), len(f0))
    speech = _speech(energy, speech_db)
    spectrum = np.log(power + _POWER_FLOOR)
    edge = _band_edge(spectrum[speech[::2]])
    cepstrum = every_frame(_extended(spectrum, edge) @ _matrices()[0], len(f0))
    noise = _aperiodicity(wave, f0, times, edge) if aperiodicity else np.zeros((len(f0), len(_BANDS_HZ)))
    return Frames(f0, cepstrum, gaussian_filter1d(energy, 2), speech, noise)


def power_of(cepstrum: Floats) -> Floats:
    """The power spectrum (n, 513) of a cepstrum (n, 33)."""
    return np.asarray(np.exp(cepstrum @ _matrices()[1]))


def decibels(power: Floats) -> Floats:
    """The level of every frame (n,) of a power spectrum, as in ``Frames.energy`` before smoothing."""
    return np.asarray(10 * np.log10(power.mean(axis=1) + _POWER_FLOOR))


def synthesise(f0: Floats, power: Floats, aperiodicity: Floats) -> Samples:
    """The wave at 24 kHz of n frames: ``power`` (n, 513), the others as in ``Frames``."""
    power[f0 == 0, : _bin(_NO_VOICE_BELOW_HZ) + 1] *= 0.01  # noise there would only heave
    noise = pyworld.decode_aperiodicity(np.ascontiguousarray(aperiodicity), RATE, _FFT_SIZE)
    wave = pyworld.synthesize(np.ascontiguousarray(f0), np.ascontiguousarray(power), noise, RATE, FRAME_MS)
    return np.asarray(wave, dtype=np.float32)


@cache
def above_air() -> Floats:
    """For each bin of a power spectrum (513,) how far above ``AIR_HZ`` it is: 0 or 1, and between on the slope."""
    hz = np.linspace(0, RATE / 2, _FFT_SIZE // 2 + 1)
    place = np.clip((hz - AIR_HZ) / _AIR_SLOPE_HZ + 1, 0, 1)
    return np.asarray((1 - np.cos(np.pi * place)) / 2)


def air(wave: Samples, rate: int) -> float:
    """The energy of mono samples at ``rate`` Hz above ``AIR_HZ``, as a share of all, in dB."""
    size = next_fast_len(len(wave), real=True)
    power = np.abs(rfft(wave, size)) ** 2
    upper = power[round(AIR_HZ * size / rate) :].sum()
    return float(10 * np.log10((upper + _POWER_FLOOR) / (power.sum() + _POWER_FLOOR)))


@cache
def _matrices() -> tuple[Floats, Floats]:
    """Log power spectrum to mel-cepstrum, (513, 33), and back, (33, 513)."""
    omega = np.linspace(0, np.pi, _FFT_SIZE // 2 + 1)
    warped = omega + 2 * np.arctan(_WARP * np.sin(omega) / (1 - _WARP * np.cos(omega)))
    weight = np.gradient(warped)
    order = np.arange(ORDER + 1)
    basis = np.cos(warped[:, None] * order)
    forward = basis * (weight / weight.sum())[:, None]
    return forward, np.where(order == 0, 1, 2)[:, None] * basis.T


def every_frame(sparse: Floats, frames: int) -> Floats:
    """Rows (ceil(n/2), ...) taken at every second of n frames, filled in between by their means: (n, ...)."""
    place = np.minimum(np.arange(frames) / 2, len(sparse) - 1)
    left = place.astype(int)
    right = np.minimum(left + 1, len(sparse) - 1)
    share = (place - left).reshape(-1, *[1] * (sparse.ndim - 1))
    return np.asarray(sparse[left] * (1 - share) + sparse[right] * share)


def _speech(energy: Floats, speech_db: float) -> Mask:
    """Within so many dB of the loud frames, but never the noise floor (8 dB above the quietest)."""
    smooth = gaussian_filter1d(energy, 3)
    quiet, loud = np.percentile(smooth, (3, 95))
    return np.asarray(smooth > max(loud - speech_db, min(quiet + 8, loud - 15)))


def _band_edge(spectrum: Floats) -> int:
    """The first bin above which the recording holds nothing (it was once sampled lower or compressed)."""
    if not len(spectrum):
        return _FFT_SIZE // 2 + 1
    level = gaussian_filter1d(spectrum.mean(axis=0), 2)
    reference = np.median(level[_bin(3000) : _bin(6000)])
    alive = np.flatnonzero(level > reference - 30 / 4.34)  # 30 dB in natural log of power
    return max(_bin(3500), int(alive[-1]) - _bin(300))


def _extended(spectrum: Floats, edge: int) -> Floats:
    """The spectrum with a gentle slope above ``edge``: a cliff there would ring through the cepstrum."""
    above = np.arange(spectrum.shape[1] - edge)
    if not len(above):
        return spectrum
    level = spectrum[:, edge - _bin(500) : edge].mean(axis=1, keepdims=True)
    slope = _SLOPE_PER_HZ * RATE / _FFT_SIZE * above
    return np.concatenate([spectrum[:, :edge], level - slope], axis=1)


def _aperiodicity(wave: Floats, f0: Floats, times: Floats, edge: int) -> Floats:
    picked = np.arange(0, len(f0), _NOISE_STEP)
    full = pyworld.d4c(wave, f0[picked].copy(), times[picked].copy(), RATE, fft_size=_FFT_SIZE)
    coded = pyworld.code_aperiodicity(full, RATE)
    heard = max(1, sum(band < edge * RATE / _FFT_SIZE for band in _BANDS_HZ))
    coded[:, heard:] = coded[:, heard - 1 : heard]
    return np.asarray(coded[np.minimum(np.arange(len(f0)) // _NOISE_STEP, len(picked) - 1)])


def _bin(hz: float) -> int:
    return round(hz * _FFT_SIZE / RATE)
