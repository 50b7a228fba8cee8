"""Surnamed: people by a surname and what no dictionary has with it; beside what people are called, words too."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.proof import around
from simcheck.proof.name import Name
from simcheck.proof.rarity import works
from simcheck.proof.surnames import DOUBLE, SURNAMES, WEAK
from simcheck.scoring import SCORING
from simcheck.text.words import PLACE_ENDINGS, inside_word, kind_of, times_of

_RARITY = SCORING.rarity

#: What no given name ends in.
_NOT_LAST = frozenset("说讲笑道看想来去做抓办把被已将")
_NOT_IN = _NOT_LAST | frozenset("的了在是有把向对从到由将要会及等也都就")


def surnamed(
    run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int, *, called: bool
) -> Iterator[Name]:
    """The person whose name begins with a word of a run, if one does; ``called`` behind a label."""
    word, start = words[at], starts[at]
    before = words[at - 1] if at else ""
    if not (word in SURNAMES or word in DOUBLE):
        if len(word) == 3 and word[0] in SURNAMES - WEAK and _is_full_name(word):
            yield Name(start, start + len(word), "person")
        elif _is_short_name(word) and around.TITLED.match(run, start + 2):
            yield Name(start, start + 2, "person")
        elif at and (_is_merged_name(run, before, start) or _is_odd_name(words, unseen, at)):
            yield Name(start, start + 3, "person")
        return
    called = called or _calls(before)
    given = words[at + 1] if at + 1 < len(words) else ""
    if not given or given in around.GRAMMAR:
        return
    if len(given) == 1:
        if size := _given(run, words, starts, unseen, at, called=called):
            yield Name(start, start + size, "person")
    elif (
        len(given) == 2
        and (unseen[at] or (called and times_of(given) < _RARITY.rare))
        and kind_of(given) != "t"  # 职工从次月起
        and not (word in WEAK and times_of(given) > (_RARITY.mistaken if called else 0) and kind_of(given) != "nr")
        and _beside(run, before, start + len(word) + 2, called=called)
    ):
        yield Name(start, start + len(word) + 2, "person")


def _given(run: str, words: list[str], starts: tuple[int, ...], unseen: list[bool], at: int, *, called: bool) -> int:
    """Characters of the name that a surname and one or two single characters are; 0 for none."""
    word, start, given = words[at], starts[at], words[at + 1 : at + 3]
    two = len(given) > 1 and len(given[1]) == 1 and given[1] not in around.GRAMMAR | _NOT_LAST
    size = len(word) + 1 + two
    titled = bool(around.TITLED.match(run, start + size))
    if not called:
        behind = "".join(words[at + 2 + two : at + 3 + two])
        if run[start + size - 1] in around.OFFICES or (not titled and is_thing(behind)):
            return 0  # 卫艺股, 麻腮风疫苗
        if run[start + size - 1] in PLACE_ENDINGS:
            return 0  # 阿路龙村
    strange = unseen[at] or (two and unseen[at + 1])
    sure = called or titled or (unseen[at] and unseen[at + 1] and word not in WEAK)
    told = called or (titled and word not in WEAK)
    if two:
        return size if (strange or told) and sure and not works(run[start : start + size]) else 0
    never = around.BREAKS if word in WEAK else around.GRAMMAR | _NOT_LAST
    return size if (called or titled) and unseen[at] and given[0] not in never else 0


def is_thing(word: str) -> bool:
    """Whether a word is what the unknown characters in front of it are a sort of."""
    return len(word) > 1 and kind_of(word) == "n" and times_of(word) > _RARITY.mistaken


def _is_short_name(word: str) -> bool:
    return len(word) == 2 and word[0] in SURNAMES and kind_of(word) == "nr" and not works(word)


def _calls(before: str) -> bool:
    """Whether a word is one that people are called by: 医生, but not 出生."""
    lives = before[-1:] == "生" and kind_of(before) == "v"  # 逃生
    return len(before) > 1 and bool(around.CALLED.search(before)) and before not in around.NOT_CALLED and not lives


def _is_merged_name(run: str, before: str, start: int) -> bool:
    """Whether a name stands behind what somebody is called though its characters make other words: 站长盛大同."""
    name = run[start : start + 3]
    if len(name) < 3 or name[0] not in SURNAMES - WEAK or not _calls(before):
        return False
    common = max(times_of(name[:2]), times_of(name[1:])) >= _RARITY.rare or set(name) & _NOT_IN
    return not common and not works(name) and not times_of(name) and not inside_word(run, start + 3)


def _is_odd_name(words: list[str], unseen: list[bool], at: int) -> bool:
    """Whether three characters behind an office are a name whose first one no list of surnames has: 局长字学林."""
    name = words[at : at + 3]
    fits = len(name) == 3 and all(len(one) == 1 and one not in around.BREAKS | _NOT_LAST for one in name)
    return fits and _calls(words[at - 1]) and words[at - 1][-1] in "长记任" and unseen[at] and unseen[at + 1]


def _is_full_name(word: str) -> bool:
    """Whether the dictionary has a name of a person, and not a word by mistake: 祝福声, 松岗镇."""
    mistaken = times_of(word[:2]) > _RARITY.mistaken or word[-1] in PLACE_ENDINGS
    return kind_of(word) == "nr" and not works(word) and not mistaken


def _beside(run: str, before: str, end: int, *, called: bool) -> bool:
    """Whether something beside a surname and a word says that they are a name: 所长汤兴旺, 市住建局訾海燕。"""
    rare = times_of(run[end - 2 : end]) < _RARITY.built
    at_end = end == len(run) and (
        before[-1:] in around.OFFICES or (before == "的" and rare and run[end - 3] not in WEAK)
    )
    return called or bool(around.TITLED.match(run, end)) or at_end
