"""espeak-ng's voices as ours: the presets, and the base voice that conversion starts from.

The klatt4 variant for what is heard as it is: measured, a recogniser misses half as many of its words as of the plain
voice's.
Vietnamese needs a higher pitch, or low tones creak under what pitch trackers follow.
"""

from dataclasses import dataclass
from typing import Final

from speech.engines.base import Voice
from speech.engines.espeak.protocol import Answer, Mark, Request
from speech.types import Language

USUAL_WPM: Final = 175.0
_WPM_LIMITS: Final = (80, 450)  # what espeak-ng can do
_HIGH_STEP: Final = 15
_PITCH_PER_SEMITONE: Final = 4.8  # measured with klatt4 between 40 and 90
_STRESS_AND_TONE: Final = str.maketrans("", "", "ˈˌ0123456789")


@dataclass(frozen=True)
class BaseVoice:
    """``name`` is espeak-ng's; ``pitch`` and ``pitch_range`` 0-99 as it counts them."""

    name: str
    pitch: int
    pitch_range: int

    def request(
        self, text: str, wpm: float, *, high: bool = False, semitones: float = 0.0, span: float = 1.0
    ) -> Request:
        pitch = self.pitch + (_HIGH_STEP if high else 0) + round(semitones * _PITCH_PER_SEMITONE)
        low, top = _WPM_LIMITS
        return Request(
            text=speakable(text),
            voice=self.name,
            rate=min(top, max(low, round(wpm))),
            pitch=min(99, max(0, pitch)),
            pitch_range=min(99, round(self.pitch_range * span)),
        )


PRESETS: Final = (
    Voice("vi-north", "Tiếng Việt, miền Bắc", "preset", "vi", gender="male", region="north"),
    Voice("vi-central", "Tiếng Việt, miền Trung", "preset", "vi", gender="male", region="central"),
    Voice("vi-south", "Tiếng Việt, miền Nam", "preset", "vi", gender="male", region="south"),
    Voice("vi-north-female", "Tiếng Việt, miền Bắc, nữ", "preset", "vi", gender="female", region="north"),
    Voice("vi-central-female", "Tiếng Việt, miền Trung, nữ", "preset", "vi", gender="female", region="central"),
    Voice("vi-south-female", "Tiếng Việt, miền Nam, nữ", "preset", "vi", gender="female", region="south"),
    Voice("en", "English", "preset", "en", gender="male"),
    Voice("en-female", "English, female", "preset", "en", gender="female"),
)

_BASES: Final = {
    "vi-north": BaseVoice("vi+klatt4", 75, 60),
    "vi-central": BaseVoice("vi-vn-x-central+klatt4", 75, 60),
    "vi-south": BaseVoice("vi-vn-x-south+klatt4", 75, 60),
    "en": BaseVoice("en-us+klatt4", 50, 50),
    # No klatt voice is a woman's. Of the variants that are, a recogniser misses as many words of f2 as of klatt4
    # (.32), and two to three times as many of those with names.
    "vi-north-female": BaseVoice("vi+f2", 50, 60),
    "vi-central-female": BaseVoice("vi-vn-x-central+f2", 50, 60),
    "vi-south-female": BaseVoice("vi-vn-x-south+f2", 50, 60),
    "en-female": BaseVoice("en-us+f2", 50, 50),
}
# What is converted into people. In Vietnamese the voice without klatt lies nearer to them: conversion closes .42 of the
# gap with 7 s of a reader instead of .20, and .52 with 34 s instead of .46. In English it loses words.
_CONVERTED: Final[dict[Language, BaseVoice]] = {"vi": BaseVoice("vi", 65, 60), "en": _BASES["en"]}
_BY_LANGUAGE: Final[dict[Language, BaseVoice]] = {"vi": _BASES["vi-north"], "en": _BASES["en"]}
_WOMEN: Final[dict[Language, BaseVoice]] = {"vi": _BASES["vi-north-female"], "en": _BASES["en-female"]}


def base_of(language: Language, preset: Voice | None = None) -> BaseVoice:
    """The preset's own base where it speaks the language, else the language's of its gender."""
    if preset is not None and preset.language == language:
        return _BASES[preset.id]
    is_woman = preset is not None and preset.gender == "female"
    return (_WOMEN if is_woman else _BY_LANGUAGE)[language]


def converted_base(language: Language) -> BaseVoice:
    """The base voice that is converted into people's."""
    return _CONVERTED[language]


def speakable(text: str) -> str:
    """Without control characters: espeak-ng takes some of them as commands to change its voice."""
    return "".join(letter if letter >= " " and letter != "\x7f" else " " for letter in text)


def phone_name(mark: Mark) -> str:
    """The IPA of a phone without stress and tone; empty for a pause."""
    return mark.name.translate(_STRESS_AND_TONE)


def spoken_span(answer: Answer) -> tuple[int, int]:
    """First and end sample of what is really said; (0, 0) when nothing is."""
    named = [index for index, mark in enumerate(answer.phones) if phone_name(mark)]
    if not named:
        return 0, 0
    after = answer.phones[named[-1] + 1 :]
    return answer.phones[named[0]].sample, after[0].sample if after else len(answer.pcm) // 2
