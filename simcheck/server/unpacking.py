"""Uploaded archives: their files one by one, under names that lead nowhere, within bounds of number and size."""

from __future__ import annotations

import contextlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from simcheck.errors import DraftError
from simcheck.readers import SUFFIXES

#: A file of a ZIP that says it unpacks to more than so many times its size is a bomb.
RATIO = 200
_CHUNK = 1 << 20
#: What reading an archive that is damaged, encrypted or packed in another way fails with.
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError,
    RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
#: ZIPs that are documents themselves.
_DOCUMENTS = (".docx", ".odt", ".ofd", ".wps", ".xlsx", ".pptx")


def is_archive(name: str) -> bool:
    """Whether an upload of this name is an archive of documents."""
    return name.lower().endswith(".zip")


def unpacked(job: dict[str, Any], refused: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """The files of an upload: where each lies in the job's folder, and its name. Archives inside archives are refused.

    Raises DraftError for an archive that is damaged or passes the bounds of the job, which are those of all archives of
    an upload together.
    """
    number, left = 0, {"files": job["archive_files"], "bytes": job["archive_bytes"]}
    for file, name in job["files"]:
        if not is_archive(name):
            yield file, name
            continue
        try:
            with zipfile.ZipFile(Path(job["folder"]) / file) as archive:
                for member in _members(archive, name, left, refused):
                    number += 1
                    target = Path(job["folder"]) / f"m{number}{PurePosixPath(_name(member)).suffix.lower()}"
                    _extract(archive, member, target, name)
                    yield target.name, _name(member)
                    target.unlink(missing_ok=True)
        except _DAMAGED as error:
            raise DraftError(
                f"{name}: the archive cannot be read ({error}); pack it again without a password"
            ) from None


def _members(
    archive: zipfile.ZipFile, name: str, left: dict[str, int], refused: list[dict[str, str]]
) -> Iterator[zipfile.ZipInfo]:
    files = [member for member in archive.infolist() if not member.is_dir() and not _hidden(_name(member))]
    for what, size in (("files", len(files)), ("bytes", sum(member.file_size for member in files))):
        if size > left[what]:
            raise DraftError(f"{name}: unpacks to more than {left[what]:,} {what}; split it")
        left[what] -= size
    for member in files:
        inner = _name(member)
        if not inner or PurePosixPath(inner).suffix.lower() not in SUFFIXES:
            refused.append(
                {
                    "name": inner or member.filename[:200],
                    "code": "draft.unreadable",
                    "detail": "not a document; left out",
                }
            )
        elif member.file_size > RATIO * max(member.compress_size, 1) and member.file_size > _CHUNK:
            raise DraftError(f"{name}: {inner} is packed too tightly to be a text; pack it again")
        else:
            yield member


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, name: str) -> None:
    """Write a member to a place that we chose; no more than it said it has."""
    left = member.file_size
    with archive.open(member) as packed, target.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise DraftError(f"{name}: the archive is damaged; pack it again")
            file.write(chunk)


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member as an id: no drive, no way up, no sign that cannot be seen.

    Names without the mark of UTF-8 are read as GB 18030 if they can be, as Windows writes them.
    """
    name = member.filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..") and ":" not in part]
    return "".join(char for char in "/".join(parts) if char.isprintable())[-400:]


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX", "~$")) for part in name.split("/"))
