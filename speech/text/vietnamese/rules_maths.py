"""Mathematics: powers, roots, factorials, comparisons, ratios and Greek letters."""

import re
from typing import Final

from speech.text.numbers import NUMBER
from speech.text.rules import Context, Rule
from speech.text.syllables import is_syllable

SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n")
POWER = re.compile(r"(?<=[\w)\]])\^([-−]?)(\d{1,9}|[a-z])(?![\w.])|(?<=[\w)\]])\^\(([-−]?)(\d{1,9}|[a-z])\)")
SUPERSCRIPT = re.compile(r"(?<=[\w)\]])([⁻⁺]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,9}|ⁿ)")
ROOT = re.compile(r"([∛∜√])\s?(?=[\w(])")
FACTORIAL = re.compile(r"(?<![\w.,])(\d{1,4}|[nk])!(?=\s?[=+/*×:)-]|\s+(?:là|bằng)(?!\w))")
EXPONENT = re.compile(rf"(?<![\w.,])([-−]?)({NUMBER})[eE]([-−+]?)(\d{{1,3}})(?!\w)")
COMPARISON = re.compile(r"(>=|=>|[-–]>|<=|≥|≤|>|<|≈|≃|~|≠|!=|==)\s?(?=[-−]?[\d.,]*\d)")
COMPARED: Final = {
    ">=": "lớn hơn hoặc bằng",
    "=>": "suy ra",
    "->": "đến",
    "–>": "đến",
    "≥": "lớn hơn hoặc bằng",
    "<=": "nhỏ hơn hoặc bằng",
    "≤": "nhỏ hơn hoặc bằng",
    ">": "lớn hơn",
    "<": "nhỏ hơn",
    "≈": "xấp xỉ",
    "≃": "xấp xỉ",
    "~": "khoảng",
    "≠": "khác",
    "!=": "khác",
    "==": "bằng",
}
SAID_BEFORE: Final = re.compile(r"(?:khoảng|chừng|xấp xỉ|tầm|gần|cỡ|ước)\s*$")
DIVIDED = re.compile(rf"(?<![\w:])({NUMBER})\s?:\s?({NUMBER})(?=\s?=|\s+bằng\s)")
SUBTRACTED = re.compile(rf"(?<![\w.,/-])({NUMBER})\s?[-−–]\s?({NUMBER})(?=\s?=)")
TERM: Final = r"\d{0,6}(?:/\d{1,6}|[a-zA-Z]{0,2}[²³]?)"
PRODUCT = re.compile(r"(?<!\w)(\d{0,3})([abcmnxyz]{2})(?=\s?[²³=+)*×^>]|\s[-−–]|\s?$)")
MINUS = re.compile(rf"(?<=[\w)²³])\s[-−–]\s(?=\(?{TERM}(?:[\s)=+*×^]|$))")
FUNCTION = re.compile(r"(?<!\w)([fghFGH])\(([xyztn])\)")
EQUALS = re.compile(r"=(?=\s?[{(\[√+−-])|(?<=[\s(])=(?=\d)")
EQUALS_UNKNOWN = re.compile(r"=\s?\?")
DIAMETER = re.compile(r"(?<!\w)[ØøΦφ⌀∅]\s?(?=\d)")
LETTERS: Final = {
    "α": "an pha",
    "β": "bê ta",
    "γ": "gam ma",
    "δ": "đen ta",
    "Δ": "đen ta",
    "ε": "ép si lon",
    "θ": "tê ta",
    "λ": "lam đa",
    "μ": "muy",
    "π": "pi",
    "ρ": "rô",
    "σ": "xích ma",
    "Σ": "xích ma",
    "φ": "phi",
    "ω": "ô mê ga",
    "Ω": "ô mê ga",
    "∑": "tổng",
    "∫": "tích phân",
    "∈": "thuộc",
    "∉": "không thuộc",
    "⊂": "là tập con của",
    "∪": "hợp",
    "∩": "giao",
    "∅": "tập rỗng",
    "∀": "với mọi",
    "∃": "tồn tại",
    "⇒": "suy ra",
    "⇔": "tương đương",
    "⊥": "vuông góc",
    "∥": "song song",
    "∠": "góc",
    "∓": "trừ cộng",
    "⋅": "nhân",
    "∙": "nhân",
}
LETTER = re.compile(f"(?<![Α-Ωα-ω])[{''.join(LETTERS)}](?![Α-Ωα-ωά-ώ])")


def _power(match: re.Match[str], context: Context) -> str:
    sign, exponent, bracketed_sign, bracketed = match.groups()
    return _raised(bool(sign or bracketed_sign), exponent or bracketed, context)


def _superscript(match: re.Match[str], context: Context) -> str:
    exponent = match[2].translate(SUPERSCRIPTS)
    if exponent in ("2", "3") and match[1] != "⁻":
        return " bình phương" if exponent == "2" else " lập phương"
    return _raised(match[1] == "⁻", exponent, context)


def _raised(is_negative: bool, exponent: str, context: Context) -> str:
    said = context.say.written(exponent) if exponent.isdigit() else exponent
    return f"mũ {'trừ ' if is_negative else ''}{said}"


def _root(match: re.Match[str], _context: Context) -> str:
    return {"√": "căn bậc hai của", "∛": "căn bậc ba của", "∜": "căn bậc bốn của"}[match[1]]


def _factorial(match: re.Match[str], context: Context) -> str:
    return f"{context.say.whole(int(match[1])) if match[1].isdigit() else match[1]} giai thừa"


def _exponent(match: re.Match[str], context: Context) -> str | None:
    sign, number, exponent_sign, exponent = match.groups()
    if not exponent_sign and len(number) > 4:
        return None  # a code
    below = "trừ " if exponent_sign in ("-", "−") else ""
    said = f"{context.say.written(number.replace('.', ','))} nhân mười mũ {below}{context.say.whole(int(exponent))}"
    return ("âm " if sign else "") + said


def _comparison(match: re.Match[str], context: Context) -> str | None:
    said = COMPARED[match[1]]
    before = context.text[: match.start()]
    if match[1] == "~" and before[-1:].isdigit():
        return None  # a range
    if match[1] in "~≈" and SAID_BEFORE.search(context.before(match.start())):
        return ""
    if match[1] in (">", "<") and not before.strip() and match.group().endswith(" "):
        return None  # a quotation in a letter
    return said


def _divided(match: re.Match[str], context: Context) -> str:
    return f"{context.say.written(match[1])} chia {context.say.written(match[2])}"


def _subtracted(match: re.Match[str], context: Context) -> str:
    return f"{context.say.written(match[1])} trừ {context.say.written(match[2])}"


def _minus(match: re.Match[str], context: Context) -> str | None:
    """A dash between the terms of an equation."""
    first = context.text[max(0, match.start() - 12) : match.start()].rsplit(maxsplit=1)[-1]
    is_sum = "=" in context.text and re.fullmatch(rf"\(?(?:{TERM}\)?|.*\))", first)
    return "trừ" if is_sum else None


def _product(match: re.Match[str], context: Context) -> str | None:
    """ "2ab", "mc²": unknowns side by side, in an equation."""
    number, letters = match.groups()
    if "=" not in context.text or (not number and is_syllable(letters)):
        return None
    spelled = context.speller.spelled(letters)
    return f"{context.say.whole(int(number))} {spelled}" if number else spelled


def _function(match: re.Match[str], context: Context) -> str:
    return f"{context.speller.spelled(match[1])} {context.speller.spelled(match[2])}"


def _diameter(_match: re.Match[str], _context: Context) -> str:
    """ "thép Ø10"."""
    return "phi "


def _equals(_match: re.Match[str], _context: Context) -> str:
    return "bằng"


def _unknown(_match: re.Match[str], _context: Context) -> str:
    return "bằng?"


def _letter(match: re.Match[str], _context: Context) -> str:
    return LETTERS[match.group()]


RULES: Final = (
    Rule("math", EXPONENT, _exponent, "eE"),
    Rule("math", DIVIDED, _divided, ":"),
    Rule("math", SUBTRACTED, _subtracted, "="),
    Rule("math", MINUS, _minus, "="),
    Rule("math", PRODUCT, _product, "="),
    Rule("math", FACTORIAL, _factorial, "!"),
    Rule("math", POWER, _power, "^"),
    Rule("math", ROOT, _root, "√∛∜"),
    Rule("math", COMPARISON, _comparison, "<>=≥≤≈≃~≠!"),
    Rule("math", FUNCTION, _function, "("),
    Rule("math", DIAMETER, _diameter, "ØøΦφ⌀∅"),
    Rule("math", EQUALS, _equals, "="),
    Rule("math", EQUALS_UNKNOWN, _unknown, "="),
)
LAST_RULES: Final = (
    Rule("math", SUPERSCRIPT, _superscript, "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁻"),
    Rule("math", LETTER, _letter, "".join(LETTERS)),
)
