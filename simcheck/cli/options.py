"""The options that several commands share, each described once."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

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


def chosen(named: list[ReportFormat] | None) -> list[formats.Format]:
    """The formats that were named, in their order."""
    return [form for one in named or () for form in formats.FORMATS if form == one]


Corpus = Annotated[
    Path | None,
    typer.Option(
        "--corpus", "-c", envvar="SIMCHECK_CORPUS", metavar="DIR", help="The corpus [default: the user's own]."
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


def share(value: str | float) -> float:
    """A share as people type it, a number or a percentage. Raises BadParameter for what is not within 0 and 1.

    >>> share("0.05"), share("5%")
    (0.05, 0.05)
    """
    typed = str(value).strip()
    digits = typed.removesuffix("%").removesuffix("％")
    try:
        number = float(digits) / (1 if digits == typed else 100)
    except ValueError:
        number = math.nan
    if 0 <= number <= 1:
        return number
    meant = number if digits == typed and 1 < number <= 100 else 5
    raise typer.BadParameter(f"{typed!r} is no share from 0 to 1; write {meant / 100:g} or {meant:g}%")


_SHARE = "SHARE"
MaxOverlap = Annotated[
    float,
    typer.Option(
        parser=share, metavar=_SHARE, help="The gate: the largest share of the draft that may be reused, as 0.05 or 5%."
    ),
]
MaxSource = Annotated[
    float | None, typer.Option(parser=share, metavar=_SHARE, help="The gate: the largest share from one source.")
]
MaxPassage = Annotated[
    int | None,
    typer.Option(min=0, metavar="N", help="The gate: the longest passage that may be reused, in characters."),
]
MaxRun = Annotated[int | None, typer.Option(min=0, metavar="N", help="The gate: the longest run of equal characters.")]
