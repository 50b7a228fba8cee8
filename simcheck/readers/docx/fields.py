"""Fields of a .docx: which marks belong to one that ends, and what those show that have no result of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simcheck.patterns import regex
from simcheck.readers.docx.tree import found, whole
from simcheck.readers.safe_xml import Element, attribute, local

_SWITCHES = regex(r"\\[A-Za-z]+\d*|[(),;]")


def finished(roots: Sequence[Element]) -> frozenset[Element]:
    """The marks of fields that both begin and end. A lone beginning hides nothing: it could hide the whole text."""
    marks: list[Element] = []
    for root in roots:
        open_: list[list[Element]] = []
        for mark in root.iter("{*}fldChar"):
            kind = attribute(mark, "fldCharType")
            if kind == "begin":
                open_.append([mark])
            elif open_:
                open_[-1].append(mark)
                if kind == "end":
                    marks += open_.pop()
    return frozenset(marks)


@dataclass(slots=True)
class _Field:
    """A field that has begun: its first mark, what its instruction says, and whether that is still going on."""

    mark: Element
    code: str = ""
    instructing: bool = True


class Fields:
    """The fields that are open at a place; ``finished`` are the marks of those that end."""

    def __init__(self, finished: frozenset[Element]) -> None:
        self._finished = finished
        self._open: list[_Field] = []

    @property
    def instructing(self) -> bool:
        """Whether a text at this place belongs to an instruction, and is not shown."""
        return bool(self._open) and any(field.instructing for field in self._open)

    def instruct(self, text: str) -> None:
        """A part of the instruction of the innermost field."""
        if self._open and self._open[-1].instructing:
            self._open[-1].code += text

    def mark(self, mark: Element) -> str:
        """The next mark (``w:fldChar``). Gives what a field shows that ends here without a result, nothing for most."""
        if mark not in self._finished:
            return ""
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._open.append(_Field(mark))
        elif kind == "separate" and self._open:
            self._open[-1].instructing = False
        elif kind == "end" and self._open:
            field = self._open.pop()
            if field.instructing and not self.instructing:
                return selected(field.mark) or shown(field.code)
        return ""


def shown(instruction: str) -> str:
    r"""What a field shows that has an instruction and no result; nothing for most.

    >>> shown(r" EQ \o(会,议) "), shown(" MACROBUTTON NoMacro 单击此处 "), shown(" PAGE ")
    ('会议', '单击此处', '')
    """
    words = instruction.split(maxsplit=2)
    code = words[0].upper() if words else ""
    if code == "EQ":
        return _SWITCHES.sub("", " ".join(words[1:])).strip()
    if code in ("MACROBUTTON", "GOTOBUTTON") and len(words) > 2:
        return words[2].strip()
    if code == "SYMBOL" and len(words) > 1:
        number = whole(words[1])
        return chr(number) if 0x20 <= number < 0xD800 and "\\f" not in instruction else ""
    return ""


def selected(mark: Element) -> str:
    """What a list to choose from, whose field begins with ``mark``, shows: one of its entries; else nothing."""
    for choices in found(mark, "ffData"):
        if local(choices) == "ddList":
            entries = [attribute(one, "val") or "" for one in choices if local(one) == "listEntry"]
            chosen = [whole(attribute(one, "val")) for one in choices if local(one) == "result"]
            at = chosen[0] if chosen else 0
            return entries[at] if 0 <= at < len(entries) else ""
    return ""


def symbol(mark: Element) -> str:
    """The character that ``w:sym`` shows, nothing for a picture of a symbol font.

    Word shows F041 in any other font as the character 41.
    """
    try:
        code = int(attribute(mark, "char") or "", 16)
    except ValueError:
        return ""
    pictures = (
        (attribute(mark, "font") or "").lower().startswith(("wingdings", "webdings", "symbol", "zapf", "mt extra"))
    )
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
        return bytes([code]).decode("cp1252", "ignore") if not pictures and code >= 0x20 else ""
    shown = 0x20 <= code < 0xD800 or 0xF900 <= code <= 0xFFFD or 0x10000 <= code <= 0x3FFFF
    return chr(code) if shown else ""
