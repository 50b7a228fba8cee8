"""Quotations: which stretches of a draft are somebody else's words and say so.

A quotation is attributed when a speech verb (``simcheck/data/speech_verbs.txt``) stands right before its opening mark,
when a colon does and it is a whole sentence, when its speaker is named right behind its closing mark
(``speaker_verbs.txt``, ``speaker_nouns.txt``), or when its line is a block quotation (``> …``). A slogan in quotation
marks (“四个意识”) has none of them and is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from simcheck.resources import data_text

#: Characters that may stand between the speech verb and the opening mark, as in 强调，我们必须牢记：“…”.
BEFORE = 12
#: Letters that a quotation must have unless a colon announces it: 提出“双碳”目标 quotes nobody.
LEAST = 8

#: The paragraph behind, with the mark that it begins with.
_FOLLOWING = re.compile(r"\n\s*(?P<mark>\S)")
_SENTENCE_END = re.compile(r"[。！？!?]")

Spans = tuple[tuple[int, int], ...]

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "﹁": "﹂", "〝": "〞", "＂": "＂", '"': '"', "«": "»"}
_MARK = re.compile(f"[{re.escape(''.join({*_PAIRS, *_PAIRS.values()}))}]")
#: Marks that close a sentence inside its quotation marks; before its speaker a comma does so too.
_STOPS = "。！？…!?."
_ENDS = _STOPS + ",，"
_BLOCK = re.compile(r"^[ \t\u3000]*>[^\n]*$", re.MULTILINE)


def quotations(text: str) -> Spans:
    """Spans of the attributed quotations of a text, marks included, in order and apart from each other.

    >>> draft = "会议指出：“要把‘米袋子’端稳。”我们增强“四个意识”。"
    >>> [draft[a:b] for a, b in quotations(draft)]
    ['“要把‘米袋子’端稳。”']
    """
    spans = [match.span() for match in _BLOCK.finditer(text)]
    last = -1
    for start, end, continued in _quoted(text):
        long = sum(c.isalnum() for c in text[start:end]) >= LEAST
        before = text[max(0, start - BEFORE - 8) : start]
        told = before.rstrip().endswith((":", "：")) and text[end - 2] in _STOPS
        said = _announced(before, long) or (long and (told or _followed(text, end)))
        # “…。”“…。”: the second one has the speaker of the first.
        if said or start == last:
            spans.append((start, end))
            last = continued
    return _union(spans)


def _quoted(text: str) -> Iterator[tuple[int, int, int]]:
    """Outermost quoted spans, paragraph by paragraph, each with the place where the same speaker would go on.

    One that is never closed goes on where the next paragraph begins with an opening mark too. Otherwise it ends at the
    last closing mark there; without any it is one sentence, for a stray mark must not exempt a whole paragraph.
    """
    for line in re.finditer(r"[^\n]+", text):
        opened: list[tuple[str, int]] = []
        last_close = -1
        for found in _MARK.finditer(text, line.start(), line.end()):
            at, char = found.start(), found.group()
            if opened and char == _PAIRS[opened[-1][0]]:
                _, start = opened.pop()
                last_close = at
                if not opened:
                    yield start, at + 1, at + 1
            elif char in _PAIRS:
                opened.append((char, at))
            elif opened and any(char == _PAIRS[mark] for mark, _ in opened):
                last_close = at
        if opened:
            mark, start = opened[0]
            following = _FOLLOWING.match(text, line.end())
            if following and following["mark"] == mark:
                yield start, line.end(), following.start("mark")
                continue
            sentence = _SENTENCE_END.search(text, start, line.end())
            end = last_close + 1 if last_close > start else sentence.end() if sentence else line.end()
            yield start, end, end


def _announced(before: str, long: bool) -> bool:
    """Whether the words right before an opening mark announce a quotation."""
    found = _announcing().search(before)
    return bool(found and (long or found["colon"]))


def _followed(text: str, end: int) -> bool:
    """Whether the words right behind a closing mark say who spoke: ”，他强调 or ”——这是总书记的嘱托 or 。”老书记说."""
    found = _speaking().match(text[end : end + 24])
    if found and (found["link"] or text[end - 2] in _ENDS):
        return True
    return bool(_credited().match(text[end : end + 32]))


def _words(name: str) -> str:
    words = [line for line in data_text(name).splitlines() if line and not line.startswith("#")]
    return "|".join(sorted(words, key=len, reverse=True))


@functools.cache
def _announcing() -> re.Pattern[str]:
    # The verb, perhaps a short object or aside (强调，我们必须), and a colon or comma;
    # without either only right before the mark.
    return re.compile(
        rf"(?:{_words('speech_verbs.txt')})(?:的是|到|了|过)?"
        rf"(?:(?P<colon>[,，]?[^。！？；!?;“”\"「」\n]{{0,{BEFORE}}}[:：])|[^。！？；!?;，,“”\"「」\n]{{0,6}}[,，]|要?)\s*$"
    )


@functools.cache
def _speaking() -> re.Pattern[str]:
    speaker = r"\s*[^。！？；!?;，,“”\"\n]{0,12}"
    return re.compile(rf"(?P<link>[,，]|\s*(?:——|--))?{speaker}(?:{_words('speaker_verbs.txt')})")


@functools.cache
def _credited() -> re.Pattern[str]:
    # Behind a dash: 这是市长的要求. What we ask of ourselves is a slogan.
    return re.compile(
        rf"\s*(?:——|--|—)\s*这(?:就|也|正|既)?是(?!我们|我市|我县|我区|大家)[^。！？；!?;，,\n]{{1,20}}的[^。！？；!?;，,\n]{{0,6}}"
        rf"(?:{_words('speaker_nouns.txt')})"
    )


def _union(spans: list[tuple[int, int]]) -> Spans:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
