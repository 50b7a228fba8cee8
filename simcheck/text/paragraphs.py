"""Paragraphs: what stands in a text is found paragraph by paragraph, and known of one from an earlier check.

A draft is checked again after each edit, and its passages lie in one another. No name or number goes on behind a line
that ends a sentence.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from simcheck.caching import memoize
from simcheck.cancelling import look
from simcheck.patterns import regex

V = TypeVar("V", bound=NamedTuple)

#: A paragraph begins with the end of the line before, as what is sought may depend on standing at a beginning.
_CUT = regex(r"(?<=[。！？])(?=\s*\n)")


def by_paragraph(maxbytes: int) -> Callable[[Callable[[str], Iterable[V]]], Callable[[str], Iterator[V]]]:
    """Memoize, by paragraph, a pure function of a text that gives spans of it: tuples that begin with start and end."""

    def decorate(function: Callable[[str], Iterable[V]]) -> Callable[[str], Iterator[V]]:
        found_in = memoize(maxbytes)(lambda paragraph: tuple(function(paragraph)))

        @functools.wraps(function)
        def found(text: str) -> Iterator[V]:
            at = 0
            for paragraph in _CUT.split(text):
                look()
                for one in found_in(paragraph):
                    start, end, *rest = one
                    yield type(one)(start + at, end + at, *rest) if at else one
                at += len(paragraph)

        return found

    return decorate
