"""``simcheck batch``: thousands of drafts, each with a report of its own, and a summary; cut off, it goes on."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from simcheck.cli import groups, options
from simcheck.cli.grouped import grouped
from simcheck.cli.ledger import Folder, LedgerEntry
from simcheck.cli.paths import FoundFile, gather
from simcheck.cli.streams import GATE_FAILS, Failures, bar, say, tell
from simcheck.cli.unread import tell_secret
from simcheck.errors import ClusterError, DraftError, SimcheckError, UsageError
from simcheck.messages import words
from simcheck.readers import expect, raw, read_bytes, shown

if TYPE_CHECKING:
    from simcheck.accept import Acceptance
    from simcheck.cli.gate import Gate
    from simcheck.limits import Limits
    from simcheck.reporters.formats import Format
    from simcheck.reporters.summary import Line

#: A cluster is lost when so many drafts in a row were not checked because of it.
LOST = 20

Drafts = Annotated[list[Path], typer.Argument(metavar="DRAFT", help="Documents or folders to check.")]
Output = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of the reports and of the summary.")
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="How reports are written; may be given several times [default: json]."
    ),
]


@grouped
def batch(
    drafts: Drafts,
    *,
    output: Output,
    corpus: options.Corpus = None,
    cluster: options.Cluster = None,
    model: options.Model = None,
    form: Formats = None,
    lang: options.Lang = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    limits: groups.Limiting,
    exit_zero: options.ExitZero = False,
    accepting: groups.Accepting,
    belonging: groups.Belonging,
    config: options.ConfigFile = None,
) -> None:
    """Check many drafts: one report each in a folder, and a summary as a table for spreadsheets.

    When this is cut off, run it again: drafts that were checked already are not checked again, unless their text, the
    settings or the corpus has changed. The exit code is the worst one of all.

    \b
    Examples:
      simcheck batch drafts/ -o reports/
      simcheck batch drafts/ -o reports/ -f html --cluster 10.0.0.1:6379
    """
    expect(drafts)
    from simcheck.cli.gate import Gate
    from simcheck.cli.paths import Wanted

    forms = _formats(form or ["json"])
    failures = Failures()
    found = gather(drafts, failures, Wanted(include or (), exclude or ()), whole_names=True)
    if not found:
        raise typer.Exit(failures.code())
    settings = groups.given(corpus=corpus, model=model, lang=lang, limits=limits, accepting=accepting)
    identity = groups.identity(belonging.place, belonging.year)
    with Gate(settings, config, failures, cluster=cluster) as gate:
        work = _Batch(gate, found, failures, Folder(output, found, forms, lang), identity)
        with bar("checking", len(found)) as advance:
            for done in work.run(cluster is not None):
                if advance:
                    advance(done, 0)
    raise typer.Exit(work.finish(exit_zero=exit_zero))


def _formats(typed: Sequence[str]) -> list[Format]:
    from simcheck.reporters.formats import known_formats

    known: dict[str, Format] = {str(one): cast("Format", one) for one in known_formats()}
    if unknown := [one for one in typed if one not in known]:
        raise UsageError(f"{unknown[0]}: no format of reports; formats are {', '.join(known)}")
    return list(dict.fromkeys(known[one] for one in typed))


@dataclass(frozen=True, slots=True)
class _Settled:
    """What holds for a draft; equal where the ``key`` is."""

    key: str
    limits: Limits
    acceptance: Acceptance


class _Batch:
    """One run over all drafts."""

    def __init__(self, gate: Gate, found: list[FoundFile], failures: Failures, folder: Folder, identity: Any) -> None:
        self._gate, self._found, self._failures = gate, found, failures
        self._folder, self._identity = folder, identity
        self._lines: dict[str, Line] = {}
        self._resumed = 0

    def run(self, cluster: bool) -> Iterator[int]:
        """Check all drafts that are left, and give how many are done each time that one more is."""
        for _ in self._on_cluster() if cluster else self._here():
            yield len(self._lines)

    def finish(self, *, exit_zero: bool) -> int:
        """Write the summary of all drafts, in their order, and give the exit code."""
        from simcheck.reporters.files import write_file
        from simcheck.reporters.summary import csv

        lines = [self._lines[one.id] for one in self._found if one.id in self._lines]
        said = words(self._folder.say)
        place = self._folder.folder / "summary.csv"
        write_file(place, csv(lines, said))
        failed = sum(one.decision == "fail" for one in lines)
        missing = sum(one.decision == "not_checked" for one in lines)
        passed = len(lines) - failed - missing
        tell(f"{passed} passed, {failed} failed, {missing} not checked; the summary is in {place}")
        if self._resumed:
            say(f"simcheck: {self._resumed} were checked before")
        return self._failures.code(GATE_FAILS if failed and not exit_zero else 0)

    def _here(self) -> Iterator[None]:
        from simcheck.reporters.formats import render
        from simcheck.reporters.summary import line

        for one, settings in self._settled():
            try:
                content = raw(one.path)
                if not self._done(one, key := f"{settings.key} {_digest(content)}"):
                    with self._gate.against(one.path) as opened:
                        document = replace(read_bytes(content, shown(one.path)), id=one.id)
                        report = opened.check(
                            document,
                            limits=settings.limits,
                            acceptance=settings.acceptance,
                            identity=self._identity,
                        )
                    reports = [render(report, form, language=self._folder.lang) for form in self._folder.forms]
                    entry = self._folder.write(one.id, key, reports, line(report, words(self._folder.say)))
                    self._note(one.id, entry)
                    tell_secret([document])
            except DraftError as error:
                self._refuse(one.id, error)
            yield

    def _on_cluster(self) -> Iterator[None]:
        """A cluster that is lost altogether ends the run; what was done stays done."""
        from simcheck.cluster.bulk import ReportWriting, Settings, Task, check_files
        from simcheck.cluster.client import Cluster

        with self._gate.against(self._found[0].path) as cluster:
            if not isinstance(cluster, Cluster):
                raise TypeError("no cluster")
            places: dict[str, int] = {}
            settings, tasks, keys = list[Settings](), list[Task](), dict[str, str]()
            for one, held in self._settled():
                if self._done_before(one, held.key):
                    yield
                    continue
                if held.key not in places:
                    places[held.key] = len(settings)
                    settings.append(Settings(held.limits, held.acceptance, self._identity))
                keys[one.id] = held.key
                tasks.append(Task(one.id, shown(one.path), places[held.key]))
            lost = 0
            writing = ReportWriting(tuple(self._folder.forms), self._folder.lang, self._folder.say)
            for checked in check_files(cluster, tasks, settings, writing) if tasks else ():
                lost = lost + 1 if isinstance(checked.error, ClusterError) else 0
                if lost >= LOST and checked.error is not None:
                    raise checked.error
                if checked.line is None:
                    self._refuse(checked.draft, checked.error or DraftError(f"{checked.draft}: not checked"))
                else:
                    key = f"{keys[checked.draft]} {checked.digest}"
                    self._note(checked.draft, self._folder.write(checked.draft, key, checked.reports, checked.line))
                yield

    def _done_before(self, one: FoundFile, settings: str) -> bool:
        """Whether a draft need not be sent anywhere: only those of which something is known are read for that."""
        entry = self._folder.known.get(one.id)
        if entry is None or not entry.key.startswith(settings):
            return False
        try:
            return self._done(one, f"{settings} {_digest(raw(one.path))}")
        except DraftError:
            return False

    def _done(self, one: FoundFile, key: str) -> bool:
        """Whether a draft was checked before; noted then."""
        entry = self._folder.done(one.id, key)
        if entry is not None:
            self._note(one.id, entry)
            self._resumed += 1
        return entry is not None

    def _settled(self) -> Iterator[tuple[FoundFile, _Settled]]:
        """The drafts, and what holds for each; those of which that cannot be found out are told."""
        for one in self._found:
            try:
                limits, acceptance = self._gate.config(one.path).limits, self._gate.acceptance(one.path)
                key = self._key(one.path, limits, acceptance)
            except DraftError as error:
                self._refuse(one.id, error)
            else:
                yield one, _Settled(key, limits, acceptance)

    def _key(self, path: Path, limits: Limits, acceptance: Acceptance) -> str:
        """A digest of all that the report of a draft depends on but its file."""
        import numpy as np

        from simcheck.cluster.client import Cluster
        from simcheck.library import Corpus
        from simcheck.resources import version

        with self._gate.against(path) as opened:
            if isinstance(opened, Cluster):
                state: object = opened.serves
            else:
                state = opened.state() if isinstance(opened, Corpus) else opened.manifest
        held = (version(), limits, acceptance, self._identity, state, self._folder.lang)
        with np.printoptions(threshold=sys.maxsize):  # no number of an array is left out
            return _digest(repr(held).encode("utf-8", "surrogatepass"))

    def _note(self, draft: str, entry: LedgerEntry) -> None:
        from simcheck.reporters.summary import Line

        self._lines[draft] = Line(**entry.line)

    def _refuse(self, draft: str, error: SimcheckError) -> None:
        from simcheck.reporters.summary import refused

        self._failures.tell(error, draft)
        self._lines[draft] = refused(draft)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
