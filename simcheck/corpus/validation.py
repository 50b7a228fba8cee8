"""Validation: which documents can stand in a corpus, and the one form of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from unicodedata import normalize

from simcheck.errors import DraftError, UsageError
from simcheck.signatures import require_fields
from simcheck.types import Document


def validated(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents, one by one, their ids composed (NFC). Raises at the first that cannot stand in a corpus."""
    for document in documents:
        validate(document)
        identity = normalize("NFC", document.id)
        yield document if identity == document.id else replace(document, id=identity)


def distinct(documents: Iterable[Document]) -> list[Document]:
    """The documents, each once. Raises UsageError for two different texts of one id, and as ``validated`` does."""
    seen: dict[str, Document] = {}
    for document in validated(documents):
        if seen.setdefault(document.id, document).text != document.text:
            raise two_texts(document.id)
    return list(seen.values())


def validate(document: Document) -> None:
    """Raise UsageError or DraftError naming the document when it cannot stand in a corpus."""
    if not isinstance(document, Document):
        raise UsageError(
            f"a corpus takes Documents, not {type(document).__name__}; write Document(id, text)",
            code="document.invalid",
        )
    if not isinstance(document.text, str):
        raise UsageError(
            f"{document.id}: its text is {type(document.text).__name__}, not str; decode it first",
            code="document.invalid",
        )
    if not isinstance(document.meta, Mapping) or not all(map(_is_text, (*document.meta, *document.meta.values()))):
        raise UsageError(
            f"{document.id}: meta holds something else than texts; write {{'场合': '两会'}}", code="document.invalid"
        )
    require_fields(document)
    if not document.id.strip():
        raise UsageError(
            "a document without an id cannot be found again; give it one, such as its file name",
            code="document.invalid",
        )
    if not any(map(str.isalpha, document.text)):
        raise DraftError(f"{document.id}: holds no letter; leave it out", code="draft.empty")
    about = document.title, document.author, document.date, document.origin, *document.meta, *document.meta.values()
    try:
        "".join((document.id, document.text, *filter(None, about))).encode("utf-8")
    except UnicodeEncodeError as error:
        raise DraftError(
            f"{document.id!a}: holds half a character at {error.start}; decode or rename the file as UTF-8",
            code="document.invalid",
        ) from error


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def two_texts(identity: str) -> UsageError:
    """What is raised for two texts of one id."""
    return UsageError(f"{identity}: two different texts have this id; rename one", code="document.two_texts")
