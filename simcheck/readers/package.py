"""ZIP packages (.docx, .odt) from untrusted hands: parts are read within limits, and nothing is unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter

from simcheck.errors import DraftError

#: What a package may hold: entries, bytes of all parts that are read, and bytes of a part for each byte of its packed
#: form. A speech of 500,000 letters has 30 parts and 20 MB; word processors' XML packs to a tenth or a twentieth.
MAX_ENTRIES, MAX_EXPANDED, MAX_RATIO = 5_000, 100_000_000, 250
#: A part smaller than this may be packed as tightly as it likes.
_SMALL = 1_000_000
_ENCRYPTED = 0x1


class Package:
    """A ZIP file in memory. Raises DraftError, in one line with the remedy, for what a word processor never writes."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._expanded = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError):
            raise self._damaged() from None
        entries = self._archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise DraftError(f"{name}: holds {len(entries):,} files, no document does; do not open it, ask its sender")
        counts = Counter(_plain(entry.filename) for entry in entries)
        twice = next((part for part, count in counts.items() if count > 1), None)
        if twice is not None:
            raise DraftError(f"{name}: holds two parts called {twice!a}; open it in its program and save it again")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise DraftError(
                f"{name}: protected by a password; open it in its program and save it without one",
                code="draft.encrypted",
            )
        self._entries = {_plain(entry.filename): entry for entry in entries}

    @property
    def names(self) -> list[str]:
        """The paths of all parts, as they stand in the archive."""
        return [entry.filename for entry in self._entries.values()]

    def holds(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return _plain(part) in self._entries

    def path(self, part: str) -> str:
        """The name of a part as it stands in the archive."""
        return self._entries[_plain(part)].filename

    def part(self, part: str) -> bytes | None:
        """The bytes of a part, None if there is none of this name."""
        entry = self._entries.get(_plain(part))
        if entry is None:
            return None
        allowed = min(MAX_EXPANDED - self._expanded, max(_SMALL, MAX_RATIO * entry.compress_size))
        try:
            with self._archive.open(entry) as stream:
                data = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
            raise self._damaged() from None
        if len(data) > allowed:
            raise DraftError(
                f"{self._name}: unpacks to more than {allowed // 1_000_000} MB, no speech does; "
                "do not open it if you do not trust its sender, else save its text as a new file"
            )
        self._expanded += len(data)
        return data

    def _damaged(self) -> DraftError:
        return DraftError(f"{self._name}: damaged or cut short; open it in its program and save it again")


def _plain(part: str) -> str:
    r"""A name as names are compared: some programs write them with backslashes or in another letter case, and a package
    has no two that differ only so (ECMA-376 part 2, 6.2.2.3).

    >>> _plain(r"word\Document.xml")
    'word/document.xml'
    """
    return part.replace("\\", "/").lstrip("/").lower()
