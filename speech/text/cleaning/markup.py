"""Finds HTML in a text: comments, scripts and styles with their contents, tags, and character references."""

import html
import re
from collections.abc import Iterator
from typing import Final

from speech.text.cleaning.traced import Edit

BLOCK_TAGS: Final = """
address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form h1
h2 h3 h4 h5 h6 head header hr html li main nav ol option p pre section select table tbody tfoot thead
title tr ul
"""
BLOCKS: Final = frozenset(BLOCK_TAGS.split())
INLINE_TAGS: Final = """
a abbr acronym audio b bdi bdo big button canvas caption cite code col colgroup data del details dfn em
embed font i iframe img input ins kbd label legend link mark meta meter object optgroup output param
path picture progress q rp rt ruby s samp small source span strike strong sub summary sup svg td
textarea th time track tt u var video wbr break emphasis prosody speak say-as phoneme voice en math
script style template noscript
"""
INLINE: Final = frozenset(INLINE_TAGS.split())
CELLS = frozenset(("td", "th"))

# Attributes are bounded, so that a thousand unclosed "<a" cost no more than a thousand short looks.
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,15})(?=[\s/>])[^<>]{0,600}>")
OPENING = re.compile(r"<!--|<(script|style|template|noscript)(?=[\s>])", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def hidden(text: str) -> Iterator[Edit]:
    """Comments and elements whose contents nobody is meant to read; unclosed ones are left alone."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow in lower case: positions would not fit
        lowered = text
    unclosed: set[str] = set()
    at = 0
    while opening := OPENING.search(text, at):
        at = opening.end()
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        if closing in unclosed:
            continue
        end = _end_of(lowered, closing, at)
        if end < 0:
            unclosed.add(closing)
            continue
        yield Edit(opening.start(), end, " ", "markup")
        at = end


def _end_of(lowered: str, closing: str, at: int) -> int:
    found = lowered.find(closing, at)
    if found < 0 or closing == "-->":
        return found if found < 0 else found + len(closing)
    bracket = lowered.find(">", found, found + 200)
    return found + len(closing) if bracket < 0 else bracket + 1


def tags(text: str) -> Iterator[Edit]:
    """Tags with names that HTML or SSML knows; block tags end the line. ``a < b`` is no tag."""
    for match in TAG.finditer(text):
        name = match[1].lower()
        if name in BLOCKS:
            yield Edit(match.start(), match.end(), "\n", "markup")
        elif name in INLINE:
            yield Edit(match.start(), match.end(), " " if name in CELLS else "", "markup")


def references(text: str) -> Iterator[Edit]:
    """``&amp;``, ``&#7879;`` and the like; unknown names stay as they are."""
    for match in REFERENCE.finditer(text):
        replacement = html.unescape(match.group())
        if replacement != match.group():
            yield Edit(match.start(), match.end(), replacement, "html_entity")
