"""The options that several commands share, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from simcheck.messages import Language
from simcheck.reporters import formats
from simcheck.types import SOURCE_CLASSES


class Format(StrEnum):
    """How facts are written."""

    text = "text"
    json = "json"


class SourceClass(StrEnum):
    """What sources are to those who write drafts."""

    peer = "peer"
    authority = "authority"
    own = "own"
    template = "template"


def _report_format(value: str) -> str:
    """How a report is written; other packages, which are looked at for an unknown name only, have more formats."""
    if value in formats.FORMATS or value in formats.known_formats():
        return value
    known = ", ".join(map(repr, formats.known_formats()))
    raise typer.BadParameter(f"{value!r} is not one of {known}.")


Corpus = Annotated[
    Path | None,
    typer.Option("--corpus", "-c", metavar="DIR", help="The corpus [default: the user's own]."),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="HOST:PORT",
        help="Check against the shards that this cluster serves; local is the one of this machine.",
    ),
]
Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="URL",
        help="Check by a server of `simcheck serve`, such as http://127.0.0.1:8765, in the place of a local corpus; "
        "--corpus then names one of its corpora, and the environment variable SIMCHECK_TOKEN holds the token.",
    ),
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
As = Annotated[
    SourceClass | None,
    typer.Option(
        "--as",
        metavar="|".join(SOURCE_CLASSES),
        help="What the texts are to those who write drafts: texts that must not be copied, laws and superiors' words, "
        "earlier work of their own, forms [default: as they are there, new ones peer].",
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
ListFormat = Annotated[Format, typer.Option("--format", "-f", metavar="text|json", help="The format of the output.")]
ReportFormats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        parser=_report_format,
        metavar="|".join(formats.FORMATS),
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
    typer.Option("--lang", metavar="zh|en", help="The language of the report [default: the user's, else the draft's]."),
]

Include = Annotated[
    list[str] | None,
    typer.Option(metavar="GLOB", help="Of a folder, read only the files that match, as '2024/*' or '*.docx'."),
]
Exclude = Annotated[
    list[str] | None, typer.Option(metavar="GLOB", help="Of a folder, leave out the files that match, as 'drafts/*'.")
]

_LIMIT = " May be given several times: KIND=… limits one kind of match, off is no limit."
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
    typer.Option(
        metavar="[KIND=]N",
        help="The gate: the longest passage that may be reused, in characters [default: 500]." + _LIMIT,
    ),
]
MaxRun = Annotated[
    list[str] | None,
    typer.Option(metavar="[KIND=]N", help="The gate: the longest run of equal characters [default: 250]." + _LIMIT),
]
MaxOwn = Annotated[
    list[str] | None,
    typer.Option(metavar="SHARE", help="The gate: the largest share that may be the author's own earlier work."),
]
MaxAuthority = Annotated[
    list[str] | None,
    typer.Option(metavar="SHARE", help="The gate: the largest share that may be the words of laws and superiors."),
]
MaxMosaic = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SHARE",
        help="The gate: the largest share that may be runs of ten letters, or slightly reworded sentences, each of few "
        "sources, of many in all.",
    ),
]
MaxProbability = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PROBABILITY",
        help="The gate: the greatest probability that the draft as a whole reuses some source, such as 0.95.",
    ),
]
Severity = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LIMIT[.KIND]=WORD",
        help="What exceeding a limit means: error fails the gate, warning and note only report it, as max_run=warning "
        "[default: error].",
    ),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FINDING",
        help="The gate: a finding with which no draft passes, such as hidden_text; off for none "
        "[default: unread_parts]. May be given several times.",
    ),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="Exit with 0 when the gate fails; what could not be checked still gives 3.")
]
Own = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH", help="Files or folders of the author's own work: matches with it are shown and not counted."
    ),
]
Author = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME", help="The author's name, or the office's: sources of an author that holds it are own work."
    ),
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
    bool | None, typer.Option("--marks/--no-marks", help="Whether marks in the draft are obeyed [default: yes].")
]
Since = Annotated[
    str | None,
    typer.Option(metavar="REV", help="Count only text that is newer than this git revision."),
]
NewOnly = Annotated[bool, typer.Option("--new-only", help="Count only text that is newer than the last commit.")]
Place = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The place the draft is of, as 青禾县 [default: told from the draft]."),
]
Year = Annotated[
    int | None,
    typer.Option(metavar="YYYY", min=1949, max=2199, help="The year the draft is of [default: told from the draft]."),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The file with the settings [default: the outermost above the draft; nearer ones only tighten it].",
    ),
]
