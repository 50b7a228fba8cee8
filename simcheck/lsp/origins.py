"""Origins: where the text of a source can be opened, as a file that holds it or as a document that the server makes."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from filelock import BaseFileLock, FileLock, Timeout
from lsprotocol.types import Location

from simcheck.caching import MIB, LRUCache
from simcheck.errors import SimcheckError
from simcheck.library import Corpus
from simcheck.lsp.positions import Positions
from simcheck.patterns import regex
from simcheck.readers import read
from simcheck.types import Match

#: How the folders of copies are called, and the file in each that is locked while its server lives.
PREFIX, LOCK = "simcheck-copies-", "lock"
#: The scheme of the documents that the server makes.
SCHEME = "simcheck"
#: Where the source passage of a match can be opened; None when nowhere.
Locate = Callable[[Match], Location | None]
#: What cannot stand in the name of a file on some disk, and the characters of a name that fit on any.
_NOT_IN_NAMES, NAME = regex(r'[<>:"|?*\x00-\x1f\x7f\ud800-\udfff]'), 60

#: Bytes of memory for sources whose place is known, and for documents that the server made.
KNOWN, MADE = 32 * MIB, 16 * MIB


@dataclass(frozen=True, slots=True)
class _Origin:
    uri: str
    text: str
    positions: Positions


class Origins:
    """Where sources can be opened, and the texts of the documents that the server makes.

    A source whose file is found, in one of the folders or by its name alone, and holds the same text, is that file. Any
    other one is a ``simcheck:`` document for an editor that asks for its text, or else a copy in a folder of temporary
    files, which goes when the server ends. Used by one thread at a time, but for ``text``.
    """

    def __init__(self, encoding: str, *, virtual: bool) -> None:
        self._encoding, self._virtual = encoding, virtual
        self._known: LRUCache[tuple[object, ...], _Origin] = LRUCache(KNOWN)
        self._made: LRUCache[str, str] = LRUCache(MADE)
        self._copies: tempfile.TemporaryDirectory[str] | None = None
        self._lock: BaseFileLock | None = None

    def locator(self, corpus: Corpus, folders: tuple[Path, ...]) -> Locate:
        """Gives the place of a match's source passage; None when the source has meanwhile gone."""
        state = corpus.state()

        def locate(match: Match) -> Location | None:
            key = (state, match.source.document_id, folders)
            origin = self._known.get(key)
            if origin is None:
                try:
                    text = corpus.document(match.source.document_id).text
                except SimcheckError:
                    return None
                uri = self._file(match.source.document_id, text, folders) or self._make(match.source.document_id, text)
                if uri is None:
                    return None
                origin = _Origin(uri, text, Positions(text, self._encoding))
                self._known.put(key, origin)
            elif origin.uri.startswith(f"{SCHEME}:"):  # an editor shows it still, and may ask for its text
                self._made.put(_key(origin.uri), origin.text)
            return Location(origin.uri, origin.positions.range(match.source.start, match.source.end))

        return locate

    def show(self, name: str, text: str) -> str | None:
        """The URI of a document with this text that the server makes; None when the disk takes no more."""
        return self._make(name, text)

    def text(self, uri: str) -> str | None:
        """The text of a ``simcheck:`` document, None for one that is not known (any more)."""
        return self._made.get(_key(uri))

    @staticmethod
    def sweep() -> None:
        """Delete copies that other servers have left, since they were killed; those of living ones stay."""
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError, Timeout):
                if (folder / LOCK).is_file():
                    with FileLock(folder / LOCK, timeout=0):
                        pass
                    shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Delete the copies."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._copies is not None:
            self._copies.cleanup()
            self._copies = None

    def _file(self, name: str, text: str, folders: Iterable[Path]) -> str | None:
        for path in (*(folder / name for folder in folders), Path(name)):
            try:
                if path.is_absolute() and path.is_file() and read(path).text == text:
                    return path.resolve().as_uri()
            except (SimcheckError, OSError, ValueError):
                continue
        return None

    def _make(self, name: str, text: str) -> str | None:
        """A document by its name, in a folder by its content, so that two with one name stay apart."""
        folder = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        if self._virtual:
            self._made.put(f"/{folder}/{name}", text)
            return f"{SCHEME}:/{folder}/{quote(name)}"
        try:
            if self._copies is None:
                self._copies = tempfile.TemporaryDirectory(prefix=PREFIX)
                self._lock = FileLock(Path(self._copies.name) / LOCK)
                self._lock.acquire(timeout=0)
            copy = Path(self._copies.name) / folder / _file_name(name)
            if not copy.exists():
                copy.parent.mkdir(exist_ok=True)
                copy.write_text(text, encoding="utf-8", errors="replace", newline="")
                copy.chmod(0o444)
        except OSError:
            return None
        return copy.as_uri()


def _key(uri: str) -> str:
    return unquote(urlsplit(uri).path)


def _file_name(name: str) -> str:
    """The name of a document, which may be anything, as the name of a file that any disk takes."""
    stem, dot, ending = _NOT_IN_NAMES.sub("_", re.split(r"[/\\]", name)[-1]).strip(". ").rpartition(".")
    stem, ending = (stem, dot + ending) if dot and len(ending) < 10 else (stem + dot + ending, "")
    return (stem[:NAME] or "source") + ending
