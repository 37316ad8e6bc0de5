"""What an element of HTML means for the text in it: which kind it is, whether it is read at all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from speech.extract.html.styles import Sheet

EPUB_TYPE: Final = "{http://www.idpf.org/2007/ops}type"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS: Final = _names(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
UNREAD: Final = _names(
    "annotation annotation-xml audio button canvas datalist head iframe noscript object rp rt rtc "
    "script select style svg template textarea title video"
)
"""Code, controls, pictures, and what says again how a word is read (ruby)."""
SECTIONING: Final = frozenset({"article", "aside", "blockquote", "figure", "main", "section", "td"})
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}

_ROLES: Final = {
    "footnote": "footnote footnotes endnote endnotes rearnote rearnotes doc-footnote doc-endnote doc-endnotes",
    "toc": "toc doc-toc loi lot loa lov navigation",
    "front_matter": "cover titlepage halftitlepage copyright-page imprint imprimatur colophon doc-cover doc-colophon "
    "pg-boilerplate pgheader pgfooter pg-header pg-footer",
    "header": "banner search",
    "footer": "contentinfo",
}
ROLES: Final = {role: kind for kind, roles in _ROLES.items() for role in roles.split()}
CLASSES: Final = frozenset({"footnote", "footnotes", "endnotes", "pg-boilerplate", "pgheader", "pgfooter"})
"""Classes that many books have and that say the same as a role."""
MARKERS: Final = _names(
    "noteref doc-noteref doc-backlink backlink footnote-ref footnote-back footnote-backref footnoteref reversefootnote "
    "pagebreak doc-pagebreak page-list landmarks mw-editsection"
)
"""Marks of notes and pages, and lists of pages: for the eye and the hand."""


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for text: its kind, and ``fixed`` where what is inside cannot change that."""

    kind: str = "paragraph"
    level: int = 0
    fixed: bool = False
    hidden: bool = False
    block: bool = True
    keeps_lines: bool = False
    linked: bool = False
    raised: bool = False
    sectioned: bool = False


def place_of(tag: str, attributes: Mapping[str, str], outer: Place, sheet: Sheet, *, web: bool) -> Place:
    """The place inside ``tag``, which stands in ``outer``. ``web``: a page with furniture of its own."""
    if outer.hidden or tag in UNREAD or _is_hidden(tag, attributes, sheet) or _is_marker(tag, attributes, outer):
        return replace(outer, hidden=True, block=tag in BLOCKS)
    inside = replace(
        outer,
        block=tag in BLOCKS,
        linked=outer.linked or (tag == "a" and _is_internal(attributes.get("href", ""), web=web)),
        raised=outer.raised or tag == "sup",
        keeps_lines=outer.keeps_lines or tag == "pre",
        sectioned=outer.sectioned or tag in SECTIONING,
    )
    if outer.fixed:
        return inside
    if kind := _role(tag, attributes, outer, web=web):
        return replace(inside, kind=kind, fixed=True)
    return _by_tag(tag, attributes, inside, outer)


def _by_tag(tag: str, attributes: Mapping[str, str], inside: Place, outer: Place) -> Place:
    if tag in HEADINGS:
        return replace(inside, kind="heading", level=HEADINGS[tag])
    if tag in ("li", "dd", "dt"):
        return replace(inside, kind="list_item")
    if tag in ("caption", "figcaption") or (tag in BLOCKS and "caption" in attributes.get("class", "").split()):
        return replace(inside, kind="caption")
    if tag == "code" and outer.keeps_lines:
        return replace(inside, kind="code", block=True)
    if tag == "math" and attributes.get("display") == "block":
        return replace(inside, kind="formula", block=True)
    return replace(inside, kind="paragraph") if tag == "table" else inside


def _role(tag: str, attributes: Mapping[str, str], outer: Place, *, web: bool) -> str:
    found = next((ROLES[role] for role in _roles(tag, attributes) if role in ROLES), "")
    if found or tag not in ("nav", "header", "footer") or not web:
        return found or ("toc" if tag == "nav" else "")
    if tag == "nav":
        return "toc"
    return "" if outer.sectioned else tag


def _roles(tag: str, attributes: Mapping[str, str]) -> list[str]:
    said = f"{_epub_type(attributes)} {attributes.get('role', '')}".lower().split()
    classes = attributes.get("class", "").split() if tag in BLOCKS else ()
    return [*said, *(name for name in classes if name in CLASSES)]


def _epub_type(attributes: Mapping[str, str]) -> str:
    return attributes.get(EPUB_TYPE) or attributes.get("epub:type", "")


def _is_hidden(tag: str, attributes: Mapping[str, str], sheet: Sheet) -> bool:
    hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    return hidden or (tag == "dialog" and "open" not in attributes) or sheet.hides(tag, attributes)


def _is_marker(tag: str, attributes: Mapping[str, str], outer: Place) -> bool:
    """Whether this only marks a note or a page: by what it calls itself, or as a raised link inside the text."""
    if tag == "a" and outer.raised and "#" in attributes.get("href", ""):
        return True
    if tag == "sup" and outer.linked:
        return True
    names = {*_epub_type(attributes).split(), *attributes.get("role", "").split(), *attributes.get("class", "").split()}
    return not names.isdisjoint(MARKERS)


def _is_internal(href: str, *, web: bool) -> bool:
    """Whether a link stays in the document: on a page by its fragment, in a book also by having no scheme."""
    return href.startswith("#") or (not web and bool(href) and ":" not in href.partition("#")[0])
