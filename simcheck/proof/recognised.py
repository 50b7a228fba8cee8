"""Recognised: names that words and endings tell, weighed by the tagger's evidence, and those that it tells alone."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.caching import MIB, memoize
from simcheck.cancelling import looking
from simcheck.patterns import regex
from simcheck.proof.around import BREAKS, GRAMMAR, PLACE
from simcheck.proof.entities import Entity, entities, line_of, nats
from simcheck.proof.gazetteer import no_places
from simcheck.proof.name import Name
from simcheck.proof.names import names
from simcheck.proof.rarity import works
from simcheck.proof.things import things
from simcheck.scoring import SCORING
from simcheck.text.words import inside_word, kind_of, times_of

_PROOF = SCORING.proof

#: Marks between clauses.
_MARKS = "，。；、：！？“”"
_TOWN = regex("[\u4e00-\u9fff]{2,4}?[镇乡]")
#: What many are called who are not named.
_PEOPLE = frozenset("工员民户兵匠们")
#: How wide a place is whose office or house it may be.
_WIDTHS = frozenset("省市县区州镇乡")
#: What ends a longer word behind a verb or a noun: 报名季, 签约率, 应急型.
_SUFFIXES = frozenset("季率性型式度")
#: What places end in, of one character.
_PLACE = frozenset(one for one in PLACE.split("|") if len(one) == 1) | frozenset("川道里")
#: Kinds of what the dictionary has that is no name, whatever it looks like.
_PHRASES = ("i", "l")


def recognised(text: str, span: tuple[int, int]) -> Iterator[Name]:
    """Names that lie in a span of a text, in order of where they begin in each line; those that words tell may overlap.

    >>> text = "病株率高于上年，螳螂川沿岸由耿合社盯办。"
    >>> [text[one.start : one.end] for one in recognised(text, (8, 21))]
    ['螳螂川', '耿合社']
    """
    start = span[0]
    while start < span[1]:
        first, last = line_of(text, start)
        for name in _in_line(text[first:last]):
            if span[0] <= first + name.start and first + name.end <= span[1]:
                yield Name(first + name.start, first + name.end, name.kind)
        start = last + 1


@memoize(MIB)
def _in_line(line: str) -> tuple[Name, ...]:
    told = [one for one in (*names(line), *things(line)) if is_name(line, one.start, one.end)]
    alone = [
        Name(one.start, one.end, one.kind)
        for one in (_town(line, one) for one in looking(entities(line)))
        if one.nats - _short(one) >= SCORING.naming.needed
        and _stands_alone(line, one.start, one.end)
        and not (one.kind == "place" and _is_noun(line[one.start : one.end]))
        and not any(other.start < one.end and one.start < other.end for other in told)
    ]
    return tuple(sorted([*told, *alone]))


def _short(one: Entity) -> float:
    """What speaks against a person of two characters, which any two characters behind a surname's may be: 高支模."""
    short = one.kind == "person" and one.end - one.start == _PROOF.shortest
    return SCORING.naming.short if short else 0.0


def _town(line: str, one: Entity) -> Entity:
    """A name that goes on behind a town's by too little to be one: 石磨镇|铁 of 石磨镇铁砧头组."""
    found = _TOWN.match(line, one.start, one.end)
    return one._replace(end=found.end()) if found and 0 < one.end - found.end() < _PROOF.shortest else one


def is_name(text: str, start: int, end: int, told: float = SCORING.naming.told) -> bool:
    """Whether what an ending or the words around it tell for a name, with so much evidence, has the tagger's too.

    >>> is_name("缺棚长", 0, 3), is_name("找到耿合社", 2, 5)
    (False, True)
    """
    if any(char.isascii() and char.isalnum() for char in text[start:end]):
        return True  # G209国道
    return nats(text, start, end) + told >= SCORING.naming.needed


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a run is whole, and nothing that many texts say."""
    told = text[start:end]
    within = inside_word(text, start) and text[start - 1] not in GRAMMAR
    troop = text[end - 1 : end + 1] == "中队"  # 机械一|中队
    people = len(told) == _PROOF.shortest and told[-1] in _PEOPLE  # 渡工
    if (
        within
        or people
        or troop
        or set(told) <= BREAKS
        or len(told) < (_PROOF.office if told[0] in _WIDTHS else _PROOF.shortest)
    ):
        return False  # 镇里, 县卫健
    first = max(text.rfind(mark, 0, start) for mark in _MARKS) + 1
    last = min((at for mark in _MARKS if (at := text.find(mark, end)) >= 0), default=len(text))
    if _PROOF.shortest < end - start < last - first <= _PROOF.saying:
        return False  # 寿比南山
    phrase = kind_of(told) in _PHRASES or (times_of(told) >= SCORING.rarity.word and kind_of(told) != "ns")
    phrase = phrase or _is_new_word(told) or _goes_on(text, start)
    return not phrase and told not in no_places() and works(told) <= SCORING.rarity.works


def _is_new_word(told: str) -> bool:
    """Whether a run is a word that texts say and the dictionary lacks, and what it is a sort of: 通勤公交."""
    new, sort = told[: _PROOF.shortest], told[_PROOF.shortest :]
    if len(sort) != _PROOF.shortest or times_of(new) or set(new) & BREAKS:
        return False
    return works(new) > SCORING.rarity.works and works(sort) > SCORING.rarity.works and kind_of(sort) == "n"


def _is_noun(told: str) -> bool:
    """Whether what may be a place is a noun that the dictionary has, or one with a character behind it, and ends as no
    place does: 古筝, 柴草|码."""
    word = told[: _PROOF.shortest]
    noun = kind_of(word) == "n" and times_of(word) > 0 and len(told) <= _PROOF.phrase
    return noun and kind_of(told) in ("n", "") and told[-1] not in _PLACE


def _goes_on(text: str, start: int) -> bool:
    """Whether the first character of a run ends the word before it: 报名季|园门口."""
    word = text[max(0, start - _PROOF.shortest) : start]
    return text[start] in _SUFFIXES and kind_of(word) in ("v", "vn", "n") and not inside_word(text, start)
