"""Rich Text Format: the text that a page shows, whatever code page or font its bytes were written in.

The small libraries for RTF drop footnotes, keep hidden and deleted text and list numbers, and take Chinese bytes in a
Western font for Western letters; so the format's few rules are followed here.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from simcheck.errors import DraftError
from simcheck.readers.content import Content, paired

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\$",
    re.DOTALL,
)
#: Groups whose text is not on the page, besides all those that are marked with ``\*`` and not known here.
_LEFT_OUT = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable info header headerl headerr headerf footer footerl "
    "footerr footerf pict objdata fldinst listtext pntext nonesttables annotation atnid atnauthor bkmkstart bkmkend xe "
    "tc rxe txe shprslt upr nonshppict sp themedata datastore latentstyles ftnsep ftnsepc aftnsep aftnsepc datafield "
    "private".split()
)
#: Groups with text of their own, which is put behind the text around them.
_BOXES = frozenset(("shptxt", "dptxbxtext"))
_CHARACTERS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "cell": "\n", "nestcell": "\n", "tab": "\t", "emdash": "—",
    "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\",
    "\n": "\n", "\r": "\n", "\t": "\t",
}  # fmt: skip
#: Code pages by the charset of a font; those of Chinese, Japanese and Korean take more than a byte a character.
_CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 77: "mac_roman",
}  # fmt: skip
_WIDE = frozenset(("cp932", "cp949", "gb18030", "cp950", "utf-8"))


@dataclass(frozen=True, slots=True)
class _State:
    """What a brace opens and its partner takes back. ``target`` is where the text goes, None to leave it out."""

    target: list[str] | None
    skip: int = 1
    font: int | None = None
    far_eastern: int | None = None
    next_is_far_eastern: bool = False
    hidden: bool = False
    deleted: bool = False
    information: bool = False


@dataclass(slots=True)
class _Page:
    """What was collected: the text, then notes; the properties; the code pages of the document and of its fonts."""

    body: list[str] = field(default_factory=list)
    boxes: list[list[str]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    properties: dict[str, list[str]] = field(default_factory=dict)
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)


def content(data: bytes, name: str) -> Content:
    """Text and properties of the RTF in ``data``. Tables give a line a cell, notes and text boxes stand at the end.

    Raises DraftError for a file that ends too early.
    """
    text = data.decode("latin-1")
    reader = _Reader()
    position, length = text.index("{"), len(text)
    while position < length and (found := _TOKEN.match(text, position)):
        position = found.end()
        position += reader.token(found)
        if not reader.depth:
            break
    if reader.depth:
        raise DraftError(f"{name}: damaged or cut short; open it in its program and save it again")
    page = reader.page
    parts = [page.body, *page.boxes, *page.notes]
    lines = "\n".join(part for part in ("".join(pieces).strip("\n") for pieces in parts) if part)
    title, author, company = (paired("".join(page.properties.get(key, []))) for key in ("title", "author", "company"))
    return Content(paired(lines), title or None, author or company or None)


class _Reader:
    """Takes one token after another."""

    def __init__(self) -> None:
        self.page = _Page()
        self.depth = 0
        self._state = _State(self.page.body)
        self._stack: list[_State] = []
        self._starred = False
        self._skip = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        self._table_font: int | None = None

    def token(self, found: re.Match[str]) -> int:
        """Take a token; gives how many characters behind it are raw data to jump over."""
        kind = found.lastgroup
        if kind == "hex":
            self._bytes(bytes.fromhex(found["hex"]), 1)
        elif kind == "text":
            self._bytes(found["text"].encode("latin-1"), len(found["text"]))
        elif kind == "brace":
            self._flush()
            self._brace(found["brace"])
        elif kind == "symbol":
            self._symbol(found["symbol"])
        elif found["word"]:
            number = None if found["number"] is None else int(found["number"])
            if found["word"] == "bin":
                return max(0, number or 0)
            self._flush()
            self._word(found["word"], number)
            self._starred = False
        return 0

    def _brace(self, brace: str) -> None:
        self._skip = 0
        self._starred = False
        if brace == "{":
            self.depth += 1
            self._stack.append(self._state)
        elif self._stack:
            self.depth -= 1
            self._state = self._stack.pop()

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
            return
        self._flush()
        if self._skip:
            self._skip -= 1
        else:
            self._write(_CHARACTERS.get(symbol, ""))

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._skip = state.skip
        elif word == "uc":
            self._state = replace(state, skip=max(0, number or 0))
        elif self._destination(word):
            return
        elif word in _CHARACTERS:
            self._skip = 0
            self._write(_CHARACTERS[word])
        elif word in {"v", "deleted"}:
            on = number != 0
            self._state = replace(state, hidden=on) if word == "v" else replace(state, deleted=on)
        elif word == "plain":
            self._state = replace(state, hidden=False, deleted=False)
        else:
            self._encoding(word, number)

    def _destination(self, word: str) -> bool:
        """Turn to where the text of this group goes. Whether ``word`` was the name of a destination."""
        page, state = self.page, self._state
        target: list[str] | None
        if word in _BOXES or word == "footnote":
            where = page.boxes if word in _BOXES else page.notes
            target = []
            where.append(target)
        elif word in {"title", "author", "company"} and state.information:
            target = page.properties[word] = []  # said again in Unicode, the last one holds
        elif word == "ud" and self._starred:  # in Unicode what the group before it says in the code page
            target = None if state.information else page.body
        elif word in _LEFT_OUT or self._starred:
            target = None
        else:
            return False
        self._state = replace(state, target=target, information=state.information or word == "info")
        return True

    def _encoding(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "ansicpg" and number is not None:
            self.page.encoding = _code_page(number)
        elif word == "mac":
            self.page.encoding = "mac_roman"
        elif word in {"loch", "hich", "dbch"}:
            self._state = replace(state, next_is_far_eastern=word == "dbch")
        elif word in {"f", "af"} and number is not None:
            self._table_font = number
            if word == "af" or state.next_is_far_eastern:
                far = number if state.next_is_far_eastern else state.far_eastern
                self._state = replace(state, far_eastern=far)
            else:
                self._state = replace(state, font=number)
        elif word == "fcharset" and self._table_font is not None and number in _CHARSETS:
            self.page.fonts[self._table_font] = _CHARSETS[number]

    def _bytes(self, data: bytes, characters: int) -> None:
        skipped = min(self._skip, characters)
        self._skip -= skipped
        data = data[skipped:]
        if data:
            if self._decoder is None:
                self._decoder = codecs.getincrementaldecoder(self._code_page())("replace")
            self._write(self._decoder.decode(data))

    def _code_page(self) -> str:
        fonts, state = self.page.fonts, self._state
        own = [fonts.get(font) for font in (state.font, state.far_eastern) if font is not None]
        wide = [page for page in (*own, self.page.encoding) if page in _WIDE]
        return (wide or [page for page in own if page] or [self.page.encoding])[0] or "cp1252"

    def _flush(self) -> None:
        decoder, self._decoder = self._decoder, None
        if decoder is not None:
            self._write(decoder.decode(b"", final=True))

    def _write(self, text: str) -> None:
        state = self._state
        if state.target is not None and not state.hidden and not state.deleted:
            state.target.append(text)


def _code_page(number: int) -> str:
    name = {936: "gb18030", 65001: "utf-8", 10008: "gb18030", 54936: "gb18030"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
