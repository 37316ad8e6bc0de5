"""The values that the parts of the speech core hand to each other. All frozen; options in, result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
else:  # the web process reads these types without loading numpy
    Samples = Any

Language = Literal["vi", "en"]
LanguageChoice = Literal["vi", "en", "auto"]
Region = Literal["north", "central", "south"]
Progress = Callable[[int, int], None]
"""Called with (done, total) in units the callee names; the core reports, the caller decides."""


def as_language(name: str) -> Language:
    """``name`` as one of the languages: English when it says so, else Vietnamese."""
    return "en" if name == "en" else "vi"


def no_progress(done: int, total: int) -> None:
    """A ``Progress`` that nobody listens to."""


@dataclass(frozen=True)
class Clip:
    """Mono audio: ``samples`` float32 in [-1, 1], shape (n,); ``rate`` in Hz."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)  # a book has a hundred thousand of them
class Aligned:
    """A piece of spoken text and the piece of source text it was made from (half-open spans).

    ``by``: which rule says it ("" for what is said as it stands).
    """

    spoken_start: int
    spoken_end: int
    source_start: int
    source_end: int
    by: str = ""


@dataclass(frozen=True, slots=True)  # a book has a hundred thousand of them
class Flag:
    """Something about a span of the source that a reader may want to know; ``code`` is stable.

    What was repaired or left out; and ``ambiguous``, where ``readings`` are what the span can mean: the first is what
    is said, the others can be chosen instead.
    """

    code: str
    start: int
    end: int
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pronunciation:
    """A reader's own rule: ``written`` (a word or phrase) is said as ``spoken``, in sentences of ``language``.

    Where several fit, the lowest ``rank`` wins (a document's rules before a person's), then the longest, then
    the first.
    """

    written: str
    spoken: str
    is_whole_word: bool = True
    is_case_sensitive: bool = False
    language: Language | None = None
    rank: int = 0


@dataclass(frozen=True)
class Choice:
    """``[start, end)`` of the source is said as ``spoken``, in this place only."""

    start: int
    end: int
    spoken: str


@dataclass(frozen=True)
class TextOptions:
    """How text is read.

    ``around`` is the language of what the text stands in (a document), for a text that does not tell its own;
    ``region`` picks nghìn/ngàn, linh/lẻ; ``backend`` is what reads what our rules leave; ``ids`` and ``letters`` say
    how codes are read (digit by digit or as numbers, letters by Vietnamese or English names); ``is_respelled``: whether
    foreign words are written the Vietnamese way, for engines that do not speak English; ``emoji``: whether they are
    dropped or said; ``years``: whether 1975 is said in full or in two halves ("một chín bảy lăm"). ``rules`` win over
    ours, the first over the later; ``choices`` win over all.

    The pauses are those after a sentence, paragraph, heading or clause, and before a new chapter.
    """

    language: LanguageChoice = "auto"
    around: Language = "vi"
    region: Region = "north"
    backend: Literal["sea", "vinorm", "none"] = "sea"
    ids: Literal["digits", "number"] = "digits"
    letters: Literal["vi", "en"] = "vi"
    years: Literal["full", "short"] = "full"
    emoji: Literal["drop", "say"] = "drop"
    is_respelled: bool = False
    rules: tuple[Pronunciation, ...] = ()
    choices: tuple[Choice, ...] = ()
    max_chars: int = 500
    sentence_pause_seconds: float = 0.5
    paragraph_pause_seconds: float = 0.8
    heading_pause_seconds: float = 1.0
    chapter_pause_seconds: float = 2.0
    clause_pause_seconds: float = 0.2


@dataclass(frozen=True)
class Spoken:
    """What will be read. ``alignment`` covers all of ``text`` and all of ``source``, in order, without gaps."""

    source: str
    text: str
    language: Language
    alignment: Sequence[Aligned] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)  # a book has a hundred thousand of them
class Chunk:
    """A piece of source text that an engine says in one go.

    ``start``/``end`` are its span of the source; the spans of all chunks, joined, are the source.
    ``text`` is ``source[start:end]``; ``spoken`` is what the engine gets (may be empty: nothing to say,
    only a pause). ``pause_after`` is in seconds; the last chunk of a text has 0.
    """

    start: int
    end: int
    text: str
    spoken: str
    language: Language
    pause_after: float


@dataclass(frozen=True)
class Section:
    """A part of a document in reading order. ``kind``: title, heading, paragraph, list_item, table, ...

    ``start_seconds`` and ``end_seconds`` are when subtitles are shown; None for what has no times. A chapter begins
    with a section whose ``begins_chapter`` is set. ``doubts`` are spans of ``text`` that were recognised badly, with
    the recogniser's confidence in 0-1; ``box`` is where it stands on its page (left, top, right, bottom in 0-1).
    """

    kind: str
    text: str
    level: int = 0
    title: str = ""
    page: int | None = None
    start_seconds: float | None = None
    end_seconds: float | None = None
    begins_chapter: bool = False
    doubts: tuple[tuple[int, int, float], ...] = ()
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Extracted:
    """What a document says. ``pages`` counts 3,000 characters as one where the format has none.

    ``recognised_pages`` had no text and were read from their picture. ``warnings`` are stable codes of what the reader
    could not do well ("damaged_text", "pages_unread").
    """

    sections: tuple[Section, ...]
    pages: int
    language: Language
    word_count: int
    format: str
    recognised_pages: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """One recording of the speaker for enrolment; ``transcript`` empty when unknown."""

    clip: Clip
    transcript: str = ""
    language: Language = "vi"


@dataclass(frozen=True)
class VoicePrint:
    """What enrolment yields, stored as npz without pickle.

    ``engine`` and ``fingerprint`` (of engine, model files and conversion code) say who can use it: a
    mismatch means enrol again. ``language`` is the language it was learned to speak.
    """

    engine: str
    fingerprint: str
    language: Language
    arrays: Mapping[str, NDArray[np.float32]]
    facts: Mapping[str, str | float | int] = field(default_factory=dict)
    transcript: str = ""


@dataclass(frozen=True)
class Reason:
    """One part of a score: a stable code, how much it cost of 100, and what to do about it in words.

    ``figure`` is what was measured, in ``unit`` ("" for a plain number); None when it was not measured. The sentences
    of a part that cost nothing say that it is well.
    """

    code: str
    cost: int
    vi: str
    en: str
    figure: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Report:
    """What was measured on a recording. ``snr_db`` is estimated, ``quality_score`` is 0-100.

    ``reverberation_seconds`` estimates RT60, 0 for a dry room; None when it was not heard. ``speakers`` is 1, or 2 for
    more than one. The window is the best 3-8 s of the master, for engines that listen to no more. ``parts`` are all
    that the score is made of, ``reasons`` those of them that ask for something.
    """

    duration_seconds: float
    speech_seconds: float
    snr_db: float
    clipping_ratio: float
    loudness_lufs: float
    quality_score: int
    reasons: tuple[Reason, ...] = ()
    reverberation_seconds: float | None = None
    bandwidth_hz: float = 0.0
    speakers: int = 1
    window_start_seconds: float = 0.0
    window_end_seconds: float = 0.0
    parts: tuple[Reason, ...] = ()
