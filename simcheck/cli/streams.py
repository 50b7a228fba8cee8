"""What goes where: the report to stdout or a file, messages and the progress bar to stderr."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO, TypeVar

from simcheck.errors import DraftError, SimcheckError
from simcheck.messages import language_of_locale

T = TypeVar("T")

#: Exit codes besides 0, passed. A gate fails closed: what could not be checked has not passed.
GATE_FAILS, WRONG_USAGE, NOT_CHECKED, INTERRUPTED = 1, 2, 3, 130


def prepare() -> None:
    """Let neither stream fail on a character that its encoding lacks, and keep what was closed from the start closed.

    Who closed standard output (``>&-``) wants no report there, and must not take silence for one that passed: writing
    to it fails. A file that is opened later must not get its number either. Where the locale knows ASCII only (C), the
    terminal shows UTF-8 all the same.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_only else None, errors="backslashreplace")


def say(line: str, *, file: TextIO | None = None) -> None:
    """One line for the user, in the user's language, on stderr unless told otherwise; quiet when nobody reads any
    more."""
    stream = file or sys.stderr
    with contextlib.suppress(DraftError), _unless_closed(stream):
        stream.write(spoken(line) + "\n")
        stream.flush()


class Failures:
    """Inputs that could not be read: each is told at once and the others go on, but the exit code remembers."""

    def __init__(self) -> None:
        self.count = 0
        #: The drafts that were not checked, by their ids.
        self.drafts: list[str] = []

    def tell(self, error: SimcheckError, draft: str | None = None) -> None:
        """Say what went wrong with one input, perhaps a draft."""
        self.count += 1
        if draft is not None:
            self.drafts.append(draft)
        say(f"simcheck: {error}")

    def code(self, otherwise: int = 0) -> int:
        """3 when anything failed, else the given code."""
        return NOT_CHECKED if self.count else otherwise


def spoken(line: str) -> str:
    """A sentence of the program in the language that the user's locale asks for."""
    if language_of_locale(os.environ) != "zh":
        return line
    from simcheck.said import in_chinese

    return in_chinese(line)


def label(both: str) -> str:
    """Of a label in both languages, ``名称 name``, the Chinese one where the locale asks for Chinese."""
    return both.partition(" ")[0] if language_of_locale(os.environ) == "zh" else both


def tell(line: str) -> None:
    """One line of the result to stdout, in the user's language."""
    out(spoken(line) + "\n")


def out(text: str) -> None:
    """A piece of the result to stdout, as it is."""
    with _unless_closed(sys.stdout):
        sys.stdout.write(text)
        sys.stdout.flush()


def out_utf8(text: str) -> None:
    """Data to stdout: UTF-8 whatever the terminal speaks."""
    with _unless_closed(sys.stdout):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _unless_closed(stream: TextIO) -> Iterator[None]:
    """``simcheck … | head`` closes the pipe early: no error, and none at exit when Python flushes what is left.

    Raises DraftError when writing fails otherwise.
    """
    try:
        yield
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            reason = error.strerror or str(error)
            raise DraftError(f"standard output cannot be written to ({reason}); write to a file with -o") from None


class _Closed(io.TextIOBase):
    """A standard output that was closed before the program began."""

    @property
    def buffer(self) -> _Closed:
        """What bytes are written to, which is closed too."""
        return self

    def write(self, _text: object) -> int:
        """Raises DraftError."""
        raise DraftError("standard output is closed; write to a file with -o, or leave it open")

    def fileno(self) -> int:
        """Raises OSError."""
        raise OSError(errno.EBADF, "it is closed")


def expect_open() -> None:
    """Raises DraftError where standard output was closed before the program began."""
    if isinstance(sys.stdout, _Closed):
        sys.stdout.write("")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def colour() -> bool:
    """Whether stdout is a terminal that shows colours (NO_COLOR and TERM=dumb say no)."""
    if not sys.stdout.isatty():
        return False
    from rich.console import Console

    console = Console()
    return console.color_system is not None and not console.no_color and not console.legacy_windows


@contextlib.contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[int, int], None] | None]:
    """A function to call with the documents and sentences done so far; None when stderr is no terminal.

    The bar shows documents, sentences, sentences per second, and the time left.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
    # rich would send what goes to stdout meanwhile to its own stream: the report would miss the pipe it is meant for.
    console = Console(stderr=True)
    with Progress(
        TextColumn(spoken(what)), *columns, console=console, transient=True, redirect_stdout=False
    ) as shown_bar:
        task = shown_bar.add_task(what, total=total, rate="")
        started = time.monotonic()

        def advance(done: int, sentences: int) -> None:
            seconds = max(time.monotonic() - started, 1e-3)
            rate = spoken(f"{sentences:,} sentences, {sentences / seconds:,.0f} a second") if sentences else ""
            shown_bar.update(task, completed=done, rate=rate)

        yield advance


@contextlib.contextmanager
def pictures(name: str) -> Iterator[None]:
    """Within it stderr, if it is a terminal, shows which page of a file is being read from its picture."""
    told = False

    def tell(page: int, pages: int) -> None:
        nonlocal told
        told = True
        sys.stderr.write("\r\x1b[K" + spoken(f"{name}: recognising page {page} of {pages}"))
        sys.stderr.flush()

    if not sys.stderr.isatty():
        yield
        return
    from simcheck.readers import listening

    with listening(tell):
        yield
    if told:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a bar on stderr while they pass if stderr is a terminal and there is more than one."""
    if len(items) < 2:
        yield from items
        return
    with bar(what, len(items)) as advance:
        for done, item in enumerate(items):
            if advance:
                advance(done, 0)
            yield item
