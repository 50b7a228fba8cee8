"""Filters: which documents of a corpus a draft is checked against."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - a filter has a date of its own
from unicodedata import normalize

from simcheck.errors import UsageError
from simcheck.patterns import regex

#: A day, a month or a year.
_DATE = regex(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

#: The name in ``Document.meta`` under which the class of a source stands.
CLASS = "class"

Names = str | Collection[str]
When = str | Day | None


@dataclass(frozen=True, slots=True)
class Filter:
    """The documents of a corpus that a check looks at: those of which everything that is said here is true.

    ``ids`` are their names, ``class_`` is the class of source, one or several, that stands in ``meta`` under ``class``,
    or else ``Document.source_class``, ``author`` one name or several, white space and width apart. ``date`` is a first
    and a last day, both included, each as ``2024-03-05``, ``2024-03``, ``2024``, a ``datetime.date``, or None for any;
    a document whose date is a month or a year passes if some of its days do, one without a date does not pass. Of
    ``meta`` every name must have this value in ``Document.meta``. What is None says nothing.

    Raises UsageError for a date that is none, for a last day before the first, and for what is not text.

    >>> last_year = Filter(author="市人民政府", date=("2024", "2024"), meta={"场合": "两会"})
    >>> last_year.passes("甲.txt", "市人民政府", "2024-01", {"场合": "两会"})
    True
    """

    ids: Names | None = None
    class_: Names | None = None
    author: Names | None = None
    date: tuple[When, When] | None = None
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for what, said in (("ids", self.ids), ("class_", self.class_), ("author", self.author)):
            if said is not None and not _are_texts((said,) if isinstance(said, str) else said):
                raise _wrong(f"{what}: {said!r} is neither a text nor several; write ['2024.txt']")
        if not isinstance(self.meta, Mapping) or not _are_texts([*self.meta, *self.meta.values()]):
            raise _wrong(f"meta: {self.meta!r} names no texts; write {{'场合': '两会'}}")
        if self.date is not None:
            if not isinstance(self.date, tuple | list) or len(self.date) != 2:
                raise _wrong(f"date: {self.date!r} is no first and last day; write ('2024', None)")
            for day in filter(None, self.date):
                if not isinstance(day, Day) and not (isinstance(day, str) and _DATE.fullmatch(day)):
                    raise _wrong(f"date: {day!r} is no date; write 2024-03-05, 2024-03 or 2024")
            first, last = map(str, self.date)
            if None not in self.date and last < first[: len(last)]:
                raise _wrong(f"date: {last} comes before {first}; name the first day first")

    def passes(self, identity: str, author: str | None, date: str | None, meta: Mapping[str, str]) -> bool:
        """Whether a document passes, of which this is known."""
        return (
            (self.ids is None or normalize("NFC", identity) in _names(self.ids))
            and (self.class_ is None or meta.get(CLASS) in _names(self.class_))
            and (self.author is None or (author is not None and _plain(author) in map(_plain, _names(self.author))))
            and (self.date is None or (date is not None and self._in_time(date)))
            and all(meta.get(name) == value for name, value in self.meta.items())
        )

    def _in_time(self, date: str) -> bool:
        """A date that is cut short stands for all of its days; so texts are compared as far as both of them go."""
        first, last = (None if day is None else str(day) for day in self.date or (None, None))
        since = first is None or date[: len(first)] >= first[: len(date)]
        return since and (last is None or date[: len(last)] <= last[: len(date)])


def _names(said: Names) -> Collection[str]:
    names = (said,) if isinstance(said, str) else said
    return frozenset(normalize("NFC", name) for name in names)


def _are_texts(said: object) -> bool:
    """Whether this is a collection of texts; one that can be gone through once is none."""
    return isinstance(said, Collection) and all(isinstance(one, str) for one in said)


def _wrong(what: str) -> UsageError:
    return UsageError(what, code="usage.filter")


def _plain(name: str) -> str:
    return "".join(normalize("NFKC", name).casefold().split())
