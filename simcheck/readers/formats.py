"""The table of formats that are read in the worker: by kind, the function from bytes and name to Content."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Mapping

from simcheck import plugins
from simcheck.errors import DraftError, UsageError
from simcheck.readers.content import Content

Reader = Callable[[bytes, str], Content]

#: The module of each, which is imported when the first file of its kind is read.
_MODULES = {
    kind: f"simcheck.readers.{kind}"
    for kind in ("docx", "html", "markdown", "mime", "odt", "ofd", "pdf", "rtf", "wordml")
}


#: How the kind of a file begins that a plugin reads; its ending follows.
PLUGIN = "plugin:"


def _by_plugin(ending: str, data: bytes, name: str) -> Content:
    """What the reader of another package gives: a text, or ``Content``."""
    try:
        reader = plugins.load("readers", ending)
    except UsageError as error:
        raise DraftError(f"{name}: {error}", code="draft.needs_program") from error
    found = reader(data, name)
    if isinstance(found, str):
        found = Content(found)
    if not isinstance(found, Content):
        raise DraftError(f"{name}: its reader, of another package, gave {type(found).__name__} and no text")
    return found


class _Readers(Mapping[str, Reader]):
    """The function ``content`` of each module."""

    def __getitem__(self, kind: str) -> Reader:
        if kind.startswith(PLUGIN):
            return functools.partial(_by_plugin, kind.removeprefix(PLUGIN))
        reader: Reader = importlib.import_module(_MODULES[kind]).content
        return reader

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


READERS: Mapping[str, Reader] = _Readers()
