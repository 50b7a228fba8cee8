"""Reasons: what two sentences share that a reader can see, their numbers and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from simcheck.caching import MIB, memoize
from simcheck.patterns import regex
from simcheck.proof.gazetteer import places
from simcheck.proof.people import people
from simcheck.text.names import spelled
from simcheck.text.normalize import normalize
from simcheck.text.numerals import numbers
from simcheck.text.tokens import tokenize

_TITLE = regex("《([^《》\n]{2,40})》")
#: A term that the writer puts in quotation marks.
_TERM = regex('[“"]([^“”"\n]{3,16})[”"]')
_CAPITAL = regex(r"(?<![\w'’])[A-Z][A-Za-z]{2,}(?![\w'’])", re.ASCII)
_CHINESE = regex("[\u4e00-\u9fff]")


def shared_numbers(draft: str, source: str) -> tuple[str, ...]:
    """The numbers that both sentences have, as the draft writes them.

    >>> shared_numbers("改造了二十六个小区，惠及三成居民。", "26个小区完成改造，30%的居民受益。")
    ('二十六', '三成')
    """
    theirs = {value for _, value in _numbers(source)}
    return _once(told for told, value in _numbers(draft) if value in theirs)


def shared_names(draft: str, source: str) -> tuple[str, ...]:
    """The names of places and people, the titles and the quoted terms that both sentences have, also where one spells
    them in letters; as the draft writes them.

    >>> shared_names("清溪县推行“一网通办”。", "“一网通办”在清溪县全面铺开。")
    ('清溪县', '一网通办')
    >>> shared_names("清溪县建成了绿道。", "Qingxi built a greenway.")
    ('清溪',)
    """
    common = [name for name in _named(draft) if name in source]
    if bool(_CHINESE.search(draft)) != bool(_CHINESE.search(source)):
        common += _across(draft, source)
    return _once(common)


@memoize(MIB)
def _numbers(text: str) -> tuple[tuple[str, str], ...]:
    """The numbers of a sentence as it writes them, with their values."""
    folded = normalize(text).text
    return tuple((folded[start:end], value) for start, end, value in numbers(folded))


@memoize(MIB)
def _named(text: str) -> tuple[str, ...]:
    spans = [*places(text), *((one.start, one.end) for one in people(text))]
    spans += [one.span(1) for pattern in (_TITLE, _TERM) for one in pattern.finditer(text)]
    spans += [one.span() for one in _CAPITAL.finditer(text) if one.start() and _CHINESE.search(text)]
    return tuple(text[start:end] for start, end in sorted(spans))


@memoize(MIB)
def _across(draft: str, source: str) -> tuple[str, ...]:
    """Names that one side spells in letters."""
    here = bool(_CHINESE.search(draft))
    folded = normalize(draft if here else source)
    tokens, found = tokenize(folded), []
    for one in _CAPITAL.finditer(source if here else draft):
        known = np.flatnonzero(np.isin(tokens.ids, spelled(one[0].lower())))
        if len(known):
            start, end = tokens.starts[known[0]], tokens.ends[known[0]]
            found.append(folded.text[start:end] if here else one[0])
    return tuple(found)


def _once(found: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
