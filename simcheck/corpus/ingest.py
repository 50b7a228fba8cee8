"""Ingesting: under which id each document given is kept, and which are there already.

A text that is there is never lost to another one of its name, unless that is an update: the only place that it was read
from (``Document.origin``) now has the other text, or the caller means to replace it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import PurePosixPath

from simcheck.corpus.place import KnownIds
from simcheck.corpus.tables import StoredDocument
from simcheck.corpus.validation import two_texts
from simcheck.types import Document


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What becomes of a batch.

    ``changed`` is to be stored, in place of the documents whose numbers ``replaced`` gives by id. ``renamed`` pairs ids
    as given with those that the documents get, ``skipped`` ids with that of the same text. ``origins`` are new ones,
    with the id of the text that was read there, and whether it has that id by itself and not because it was skipped.
    """

    size: int
    unchanged: list[Document] = field(default_factory=list)
    changed: list[Document] = field(default_factory=list)
    replaced: dict[str, int] = field(default_factory=dict)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    origins: dict[str, tuple[str, bool]] = field(default_factory=dict)


class Planner:
    """Plans the batches of one call of ``add``, of which earlier ones need not be stored yet."""

    def __init__(
        self, read: Callable[[], AbstractContextManager[KnownIds]], *, replacing: bool, duplicates: bool
    ) -> None:
        self._read, self._replacing, self._duplicates = read, replacing, duplicates
        #: What was planned before: the texts' digests by id, the ids by digest, and the origins.
        self._texts: dict[str, bytes] = {}
        self._ids: dict[bytes, str] = {}
        self._origins: set[str] = set()

    def plan(self, batch: Sequence[Document]) -> Plan:
        """Raises UsageError for a document without an origin whose id an earlier one with another text has."""
        plan = Plan(len(batch))
        with self._read() as reader:
            for document in batch:
                if document.origin not in self._origins:  # else a file that was named twice
                    self._place(plan, document, reader)
        return plan

    def _place(self, plan: Plan, document: Document, reader: KnownIds) -> None:
        digest = text_digest(document)
        identity, found, own = self._identity(document, digest, reader)
        same = None if self._duplicates or found else self._same_text(digest, reader)
        if identity in self._texts:  # planned before, with the same text
            pass
        elif same is not None:
            plan.skipped.append((document.id, same))
            identity, own = same, False
            self._texts[same] = digest
        else:
            if identity != document.id and not found:
                plan.renamed.append((document.id, identity))
            kept = replace(document, id=identity)
            if found and found.digest == digest:
                plan.unchanged.append(kept)
            else:
                plan.changed.append(kept)
                if found:
                    plan.replaced[identity] = found.number
            self._texts[identity] = digest
            self._ids.setdefault(digest, identity)
        if document.origin:
            self._origins.add(document.origin)
            if identity in plan.replaced or reader.origin(document.origin) != (identity, own):
                plan.origins[document.origin] = identity, own

    def _identity(self, document: Document, digest: bytes, reader: KnownIds) -> tuple[str, StoredDocument | None, bool]:
        """The id that a document gets, what has it, and whether it is a name of its own: where it was before, or else
        the first name that is free, or has the same text."""
        known, own = reader.origin(document.origin) if document.origin else (None, False)
        found = reader.find(known) if known else None
        if found and self._texts.get(found.id, digest) == digest:
            same = found.digest == digest
            if (same and not self._duplicates) or (own and (same or found.origins == 1 or self._replacing)):
                return found.id, found, own
        for name in _names(document):
            planned, found = self._texts.get(name), reader.find(name)
            if planned is not None and planned != digest and not document.origin:
                raise two_texts(name)
            if planned == digest or (planned is None and (not found or found.digest == digest or self._replacing)):
                return (found.id if found else name), found, True
        raise AssertionError("there is always one more name")

    def _same_text(self, digest: bytes, reader: KnownIds) -> str | None:
        """The id of a text that is there and stays."""
        stored = (one for one in reader.ids_of_text(digest) if self._texts.get(one, digest) == digest)
        return self._ids.get(digest) or next(stored, None)


def text_digest(document: Document) -> bytes:
    """What a text is known by."""
    return hashlib.sha256(document.text.encode("utf-8")).digest()


def _names(document: Document) -> Iterator[str]:
    """The id, then with ever more of the folders that the document was read from before it, then with a number.

    >>> [name for name, _ in zip(_names(Document("稿.txt", "", origin="李四@pc:/home/李四/稿.txt")), range(4))]
    ['稿.txt', '李四/稿.txt', 'home/李四/稿.txt', '稿 (2).txt']
    """
    above = (document.origin or "").partition(":")[2].removesuffix(document.id)
    folders = [part for part in above.split("/") if part]
    yield from ("/".join([*folders[at:], document.id]) for at in range(len(folders), -1, -1))
    path = PurePosixPath(document.id)
    yield from (str(path.with_name(f"{path.stem} ({number}){path.suffix}")) for number in count(2))
