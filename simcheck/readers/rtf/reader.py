"""RTF token by token: groups and what they open and close, where text goes, in which code page and how it looks."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import Any

from simcheck.readers.colour import WHITE, Ground
from simcheck.readers.rtf.page import Format, Page, Picture, Pieces, Shape
from simcheck.types import HiddenReason

#: Groups whose text is not on the page, besides all those that begin with a star and are not known here.
_LEFT_OUT = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable info pict objdata fldinst nonesttables atnid atnauthor "
    "bkmkstart bkmkend xe tc rxe txe shprslt upr nonshppict themedata datastore latentstyles ftnsep ftnsepc aftnsep "
    "aftnsepc datafield private".split()
)
_HEADERS = frozenset("header headerl headerr headerf footer footerl footerr footerf".split())
#: Groups with text of their own, which is put behind the text around them.
_BOXES = frozenset(("shptxt", "dptxbxtext"))
_CHARACTERS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "cell": "\n", "nestcell": "\n", "tab": "\t",
    "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "~": "\u00a0", "_": "-", "{": "{", "}": "}",
    "\\": "\\", "\n": "\n", "\r": "\n", "\t": "\t",
}  # fmt: skip
#: Code pages by the charset of a font; those of Chinese, Japanese and Korean take more than a byte a character.
_CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 77: "mac_roman",
}  # fmt: skip
_WIDE = frozenset(("cp932", "cp949", "gb18030", "cp950", "utf-8"))
#: Code pages of programs that leave theirs out.
_UNTOLD = frozenset(("cp1252", "mac_roman", "mac-roman", "cp437", "cp850"))
#: What is said of letters, by control word: the field of Format, and what the word means without a number.
_FORMATS = {
    "v": ("hidden", 1), "cf": ("colour", 0), "chcbpat": ("ground", 0), "cb": ("ground", 0), "highlight": ("ground", 0),
    "cbpat": ("paragraph_ground", 0), "fs": ("size", 24), "charscalex": ("scale", 100), "expndtw": ("spacing", 0),
    "sl": ("line", 0), "outl": ("edged", 1), "shad": ("edged", 1), "embo": ("edged", 1), "impr": ("edged", 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What a brace opens and its partner takes back. ``target`` is where the text goes, None to leave it out."""

    target: Pieces | None
    skip: int = 1
    font: int | None = None
    far_eastern: int | None = None
    next_is_far_eastern: bool = False
    deleted: bool = False
    information: bool = False
    format: Format = field(default_factory=Format)
    shape: Shape | None = None
    boxed: bool = False


class RtfReader:
    """Takes one token after another; ``fallback`` is the code page of bytes for which the file tells none.

    ``certain`` says that nothing lies behind the text of a page.
    """

    def __init__(self, fallback: str | None, *, certain: bool) -> None:
        self.page = Page()
        self.depth = 0
        self._fallback, self._certain = fallback, certain
        self._state = _State(self.page.body)
        self._stack: list[_State] = []
        self._starred = False
        self._skip = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        self._table_font: int | None = None
        #: The state and the cell of the last text, and why it was not seen.
        self._seen: tuple[_State | None, int, HiddenReason | None] = None, 0, None
        #: Whether nobody told the code page of the bytes that are being read.
        self._untold = False
        #: The colours behind the cells of the row, and the cell that is being read.
        self._fills: list[int] = []
        self._fill, self._cell = 0, 0

    def token(self, found: re.Match[str]) -> int:
        """Take a token; gives how many characters behind it are raw data to jump over."""
        kind = found.lastgroup
        if kind == "hex":
            data = bytes.fromhex(found["hex"].replace("\\'", ""))
            self._bytes(data, len(data))
        elif kind == "text" and self._in_picture():
            self.page.pictures[-1].digits.append((found["text"], None))
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
                length = max(0, number or 0)
                if self._in_picture():
                    self.page.pictures[-1].data = found.string[found.end() :][:length].encode("latin-1")
                return length
            self._flush()
            self._word(found["word"], number)
            self._starred = False
        return 0

    def _in_picture(self) -> bool:
        pictures = self.page.pictures
        return bool(pictures) and self._state.target is pictures[-1].digits

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
        if self._decoder is not None and symbol in "\\{}" and self._decoder.getstate()[0]:
            self._bytes(symbol.encode("latin-1"), 1)  # the second byte of a character, escaped
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
        elif self._destination(word, number):
            return
        elif word in _CHARACTERS:
            self._skip = 0
            self._write(_CHARACTERS[word])
            self._cell += word in ("cell", "nestcell")
        elif word in _FORMATS or (word == "afs" and state.next_is_far_eastern):
            name, otherwise = _FORMATS.get(word, ("asian", 24))
            changes: dict[str, Any] = {name: otherwise if number is None else number}
            self._state = replace(state, format=replace(state.format, **changes))
        elif word == "deleted":
            self._state = replace(state, deleted=number != 0)
        elif word == "plain":
            old = state.format
            new = Format(paragraph_ground=old.paragraph_ground, line=old.line)
            self._state = replace(state, format=new, deleted=False)
        elif word == "pard":
            self._state = replace(state, format=replace(state.format, paragraph_ground=0, line=0))
        elif not self._row(word, number):
            self._encoding(word, number)

    def _row(self, word: str, number: int | None) -> bool:
        """What is said of the cells of a row. Whether it was that."""
        if word == "trowd":
            self._fills, self._fill, self._cell = [], 0, 0
        elif word == "clcbpat":
            self._fill = number or 0
        elif word == "cellx":
            self._fills.append(self._fill)
            self._fill = 0
        elif word == "row":
            self._cell = 0
        else:
            return False
        return True

    def _destination(self, word: str, number: int | None) -> bool:
        """Turn to where the text of this group goes. Whether ``word`` was the name of a destination."""
        page, state = self.page, self._state
        target: Pieces | None
        if word in _BOXES or word == "footnote" or word in _HEADERS:
            where = page.boxes if word in _BOXES else page.notes if word == "footnote" else page.headers
            target = []
            where.append(target)
            state = replace(state, boxed=word in _BOXES, format=Format())
        elif word in {"title", "author", "company"} and state.information:
            target = page.properties[word] = []  # said again in Unicode, the last one holds
        elif word == "ud" and self._starred:  # in Unicode what the group before it says in the code page
            target = None if state.information else page.body
        elif word in {"sn", "sv"} and state.shape is not None:
            target = []
            (state.shape.names if word == "sn" else state.shape.values).append(target)
        elif word == "objclass":
            target = []
            page.classes.append(target)
        elif word in {"shp", "do"}:
            page.shapes.append(Shape(drawn=word == "do"))
            state, target = replace(state, shape=page.shapes[-1]), state.target
        elif word == "pict" and state.target is not None:
            page.pictures.append(Picture())
            target = page.pictures[-1].digits
        elif word in {"picwgoal", "pichgoal"} and page.pictures:
            setattr(page.pictures[-1], "width" if word == "picwgoal" else "height", number or 0)
            return True
        elif word in {"sp", "shpinst", "shppict", "listtext", "pntext", "result", "object"}:
            target = state.target
            page.objects += word == "object" and target is not None
        elif word in _LEFT_OUT or self._starred or word == "annotation":
            self._count(word)
            target = None
        else:
            return False
        self._state = replace(state, target=target, information=state.information or word == "info")
        return True

    def _count(self, word: str) -> None:
        """Count what is left out and may be seen all the same."""
        if self._state.target is not None:
            self.page.comments += word == "annotation"

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
                code_page = self._code_page()
                self._untold = code_page in _UNTOLD and self._state.target is not None
                if self._untold:
                    self.page.western.append(b"")
                    code_page = self._fallback or code_page
                self._decoder = codecs.getincrementaldecoder(code_page)("replace")
            if self._untold:
                self.page.western[-1] += data
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
        if state.target is not None and text and not state.deleted:
            if state is not self._seen[0] or self._cell != self._seen[1]:
                self._seen = state, self._cell, self._reason(state)
            reason = self._seen[2]
            # A line ends where it ends, however it looks; the end of a hidden one is hidden too.
            state.target.append((text, None if text == "\n" and reason != "hidden" else reason))

    def _reason(self, state: _State) -> HiddenReason | None:
        ground: Ground = WHITE
        certain = self._certain
        if state.boxed and state.shape is not None:
            fill = state.shape.fill
            ground, certain = (WHITE, False) if fill is None else (fill, True)
        elif self._cell < len(self._fills) and self._fills[self._cell]:
            behind = self.page.colour(self._fills[self._cell])
            ground, certain = (ground, certain) if behind is None else (behind, True)
        return state.format.reason(self.page, ground, certain)


def _code_page(number: int) -> str:
    name = {936: "gb18030", 65001: "utf-8", 10008: "gb18030", 54936: "gb18030"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
