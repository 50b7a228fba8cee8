"""The options that several commands share, each described once."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a report is written."""

    text = "text"
    json = "json"


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
ReportFormat = Annotated[Format, typer.Option("--format", "-f", help="How the report is written.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the report to this file, not to the screen."),
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
