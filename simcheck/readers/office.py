"""Old Word and WPS files (.doc, .wps): read by antiword or by LibreOffice, whichever is there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers.content import Content, paired
from simcheck.readers.old_word import passed_over, protected
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
#: The line that antiword draws before notes and text boxes, and how many lines of plain text may be passed over.
_RULE, _LOST = r"-{20,}", 4
_DOCTYPE = regex(rb"<!DOCTYPE[^>]*>")


def convert(data: bytes, name: str) -> Content:
    """The content of the old Word or WPS file in ``data``.

    Raises DraftError when it is damaged or under a password, when no program is there that reads it, and when that one
    takes too long.
    """
    if protected(data):
        raise DraftError(
            f"{name}: protected by a password; open it in its program and save it without one", code="draft.encrypted"
        )
    antiword = shutil.which("antiword")
    quick = None if antiword is None else _antiword(antiword, data, name)
    looks = passed_over(data)
    if quick is not None and quick.whole and not looks:
        return quick.content
    office = next(filter(None, map(shutil.which, (*_SOFFICE, *_SOFFICE_PLACES))), None)
    if office is not None:
        return _libreoffice(office, data, name)
    if looks:
        raise DraftError(
            f"{name}: has headers, or colours and sizes of letters, that antiword does not tell; install LibreOffice "
            "(`soffice`), or save the file as .docx"
        )
    if quick is not None:
        return quick.content
    if antiword is not None:
        raise DraftError(f"{name}: {_DAMAGED}")
    raise DraftError(
        f"{name}: an old Word or WPS file, and no program for it is there; {_INSTALL}", code="draft.needs_program"
    )


@dataclass(frozen=True, slots=True)
class _Quick:
    """What antiword reads; ``whole`` if nothing says that LibreOffice would read it better."""

    content: Content
    whole: bool


def _antiword(program: str, data: bytes, name: str) -> _Quick | None:
    """Its text twice, None if it fails: as DocBook, which has cells and paragraphs, and as plain text.

    DocBook loses line ends inside paragraphs, notes and text boxes; plain text has them, the latter two behind a rule,
    but also what is hidden or deleted. Where the two say different things, neither is the whole truth.
    """
    with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
        file = Path(folder, "draft.doc")
        file.write_bytes(data)
        outputs = []
        for form in (("-x", "db"), ("-w", "0")):
            output = _run([program, "-m", "UTF-8.txt", *form, str(file)], QUICK_SECONDS, name, folder)
            if output is None:
                return None
            outputs.append(output.replace(b"[pic]", b""))
    book, plain = outputs
    try:
        root = parse(paired(_text(_DOCTYPE.sub(b"", book))).encode(), name)
    except DraftError:
        return None
    body, *behind = re.split(rf"^{_RULE}$", paired(_text(plain)), flags=re.MULTILINE)
    shown = [line for line in body.split("\n") if line.strip() and not line.startswith("|")]
    lines, whole = _with_line_ends(_paragraphs(root), shown)
    lines += [re.sub(r"^\[\d+\]", "", line) for part in behind for line in part.split("\n") if line.strip()]
    text = paired("\n".join(lines)).strip("\n")
    return _Quick(Content(text), whole and not behind) if any(map(str.isalpha, text)) else None


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogatepass" if b"\xed" in output else "replace")


def _paragraphs(book: Element) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a DocBook, and whether each is a cell of a table, which holds its own as lines."""
    for element in book.iter():
        name = local(element)
        if name in {"para", "title", "entry"} and local(element.getparent()) not in {"book", "bookinfo"}:
            text = _own(element)
            if re.fullmatch(_RULE, text):  # what follows stands in the plain text too
                return
            yield text, name == "entry"


def _own(element: Element) -> str:
    """The text of an element without the paragraphs and tables inside of it."""
    inner = {"para", "footnote", "informaltable", "itemizedlist", "orderedlist", "entry"}
    parts = [element.text or ""]
    for child in element:
        parts += ["" if local(child) in inner else "".join(child.itertext()), child.tail or ""]
    return "".join(parts).strip("\n ")


def _with_line_ends(paragraphs: Iterable[tuple[str, bool]], shown: Sequence[str]) -> tuple[list[str], bool]:
    """The lines of all paragraphs, broken as in ``shown``, which lacks the cells; whether both are the same text."""
    lines: list[str] = []
    at, same = 0, True
    for text, cell in paragraphs:
        found = None if cell or not text else _stretch("".join(text.split()), shown, at)
        if found is None:
            lines += text.split("\n")
            same = same and (cell or not text)
        else:
            start, end = found
            same = same and start == at
            lines += [part.strip(" ") for part in shown[start:end]]
            at = end
    return lines, same and at == len(shown)


def _stretch(wanted: str, shown: Sequence[str], at: int) -> tuple[int, int] | None:
    """The lines from ``at`` on, or a few later, that together say what is wanted, white space aside."""
    for start in range(at, min(at + _LOST, len(shown))):
        taken, end = "", start
        while end < len(shown) and len(taken) < len(wanted):
            taken += "".join(shown[end].split())
            end += 1
        if taken == wanted:
            return start, end
    return None


def _libreoffice(program: str, data: bytes, name: str) -> Content:
    with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
        file = Path(folder, "draft.doc")
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
