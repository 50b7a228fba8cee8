"""Which files are meant: folders are walked, and nothing is passed over in silence."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from simcheck.cli.streams import Failures, pictures, say
from simcheck.config import Given, default_corpus, load_config
from simcheck.errors import DraftError, SimcheckError
from simcheck.files import expanded
from simcheck.readers import SUFFIXES, by_plugin, quoted, read, shown
from simcheck.types import Document, Reading

_LISTED = 10
#: What stands before the ending of a report that lies beside its draft: 草稿.report.docx.
REPORT = ".report"
#: What a page of ours says of itself, how far down at most, and what its name ends in.
GENERATOR, _TOP, PAGES = b'<meta name="generator" content="simcheck', 1000, (".html", ".htm")
#: Endings that reports have and drafts hardly, and words in the name of a report.
_OF_REPORTS, _CALLED_REPORT = (".html", ".htm", ".json", ".csv", ".sarif"), ("报告", "结果", "对照", "report", "result")
#: Beginnings of the names of files that are no documents of their own: hidden ones, and Word's marks of open ones.
_HIDDEN = (".", "~$")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read and the id it gets."""

    path: Path
    id: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files of a folder are meant, by patterns such as ``*.docx`` or ``2024/*``.

    A file named by itself always is. Without ``include`` these are all that have the suffix of a document, our own
    reports left out.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def included(self, file: Path) -> bool:
        """Whether a file, by its path within the folder, is one to read."""
        if self.include:
            return any(_matches(file, pattern) for pattern in self.include)
        return file.suffix.lower() in SUFFIXES or bool(by_plugin(file.name))

    def excluded(self, file: Path) -> bool:
        """Whether a file is left out without a word."""
        return any(_matches(file, pattern) for pattern in self.exclude)


def corpus_folder(named: Path | None) -> Path:
    """The corpus that was named, by option or setting, or else the one in the user's data folder."""
    return default_corpus() if named is None else expanded(named)


def chosen(corpus: Path | None, model: str | None = None) -> tuple[Path | None, str | None]:
    """Corpus and model as the settings of the working folder have them, where an option does not say; None for the
    user's own corpus, and for the model that a corpus was made with."""
    settings = load_config(Path(), Given(corpus=None if corpus is None else str(corpus), model=model))
    return settings.corpus, settings.model


@contextlib.contextmanager
def meant(named: Path | None) -> Iterator[Path]:
    """The folder of the corpus that is meant; errors from inside give their remedy as it is typed here."""
    try:
        yield corpus_folder(named)
    except SimcheckError as error:
        raise type(error)(as_typed(str(error), named), code=error.code) from error


def as_typed(remedy: str, named: Path | None) -> str:
    """A remedy of the library, its ``--corpus FOLDER`` left out where none was named."""
    return remedy.replace(f" --corpus {quoted(corpus_folder(named))}", "") if named is None else remedy


def gather(
    paths: Sequence[Path], failures: Failures, wanted: Wanted | None = None, *, whole_names: bool = False
) -> list[FoundFile]:
    """The files that the paths mean, each once, sorted within a folder.

    In a folder these are all documents at any depth, or the ``wanted`` ones; others are listed on stderr as not read,
    hidden ones left out. A file's id is its path within the folder, its own name if it is named by itself, and the path
    as given with ``whole_names``. A folder that cannot be read or has no document in it goes to ``failures``.
    """
    found: dict[tuple[str, str], FoundFile] = {}
    for path in paths:
        for file in _files(path, failures, wanted or Wanted()):
            identity = shown(file if whole_names else file.relative_to(path).as_posix() if file != path else path.name)
            found.setdefault((identity, os.path.realpath(file)), FoundFile(file, identity))
    return list(found.values())


def origin(file: Path) -> str:
    """Where a file is read, for ``Document.origin``: who reads it, on which computer, and its whole path."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        user = str(os.getuid())
    return f"{user}@{platform.node()}:{shown(file.resolve().as_posix())}"


def readable(
    found: Iterable[FoundFile], failures: Failures, *, sources: bool = False, reports: bool = False
) -> Iterator[tuple[Path, Document]]:
    """The files and their texts, one by one; what cannot be read goes to ``failures``. Of ``sources``, which have no
    report that tells it, what was not read in them is said. ``reports``: whether a file that is not there may be the
    report that was to be written, with the name of one."""
    for one in found:
        try:
            if not sources:
                refuse_report(one)
            with pictures(one.id):
                document = replace(read(one.path), id=one.id)
        except DraftError as error:
            wanted = reports and error.code == "draft.missing" and _named_as_report(one.path)
            failures.tell(_wanted_report(one) if wanted else error, one.id)
            continue
        if sources and document.reading != Reading():
            _tell_reading(document)
        yield one.path, document


def _named_as_report(file: Path) -> bool:
    """Whether a file that is not there has the name of a report that was to be written."""
    return file.suffix.lower() in _OF_REPORTS or any(word in file.stem.lower() for word in _CALLED_REPORT)


def _wanted_report(one: FoundFile) -> DraftError:
    return DraftError(f"{one.id}: no such file; to write a report there name it with -o {one.id}", code="draft.missing")


def refuse_report(one: FoundFile) -> None:
    """Raise DraftError for a report of ours that was named as a draft."""
    if _is_report(one.path) or _is_text_report(one.path):
        raise DraftError(
            f"{one.id}: is a report of simcheck, not a draft; to write a report there name it with -o {one.id}"
        )


def _tell_reading(document: Document) -> None:
    """Say what of a source is not in the text that drafts are compared with."""
    from simcheck.judge.findings import findings_of_file
    from simcheck.messages import words
    from simcheck.reporters.phrases import finding_name

    for finding in findings_of_file(document):
        if finding.kind in ("hidden_text", "unread_parts"):
            say(f"simcheck: {document.id}: {finding_name(finding, words('en'))}")


def _files(path: Path, failures: Failures, wanted: Wanted) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    documents: list[Path] = []
    others: list[Path] = []
    for file in sorted(_walk(path, failures)):
        within = file.relative_to(path)
        if not wanted.excluded(within):
            # A pipe or a device that is named by itself is read; one that lies in a folder would be waited for.
            some = file.is_file() or not file.exists()
            chosen = wanted.included(within) and (wanted.include or not _is_report(file))
            (documents if some and chosen else others).append(file)
    if others and not wanted.include:
        names = ", ".join(shown(file) for file in others[:_LISTED])
        more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
        say(f"simcheck: not read, no documents: {names}{more}")
    if not documents:
        what = (
            "no file in this folder that is meant" if wanted.include or wanted.exclude else "no document in this folder"
        )
        failures.tell(DraftError(f"{shown(path)}: there is {what}; check the path"))
    return documents


def _walk(folder: Path, failures: Failures) -> Iterator[Path]:
    def tell(error: OSError) -> None:
        reason = error.strerror or str(error)
        failures.tell(
            DraftError(f"{shown(error.filename)}: this folder cannot be read ({reason}); check its permissions")
        )

    for root, folders, files in os.walk(folder, onerror=tell):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for linked in (Path(root, name) for name in sorted(folders) if Path(root, name).is_symlink()):
            say(f"simcheck: {shown(linked)} is a link to a folder, not followed; name the folder itself")
        yield from (Path(root, name) for name in files if not name.startswith(_HIDDEN))


def _is_report(file: Path) -> bool:
    """Whether a file of a folder is a report of ours, by its name or by what stands at the top of a page."""
    if file.stem.endswith(REPORT):
        return True
    if file.suffix.lower() not in PAGES or not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            return GENERATOR in opened.read(_TOP)
    except OSError:  # told when it is read
        return False


def _is_text_report(file: Path) -> bool:
    """Whether a file is a report of ours in text or Markdown, by its first two lines: the verdict and the summary."""
    from simcheck.messages import LANGUAGES, words

    if file.suffix.lower() not in (".txt", ".md", "") or not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            lines = [one for one in opened.read(_TOP).decode("utf-8", "ignore").splitlines() if one.strip()][:2]
    except OSError:  # told when it is read
        return False
    spoken = [words(language) for language in LANGUAGES]
    return len(lines) == 2 and any(
        lines[0].endswith(say("report.headline", draft="", decision=say(f"decision.{decision}")))
        and lines[1].startswith(say.texts["report.summary"].partition("{")[0])
        for say in spoken
        for decision in ("pass", "fail")
    )


def _matches(file: Path, pattern: str) -> bool:
    """A pattern with a slash is for the path within the folder, one without for the name of the file or a folder."""
    if "/" in pattern:
        return fnmatchcase(file.as_posix(), pattern.strip("/"))
    return any(fnmatchcase(part, pattern) for part in file.parts)
