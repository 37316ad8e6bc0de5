"""How text is read, as the command line says it."""

import argparse
import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, get_args, get_type_hints

from speech.errors import SpeechError
from speech.types import Pronunciation, TextOptions, as_language

CHOICES: Final = {
    "language": "the text's language (default: found out)",
    "region": "how numbers are said (default: north)",
    "backend": "reads what our own rules leave",
    "ids": "long codes digit by digit, or as numbers",
    "letters": "letters by their Vietnamese or English names",
    "years": "years whole, or their last two digits",
    "emoji": "left out, or said",
}
YES: Final = frozenset(("1", "true", "yes"))
SHIELDED: Final = ("'=", "'+", "'-", "'@", "''")  # against spreadsheets that would work it out


def add_text_options(parser: argparse.ArgumentParser) -> None:
    """One option for each choice that ``TextOptions`` leaves, with the words that it takes."""
    kinds, usual = get_type_hints(TextOptions), TextOptions()
    for name, told in CHOICES.items():
        parser.add_argument(f"--{name}", choices=get_args(kinds[name]), default=getattr(usual, name), help=told)
    parser.add_argument(
        "--respell", action="store_true", help="foreign words the Vietnamese way (to speak, as the engine needs)"
    )
    parser.add_argument(
        "--rules", type=Path, metavar="FILE.csv",
        help="a dictionary: columns written, spoken and, if wanted, whole_word, case_sensitive, language",
    )  # fmt: skip


def text_options(arguments: argparse.Namespace) -> TextOptions:
    chosen = {name: getattr(arguments, name) for name in CHOICES}
    rules = tuple(_rules(arguments.rules)) if arguments.rules else ()
    return TextOptions(**chosen, is_respelled=arguments.respell, rules=rules)


def _rules(path: Path) -> Iterator[Pronunciation]:
    """The rules of a CSV file, as the site writes it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield _rule(row)
    except FileNotFoundError:
        raise SpeechError("no_such_file", path=path) from None
    except (OSError, ValueError, KeyError, csv.Error):
        raise SpeechError("unreadable_rules", path=path) from None


def _rule(row: Mapping[str, str | None]) -> Pronunciation:
    """Raises KeyError where a column is missing, ValueError where one is empty."""
    written, spoken = _bare(row["written"]), _bare(row["spoken"])
    if not written or not spoken:
        raise ValueError("a rule says what is written and what is spoken")
    language = row.get("language")
    if language not in (None, "", "vi", "en"):
        raise ValueError("no language of ours")
    return Pronunciation(
        written,
        spoken,
        is_whole_word=(row.get("whole_word") or "1").lower() in YES,
        is_case_sensitive=(row.get("case_sensitive") or "").lower() in YES,
        language=as_language(language) if language else None,
    )


def _bare(text: str | None) -> str:
    text = text or ""
    return text[1:] if text.startswith(SHIELDED) else text
