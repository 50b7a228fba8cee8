"""Fingerprints of matches: short names that survive edits elsewhere, line breaks and a new name of the source."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from simcheck.accept.marks import blanked
from simcheck.caching import MIB, memoize
from simcheck.text.normalize import normalize
from simcheck.types import Match


def fingerprint(match: Match) -> str:
    """Sixteen hexadecimal digits that follow from the letters of both passages alone.

    Offsets, names, white space, punctuation, width and traditional characters make no difference.
    """
    return text_print(match.draft.text, match.source.text)


def fingerprints(matches: Iterable[Match]) -> list[str]:
    """The fingerprint of each match, with a number behind it that tells equal ones apart: ``…:1``, ``…:2``."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for name in map(fingerprint, matches):
        seen[name] += 1
        names.append(f"{name}:{seen[name]}")
    return names


@memoize(4 * MIB)
def text_print(*texts: str) -> str:
    """Sixteen hexadecimal digits that follow from the letters of the texts.

    >>> text_print("各位代表：\\n现在報告工作。") == text_print("各位代表，现在报告工作")
    True
    """
    joined = "\n".join(plain_letters(text) for text in texts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def plain_letters(text: str) -> str:
    """The letters and digits of a text after folding, nothing between them, and none of its marks."""
    return "".join(filter(str.isalnum, normalize(blanked(text)).text))
