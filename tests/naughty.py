"""Values that break programs which trust what they are sent."""

from typing import Any

MARK = "zqnaughty"
SCRIPT = f"<script>{MARK}(1)</script>"
"""Never to be found in an answer as it stands here."""

SHORT = (
    "", " ", "\t\n", "\u00a0\u2003", "'", '"', "\\", "`", ";--", "' OR 1=1 --", "1; DROP TABLE documents_document;",
    SCRIPT, f'"><img src=x onerror={MARK}(1)>', f"javascript:{MARK}(1)", f"' onmouseover='{MARK}(1)", "<!--", "]]>",
    "{{ 7|add:7 }}", "{% debug %}", "{% include 'x' %}", "${7*7}", "#{7*7}", "%s%s%n", "%(x)s", "{0.__class__}", "{}",
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\a", "file:///etc/passwd", "CON", ".",
    "..",
    "-rf", "--help", "@", "=cmd|' /C calc'!A0", "null", "None", "undefined", "true", "NaN", "Infinity", "-1", "0x10",
    "1e999", "9" * 40, "1_000", "١٢٣", "½", "a\x00b", "\ufeffa", "a\r\nSet-Cookie: a=b", "a\nb", "a\u2028b", "\x1b[31m",
    "\u202etxt.exe", "a\u200bb\u200dc", "e\u0301\u0323" * 9, "a" + "\u0301\u0323" * 400, "Tiê\u0301ng Việt",
    "👩‍👩‍👧‍👦🏳️‍🌈", "\ud800", "a\udfffb", "\uffff", "\U0010ffff", "İıſK", "ﷺ", "عربي", "田中さん", "Ω≈ç√∫˜µ≤≥÷",
)  # fmt: skip
LONG = ("x" * 300, "ế" * 300, "x" * 100_000, "\u0301" * 100_000, "👩‍👩‍👧‍👦" * 5000)
STRINGS = (*SHORT, *LONG)

THINGS: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, -(10**400), float("nan"), float("inf"), [], [1], ["a"], {}, {"a": 1}, [[[]]],
    {"$gt": ""}, [None], {"__proto__": {"x": 1}},
)  # fmt: skip
"""What JSON may hold where a string or a number is wanted."""

FILENAMES = tuple(name + ending for name in (*SHORT[1:], "x" * 300, "ế" * 300, "x" * 5000) for ending in (".txt",))

BODIES = (
    b"", b"{", b"[]", b"[1]", b'"a"', b"1", b"null", b"NaN", b"\xff\xfe{}", b"\x00", b"{'a': 1}", b'{"a": 1,}',
    b"[" * 10_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000, b'{"email": "a", "email": "b"}', b'{"text": "\\ud800"}', b'{"a": 1e999}',
    b'{"a": ' + b"9" * 5000 + b"}", b"a=1&b=2", b"--x\r\n\r\n--x--",
)  # fmt: skip
CONTENT_TYPES = (
    "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain", "x", "",
    "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "x" * 300,
    "application/x-www-form-urlencoded; charset=utf-7", "application/xml",
)  # fmt: skip
HEADERS = (
    "Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Cookie", "Content-Type", "Host", "If-Match",
    "If-Modified-Since", "If-None-Match", "If-Range", "Origin", "Range", "Referer", "User-Agent", "X-CSRFToken",
    "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Request-ID", "HX-Request",
    "HX-Current-URL",
)  # fmt: skip
RANGES = (
    "bytes=",
    "bytes=-",
    "bytes=0-0,2-3",
    "bytes=9-1",
    "bytes=" + "9" * 5000 + "-",
    "bytes=-0",
    "lines=1-2",
    "bytes=a-b",
)


def sendable(value: str) -> str:
    """As a header may carry it: no line ends (a server never lets them through), the rest in latin-1."""
    return value.replace("\r", "").replace("\n", "").replace("\x00", "").encode("utf-8", "replace").decode("latin-1")
