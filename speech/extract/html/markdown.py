"""Markdown (CommonMark with tables, footnotes and front matter): made HTML, which is read as HTML is."""

import re
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from speech.errors import SpeechError
from speech.extract.html.reader import walked
from speech.extract.html.walk import Walker
from speech.extract.plain.encodings import decode_text
from speech.extract.registry import Order, Reading

MOST_BYTES: Final = 4_000_000
"""A thousand pages; more takes longer to parse than the child has."""
DEEPEST: Final = 100
"""Lists in lists; what is deeper is left out."""
MOST_OPEN: Final = 50
"""Brackets open at once in one block. The parser looks for the end of each; more than these are no links."""
_BLOCKS: Final = re.compile(r"(\n[ \t]*\n)")
_BRACKET: Final = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TASK: Final = re.compile(r"(<li>\s*(?:<p>)?)\[[ xX]\] ")


def read(path: Path, order: Order) -> Reading:
    """The sections of a Markdown file; see ``registry.Reader``. Front matter and comments are not text."""
    if path.stat().st_size > MOST_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_BYTES // 1_000_000)
    sections = walked(to_html(decode_text(path.read_bytes())), Walker).sections
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def to_html(text: str) -> str:
    """The text as a page."""
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    page: str = parser.use(front_matter_plugin).use(footnote_plugin).render(_bounded(text))
    return "<html><body>" + _TASK.sub(r"\1", page) + "</body></html>"


def _bounded(text: str) -> str:
    """The text with brackets that open nothing escaped, in blocks with many of them: they cost the parser a square."""
    return "".join(map(_escaped, _BLOCKS.split(text))) if text.count("[") > MOST_OPEN else text


def _escaped(block: str) -> str:
    wild: set[int] = set()
    waiting: list[int] = []
    for found in _BRACKET.finditer(block) if block.count("[") > MOST_OPEN else ():
        if found[0] == "[":
            waiting.append(found.start())
        elif found[0] == "]" and waiting:
            at = waiting.pop()
            if len(waiting) >= MOST_OPEN:
                wild.add(at)
    wild.update(waiting if len(waiting) > MOST_OPEN else ())
    return "".join(f"\\{char}" if at in wild else char for at, char in enumerate(block)) if wild else block
