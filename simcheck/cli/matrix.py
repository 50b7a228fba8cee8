"""``simcheck matrix``: drafts compared with each other."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from simcheck.cli import groups, options
from simcheck.cli.grouped import grouped
from simcheck.cli.outputs import plan
from simcheck.cli.paths import gather, readable
from simcheck.cli.streams import GATE_FAILS, Failures, bar, out, out_utf8, say
from simcheck.cli.unread import tell_secret
from simcheck.config import Given, load_config
from simcheck.errors import UsageError
from simcheck.limits import Limits
from simcheck.messages import language_of_locale
from simcheck.readers import shown

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Drafts to compare with each other, or folders.")]


@grouped
def matrix(
    files: Files,
    *,
    model: options.CompareModel = None,
    reporting: groups.Reporting,
    max_overlap: options.MaxOverlap = None,
    fail_on: options.FailOn = None,
    config: options.ConfigFile = None,
) -> None:
    """Compare drafts with each other.

    Each draft is checked against each other one, and the shares make a table or, as a web page, a heat map. The exit
    code is 1 if a draft has more of another than the gate allows, or something with which no draft passes.

    \b
    Examples:
      simcheck matrix drafts/ -o matrix.html
      simcheck matrix one.docx two.docx three.txt
    """
    from simcheck.reporters.files import write_file
    from simcheck.reporters.matrix import fitting, render
    from simcheck.texts import matrix as compare_all

    given = Given(model=model, lang=reporting.lang, max_overlap=tuple(max_overlap or ()), fail_on=tuple(fail_on or ()))
    holds = load_config(files[0], given, file=config)
    failures = Failures()
    found = gather(files, failures, reporting.wanted, whole_names=True)
    where = plan(*reporting.ways)
    where.check([one.path for one in found], 1)
    for form, _ in where.files:
        fitting(form)
    if where.folder is not None or where.beside:
        raise UsageError("a matrix is one report: name a file for each format, such as -o matrix.html")
    documents = [document for _, document in readable(found, failures, reports=True)]
    limits = Limits(holds.limits.max_overlap, fail_on=holds.limits.fail_on)
    with bar("comparing", len(documents) * (len(documents) - 1)) as advance:
        result = compare_all(documents, model=holds.model, limits=limits, progress=advance)
    language = holds.lang or language_of_locale(os.environ)
    for form, path in where.files:
        write_file(path, render(result, form, language=language))
        say(f"simcheck: the matrix is in {shown(path)}")
    if where.screen is not None:
        (out if where.screen == "text" else out_utf8)(render(result, where.screen, language=language))
    if where.files or not sys.stdout.isatty():
        tell_secret(documents)
    failed = any(report is not None and report.verdict.decision == "fail" for row in result.reports for report in row)
    raise typer.Exit(failures.code(GATE_FAILS if failed else 0))
