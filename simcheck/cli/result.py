"""The reports of a run as they come: shown, written, summed up, and the exit code they add up to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from simcheck.cli.outputs import OutputNames, plan
from simcheck.cli.streams import GATE_FAILS, Failures, colour, out, out_utf8, say
from simcheck.cli.unread import tell_not_done, tell_secret
from simcheck.messages import Language, Words, language_of, language_of_locale, words
from simcheck.readers import STDIN, shown
from simcheck.report import Report
from simcheck.reporters.files import write_file
from simcheck.reporters.formats import SINGLE, Format, render, render_all

#: Wider lines read badly; a pipe or a file has no width of its own.
_WIDEST, _PIPE = 100, 80
#: How many files the last line names.
_LISTED = 5


#: What somebody signs says when the draft was checked; data about the same draft are the same at any time.
_SIGNED = ("text", "html", "docx")


def _dated(report: Report, form: Format) -> Report:
    return report if form in _SIGNED else replace(report, checked="")


class Results:
    """Reports as they come: at once to the screen or into files of their own, together into one file at the end.

    ``inputs`` are never overwritten; ``drafts`` is how many there are to check. Without ``lang`` the user's locale
    chooses the language, and where that is neither Chinese nor English the draft does. With ``exit_zero`` a gate that
    fails is no reason for another exit code; what was not checked still is.
    """

    def __init__(
        self,
        formats: Sequence[Format],
        outputs: Sequence[str],
        inputs: Sequence[Path],
        drafts: int = 1,
        lang: Language | None = None,
        *,
        exit_zero: bool = False,
    ) -> None:
        self._exit_zero = exit_zero
        found = plan(formats, outputs)
        page_on_terminal = found.screen == "html" and sys.stdout.isatty() and str(inputs[0]) != STDIN
        if found.screen in SINGLE and (drafts > 1 or page_on_terminal):
            found = replace(found, screen=None, beside=(*found.beside, found.screen))
        found.check(inputs, drafts)
        self._plan, self._drafts = found, drafts
        self._names = OutputNames(inputs)
        self._language = lang or language_of_locale(os.environ)
        self._done: list[tuple[Report, Path]] = []
        self._links: dict[str, str] = {}
        self._written: list[Path] = []
        self._refused: Sequence[str] = ()
        self._summaries: list[Path] = []
        self._told: set[str] = set()

    @property
    def on_screen(self) -> bool:
        """Whether the reports appear on a terminal as they come, which shows progress enough."""
        return self._plan.screen is not None and sys.stdout.isatty()

    def add(self, report: Report, path: Path) -> None:
        """Show the report of the draft in the file ``path``, and write what gets a file of its own."""
        report = replace(report, checked=datetime.now().astimezone().isoformat(timespec="minutes"))
        self._done.append((report, path))
        plan = self._plan
        if plan.screen != "text":  # which shows them itself
            tell_not_done(report, self._told)
        if plan.folder is not None:
            plan.folder.mkdir(parents=True, exist_ok=True)
            for form in plan.in_folder:
                file = self._names.choose(plan.folder, path, form)
                self._write_one(file, report, path, form)
                if form == "html":
                    self._links[report.draft.id] = file.name
        for form in plan.beside:
            self._write_one(self._names.choose(path.parent, path, form), report, path, form)
        if plan.screen == "text":
            out(self._between() + self._text(report))
        elif plan.screen == "json":
            out_utf8(self._json(_dated(report, "json")))
        elif plan.screen in SINGLE:
            out_utf8(str(render(_dated(report, plan.screen), plan.screen, language=self._language)))

    def finish(self, failures: Failures) -> int:
        """Write what holds all drafts and give the worst exit code: 3 before 1 before 0."""
        if self._done:
            self._refused = failures.drafts
            for form, named in self._plan.files:
                # without an ending it would stand in the way of a folder of that name
                path = named if form != "text" or named.suffix or named.exists() else named.with_suffix(".txt")
                if form in SINGLE:
                    self._write_one(path, *self._done[0], form)
                else:
                    self._write(path, self._together(form))
            self._sum_up()
        if self._written:
            self._tell()
        if self._written or not sys.stdout.isatty():
            tell_secret(report.draft for report, _ in self._done)
        return failures.code(GATE_FAILS if self._failed and not self._exit_zero else 0)

    @property
    def _failed(self) -> int:
        return sum(report.verdict.decision == "fail" for report, _ in self._done)

    def _sum_up(self) -> None:
        """What stands in one text for all drafts: to the screen, and a table of several drafts wherever they are.

        A draft that was not checked has its line too, lest it look like one that passed.
        """
        screen, several = self._plan.screen, len(self._done) + len(self._refused) > 1
        if screen is not None and screen not in ("text", "json", *SINGLE):
            together = self._together(screen)
            out_utf8(together if isinstance(together, str) else together.decode("utf-8", "replace"))
        if not several:
            return
        if screen == "text":
            out(self._between() + self._summary("text"))
        elif screen is None and (self._plan.folder is not None or self._plan.beside):
            out(self._summary("text"))
        if self._plan.folder is not None:
            names: dict[Format, str] = {"html": "index.html", "csv": "summary.csv", "markdown": "summary.md"}
            for form in (form for form in self._plan.in_folder if form in names):
                file = self._names.choose(self._plan.folder, Path(names[form]), form)
                self._write(file, self._summary(form))
                self._summaries.append(file)

    def _summary(self, form: Format) -> str:
        from simcheck.reporters import summary

        say = self._words()
        lines = [summary.line(report, say, self._links.get(report.draft.id)) for report, _ in self._done]
        lines += [summary.refused(draft) for draft in self._refused]
        if form == "html":
            return summary.html(lines, say)
        if form == "csv":
            return summary.csv(lines, say)
        if form == "markdown":
            return summary.markdown(lines, say)
        return summary.text(lines, say, self._width())

    def _together(self, form: Format) -> str | bytes:
        """All drafts in one text; in JSON one a line if several were meant, even if only one could be checked."""
        reports = [_dated(report, form) for report, _ in self._done]
        if form == "json":
            return "".join(map(self._json, reports))
        content = render_all(reports, form, language=self._language)
        if form == "text" and len(reports) + len(self._refused) > 1:
            return f"{content!s}\n{'─' * _PIPE}\n\n{self._summary('text')}"
        return content

    def _json(self, report: Report) -> str:
        from simcheck.reporters.json import render as json

        return json(report, indent=None if self._drafts > 1 else 2, language=self._language)

    def _text(self, report: Report) -> str:
        from simcheck.reporters.text import render as text

        coloured = sys.stdout.isatty() and colour()
        return text(_dated(report, "text"), width=self._width(), colour=coloured, language=self._language)

    def _between(self) -> str:
        return f"\n{'─' * self._width()}\n\n" if len(self._done) > 1 or self._links else ""

    def _width(self) -> int:
        return min(shutil.get_terminal_size().columns, _WIDEST) if self.on_screen else _PIPE

    def _words(self) -> Words:
        return words(self._language or language_of(self._done[0][0].draft.text))

    def _write_one(self, file: Path, report: Report, draft: Path, form: Format) -> None:
        original = _original(draft) if form == "docx" else None
        self._write(file, render(_dated(report, form), form, language=self._language, original=original))

    def _write(self, file: Path, content: str | bytes) -> None:
        write_file(file, content)
        self._written.append(file)

    def _tell(self) -> None:
        passed, missing = len(self._done) - self._failed, self._drafts - len(self._done)
        folder = self._plan.folder
        if folder is not None and self._summaries and all(file.parent == folder for file in self._written):
            # a list of files would name the first drafts and not what is to be opened first
            self._tell_of_folder(passed, missing, shown(self._summaries[0]))
            return
        told = f"{passed} passed, {self._failed} failed" + (f", {missing} not checked" if missing else "")
        where = ", ".join(shown(file) for file in self._written[:_LISTED])
        if len(self._written) > _LISTED:
            where += f" and {len(self._written) - _LISTED} more"
        say(f"simcheck: {told}; {'the reports are' if len(self._written) > 1 else 'the report is'} in {where}")

    def _tell_of_folder(self, passed: int, missing: int, place: str) -> None:
        failed = self._failed
        if missing:
            say(
                f"simcheck: {passed} passed, {failed} failed, {missing} not checked; "
                f"the summary is in {place}, the reports are beside it"
            )
        else:
            say(f"simcheck: {passed} passed, {failed} failed; the summary is in {place}, the reports are beside it")


def _original(draft: Path) -> bytes | None:
    """The bytes of a draft that is a .docx: its marked copy keeps the layout."""
    if str(draft) == STDIN or draft.suffix.lower() != ".docx":
        return None
    return draft.read_bytes()
