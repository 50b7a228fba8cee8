"""The report: everything that one check found, as types and as plain data; and the reports of a matrix."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from simcheck.limits import Limits, Verdict
from simcheck.messages import Language, Message, language_of
from simcheck.types import CorpusInfo, Document, Figures, Finding, Identity, Leftover, Match

SCHEMA_NAME = "simcheck-report"
SCHEMA_VERSION = 3


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one check. ``matches`` are in the order of the draft; nothing overlaps among counted
    matches' draft sides. ``sources`` are the documents that the matches name, each once, with their whole texts, in
    the order of their ids. ``leftovers`` are what an earlier text seems to have left behind, in the order of the draft,
    and ``identity`` is whose draft it was taken for; neither has a part in the figures."""

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
        del data["draft"]["source_class"]  # it says what a source is
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


def _about(document: Document) -> dict[str, Any]:
    """What is told of a document: all but its text, where it was read, and what the findings tell."""
    data = asdict(document)
    del data["origin"]
    reading = data.pop("reading")
    told = {"recognized": reading["recognized"], "pages": reading["pages"]}
    return data | {"characters": len(data.pop("text"))} | told
