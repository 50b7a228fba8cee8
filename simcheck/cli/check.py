"""``simcheck DRAFT...`` and ``simcheck compare``: read, check, report, exit with the gate's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from simcheck.cli import options
from simcheck.cli.paths import Found, Wanted, gather, meant
from simcheck.cli.result import Results
from simcheck.cli.streams import Failures, progress, say
from simcheck.errors import DraftError
from simcheck.readers import read, shown
from simcheck.types import Document, Limits

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
    max_overlap: options.MaxOverlap = 0.10,
    max_source: options.MaxSource = None,
    max_passage: options.MaxPassage = None,
    max_run: options.MaxRun = None,
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
    from simcheck.library import Corpus

    limits = Limits(max_overlap, max_source, max_passage, max_run)
    failures = Failures()
    wanted = Wanted(include or (), exclude or ())
    found = [one.path for one in gather(drafts, failures, wanted, whole_names=True)]
    if not found:
        raise typer.Exit(failures.code())
    results = Results(options.chosen(format), output or (), found, len(found), lang)
    documents = _readable(found, failures)  # before the corpus is opened: a missing draft is told whatever that is
    with meant(corpus) as folder, Corpus.open(folder, model) as opened:
        for path, document in documents if results.on_screen else progress(documents, "checking"):
            try:
                results.add(opened.check(document, limits=limits), path)
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
    max_overlap: options.MaxOverlap = 0.10,
    max_source: options.MaxSource = None,
    max_passage: options.MaxPassage = None,
    max_run: options.MaxRun = None,
) -> None:
    """Check a draft against other texts, without a corpus on disk.

    \b
    Examples:
      simcheck compare draft.txt last-year.txt
      simcheck compare draft.txt speeches/ --format json
    """
    from simcheck.library import compare as compare_texts

    limits = Limits(max_overlap, max_source, max_passage, max_run)
    results = Results(options.chosen(format), output or (), [draft, *sources], lang=lang)
    failures = Failures()
    document = read(draft)
    texts = _source_texts(
        draft, gather(sources, failures, Wanted(include or (), exclude or ()), whole_names=True), failures
    )
    if not texts:
        raise DraftError(f"{document.id}: not checked, there is nothing to compare it with; name readable documents")
    results.add(compare_texts(document, texts, model=model, limits=limits), draft)
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
