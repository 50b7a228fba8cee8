"""Identity: of which place and year a text is, told from its title, its signature, and what it says most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from simcheck.caching import memoize_per_object
from simcheck.patterns import regex
from simcheck.proof.entities import read_lines
from simcheck.proof.gazetteer import divisions, level, places, stem_of
from simcheck.proof.recognised import is_name
from simcheck.proof.signed import BEFORE_OFFICE, addressees, outer_lines, signing_lines
from simcheck.proof.towns import towns
from simcheck.scoring import SCORING
from simcheck.text.structure import structure
from simcheck.types import Document, Identity

_NUMBERS = SCORING.identifying

#: 全市, 我县: how wide the place is that a text speaks for, when it says so often enough.
_OURS = regex("(?:我(?=省)|[全我](?!省))([省市县区州旗镇乡])")
#: 县委、县政府: whose offices a text speaks of without a name.
_OFFICES = regex(r"(?<![\u4e00-\u9fff])([市县区州旗镇乡])(?:委|政府|人民政府|党委|人大|政协)(?!员)")
#: Before the name of a place that a text only speaks of: 与清溪县共建, 借鉴清溪县的办法; and behind it.
_OF_OTHERS = regex(
    "(?:[与和同跟比较、]|学习|借鉴|赴|参考|参照|推广|考察|赶超|邻[县区市旗]|(?:相邻|毗邻|邻近|接壤|帮扶范围|同[是为][^，。；]{0,6})的|委托|对接|联合|邀请)$"
)
_WITH_OTHERS = regex(
    "[^，。；]{0,16}(?:可以借鉴|值得学习|的(?:办法|做法|经验|教训)|交界|接壤|毗邻)|(?:、[^，。；、]{2,8})*等(?:地|县|市|区)"
)
_YEAR = regex(r"(?<!\d)(20\d\d)年")
#: When a meeting was held, in the head of its minutes.
_WHEN = regex(r"^(?:会议)?时间[：:]\s?(20\d\d)年", re.MULTILINE)
_YEAR_OF_TITLE = regex(r"(?<!\d)(20\d\d)(?:年|年度)")
#: 我代表青禾县人民政府.
_SPEAKS_FOR = regex("我谨?代表(?:中共)?$")
#: Parts of a frame in which anybody's place may be named.
_SAID = frozenset(("salutation", "copies", "opening", "closing"))
#: The last characters of names of places, the widest first.
_WIDTH = "市州盟县旗区道镇乡省"
_SPEAKS = frozenset("省市县区旗州盟镇乡") | {"自治区", "自治州", "街道"}


def identity_of(document: Document, given: Identity | None = None) -> Identity:
    """The place and the year of a text; what is ``given`` holds, and None is what nothing tells.

    >>> identity_of(Document("稿", "在青禾县防汛工作会议上的讲话\\n（2026年5月6日）\\n同志们：\\n青禾县今年雨多。"))
    Identity(place='青禾县', year=2026)
    """
    place = given.place if given and given.place else _place(document)
    year = given.year if given and given.year else _year(document)
    return Identity(place, year)


def _place(document: Document) -> str | None:
    best = place_votes(document).most_common()
    equal = [name for name, count in best if count == best[0][1]]
    if len(equal) > 1:  # a title is written anew more often than who signs
        equal = [name for name in equal if name in document.text.partition("\n")[0]]
    if len(equal) != 1:
        return None
    name, count = equal[0], best[0][1]
    return name if count >= (_NUMBERS.listed if name in divisions() else _NUMBERS.unlisted) else None


@memoize_per_object
def place_votes(document: Document) -> Counter[str]:
    """How much speaks for each place to be the one that a text is of."""
    text = document.text
    framed = [(part.start, part.end) for part in structure(text) if part.kind not in _SAID]
    outer = outer_lines(text)
    votes: Counter[str] = Counter()
    for about in (document.author or "", document.title or "", document.id):
        for start, end in places(about):
            votes[about[start:end]] += _NUMBERS.framed
    spans = _named(text)
    begun = {start for start, _ in spans}
    for start, end in spans:
        name = text[start:end]
        outside = any(first <= start < last for first, last in outer)
        inside = outside or any(first <= start < last for first, last in framed)
        inside = inside or bool(_SPEAKS_FOR.search(text, max(0, start - 8), start))
        if level(name) not in _SPEAKS or (inside and end in begun):  # 重庆市涪陵区
            continue
        office = _NUMBERS.office if BEFORE_OFFICE.match(text, end) else _NUMBERS.said
        if inside or not _of_others(text, start, end):
            votes[name] += _NUMBERS.framed + outside if inside else office
    for name in addressees(text):
        del votes[name]
    wide, listed = spoken_for(text) or "", [span for span in spans if span[1] not in begun]
    signed = _numbered(text, votes) or _signed(document, listed)
    most = max(votes.values(), default=0)
    return Counter(
        {
            name: count + most * (name in signed)
            for name, count in votes.items()
            if name in signed or name.endswith(wide)
        }
    )


def _signed(document: Document, named: list[tuple[int, int]]) -> set[str]:
    """The places whose office, or whose head, signs a text, issues it or speaks, where its title names no other one."""
    text, lines = document.text, signing_lines(document.text)
    author = document.author or ""
    found = {author[start:end] for start, end in places(author)}
    found |= {text[a:b] for a, b in named if any(start <= a < end for start, end in lines)}
    titles = [(part.start, part.end) for part in structure(text) if part.kind == "title"] or outer_lines(text)[:1]
    titled = {
        text[a:b] for a, b in named if any(start <= a < end for start, end in titles) and not _of_others(text, a, b)
    }
    titled -= addressees(text)
    return found if titled <= found or not titled else set()


def _numbered(text: str, named: Iterable[str]) -> set[str]:
    """The place that a title says, with its ending or not (恭城月柿节), and a number by its first character (恭政办函),
    where no other one begins with it."""
    parts = [(part.kind, text[part.start : part.end].strip()) for part in structure(text)]
    title = "\n".join(said for kind, said in parts if kind == "title")
    first = {said[:1] for kind, said in parts if kind == "number"}
    found = {name for name in named if name[0] in first}
    return found if len(found) == 1 and stem_of(*found) in title else set()


def spoken_for(text: str) -> str | None:
    """How wide the place is that a text speaks for, by the last character of its name; None where it does not say.

    >>> spoken_for("全县都要动手，我县已有经验，全市排名靠前。"), spoken_for("全县都要动手。")
    ('县', None)
    """
    said = widths(text).most_common(2)
    clear = said and said[0][1] >= _NUMBERS.wide and (len(said) == 1 or said[0][1] > said[1][1])
    return said[0][0] if clear else None


def widths(text: str) -> Counter[str]:
    """How often a text says 全县, 我市 or 县委, by what they end their names with.

    >>> widths("全县都要动手，我县已有经验，全市排名靠前。")
    Counter({'县': 2, '市': 1})
    """
    return Counter(found[1] for pattern in (_OURS, _OFFICES) for found in pattern.finditer(text))


def _named(text: str) -> list[tuple[int, int]]:
    """Spans of the names of places: what no list has needs evidence, which 务工乡 has not."""
    spans = list(places(text))
    unlisted = {span for span in spans if text[slice(*span)] not in divisions()}
    read_lines(text, unlisted)
    return [span for span in spans if span not in unlisted or is_name(text, *span)]


def _of_others(text: str, start: int, end: int) -> bool:
    """Whether a place is told of as another one than that of the text."""
    return bool(_OF_OTHERS.search(text, max(0, start - 12), start) or _WITH_OTHERS.match(text, end))


def _year(document: Document) -> int | None:
    text = document.text
    for part in reversed(structure(text)):
        if part.kind in ("date", "occasion") and (found := _YEAR.search(text, part.start, part.end)):
            return int(found[1])
    if document.date:
        return int(document.date[:4])
    for part in structure(text):
        if part.kind in ("title", "number") and (found := re.search(r"20\d\d", text[part.start : part.end])):
            return int(found[0])
    first = text.strip("\n").partition("\n")[0]
    if len(first) <= _NUMBERS.title and (found := _YEAR_OF_TITLE.search(first)):
        return int(found[1])
    if found := _WHEN.search(text):
        return int(found[1])
    now = datetime.now().astimezone().year  # a plan names years to come more often than its own
    years = Counter(year for found in _YEAR.finditer(text) if now - _NUMBERS.old <= (year := int(found[1])) <= now + 1)
    told = [(count, year) for year, count in years.items() if year <= now] or [(1, year) for year in years]
    return max(told)[1] if told else None


def is_narrower(place: str, other: str | None) -> bool:
    """Whether a place is of a narrower level than another one.

    >>> is_narrower("汪洋镇", "仁寿县"), is_narrower("青禾县", "仁寿县"), is_narrower("汪洋镇", None)
    (True, False, False)
    """
    return other is not None and _width(place) > _width(other)


def own_place(document: Document, others: str) -> str | None:
    """The place that a text speaks of and its sources do not: the widest, of those the one that it names most often.

    >>> own_place(Document("稿", "临淮市的河道清障早了一个月，杏花镇也是。"), "临江市的泵站全部试机。")
    '临淮市'
    """
    names = place_votes(document)
    known = [name for name in names if name not in others and level(name) in _SPEAKS]
    named = min(known, key=lambda name: (_width(name), -names[name]), default=None)
    return named or _by_stem(document.text, others)


def _width(place: str) -> int:
    """How narrow a place is by its ending, the widest ones first."""
    return _WIDTH.index(level(place)[-1:])


def _by_stem(text: str, others: str) -> str | None:
    """The county or city that a text says without its ending and its sources do not, if it is only one."""
    outer = "\n".join(text[start:end] for start, end in outer_lines(text))
    for told in (outer, text):
        said = {town: full for town, full in towns(told) if town not in others}
        if said:
            return next(iter(said.values())) if len(said) == 1 else None
    return None
