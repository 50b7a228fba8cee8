"""From a path to a Document: the bytes, the format they are in, the reader for it, or one line that says why not."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from simcheck import plugins
from simcheck.errors import DraftError, UsageError, quoted
from simcheck.readers.content import Content, document
from simcheck.readers.decode import decode
from simcheck.readers.formats import PLUGIN
from simcheck.readers.kinds import REFUSED_SUFFIXES, SUFFIXES, kind
from simcheck.readers.misread import refuse_misread
from simcheck.readers.office import convert
from simcheck.readers.worker import WORKER
from simcheck.types import Document

__all__ = ["MAX_BYTES", "STDIN", "by_plugin", "expect", "quoted", "raw", "read", "read_bytes", "shown"]

#: The largest file that is read, in bytes. A long book has 2 MB; what is larger is not a speech.
MAX_BYTES = 50_000_000
#: The path that means standard input.
STDIN = "-"

_MEGABYTE = 1_000_000


def read(path: Path | str) -> Document:
    """The text of a file and what it says about itself, with the path as given for an id; ``-`` reads standard input.

    Plain text (UTF-8, UTF-16, UTF-32 with a byte order mark, which is dropped, UTF-16 without one, GB 18030, Big5; line
    ends stay as they are), Markdown, HTML, Word (.docx, .doc), WPS, OpenDocument, RTF and PDF, told by the content. In
    all but plain text a line is a paragraph, a cell of a table, or a note.

    Raises DraftError, one line that names the file and the remedy, for a file that is missing, a folder, unreadable,
    empty, larger than MAX_BYTES, without a single letter, damaged, under a password, made to do harm, in a format or an
    encoding that is not read, or that needs a program or a package that is not installed.
    """
    name = shown(path)
    return read_bytes(raw(path), name)


def read_bytes(data: bytes, name: str) -> Document:
    """The text of a file from its bytes, with its name for an id; see ``read``. Raises DraftError as that does, and
    UsageError for what is not bytes."""
    if not isinstance(data, bytes | bytearray | memoryview):
        raise UsageError(
            f"{name}: a file is bytes, not {type(data).__name__}; write Document(id, text) for a text",
            code="document.invalid",
        )
    data = bytes(data)
    if not data:
        raise DraftError(f"{name}: the file is empty; save the text into it first", code="draft.empty")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // _MEGABYTE
        raise DraftError(
            f"{name}: larger than {limit} MB, the limit for one text; split it into smaller files",
            code="draft.too_long",
        )
    found = _content(data, name)
    if not any(map(str.isalpha, found.text)):
        raise DraftError(
            f"{name}: there is not a single letter or Chinese character in it; check that it is the right file",
            code="draft.empty",
        )
    return document(name, found)


def expect(paths: Iterable[Path]) -> None:
    """Begin to start what will read files with such names, while the caller has something else to do."""
    for path in paths:
        kind = _EXPECTED.get(path.suffix.lower())
        if kind is not None:
            WORKER.prepare(kind)
            return


_EXPECTED = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".rtf": "rtf",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
}


def _content(data: bytes, name: str) -> Content:
    if ending := by_plugin(name):
        return WORKER.read(PLUGIN + ending, data, name)
    form = kind(data, name)
    if form == "text":
        found = Content(decode(data, name))
    elif form == "doc":
        found = convert(data, name)
    else:
        found = WORKER.read(form, data, name)
    plain = form == "text"
    refuse_misread(found.text, name, plain=plain, chosen=plain and not _is_utf8(data))
    return found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def by_plugin(name: str) -> str:
    """The ending of a file that another package reads, since simcheck itself does not; else nothing.

    Packages are looked at only for an ending that is not one of simcheck's own.
    """
    suffix = PurePath(name).suffix.lower()
    if not suffix or (suffix in SUFFIXES and suffix not in REFUSED_SUFFIXES):
        return ""
    return suffix[1:] if suffix[1:] in plugins.names("readers") else ""


def shown(path: Path | str) -> str:
    """A path on one line, in valid Unicode: what stands in messages and ids.

    Names that are not UTF-8 are read as GB 18030 if they can be, as an old system or an archive left them.

    >>> shown("讲话\\n稿.txt"), shown("-"), shown(os.fsdecode("讲话稿.txt".encode("gbk")))
    ('讲话\\\\n稿.txt', '<stdin>', '讲话稿.txt')
    """
    if str(path) == STDIN:
        return "<stdin>"
    name = "/".join(map(_decoded, os.fsencode(path).split(b"/")))
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)


def _decoded(part: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return part.decode(encoding)
    return part.decode("utf-8", "backslashreplace")


def raw(path: Path | str) -> bytes:
    """The bytes of a file, or of standard input, as ``read`` would take them. Raises DraftError.

    At most one byte more than MAX_BYTES, so that neither a huge file nor an endless device fills the memory.
    """
    name = shown(path)
    try:
        if str(path) == STDIN:
            if sys.stdin is None:
                raise DraftError(f"{name}: standard input is closed; give it a text through a pipe, or name a file")
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DraftError(f"{name}: no such file; check the path", code="draft.missing") from None
    except IsADirectoryError:
        raise _folder(name) from None
    except PermissionError:
        if Path(path).is_dir():  # what Windows says of a folder
            raise _folder(name) from None
        raise DraftError(
            f"{name}: no permission to read it; change its permissions or ask its owner", code="draft.not_permitted"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DraftError(f"{name}: cannot be read ({reason}); check the path and the disk") from None


def _folder(name: str) -> DraftError:
    return DraftError(f"{name}: this is a folder; name the text files in it, such as {quoted(name)}/*.txt")
