"""Markdown (CommonMark with tables, footnotes and front matter): made HTML, which is read as HTML is."""

import re
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from speech.errors import SpeechError
from speech.extract.encodings import decode_text
from speech.extract.html import walked
from speech.extract.html_walk import Walker
from speech.extract.registry import Order, Reading

MOST_BYTES: Final = 4_000_000
"""A thousand pages; more takes longer to parse than the child has."""
DEEPEST: Final = 100
"""Lists in lists; what is deeper is left out."""
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
    page: str = parser.use(front_matter_plugin).use(footnote_plugin).render(text)
    return "<html><body>" + _TASK.sub(r"\1", page) + "</body></html>"
