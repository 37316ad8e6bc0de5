"""What a log may say: words that stand in the code, numbers and identifiers. Never what somebody typed or sent.

Messages and errors of libraries carry paths with one-time links, SQL parameters, bits of text, addresses. So nothing
is searched for secrets; only what cannot be one is let through.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = f"{Path(__file__).resolve().parent.parent}/"
OURS = frozenset({"config", "analytics", "synthesis", "documents", "voices", "accounts", "lib", "speech"})
HIDDEN = "…"
PLAIN = (bool, int, float, Decimal, timedelta, UUID, type(None))
# What our own lines may say besides numbers: a type, a code or a state, a template, a file of the code.
WORD = re.compile(r"[A-Za-z0-9_.-]{1,40}|[a-z_/]{1,60}|[A-Za-z0-9_./-]{1,120}\.py")
CODE = re.compile(r"[a-z_]{1,48}")
SQLSTATE = re.compile(r"[0-9A-Z]{5}")
FRAMES_SEARCHED = 24
FRAMES_SHOWN = 30
CAUSES_SHOWN = 5


def said(record: logging.LogRecord) -> str:
    """The line of ``record``: its words if they stand in the code that logs, else only the place of that code."""
    if record.name == "py.warnings":
        return _warning(record)
    if not isinstance(record.msg, str) or not _stands_in_code(record.msg):
        return f"({record.name} {_short(record.pathname)}:{record.lineno})"
    return _filled(record.msg, record.args, is_ours=_is_ours(record.name))


def trace(error: BaseException) -> str:
    """Types of ``error`` and of its causes and the lines they came through: no message, no values."""
    return "\n".join(line for one in _chain(error) for line in (named(one), *_places(one)))


def named(error: BaseException) -> str:
    """The type of ``error``, with the code that it has of ours, of the database or of the system."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    fact = _fact(error)
    return f"{kind} [{fact}]" if fact else kind


def _fact(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno:
        return str(error.errno)
    name, shape = ("code", CODE) if _is_ours(type(error).__module__) else ("sqlstate", SQLSTATE)
    fact = getattr(error, name, None)
    return fact if isinstance(fact, str) and shape.fullmatch(fact) else ""


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in OURS


def _chain(error: BaseException) -> Iterator[BaseException]:
    """From the error to what caused it."""
    cause: BaseException | None = error
    for _ in range(CAUSES_SHOWN):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _places(error: BaseException) -> list[str]:
    steps = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    return [f"  {_short(code.co_filename)}:{line} {code.co_name}" for code, line in steps[-FRAMES_SHOWN:]]


def _short(path: str) -> str:
    return path.rpartition("site-packages/")[2].removeprefix(ROOT)


def _warning(record: logging.LogRecord) -> str:
    """``path:line: Category`` of a warning, without its words."""
    text = str(record.args[0]) if isinstance(record.args, tuple) and record.args else ""
    found = re.match(r"([^\s:]+\.py:\d+): (\w+):", text)
    return f"{found[2]} at {_short(found[1])}" if found else "warning"


def _stands_in_code(text: str) -> bool:
    """Whether ``text`` is a literal of a function that runs now. An f-string or what came from outside never is."""
    frame = sys._getframe()
    for _ in range(FRAMES_SEARCHED):
        if frame.f_back is None:
            return False
        frame = frame.f_back
        if text in frame.f_code.co_consts:
            return True
    return False


def _filled(words: str, values: Any, *, is_ours: bool) -> str:
    if not values:
        return words
    if isinstance(values, Mapping):
        values = {name: _shown(value, is_ours=is_ours) for name, value in values.items()}
    else:
        values = tuple(_shown(value, is_ours=is_ours) for value in values)
    try:
        return str(words % values)
    except (TypeError, ValueError, KeyError):  # a number was wanted where nothing may be shown
        return words


def _shown(value: Any, *, is_ours: bool) -> Any:
    if isinstance(value, PLAIN):
        return value
    return value if is_ours and isinstance(value, str) and WORD.fullmatch(value) else HIDDEN
