"""``simcheck corpus add``: texts are put into the corpus, and what is worth knowing of them is said."""

from __future__ import annotations

import dataclasses
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simcheck.cli import options
from simcheck.cli.corpus.classes import say_some, tell_anew
from simcheck.cli.corpus.opened import contents, open_or_make
from simcheck.cli.paths import Wanted, chosen, gather, meant, origin, readable
from simcheck.cli.streams import Failures, bar, say, tell
from simcheck.config import load_config
from simcheck.types import SOURCE_CLASSES, Document, SourceClass

if TYPE_CHECKING:
    from simcheck.corpus.records import AddResult

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Documents, or folders with documents.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace other texts of the same names.")]
Duplicates = Annotated[
    bool, typer.Option("--duplicates", help="Add texts that the corpus holds under another name too.")
]
Prefix = Annotated[
    str | None,
    typer.Option("--prefix", metavar="NAME", help="Put the texts into a folder of this name, such as a colleague's."),
]
Shards = Annotated[
    int | None,
    typer.Option(
        "--shards", metavar="N", min=1, max=1000, help="If there is no corpus yet, make it one of so many shards."
    ),
]
#: Duplicates and versions that are named one by one.
_TOLD = 10


def add(
    paths: Paths,
    corpus: options.Corpus = None,
    model: options.Model = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    wait: options.Wait = False,
    replace: Replace = False,
    duplicates: Duplicates = False,
    source_class: options.As = None,
    prefix: Prefix = None,
    shards: Shards = None,
) -> None:
    """Add texts, creating the corpus if there is none.

    A text from a folder is called by its path within the folder. One that is there already is left alone, under
    whatever name; a file that changed since it was added replaces its old text. Another file of the same name is kept
    beside it, with the name of its folder before its own. When this is cut off, what was added stays: add again to go
    on.

    \b
    Examples:
      simcheck corpus add speeches/
      simcheck corpus add 2025.docx 2024.txt --corpus speeches.corpus
      simcheck corpus add laws/ --as authority
      simcheck corpus add speech.docx --prefix Wang
      simcheck corpus add archive/ --corpus national.shards --shards 8
    """
    corpus, model = chosen(corpus, model)
    failures = Failures()
    found = gather(paths, failures, Wanted(include or (), exclude or ()))
    given: SourceClass | None = next((name for name in SOURCE_CLASSES if name == source_class), None)
    noted = _Noted(given, f"{prefix.strip('/')}/" if prefix and prefix.strip("/") else "")
    documents = (noted.look(file, document) for file, document in readable(found, failures, sources=True))
    first = next(documents, None)
    if first is None:  # nothing to add, so nothing to create either
        raise typer.Exit(failures.code())
    with meant(corpus) as folder, open_or_make(folder, model, wait, shards) as opened:
        before = {one.id: one.source_class for one in opened.documents()} if noted.gives else {}
        with bar("adding", len(found)) as advance:
            result = opened.add(chain([first], documents), advance, replace=replace, duplicates=duplicates)
        classed = sum(
            before[name] != noted.given.get(name, before[name]) for name in result.unchanged if name in before
        )
        for name, kept in {**{name: name for name in result.unchanged}, **dict(result.skipped)}.items():
            if name in noted.given:
                classed += opened.classify([kept], noted.given[name])
        tell_anew(opened)
        info = opened.info
    _tell_of_names(result)
    noted.tell(result, folder)
    if classed:
        tell(f"{classed} that were there already have another class now")
    tell(f"{_counts(result)}, {failures.count} failed; {folder} holds {contents(info)}")
    raise typer.Exit(failures.code())


def _counts(result: AddResult) -> str:
    told = f"{len(result.added)} added, {len(result.replaced)} replaced, {len(result.unchanged)} unchanged"
    return told + (f", {len(result.skipped)} left out as the same text" if result.skipped else "")


class _Noted:
    """What is to be said of documents that are added: which look like superiors', and which are marked as secret.

    ``typed`` is the class that all of them are given, ``prefix`` the folder that they are put into.
    """

    def __init__(self, typed: SourceClass | None, prefix: str) -> None:
        self._typed, self._prefix, self._by_folder = typed, prefix, load_config(Path()).classes
        #: The classes that were given, by the names of the texts.
        self.given: dict[str, SourceClass] = {}
        #: Those that are taken for laws by their form, and those that only look like superiors'.
        self.laws: list[str] = []
        self.superior: list[str] = []
        self.secret: list[tuple[str, str]] = []

    @property
    def gives(self) -> bool:
        """Whether any text may be given a class."""
        return bool(self._typed or self._by_folder.entries)

    def look(self, file: Path, document: Document) -> Document:
        """The document of a file under its name and with the class that it was given, looked at."""
        from simcheck.text.classes import proposed, secrecy, told

        document = dataclasses.replace(document, id=self._prefix + document.id, origin=origin(file))
        if mark := secrecy(document):
            self.secret.append((document.id, mark))
        if given := self._typed or self._by_folder.of_file(file):
            self.given[document.id] = given
            return dataclasses.replace(document, source_class=given)
        if told(document) == "authority":
            self.laws.append(document.id)
        elif proposed(document):
            self.superior.append(document.id)
        return document

    def tell(self, result: AddResult, folder: Path) -> None:
        """Say what is to be said, now that the documents were added."""
        say_some(
            [
                f"{name}: has the form of a law, added as authority (--as peer makes it a peer)"
                for name in self.laws
                if name in result.added
            ]
        )
        say_some(
            [f"{name}: looks like a law or a superior's document; add it with --as authority" for name in self.superior]
        )
        say_some(
            [
                f"{name}: is marked {mark}; {folder} keeps its whole text, see who may read that folder"
                for name, mark in self.secret
            ]
        )


def _tell_of_names(result: AddResult) -> None:
    """Say which texts replaced others, were kept under other names or left out, or are versions of others."""
    for identity in result.replaced:
        say(f"simcheck: {identity}: replaced, the corpus held another text of this name")
    for name, kept in result.renamed:
        say(f"simcheck: {name}: the corpus holds another text of this name; kept as {kept} (--replace replaces it)")
    say_some([f"{name}: the corpus holds the same text as {kept}; left out" for name, kept in result.skipped])
    say_some([f"{name}: the corpus holds the same text under another name too" for name in result.duplicates])
    say_some([f"{new}: another version of {old}" for new, old in result.similar])
