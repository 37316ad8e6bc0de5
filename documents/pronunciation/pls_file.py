"""Rules as a W3C Pronunciation Lexicon (PLS 1.0): graphemes and aliases. What PLS has no words for stands in
attributes of a name space of our own, which other readers pass over."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from documents.models import PronunciationRule
from documents.pronunciation.entries import Entry, language_of, truth_of
from lib.refusals import Refusal

PLS: Final = "http://www.w3.org/2005/01/pronunciation-lexicon"
OURS: Final = "urn:giong:lexicon"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
register_namespace("", PLS)
register_namespace("giong", OURS)


def write(rules: Iterable[PronunciationRule]) -> bytes:
    lexicon = Element(f"{{{PLS}}}lexicon", {"version": "1.0", "alphabet": "ipa", LANGUAGE: "vi-VN"})
    for rule in rules:
        facts = {
            f"{{{OURS}}}language": rule.language or "both",
            f"{{{OURS}}}whole-word": str(int(rule.is_whole_word)),
            f"{{{OURS}}}case-sensitive": str(int(rule.is_case_sensitive)),
        }
        lexeme = SubElement(lexicon, f"{{{PLS}}}lexeme", facts)
        SubElement(lexeme, f"{{{PLS}}}grapheme").text = rule.written
        SubElement(lexeme, f"{{{PLS}}}alias").text = rule.spoken
    indent(lexicon)
    written: bytes = tostring(lexicon, encoding="utf-8", xml_declaration=True)
    return written


def read(data: bytes) -> Iterator[Entry]:
    """The lexemes of a file, once for each grapheme. Raises ``rule_file_unreadable`` (400), for a document type too."""
    try:
        lexicon = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):  # the last two: its encoding
        raise Refusal("rule_file_unreadable", 400, field="file") from None
    if _name(lexicon) != "lexicon":
        raise Refusal("rule_file_unreadable", 400, field="file")
    lexemes = (element for element in lexicon if _name(element) == "lexeme")
    for number, lexeme in enumerate(lexemes, start=1):
        yield from _entries(number, lexeme, lexicon.get(LANGUAGE, ""))


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _entries(number: int, lexeme: Element, language: str) -> Iterator[Entry]:
    graphemes = [_text(one) for one in lexeme if _name(one) == "grapheme"]
    spoken = _preferred([one for one in lexeme if _name(one) == "alias"])
    for written in graphemes or [""]:
        yield _entry(number, lexeme, written, spoken, language)


def _entry(number: int, lexeme: Element, written: str, spoken: str, language: str) -> Entry:
    if not spoken and any(_name(one) == "phoneme" for one in lexeme):
        return Entry(number, written, code="rule_phoneme_only")
    try:
        fields = {
            "written": written,
            "spoken": spoken,
            "is_whole_word": truth_of(lexeme.get(f"{{{OURS}}}whole-word"), otherwise=True),
            "is_case_sensitive": truth_of(lexeme.get(f"{{{OURS}}}case-sensitive"), otherwise=False),
            "language": language_of(lexeme.get(f"{{{OURS}}}language", language)),
        }
    except Refusal as refusal:
        return Entry(number, written, code=refusal.code)
    return Entry(number, written, fields)


def _preferred(aliases: list[Element]) -> str:
    """The one that is marked so, else the first."""
    marked = [alias for alias in aliases if alias.get("prefer") == "true"]
    return _text((marked or aliases)[0]) if aliases else ""


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()
