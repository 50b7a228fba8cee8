"""The report: everything that one check found, as types and as plain data; and the reports of a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from simcheck.errors import UsageError
from simcheck.grounds import grounds
from simcheck.limits import Limits, Verdict
from simcheck.messages import Language, Message, language_of, words
from simcheck.places import placed, placed_match, written_text
from simcheck.plain import UnfitError, structured
from simcheck.signatures import as_annotated
from simcheck.types import CorpusInfo, Document, Figures, Finding, Identity, Leftover, Match, Reading, Reuse, SharedRun

SCHEMA_NAME = "simcheck-report"
SCHEMA_VERSION = 4
#: Versions of the schema that can be read: a report of version 3 has no pairs of sentences and no probabilities.
_READ = (3, SCHEMA_VERSION)
_READING = tuple(one.name for one in fields(Reading))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Report:
    """The result of one check. ``matches`` are in the order of the draft; nothing overlaps among counted
    matches' draft sides. ``sources`` are the documents that the matches, or ``reuse``, name, each once, with their
    whole texts, in the order of their ids. ``leftovers`` are what an earlier text seems to have left behind, in the
    order of the draft, and ``identity`` is whose draft it was taken for; neither has a part in the figures. ``reuse``
    are the sources that the draft as a whole goes back to, the most probable first: those of the counted matches, and
    any other one that is very probably reused. ``checked`` is when it was checked (``2026-11-28T10:49+08:00``), empty
    where nobody said. ``runs`` are what the draft shares with few documents, ten letters in a row or more, in its
    order: its ``figures.mosaic``."""

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
    leftovers: tuple[Leftover, ...] = ()
    identity: Identity = field(default_factory=Identity)
    runs: tuple[SharedRun, ...] = ()
    checked: str = field(default="", compare=False)
    reuse: tuple[Reuse, ...] = ()

    @property
    def counted(self) -> tuple[Match, ...]:
        """The matches that count, those without a reason to ignore them."""
        return tuple(match for match in self.matches if match.ignored is None)

    def as_written(self) -> Report:
        """The report with its draft, and every place in it, as the draft's file has them: where columns were put into
        the order of reading, the least span that holds what is meant. The figures are those of the text as it is read.
        """
        draft = self.draft
        if not draft.reading.order:
            return self
        text = written_text(draft)
        return replace(
            self,
            draft=replace(draft, text=text, reading=replace(draft.reading, order=())),
            matches=tuple(placed_match(match, draft, text) for match in self.matches),
            findings=tuple(placed(one, draft, text) for one in self.findings),
            leftovers=tuple(placed(one, draft, text) for one in self.leftovers),
            runs=tuple(placed(one, draft, text) for one in self.runs),
        )

    @as_annotated("language")
    def to_dict(self, language: Language | None = None, *, texts: bool = False) -> dict[str, Any]:
        """The report as plain data, as ``simcheck/data/report.schema.json`` describes it.

        The whole texts of draft and sources are left out, unless ``texts`` are asked for: then ``from_dict`` makes the
        report of it again. Sentences are in ``language``, or else in the draft's. Places are those of the draft's file
        (``as_written``), beside ``texts`` those of the text that is told.
        """
        if not texts and self.draft.reading.order:
            return self.as_written().to_dict(language)
        spoken = language or language_of(self.draft.text)
        data = asdict(self)
        data["draft"] = _about(self.draft, texts=texts)
        del data["draft"]["source_class"]  # it says what a source is
        data["sources"] = [_about(source, texts=texts) for source in self.sources]
        data["verdict"]["reasons"] = [reason.to_dict(spoken) for reason in self.verdict.reasons]
        data["warnings"] = [warning.to_dict(spoken) for warning in self.warnings]
        for where, name in ((data, "checked"), (data["corpus"], "classes")):
            if not where[name]:  # nobody said
                del where[name]
        for told, match in zip(data["matches"], self.matches, strict=True):
            told["why"] = grounds(match, words(spoken))
        return {"schema": SCHEMA_NAME, "schema_version": SCHEMA_VERSION, **data}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The report that ``to_dict(texts=True)`` gave, also after it was stored as JSON: every format renders again.

        Raises UsageError for data that is no such report, or one of a schema that this version does not know.

        >>> Report.from_dict({"schema": "simcheck-report", "schema_version": 1})
        Traceback (most recent call last):
        simcheck.errors.UsageError: schema_version 1 is not 4, the one that is known; check the draft again
        """
        try:
            known = dict(data)
        except (TypeError, ValueError) as error:
            raise _invalid(f"no whole report ({error}); store what Report.to_dict(texts=True) gives") from error
        name, number = known.pop("schema", None), known.pop("schema_version", None)
        if name != SCHEMA_NAME:
            raise _invalid(f"{name!r} is no report of simcheck; store what Report.to_dict(texts=True) gives")
        if number not in _READ:
            raise _invalid(
                f"schema_version {number} is not {SCHEMA_VERSION}, the one that is known; check the draft again"
            )
        try:
            known["draft"] = _document(known["draft"])
            known["sources"] = [_document(one) for one in known["sources"]]
            known["warnings"] = [_message(one) for one in known["warnings"]]
            known["matches"] = [
                {name: value for name, value in one.items() if name != "why"} for one in known["matches"]
            ]
            reasons = [_message(one) for one in known["verdict"]["reasons"]]
            known["verdict"] = {**known["verdict"], "reasons": reasons}
            return structured(cls, known)
        except UnfitError as error:
            raise _invalid(
                f"no report of this version: {error}; store what Report.to_dict(texts=True) gives"
            ) from error
        except UsageError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _invalid(f"no whole report ({error}); store what Report.to_dict(texts=True) gives") from error


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


def _about(document: Document, *, texts: bool) -> dict[str, Any]:
    """What is told of a document: all but where it was read, and, unless ``texts`` are asked for, its text and what the
    findings tell of it."""
    data = asdict(document) | {"source_class": str(document.source_class)}
    del data["origin"]
    reading, text = data.pop("reading"), data.pop("text")
    data |= {"characters": len(text), "recognized": reading.pop("recognized"), "pages": reading.pop("pages")}
    if not reading["order"]:
        del reading["order"]
    return data | {"text": text} | reading if texts else data


def _document(data: Mapping[str, Any]) -> dict[str, Any]:
    """What ``_about`` told, by the fields of a Document."""
    known = dict(data)
    del known["characters"]
    if "text" not in known:
        raise UnfitError(f"the text of {known.get('id')} is not in it")
    # Reports of earlier versions have no order.
    return known | {"reading": {name: known.pop(name) for name in _READING if name != "order" or name in known}}


def _message(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "text"}


def _invalid(what: str) -> UsageError:
    return UsageError(what, code="data.invalid")
