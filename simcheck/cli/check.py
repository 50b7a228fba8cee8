"""``simcheck DRAFT...`` and ``simcheck compare``: read, check, report, exit with the gate's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from simcheck.cli import options
from simcheck.cli.paths import Found, Wanted, gather
from simcheck.cli.result import Results
from simcheck.cli.streams import Failures, progress, say
from simcheck.errors import DraftError
from simcheck.readers import read, shown
from simcheck.types import Document

Drafts = Annotated[
    list[Path], typer.Argument(metavar="DRAFT", help="Documents or folders to check; - is standard input.")
]
Draft = Annotated[Path, typer.Argument(metavar="DRAFT", help="The document to check; - is standard input.")]
Sources = Annotated[list[Path], typer.Argument(metavar="SOURCE", help="Documents or folders to check it against.")]


def check(
    drafts: Drafts,
    corpus: options.Corpus = None,
    model: options.Model = None,
    format: options.ReportFormats = None,  # noqa: A002
    output: options.Outputs = None,
    lang: options.Lang = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    max_overlap: options.MaxOverlap = None,
    max_source: options.MaxSource = None,
    max_passage: options.MaxPassage = None,
    max_run: options.MaxRun = None,
    severity: options.Severity = None,
    exit_zero: options.ExitZero = False,
    own: options.Own = None,
    author: options.Author = None,
    baseline: options.BaselineFile = None,
    marks: options.Marks = None,
    since: options.Since = None,
    new_only: options.NewOnly = False,
    config: options.ConfigFile = None,
) -> None:
    """Check drafts against the corpus.

    Several drafts, or a folder of them, give several reports and a table; in JSON one report a line. The exit code is
    the worst one.

    \b
    Examples:
      simcheck draft.txt
      simcheck draft.docx -o report.html
      simcheck drafts/ -f html -f docx -o reports/
      simcheck draft.txt --format json
      simcheck drafts/ --exclude 'old/*' --corpus speeches.corpus --max-overlap 0.05
    """
    from simcheck.cli.gate import Gate

    settings = options.given(
        corpus=corpus, model=model, lang=lang, own=own, author=author, baseline=baseline, marks=marks,
        since=since, new_only=new_only, max_overlap=max_overlap, max_source=max_source, max_passage=max_passage,
        max_run=max_run, severity=severity,
    )  # fmt: skip
    failures = Failures()
    wanted = Wanted(include or (), exclude or ())
    found = [one.path for one in gather(drafts, failures, wanted, whole_names=True)]
    if not found:
        raise typer.Exit(failures.code())
    with Gate(settings, config, failures) as gate:
        spoken = gate.config(found[0]).lang
        results = Results(options.chosen(format), output or (), found, len(found), spoken, exit_zero=exit_zero)
        documents = _readable(found, failures)  # before the corpus is opened: a missing draft is told whatever that is
        for path, document in documents if results.on_screen else progress(documents, "checking"):
            try:
                accepted = gate.acceptance(path)
                with gate.corpus(path) as opened:
                    report = opened.check(document, limits=gate.config(path).limits, acceptance=accepted)
                results.add(report, path)
            except DraftError as error:
                failures.tell(error)
    raise typer.Exit(results.finish(failures))


def compare(
    draft: Draft,
    sources: Sources,
    model: options.CompareModel = None,
    format: options.ReportFormats = None,  # noqa: A002
    output: options.Outputs = None,
    lang: options.Lang = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    max_overlap: options.MaxOverlap = None,
    max_source: options.MaxSource = None,
    max_passage: options.MaxPassage = None,
    max_run: options.MaxRun = None,
    severity: options.Severity = None,
    exit_zero: options.ExitZero = False,
    own: options.Own = None,
    author: options.Author = None,
    baseline: options.BaselineFile = None,
    marks: options.Marks = None,
    since: options.Since = None,
    new_only: options.NewOnly = False,
    config: options.ConfigFile = None,
) -> None:
    """Check a draft against other texts, without a corpus on disk.

    \b
    Examples:
      simcheck compare draft.txt last-year.txt
      simcheck compare draft.txt speeches/ --format json
    """
    from simcheck.cli.gate import Gate
    from simcheck.texts import compare as compare_texts

    settings = options.given(
        model=model, lang=lang, own=own, author=author, baseline=baseline, marks=marks, since=since,
        new_only=new_only, max_overlap=max_overlap, max_source=max_source, max_passage=max_passage, max_run=max_run,
        severity=severity,
    )  # fmt: skip
    failures = Failures()
    gate = Gate(settings, config, failures)
    holds = gate.config(draft)
    written = options.chosen(format), output or ()
    results = Results(*written, [draft, *sources], lang=holds.lang, exit_zero=exit_zero)
    document = read(draft)
    texts = _source_texts(
        draft, gather(sources, failures, Wanted(include or (), exclude or ()), whole_names=True), failures
    )
    if not texts:
        raise DraftError(f"{document.id}: not checked, there is nothing to compare it with; name readable documents")
    accepted = gate.acceptance(draft)
    report = compare_texts(document, texts, model=holds.model, limits=holds.limits, acceptance=accepted)
    results.add(report, draft)
    raise typer.Exit(results.finish(failures))


def _readable(paths: Sequence[Path], failures: Failures) -> list[tuple[Path, Document]]:
    documents: list[tuple[Path, Document]] = []
    for path in paths:
        try:
            documents.append((path, read(path)))
        except DraftError as error:
            failures.tell(error)
    return documents


def _source_texts(draft: Path, found: Sequence[Found], failures: Failures) -> list[Document]:
    texts: list[Document] = []
    for source in progress(found, "reading"):
        if draft.exists() and source.path.exists() and draft.samefile(source.path):
            say(f"simcheck: {shown(source.path)} is the draft itself, not compared")
            continue
        try:
            texts.append(replace(read(source.path), id=source.id))
        except DraftError as error:
            failures.tell(error)
    return texts
