"""Which format of a report goes where: to the screen, into a file, into a folder, beside its draft."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simcheck.cli.paths import REPORT
from simcheck.cli.streams import expect_open
from simcheck.errors import DraftError, UsageError
from simcheck.readers import STDIN, shown
from simcheck.reporters.formats import SINGLE, SUFFIXES, Format, ending_of, format_of


@dataclass(frozen=True, slots=True)
class OutputPlan:
    """``screen`` is what goes to stdout; ``files`` hold all drafts, ``folder`` and the drafts' own folders one file
    each."""

    screen: Format | None = None
    files: tuple[tuple[Format, Path], ...] = ()
    folder: Path | None = None
    in_folder: tuple[Format, ...] = ()
    beside: tuple[Format, ...] = ()

    def check(self, inputs: Sequence[Path], drafts: int) -> None:
        """Find out before the work that a report has no place to go, or would take the place of an input."""
        for form, path in self.files:
            _guard(path, inputs)
            if form in SINGLE and drafts > 1:
                raise UsageError(
                    f"{shown(path)}: one {form} file holds the report of one draft; name a folder, such as -o reports/"
                )
        if self.folder is not None and self.folder.exists() and not self.folder.is_dir():
            raise UsageError(f"{shown(self.folder)}: this is a file; choose another folder for -o")
        if self.beside and any(str(path) == STDIN for path in inputs):
            raise UsageError(f"standard input has no folder to put a {self.beside[0]} report in; name a file with -o")
        if self.screen is not None:
            expect_open()


def plan(formats: Sequence[Format], outputs: Sequence[str]) -> OutputPlan:
    """What ``--format`` and ``--output``, each given any number of times, mean together.

    A file gets the format of its ending; what is left over goes to the screen if it is text, else beside the drafts.

    >>> plan(["text", "html"], [])
    OutputPlan(screen='text', files=(), folder=None, in_folder=(), beside=('html',))
    >>> plan([], ["报告.docx"]).files
    (('docx', PosixPath('报告.docx')),)
    """
    left = list(dict.fromkeys(formats))
    named = [name for name in outputs if name != STDIN]
    folders = [Path(name) for name in named if name.endswith(("/", os.sep)) or Path(name).is_dir()]
    if len(folders) > 1:
        raise UsageError("two folders for -o; name one")
    paths = [Path(name) for name in named if Path(name) not in folders]
    files = []
    for path in sorted(paths, key=lambda path: format_of(path) in (None, "text")):  # what an ending decides comes first
        form = _format(path, left)
        files.append((form, path))
        left = [other for other in left if other != form]
    in_folder: tuple[Format, ...] = ()
    if folders:
        in_folder = tuple(form for form in left if form != "text") or tuple(left) or ("html",)
        left = [form for form in left if form not in in_folder]
    elif not named and not left:
        left = ["text"]
    alone = len(left) == 1 and left != ["docx"]
    screen: Format | None = left[0] if alone else "text" if "text" in left else None
    beside = tuple(form for form in left if form != screen)
    return OutputPlan(screen, tuple(files), folders[0] if folders else None, in_folder, beside)


@dataclass(slots=True)
class OutputNames:
    """File names for the reports of many drafts: never the same twice, and never that of an input."""

    inputs: Sequence[Path]
    _given: set[Path] = field(default_factory=set)

    def choose(self, folder: Path, draft: Path, form: Format) -> Path:
        """``folder/草稿.html``; ``草稿.report.html`` where drafts lie, ``草稿.docx.html`` for a second 草稿."""
        ending = ending_of(form)
        name = draft.name if str(draft) != STDIN else "stdin"
        stem = Path(name).stem
        infix = REPORT if any(_same(path.parent, folder) for path in self.inputs) else ""
        for base in self._bases(stem, name):
            path = folder / f"{base}{infix}{ending}"
            if path not in self._given and not any(_same(path, other) for other in self.inputs):
                self._given.add(path)
                return path
        raise AssertionError("names never end")

    @staticmethod
    def _bases(stem: str, name: str) -> Iterable[str]:
        yield stem
        yield name
        number = 2
        while True:
            yield f"{stem}-{number}"
            number += 1


def _format(path: Path, wanted: Sequence[Format]) -> Format:
    """The format of a file by its ending, or else the one that was asked for by name."""
    by_ending = format_of(path)
    if by_ending not in (None, "text"):
        return by_ending
    if wanted:
        return next((form for form in wanted if form != "text"), wanted[0])
    if by_ending is None and path.suffix:
        endings = ", ".join(ending for ending, *_ in SUFFIXES.values())
        raise UsageError(f"{shown(path)}: no format has this ending; use one of {endings}, or name the format with -f")
    return "text"


def _guard(output: Path, inputs: Sequence[Path]) -> None:
    if not output.resolve().parent.is_dir():
        raise DraftError(f"{shown(output)}: its folder does not exist; create it or choose another file for -o")
    if any(path.is_file() and _same(path, output) for path in inputs):
        raise UsageError(f"{shown(output)}: -o would overwrite this input; choose another file")


def _same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))
