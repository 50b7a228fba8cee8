"""Quotations: which stretches of a draft are somebody else's words and say so.

A quotation is attributed when a speech verb (``simcheck/data/speech_verbs.txt``) stands right before its opening mark,
when a colon does and it is a whole sentence, when its speaker or its source is named right behind its closing mark
(``speaker_verbs.txt``, ``speaker_nouns.txt``, （见《…》）), or when its line is a block quotation (``> …``). A slogan
in quotation marks (“四个意识”) has none of them and is none.
"""

from __future__ import annotations

import functools
import re

from simcheck.caching import MIB, memoize
from simcheck.cancelling import looking
from simcheck.judge.quoted import quoted
from simcheck.patterns import regex
from simcheck.resources import data_text
from simcheck.scoring import SCORING

_NUMBERS = SCORING.quoting

Spans = tuple[tuple[int, int], ...]

#: Marks that close a sentence inside its quotation marks; before its speaker a comma does so too.
_STOPS = "。！？…!?."
_ENDS = _STOPS + ",，"
_BLOCK = regex(r"^[ \t\u3000]*>[^\n]*$", re.MULTILINE)
#: The mark of a footnote, as ① or [1] or 〔1〕, and the marks of bold, slanted and marked text in Markdown.
_FOOTNOTE = r"(?:\[\^?\w{1,4}\]|［\w{1,4}］|〔\w{1,4}〕|（注?\d{1,3}）|\(\d{1,3}\)|[①-⑳㉑-㉟❶-❿¹²³⁰⁴-⁹]{1,3})"
_BESIDE = regex(rf"(?:[*_=~]{{1,3}}|{_FOOTNOTE})*")
_BEFORE_MARK = regex(rf"(?:[*_=~]{{1,3}}|{_FOOTNOTE})+(?=[:：,，]?[*_=~]*\s*$)")
#: A line end in the middle of a sentence, where a page or an editor wrapped it.
_WRAP = regex(r"(?<![。！？!?;；\n])[ \t]*\n[ \t\u3000]*(?=\S)")
#: A source behind a quotation: （《…》） or （见《…》第3页） or ——《…》 or a line of its own, ——市长在会上的讲话.
_SOURCE = regex(
    r"[，,。]?\s{0,4}[（(][^（）()\n“”]{0,20}《[^《》\n]{2,40}》[^（）()\n“”]{0,20}[)）]"
    r"|\s{0,4}(?:——|--|—)\s*(?:[^\n。！？“”]{0,20})《[^《》\n]{2,40}》"
    r"|[ \t\u3000]*\n\s{0,20}(?:—{1,2}|--)[ \t\u3000]*(?![—这 \t\u3000])[^\n。！？!?；;“”]{2,40}[ \t\u3000]*(?:\n|$)"
)
#: What stands between two quotations of one speaker.
_BETWEEN = regex(r"[\s，,、；;。]*(?:和|与|及|以及|又|并且|and)?\s*")


@memoize(MIB)
def quotations(text: str) -> Spans:
    """Spans of the attributed quotations of a text, marks included, in order and apart from each other.

    >>> draft = "会议指出：“要把‘米袋子’端稳。”我们增强“四个意识”。"
    >>> [draft[a:b] for a, b in quotations(draft)]
    ['“要把‘米袋子’端稳。”']
    """
    spans = [match.span() for match in _BLOCK.finditer(text)]
    last = spoken = -1
    marked = quoted(text, lambda at: _announced(_before(text, at), long=True, colon=True))
    for start, end, continued in looking(marked):
        long = sum(c.isalnum() for c in text[start:end]) >= _NUMBERS.least
        before = _before(text, start)
        told = before.rstrip().endswith((":", "：")) and text[end - 2] in _STOPS
        said = _announced(before, long=long) or (long and (told or _followed(text, end)))
        # “…。”“…。” and “…”，“…”: the second one has the speaker of the first, be that one ever so short.
        if said or start == last or (long and spoken >= 0 and _BETWEEN.fullmatch(text, _beside(text, spoken), start)):
            spans.append((start, end))
            last = spoken = continued
        elif _announced(before, long=True):
            spoken = continued
    return _union(spans)


def _before(text: str, at: int) -> str:
    """The words right before a place, wrapped lines put together, without marks of footnotes and of bold text."""
    words = _WRAP.sub("", text[max(0, at - _NUMBERS.verb_before - 20) : at])
    return _BEFORE_MARK.sub("", words).rstrip("*_=~")


def _beside(text: str, at: int) -> int:
    """The place behind the marks of a footnote or of bold text that stand at a place."""
    found = _BESIDE.match(text, at)
    return found.end() if found else at


def _announced(before: str, *, long: bool, colon: bool = False) -> bool:
    """Whether the words right before an opening mark announce a quotation, with a ``colon`` if there must be one."""
    found = _announcing().search(before)
    return bool(found and (found["colon"] or (long and not colon)))


def _followed(text: str, end: int) -> bool:
    """Whether the words right behind a closing mark say whose they are: ”，他强调 or ”——这是总书记的嘱托 or 。”老书记说
    or ”（《…》）."""
    if _SOURCE.match(text, _beside(text, end)):
        return True
    behind = _WRAP.sub("", text[_beside(text, end) : end + 40])
    found = _speaking().match(behind[:24])
    if found and (found["link"] or text[end - 2] in _ENDS):
        return True
    return bool(_credited().match(behind[:32]))


def words_of(name: str) -> str:
    """The words of a list as alternatives of a pattern, the longest first."""
    words = [line for line in data_text(name).splitlines() if line and not line.startswith("#")]
    return "|".join(sorted(words, key=len, reverse=True))


@functools.cache
def _announcing() -> re.Pattern[str]:
    # The verb, perhaps a short object or aside (强调，我们必须), and a colon or comma;
    # without either only right before the mark.
    return re.compile(
        rf"(?:{words_of('speech_verbs.txt')})(?:的是|到|了|过)?"
        rf"(?:(?P<colon>[,，]?[^。！？；!?;“”\"「」\n]{{0,{_NUMBERS.verb_before}}}[:：])|[^。！？；!?;，,“”\"「」\n]{{0,6}}[,，]|要?)\s*$"
    )


@functools.cache
def _speaking() -> re.Pattern[str]:
    speaker = r"\s*[^。！？；!?;，,“”\"\n]{0,12}"
    return re.compile(rf"(?P<link>[,，]|\s*(?:——|--))?{speaker}(?:{words_of('speaker_verbs.txt')})")


@functools.cache
def _credited() -> re.Pattern[str]:
    # Behind a dash: 这是市长的要求. What we ask of ourselves is a slogan.
    return re.compile(
        rf"\s*(?:——|--|—)\s*这(?:就|也|正|既)?是(?!我们|我市|我县|我区|大家)[^。！？；!?;，,\n]{{1,20}}的[^。！？；!?;，,\n]{{0,6}}"
        rf"(?:{words_of('speaker_nouns.txt')})"
    )


def _union(spans: list[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
