"""Documents, the sentences they are compared by, and what a corpus of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from simcheck.signatures import as_annotated, require
from simcheck.types.kinds import PEER_UNLESS_TOLD, SourceClass
from simcheck.types.reading import ALL_READ, Reading


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Document:
    """A text with a name: a draft, or a source of the corpus.

    ``title``, ``author`` (a person or an office) and ``date`` (``2024-03-05``, ``2024-03`` or ``2024``) are None where
    the file does not say. ``reading`` tells what of the file is not in the text. ``origin`` is where the text was read
    (``user@computer:/folder/file``), which a corpus keeps to tell a text that changed from another one of the same
    name; no report shows it. ``meta`` is what else is known of it, by names of the caller's own, to choose sources by
    (``Filter``). ``source_class`` is what a source is to those who write drafts: only a ``peer`` must not be copied.
    Where none is given it is told from the text once that becomes a source (``simcheck.text.classes.told``); UsageError
    for a word that is no class.

    >>> Document("讲话.txt", "各位代表：现在报告工作。").text[:4]
    '各位代表'
    """

    id: str
    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    reading: Reading = ALL_READ
    origin: str | None = field(default=None, compare=False)
    source_class: SourceClass = PEER_UNLESS_TOLD
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        require("source_class", self.source_class, SourceClass)

    @classmethod
    @as_annotated()
    def from_file(cls, path: str | Path) -> Document:
        """The text of a file in any format that simcheck reads, under the path as given for an id.

        Raises DraftError, as ``simcheck.readers.read`` does.
        """
        found: Document = _readers().read(path)
        return found

    @classmethod
    @as_annotated()
    def from_bytes(cls, data: bytes, name: str) -> Document:
        """The text of a file from its bytes, such as an upload; its ``name`` is the id, and tells Markdown from text.

        Raises DraftError, as ``from_file`` does.

        >>> Document.from_bytes("各位代表：现在报告工作。".encode(), name="讲话.txt").id
        '讲话.txt'
        """
        found: Document = _readers().read_bytes(data, name)
        return found


def _readers() -> Any:
    """The readers, which stand above: a document only hands on to them."""
    return import_module("simcheck.readers")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of comparison: ``document.text[start:end]`` in the original, ``text`` after normalisation.

    ``heading`` marks a short line without a sentence mark, such as 一、工作回顾; it is never evidence by itself.
    """

    start: int
    end: int
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What a corpus holds and what made it; ``path`` is None for texts that were compared in memory. ``classes`` are
    how many documents there are of each class of sources, those without any left out."""

    path: str | None
    documents: int
    sentences: int
    characters: int
    model: str
    dimension: int
    normalization: int
    classes: dict[SourceClass, int] = field(default_factory=dict, hash=False)
