"""Signals made on purpose: something like speech, noise, tones, and what recorders do to them."""

import subprocess
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from scipy.signal import lfilter

from speech.types import Clip, Samples

RATE: Final = 24000
VOWELS: Final = ((700, 1200, 2500), (300, 2300, 3000), (450, 900, 2400), (350, 700, 2300), (500, 1800, 2500))
SYLLABLE_SECONDS: Final = 0.22
PHRASE_SYLLABLES: Final = 9


def voice(seconds: float, rate: int = RATE, seed: int = 0) -> Clip:
    """Hissed onsets and vowels, 4.5 syllables a second, a moving pitch, a pause of 0.6 s after every ninth."""
    random = np.random.default_rng(seed)
    pieces: list[Samples] = [np.zeros(rate // 2, np.float32)]
    count = 0
    while sum(map(len, pieces)) < seconds * rate:
        pieces.append(_syllable(random, rate))
        count += 1
        if count % PHRASE_SYLLABLES == 0:
            pieces.append(np.zeros(round(0.6 * rate), np.float32))
    samples = np.concatenate(pieces)[: round(seconds * rate)]
    return Clip((0.4 * samples / np.abs(samples).max()).astype(np.float32), rate)


def _syllable(random: np.random.Generator, rate: int) -> Samples:
    length = round(SYLLABLE_SECONDS * rate)
    pitch = np.linspace(random.uniform(105, 170), random.uniform(105, 170), length)
    phase = np.cumsum(pitch / rate)
    wave = np.diff(np.floor(phase), prepend=0.0) + random.normal(0, 0.003, length)
    for formant in VOWELS[int(random.integers(len(VOWELS)))]:
        radius = np.exp(-np.pi * 90 / rate)
        wave = lfilter([1.0], [1.0, -2 * radius * np.cos(2 * np.pi * formant / rate), radius**2], wave)
    wave /= np.abs(wave).max()
    onset = length // 5
    wave[:onset] += np.diff(random.normal(0, 0.1, onset + 1))
    wave *= np.sin(np.pi * np.arange(length) / length) ** 0.7
    return np.asarray(wave / np.abs(wave).max() * random.uniform(0.4, 1.0), np.float32)


def noise(seconds: float, level: float = 0.1, rate: int = RATE, seed: int = 1) -> Clip:
    random = np.random.default_rng(seed)
    return Clip((level * random.normal(size=round(seconds * rate))).astype(np.float32), rate)


def tone(seconds: float, hertz: float = 440.0, level: float = 0.3, rate: int = RATE) -> Clip:
    at = np.arange(round(seconds * rate)) / rate
    return Clip((level * np.sin(2 * np.pi * hertz * at)).astype(np.float32), rate)


def with_noise(clip: Clip, snr_db: float) -> Clip:
    """``clip`` with white noise so far under the level of its loud parts."""
    loud = clip.samples[np.abs(clip.samples) > 0.02 * np.abs(clip.samples).max()]
    level = float(np.sqrt(np.mean(np.square(loud)))) * 10 ** (-snr_db / 20)
    return Clip(clip.samples + noise(clip.seconds + 1, level, clip.rate).samples[: len(clip.samples)], clip.rate)


def clipped(clip: Clip, share: float) -> Clip:
    """``clip`` cut off at ``share`` of its peak and then turned down, as an editor would."""
    edge = share * float(np.abs(clip.samples).max())
    return Clip((0.6 * np.clip(clip.samples, -edge, edge)).astype(np.float32), clip.rate)


def save(clip: Clip, path: Path) -> Path:
    """Write a clip as what the suffix says: by soundfile, or by ffmpeg for what it does not write."""
    if path.suffix in (".m4a", ".webm", ".mp3"):
        wave = path.with_suffix(".source.wav")
        soundfile.write(wave, clip.samples, clip.rate)
        codec = ["-c:a", "libopus"] if path.suffix == ".webm" else []
        move = ["-movflags", "+faststart"] if path.suffix == ".m4a" else []
        subprocess.run(["ffmpeg", "-v", "error", "-i", wave, *codec, *move, path], check=True)
    else:
        soundfile.write(path, clip.samples, clip.rate)
    return path
