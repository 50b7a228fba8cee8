"""Authors: whether a source is by one of the names that its author's field holds, and names that no source is by."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from simcheck.accept.fingerprint import plain_letters
from simcheck.caching import MIB, memoize
from simcheck.messages import Message
from simcheck.patterns import regex
from simcheck.report import Report

#: What stands between the words of an author's field.
_BETWEEN_WORDS = regex(r"[\s、，,;；:：/·（）()]+")
#: A post, wherever it stands.
POST = (
    r"(?:党组|党委|常务|执行)?副?(?:书记|主任|[省市县区州镇乡局部院厅处科校所]长|检察长|秘书长|主席|总经理|董事长|同志)"
)
#: A post at the end of what stands before a name, and at the beginning of what stands behind an office.
_ENDS_IN_POST, _BEGINS_WITH_POST = regex(f"{POST}$"), regex(POST)
#: Names of the same office: 县人民政府 and 县政府, 中共县委员会 and 县委.
_SHORT = (("人民政府", "政府"), ("委员会", "委"), ("中共", ""), ("中国共产党", ""))
#: How many names a warning lists.
_NEAREST = 3


def is_own(author: str, names: Iterable[str]) -> bool:
    """Whether one of the names stands in a source's author, of width, spaces and short forms of offices apart.

    It is the whole field or a word of it; a person stands at the end of a word behind a post, an office at its
    beginning before one. A name of a single letter is none.

    >>> [is_own("青禾县人民政府县长 张三", [name]) for name in ("张三", "青禾县政府", "青禾县", "张")]
    [True, True, False, False]
    """
    words = [plain(word) for word in (author, *_BETWEEN_WORDS.split(author))]
    return any(len(name) > 1 and any(_is_word(name, word) for word in words) for name in map(plain, names))


def _is_word(name: str, word: str) -> bool:
    if name == word:
        return True
    if word.endswith(name) and _ENDS_IN_POST.search(word[: -len(name)]):
        return True
    return word.startswith(name) and bool(_BEGINS_WITH_POST.match(word, len(name)))


def words_of(author: str) -> list[str]:
    """The words of an author's field: offices, posts and persons, as far as spaces and commas part them."""
    return [word for word in _BETWEEN_WORDS.split(author) if word]


@memoize(MIB)
def plain(text: str) -> str:
    """The letters of a name, an office's in its short form: 青禾县政府 for 青禾县人民政府."""
    letters = plain_letters(text)
    for long, short in _SHORT:
        letters = letters.replace(long, short)
    return letters


def with_strangers(report: Report, names: Iterable[str], authors: Callable[[], Iterable[str]]) -> Report:
    """The report, which warns of each name that none of the corpus's ``authors`` holds; these are only asked for where
    no source of the report is by it, and no warning says that its text is signed by it."""
    of_report = {source.author for source in report.sources if source.author}
    of_report |= {str(one.values["name"]) for one in report.warnings if one.code == "maybe_own_signed"}
    absent = [name for name in dict.fromkeys(names) if not any(is_own(author, [name]) for author in of_report)]
    if not absent:
        return report
    known = sorted(set(authors()))
    told = tuple(_strangers(absent, known))
    return replace(report, warnings=(*report.warnings, *told)) if told else report


def _strangers(names: Iterable[str], authors: list[str]) -> Iterator[Message]:
    for name in names:
        if not authors:
            yield Message("author_untold", {"name": name})
        elif not any(is_own(author, [name]) for author in authors):
            yield Message("author_unknown", {"name": name, "known": "、".join(_nearest(name, authors))})


def _nearest(name: str, authors: list[str]) -> list[str]:
    """The authors that are most like a name, the best first."""

    def likeness(author: str) -> float:
        words = [author, *_BETWEEN_WORDS.split(author)]
        return max(difflib.SequenceMatcher(None, plain(name), plain(word)).ratio() for word in words)

    shown = {re.sub(r"\s+", " ", author.strip())[:40]: likeness(author) for author in authors}
    return sorted(shown, key=lambda one: (-shown[one], one))[:_NEAREST]
