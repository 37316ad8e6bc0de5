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
from speech.audio.reverberation import reverberation
from speech.audio.score import Findings, advice, judge
from speech.audio.speakers import Speakers, speakers
from speech.audio.vad import Activity, activity
from speech.audio.window import Window, best_window
from speech.errors import SpeechError
from speech.types import Clip, Report, Samples

HIGHPASS_HZ: Final = 70.0
HIGHPASS_ORDER: Final = 4
NOISY_DB: Final = 30.0
"""Above this denoising costs more of the voice than it takes of the noise."""
MARGIN_SECONDS: Final = 0.2
MASTER_LUFS: Final = -20.0
CLIPPED: Final = 2e-4


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
    heard = _Heard(clip, clean, found, snr_db(clean, found), speakers(clean))
    quieter = denoise(clean, ~found.speech) if heard.snr_db < NOISY_DB else clean
    return Prepared(_set_loudness(_trimmed(quieter, found)), _report(heard))


@dataclass(frozen=True)
class _Heard:
    """A recording as it came, without its rumble, and what was found in it."""

    raw: Clip
    clean: Clip
    found: Activity
    snr_db: float
    speakers: Speakers


def _clipping(clip: Clip) -> float:
    return clip.clipping_ratio if isinstance(clip, Recording) else clipping_ratio(clip.samples)


def _highpass(samples: Samples, rate: int) -> Samples:
    """Rumble, plosives and DC taken out, without moving the phase."""
    sos = butter(HIGHPASS_ORDER, HIGHPASS_HZ, "highpass", fs=rate, output="sos")
    return np.asarray(sosfiltfilt(sos, samples), np.float32)


def _trimmed(clip: Clip, found: Activity) -> Clip:
    end = found.span[1] + MARGIN_SECONDS
    return Clip(clip.samples[round(_master_start(found) * clip.rate) : round(end * clip.rate)], clip.rate)


def _master_start(found: Activity) -> float:
    """Seconds of the recording at which its master begins."""
    return max(0.0, found.span[0] - MARGIN_SECONDS)


def _set_loudness(clip: Clip) -> Clip:
    gain = 10 ** ((MASTER_LUFS - loudness(clip)) / 20)
    return Clip(limit((clip.samples * gain).astype(np.float32), clip.rate), clip.rate)


def _report(heard: _Heard) -> Report:
    measured = Findings(
        speech_seconds=heard.found.seconds,
        snr_db=heard.snr_db,
        clipping_ratio=_clipping(heard.raw),
        loudness_lufs=loudness(heard.raw),
        bandwidth_hz=bandwidth_hz(heard.clean, heard.found),
        reverberation_seconds=reverberation(heard.clean),
        speakers=heard.speakers.count,
    )
    score, parts = judge(measured)
    window = _window(heard, measured)
    room = measured.reverberation_seconds
    return Report(
        duration_seconds=round(heard.raw.seconds, 3),
        speech_seconds=round(measured.speech_seconds, 3),
        snr_db=round(measured.snr_db, 1),
        clipping_ratio=round(measured.clipping_ratio, 6),
        loudness_lufs=round(measured.loudness_lufs, 1),
        quality_score=score,
        reasons=advice(parts),
        reverberation_seconds=None if room is None else round(room, 2),
        bandwidth_hz=round(measured.bandwidth_hz),
        speakers=measured.speakers,
        window_start_seconds=round(float(window.start), 3),
        window_end_seconds=round(float(window.end), 3),
        parts=parts,
    )


def _window(heard: _Heard, measured: Findings) -> Window:
    """The best window, in seconds of the master."""
    is_clipped = measured.clipping_ratio > CLIPPED
    found = best_window(heard.raw, heard.found, others=heard.speakers.others, is_clipped=is_clipped)
    start = _master_start(heard.found)
    return Window(max(0.0, found.start - start), found.end - start)
