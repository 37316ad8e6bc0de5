"""Chemical formulas: "H2SO4", "NaCl", "Ca(OH)2", "Ca2+"."""

import re
from typing import Final

from speech.text.rules import Context, Rule

ELEMENTS: Final = (
    "He|Li|Be|Ne|Na|Mg|Al|Si|Cl|Ar|Ca|Sc|Ti|Cr|Mn|Fe|Co|Ni|Cu|Zn|Ga|Ge|As|Se|Br|Kr|Rb|Sr|Zr|Ag|Cd|Sn|Sb|Te|Xe|Cs"
    "|Ba|Pt|Au"
    "|Hg|Pb|Bi|Ra|Th|Pu|H|B|C|N|O|F|P|S|K|V|I|W|U"
)
PIECE: Final = re.compile(rf"({ELEMENTS})|(\d{{1,2}}|[₀-₉]{{1,2}})|([()])|([+-])")
FORMULA = re.compile(
    rf"(?<![\w-])(?:\d{{1,2}}(?=[A-Z]))?(?:(?:{ELEMENTS})[\d₀-₉]{{0,2}}"
    rf"|\((?:(?:{ELEMENTS})[\d₀-₉]{{0,2}}){{1,4}}\)[\d₀-₉]{{0,2}}){{1,12}}"
    r"(?:\^?[\d²³]?[+⁺⁻-](?![\w\d]))?(?![\w-])"
)
ELEMENT: Final = re.compile(ELEMENTS)
RAISED: Final = str.maketrans("⁺⁻²³₀₁₂₃₄₅₆₇₈₉", "+-230123456789")
NOT_FORMULAS: Final = frozenset(
    ("H1", "N1", "O1", "F1", "GeV", "TeV", "ThS", "CoV", "NaN", "PhD", "BiH", "U2", "CaSiO")
)
HALF_YEAR: Final = re.compile(r"[/-](?:19|20)\d\d(?!\d)")
SIGNS: Final = {"+": "cộng", "-": "trừ"}


def _formula(match: re.Match[str], context: Context) -> str | None:
    """By letters; at least two elements, one of them written with two letters or counted."""
    written = match.group().translate(RAISED)
    elements = ELEMENT.findall(written)
    is_counted = any(char.isdigit() for char in written.lstrip("0123456789"))
    is_ion = written[-1] in "+-" and len(written) > 2
    if (
        HALF_YEAR.match(context.text, match.end())
        or written in NOT_FORMULAS
        or not (is_counted or is_ion or any(map(str.islower, written)))
    ):
        return None
    if (
        len(elements) < 2
        and not (is_ion and is_counted)
        and not (is_counted and elements[0] in ("O", "N", "H", "Cl", "Br", "F"))
    ):
        return None
    return " ".join(_piece(piece, context) for piece in PIECE.findall(written) if any(piece[:2]) or piece[3])


def _piece(piece: tuple[str, str, str, str], context: Context) -> str:
    element, number, _bracket, sign = piece
    if element:
        return context.speller.spelled(element)
    return context.say.written(number) if number else SIGNS[sign]


RULES: Final = (Rule("math", FORMULA, _formula),)
