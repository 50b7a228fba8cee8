"""Whether a Chinese text has words in it, or was read wrongly: with other characters, or in another order."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path

from simcheck.patterns import regex
from simcheck.readers.plausible import plausibility
from simcheck.resources import data_text

#: Runs of Chinese characters that are looked at: shorter ones may be names.
_HAN = regex("[\u3400-\u4dbf\u4e00-\u9fff]+")
_RUN = regex("[\u3400-\u4dbf\u4e00-\u9fff]{6,}")
#: Characters that are looked at one by one; a wrong table shows itself within a page.
_SAMPLE = 2_000
#: Pairs of neighbours that a text must have to be judged.
_PAIRS = 40
#: Chinese characters that a text must have for them to be judged one by one, and how plausible they are at least (see
#: plausible.py): those of speeches and of names are above 0.3, those of a wrong table below 0.
_CHARACTERS, _PLAUSIBLE = 20, 0.1
#: The share of pairs that are frequent in any text. Speeches have 0.3 and news 0.1, shuffled characters 0.03 at most.
_FREQUENT = 0.06
#: The share of pairs that are words of two characters in a dictionary, each found there so many times. Speeches have
#: 0.4, poems 0.3, lists of names 0.13, shuffled characters and wrong tables 0.09 at most.
_WORDS, _TIMES = 0.11, 20


class PairCounts:
    """Counts the pairs of neighbouring characters of a text that is added part by part.

    >>> text = PairCounts()
    >>> text.add("作工育教的年一去过顾回前会大育教县全开召们我天今志同位各" * 4)
    >>> text.missing()
    True
    """

    def __init__(self) -> None:
        self._characters = ""
        self._runs: list[str] = []
        self._pairs = self._frequent = 0
        self._found = False

    def add(self, text: str) -> None:
        """A further part of the text."""
        if len(self._characters) < _SAMPLE:
            self._characters += "".join(_HAN.findall(text))
        for run in _RUN.findall(text):
            self._runs.append(run)
            self._pairs += len(run) - 1
            self._frequent += frequent_pairs(run)

    def missing(self) -> bool:
        """Whether the text is long enough to be judged and has no words in it, or characters that no text has."""
        if len(self._characters) >= _CHARACTERS and plausibility(self._characters[:_SAMPLE]) < _PLAUSIBLE:
            return True
        if self._found or self._pairs < _PAIRS or self._frequent >= _FREQUENT * self._pairs:
            return False
        import opencc

        known = _dictionary()
        text = str(opencc.OpenCC("t2s").convert("\n".join(self._runs)))
        found = sum(text[at : at + 2] in known for at in range(len(text) - 1))
        # What was found to have words has them: a font maps its shapes one way.
        self._found = found >= _WORDS * self._pairs
        return not self._found


def frequent_pairs(text: str) -> int:
    """How many pairs of neighbours in a text are frequent in any Chinese text.

    >>> frequent_pairs("我们要") > frequent_pairs("要们我")
    True
    """
    frequent = _frequent()
    return sum(text[at : at + 2] in frequent for at in range(len(text) - 1))


@functools.cache
def _frequent() -> frozenset[str]:
    lines = data_text("frequent_pairs.txt").splitlines()
    return frozenset(pair for line in lines if not line.startswith("#") for pair in line.split())


@functools.cache
def _dictionary() -> frozenset[str]:
    """The words of two characters in jieba's dictionary, which is a file of words with how often each was found."""
    package = importlib.util.find_spec("jieba")
    if package is None or package.origin is None:
        return frozenset()
    with Path(package.origin).with_name("dict.txt").open(encoding="utf-8") as lines:
        entries = (line.split(" ") for line in lines)
        return frozenset(entry[0] for entry in entries if len(entry[0]) == 2 and int(entry[1]) >= _TIMES)
