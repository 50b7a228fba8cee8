"""The table of formats that are read in the worker: by kind, the function from bytes and name to Content."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping

from simcheck.readers.content import Content

Reader = Callable[[bytes, str], Content]

#: The module of each, which is imported when the first file of its kind is read.
_MODULES = {
    kind: f"simcheck.readers.{kind}" for kind in ("docx", "html", "markdown", "mime", "odt", "ofd", "pdf", "rtf")
}


class _Readers(Mapping[str, Reader]):
    """The function ``content`` of each module."""

    def __getitem__(self, kind: str) -> Reader:
        reader: Reader = importlib.import_module(_MODULES[kind]).content
        return reader

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


READERS: Mapping[str, Reader] = _Readers()
