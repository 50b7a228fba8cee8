"""Pinyin: Chinese that is written by its sound, which a reader reads and no comparison of characters finds.

Names and addresses (Qinghe Xian) are short, and a text for learners has its characters beside it. What is left, phrase
after phrase of syllables, is a text that was not compared.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.resources import data_text
from simcheck.scoring import SCORING
from simcheck.text.characters import is_han

_NUMBERS = SCORING.writing

Span = tuple[int, int]

#: Letters with or without the marks of tones, spaces, apostrophes and hyphens between them, and digits for tones.
_LETTERS = "A-Za-zĀāÁáǍǎÀàĒēÉéĚěÈèĪīÍíǏǐÌìŌōÓóǑǒÒòŪūÚúǓǔÙùǕǖǗǘǙǚǛǜÜüĹĺŃńŇňǸǹ\u0300\u0301\u0304\u0308\u030c"
_PHRASE = regex(rf"[{_LETTERS}][{_LETTERS}1-5 \t\n'’·-]*")
_WORD = regex(rf"[{_LETTERS}]+")


def spelled_out(text: str) -> tuple[Span, ...]:
    """The phrases of a text that are Chinese written by its sound, in order; none where they are few.

    >>> said = "zai quan xian jiao yu da hui shang de jiang hua, jin tian shi di si shi ge jiao shi jie, "
    >>> said += "wo men yao ba lao shi de shi qing ban hao"
    >>> [text[:9] for text in (said[slice(*span)] for span in spelled_out(said))]
    ['zai quan ', 'jin tian ', 'wo men ya']
    >>> spelled_out("Contact: Qinghe Xian Renmin Zhengfu, Zhang Wei, Li Na. We can change the long plan.")
    ()
    """
    found = list(_phrases(text))
    if sum(len(syllables) for _, _, syllables in found) < _NUMBERS.pinyin:
        return ()
    han = [char for char in text if is_han(ord(char))]
    left = [(start, end, syllables) for start, end, syllables in found if not _beside(syllables, han)]
    enough = sum(len(syllables) for _, _, syllables in left) >= _NUMBERS.pinyin
    return tuple((start, end) for start, end, _ in left) if enough else ()


def _phrases(text: str) -> Iterator[tuple[int, int, list[str]]]:
    for run in _PHRASE.finditer(text):
        start, end, syllables = run.start(), run.start(), list[str]()
        for word in _WORD.finditer(text, *run.span()):
            read = _read(word.group())
            if not read:
                if len(syllables) >= _NUMBERS.pinyin_phrase:
                    yield start, end, syllables
                syllables = []
                continue
            start = start if syllables else word.start()
            end = word.end()
            syllables += read
        if len(syllables) >= _NUMBERS.pinyin_phrase:
            yield start, end, syllables


@memoize(MIB)
def _read(word: str) -> tuple[str, ...]:
    """The syllables of a word, the longest first; none for one of another language."""
    plain = unicodedata.normalize("NFD", word).replace("u\u0308", "v").casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    known, longest = _known(), _longest()
    ways: list[list[str] | None] = [[]]
    for end in range(1, len(plain) + 1):
        before = (
            (ways[start], plain[start:end]) for start in range(max(0, end - longest), end) if plain[start:end] in known
        )
        ways.append(next(([*way, last] for way, last in before if way is not None), None))
    return tuple(ways[-1] or ())


def _beside(syllables: list[str], han: list[str]) -> bool:
    """Whether the characters of a phrase stand in the text too, so that it says only how they are read."""
    known, size = _known(), len(syllables)
    wanted = [known[one] for one in syllables]
    least = _NUMBERS.pinyin_read * size
    return any(
        han[at] in wanted[0]
        and sum(char in one for char, one in zip(han[at : at + size], wanted, strict=False)) >= least
        for at in range(len(han) - size + 1)
    )


@functools.cache
def _known() -> dict[str, frozenset[str]]:
    lines = (line.split(" ") for line in data_text("syllables.txt").splitlines() if line and not line.startswith("#"))
    return {one: frozenset(characters) for one, characters in lines}


@functools.cache
def _longest() -> int:
    return max(map(len, _known()))
