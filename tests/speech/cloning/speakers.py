"""Speakers for tests: another espeak-ng voice, which every machine has, and real people where the corpus is."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from speech.cloning.phones import Delivery, Utterance
from speech.engines.espeak import client
from speech.engines.espeak.base import say_as_base
from speech.engines.espeak.protocol import Request
from speech.types import Clip, Language, Reference
from tests.speech.corpus import CORPUS

WORDS: Final[dict[Language, str]] = {
    "vi": (
        "Hôm qua, bà nội kể câu chuyện về một chú mèo nhỏ sống trong ngôi làng ven sông. "
        "Trời đã tối, nhưng ai cũng muốn nghe cho đến hết."
    ),
    "en": (
        "The museum opens at nine every morning except on Mondays, when the staff clean the rooms. "
        "We walked along the river for an hour."
    ),
}
OTHER_WORDS: Final[dict[Language, str]] = {
    "vi": (
        "Nghị định này quy định chi tiết một số điều của luật giao thông đường bộ. Cơ quan "
        "thuế phải gửi thông báo bằng văn bản trước ngày ba mươi mốt tháng mười hai hằng năm."
    ),
    "en": (
        "Six thick thistle sticks! Quarterly revenue shrank because shipping fuel became dear. "
        "Who would have thought that Zoe's fifth vaccine could cause such huge, vague, joyous jumping about?"
    ),
}


def base(text: str, delivery: Delivery) -> Utterance:
    """The base voice that the embedded engine hands to learning."""
    return say_as_base(text, delivery)


@cache
def made(language: Language, words: str = "", rate: int = 160, pitch: int = 95) -> Reference:
    """A reference by a voice that is not the base: no klatt, female formants, another pitch."""
    text = words or WORDS[language]
    voice = {"vi": "vi+f3", "en": "en-us+f3"}[language]
    answer = client.shared().say(Request(text, voice, rate, pitch, 70))
    pcm = np.frombuffer(answer.pcm, "<i2").astype(np.float32) / np.float32(32768)
    return Reference(Clip(pcm, answer.rate), text, language)


def wordless(reference: Reference) -> Reference:
    return replace(reference, transcript="")


def noisy(reference: Reference, snr_db: float) -> Reference:
    samples = reference.clip.samples
    level = float(np.sqrt(np.mean(samples**2))) * 10 ** (-snr_db / 20)
    noise = np.random.default_rng(1).normal(0, level, len(samples)).astype(np.float32)
    return replace(reference, clip=Clip(samples + noise, reference.clip.rate))


@cache
def _transcripts() -> dict[str, str]:
    lines = (CORPUS / "MANIFEST.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    return {Path(row["path"]).name: row.get("transcript") or "" for row in rows}


def real(name: str, language: Language) -> Reference:
    """A recording of the corpus with its transcript."""
    path = CORPUS / "speech" / language / name
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return Reference(Clip(samples.mean(axis=1), rate), _transcripts()[name], language)
