"""Words: where one ends and the next begins, by jieba's dictionary, of which only the lines that are asked are read.

jieba itself reads the whole of it into memory, which takes longer than checking a draft; a check asks for the words at
the edges of a few passages.
"""

from __future__ import annotations

import bisect
import functools
import importlib.util
import math
import mmap
import re
from pathlib import Path

from simcheck.caching import ENTRY, MIB, LRUCache, memoize
from simcheck.cancelling import look
from simcheck.patterns import regex
from simcheck.scoring import SCORING

Span = tuple[int, int]

_NUMBERS = SCORING.words
_HAN = regex("[\u4e00-\u9fff]+")
_RUN = regex(r"[0-9A-Za-z.,%％‰]")
#: 一是, 三要: what counts points is one word, and so is 这几起.
_POINT = regex("[一二三四五六七八九十][是要]|[这那几][几起个件项次]")
_PAUSES = frozenset("，、；：。")
#: What the numbers of a day stand before.
_OF_DAYS = frozenset("年月日")
#: What the name of a place ends in.
PLACE_ENDINGS = frozenset("省市县区州镇乡村")


def snapped(text: str, start: int, end: int, most: int = 3) -> tuple[int, int]:
    r"""A span whose edges do not stand inside of words: each moves inwards, by ``most`` characters at most.

    A span of which less than half would be left stays as it is, and so does an edge that has no border near.

    >>> text = "清溪县委把手续清单交给分管领导，三是紧盯窗口。"
    >>> [text[slice(*snapped(text, *span))] for span in ((3, 15), (0, 3), (17, 22), (16, 22))]
    ['把手续清单交给分管领导', '清溪', '紧盯窗口', '三是紧盯窗口']
    >>> snapped("2026年，县政府办公室办文三千件。", 4, 18)
    (6, 18)
    """
    first = next((at for at in range(start, min(start + most, end) + 1) if not inside_word(text, at)), start)
    while start < first < end and text[first] in _PAUSES:  # what stands behind a word that was left out
        first += 1
    last = next((at for at in range(end, max(end - most, start) - 1, -1) if not inside_word(text, at)), end)
    return (first, last) if 2 * (last - first) >= end - start else (start, end)


def snapped_pair(draft: str, ours: Span, source: str, theirs: Span) -> tuple[Span, Span]:
    """Two passages whose edges do not stand inside of words; what is equal at an edge goes from both.

    >>> draft, source = "有的是青禾县委抓的，有的不是。", "都是清溪县委抓的，不必再说。"
    >>> ours, theirs = snapped_pair(draft, (5, 10), source, (4, 9))
    >>> draft[slice(*ours)], source[slice(*theirs)]
    ('县委抓的，', '县委抓的，')
    """
    mine, other = snapped(draft, *ours), snapped(source, *theirs)
    head = max(mine[0] - ours[0], other[0] - theirs[0])
    tail = max(ours[1] - mine[1], theirs[1] - other[1])
    if draft[ours[0] : ours[0] + head] == source[theirs[0] : theirs[0] + head]:
        mine, other = (ours[0] + head, mine[1]), (theirs[0] + head, other[1])
    if draft[ours[1] - tail : ours[1]] == source[theirs[1] - tail : theirs[1]]:
        mine, other = (mine[0], ours[1] - tail), (other[0], theirs[1] - tail)
    return (mine, other) if mine[0] < mine[1] and other[0] < other[1] else (ours, theirs)


def inside_word(text: str, at: int) -> bool:
    """Whether a place between two characters lies inside of a word, a number, or the name of a place.

    >>> [inside_word("清溪县委会议有128人", at) for at in (2, 3, 4, 7, 8)]
    [False, True, False, False, True]
    >>> inside_word("2026年，", 4)
    True
    """
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    if _RUN.match(before) and _RUN.match(behind):
        return before not in ",." or behind.isalnum()
    if not (_HAN.match(before) and _HAN.match(behind)):
        return before.isdecimal() and behind in _OF_DAYS
    if _POINT.match(text, at - 1):
        return True
    around = text[max(0, at - _NUMBERS.around) : at], text[at : at + _NUMBERS.around]
    left, right = re.search("[\u4e00-\u9fff]*$", around[0]), _HAN.match(around[1])
    head, tail = left[0] if left else "", right[0] if right else ""
    if behind in PLACE_ENDINGS and len(head) > 1 and not _times(tail[:2]):
        return _times(head[-2:]) < _NUMBERS.common  # 清溪 may be a name, 今年 is none
    return _cut(head + tail, len(head))


def segmented(text: str) -> tuple[int, ...]:
    """Where the likeliest words of a run of Chinese characters end, jieba's own rule without its hidden Markov model.

    >>> segmented("彭家旺在派出所值班")
    (1, 2, 3, 4, 7, 9)
    """
    return _ends(text)


def _cut(text: str, at: int) -> bool:
    """Whether the likeliest words of a run of Chinese characters lie across a place."""
    return at not in _ends(text)


@memoize(MIB)
def _ends(text: str) -> tuple[int, ...]:
    look()
    best: list[tuple[float, int]] = [(0.0, 0)]
    words = [_beginning_with(text[at : at + 2]) for at in range(len(text) - 1)]
    for end in range(1, len(text) + 1):
        ways = [(best[end - 1][0] + _ONE - _WORD, end - 1)]
        for start in range(max(0, end - _NUMBERS.longest), end - 1):
            times = _entry_among(words[start], text[start:end])[0] if words[start] else 0
            if times >= _NUMBERS.times:
                ways.append((best[start][0] + math.log(times) - _WORD, start))
        best.append(max(ways))
    ends, end = [], len(text)
    while end:
        ends.append(end)
        end = best[end][1]
    return tuple(ends[::-1])


#: Bytes of the dictionary between two of its words at which a search begins.
_APART = 4096
#: No word that begins with a Chinese character comes before this.
_HAN_FROM = "\u3400".encode()
#: What a word costs, in logarithms of how often all words of the dictionary were found, and a character alone.
_WORD, _ONE = math.log(_NUMBERS.every), _NUMBERS.alone


@functools.cache
def _dictionary() -> mmap.mmap | None:
    package = importlib.util.find_spec("jieba")
    if package is None or package.origin is None:
        return None
    with Path(package.origin).with_name("dict.txt").open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


def times_of(word: str) -> int:
    """How often jieba's dictionary counted a word; 0 for what is none.

    >>> times_of("会议") > 1000, times_of("云川江")
    (True, 0)
    """
    return _times(word)


def kind_of(word: str) -> str:
    """The part of speech that jieba's dictionary gives a word, such as ``ns`` for a place; nothing for what is none.

    >>> kind_of("沙河"), kind_of("道路"), kind_of("云川江")
    ('ns', 'n', '')
    """
    return _entry(word)[1] if _times(word) else ""


def _times(word: str) -> int:
    """How often a word was found; 0 for what is none, or too rare to tell a border."""
    times = _entry(word)[0]
    return times if times >= _NUMBERS.times else 0


def _entry(word: str) -> tuple[int, str]:
    """How often a word was found, and its part of speech."""
    return _entry_among(_beginning_with(word[:2]), word) if len(word) > 1 else _NO_WORD


def _entry_among(lines: bytes, word: str) -> tuple[int, str]:
    start = lines.find(b"\n%b " % word.encode("utf-8", "replace")) if lines else -1
    if start < 0:
        return _NO_WORD
    _, times, kind = lines[start + 1 : lines.index(b"\n", start + 1)].decode().split(" ")
    return int(times), kind.strip()


def _beginning_with(pair: str) -> bytes:
    """The dictionary's lines, each between two line ends, of words that begin with two characters: with most pairs none
    does, and all longer words are known then too."""
    found = _known.get(pair)
    if found is None:
        found = _lines_of(pair.encode("utf-8", "replace"))
        _known.put(pair, found)
    return found


_NO_WORD = 0, ""
#: Pairs that were asked for lately, with their lines.
_known: LRUCache[str, bytes] = LRUCache(8 * MIB, sizeof=lambda entry: ENTRY + 150 + len(entry[1]))


def _lines_of(pair: bytes) -> bytes:
    """Lines are in order but for those of words that begin with no Chinese character, the first ones."""
    lines = _dictionary()
    if lines is None:
        return b""
    names, starts = _milestones()
    low = bisect.bisect_left(names, pair) - 1 if pair >= _HAN_FROM else 0
    high = bisect.bisect_left(names, max(pair + b"\xff", _HAN_FROM))
    first, stop = max(starts[max(low, 0)] - 1, 0), starts[high] if high < len(starts) else len(lines)
    start = lines.find(b"\n" + pair, first, stop)
    if not first and lines[: len(pair)] == pair:
        return b"\n" + lines[:stop]
    if start < 0:
        return b""
    end = lines.find(b"\n", lines.rfind(b"\n" + pair, start, stop) + 1)
    return lines[start : end + 1] if end >= 0 else lines[start:] + b"\n"


@functools.cache
def _milestones() -> tuple[list[bytes], list[int]]:
    """Words of the dictionary at equal distances, and where their lines begin; those in front of the first Chinese one
    have no name."""
    lines = _dictionary()
    if lines is None:
        return [], []
    starts = sorted({lines.rfind(b"\n", 0, at) + 1 for at in range(0, len(lines), _APART)})
    names = [lines[start : lines.find(b" ", start)] for start in starts]
    return [name if name >= _HAN_FROM else b"" for name in names], starts
