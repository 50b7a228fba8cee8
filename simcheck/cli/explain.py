"""``simcheck explain``: why one match of a draft has its score."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from simcheck.cli import options
from simcheck.cli.options import Format
from simcheck.cli.streams import Failures, out, out_utf8
from simcheck.config import Given
from simcheck.messages import language_of_locale
from simcheck.readers import read

Draft = Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft, as it was checked; - for standard input.")]
Number = Annotated[int, typer.Option("--match", metavar="N", min=1, help="The number of the match in the report.")]


def explain(
    draft: Draft,
    match: Number,
    corpus: options.Corpus = None,
    model: options.Model = None,
    marks: options.Marks = None,
    form: options.ListFormat = Format.text,
    lang: options.Lang = None,
    config: options.ConfigFile = None,
) -> None:
    """Show why a match counts, or does not: its words, its sentences, what other sources offer, its score.

    \b
    Examples:
      simcheck explain draft.txt --match 2
      simcheck explain draft.txt --match 2 --format json
    """
    from simcheck.cli.gate import Gate
    from simcheck.reporters.explain import render, to_dict

    document = read(draft)
    with (
        Gate(
            Given(corpus=None if corpus is None else str(corpus), model=model, lang=lang, marks=marks),
            config,
            Failures(),
        ) as gate,
        gate.corpus(draft) as opened,
    ):
        settings = gate.config(draft)
        found = opened.explain(document, match - 1, marks=settings.marks)
        language = settings.lang or language_of_locale(os.environ)
        if form is Format.json:
            out_utf8(json.dumps(to_dict(found, language=language), ensure_ascii=False, indent=2) + "\n")
        else:
            out(render(found, language=language))
