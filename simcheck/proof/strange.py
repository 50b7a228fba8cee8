"""Strange: runs of characters that are no word, and no phrase that texts say."""

from __future__ import annotations

from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.gazetteer import no_stems
from simcheck.proof.rarity import works
from simcheck.scoring import SCORING
from simcheck.text.words import inside_word, kind_of, segmented, times_of

_RARITY = SCORING.rarity

_NEVER = frozenset("禁慎勿莫增减如比似若")
_BUILT = regex("(?:大院|大厦|大楼|新村|花园|家园|市集|夜市|码头|老街|古镇|广场|公园)$")
_NAMES = ("ns", "nr", "nrt", "nz", "nrfg")


def is_strange(text: str, start: int, end: int) -> bool:
    """Whether a run of characters is no word and no phrase that texts say."""
    told = text[start:end]
    if inside_word(text, start) and text[start - 1 : start] not in around.GRAMMAR:
        return False
    named = kind_of(told) in _NAMES
    if times_of(told) >= _RARITY.often or (times_of(told) and not named) or told in no_stems():
        return False
    built = len(told) > SCORING.proof.phrase and bool(_BUILT.search(told))
    return works(told) <= (_RARITY.works if named else 0) and plain(told) and (built or not of_words(told))


def of_words(told: str) -> bool:
    """Whether a run is made of common words alone: 城市管理局."""
    ends = segmented(told)
    words = [told[a:b] for a, b in zip((0, *ends), ends, strict=False)]
    return len(told) > SCORING.proof.phrase and all(
        len(word) > 1 and (kind_of(word) not in _NAMES or times_of(word) > _RARITY.common) for word in words
    )


def plain(told: str) -> bool:
    """Whether no word of grammar and no common verb stands in what may be a name."""
    if told.endswith(("精神", "经验", "文化", "模式", "故事")):
        return False
    if set(told) & (around.GRAMMAR | _NEVER) or told in around.SORTS or told in no_stems():
        return False
    ends = segmented(told)
    words = [told[a:b] for a, b in zip((0, *ends), ends, strict=False)]
    return not any(
        len(word) > 1 and (word in around.SORTS or kind_of(word) in ("v", "vn", "d", "c", "p", "r")) for word in words
    )
