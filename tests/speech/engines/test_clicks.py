import numpy as np

from speech.engines.espeak.clicks import soften
from speech.types import Samples

RATE = 22_050


def voice(seconds: float = 1.0) -> Samples:
    """Pulses like a voice's: a decaying ring 110 times a second, with a peak of 0.2."""
    time = np.arange(int(seconds * RATE)) / RATE
    phase = (time * 110) % 1
    return (0.2 * np.exp(-6 * phase) * np.sin(2 * np.pi * 700 * time)).astype(np.float32)


def test_a_click_is_turned_down_and_the_rest_untouched() -> None:
    clicked = voice()
    clicked[10_000:10_020] = 0.9
    softened = soften(clicked, RATE)
    assert np.abs(softened).max() < 0.4
    far = np.r_[0:9_000, 11_000 : len(clicked)]
    assert np.array_equal(softened[far], clicked[far])


def test_speech_without_clicks_is_left_as_it_is() -> None:
    assert np.array_equal(soften(voice(), RATE), voice())


def test_an_onset_is_no_click() -> None:
    speech = np.concatenate([np.zeros(RATE // 2, np.float32), voice(0.5)])
    assert np.abs(soften(speech, RATE)).max() > 0.15


def test_too_short_to_have_surroundings() -> None:
    short = np.full(100, 0.9, np.float32)
    assert np.array_equal(soften(short, RATE), short)
