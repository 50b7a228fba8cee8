"""The nouns: every type that crosses a module, and nothing else.

Offsets are code points of the *original* text, half-open: ``text[start:end]`` is the thing itself. Similarity and
score grow with closeness. Shares lie in [0, 1].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from simcheck.errors import UsageError
from simcheck.messages import Language, Value, language_of, words

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
SCHEMA_VERSION = 2


@dataclass(frozen=True, slots=True)
class Document:
    """A text with a name: a draft, or a source of the corpus.

    ``title``, ``author`` (a person or an office) and ``date`` (``2024-03-05``, ``2024-03`` or ``2024``) are None where
    the file does not say.

    >>> Document("讲话.txt", "各位代表：现在报告工作。").text[:4]
    '各位代表'
    """

    id: str
    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None


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
class Message:
    """Something to tell people in their language: the sentence ``message.CODE`` of ``simcheck/data/messages``, and what
    fills its braces. ``str(message)`` is English.

    >>> Message("max_overlap", {"value": 0.344, "limit": 0.1}).text("zh")
    '重合 34.4% > 10.0%'
    """

    code: str
    values: dict[str, Value] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The sentence in a language; a kind of match stands there by its word."""
        said = words(language)
        values = {name: said(f"kind.{value}") if name == "kind" else value for name, value in self.values.items()}
        return said(f"message.{self.code}", **values)

    def to_dict(self, language: Language) -> dict[str, Any]:
        """The message as plain data, with its sentence."""
        return {"code": self.code, "values": dict(self.values), "text": self.text(language)}

    def __str__(self) -> str:
        return self.text("en")


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

    @property
    def message(self) -> Message:
        """What was passed, in words.

        >>> Exceeded(Limit("max_overlap", "translation", 0.05, "error"), 0.12).message.text("zh")
        '重合（翻译）12.0% > 5.0%'
        """
        limit = self.limit
        values: dict[str, Value] = {"value": self.value, "limit": limit.value}
        if limit.kind is None:
            return Message(limit.name, values)
        return Message(f"{limit.name}_of_kind", {"kind": limit.kind, **values})


@dataclass(frozen=True, slots=True)
class Verdict:
    """``decision`` is "fail" when a limit of severity "error" is passed; ``reasons`` say which.

    A reason is called as its limit, for one kind with ``_of_kind`` behind it. ``exceeded`` are all limits that are
    passed, those that only warn too.
    """

    decision: Decision
    reasons: tuple[Message, ...] = ()
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
    matches' draft sides. ``sources`` are the documents that the matches name, each once, with their whole texts, in
    the order of their ids."""

    draft: Document
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]
    figures: Figures
    verdict: Verdict
    corpus: CorpusInfo
    warnings: tuple[Message, ...] = ()
    version: str = ""
    limits: Limits = field(default_factory=Limits)
    sources: tuple[Document, ...] = ()

    @property
    def counted(self) -> tuple[Match, ...]:
        """The matches that count, those without a reason to ignore them."""
        return tuple(match for match in self.matches if match.ignored is None)

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """The report as plain data, as ``simcheck/data/report.schema.json`` describes it.

        The texts of draft and sources are left out. Sentences are in ``language``, or else in the draft's.
        """
        spoken = language or language_of(self.draft.text)
        data = asdict(self)
        data["draft"] = _about(self.draft)
        data["sources"] = [_about(source) for source in self.sources]
        data["verdict"]["reasons"] = [reason.to_dict(spoken) for reason in self.verdict.reasons]
        data["warnings"] = [warning.to_dict(spoken) for warning in self.warnings]
        return {"schema": SCHEMA_NAME, "schema_version": SCHEMA_VERSION, **data}


@dataclass(frozen=True, slots=True)
class Matrix:
    """Documents checked against each other: ``reports[i][j]`` is document i checked against document j alone, None
    where i is j."""

    documents: tuple[Document, ...]
    reports: tuple[tuple[Report | None, ...], ...]

    def pairs(self) -> list[Report]:
        """The reports with a counted match, the largest overlap first."""
        found = [report for row in self.reports for report in row if report is not None and report.counted]
        return sorted(found, key=lambda report: -report.figures.overlap)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """An encoder: the identity that a corpus pins, where it stands, its size on disk, the languages it states to know.

    What its folder does not say, or what has no folder, is None or empty.
    """

    name: str
    dimension: int
    path: str | None
    bytes: int | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How an encoder ranks pairs of sentences: Spearman's correlation with people's scores, from -1 to 1."""

    pairs: int
    spearman: float


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The share of sentences whose counterpart is the nearest one, from the first column to the second and back."""

    pairs: int
    forward: float
    backward: float


def _about(document: Document) -> dict[str, Any]:
    """What is told of a document: all but its text."""
    data = asdict(document)
    return data | {"characters": len(data.pop("text"))}
