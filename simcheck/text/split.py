"""Sentences: units short enough to compare, cut where a writer would pause, none of the text lost."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.characters import is_han
from simcheck.text.normalize import Normalized, lines_of
from simcheck.text.own_script import has_other_script, in_own_script
from simcheck.types import Sentence

_NUMBERS = SCORING.writing

#: Weights are in Chinese characters; a Latin letter counts for a third, so that units carry alike much in both scripts.
LONGEST = 80
WANTED = 55
SHORTEST = 4
#: A line without a closing mark and no longer than this is a heading.
HEADING = 30
#: Letters below this code point are those of alphabets, above it stand syllables.
ALPHABETS = 0x3000

_CLOSERS = "”’」』）》〉】\"')]}"
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st no vs etc prof gen gov sen rep inc ltd co jr sr e.g i.e u.s u.k p pp vol fig".split()
)
#: Marks that close a sentence, behind the common ones those of Indic scripts, Arabic, Armenian, Ethiopic, Tibetan,
#: Burmese, Khmer and Mongolian; and marks that make a pause.
_STOP = regex(r"[。!?;…।॥؟۔։።།༎။។៕᠃᠉꓿]+|\.{2,}|\.")
_PAUSE = regex(r"[,:、—،؛၊᠂᠈፣]+")


def split(normalized: Normalized) -> tuple[Sentence, ...]:
    """Cut a text into sentences at 。！？；, at line ends, and at an ASCII full stop that closes a sentence.

    Sentences longer than 80 Chinese characters are cut at commas, the finer where a text has its full stops left out;
    pieces without four letters join a neighbour in the same line. Every letter of the text stands in exactly one
    sentence.

    >>> from simcheck.text.normalize import normalize
    >>> [s.text for s in split(normalize("一、总体要求\\n坚持稳中求进。做到“三个确保”。抓落实!"))]
    ['一、总体要求', '坚持稳中求进。', '做到“三个确保”。抓落实!']
    """
    wanted = _NUMBERS.run_on_piece if _is_run_on(normalized.text) else WANTED
    pieces = [
        (at + start, at + end, heading)
        for at, line in lines_of(normalized.text)
        for start, end, heading in _cut(line, wanted)
    ]
    if not pieces:
        return ()
    starts, ends, headings = zip(*pieces, strict=True)
    places = normalized.starts[list(starts)].tolist(), normalized.ends[np.array(ends) - 1].tolist()
    texts = [normalized.text[start:end] for start, end, _ in pieces]
    if has_other_script(normalized.source):
        texts = [
            in_own_script(text, _written(normalized, *piece[:2])) for text, piece in zip(texts, pieces, strict=True)
        ]
    return tuple(
        Sentence(first, last, text, heading)
        for first, last, text, heading in zip(*places, texts, headings, strict=True)
    )


def _written(normalized: Normalized, start: int, end: int) -> list[str]:
    """What each character of a stretch of the folded text was folded from."""
    places = zip(normalized.starts[start:end].tolist(), normalized.ends[start:end].tolist(), strict=True)
    return [normalized.source[first:last] for first, last in places]


def _is_run_on(text: str) -> bool:
    """Whether most of a text stands in stretches so long that its full stops were left out."""
    told = [_in_long_stretches(line) for _, line in lines_of(text)]
    return sum(held for held, _ in told) > _NUMBERS.run_on_share * sum(whole for _, whole in told)


@memoize(MIB)
def _in_long_stretches(line: str) -> tuple[int, int]:
    """How much of a line stands in stretches without a closing mark that are longer than a sentence is, and how much
    the line has; both as weights."""
    stretches = [sum(map(_weights.__getitem__, line[start:end])) for start, end in _stops(line, 0, len(line))]
    return sum(size for size in stretches if size > 3 * _NUMBERS.run_on), sum(stretches)


@memoize(2 * MIB)
def _cut(line: str, wanted: int) -> tuple[tuple[int, int, bool], ...]:
    """The sentences of a line, long ones cut into pieces of about ``wanted``: start, end, and whether it is a
    heading."""
    weight = list(itertools.accumulate(map(_weights.__getitem__, line), initial=0))
    pieces = [piece for stop in _stops(line, 0, len(line)) for piece in _shorten(line, weight, *stop, wanted)]
    whole = len(line) <= HEADING and not _closed(line)
    return tuple((*piece, whole and piece == (0, len(line))) for piece in _join_short(line, weight, pieces))


class _Weights(dict[str, int]):
    """3 for a Chinese character, 2 for a syllable, 1 for a letter or digit, 0 for a mark; of the first 100,000 seen."""

    def __missing__(self, char: str) -> int:
        weight = 3 if is_han(ord(char)) else char.isalnum() * (1 if ord(char) < ALPHABETS else 2)
        return self.setdefault(char, weight) if len(self) < 100_000 else weight


_weights = _Weights()


def _stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line ``[start, end)`` cut behind each mark that closes a sentence, closing quotes kept with it."""
    for found in _STOP.finditer(text, start, end):
        stop = found.end()
        if found.group() == "." and not _full_stop(text, found.start()):
            continue
        while stop < end and text[stop] in _CLOSERS:
            stop += 1
        yield start, stop
        start = stop
    if start < end:
        yield start, end


def _full_stop(text: str, at: int) -> bool:
    """Whether the dot at ``at`` closes a sentence: beside a Chinese character, or behind a word and before a space."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after and is_han(ord(after)):
        return bool(before) and not before.isdigit()
    if before and is_han(ord(before)):
        return not after.isalnum()
    if after not in (" ", "", '"', "”", "'", "’", ")"):
        return False
    word = re.search(r"[a-z.]*$", text[max(0, at - 8) : at])
    return not (word and (word.group() in _ABBREVIATIONS or len(word.group()) == 1))


def _shorten(text: str, weight: list[int], start: int, end: int, wanted: int) -> Iterator[tuple[int, int]]:
    """A piece of more than ``LONGEST`` cut at its pauses into pieces of about ``wanted``."""
    if weight[end] - weight[start] <= 3 * LONGEST:
        yield start, end
        return
    most, best = 3 * wanted, start
    for found in _PAUSE.finditer(text, start, end):
        if weight[found.end()] - weight[start] > most and best > start:
            yield from _by_length(text, weight, start, best)
            start = best
        best = found.end()
    if best > start and weight[end] - weight[start] > most and weight[end] - weight[best] >= 3 * SHORTEST:
        yield from _by_length(text, weight, start, best)
        start = best
    if start < end:
        yield from _by_length(text, weight, start, end)


def _by_length(text: str, weight: list[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece without pauses, cut all the same where it is very long, so that no unit grows without bound."""
    while weight[end] - weight[start] > 12 * LONGEST:
        cut = text.rfind(" ", start + LONGEST, start + 3 * LONGEST) + 1 or start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _join_short(text: str, weight: list[int], pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        short = weight[end] - weight[start] < 3 * SHORTEST
        if joined and (short or weight[joined[-1][1]] - weight[joined[-1][0]] < 3 * SHORTEST):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [_trim(text, start, end) for start, end in joined if weight[end] > weight[start]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start] == " ":
        start += 1
    while text[end - 1] == " ":
        end -= 1
    return start, end


def _closed(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(("。", "!", "?", ";", ".", "…", ",", ":"))
