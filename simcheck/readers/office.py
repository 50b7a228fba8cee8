"""Old Word and WPS files (.doc, .wps): read by antiword or by LibreOffice, whichever is there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from simcheck.errors import DraftError
from simcheck.readers.content import Content, paired
from simcheck.readers.safe_xml import Element, local, parse
from simcheck.readers.worker import WORKER

#: Seconds that antiword and LibreOffice may take for one file; the latter needs several to start.
QUICK_SECONDS, OFFICE_SECONDS = 20.0, 120.0
_INSTALL = (
    "install one that reads it (Debian, Ubuntu: `apt install antiword`; elsewhere LibreOffice, which has `soffice`), "
    "or save the file as .docx"
)
_DAMAGED = "damaged, or not what it seems; open it in Word or WPS and save it as .docx"
_SOFFICE = ("soffice", "libreoffice")
_SOFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>]*>")
#: Where Word's own header begins in such a file: at the start of a sector, with this mark; then a flag for a password.
_SECTOR, _WORD, _FLAGS, _ENCRYPTED = 512, b"\xec\xa5", 10, 0x01


def convert(data: bytes, name: str, form: str) -> Content:
    """The content of the old Word or WPS file in ``data``, or of Word's XML of 2003 (``form`` "wordml").

    Raises DraftError when it is damaged or under a password, when no program is there that reads it, and when that one
    takes too long.
    """
    if form == "doc" and _protected(data):
        raise DraftError(f"{name}: protected by a password; open it in its program and save it without one")
    antiword = shutil.which("antiword") if form == "doc" else None
    if antiword is not None:
        found = _antiword(antiword, data, name)
        if found is not None:
            return found
    office = next(filter(None, map(shutil.which, (*_SOFFICE, *_SOFFICE_PLACES))), None)
    if office is not None:
        return _libreoffice(office, data, name, "doc" if form == "doc" else "xml")
    if antiword is not None:
        raise DraftError(f"{name}: {_DAMAGED}")
    raise DraftError(f"{name}: an old Word or WPS file, and no program for it is there; {_INSTALL}")


def _protected(data: bytes) -> bool:
    starts = range(_SECTOR, min(len(data), 1 << 20), _SECTOR)
    headers = [start for start in starts if data.startswith(_WORD, start)]
    return bool(headers) and bool(data[headers[0] + _FLAGS + 1] & _ENCRYPTED)


def _antiword(program: str, data: bytes, name: str) -> Content | None:
    """Its text twice: the structure from DocBook, which loses line ends inside paragraphs, those from plain text."""
    with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
        file = Path(folder, "draft.doc")
        file.write_bytes(data)
        outputs = []
        for form in (("-x", "db"), ("-w", "0")):
            output = _run([program, "-m", "UTF-8.txt", *form, str(file)], QUICK_SECONDS, name, folder)
            if output is None:
                return None
            outputs.append(output)
    book, plain = outputs
    try:
        root = parse(paired(_text(_DOCTYPE.sub(b"", book))).encode(), name)
    except DraftError:
        return None
    lines = list(_paragraphs(root))
    shown = (line for line in _text(plain).split("\n") if line.strip() and not line.startswith("|"))
    text = paired("\n".join(_with_line_ends(lines, list(shown))))
    return Content(text) if any(map(str.isalpha, text)) else None


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogatepass" if b"\xed" in output else "replace")


def _paragraphs(book: Element) -> Iterator[str]:
    """The paragraphs of a DocBook, footnotes behind all others; entries of tables hold their paragraphs as lines."""
    notes = []
    for element in book.iter():
        if local(element) in {"para", "title", "entry"} and not any(
            local(up) == "bookinfo" for up in element.iterancestors()
        ):
            if any(local(up) == "footnote" for up in element.iterancestors()):
                notes.append(_own(element))
            elif local(element.getparent()) != "book":
                yield from _own(element).split("\n") if local(element) == "entry" else [_own(element)]
    yield from notes


def _own(element: Element) -> str:
    """The text of an element without the paragraphs and tables inside of it."""
    inner = {"para", "footnote", "informaltable", "itemizedlist", "orderedlist", "entry"}
    parts = [element.text or ""]
    for child in element:
        parts += ["" if local(child) in inner else "".join(child.itertext()), child.tail or ""]
    return "".join(parts).strip("\n ")


def _with_line_ends(lines: Sequence[str], shown: Sequence[str]) -> Iterator[str]:
    """The paragraphs, those that stand on several lines of ``shown`` broken as there."""
    at = 0
    for line in lines:
        wanted = "".join(line.split())
        best = None
        for start in range(at, min(at + 4, len(shown))):
            taken = ""
            end = start
            while end < len(shown) and len(taken) < len(wanted):
                taken += "".join(shown[end].split())
                end += 1
            if wanted and taken == wanted:
                best = start, end
                break
        if best is None:
            yield line
        else:
            yield from (part.strip(" ") for part in shown[best[0] : best[1]])
            at = best[1]


def _libreoffice(program: str, data: bytes, name: str, suffix: str) -> Content:
    with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
        file = Path(folder, f"draft.{suffix}")
        file.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
        _run([*command, "--outdir", folder, str(file)], OFFICE_SECONDS, name, folder)
        converted = Path(folder, "draft.docx")
        if not converted.is_file():
            raise DraftError(f"{name}: {_DAMAGED}")
        written = converted.read_bytes()
    return WORKER.read("docx", written, name)


def _run(command: Sequence[str], seconds: float, name: str, folder: str) -> bytes | None:
    """What the program prints, None if it fails. It and all it started are ended when the time is over."""
    environment = {**os.environ, "HOME": folder, "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 - a program found by its fixed name, and a path made here
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise DraftError(
                    f"{name}: {Path(command[0]).name} did not read it within {seconds:g} seconds; save it as .docx"
                ) from None
            raise
    return output if process.returncode == 0 else None


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
