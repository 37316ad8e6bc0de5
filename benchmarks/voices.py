"""How near the embedded clone comes to people, how clear it stays, and what that costs.

    GIONG_CORPUS=... python -m benchmarks.voices [--short] [english words bad ...]

Prints a table: what was measured beside what is wanted. share = (clone - plain espeak-ng) / (natural - plain), cosines
of the identity encoder to natural sentences that are not in the reference; texts are 6-8 s long and share nothing with
any reference. Word errors are counted over all speakers together, above plain espeak-ng at the same rate. ``--short``
says a few texts only: quick, and rough. Names (keys of ``ROWS``) pick a part.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks import _bad_references as bad
from benchmarks import _recordings as recordings
from benchmarks._judges import NOT_MEASURED, Likeness, Recogniser, listeners_score
from benchmarks._speakers import Speaker, english, short_vietnamese, texts, vietnamese
from benchmarks.engines import cost_of, first_sentence
from speech import identity
from speech.cloning.phones import Delivery
from speech.engines import registry
from speech.engines.espeak.base import say_as_base
from speech.trial import SENTENCES, listen, try_print
from speech.types import Chunk, Clip, Language, VoicePrint

SHORT = "--short" in sys.argv[1:]
SHARE_TEXTS = 3 if SHORT else 10
WORD_TEXTS = 8 if SHORT else 200
USUAL_WPM = 175.0
UPPER_BAND_HZ = 6000.0
WIDE_BAND = ("LJ", "Sonnets")  # the others were recorded at 16 kHz
ENGINE = registry.get("espeak")
Row = tuple[str, str, str]
"""What, as measured, as wanted."""


@dataclass(frozen=True)
class Learned:
    """A voice as it was learned, and what that cost."""

    speaker: Speaker
    length: str
    voice: VoicePrint
    cpu_seconds: float

    @property
    def wpm(self) -> float:
        return float(self.voice.facts["wpm"])


@cache
def learned(length: str) -> list[Learned]:
    """Every speaker with a reference of that length."""
    everybody = [vietnamese()] if length in ("34 s", "7 s") else list(english())
    return [_learn(speaker, length) for speaker in everybody if length in speaker.references]


def _learn(speaker: Speaker, length: str) -> Learned:
    voices: list[VoicePrint] = []
    ENGINE.close()  # its CPU time counts once it has ended

    def work() -> None:
        voices.append(ENGINE.enrol(speaker.references[length], language=speaker.language))
        ENGINE.close()

    cost = cost_of(work)
    return Learned(speaker, length, voices[0], cost.cpu_seconds)


def said(text: str, voice: VoicePrint) -> Clip:
    return ENGINE.say(Chunk(0, len(text), text, text, voice.language, 0.0), voice, knobs={}, seed=0)


def plain(text: str, language: Language, wpm: float = USUAL_WPM) -> Clip:
    utterance = say_as_base(text, Delivery(language, wpm))
    return Clip(utterance.samples, utterance.rate)


def shares(length: str, wanted: str) -> Iterator[Row]:
    if not identity.ready():
        yield f"share, {length}", NOT_MEASURED, wanted
        return
    found = []
    for each in learned(length):
        language = each.speaker.language
        chosen = texts(language)[:SHARE_TEXTS]
        likeness = Likeness.of(each.speaker.natural, [plain(text, language) for text in chosen])
        found.append((each, likeness.share(said(text, each.voice) for text in chosen)))
    detail = ", ".join(f"{each.speaker.name} {share:.2f} {each.voice.facts['method']}" for each, share in found)
    yield f"share, {length}", f"{np.mean([share for _, share in found]):.2f} ({detail})", wanted


def words(length: str, wanted: str) -> Iterator[Row]:
    """Texts of two sentences are dealt out among the speakers, each to several; nobody says one twice."""
    if not Recogniser.is_here():
        yield f"word errors, {length}", NOT_MEASURED, wanted
        return
    every, voices = texts("en"), learned(length)
    chosen = [every[index % len(every)] for index in range(WORD_TEXTS)]
    dealt = [voices[(index % len(every) + index // len(every)) % len(voices)] for index in range(WORD_TEXTS)]
    recogniser = Recogniser(chosen)
    pairs = list(zip(chosen, dealt, strict=True))
    ours = recogniser.errors([said(text, each.voice) for text, each in pairs], chosen)
    theirs = recogniser.errors([plain(text, "en", each.wpm) for text, each in pairs], chosen)
    yield f"word errors above plain, {length}", f"{ours - theirs:+.3f} ({ours:.3f}, plain {theirs:.3f})", wanted


def listeners() -> Iterator[Row]:
    score = listeners_score(said(text, each.voice) for each in learned("45 s") for text in texts("en")[:SHARE_TEXTS])
    yield "DNSMOS overall, 45 s", NOT_MEASURED if score is None else f"{score:.2f}", ">= 3.1"


def vietnamese_words() -> Iterator[Row]:
    own = [listen([plain(text, "vi") for text in SENTENCES["vi"]], Delivery("vi", USUAL_WPM)).understood]
    tries = [try_print(ENGINE, each.voice, "vi") for each in learned("34 s")]
    tries += [try_print(ENGINE, ENGINE.enrol([reference], language="vi"), "vi") for reference in short_vietnamese()]
    yield "understood of ten", f"{[each.understood for each in tries]} (plain {own[0]})", "10 each"
    tones = [each.tone_median for each in tries if each.tone_median is not None]
    yield "tone contours, median", f"{np.median(tones):.3f} (lowest {min(tones):.3f})", ">= .96"


def costs() -> Iterator[Row]:
    for length, wanted in (("45 s", "<= 6"), ("8 s", "<= 1")):
        seconds = [each.cpu_seconds for each in learned(length)]
        yield f"learning, CPU s, {length}", f"{np.mean(seconds):.1f} (most {max(seconds):.1f})", wanted
    voice = learned("45 s")[0].voice
    clips: list[Clip] = []
    chosen = texts("en")[:SHARE_TEXTS]

    def work() -> None:
        clips.extend(said(text, voice) for text in chosen)
        ENGINE.close()

    said(chosen[0], voice)
    spent = cost_of(work).cpu_seconds / sum(clip.seconds for clip in clips)
    yield "conversion, CPU s per second at 24 kHz", f"{spent:.3f}", "<= .06"
    warm = first_sentence(ENGINE, voice)["warm"]
    yield "first sentence after warm-up", f"{warm * 1000:.0f} ms", "<= 300 ms"


def brightness() -> Iterator[Row]:
    """Against plain espeak-ng, for those whose recordings hold anything up there."""
    for each in learned("45 s"):
        if each.speaker.name not in WIDE_BAND:
            continue
        chosen = texts("en")[:SHARE_TEXTS]
        ours = np.mean([_above(said(text, each.voice)) for text in chosen])
        theirs = np.mean([_above(plain(text, "en")) for text in chosen])
        yield f"above 6 kHz, {each.speaker.name}", f"{ours - theirs:+.1f} dB against plain", ">= 0"


def _above(clip: Clip) -> float:
    """Energy above 6 kHz as a share of all, in dB."""
    power = np.abs(np.fft.rfft(clip.samples)) ** 2
    upper = round(UPPER_BAND_HZ * len(clip.samples) / clip.rate)
    return float(10 * np.log10(power[upper:].sum() / power.sum()))


ROWS: dict[str, Callable[[], Iterator[Row]]] = {
    "english": lambda: shares("45 s", ">= .50, none < .40"),
    "english-short": lambda: shares("8 s", ">= .42"),
    "vietnamese": lambda: shares("34 s", ">= .42"),
    "vietnamese-short": lambda: shares("7 s", ">= .42"),
    "words": lambda: words("45 s", "<= .03"),
    "words-short": lambda: words("8 s", "<= .10"),
    "listeners": listeners,
    "tones": vietnamese_words,
    "costs": costs,
    "brightness": brightness,
    "bad": lambda: bad.rows(ENGINE, texts("en")[:SHARE_TEXTS]),
    "recordings": lambda: recordings.rows(SHORT),
    "same": lambda: bad.sameness(ENGINE, learned("8 s")[0].voice),
}


def main() -> None:
    wanted = [name for name in sys.argv[1:] if name in ROWS] or list(ROWS)
    for rows in (ROWS[name] for name in wanted):
        for name, measured, reach in rows():
            print(f"{name:42} {measured:60} {reach}", flush=True)


if __name__ == "__main__":
    main()
