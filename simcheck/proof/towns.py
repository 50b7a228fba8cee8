"""Towns: places that a text names without their ending, known from the dictionary or from the divisions of China."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.proof import around
from simcheck.proof.gazetteer import divisions, no_places, no_stems, stem_of
from simcheck.proof.name import Name
from simcheck.proof.people import NATIONAL
from simcheck.proof.rarity import GRAMS, works
from simcheck.scoring import SCORING
from simcheck.text.words import kind_of, segmented, times_of

_RARITY = SCORING.rarity

_VISITED = regex("(?:学习|借鉴|对标|赶超|[赴到去向从像与和同跟比送往自、])$")
_EXAMPLE = regex("(?:经验|模式|做法|等地|方向|、|那样|会议|精神)")
#: A common word has so many characters.
_PAIR = 2
_LAND = frozenset("河江湖山岭沟湾塘坝桥口镇村庄寨堡坪溪峡岛洲")


def known_to_all(name: str) -> bool:
    """Whether many texts say a name of three characters or more, such as 绿水青山: nobody's leftover. Cities are some.

    >>> known_to_all("绿水青山"), known_to_all("彭家旺")
    (True, False)
    """
    return len(name) > 2 and works(name) > _RARITY.works and not _is_stem(name) and name not in divisions()


def known(word: str, start: int) -> Iterator[Name]:
    """A word that the dictionary calls a name of a place, and few texts say; and one that ends in a house: 板桥中学."""
    house = around.HOUSE.search(word) if len(word) > _PAIR else None
    if house and times_of(word) < _RARITY.mistaken and not works(word) and word[: house.start()] not in around.SORTS:
        yield Name(start, start + len(word), "unit")
    if (
        len(word) < 2
        or kind_of(word) != "ns"
        or word in around.SORTS
        or word in no_stems() | no_places()
        or _is_stem(word)
    ):
        return
    longer = len(word) > 2 and word[-1] not in _LAND and times_of(word[:2]) > _RARITY.mistaken
    longer = longer or (times_of(word) < _RARITY.scarce and works(word) > GRAMS)
    mistaken = longer or word[0] in "各全本入出进归退海小"
    if (
        times_of(word) < _RARITY.rare
        and works(word) < _RARITY.works
        and not mistaken
        and word[-1] not in "里上中下内外"
    ):
        yield Name(start, start + len(word), "place")


def without_ending(run: str, starts: tuple[int, ...]) -> Iterator[Name]:
    """Cities and counties without their ending: 资中, 铜梁."""
    ends = frozenset(starts)
    for start in starts[:-1]:
        if run[max(0, start - 1) : start + 2] in NATIONAL:
            continue  # 赵尚志
        for size in (4, 3, 2):
            word = run[start : start + size]
            if len(word) == size and start + size in ends and _is_stem(word) and word not in no_places():
                yield Name(start, start + size, "place")
                break


def towns(text: str) -> Iterator[tuple[str, str]]:
    """Cities and counties that a text names without their ending, with their full names, where only one is called so.

    Where one goes, what one learns from and whom one helps is another place than one's own.

    >>> list(towns("绥江是移民县，玉门的戈壁上出过铁人，要学习安吉经验。"))
    [('绥江', '绥江县'), ('玉门', '玉门市')]
    """
    for run in re.finditer("[\u4e00-\u9fff]+", text):
        for one in without_ending(run[0], (0, *segmented(run[0]))):
            town = run[0][one.start : one.end]
            full = _full_names().get(town, ())
            at = run.start() + one.start
            visited = _VISITED.search(text, max(0, at - 4), at) or _EXAMPLE.match(text, at + len(town))
            if len(full) == 1 and not visited and not run[0].startswith(tuple("省市县区州盟旗镇乡村"), one.end):
                yield town, full[0]


def is_town(word: str) -> bool:
    """Whether a city or a county is called so without its ending."""
    return word in _full_names()


@functools.cache
def _full_names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in divisions():
        found[stem_of(name)] = (*found.get(stem_of(name), ()), name)
    return found


def _is_stem(word: str) -> bool:
    """Whether a city or a county is called so without its ending, and nothing else; provinces are everybody's."""
    return word in _full_names() and _is_called(word)


@functools.cache
def _is_called(word: str) -> bool:
    names = _full_names()[word]
    if not all(divisions()[name] for name in names) or word in no_stems() | around.SORTS | around.WORDS:
        return False
    return any(2 <= len(word) < len(name) and (_is_city(name) or _is_nothing_else(word)) for name in names)


def _is_city(name: str) -> bool:
    return name.endswith(("市", "州", "地区")) and len(divisions()[name]) == 1


def _is_nothing_else(stem: str) -> bool:
    """Whether a name without its ending is hardly ever another word."""
    times = times_of(stem)
    if len(stem) > GRAMS or works(stem) < _RARITY.works:
        rare = times < _RARITY.mistaken or times < _RARITY.county * max(times_of(stem + ending) for ending in "县市区")
        if rare:
            return True
    return kind_of(stem) == "ns" and times < _RARITY.common
