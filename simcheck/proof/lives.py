"""Lives: the years of one house or one person, 建于1974年, 1987年参加工作: no history that every text may tell."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.patterns import regex

_YEAR = r"(?:19|20)\d\d年"
_OF_ONE = regex(
    rf"(?:[建生办创修种始][于在]|成立于|出生于|投产于|毕业于|落成于)(?P<behind>{_YEAR})"
    rf"|(?P<own>{_YEAR})，?(?:村里|厂里|校里|社里|镇里)?(?:办起|建起|盖起|修起|开起)"
    rf"|自(?P<since>{_YEAR})[\u4e00-\u9fff]{{1,6}}以来"
    rf"|(?P<before>{_YEAR})(?:\d{{1,2}}月)?(?:参加工作|出生|生(?=[，。；、])|生于|入党|入伍|从警|从教|从医|退伍|转业|退休|毕业|考[入取上]|嫁|承包|返乡|回乡|创办|建[成校厂院场所站]|投[产用]|通车|开工|动工|落成|撤[乡县区镇]|搬迁|改制|破产)"
)
#: What belongs to the country.
_WIDE = regex("中国|中华|全国|国家|我国|世界|联合国|党中央|长征|抗[日美战]|革命|起义|战争")
_LAW = regex("禁捕|施行|颁布|修正|修订|公布|》")


def years_of_one(text: str, now: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the years in which something of one place was founded, or a life took a turn; none behind ``now``.

    >>> text = "我校建于1974年。他1987年参加工作。新中国成立于1949年。中国共产党建于1921年。"
    >>> [text[start:end] for start, end in years_of_one(text)]
    ['1974年', '1987年']
    """
    for found in _OF_ONE.finditer(text):
        group = found.lastgroup or ""
        first = max(text.rfind(mark, 0, found.start()) for mark in "。！？；\n") + 1
        past = not now or int(found[group][:4]) <= now
        last = min((at for mark in "。！？；\n" if (at := text.find(mark, found.end())) >= 0), default=len(text))
        if past and not _WIDE.search(text, first, last):
            yield found.span(group)


def is_of_all(sentence: str) -> bool:
    """Whether what a sentence says happened to the country, or is the day of a law."""
    return bool(_WIDE.search(sentence) or _LAW.search(sentence))


def is_of_one(sentence: str) -> bool:
    """Whether a sentence tells of such a year."""
    return any(True for _ in years_of_one(sentence))
