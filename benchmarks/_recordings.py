"""Whether the quality score of a recording falls as it should, and whether a second speaker is found."""

from collections.abc import Callable, Iterator

import numpy as np
from scipy.signal import fftconvolve
from scipy.stats import spearmanr

from benchmarks._speakers import recording
from speech.audio import prepare
from speech.errors import SpeechError
from speech.types import Clip

CLIPS = ("vctk_p225_008.wav", "vctk_p226_011.wav", "LJ001-0001.flac", "LJ001-0010.flac")
PAIRS = tuple(
    (f"vctk_p225_{mine:03d}.wav", f"vctk_p226_{theirs:03d}.wav")
    for mine, theirs in zip((3, 8, 11, 16, 19, 20, 21, 22, 23, 24), (24, 23, 22, 21, 19, 16, 11, 8, 5, 3), strict=True)
)
STEPS: dict[str, tuple[float, ...]] = {
    "noise": (50, 40, 35, 30, 25, 20, 15, 10),  # dB SNR
    "clipping": (1.0, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1),  # of the peak
    "reverb": (0.0, 0.2, 0.35, 0.5, 0.7, 0.9, 1.2),  # RT60 in seconds
}


def rows(short: bool) -> Iterator[tuple[str, str, str]]:
    names = CLIPS[:2] if short else CLIPS
    for kind, spoil in SPOILED.items():
        found = [_correlation(recording(name, "en"), STEPS[kind], spoil) for name in names]
        yield f"score falls with {kind}", f"rank correlation {min(found):.2f} at least", ">= .95"
    mixes = [_mixed(recording(one, "en"), recording(other, "en")) for one, other in PAIRS]
    heard = sum(prepare(mix).report.speakers > 1 for mix in mixes)
    alone = sum(prepare(recording(name, "en")).report.speakers > 1 for pair in PAIRS for name in pair)
    yield "second speaker found", f"{heard} of {len(mixes)} (false alarms {alone} of {2 * len(PAIRS)})", "9 of 10"


def noisy(clip: Clip, snr_db: float) -> Clip:
    level = float(np.sqrt(np.mean(clip.samples**2))) * 10 ** (-snr_db / 20)
    noise = np.random.default_rng(1).normal(0, level, len(clip.samples))
    return Clip((clip.samples + noise).astype(np.float32), clip.rate)


def clipped(clip: Clip, share: float) -> Clip:
    top = share * float(np.abs(clip.samples).max())
    return Clip(np.clip(clip.samples, -top, top).astype(np.float32), clip.rate)


def echoing(clip: Clip, seconds: float) -> Clip:
    """In a room whose sound falls by 60 dB in so many seconds: decaying noise behind the direct sound."""
    if not seconds:
        return clip
    time = np.arange(round(seconds * clip.rate)) / clip.rate
    room = np.random.default_rng(2).normal(0, 1, len(time)) * 10 ** (-3 * time / seconds)
    room *= 0.7 / np.sqrt(np.sum(room**2))
    room[0] = 1
    wet = fftconvolve(clip.samples, room)[: len(clip.samples)]
    return Clip((wet * (np.abs(clip.samples).max() / np.abs(wet).max())).astype(np.float32), clip.rate)


SPOILED: dict[str, Callable[[Clip, float], Clip]] = {"noise": noisy, "clipping": clipped, "reverb": echoing}


def _correlation(clip: Clip, steps: tuple[float, ...], spoil: Callable[[Clip, float], Clip]) -> float:
    scores = [_score(spoil(clip, step)) for step in steps]
    return float(-spearmanr(range(len(scores)), scores).statistic)


def _score(clip: Clip) -> float:
    """A recording that is refused scores nothing."""
    try:
        return float(prepare(clip).report.quality_score)
    except SpeechError:
        return 0.0


def _mixed(one: Clip, other: Clip) -> Clip:
    """One after the other, equally loud."""
    gain = np.sqrt(np.mean(one.samples**2) / np.mean(other.samples**2))
    return Clip(np.concatenate([one.samples, other.samples * gain]).astype(np.float32), one.rate)
