"""Addresses of the net, names of files and their paths, handles and hashtags."""

import re
from typing import Final

from speech.text.rules import Context, Rule

TOP_DOMAINS: Final = (
    "com|vn|net|org|io|edu|gov|info|tv|me|app|dev|co|uk|us|jp|cn|eu|ai|biz|xyz|asia|shop|online|site|de|fr|ru|kr|sg|au"
)
PATH_CHARS: Final = r"[\w./?=&%#~:@+,-]"
WEB = re.compile(
    rf"(?:https?|ftp)://[^\s<>\"“”]{{1,300}}|www\.[^\s<>\"“”]{{1,300}}"
    rf"|(?<![\w.+-])[A-Za-z0-9][\w.+-]{{0,63}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}"
    rf"|(?<![\w.@-])(?:[A-Za-z0-9][A-Za-z0-9-]{{0,40}}\.){{1,4}}(?:{TOP_DOMAINS})(?![\w-]"
    rf"|\.\w)(?::\d{{2,5}})?(?:/{PATH_CHARS}{{0,200}})?",
    re.IGNORECASE,
)
ENDINGS: Final = (
    "docx?|xlsx?|pptx?|pdf|txt|csv|zip|rar|jpe?g|png|gif|svg|mp[34]|wav|flac|avi|mkv|mov|html?|exe|apk|py|js"
    "|json|xml|log"
    "|epub|psd|ini|sql|md|gz|iso|dll|bat|sh"
)
FILE = re.compile(rf"(?<![\w./-])[\w-]{{1,60}}(?:\.[\w-]{{1,20}}){{0,3}}\.(?:{ENDINGS})(?![\w-]|\.\w)", re.IGNORECASE)
PATH = re.compile(r"(?<![\w./\\])(?:[A-Za-z]:\\|~/|/(?=[a-z_.]))[\w.-]{1,60}(?:[/\\][\w.-]{1,60}){1,12}")
DOTTED_ENDING = re.compile(rf"(?<![\w.])\.(?:{ENDINGS}|com|vn|net|org)(?![\w.])", re.IGNORECASE)
IDENTIFIER = re.compile(r"(?<!\w)[A-Za-z][A-Za-z0-9]{0,30}(?:_[A-Za-z0-9]{1,30}){1,8}(?!\w)")
HANDLE = re.compile(r"(?<![\w@#&])[@#][A-Za-zÀ-ỹĐđ_]\w{1,40}(?:\.\w{1,40})?")
# "kenh.vn" is an address; "hết.vn" after a full stop that lost its space is not.
NUMBERS_ONLY = re.compile(r"[\d.]+")


def _web(match: re.Match[str], context: Context) -> str | None:
    said = match.group().rstrip(".,;:!?)]}”\"'")
    if NUMBERS_ONLY.fullmatch(said):
        return None
    return context.speller.web(said) + match.group()[len(said) :]


def _file(match: re.Match[str], context: Context) -> str | None:
    return None if NUMBERS_ONLY.fullmatch(match.group()) else context.speller.web(match.group())


def _path(match: re.Match[str], context: Context) -> str:
    said = match.group().rstrip(".")
    return context.speller.web(said) + match.group()[len(said) :]


def _handle(match: re.Match[str], context: Context) -> str:
    return context.speller.web(match.group())


RULES: Final = (
    Rule("web", WEB, _web, ".:@"),
    Rule("web", PATH, _path, "/\\"),
    Rule("web", FILE, _file, "."),
    Rule("web", DOTTED_ENDING, _path, "."),
    Rule("web", IDENTIFIER, _handle, "_"),
    Rule("web", HANDLE, _handle, "@#"),
)
