# ruff: noqa: E501 - a pattern of Chinese words stands in one line
"""Measured: whether a figure of one's own earlier text is said of the same again, though not in the same words.

An office tells of the same things each year and rewrites the words: 粮食总产达到41.3万吨，增长2.4% becomes 粮食总产43.1万吨，
同比增长2.4%.
"""

from __future__ import annotations

from simcheck.patterns import regex
from simcheck.scoring import SCORING

_PROOF = SCORING.proof

_FULL, _PAUSE = regex("[。！？；\n]"), regex("[，,、：:]")
_HAN, _FIGURES = regex("[\u4e00-\u9fff]+"), regex(r"\d[\d.]*[\u4e00-\u9fff%％‰]")
#: A clause that says how much more or less there is of what the one before it names.
_GROWTH = regex(
    "(?:同比|环比|比(?:上年|去年|上年同期)|较(?:上年|去年|上年同期)|名义|实际|年均|平均|也|均|又|再|分别){0,3}(?:增长率|增长|增速|增幅|增加|提高|提升|上升|下降|降低|减少|回落|回升|降幅|升幅)(?:了|为|是|达到?)?"
)


def measures_the_same(text: str, span: tuple[int, int], source: str, at: int) -> bool:
    """Whether a figure of a text is said of what the same figure at a place of an earlier text is said of: how much
    something grew that both name before it; or beside the same word, with another figure that both sentences have.

    >>> text, source = "粮食总产43.1万吨，同比增长2.4%", "全县粮食总产达到41.3万吨，增长2.4%"
    >>> measures_the_same(text, (15, 19), source, source.index("2.4%"))
    True
    >>> measures_the_same("财政收入增长2.4%", (6, 10), source, source.index("2.4%"))
    False
    """
    told, until = text[slice(*span)], at + span[1] - span[0]
    if sum(one.isdigit() for one in told) < _PROOF.counted:
        return False
    ours, theirs = _grown(text, span[0]), _grown(source, at)
    if ours and theirs:
        return any(ours[k : k + _PROOF.figure] in theirs for k in range(len(ours) - _PROOF.figure + 1))
    word = text[max(0, span[0] - _PROOF.beside_counted) : span[0]]
    if not _HAN.fullmatch(word) or not source.endswith(word, 0, at):
        return False
    both = set(_figures(text, *span)) & set(_figures(source, at, until))
    return any(not told.startswith(one) for one in both)


def _grown(text: str, at: int) -> str:
    """What is named before a figure that says how much it grew, as one run of Chinese characters; nothing where the
    figure says something else."""
    before = _FULL.split(text[max(0, at - _PROOF.beside) : at])[-1]
    *clauses, last = _PAUSE.split(before)
    named = _GROWTH.split(last)[0] if _GROWTH.search(last) and _GROWTH.split(last)[-1] == "" else None
    if named is None:
        return ""
    while not named and clauses:
        named = clauses.pop()
    return "".join(_HAN.findall(named))


def _figures(text: str, start: int, end: int) -> list[str]:
    """The figures in the sentence of a span, each with the first character of its unit."""
    first = max(text.rfind(mark, 0, start) for mark in "。！？；\n") + 1
    last = min((at for mark in "。！？；\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    return _FIGURES.findall(text[first:last])
