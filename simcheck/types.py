"""The nouns: every type that crosses a module, and nothing else.

Offsets are code points of the *original* text, half-open: ``text[start:end]`` is the thing itself. Similarity and
score grow with closeness. Shares lie in [0, 1].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from simcheck.errors import UsageError

Kind = Literal["verbatim", "edited", "paraphrase", "translation"]
Reason = Literal["set_phrase", "quotation", "own_work", "baseline", "unchanged"]
Decision = Literal["pass", "fail"]
Severity = Literal["note", "warning", "error"]
LimitName = Literal["max_overlap", "max_source", "max_passage", "max_run"]

KINDS: tuple[Kind, ...] = get_args(Kind)
REASONS: tuple[Reason, ...] = get_args(Reason)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
LIMITS: tuple[LimitName, ...] = get_args(LimitName)

SCHEMA_NAME = "simcheck-report"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A text with a name: a draft, or a source of the corpus.

    >>> Document("讲话.txt", "各位代表：现在报告工作。").text[:4]
    '各位代表'
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of comparison: ``document.text[start:end]`` in the original, ``text`` after normalisation.

    ``heading`` marks a short line without a sentence mark, such as 一、工作回顾; it is never evidence by itself.
    """

    start: int
    end: int
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a match: the code points ``[start, end)`` of the document named ``document_id``."""

    document_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EqualRun:
    """A run of characters that both passages share: offsets of the two whole documents, and how many letters it
    has."""

    draft_start: int
    draft_end: int
    source_start: int
    source_end: int
    letters: int


@dataclass(frozen=True, slots=True)
class Match:
    """Two passages that belong together.

    ``score`` is the confidence that the reuse is real, ``verbatim`` the share of the draft passage's letters
    that also stand in the source passage. ``ignored`` says why a match is shown but not counted; None means
    that it counts. ``also_in`` names further sources that hold the same passage, the best one being ``source``.
    ``note`` is what a person said when accepting it. ``accepted`` are the stretches of the draft passage that were
    accepted, as offsets of the draft in order and apart: a match that counts does not count with them.
    """

    draft: Passage
    source: Passage
    kind: Kind
    score: float
    verbatim: float
    ignored: Reason | None = None
    equal: tuple[EqualRun, ...] = ()
    also_in: tuple[str, ...] = ()
    note: str | None = None
    accepted: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the draft itself, such as invisible characters that hide a copy.

    ``kind`` is a stable word (``zero_width``, ``homoglyph``, ``watermark`` …), ``count`` how many characters it
    concerns between ``start`` and ``end``.
    """

    kind: str
    start: int
    end: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of the draft is reused. All shares are of ``characters``, the draft's visible characters.

    ``overlap`` is the share under the union of the *counted* matches and the one the gate looks at. ``total``
    also holds the ignored ones; each ``without_*`` leaves out one reason only. ``largest_source`` is the
    counted share of the source that gives most, ``longest_run`` the longest run of equal letters in a counted
    match. What is accepted of a counted match is in ``total`` alone. The figures ``*_by_kind`` are those of the
    counted matches of one kind, a kind without any being left out.
    """

    characters: int
    reused_characters: int
    overlap: float
    total: float
    without_quotations: float
    without_set_phrases: float
    without_own_work: float
    largest_source: float
    largest_source_id: str | None
    longest_run: int
    matches: int
    ignored_matches: int
    by_kind: dict[str, int]
    overlap_by_kind: dict[str, float] = field(default_factory=dict)
    largest_source_by_kind: dict[str, float] = field(default_factory=dict)
    longest_run_by_kind: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: what ``name`` says of the matches of one ``kind``, or of all for None, may not be above ``value``.

    Passing an "error" fails the gate; a "warning" or a "note" is told only.
    """

    name: LimitName
    kind: Kind | None
    value: float
    severity: Severity


@dataclass(frozen=True, slots=True)
class Limits:
    """What the gate allows; None switches a limit off. Shares are of the draft's characters.

    ``by_kind`` holds further limits for the matches of one kind, ``severity`` what passing a limit means where that is
    not an error; both name a limit as ``max_run``, or ``max_run.verbatim`` for one kind. Raises UsageError for a name
    that is none.

    >>> limits = Limits(by_kind={"max_overlap.translation": 0.05}, severity={"max_overlap.translation": "warning"})
    >>> [(limit.name, limit.kind, limit.severity) for limit in limits.active()]
    [('max_overlap', None, 'error'), ('max_overlap', 'translation', 'warning')]
    """

    max_overlap: float | None = 0.10
    max_source: float | None = None
    max_passage: int | None = None
    max_run: int | None = None
    by_kind: dict[str, float] = field(default_factory=dict)
    severity: dict[str, Severity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_kinds = {f"{name}.{kind}" for name in LIMITS for kind in KINDS}
        for name in (*self.by_kind, *self.severity):
            if name not in of_kinds and (name in self.by_kind or name not in LIMITS):
                raise UsageError(
                    f"{name!r} is no limit; limits are {', '.join(LIMITS)}, and max_run.verbatim for one kind"
                )

    def active(self) -> Iterator[Limit]:
        """The limits that are set, each with its severity; those for one kind after those for all."""
        general = (self.max_overlap, self.max_source, self.max_passage, self.max_run)
        for name, value in zip(LIMITS, general, strict=True):
            if value is not None:
                yield Limit(name, None, value, self.severity.get(name, "error"))
        for name in LIMITS:
            for kind in KINDS:
                value = self.by_kind.get(f"{name}.{kind}")
                if value is not None:
                    severity = self.severity.get(f"{name}.{kind}", self.severity.get(name, "error"))
                    yield Limit(name, kind, value, severity)


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A limit that was passed, and the ``value`` that is above it: a share, or a number of characters."""

    limit: Limit
    value: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """``decision`` is "fail" when a limit of severity "error" is passed; ``reasons`` say which, one sentence each.

    ``exceeded`` are all limits that are passed, those that only warn too.
    """

    decision: Decision
    reasons: tuple[str, ...] = ()
    exceeded: tuple[Exceeded, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What a corpus holds and what made it; ``path`` is None for texts that were compared in memory."""

    path: str | None
    documents: int
    sentences: int
    characters: int
    model: str
    dimension: int
    normalization: int


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one check. ``matches`` are in the order of the draft; nothing overlaps among counted
    matches' draft sides."""

    draft: Document
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]
    figures: Figures
    verdict: Verdict
    corpus: CorpusInfo
    warnings: tuple[str, ...] = ()
    version: str = ""
    limits: Limits = field(default_factory=Limits)

    @property
    def counted(self) -> tuple[Match, ...]:
        """The matches that count, those without a reason to ignore them."""
        return tuple(match for match in self.matches if match.ignored is None)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, as ``simcheck/data/report.schema.json`` describes it. The draft's text is
        left out."""
        data = asdict(self)
        data["draft"] = {"id": self.draft.id, "characters": len(self.draft.text)}
        return {"schema": SCHEMA_NAME, "schema_version": SCHEMA_VERSION, **data}
