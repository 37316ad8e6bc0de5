"""Which elements a style sheet hides: the simple selectors (``.name``, ``#name``, ``tag.name``), the last word wins."""

import re
from collections.abc import Mapping
from typing import Final

MOST_CHARS: Final = 1_000_000
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_CONDITIONAL: Final = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]+;")
"""``@media print`` and its kin: what they hide is shown on a screen."""
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE: Final = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.IGNORECASE)
_SHOWN: Final = re.compile(r"(?<![\w-])(display|visibility)\s*:\s*([a-z-]+)", re.IGNORECASE)


def hides(declarations: str) -> bool | None:
    """Whether these declarations hide what they are of; None where they say nothing about it."""
    said = [value.lower() for _, value in _SHOWN.findall(declarations)]
    return any(value in ("none", "hidden") for value in said) if said else None


class Sheet:
    """The selectors that hide, gathered from any number of style sheets in order."""

    def __init__(self) -> None:
        self._hidden: set[str] = set()

    def add(self, css: str) -> None:
        """Take the rules of one more style sheet."""
        plain = _CONDITIONAL.sub("", _COMMENT.sub("", css[:MOST_CHARS]))
        for selectors, declarations in _RULE.findall(plain):
            hidden = hides(declarations)
            if hidden is None:
                continue
            simple = {one for each in selectors.split(",") if _SIMPLE.fullmatch(one := each.strip())}
            self._hidden = self._hidden | simple if hidden else self._hidden - simple

    def hides(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether the style sheets or its own ``style`` hide this element."""
        own = hides(attributes.get("style", ""))
        if own is not None:
            return own
        if not self._hidden:
            return False
        names = [f".{name}" for name in attributes.get("class", "").split()]
        names += [f"#{attributes['id']}"] if "id" in attributes else []
        return any(name in self._hidden or tag + name in self._hidden for name in names)
