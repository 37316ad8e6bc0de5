"""A raw recording made ready for learning a voice: cleaned, trimmed, set in loudness, and judged."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.signal import butter, sosfiltfilt

from speech.audio.decode import Recording
from speech.audio.denoise import denoise
from speech.audio.limiter import limit
from speech.audio.loudness import loudness
from speech.audio.measure import SILENCE_PEAK, bandwidth_hz, clipping_ratio, snr_db
from speech.audio.score import Findings, judge
from speech.audio.vad import Activity, activity
from speech.errors import SpeechError
from speech.types import Clip, Report, Samples

HIGHPASS_HZ: Final = 70.0
HIGHPASS_ORDER: Final = 4
NOISY_DB: Final = 30.0
"""Above this denoising costs more of the voice than it takes of the noise."""
MARGIN_SECONDS: Final = 0.2
MASTER_LUFS: Final = -20.0


@dataclass(frozen=True)
class Prepared:
    """``master`` is what engines learn from; ``report`` is about the recording as it came."""

    master: Clip
    report: Report


def prepare(clip: Clip, *, min_speech_seconds: float = 3.0) -> Prepared:
    """The master (same rate) and the report of ``clip``.

    High-pass at 70 Hz, denoised when under 30 dB SNR, trimmed to the speech with 0.2 s around it, -20 LUFS
    with true peaks under -1.5 dBFS. Raises ``silent_audio`` and ``too_little_speech``.
    """
    if float(np.ptp(clip.samples)) / 2 < SILENCE_PEAK:
        raise SpeechError("silent_audio")
    clean = Clip(_highpass(clip.samples, clip.rate), clip.rate)
    found = activity(clean)
    if found.seconds < min_speech_seconds:
        raise SpeechError("too_little_speech", seconds=f"{found.seconds:.1f}", limit=f"{min_speech_seconds:g}")
    snr = snr_db(clean, found)
    quieter = denoise(clean, ~found.speech) if snr < NOISY_DB else clean
    return Prepared(_set_loudness(_trimmed(quieter, found)), _report(clip, clean, found, snr))


def _clipping(clip: Clip) -> float:
    return clip.clipping_ratio if isinstance(clip, Recording) else clipping_ratio(clip.samples)


def _highpass(samples: Samples, rate: int) -> Samples:
    """Rumble, plosives and DC taken out, without moving the phase."""
    sos = butter(HIGHPASS_ORDER, HIGHPASS_HZ, "highpass", fs=rate, output="sos")
    return np.asarray(sosfiltfilt(sos, samples), np.float32)


def _trimmed(clip: Clip, found: Activity) -> Clip:
    start, end = found.span
    first = max(0, round((start - MARGIN_SECONDS) * clip.rate))
    return Clip(clip.samples[first : round((end + MARGIN_SECONDS) * clip.rate)], clip.rate)


def _set_loudness(clip: Clip) -> Clip:
    gain = 10 ** ((MASTER_LUFS - loudness(clip)) / 20)
    return Clip(limit((clip.samples * gain).astype(np.float32), clip.rate), clip.rate)


def _report(clip: Clip, clean: Clip, found: Activity, snr: float) -> Report:
    measured = Findings(
        speech_seconds=found.seconds,
        snr_db=snr,
        clipping_ratio=_clipping(clip),
        loudness_lufs=loudness(clip),
        bandwidth_hz=bandwidth_hz(clean, found),
    )
    score, reasons = judge(measured)
    return Report(
        duration_seconds=round(clip.seconds, 3),
        speech_seconds=round(measured.speech_seconds, 3),
        snr_db=round(snr, 1),
        clipping_ratio=round(measured.clipping_ratio, 6),
        loudness_lufs=round(measured.loudness_lufs, 1),
        quality_score=score,
        reasons=reasons,
    )
