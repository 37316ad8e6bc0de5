"""Formulas on one line, as somebody would type them: MathML (web, EPUB, ODT) and Word's OMML (ECMA-376, part 1, 22.1).

"x²", "(a + b)/2", "√(x)", "∑_(i = 1)^n i": what a listener can follow and no letter of the formula is lost.
"""

from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.xml_parts import local

DEEPEST: Final = 60
"""Nesting beyond this is an attack on the stack, not a formula."""
MATHML: Final = "math"
SPACED: Final = frozenset("=+-−±×÷<>≤≥≠≈→⇒⇔∈")
UNREAD: Final = frozenset({"annotation", "annotation-xml", "ctrlPr", "rPr", "del", "moveFrom", "delText", "instrText"})
_RAISED: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED: Final = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SMALL: Final = frozenset("0123456789+-")
_Write = Callable[[list[str]], str]


def linear(formula: Element) -> str:
    """The formula under ``formula`` (``math``, ``oMath``, ``oMathPara``) on one line."""
    return " ".join(_said(formula, 0).split())


def _said(element: Element, depth: int) -> str:
    name = local(element.tag) if isinstance(element.tag, str) else ""
    if depth > DEEPEST or name in UNREAD or name.endswith("Pr"):
        return ""
    if name in _TOKENS:
        return _token(name, "".join(element.itertext()).strip())
    if name == "t":
        return element.text or ""
    if name in _NAMED:
        return _named(element, name, depth)
    parts = [_said(child, depth + 1) for child in element]
    if name in _BY_PLACE:
        return _BY_PLACE[name](parts)
    if name == "semantics":
        return next(filter(None, parts), "")
    return (element.text or "").strip() + _SEPARATORS.get(name, "").join(parts)


def _token(name: str, text: str) -> str:
    return f" {text} " if name == "mo" and text in SPACED else text


def _wrapped(text: str) -> str:
    """In brackets, unless it is one number or one name."""
    text = " ".join(text.split())
    return text if text.isalnum() or len(text) <= 1 else f"({text})"


def _raised(base: str, power: str) -> str:
    return f"{base}{power.translate(_RAISED)}" if power and _SMALL.issuperset(power) else f"{base}^{_wrapped(power)}"


def _lowered(base: str, index: str) -> str:
    return f"{base}{index.translate(_LOWERED)}" if index and _SMALL.issuperset(index) else f"{base}_{_wrapped(index)}"


def _pair(write: Callable[[str, str], str]) -> _Write:
    """A writer for an element of two children; a damaged one has fewer or more."""
    return lambda parts: write(*parts) if len(parts) == 2 else " ".join(parts)


def _triple(parts: list[str]) -> str:
    return _raised(_lowered(parts[0], parts[1]), parts[2]) if len(parts) == 3 else " ".join(parts)


_TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_SEPARATORS: Final = {
    "mtable": "; ", "mtr": ", ", "mfenced": ", ", "m": "; ", "mr": ", ", "eqArr": "; ", "oMathPara": "; ",
}  # fmt: skip
_BY_PLACE: Final[dict[str, _Write]] = {
    "mfrac": _pair(lambda top, bottom: f"{_wrapped(top)}/{_wrapped(bottom)}"),
    "msup": _pair(_raised),
    "mover": _pair(_raised),
    "msub": _pair(_lowered),
    "munder": _pair(_lowered),
    "msubsup": _triple,
    "munderover": _triple,
    "msqrt": lambda parts: f"√({''.join(parts).strip()})",
    "mroot": _pair(lambda base, degree: f"{degree}√({base.strip()})"),
}


def _named(element: Element, name: str, depth: int) -> str:
    """An element of OMML, whose children are known by their names."""
    part = {local(child.tag): _said(child, depth + 1).strip() for child in element}
    inside = part.get("e", "")
    match name:
        case "f":
            return f"{_wrapped(part.get('num', ''))}/{_wrapped(part.get('den', ''))}"
        case "sSup":
            return _raised(inside, part.get("sup", ""))
        case "sSub":
            return _lowered(inside, part.get("sub", ""))
        case "sSubSup" | "sPre":
            return _raised(_lowered(inside, part.get("sub", "")), part.get("sup", ""))
        case "limLow":
            return _lowered(inside, part.get("lim", ""))
        case "limUpp":
            return _raised(inside, part.get("lim", ""))
        case "rad":
            return f"{part.get('deg', '')}√({inside})"
        case "nary":
            return _big(element, part)
    return _bracketed(element, depth)


_NAMED: Final = frozenset({"f", "sSup", "sSub", "sSubSup", "sPre", "limLow", "limUpp", "rad", "nary", "d"})


def _big(element: Element, part: dict[str, str]) -> str:
    """A sum or an integral with its limits."""
    sign = _property(element, "chr", "∫")
    lower = f"_{_wrapped(part['sub'])}" if part.get("sub") else ""
    upper = f"^{_wrapped(part['sup'])}" if part.get("sup") else ""
    return f"{sign}{lower}{upper} {part.get('e', '')}"


def _bracketed(element: Element, depth: int) -> str:
    inside = [_said(child, depth + 1).strip() for child in element if local(child.tag) == "e"]
    return f"{_property(element, 'begChr', '(')}{', '.join(inside)}{_property(element, 'endChr', ')')}"


def _property(element: Element, name: str, otherwise: str) -> str:
    values = (value for each in _properties(element) if local(each.tag) == name for value in each.attrib.values())
    return next(values, otherwise)


def _properties(element: Element) -> Iterator[Element]:
    for child in element:
        if local(child.tag).endswith("Pr"):
            yield from child
