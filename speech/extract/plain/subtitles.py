"""SubRip (SRT) and WebVTT: one paragraph for each cue, kept with its times; tags, notes and styles are not said."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.plain.encodings import decode_text
from speech.extract.registry import Order, Reading
from speech.extract.xml_parts import tidy
from speech.types import Section

MOST_BYTES: Final = 16_000_000
_TIME: Final = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[,.](\d{1,3}))?"
_TIMES: Final = re.compile(rf"\s*{_TIME}\s*--?>\s*{_TIME}(?:\s.*)?")
_TAG: Final = re.compile(r"</?(?:[biuscv]|ruby|lang|font|span)(?:[ .][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.IGNORECASE)
_RUBY: Final = re.compile(r"<rt>[^<>]*(?:</rt>)?", re.IGNORECASE)


def read(path: Path, order: Order) -> Reading:
    """The sections of a file of subtitles; see ``registry.Reader``. Refused when not one cue is in it."""
    if path.stat().st_size > MOST_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_BYTES // 1_000_000)
    sections = list(_cues(decode_text(path.read_bytes()).split("\n")))
    if not sections:
        raise SpeechError("unreadable_document")
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def _cues(lines: list[str]) -> Iterator[Section]:
    """A cue is a line of times and what follows it, up to the next one."""
    timed = [(at, found) for at, line in enumerate(lines) if "->" in line and (found := _TIMES.fullmatch(line))]
    ends = [*(at for at, _ in timed), len(lines)][1:]
    is_vtt = lines[0].startswith("WEBVTT")
    for (at, found), end in zip(timed, ends, strict=True):
        start, stop = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
        text = _said((_vtt_text if is_vtt else _srt_text)(lines[at + 1 : end]))
        if text:
            yield Section("paragraph", text, start_seconds=start, end_seconds=max(start, stop))


def _vtt_text(lines: list[str]) -> list[str]:
    """Up to the empty line that ends a cue: names of cues, notes and styles come after it."""
    return lines[: next((at for at, line in enumerate(lines) if not line.strip()), len(lines))]


def _srt_text(lines: list[str]) -> list[str]:
    """All but the number of the next cue: some programs leave empty lines inside one, or none between two."""
    return lines[:-1] if lines and lines[-1].strip().isdecimal() else lines


def _said(lines: list[str]) -> str:
    text = _TAG.sub("", _RUBY.sub("", "\n".join(lines)))
    return " ".join(tidy(html.unescape(text)).split())


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000
