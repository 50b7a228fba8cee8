"""What is told of corpora and of what is in them."""

from __future__ import annotations

from pydantic import Field

from simcheck.server.answers.base import Answer
from simcheck.server.rights import Right
from simcheck.types import SourceClass


class Made(Answer):
    """A corpus that was made, or what was changed of it."""

    name: str
    title: str | None = None
    open: bool | None = None


class CorpusShort(Answer):
    """A corpus that one may use; `documents` is null where it cannot be opened just now."""

    name: str
    title: str
    open: bool
    right: Right
    documents: int | None


class CorpusList(Answer):
    """Corpora by name."""

    corpora: list[CorpusShort]


class CorpusAnswer(Answer):
    """What a corpus holds; `versions` names for documents those of which they are versions."""

    name: str
    documents: int
    sentences: int
    characters: int
    model: str
    dimension: int
    normalization: int
    classes: dict[SourceClass, int]
    versions: dict[str, str]


class Granted(Answer):
    """A user's right in a corpus; null is none."""

    user: str
    right: Right | None


class Grants(Answer):
    """The rights in a corpus."""

    grants: list[Granted]


class DocumentShort(Answer):
    """A document of a corpus without its text."""

    id: str
    characters: int
    sentences: int
    added: str
    title: str | None
    author: str | None
    date: str | None
    meta: dict[str, str]
    class_: SourceClass = Field(alias="class")
    department: str | None


class DocumentList(Answer):
    """Documents of a corpus; `found` is how many there are in all."""

    documents: list[DocumentShort]
    found: int


class DocumentAnswer(Answer):
    """A document of a corpus."""

    id: str
    text: str
    title: str | None
    author: str | None
    date: str | None
    source_class: SourceClass
    meta: dict[str, str]


class Labelled(Answer):
    """What was noted of a document."""

    id: str
    class_: SourceClass | None = Field(alias="class")
    department: str | None


class Refused(Answer):
    """A file that was not taken, and why."""

    name: str
    code: str
    detail: str


class Added(Answer):
    """What became of the documents that were sent, by their names; pairs name the document that is there."""

    added: list[str]
    unchanged: list[str]
    replaced: list[str]
    skipped: list[tuple[str, str]]
    renamed: list[tuple[str, str]]
    duplicates: list[str]
    similar: list[tuple[str, str]]
    refused: list[Refused]


class PhraseAnswer(Answer):
    """A set phrase, in how many documents it stands, and how many letters it has."""

    text: str
    documents: int
    letters: int


class Phrases(Answer):
    """Set phrases; `found` is how many there are in all."""

    phrases: list[PhraseAnswer]
    found: int


class FoundSentence(Answer):
    """A sentence of a document; `words`: it has the very words that were asked for."""

    corpus: str
    document: str
    start: int
    end: int
    text: str
    score: float
    words: bool
    title: str | None
    author: str | None
    date: str | None


class Results(Answer):
    """What was found, the best first."""

    results: list[FoundSentence]
