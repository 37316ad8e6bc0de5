"""Plates, flights, aircraft, gates and milestones."""

import re
from typing import Final

from speech.text.rules import Context, Rule

PLATE = re.compile(
    r"(?<![\w.,/-])(?:\d{2}[- ]?[A-ZĐ]{1,2}\d?[-. ]{1,3}\d{3}[. ]?\d{2}|\d{2}-?[A-ZĐ]{1,2}\d?[- ]\d{4}"
    r"|[A-Z]{2}[- ]\d{2}[- ]\d{2})(?![\w/-]|[.,]\d)"
)
LOOSE_PLATE: Final = re.compile(r"\d{2}-?[A-ZĐ]{1,2}\d?[- ]\d{4}|[A-Z]{2}[- ]\d{2}[- ]\d{2}")
PLATE_CUE: Final = re.compile(r"(?:biển(?: kiểm soát| số| xanh| đỏ)?|bks|bsx|xe|mang số|ô tô|xe máy)[ :]*$")
MILESTONE = re.compile(r"(?<![\w/])[Kk][Mm]\s?(\d{1,4})(?:\s?\+\s?(\d{1,4}))?(?![\w/]|[.,]\d)")
VESSEL = re.compile(r"(?<!\w)([A-ZĐ][A-ZĐa-z]{0,3})[ -]?(\d{4,5})[ -]?TS(?!\w)")
FROM_KM_TO_KM = re.compile(r"(?<=\d)\s?[-–—]\s?(?=[Kk][Mm]\s?\d)")
AIRLINES: Final = "VN|VJ|QH|BL|VU|SQ|TG|CX|KE|QR|EK|JL|NH|MH|AK|FD|PG|CZ|CA|MU|TR|OZ"
FLIGHT = re.compile(rf"(?<![\w-])({AIRLINES})[ -]?(\d{{3,4}})(?![\w-]|[.,]\d)")
FLIGHT_CUE: Final = re.compile(r"(?:chuyến(?: bay)?|hiệu|bay|mã|và|,|vé)\s*(?:số |mang số hiệu )?$")
OTHER_FLIGHT = re.compile(
    r"(?:(?<=huyến )|(?<=huyến bay )|(?<=số hiệu ))([A-Z\d][A-Z]|[A-Z]\d)[ -]?(\d{3,4})(?![\w-]|[.,]\d)"
)
AIRCRAFT = re.compile(r"(?:(?<=[Bb]oeing )|(?<=ATR ))(7\d7|72|42)(?:-(\d{1,3})([A-Z]{0,3}))?(?![\w/]|[.,]\d)")
GATE = re.compile(r"(?<=[Gg]a )T\d(?!\w)")


def _plate(match: re.Match[str], context: Context) -> str | None:
    written = match.group()
    if LOOSE_PLATE.fullmatch(written) and not PLATE_CUE.search(context.before(match.start())):
        return None
    return " ".join(context.say.digits(char) or context.speller.spelled(char) for char in written if char.isalnum())


def _milestone(match: re.Match[str], context: Context) -> str | None:
    """ "Km 23+500" is a place on a road; "3 km 5" is none."""
    if re.search(r"\d\s*$", context.before(match.start())):
        return None
    metres = f" cộng {context.say.written(match[2])}" if match[2] else ""
    return f"ki lô mét {context.say.written(match[1])}{metres}"


def _to(_match: re.Match[str], _context: Context) -> str:
    return "đến"


def _flight(match: re.Match[str], context: Context) -> str | None:
    cued = FLIGHT_CUE.search(context.before(match.start()))
    return f"{context.speller.spelled(match[1])} {context.say.digits(match[2])}" if cued else None


def _other_flight(match: re.Match[str], context: Context) -> str:
    return f"{context.speller.code(match[1])} {context.say.digits(match[2])}"


def _aircraft(match: re.Match[str], context: Context) -> str:
    """ "Boeing 737-800": the model digit by digit."""
    model, series, variant = match.groups()
    said = [
        context.say.digits(model),
        context.say.written(series) if series else "",
        context.speller.spelled(variant or ""),
    ]
    return " ".join(filter(None, said))


def _vessel(match: re.Match[str], context: Context) -> str:
    """A fishing boat: "QNg 90123 TS"."""
    speller = context.speller
    return f"{speller.spelled(match[1])} {context.say.digits(match[2])} {speller.spelled('TS')}"


def _gate(match: re.Match[str], context: Context) -> str:
    """ "T2" of an airport is no Monday."""
    return context.speller.code(match.group())


RULES: Final = (
    Rule("code", PLATE, _plate, "0"),
    Rule("range", FROM_KM_TO_KM, _to, "Kk"),
    Rule("unit", MILESTONE, _milestone, "Kk"),
    Rule("code", FLIGHT, _flight, "0"),
    Rule("code", OTHER_FLIGHT, _other_flight, "0"),
    Rule("code", AIRCRAFT, _aircraft, "7"),
    Rule("code", GATE, _gate, "T"),
    Rule("code", VESSEL, _vessel, "T"),
)
