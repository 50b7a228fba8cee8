"""``simcheck proof``: what an earlier text, or a form, left behind in a draft."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from simcheck.cli import groups, options
from simcheck.cli.options import Format
from simcheck.cli.paths import corpus_folder
from simcheck.cli.streams import GATE_FAILS, Failures, out, out_utf8, say
from simcheck.config import Given
from simcheck.messages import language_of, language_of_locale, words
from simcheck.readers import read
from simcheck.types import Document, Identity, Leftover

Draft = Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft to proofread; - is standard input.")]


def proof(
    draft: Draft,
    corpus: options.Corpus = None,
    model: options.Model = None,
    place: options.Place = None,
    year: options.Year = None,
    form: options.ListFormat = Format.text,
    lang: options.Lang = None,
    exit_zero: options.ExitZero = False,
    config: options.ConfigFile = None,
) -> None:
    """Show what an earlier text, or a form, left behind in a draft: blanks, names, dates and figures.

    Names and figures are those of the texts in the corpus that the draft takes passages from; without a corpus only
    the draft itself is looked at, and that is said. The exit code is 1 if anything is found.

    \b
    Examples:
      simcheck proof draft.docx
      simcheck proof draft.docx --place 青禾县 --year 2026 --format json
    """
    from simcheck.cli.gate import Gate
    from simcheck.library import Corpus
    from simcheck.proof import proofread_alone
    from simcheck.reporters.leftovers import lines

    document = read(draft)
    settings = Given(corpus=None if corpus is None else str(corpus), model=model, lang=lang)
    with Gate(settings, config, Failures()) as gate:
        chosen = gate.config(draft)
        given = groups.identity(place, year)
        spoken = words(chosen.lang or language_of_locale(os.environ) or language_of(document.text))
        if chosen.corpus is None and not Corpus.exists(corpus_folder(None)):
            say(f"simcheck{'：' if spoken.language == 'zh' else ': '}{spoken('proof.no_corpus')}")
            identity, found = proofread_alone(document, given)
        else:
            with gate.corpus(draft) as opened:
                report = opened.check(document, acceptance=gate.acceptance(draft), identity=given)
            identity, found = report.identity, report.leftovers
    if form is Format.json:
        out_utf8(json.dumps(_data(document, identity, found), ensure_ascii=False, indent=2) + "\n")
    else:
        out("".join(f"{line}\n" for line in lines(document, found, spoken)))
    raise typer.Exit(GATE_FAILS if found and not exit_zero else 0)


def _data(document: Document, identity: Identity, found: Sequence[Leftover]) -> dict[str, Any]:
    return {
        "schema": "simcheck-proof",
        "schema_version": 1,
        "draft": document.id,
        "identity": asdict(identity),
        "leftovers": [asdict(one) for one in found],
    }
