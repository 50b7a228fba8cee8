"""The options that several commands share, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simcheck.config import Given
from simcheck.errors import UsageError
from simcheck.messages import Language
from simcheck.reporters import formats


class Format(StrEnum):
    """How facts are written."""

    text = "text"
    json = "json"


class ReportFormat(StrEnum):
    """How a report is written."""

    text = "text"
    html = "html"
    docx = "docx"
    json = "json"
    csv = "csv"
    markdown = "markdown"
    sarif = "sarif"
    gitlab = "gitlab"


def chosen(named: list[ReportFormat] | None) -> list[formats.Format]:
    """The formats that were named, in their order."""
    return [form for one in named or () for form in formats.FORMATS if form == one]


Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", "-c", metavar="DIR", help="The corpus [default: the user's own]."),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A sentence-transformers model, by folder or hub name "
        "[default: the corpus's own, for a new corpus the shipped one].",
    ),
]
Wait = Annotated[
    bool, typer.Option("--wait", help="Wait for another process that is writing to the corpus, as long as it takes.")
]
CompareModel = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A sentence-transformers model, by folder or hub name [default: the shipped one].",
    ),
]
ListFormat = Annotated[Format, typer.Option("--format", "-f", help="How it is written.")]
ReportFormats = Annotated[
    list[ReportFormat] | None,
    typer.Option(
        "--format",
        "-f",
        help="How the report is written; may be given several times: text to the screen, the others to files "
        "[default: by the ending of -o, else text].",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the report to this file, its ending naming the format (.html .docx .sarif .json .csv .md .txt), "
        "or to a folder, one file a draft. May be given several times.",
    ),
]

Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="The language of the report [default: the user's, else the draft's]."),
]

Include = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Of a folder, read only the files that match, as '2024/*' or '*.docx'."),
]
Exclude = Annotated[
    list[str] | None, typer.Option(metavar="GLOB", help="Of a folder, leave out the files that match, as 'drafts/*'.")
]

_LIMIT = " Several may be given, KIND=… for the matches of one kind, off for none."
MaxOverlap = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[KIND=]SHARE",
        help="The gate: the largest share of the draft that may be reused, as 0.05 or 5% [default: 10%]." + _LIMIT,
    ),
]
MaxSource = Annotated[
    list[str] | None,
    typer.Option(metavar="[KIND=]SHARE", help="The gate: the largest share from one source." + _LIMIT),
]
MaxPassage = Annotated[
    list[str] | None,
    typer.Option(metavar="[KIND=]N", help="The gate: the longest passage that may be reused, in characters." + _LIMIT),
]
MaxRun = Annotated[
    list[str] | None,
    typer.Option(metavar="[KIND=]N", help="The gate: the longest run of equal characters." + _LIMIT),
]
Severity = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LIMIT[.KIND]=WORD",
        help="What passing a limit means: error fails, warning and note are told, as max_run=warning.",
    ),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 when the gate fails; what was not checked still gives 3.")
]
Own = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH", help="Files or folders of the author's own work: what stands there counts apart."),
]
Author = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="The author's name, as sources give it: those sources are own work."),
]
BaselineFile = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="The file of accepted matches [default: simcheck-baseline.toml, if it is there].",
    ),
]
Marks = Annotated[
    bool | None, typer.Option("--marks/--no-marks", help="Whether marks in the draft are obeyed [default: they are].")
]
Since = Annotated[
    str | None,
    typer.Option(metavar="REV", help="Count only what was not there in this git revision."),
]
NewOnly = Annotated[bool, typer.Option("--new-only", help="Count only what is new since the last commit.")]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The file with the settings [default: the nearest above the draft]."),
]


def given(
    *,
    corpus: Path | None = None,
    model: str | None = None,
    lang: str | None = None,
    own: list[str] | None,
    author: list[str] | None,
    baseline: str | None,
    marks: bool | None,
    since: str | None,
    new_only: bool,
    max_overlap: list[str] | None,
    max_source: list[str] | None,
    max_passage: list[str] | None,
    max_run: list[str] | None,
    severity: list[str] | None,
) -> Given:
    """The options as settings. Raises UsageError when two of them exclude each other."""
    if new_only and since is not None:
        raise UsageError("--new-only means --since HEAD; leave out one of the two")
    return Given(
        corpus=None if corpus is None else str(corpus),
        model=model,
        lang=lang,
        own=tuple(own or ()),
        author=tuple(author or ()),
        baseline=baseline,
        marks=marks,
        since="HEAD" if new_only else since,
        max_overlap=tuple(max_overlap or ()),
        max_source=tuple(max_source or ()),
        max_passage=tuple(max_passage or ()),
        max_run=tuple(max_run or ()),
        severity=tuple(severity or ()),
    )
