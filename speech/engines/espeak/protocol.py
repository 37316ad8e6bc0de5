"""The words that client and server exchange over pipes. Little-endian; only the standard library.

Request: a header, the voice's name, the text (UTF-8). Answer: a header, then either an error sentence or
phones, words and 16-bit samples.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

REQUEST: Final = struct.Struct("<HHHHI")  # rate, pitch, range, bytes of voice name, bytes of text
ANSWER: Final = struct.Struct("<BIIII")  # status, sample rate, phones, words, bytes of samples or sentence
PHONE: Final = struct.Struct("<I8s")  # first sample, IPA in UTF-8 padded with zeros
WORD: Final = struct.Struct("<III")  # first sample, first character, characters

OK: Final = 0
FAILED: Final = 1
MAX_TEXT_BYTES: Final = 40_000  # a request fits the 64 KB of a pipe, so that writing it never waits

Read = Callable[[int], bytes]
"""Returns exactly that many bytes or raises ``EOFError``."""


@dataclass(frozen=True)
class Request:
    """``rate`` in words a minute (80-450), ``pitch`` and ``pitch_range`` 0-99 as espeak-ng counts them."""

    text: str
    voice: str
    rate: int
    pitch: int
    pitch_range: int


@dataclass(frozen=True)
class Mark:
    """Something that begins at sample ``sample``: a phone (``name``) or a word (its span of the text)."""

    sample: int
    name: str = ""
    start: int = 0
    length: int = 0


@dataclass(frozen=True)
class Answer:
    """``pcm`` is 16-bit mono at ``rate`` Hz; empty when nothing could be said."""

    rate: int
    pcm: bytes
    phones: tuple[Mark, ...]
    words: tuple[Mark, ...]


class Refused(Exception):
    """The server answered with a sentence instead of audio."""


def pack_request(request: Request) -> bytes:
    voice, text = request.voice.encode(), request.text.encode()
    header = REQUEST.pack(request.rate, request.pitch, request.pitch_range, len(voice), len(text))
    return header + voice + text


def read_request(read: Read) -> Request:
    rate, pitch, pitch_range, voice_bytes, text_bytes = REQUEST.unpack(read(REQUEST.size))
    return Request(
        voice=read(voice_bytes).decode(),
        text=read(text_bytes).decode(),
        rate=rate,
        pitch=pitch,
        pitch_range=pitch_range,
    )


def pack_answer(answer: Answer) -> bytes:
    header = ANSWER.pack(OK, answer.rate, len(answer.phones), len(answer.words), len(answer.pcm))
    phones = b"".join(PHONE.pack(mark.sample, mark.name.encode()) for mark in answer.phones)
    words = b"".join(WORD.pack(mark.sample, mark.start, mark.length) for mark in answer.words)
    return header + phones + words + answer.pcm


def pack_failure(sentence: str) -> bytes:
    body = sentence.encode()
    return ANSWER.pack(FAILED, 0, 0, 0, len(body)) + body


def read_answer(read: Read) -> Answer:
    """Raises ``Refused`` with the server's sentence."""
    status, rate, phone_count, word_count, size = ANSWER.unpack(read(ANSWER.size))
    if status != OK:
        raise Refused(read(size).decode("utf-8", "replace"))
    phones = tuple(_phone(*fields) for fields in PHONE.iter_unpack(read(PHONE.size * phone_count)))
    words = tuple(Mark(at, "", start, length) for at, start, length in _words(read, word_count))
    return Answer(rate, read(size), phones, words)


def _words(read: Read, count: int) -> list[tuple[int, int, int]]:
    return list(WORD.iter_unpack(read(WORD.size * count)))


def _phone(sample: int, name: bytes) -> Mark:
    # espeak-ng keeps 8 bytes of a name and may cut a letter in two.
    return Mark(sample, name.rstrip(b"\0").decode("utf-8", "ignore"))
