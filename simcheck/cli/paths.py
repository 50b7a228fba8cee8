"""Which files are meant: folders are walked, and nothing is passed over in silence."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simcheck.cli.streams import Failures, say
from simcheck.errors import DraftError, SimcheckError, UsageError
from simcheck.readers import quoted, shown

#: What is read from a folder. A file named by itself is read whatever its name.
SUFFIXES = (".txt", ".md")
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read and the id it gets."""

    path: Path
    id: str


def corpus_folder(named: Path | None) -> Path:
    """The corpus that was named, by option or environment, or else the one in the user's data folder."""
    return default_corpus() if named is None else named.expanduser()


@contextlib.contextmanager
def meant(named: Path | None) -> Iterator[Path]:
    """The folder of the corpus that is meant; errors from inside give their remedy as it is typed here."""
    try:
        yield corpus_folder(named)
    except SimcheckError as error:
        raise type(error)(as_typed(str(error), named)) from error


def as_typed(remedy: str, named: Path | None) -> str:
    """A remedy of the library, its ``--corpus FOLDER`` left out where none was named."""
    return remedy.replace(f" --corpus {quoted(corpus_folder(named))}", "") if named is None else remedy


def default_corpus() -> Path:
    """The user's own corpus: a folder in the data folder of the system."""
    from platformdirs import user_data_path

    return user_data_path("simcheck", appauthor=False) / "corpus"


def gather(paths: Sequence[Path], failures: Failures, *, whole_names: bool = False) -> list[Found]:
    """The files that the paths mean, each once, sorted within a folder.

    In a folder these are all ``.txt`` and ``.md`` files at any depth; others are listed on stderr as not read, hidden
    ones left out. A file's id is its path within the folder, its own name if it is named by itself, and the path as
    given with ``whole_names``. A folder that cannot be read or has no text in it goes to ``failures``. Raises
    UsageError when two files would get one id.
    """
    found: dict[str, Found] = {}
    for path in paths:
        for file in _files(path, failures):
            identity = shown(file if whole_names else file.relative_to(path).as_posix() if file != path else path.name)
            other = found.setdefault(identity, Found(file, identity))
            if not _same(other.path, file):
                raise UsageError(
                    f"{shown(other.path)} and {shown(file)} would both be called {identity}; "
                    "add the folder that holds both, or rename one"
                )
    return list(found.values())


def _files(path: Path, failures: Failures) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    texts: list[Path] = []
    others: list[Path] = []
    for file in sorted(_walk(path, failures)):
        (texts if file.suffix.lower() in SUFFIXES else others).append(file)
    if others:
        names = ", ".join(shown(file) for file in others[:_LISTED])
        more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
        say(f"simcheck: not read, only {' and '.join(SUFFIXES)} files are: {names}{more}")
    if not texts:
        failures.tell(
            DraftError(f"{shown(path)}: there is no {' or '.join(SUFFIXES)} file in this folder; check the path")
        )
    return texts


def _walk(folder: Path, failures: Failures) -> Iterator[Path]:
    def tell(error: OSError) -> None:
        reason = error.strerror or str(error)
        failures.tell(
            DraftError(f"{shown(error.filename)}: this folder cannot be read ({reason}); check its permissions")
        )

    for root, folders, files in os.walk(folder, onerror=tell):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in files if not name.startswith("."))


def _same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))
