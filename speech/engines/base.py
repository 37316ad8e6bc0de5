"""What every engine offers, and the static facts about it that the site shows."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal, get_args

from speech.errors import SpeechError
from speech.types import Chunk, Clip, Language, Progress, Reference, Region, VoicePrint, no_progress

Knobs = Mapping[str, float | str]
"""What a listener turned: a card's knobs by name, and ``variant``."""
Variant = Literal["neutral", "calm", "lively"]
VARIANTS: Final[tuple[Variant, ...]] = get_args(Variant)
VARIANT: Final = "variant"


@dataclass(frozen=True)
class Knob:
    """A number that a listener may turn; ``unit`` is for people ("times", "semitones")."""

    low: float
    high: float
    default: float
    unit: str


@dataclass(frozen=True)
class EngineCard:
    """Static facts about an engine, shown to people and used to schedule work.

    ``sample_rate`` is None where the answer tells it. ``ref_seconds`` is the useful length of a reference.
    ``parallel``: "serial" one call at a time per process, "shared" many threads on one instance, "remote"
    elsewhere. ``mixes_languages``: it says English words inside a Vietnamese sentence as English; for the others they
    are respelled. ``cues`` maps our neutral cue to the engine's own tag. ``variants`` are the ways in which it can
    say everything.
    """

    key: str
    title: str
    sample_rate: int | None
    code_licence: str
    weights_licence: str
    commercial: bool
    runs: Literal["cpu", "gpu", "remote", "process"]
    clones: bool
    needs_transcript: bool
    ref_seconds: tuple[float, float]
    languages: tuple[Language, ...]
    mixes_languages: bool
    streams: Literal["frame", "piece"]
    chunk_chars: int
    parallel: Literal["serial", "shared", "remote"]
    knobs: Mapping[str, Knob] = field(default_factory=dict)
    cues: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ("neutral",)

    def settle(self, knobs: Knobs) -> dict[str, float]:
        """All numbers with defaults filled in. Raises ``unknown_option`` for an unknown name or value."""
        settled = {name: knob.default for name, knob in self.knobs.items()}
        for name, value in knobs.items():
            if name == VARIANT:
                continue
            knob = self.knobs.get(name)
            if knob is None or isinstance(value, str) or not knob.low <= value <= knob.high:
                raise SpeechError("unknown_option", name=name, value=value)
            settled[name] = float(value)
        return settled

    def variant(self, knobs: Knobs) -> Variant:
        """Which variant was asked for. Raises ``unknown_option`` for one that this engine has not."""
        asked = knobs.get(VARIANT, "neutral")
        for variant in self.variants:
            if variant == asked:
                return variant
        raise SpeechError("unknown_option", name=VARIANT, value=asked)


@dataclass(frozen=True)
class Voice:
    """A voice that an engine brings along; ``id`` never changes its meaning."""

    id: str
    label: str
    kind: Literal["preset", "cloned"]
    language: Language
    gender: str = ""
    region: Region | Literal[""] = ""


@dataclass(frozen=True)
class Readiness:
    """Whether an engine can speak here and now; ``why`` says what is missing and how to get it."""

    ready: bool
    why: str = ""


class Engine(ABC):
    """One way to speak. Joining, pauses, loudness and encoding live outside engines."""

    card: ClassVar[EngineCard]

    @abstractmethod
    def check(self) -> Readiness:
        """Cheap: never loads a model."""

    @abstractmethod
    def fingerprint(self) -> str:
        """Changes whenever the same input could sound different (engine, model files, conversion code)."""

    @abstractmethod
    def load(self) -> None:
        """Get ready to speak; ``say`` does so by itself."""

    @abstractmethod
    def close(self) -> None:
        """Give back memory and processes; the engine may be used again."""

    @abstractmethod
    def voices(self) -> list[Voice]:
        """The presets, the default one first."""

    @abstractmethod
    def enrol(
        self, references: Sequence[Reference], *, language: Language, progress: Progress = no_progress
    ) -> VoicePrint:
        """Learn a speaker for books in ``language``. Raises ``SpeechError`` when the audio cannot be used."""

    @abstractmethod
    def say(self, chunk: Chunk, voice: Voice | VoicePrint, *, knobs: Knobs, seed: int) -> Clip:
        """One chunk, unjoined; an empty clip when nothing in it can be said.

        Equal arguments give equal samples. Raises ``SpeechError`` (``unknown_option``,
        ``unknown_voice``, ``voice_print_mismatch``), ``EngineError`` and ``NotReady``.
        """

    def stream(self, chunk: Chunk, voice: Voice | VoicePrint, *, knobs: Knobs, seed: int) -> Iterator[Clip]:
        """The pieces of ``say`` as they become ready; joined they are what ``say`` gives."""
        yield self.say(chunk, voice, knobs=knobs, seed=seed)

    def say_all(
        self, chunks: Sequence[Chunk], voice: Voice | VoicePrint, *, knobs: Knobs, seeds: Sequence[int]
    ) -> Iterator[tuple[int, Clip]]:
        """(index, clip) of every chunk in the order they finish; ``seeds`` has one for each chunk."""
        for index, (chunk, seed) in enumerate(zip(chunks, seeds, strict=True)):
            yield index, self.say(chunk, voice, knobs=knobs, seed=seed)

    def voice(self, voice_id: str) -> Voice:
        """The preset with this id, or ``unknown_voice``."""
        for voice in self.voices():
            if voice.id == voice_id:
                return voice
        raise SpeechError("unknown_voice", voice=voice_id)
