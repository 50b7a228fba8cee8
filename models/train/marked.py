"""Marked texts: sentences and drafts in which ``{}`` stands around what is a name, as labels of their characters."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from simcheck.proof.identity import identity_of
from simcheck.types import Document

#: Labels of characters: no name, the beginning of one, its rest; and what is not known.
NONE, FIRST, REST, UNKNOWN = 0, 1, 2, -1
SETS = ("fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_DIFFERS = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")
_COUNTED, _BRACES = re.compile(_DIFFERS.pattern + r"|\{([^}]+)\}"), {ord("{"): None, ord("}"): None}
_MEASURES = "元|吨|亩|里|人|户|家|个|名|件|项|辆|艘|头|只|套|所|座|条|位|场|处|台|起|间|棵|张|块|本|斤|趟|次|岁|天|年|夜|遍|圈|度|成|桌|通宵|晚上|昼夜|春节|月|日|代人|儿女|分院|年级"  # noqa: E501
#: What was left and is no name: figures, days, meetings, blanks, titles.
_NO_NAME = re.compile(
    rf"\d|届|次会|全会|__|XX|××|【|之一|《|〔|^“?十[三四五]五|^[一二三四五六七八九十百千万两多余]+(?:{_MEASURES})?(?:[两三四五六七八九]夜)?$"
)
_COUNT = re.compile(r"[\d.,万亿多余]+[^\d]{1,3}")


class Marked(NamedTuple):
    """A text, the labels of its characters, and from which set it is."""

    text: str
    labels: list[int]
    origin: str


def sentences(file: Path) -> Iterator[Marked]:
    """The sentences of a file, all of whose names are marked."""
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield Marked(*_labelled(line), file.stem)


def drafts(without: frozenset[str]) -> Iterator[Marked]:
    """The drafts of the written sets; in one of the source's own office the unmarked names are its own."""
    sets = importlib.import_module("benchmarks.leftovers")
    for name in SETS:
        if name in without:
            continue
        for marked in sets.read(name).marked:
            text, labels = _labelled(marked)
            one = sets.case(marked)
            ours, theirs = (identity_of(Document("", side)).place for side in (one.draft, one.source))
            if ours == theirs and ours is not None:
                labels = [UNKNOWN if label == NONE else label for label in labels]
            yield Marked(text, labels, name)


def counted(without: frozenset[str]) -> Iterator[tuple[str, list[bool | None]]]:
    """The drafts, and for each character whether a figure there is a count of one place: what was left or changed is,
    what was kept and may be is none, and of what only the draft has nothing is known."""
    sets = importlib.import_module("benchmarks.leftovers")
    for name in SETS:
        for marked in sets.read(name).marked if name not in without else ():
            text, local, at = "", [], 0
            for piece in _COUNTED.finditer(marked):
                kept, told = marked[at : piece.start()], (piece[2] if piece[3] is None else piece[3]).translate(_BRACES)
                changed = bool(piece[1]) or piece[3] is not None
                text += kept + told
                local += [False] * len(kept) + [True if changed else None] * len(told)
                at = piece.end()
            yield text + marked[at:], local + [False] * len(marked[at:])


def _labelled(marked: str) -> tuple[str, list[int]]:
    """The draft of a marked text; what only the draft has may hold names of its own."""
    text, labels, at = "", [], 0
    pieces = [*_DIFFERS.finditer(marked)]
    for piece in (*pieces, None):
        told, said = _braced(marked[at : piece.start() if piece else len(marked)], NONE)
        text, labels = text + told, labels + said
        if piece:
            told, said = _braced(piece[2], UNKNOWN)
            text, labels, at = text + told, labels + said, piece.end()
    return text, labels


def _braced(piece: str, outside: int) -> tuple[str, list[int]]:
    text, labels = "", []
    for at, part in enumerate(re.split(r"[{}]", piece)):
        text += part
        if not at % 2:
            labels += [outside] * len(part)
        elif _NO_NAME.search(part):
            labels += [NONE if _COUNT.fullmatch(part) else UNKNOWN] * len(part)
        else:
            labels += [FIRST] + [REST] * (len(part) - 1)
    return text, labels
