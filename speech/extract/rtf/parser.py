"""From the tokens of an RTF to its story: destinations, states of groups, code pages, ``\\uN`` with what follows it."""

from typing import Final, Literal, NamedTuple

from speech.errors import SpeechError
from speech.extract.raised import raised
from speech.extract.rtf.fonts import BODY_LEVEL, CHARSETS, Font, Style, Tables, code_page
from speech.extract.rtf.story import DEEPEST_STORY, Block, Story
from speech.extract.rtf.tokens import Token, Tokens

DEEPEST: Final = 5000
"""Groups in groups beyond this are an attack, not a document."""
MOST_CHARS: Final = 10_000_000
MOST_BLOCKS: Final = 200_000
"""More than any plan has pages for; what is beyond would not fit into the child."""
LONGEST_NAME: Final = 200
BEFORE_RUNS: Final = 8

Place = Literal["body", "label", "fonts", "styles", "either"]

UNREAD: Final = """
colortbl info pict object objdata fldinst header headerl headerr headerf footer footerl footerr footerf nonshppict xe tc
txe rxe private template atnid atnauthor atrfstart atrfend annotation ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn
shprslt sp mmath nonesttables filetbl revtbl pntxta pntxtb listtable listoverridetable
"""
SKIPPED: Final = frozenset(UNREAD.split())
READ_STARRED: Final = frozenset({"shpinst", "do", "ud", "nesttableprops"})
"""Destinations that old readers were to skip, and that have text all the same."""

ENDS: Final = {"par": "paragraph", "sect": "paragraph", "cell": "cell", "row": "row"}
SIGNS: Final = {
    "tab": " ", "line": "\n", "page": "\n", "column": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—", "emspace": " ", "enspace": " ", "qmspace": " ",
    "nestcell": " ", "nestrow": "\n",
}  # fmt: skip
SYMBOLS: Final = {"~": "\u00a0", "_": "-"}
STORIES: Final[dict[str, Literal["footnote", "box"]]] = {
    "footnote": "footnote",
    "shptxt": "box",
    "dptxbxtext": "box",
}


def too_large() -> SpeechError:
    """The refusal of more text than the child holds."""
    return SpeechError("file_too_large", limit_mb=MOST_CHARS // 1_000_000)


class _State(NamedTuple):
    """What a group inherits and a closing brace restores."""

    place: Place = "body"
    font: int = 0
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    unicode_skip: int = 1
    style: int = 0
    level: int = BODY_LEVEL
    in_table: bool = False
    opens_story: bool = False


class RtfReader:
    """Reads one file, once."""

    def __init__(self, data: bytes) -> None:
        self._tokens = Tokens(data)
        self._tables = Tables()
        self._state = _State()
        self._stack: list[_State] = []
        self._stories = [Story("body")]
        self._skip = 0
        self._entry = 0
        self._chars = self._blocks = 0

    def read(self) -> Story:
        """The body. What a cut file leaves open is closed; raises ``unreadable_document`` for what is no RTF."""
        for token in self._tokens:
            if not (self._skip and self._skips(token)):
                self._take(token)
        while len(self._stories) > 1:
            self._end_story()
        self._finish_last()
        return self._stories[0]

    def _finish_last(self) -> None:
        self._describe(self._stories[0].current)
        self._stories[0].finish("paragraph")

    def _take(self, token: Token) -> None:
        match token.kind:
            case "text":
                self._bytes(token.text)
            case "word":
                self._word(token.word, token.number)
            case "open":
                self._open()
            case "close":
                self._close()
            case "symbol":
                self._symbol(token.word)

    def _skips(self, token: Token) -> bool:
        """Whether the token is the stand-in that old readers show for a ``\\uN``; half of a text may be."""
        if token.kind in ("open", "close"):
            self._skip = 0
            return False
        if token.kind == "text":
            rest, self._skip = token.text[self._skip :], max(0, self._skip - len(token.text))
            self._bytes(rest)
            return True
        if token.kind == "word" and token.word in ("u", *ENDS):  # a stand-in was forgotten
            self._skip = 0
            return False
        self._skip -= 1
        return True

    def _open(self) -> None:
        if len(self._stack) >= DEEPEST:
            raise SpeechError("unreadable_document")
        self._stack.append(self._state)
        self._state = self._state._replace(opens_story=False)
        if self._state.place == "either" and not self._tokens.ahead(b"\\*\\ud"):
            self._tokens.skip_group()

    def _close(self) -> None:
        if not self._stack:
            return
        if self._state.opens_story:
            self._end_story()
        self._state = self._stack.pop()

    def _end_story(self) -> None:
        story = self._stories.pop()
        story.finish("paragraph")
        self._stories[-1].current.stories.append(story)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star()
        elif symbol in "\r\n":
            self._finish("paragraph")
        else:
            self._say(SYMBOLS.get(symbol, ""))

    def _star(self) -> None:
        if not any(self._tokens.ahead(b"\\" + name.encode()) for name in READ_STARRED):
            self._tokens.skip_group()

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
        elif word in SKIPPED:
            self._tokens.skip_group()
        elif word in ENDS:
            self._finish(ENDS[word])
        elif word in SIGNS:
            self._say(SIGNS[word])
        elif word in STORIES:
            self._begin_story(STORIES[word])
        else:
            self._state = self._changed(word, number)

    def _changed(self, word: str, number: int | None) -> _State:
        """The state after a control that changes it, or declares something about the file."""
        state = self._state
        match word:
            case "f":
                return self._font(number or 0)
            case "v":
                return state._replace(hidden=number != 0)
            case "deleted" | "mvf":  # what was moved away stands where it was moved to as well
                return state._replace(deleted=number != 0)
            case "super" | "sub" | "nosupersub":
                return state._replace(raised=word == "super" and number != 0)
            case "uc":
                return state._replace(unicode_skip=max(0, min(number or 0, 20)))
            case "plain":
                return state._replace(font=self._tables.usual_font, hidden=False, deleted=False, raised=False)
            case "pard":
                return state._replace(style=0, level=BODY_LEVEL, in_table=False)
            case "s":
                return self._style(number or 0)
            case "outlinelevel":
                return self._level(number)
            case "intbl":
                return state._replace(in_table=number != 0)
        return self._placed(word, number)

    def _placed(self, word: str, number: int | None) -> _State:
        state = self._state
        match word:
            case "fonttbl":
                return state._replace(place="fonts")
            case "stylesheet":
                return state._replace(place="styles")
            case "listtext" | "pntext":
                return state._replace(place="label")
            case "upr":
                return state._replace(place="either")
            case "ud":
                return state._replace(place="body")
        self._declare(word, number)
        return state

    def _declare(self, word: str, number: int | None) -> None:
        match word:
            case "ansicpg":
                self._tables.page = code_page(number, self._tables.page)
            case "mac":
                self._tables.page = CHARSETS[77]
            case "pc":
                self._tables.page = "cp437"
            case "pca":
                self._tables.page = "cp850"
            case "deff":
                self._tables.usual_font = number or 0
            case "fcharset" if self._state.place == "fonts":
                self._entry_font().charset = number or 0
            case "cpg" if self._state.place == "fonts":
                self._entry_font().page = code_page(number)

    def _font(self, number: int) -> _State:
        if self._state.place == "fonts":
            self._entry = number
        return self._state._replace(font=number)

    def _style(self, number: int) -> _State:
        if self._state.place == "styles":
            self._entry = number
        return self._state._replace(style=number)

    def _level(self, number: int | None) -> _State:
        level = BODY_LEVEL if number is None else max(0, min(number, BODY_LEVEL))
        if self._state.place == "styles":
            self._entry_style().level = level
        return self._state._replace(level=level)

    def _entry_font(self) -> Font:
        return self._tables.fonts.setdefault(self._entry, Font())

    def _entry_style(self) -> Style:
        return self._tables.styles.setdefault(self._entry, Style())

    def _unicode(self, number: int) -> None:
        self._say(chr(number & 0xFFFF))
        self._skip = self._state.unicode_skip

    def _bytes(self, data: bytes) -> None:
        if self._state.place == "fonts":
            font = self._entry_font()
            font.name = (font.name + data.decode("latin-1")).partition(";")[0].strip(" ")[:LONGEST_NAME]
        elif self._state.place == "styles":
            self._name_style(data)
        elif data:
            self._say(self._tables.decode(data, self._state.font))

    def _name_style(self, data: bytes) -> None:
        name = self._tables.decode(data, self._state.font).partition(";")[0].strip()
        if name:
            self._entry_style().name = name
        self._entry = 0

    def _say(self, text: str) -> None:
        """Put ``text`` down where we are, unless it is hidden or deleted."""
        state = self._state
        if not text or state.hidden or state.deleted or state.place not in ("body", "label"):
            return
        self._chars += len(text)
        if self._chars > MOST_CHARS:
            raise too_large()
        block = self._stories[-1].current
        runs = block.label if state.place == "label" else block.runs
        if state.raised:
            text = raised(text, "".join(said for _, said in runs[-BEFORE_RUNS:]))
        runs.append((self._tables.font_name(state.font), text))

    def _finish(self, end: str) -> None:
        if self._state.place != "body" or self._state.deleted:
            return
        self._blocks += 1
        if self._blocks > MOST_BLOCKS:
            raise too_large()
        story = self._stories[-1]
        self._describe(story.current)
        story.finish("cell" if end == "cell" else "row" if end == "row" else "paragraph")

    def _describe(self, block: Block) -> None:
        block.style = self._tables.styles.get(self._state.style, Style())
        block.level = self._state.level
        block.in_table = self._state.in_table

    def _begin_story(self, kind: Literal["footnote", "box"]) -> None:
        if len(self._stories) <= DEEPEST_STORY and self._state.place == "body":
            self._stories.append(Story(kind))
            self._state = self._state._replace(opens_story=True, in_table=False)
