"""The words of RTF (Word 2007 RTF specification 1.9.1): groups, controls and text, in one pass over the bytes."""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

TOKEN: Final = re.compile(
    rb"(?P<text>(?:[^\\{}]++|\\'[0-9a-fA-F]{2})++)|(?P<group>[{}])"
    rb"|\\(?:(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|(?P<symbol>[^a-zA-Z]))",
    re.DOTALL,
)
SKIPPING: Final = re.compile(rb"\\bin(?P<size>\d{1,10}) ?|\\.|[{}]", re.DOTALL)
_HEX: Final = re.compile(rb"\\'([0-9a-fA-F]{2})")


class Token(NamedTuple):
    """``word`` is a control's name, or one character of a control symbol; ``number`` None where none is written."""

    kind: Literal["open", "close", "text", "word", "symbol"]
    word: str = ""
    number: int | None = None
    text: bytes = b""


OPEN: Final = Token("open")
CLOSE: Final = Token("close")


class Tokens:
    """Reads on from ``at``; the reader may have it leave out the rest of a group."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __iter__(self) -> Iterator[Token]:
        while self._at < len(self._data):
            found = TOKEN.match(self._data, self._at)
            if found is None:  # a backslash at the end
                return
            self._at = found.end()
            yield self._token(found)

    def _token(self, found: re.Match[bytes]) -> Token:
        kind = found.lastgroup
        if kind == "text":
            return Token("text", text=_plain(found[0]))
        if kind == "group":
            return OPEN if found[0] == b"{" else CLOSE
        if kind == "symbol":
            return Token("symbol", found["symbol"].decode("latin-1"))
        word, number = found.group("word", "number")
        if word == b"bin" and number:
            self._at += max(0, int(number))
        return Token("word", word.decode("ascii"), int(number) if number else None)

    def ahead(self, text: bytes) -> bool:
        """Whether ``text`` comes next."""
        return self._data.startswith(text, self._at)

    def skip_group(self) -> None:
        """Go to the brace that closes the group we are in; pictures are megabytes of it."""
        depth = 1
        while found := SKIPPING.search(self._data, self._at):
            self._at = found.end()
            if found["size"]:
                self._at += int(found["size"])
            depth += {b"{": 1, b"}": -1}.get(found[0], 0)
            if not depth:
                self._at = found.start()
                return
        self._at = len(self._data)


def _plain(text: bytes) -> bytes:
    """Without the line ends that only wrap the file; escaped bytes as they are."""
    whole = text.translate(None, b"\r\n\x00")
    return _HEX.sub(_byte, whole) if b"\\" in whole else whole


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode("ascii"))
