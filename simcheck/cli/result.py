"""Where the reports of a run go, and the exit code they add up to."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from simcheck.cli.options import Format
from simcheck.cli.streams import GATE_FAILS, Failures, colour, out, out_utf8, say, write_file
from simcheck.errors import DraftError, UsageError
from simcheck.messages import Language, language_of_locale
from simcheck.readers import STDIN, shown
from simcheck.types import Report

#: Wider lines read badly; a pipe or a file has no width of its own.
_WIDEST, _PIPE = 100, 80


class Results:
    """Reports as they come: at once to stdout, or together into a file when the last one is there.

    In JSON a single draft gives an indented object, several give one object a line.
    ``inputs`` are never overwritten; ``drafts`` is how many there are to check. Without ``lang`` the user's locale
    chooses the language, and where that is neither Chinese nor English the draft does. With ``exit_zero`` a gate that
    fails is no reason for another exit code; what was not checked still is.
    """

    def __init__(
        self,
        form: Format,
        output: Path | None,
        inputs: Sequence[Path],
        drafts: int = 1,
        lang: Language | None = None,
        *,
        exit_zero: bool = False,
    ) -> None:
        self._exit_zero = exit_zero
        self._form, self._drafts = form, drafts
        self._language = lang or language_of_locale(os.environ)
        self._output = None if output is None or str(output) == STDIN else output
        self._written: list[str] = []
        self._failed = 0
        if self._output is not None:
            _guard(self._output, inputs)

    @property
    def on_screen(self) -> bool:
        """Whether the reports appear on a terminal as they come, which shows progress enough."""
        return self._output is None and sys.stdout.isatty()

    def add(self, report: Report) -> None:
        """Print the report, or keep it for the file."""
        self._failed += report.verdict.decision == "fail"
        text = self._json(report) if self._form is Format.json else self._text(report)
        self._written.append(text if self._output is not None else "")
        if self._output is None:
            (out_utf8 if self._form is Format.json else out)(text)

    def finish(self, failures: Failures) -> int:
        """Write the file, if one was asked for, and give the worst exit code: 3 before 1 before 0."""
        if self._output is not None and self._written:
            write_file(self._output, "".join(self._written))
            checked = len(self._written)
            told = f"{checked - self._failed} passed, {self._failed} failed"
            if checked < self._drafts:
                told += f", {self._drafts - checked} not checked"
            say(f"simcheck: {told}; the report is in {shown(self._output)}")
        return failures.code(GATE_FAILS if self._failed and not self._exit_zero else 0)

    def _json(self, report: Report) -> str:
        from simcheck.reporters.json import render

        return render(report, indent=None if self._drafts > 1 else 2, language=self._language)

    def _text(self, report: Report) -> str:
        from simcheck.reporters.text import render

        width = min(shutil.get_terminal_size().columns, _WIDEST) if self.on_screen else _PIPE
        between = f"\n{'─' * width}\n\n" if self._written else ""
        return between + render(report, width=width, colour=self.on_screen and colour(), language=self._language)


def _guard(output: Path, inputs: Sequence[Path]) -> None:
    """Find out before the work that the report has no place to go, and never write it over an input."""
    if output.is_dir():
        raise DraftError(f"{shown(output)}: this is a folder; name a file for -o")
    if not output.resolve().parent.is_dir():
        raise DraftError(f"{shown(output)}: its folder does not exist; create it or choose another file for -o")
    if output.is_file() and any(path.is_file() and path.samefile(output) for path in inputs):
        raise UsageError(f"{shown(output)}: -o would overwrite this input; choose another file")
