"""``simcheck batch``: thousands of drafts, each with a report of its own, and a summary; cut off, it goes on."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from simcheck.cli import options
from simcheck.cli.grouped import grouped
from simcheck.cli.outputs import Names
from simcheck.cli.paths import Found, gather
from simcheck.cli.streams import GATE_FAILS, Failures, bar, say, tell
from simcheck.errors import ClusterError, DraftError, SimcheckError, UsageError
from simcheck.messages import Language, language_of_locale, words
from simcheck.readers import expect, raw, read_bytes, shown

if TYPE_CHECKING:
    from simcheck.accept import Acceptance
    from simcheck.cli.gate import Gate
    from simcheck.limits import Limits
    from simcheck.reporters.formats import Format
    from simcheck.reporters.summary import Line

#: What was done already, one draft a line, in the folder of the reports.
LEDGER = "batch.jsonl"
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
    limits: options.Limiting,
    exit_zero: options.ExitZero = False,
    accepting: options.Accepting,
    belonging: options.Belonging,
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
    settings = options.given(corpus=corpus, model=model, lang=lang, limits=limits, accepting=accepting)
    identity = options.identity(belonging.place, belonging.year)
    with Gate(settings, config, failures, cluster=cluster) as gate:
        work = _Batch(gate, found, failures, _Folder(output, found, forms, lang), identity)
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
class _Entry:
    """What became of a draft: the digest of all that its report depends on, its line of the summary, and the files."""

    key: str
    line: dict[str, Any]
    files: tuple[str, ...]


class _Folder:
    """The folder of the reports, and the ledger of what is in it; each draft is written down when its reports are."""

    def __init__(self, folder: Path, found: Sequence[Found], forms: list[Format], lang: Any) -> None:
        self.folder, self.forms, self.lang = folder, forms, lang
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be made a folder ({error.strerror}); choose another one") from error
        names = Names([one.path for one in found])
        self._files = {one.id: [names.choose(folder, one.path, form) for form in forms] for one in found}
        self.known = self._read()

    def done(self, draft: str, key: str) -> _Entry | None:
        """What was done of a draft, if it is what would be done now and its reports are there."""
        entry = self.known.get(draft)
        if entry is None or entry.key != key or not all((self.folder / name).exists() for name in entry.files):
            return None
        return entry if {*entry.files} == {file.name for file in self._files[draft]} else None

    @property
    def say(self) -> Language:
        """The language of the summary."""
        return self.lang or language_of_locale(os.environ) or "zh"

    def write(self, draft: str, key: str, reports: Sequence[str | bytes], line: Line) -> _Entry:
        """Write the reports of a draft, one of each format, then that they are there."""
        from simcheck.reporters.files import write_file

        for file, content in zip(self._files[draft], reports, strict=True):
            write_file(file, content)
        entry = _Entry(key, asdict(line), tuple(file.name for file in self._files[draft]))
        with (self.folder / LEDGER).open("a", encoding="utf-8") as ledger:
            ledger.write(json.dumps({"draft": draft, **asdict(entry)}, ensure_ascii=False) + "\n")
        return entry

    def _read(self) -> dict[str, _Entry]:
        """The last entry of each draft; a line that was cut off counts for nothing."""
        found: dict[str, _Entry] = {}
        with suppress(FileNotFoundError):
            for text in (self.folder / LEDGER).read_text(encoding="utf-8", errors="replace").splitlines():
                with suppress(ValueError, TypeError, KeyError):
                    data = json.loads(text)
                    found[data["draft"]] = _Entry(data["key"], data["line"], tuple(data["files"]))
        return found


@dataclass(frozen=True, slots=True)
class _Settled:
    """What holds for a draft; equal where the ``key`` is."""

    key: str
    limits: Limits
    acceptance: Acceptance


class _Batch:
    """One run over all drafts."""

    def __init__(self, gate: Gate, found: list[Found], failures: Failures, folder: _Folder, identity: Any) -> None:
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
            except DraftError as error:
                self._refuse(one.id, error)
            yield

    def _on_cluster(self) -> Iterator[None]:
        """A cluster that is lost altogether ends the run; what was done stays done."""
        from simcheck.cluster.bulk import Settings, Task, Writing, check_files
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
            writing = Writing(tuple(self._folder.forms), self._folder.lang, self._folder.say)
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

    def _done_before(self, one: Found, settings: str) -> bool:
        """Whether a draft need not be sent anywhere: only those of which something is known are read for that."""
        entry = self._folder.known.get(one.id)
        if entry is None or not entry.key.startswith(settings):
            return False
        try:
            return self._done(one, f"{settings} {_digest(raw(one.path))}")
        except DraftError:
            return False

    def _done(self, one: Found, key: str) -> bool:
        """Whether a draft was checked before; noted then."""
        entry = self._folder.done(one.id, key)
        if entry is not None:
            self._note(one.id, entry)
            self._resumed += 1
        return entry is not None

    def _settled(self) -> Iterator[tuple[Found, _Settled]]:
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

    def _note(self, draft: str, entry: _Entry) -> None:
        from simcheck.reporters.summary import Line

        self._lines[draft] = Line(**entry.line)

    def _refuse(self, draft: str, error: SimcheckError) -> None:
        from simcheck.reporters.summary import refused

        self._failures.tell(error, draft)
        self._lines[draft] = refused(draft)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
