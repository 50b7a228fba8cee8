"""No words: Chinese characters one after the other of which hardly two beside each other make a word.

Characters by chance are letters that nobody reads, with which anybody can make a draft as long as he likes. A text has
words: of its pairs of characters some that any text has (``simcheck/data/frequent_pairs.txt``), and a sixth at least
that a dictionary has. A list of short items (names, herbs, villages) has neither and is none of this.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.downwards import counted_pairs, words_in_use
from simcheck.text.paragraphs import by_paragraph

_NUMBERS = SCORING.writing

Span = tuple[int, int]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: What takes no room, or only a little, and divides nothing.
_NOTHING = "\xad\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
_ITEM = regex(rf"[{_HAN}](?:[{_NOTHING}]*[{_HAN}])*")


@memoize(MIB)
def without_words(text: str) -> tuple[Span, ...]:
    """The stretches of a text that are no words, in order: so many characters at least, and a good part of the text.

    >>> import random
    >>> chance = "".join(random.Random(1).sample([chr(code) for code in range(0x4E00, 0x9FA0)], 400))
    >>> own = "水利所把机井的底数摸清，谁家的事谁来办，用坏了当天就修，大家心里都有数。" * 3
    >>> without_words(chance), without_words(own)
    (((0, 400),), ())
    """
    pieces = list(_pieces(text))
    found: list[tuple[int, int]] = []
    for without, group in itertools.groupby(pieces, lambda piece: piece.rare):
        if not without:
            continue
        some = [(piece.start, piece.end) for piece in group]
        if sum(end - start - 1 for start, end in some) < _NUMBERS.no_words:
            continue  # so few pairs are none, whatever they are
        whole = " ".join(text[slice(*piece)] for piece in some)
        size, frequent = counted_pairs(whole)
        if size < _NUMBERS.no_words or frequent > _NUMBERS.frequent_share * size:
            continue
        size, words = words_in_use(whole)
        if len(words) < _NUMBERS.no_words_share * size:
            found.append((some[0][0], some[-1][1]))
    letters = sum(piece.end - piece.start for piece in pieces)
    inside = sum(end - start for start, end in found)
    return tuple(found) if inside >= _NUMBERS.no_words_most * letters else ()


class _Piece(NamedTuple):
    """A piece of a text, and whether its words are ``rare``."""

    start: int
    end: int
    rare: bool


@by_paragraph(MIB)
def _pieces(text: str) -> Iterator[_Piece]:
    """Characters in a row, neither so few that they may be an item of a list nor more than are looked at together."""
    for run in _ITEM.finditer(text):
        start, end = run.span()
        if end - start <= _NUMBERS.item:
            continue
        for at in range(start, end, _NUMBERS.no_words_piece):
            piece = at, min(at + _NUMBERS.no_words_piece, end)
            yield _Piece(*piece, _rare(text[slice(*piece)]))


def _rare(piece: str) -> bool:
    """Whether a piece has hardly a frequent pair: one may be chance."""
    size, frequent = counted_pairs(piece)
    return frequent <= max(1, _NUMBERS.frequent_share * size)
