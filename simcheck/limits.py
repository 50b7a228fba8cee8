"""Limits: what the gate allows, which limits were passed, and the verdict that follows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from simcheck.errors import UsageError
from simcheck.messages import Message, Value
from simcheck.signatures import require, require_fields
from simcheck.types import FINDINGS, KINDS, FindingKind, Kind

Decision = Literal["pass", "fail"]
Severity = Literal["note", "warning", "error"]
LimitName = Literal[
    "max_overlap",
    "max_source",
    "max_passage",
    "max_run",
    "max_own",
    "max_authority",
    "max_mosaic",
    "max_probability",
]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
LIMITS: tuple[LimitName, ...] = get_args(LimitName)
#: The limits that are shares of the draft; the others are numbers of characters.
SHARES = ("max_overlap", "max_source", "max_own", "max_authority", "max_mosaic", "max_probability")
#: The limits that look at the counted matches, of all kinds or of one; the others look at all matches of a reason.
OF_KINDS: tuple[LimitName, ...] = ("max_overlap", "max_source", "max_passage", "max_run")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: what ``name`` says of the matches of one ``kind``, or of all for None, may not be above ``value``.

    Passing an "error" fails the gate; a "warning" or a "note" is told only.
    """

    name: LimitName
    kind: Kind | None
    value: float
    severity: Severity

    def __post_init__(self) -> None:
        require_fields(self)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the gate allows; None switches a limit off. Shares are of the draft's characters.

    ``max_own`` and ``max_authority`` limit what is own work, and what are superiors' words; neither has part in
    ``max_overlap``. ``max_probability`` is the greatest probability that the draft as a whole reuses some source
    (``Report.reuse``), whatever share of it that is.

    ``max_mosaic`` limits what stands in runs of ten letters, and in slightly reworded sentences, of many documents
    (``Figures.mosaic``), whether or not a single one of them counts: honest drafts stay below a fifth, one put together
    from sentences is above half.

    ``by_kind`` holds further limits for the matches of one kind, ``severity`` what passing a limit means where that is
    not an error; both name a limit as ``max_run``, or ``max_run.verbatim`` for one kind.

    By default a tenth of a draft may be reused, no passage of more than 500 characters, and no run of more than 250:
    a copied page is one in a book of a thousand pages too. What two honest texts share by taking over an article of a
    law, say, stays below 200 characters in a row (benchmarks/README.md).

    ``fail_on`` are the kinds of findings with which no draft passes. By default these are parts of the file that hold
    text and could not be read: a copy may stand there for every reader. Text that no reader sees is taken out before
    anything is compared and can make no copy pass; templates and web pages hold some in all honesty, so that it is told
    and fails only a gate that asks for it.

    Raises UsageError for a name that is none, and for a value that means none: 5 is no share, 0.05 is.

    >>> limits = Limits(by_kind={"max_overlap.translation": 0.05}, severity={"max_overlap.translation": "warning"})
    >>> [(limit.name, limit.kind, limit.severity) for limit in limits.active()]  # doctest: +NORMALIZE_WHITESPACE
    [('max_overlap', None, 'error'), ('max_passage', None, 'error'), ('max_run', None, 'error'),
     ('max_mosaic', None, 'error'), ('max_overlap', 'translation', 'warning')]
    """

    max_overlap: float | None = 0.10
    max_source: float | None = None
    max_passage: int | None = 500
    max_run: int | None = 250
    max_own: float | None = None
    max_authority: float | None = None
    max_mosaic: float | None = 0.25
    max_probability: float | None = None
    by_kind: dict[str, float] = field(default_factory=dict)
    severity: dict[str, Severity] = field(default_factory=dict)
    fail_on: tuple[FindingKind, ...] = ("unread_parts",)

    def __post_init__(self) -> None:
        require("by_kind", self.by_kind, dict[str, object])
        require("severity", self.severity, dict[str, object])
        require("fail_on", self.fail_on, tuple[object, ...] | list[object])
        of_kinds = {f"{name}.{kind}" for name in OF_KINDS for kind in KINDS}
        for name in (*self.by_kind, *self.severity):
            if name not in of_kinds and (name in self.by_kind or name not in LIMITS):
                raise UsageError(
                    f"{name!r} is no limit; limits are {', '.join(LIMITS)}, and max_run.verbatim for one kind",
                    code="limits.invalid",
                )
        for name, value in (*((name, getattr(self, name)) for name in LIMITS), *self.by_kind.items()):
            if value is not None:
                _require_limit(name, value)
        for name, severity in self.severity.items():
            if severity not in SEVERITIES:
                raise UsageError(f"{name}: {severity!r} is none of {', '.join(SEVERITIES)}", code="limits.invalid")
        for kind in self.fail_on:
            if kind not in FINDINGS:
                raise UsageError(f"fail_on: {kind!r} is none of {', '.join(FINDINGS)}", code="limits.invalid")

    def active(self) -> Iterator[Limit]:
        """The limits that are set, each with its severity; those for one kind after those for all."""
        for name in LIMITS:
            value = getattr(self, name)
            if value is not None:
                yield Limit(name, None, value, self.severity.get(name, "error"))
        for name in OF_KINDS:
            for kind in KINDS:
                value = self.by_kind.get(f"{name}.{kind}")
                if value is not None:
                    severity = self.severity.get(f"{name}.{kind}", self.severity.get(name, "error"))
                    yield Limit(name, kind, value, severity)


def _require_limit(name: str, value: object) -> None:
    """Raise UsageError for a limit that means nothing; one that is not a number, or no share, could never be passed."""
    number = math.nan if isinstance(value, bool) or not isinstance(value, int | float) else value
    if name.startswith(SHARES):
        if not 0 <= number <= 1:
            raise UsageError(f"{name}: {value!r} is no share from 0 to 1; write 0.05 for 5%", code="limits.invalid")
    elif not number >= 0:
        raise UsageError(f"{name}: {value!r} is no number of characters", code="limits.invalid")


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A limit that was passed, and the ``value`` that is above it: a share, or a number of characters."""

    limit: Limit
    value: float

    @property
    def message(self) -> Message:
        """What was passed, in words.

        >>> Exceeded(Limit("max_overlap", "translation", 0.05, "error"), 0.12).message.text("zh")
        '重合比例（译文相近）12.0%，超过上限 5.0%'
        """
        limit = self.limit
        values: dict[str, Value] = {"value": self.value, "limit": limit.value}
        if limit.kind is None:
            return Message(limit.name, values)
        return Message(f"{limit.name}_of_kind", {"kind": limit.kind, **values})


@dataclass(frozen=True, slots=True)
class Verdict:
    """``decision`` is "fail" when a limit of severity "error" is passed, or something is found that ``Limits.fail_on``
    names; ``reasons`` say which.

    A reason is called as its limit, for one kind with ``_of_kind`` behind it, or ``fail_on``. ``exceeded`` are all
    limits that are passed, those that only warn too.
    """

    decision: Decision
    reasons: tuple[Message, ...] = ()
    exceeded: tuple[Exceeded, ...] = ()
