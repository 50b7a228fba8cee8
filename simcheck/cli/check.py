"""``simcheck DRAFT...`` and ``simcheck compare``: read, check, report, exit with the gate's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simcheck.cli import groups, options
from simcheck.cli.grouped import grouped
from simcheck.cli.paths import FoundFile, gather, readable
from simcheck.cli.result import Results
from simcheck.cli.streams import Failures, pictures, progress, say
from simcheck.errors import DraftError, UsageError
from simcheck.readers import expect, read, shown
from simcheck.report import Report
from simcheck.types import Document

if TYPE_CHECKING:
    from simcheck.cli.gate import Gate

Drafts = Annotated[
    list[Path], typer.Argument(metavar="DRAFT", help="Documents or folders to check; - is standard input.")
]
Draft = Annotated[Path, typer.Argument(metavar="DRAFT", help="The document to check; - is standard input.")]
Sources = Annotated[list[Path], typer.Argument(metavar="SOURCE", help="Documents or folders to check it against.")]


@grouped
def check(
    drafts: Drafts,
    *,
    corpus: options.Corpus = None,
    cluster: options.Cluster = None,
    model: options.Model = None,
    server: options.Server = None,
    reporting: groups.Reporting,
    limits: groups.Limiting,
    exit_zero: options.ExitZero = False,
    accepting: groups.Accepting,
    belonging: groups.Belonging,
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
      simcheck draft.docx --server http://10.0.0.8:8765
    """
    if server is not None and cluster is not None:
        raise UsageError("--server checks by the server, which has a cluster of its own; leave out --cluster")
    if server is None:
        expect(drafts)
    from simcheck.cli.gate import Gate

    folder = corpus if server is None else None
    settings = groups.given(corpus=folder, model=model, lang=reporting.lang, limits=limits, accepting=accepting)
    identity = groups.identity(belonging.place, belonging.year)
    failures = Failures()
    found = gather(drafts, failures, reporting.wanted, whole_names=True)
    if not found:
        raise typer.Exit(failures.code())
    with Gate(settings, config, failures, cluster=cluster) as gate:
        spoken = gate.config(found[0].path).lang
        results = Results(*reporting.ways, [one.path for one in found], len(found), spoken, exit_zero=exit_zero)
        take, checked = _locally(gate) if server is None else _by_server(server, corpus, model)
        documents = list(take(found, failures))  # before the corpus is opened: a missing draft is told anyway
        for path, document in documents if results.on_screen else progress(documents, "checking"):
            try:
                accepted = gate.acceptance(path)
                report = checked(
                    path, document, limits=gate.config(path).limits, acceptance=accepted, identity=identity
                )
                results.add(report, path)
            except DraftError as error:
                failures.tell(error, document.id)
    raise typer.Exit(results.finish(failures))


#: What takes the drafts from their files, and what checks one of them.
_Way = tuple[Callable[[list[FoundFile], Failures], Iterator[tuple[Path, Any]]], Callable[..., Report]]


def _locally(gate: Gate) -> _Way:
    """Drafts are read here and checked against the corpus that the settings name for each."""

    def checked(path: Path, document: Document, **how: Any) -> Report:
        with gate.against(path) as opened:
            return opened.check(document, **how)

    def read_all(found: list[FoundFile], failures: Failures) -> Iterator[tuple[Path, Document]]:
        return readable(found, failures, reports=len(found) > 1)

    return read_all, checked


def _by_server(url: str, corpus: Path | None, model: str | None) -> _Way:
    """Drafts are sent as they are to a server, and checked against the corpus of that name there."""
    from simcheck.cli.remote import Remote, refuse_local, unread

    refuse_local(model)
    remote = Remote(url, None if corpus is None else str(corpus))
    return unread, lambda _path, draft, **how: remote.check(draft, **how)


@grouped
def compare(
    draft: Draft,
    sources: Sources,
    *,
    model: options.CompareModel = None,
    reporting: groups.Reporting,
    limits: groups.Limiting,
    exit_zero: options.ExitZero = False,
    accepting: groups.Accepting,
    belonging: groups.Belonging,
    config: options.ConfigFile = None,
) -> None:
    """Check a draft against other texts, without a corpus on disk.

    \b
    Examples:
      simcheck compare draft.txt last-year.txt
      simcheck compare draft.txt speeches/ --format json
    """
    expect([draft, *sources])
    from simcheck.cli.gate import Gate
    from simcheck.texts import compare as compare_texts

    settings = groups.given(model=model, lang=reporting.lang, limits=limits, accepting=accepting)
    identity = groups.identity(belonging.place, belonging.year)
    failures = Failures()
    gate = Gate(settings, config, failures)
    holds = gate.config(draft)
    results = Results(*reporting.ways, [draft, *sources], lang=holds.lang, exit_zero=exit_zero)
    with pictures(shown(draft)):
        document = read(draft)
    others = list(_others(draft, gather(sources, failures, reporting.wanted, whole_names=True)))
    texts = [text for _, text in readable(progress(others, "reading"), failures, sources=True, reports=True)]
    if not texts:
        raise DraftError(f"{document.id}: not checked, there is nothing to compare it with; name readable documents")
    accepted = gate.acceptance(draft)
    report = compare_texts(
        document, texts, model=holds.model, limits=holds.limits, acceptance=accepted, identity=identity
    )
    results.add(report, draft)
    raise typer.Exit(results.finish(failures))


def _others(draft: Path, found: Iterable[FoundFile]) -> Iterator[FoundFile]:
    """All but the draft itself."""
    for source in found:
        if draft.exists() and source.path.exists() and draft.samefile(source.path):
            say(f"simcheck: {shown(source.path)} is the draft itself, not compared")
        else:
            yield source
