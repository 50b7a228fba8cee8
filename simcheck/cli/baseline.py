"""``simcheck baseline …``: accept matches, look at what was accepted, and forget what is of no use any more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simcheck.cli import options
from simcheck.cli.options import Format
from simcheck.cli.paths import gather
from simcheck.cli.streams import Failures, label, out, out_utf8, say, tell
from simcheck.config import BASELINE, Given, load_config
from simcheck.errors import ConfigError, DraftError, UsageError
from simcheck.readers import STDIN, read, shown

if TYPE_CHECKING:
    from simcheck.accept import Baseline, Entry
    from simcheck.accept.letters import Letters
    from simcheck.cli.gate import Gate
    from simcheck.report import Report
    from simcheck.types import Match

app = typer.Typer(help="Keep the baseline: the file of matches that a person accepted.", no_args_is_help=True)

Drafts = Annotated[
    list[Path], typer.Argument(metavar="DRAFT", help="The drafts, or folders of them, whose matches are accepted.")
]
SomeDrafts = Annotated[
    list[Path] | None,
    typer.Argument(metavar="DRAFT", help="Further drafts, or folders, in which accepted passages may stand."),
]
ShownDrafts = Annotated[
    list[Path] | None,
    typer.Argument(metavar="DRAFT", help="Drafts, or a folder of them, whose baseline is shown."),
]
Reason = Annotated[str, typer.Option("--reason", "-r", metavar="TEXT", help="Why these matches may stand.")]
Expires = Annotated[
    str | None, typer.Option(metavar="DAY", help="The last day on which this holds, as 2027-12-31 [default: for good].")
]
Numbers = Annotated[
    list[int] | None,
    typer.Option("--match", metavar="N", min=1, help="Only the match of this number in the report; may be repeated."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be removed, and leave the file as it is.")]
_EXCERPT = 40


@app.command()
def write(
    drafts: Drafts,
    reason: Reason,
    expires: Expires = None,
    match: Numbers = None,
    corpus: options.Corpus = None,
    model: options.Model = None,
    own: options.Own = None,
    author: options.Author = None,
    baseline: options.BaselineFile = None,
    config: options.ConfigFile = None,
) -> None:
    """Accept the matches of drafts that count, with a reason.

    What is in the file already stays there. A match that is accepted again gets the new reason and day.

    \b
    Examples:
      simcheck baseline write draft.txt --reason "沿用去年部署，经办公室同意"
      simcheck baseline write draft.txt --match 2 --reason 引自本人文章 --expires 2027-12-31
    """
    from simcheck.cli.gate import Gate

    last = _day(expires)
    failures = Failures()
    files = [one.path for one in gather(drafts, failures, whole_names=True)]
    if match and len(files) > 1:
        raise UsageError("--match counts the matches of one draft; name a single one")
    given = Given(
        corpus=None if corpus is None else str(corpus), model=model, own=tuple(own or ()), author=tuple(author or ()),
        baseline=baseline,
    )  # fmt: skip
    with Gate(given, config, failures, new_baseline=True) as gate:
        written: dict[Path, Baseline] = {}
        for draft in files:
            place = gate.config(draft).baseline
            try:
                named = _entries(draft, place, _chosen(gate, draft, match), reason, last)
            except DraftError as error:
                failures.tell(error)
                continue
            held = written.get(place) or gate.baseline(gate.config(draft))
            written[place] = held.adding(named)
            say(f"simcheck: {shown(draft)}: {_matches(len(named))} accepted")
    for place, result in written.items():
        result.write(place)
        tell(f"{shown(place)} holds {_matches(len(result.entries))}")
    raise typer.Exit(failures.code())


def _entries(draft: Path, place: Path, accepted: Iterable[Match], reason: str, last: date | None) -> list[Entry]:
    """What the baseline at a place says of a draft's matches."""
    from simcheck.accept import Entry, draft_name

    entries = [Entry.of(one, reason, expires=last) for one in accepted]
    return [replace(entry, draft=shown(draft_name(draft, place))) for entry in entries]


@app.command()
def show(
    drafts: ShownDrafts = None,
    form: options.ListFormat = Format.text,
    baseline: options.BaselineFile = None,
    config: options.ConfigFile = None,
) -> None:
    """Show what was accepted: draft, source, reason, last day, first words.

    With drafts it is the baseline that their checks use.

    \b
    Examples:
      simcheck baseline show
      simcheck baseline show drafts/draft.txt
    """
    from simcheck.accept.entry import today
    from simcheck.reporters.layout import clip, columns, visible

    held = _read(baseline, config, drafts or ())
    if form is Format.json:
        data = [asdict(entry) | {"expired": entry.expired(today())} for entry in held.entries]
        out_utf8(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    heads = ("编号 id", "草稿 draft", "来源 source", "到期 expires", "理由 reason", "原文 passage")
    rows = [tuple(map(label, heads))]
    for entry in held.entries:
        late = " " + label("已过期 expired") if entry.expired(today()) else ""
        last = "–" if entry.expires is None else f"{entry.expires}{late}"
        words = clip(visible("".join(entry.passage)), _EXCERPT)
        rows.append((entry.id, visible(entry.draft), visible(entry.source), last, visible(entry.reason), words))
    out(columns(rows, "<<<<<<") if held.entries else "")


@app.command()
def prune(
    drafts: SomeDrafts = None,
    dry_run: DryRun = False,
    baseline: options.BaselineFile = None,
    config: options.ConfigFile = None,
) -> None:
    """Remove what is of no use any more: expired, or no longer in its draft, nor in the drafts that are named.

    \b
    Examples:
      simcheck baseline prune
      simcheck baseline prune drafts/ --dry-run
    """
    from simcheck.accept.entry import today

    failures = Failures()
    held = _read(baseline, config, drafts or (), further=True)
    texts = Texts(failures)
    named = texts.named(drafts or ())
    gone: list[str] = []
    for entry in held.entries:
        own = None if entry.expired(today()) else texts.of(_file(entry, held))
        if entry.expired(today()):
            gone.append(entry.id)
            say(f"simcheck: {entry.id}: expired on {entry.expires} ({entry.reason})")
        elif not any(entry.stands_in(text) for text in (*named, *([own] if own else []))) and not texts.unread:
            gone.append(entry.id)
            say(f"simcheck: {entry.id}: stands no longer in {entry.draft} ({entry.reason})")
    if gone and not dry_run:
        held.without(gone).write()
    tell(f"{_matches(len(gone))} {'would be ' * dry_run}removed; {len(held.entries) - len(gone)} left")
    raise typer.Exit(failures.code())


class Texts:
    """The letters of drafts, each read once. What cannot be read goes to ``failures``, and from then on it is not known
    what stands where: ``unread``."""

    def __init__(self, failures: Failures) -> None:
        self.unread = False
        self._failures = failures
        self._held: dict[Path, Letters | None] = {}

    def named(self, drafts: Sequence[Path]) -> list[Letters]:
        """The letters of the drafts, and of those in the folders, that somebody named, so that they must be there."""
        files = [one.path for one in gather(drafts, self._failures, whole_names=True)]
        self.unread = self._failures.count > 0
        return [text for text in map(self._read, files) if text is not None]

    def of(self, draft: Path) -> Letters | None:
        """The letters of a draft; None for one that is gone."""
        return self._read(draft) if draft.exists() else None

    def _read(self, draft: Path) -> Letters | None:
        from simcheck.accept.letters import letters

        if draft not in self._held:
            self._held[draft] = None
            try:
                self._held[draft] = letters(read(draft).text)
            except DraftError as error:
                self.unread = True
                self._failures.tell(error)
        return self._held[draft]


def _chosen(gate: Gate, draft: Path, numbers: list[int] | None) -> Iterator[Match]:
    """The matches of a draft to accept: those of the numbers, or else all that count."""
    if str(draft) == STDIN:
        raise UsageError("standard input has no name to write down; name a file")
    document, accepted = read(draft), gate.acceptance(draft)
    with gate.corpus(draft) as corpus:
        report = corpus.check(document, limits=gate.config(draft).limits, acceptance=accepted)
    yield from report.counted if not numbers else _numbered(report, numbers)


def _numbered(report: Report, numbers: Iterable[int]) -> Iterator[Match]:
    for number in dict.fromkeys(numbers):
        if number > len(report.matches):
            raise UsageError(f"{report.draft.id} has no match {number}; the last one is {len(report.matches)}")
        yield report.matches[number - 1]


def _read(baseline: str | None, config: Path | None, drafts: Sequence[Path], *, further: bool = False) -> Baseline:
    """The baseline that is named, or of the settings for the drafts, which must be one, or for the working folder; with
    ``further`` drafts the working folder's goes before, if it is there."""
    from simcheck.accept import Baseline

    given = Given(baseline=baseline)
    here = load_config(Path(), given, file=config).baseline
    theirs = dict.fromkeys(load_config(draft, given, file=config).baseline.absolute() for draft in drafts)
    if theirs and not (further and here.exists()):
        if len(theirs) > 1:
            listed = ", ".join(map(shown, theirs))
            raise UsageError(f"the drafts have several baselines ({listed}); name one with --baseline")
        [here] = theirs
    below = sorted(here.parent.glob(f"*/{BASELINE}")) if baseline is None and not here.exists() else []
    if below:
        raise ConfigError(
            f"{shown(here)}: there is no such baseline, but {shown(below[0])} is; name its drafts, or --baseline FILE",
            code="config.baseline",
        )
    return Baseline.read(here)


def _file(entry: Entry, held: Baseline) -> Path:
    """Where the draft of an entry is: its name is the path from the file of the baseline."""
    return (held.path.parent if held.path else Path()) / entry.draft


def _day(typed: str | None) -> date | None:
    try:
        return None if typed is None else date.fromisoformat(typed)
    except ValueError:
        raise ConfigError(f"--expires: {typed!r} is no day; write it as 2027-12-31") from None


def _matches(count: int) -> str:
    return f"{count} match{'es' * (count != 1)}"
