"""Files made to do harm, or broken: each refused in one line with the remedy, in bounded time and memory."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import speech
from packages import docx, docx_of, odt, zipped
from pages import packed as packed_pdf
from pages import pdf, wrapped
from test_formats import as_html, as_rtf
from test_wordml import LISTS, of_2003

from simcheck.cli.app import run
from simcheck.errors import DraftError
from simcheck.readers import read
from simcheck.readers.worker import WORKER, Worker, _answer

TEXT = speech(7, 12)
LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "哈哈哈">' for level in range(10)
)
BOMB = f"<!DOCTYPE x [{LAUGHS}]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(document: str | bytes) -> bytes:
    return zipped({"word/document.xml": document})


def of_pages(count: int) -> bytes:
    """A PDF of so many empty pages."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(count))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>"]
    return packed_pdf([*objects, *["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * count])


def scanned(pages: int) -> bytes:
    """A PDF whose pages are pictures."""
    kids = " ".join(f"{number + 5} 0 R" for number in range(pages))
    content = "q 595 0 0 842 0 0 cm /I Do Q"
    return packed_pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Count {pages}/Kids[{kids}]>>",
            (
                "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
                "stream\n0\nendstream"
            ),
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
        + ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 3 0 R>>>>>>"] * pages
    )


def locked_zip() -> bytes:
    data = bytearray(docx_of(TEXT))
    for at in range(len(data) - 4):  # the flag in every entry's header and in the directory
        if data[at : at + 4] == b"PK\x03\x04":
            data[at + 6] |= 1
        elif data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    return bytes(data)


def ole(stream: str, *, locked: bool = False) -> bytes:
    """The beginning of an old Office file with a stream of this name."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    word = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100 if locked else 0) + bytes(500)
    return header + word + stream.encode("utf-16-le") + bytes(2000)


def twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("word/document.xml", "word/document.xmk"):
            archive.writestr(name, f"<w:document {W}><w:body><w:p/></w:body></w:document>")
    return buffer.getvalue().replace(b"document.xmk", b"document.xml")


def lying() -> bytes:
    """A part that unpacks to far more than its entry says."""
    data = bytearray(packed(b"<a>" + b" " * 101_000_000))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def scratched() -> bytes:
    """A .docx in whose packed text some bytes have changed."""
    data = bytearray(docx_of(TEXT))
    at = data.index(b"word/document.xml") + 60
    data[at : at + 8] = bytes(byte ^ 0x55 for byte in data[at : at + 8])
    return bytes(data)


def deep(level: int = 300) -> str:
    return f"<w:document {W}><w:body>{'<w:p>' * level}{'</w:p>' * level}</w:body></w:document>"


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zip bomb": ("稿.docx", lambda: packed(b"<a>" + b" " * 101_000_000), "unpacks to more than"),
    "a bomb that lies about its size": ("稿.docx", lying, "damaged or cut short|unpacks to more than"),
    "bomb of styles": ("稿.docx", lambda: docx_of(TEXT, styles=" " * 101_000_000), "unpacks to more than"),
    "odt bomb": ("稿.odt", lambda: odt(" " * 101_000_000), "unpacks to more than"),
    "too many entries": ("稿.docx", lambda: zipped({f"x/{i}": "" for i in range(6000)}), "holds 6,000 files"),
    "one name for two parts": ("稿.docx", twice, "holds two parts called"),
    "billion laughs": (
        "稿.docx",
        lambda: packed(f"{BOMB}<w:document {W}><w:body><w:p>&l9;</w:p></w:body></w:document>"),
        "declares XML entities",
    ),
    "laughs in UTF-16": ("稿.docx", lambda: packed(f"{BOMB}<w:d>&l9;</w:d>".encode("utf-16")), "declares XML entities"),
    "laughs far inside": (
        "稿.docx",
        lambda: packed("<!--" + "x" * 50_000 + f"-->{BOMB}<w:document {W}>&l9;</w:document>"),
        "declares XML entities|XML is damaged",
    ),
    "a file of this machine": (
        "稿.docx",
        lambda: packed(f"{OUTSIDE}<w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"),
        "declares XML entities",
    ),
    "laughs in odt": ("稿.odt", lambda: zipped({"content.xml": f"{BOMB}<a>&l9;</a>"}), "declares XML entities"),
    "laughs in a flat file": (
        "稿.fodt",
        f'<?xml version="1.0"?>{BOMB}<office:document xmlns:office="urn:o">&l9;</office:document>'.encode,
        "declares XML entities",
    ),
    "deep XML": ("稿.docx", lambda: packed(deep()), "its XML is damaged"),
    "deep OpenDocument": (
        "稿.odt",
        lambda: odt("<text:section>" * 300 + "</text:section>" * 300),
        "XML is damaged",
    ),
    "a path out of the archive": (
        "稿.docx",
        lambda: zipped(
            {
                "_rels/.rels": '<R xmlns="x"><Relationship Type="x/officeDocument" Target="../../etc/passwd"/></R>',
                "../../etc/passwd.xml": "x",
            }
        ),
        "a ZIP file, but no document",
    ),
    "damaged entry": ("稿.docx", scratched, "damaged or cut short"),
    "truncated docx": ("稿.docx", lambda: docx_of(TEXT)[:-200], "damaged or cut short"),
    "truncated odt": ("稿.odt", lambda: odt("<text:p>x</text:p>")[:-200], "damaged or cut short"),
    "no XML": ("稿.docx", lambda: packed("正文"), "its XML is damaged"),
    "truncated rtf": ("稿.rtf", lambda: as_rtf(TEXT)[:-10], "damaged or cut short"),
    "unbalanced rtf": ("稿.rtf", lambda: b"{\\rtf1 " + b"{" * 10**6, "damaged or cut short"),
    "rtf that skips itself": ("稿.rtf", lambda: b"{\\rtf1\\bin9999999999 abc}", "damaged or cut short"),
    "truncated pdf": ("稿.pdf", lambda: of_pages(3)[:60], "damaged or cut short"),
    "10,000 pages": ("稿.pdf", lambda: of_pages(10_000), r"has 10,000 pages, the limit is 2,000"),
    "empty pages": ("稿.pdf", lambda: of_pages(3), "holds no text"),
    "scanned": ("稿.pdf", lambda: scanned(3), r"pictures? (of|without) text|no text that a reader sees"),
    "locked docx": ("稿.docx", lambda: ole("EncryptedPackage"), "protected by a password"),
    "locked zip": ("稿.docx", locked_zip, "protected by a password"),
    "locked doc": ("稿.doc", lambda: ole("WordDocument", locked=True), "protected by a password"),
    "locked odt": (
        "稿.odt",
        lambda: odt("x", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        "protected by a password",
    ),
    "Excel of old": ("稿.doc", lambda: ole("Workbook"), "an Excel file"),
    "another old file": ("稿.wps", lambda: ole("CONTENTS"), "an old Office file without text"),
    "UTF-7": ("稿.txt", lambda: TEXT.encode("utf-7"), "old encoding UTF-7"),
    "a picture": ("稿.doc", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
    "page without text": ("稿.html", lambda: b"<html><script>1</script></html>", "not a single letter"),
    "archive without a page": (
        "稿.mht",
        lambda: b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x--\n',
        "a message without a text",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused_in_one_line(case: str, tmp_path: Path) -> None:
    name, make, remedy = CASES[case]
    file = tmp_path / name
    file.write_bytes(make())
    with pytest.raises(DraftError, match=remedy) as refused:
        read(file)
    line = str(refused.value)
    assert line.startswith(f"{file}: ")
    assert "\n" not in line
    assert ";" in line
    assert "Error" not in line
    assert "root:" not in line


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        ("稿.html", b"<div>" * 30_000, b""),
        ("稿.html", b"<b><i>" * 5_000 + b"<p>" * 5_000, b""),
        ("稿.md", b"> " * 5_000, b""),
        ("稿.md", b"[" * 20_000, b"]" * 20_000),
        ("稿.md", b"*a_ `" * 20_000, b""),
        ("稿.rtf", b"{\\rtf1 " + b"{" * 200_000, b"}" * 200_000 + b"}"),
        ("稿.txt", b"<html" + b"<!--" * 10_000, b""),
    ],
)
def test_deep_nesting_is_read_or_refused_but_never_hangs(name: str, begin: bytes, end: bytes, tmp_path: Path) -> None:
    inside = as_rtf(TEXT) if name.endswith(".rtf") else TEXT.encode()
    file = tmp_path / name
    file.write_bytes(begin + inside + end)
    text = line = ""
    try:
        text = read(file).text
    except DraftError as refused:
        line = str(refused)
    assert TEXT[:50] in text.replace("\n", "") or re.fullmatch(rf"{file}: .*; .*", line)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few places changed, cut out, doubled, or filled with marks of the formats."""
    found = bytearray(data)
    for _ in range(chance.choice([1, 2, 5, 20])):
        at = chance.randrange(len(found))
        how = chance.randrange(4)
        if how == 0:
            found[at] = chance.randrange(256)
        elif how == 1:
            del found[at : at + chance.randrange(1, 40)]
        elif how == 2:
            found[at:at] = found[at : at + chance.randrange(1, 200)]
        else:
            found[at : at + 1] = chance.choice([b"<", b">", b"&", b"{", b"}", b"\\", b'"', b"\\bin9", b"\0", b"\xff"])
    return bytes(found) or b"x"


@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "html", "markdown", "pdf", "wordml"])
def test_a_damaged_file_is_read_or_refused_for_a_reason_that_was_foreseen(form: str) -> None:
    chance = random.Random(form)
    whole = {
        "docx": {"word/document.xml": zipfile.ZipFile(io.BytesIO(docx_of(TEXT))).read("word/document.xml")},
        "odt": {"content.xml": zipfile.ZipFile(io.BytesIO(odt(f"<text:p>{TEXT}</text:p>"))).read("content.xml")},
    }
    files = {
        "rtf": as_rtf(TEXT),
        "html": as_html(TEXT),
        "markdown": b"# a\n\n| b | c |\n|---|---|\n| d | e |\n\n> f\n<div>g</div>\n" + TEXT.encode(),
        "pdf": pdf(wrapped([TEXT])),
        "wordml": of_2003(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>", LISTS),
    }
    outcomes = set()
    for _ in range(60):
        if form in whole:
            data = zipped({part: mutated(inside, chance) for part, inside in whole[form].items()})
        else:
            data = mutated(files[form], chance)
        try:
            outcomes.add(bool(WORKER.read(form, data, "稿").text))
        except DraftError as refused:
            outcomes.add(None)
            line = str(refused)
            foreseen = (
                re.fullmatch(r"稿: .*; .*", line) and "it cannot be read (" not in line and "broke down" not in line
            )
            assert foreseen, (line, data)
    assert len(outcomes) > 1


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot stop a process for a while")
def test_the_worker_is_stopped_when_the_time_is_over_and_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker()
    try:
        assert worker.read("docx", docx_of("好"), "稿.docx").text == "好"
        assert worker._process is not None
        os.kill(worker._process.pid, signal.SIGSTOP)  # it would never finish
        monkeypatch.setattr(worker, "_seconds", 0.5)
        with pytest.raises(DraftError, match=r"稿\.docx: not read within 0\.5 seconds; "):
            worker.read("docx", docx_of("好"), "稿.docx")
        monkeypatch.undo()
        assert worker.read("docx", docx_of("又好"), "稿.docx").text == "又好"
    finally:
        worker.close()


def test_a_reader_that_dies_is_told_and_the_next_file_read() -> None:
    worker = Worker()
    try:
        assert worker.read("docx", docx_of("甲"), "稿.docx").text == "甲"
        process = worker._process
        assert process is not None
        process.kill()
        process.wait()
        assert worker.read("docx", docx_of("乙"), "稿.docx").text == "乙"
        assert worker._process is not process
    finally:
        worker.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux bounds the memory of a process")
def test_memory_is_bounded() -> None:
    worker = Worker(memory=400_000_000)
    body = "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 2_400_000  # 80 MB of XML, ten times as much in memory
    try:
        with pytest.raises(DraftError, match=r"稿\.docx: .*;"):
            worker.read("docx", docx(body), "稿.docx")
        assert worker.read("docx", docx_of("好"), "稿.docx").text == "好"
    finally:
        worker.close()


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.readers.worker.CHARACTERS", 10)
    answer = _answer("docx", docx_of("稳" * 11), "稿.docx", limited=False)
    assert answer == {
        "refused": "稿.docx: more than 10 characters; split it into smaller files", "code": "draft.too_long",
    }  # fmt: skip


def test_a_missing_package_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shadow = tmp_path / "selectolax"
    shadow.mkdir()
    (shadow / "__init__.py").write_text("raise ModuleNotFoundError(name='selectolax')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    worker = Worker()
    try:
        with pytest.raises(
            DraftError, match=r"稿\.html: selectolax is missing; .*`pip install 'simcheck\[documents\]'`"
        ):
            worker.read("html", as_html("甲"), "稿.html")
    finally:
        worker.close()


def test_without_a_program_for_old_word_files_the_install_line_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "稿.wps"
    file.write_bytes(ole("WordDocument"))
    with pytest.raises(DraftError, match=r"稿\.wps: an old Word or WPS file.*apt install antiword.*\.docx"):
        read(file)


@pytest.mark.skipif(os.name == "nt", reason="a program for the test is a shell script")
def test_a_program_that_hangs_is_ended_with_all_it_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "antiword"
    program.write_text(f"#!/bin/sh\n/bin/sleep 300 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("simcheck.readers.office.QUICK_SECONDS", 1.0)
    file = tmp_path / "稿.doc"
    file.write_bytes(ole("WordDocument"))
    with pytest.raises(DraftError, match=r"稿\.doc: antiword did not read it within 1 seconds; save it as \.docx"):
        read(file)
    child = int((tmp_path / "child").read_text())

    def gone() -> bool:
        try:
            os.kill(child, 0)
            return Path(f"/proc/{child}/stat").read_text().split()[2] == "Z"
        except ProcessLookupError:
            return True
        except OSError:  # gone between the two, or no /proc
            return False

    ends = time.monotonic() + 300
    while not gone():
        assert time.monotonic() < ends, "the program's child is still there"
        time.sleep(0.05)


@pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not here")
def test_an_old_word_file_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only = tmp_path / "bin"
    only.mkdir()
    (only / "antiword").symlink_to(shutil.which("antiword") or "")
    monkeypatch.setenv("PATH", str(only))
    file = tmp_path / "稿.doc"
    file.write_bytes(ole("WordDocument"))
    with pytest.raises(DraftError, match=r"稿\.doc: damaged, or not what it seems; open it in Word or WPS"):
        read(file)


def folder_of(path: Path) -> Path:
    path.mkdir()
    (path / "好.docx").write_bytes(docx_of(TEXT))
    (path / "好.txt").write_text(speech(8, 12), encoding="utf-8")
    (path / "坏.docx").write_bytes(packed(f"{BOMB}<a>&l9;</a>"))
    (path / "断.pdf").write_bytes(of_pages(2)[:50])
    (path / "~$好.docx").write_bytes(b"x")
    (path / "图.png").write_bytes(b"\x89PNG")
    return path


def test_a_folder_goes_on_and_tells_what_was_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    free = ["--max-overlap", "1", "--max-passage", "off", "--max-run", "off"]
    folder, where = folder_of(tmp_path / "讲话"), str(tmp_path / "库")
    assert run(["corpus", "add", str(folder), "--corpus", where]) == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("2 added, 0 replaced, 0 unchanged, 2 failed;")
    lines = shown.err.splitlines()
    assert lines[0] == f"simcheck: not read, no documents: {folder / '图.png'}"
    assert [line.split(": ")[1] for line in lines[1:]] == [str(folder / "坏.docx"), str(folder / "断.pdf")]
    assert run([str(folder), "--corpus", where, *free]) == 3
    shown = capsys.readouterr()
    assert shown.err.count(f"{folder}/坏.docx: declares XML entities") == 1
    assert f"{folder}/好.docx：" in shown.out
    assert f"{folder}/好.txt：" in shown.out
    assert run([str(folder), "--corpus", where, *free, "--exclude", "坏.*", "--exclude", "*.pdf"]) == 0
    assert run([str(folder), "--corpus", where, *free, "--include", "好.*"]) == 0
    capsys.readouterr()
    assert run(["compare", str(folder / "好.txt"), str(folder), "--include", "*.docx", *free]) == 3
    assert run([str(folder), "--corpus", where, "--include", "*.odt"]) == 3
    assert "there is no file in this folder that is meant; check the path" in capsys.readouterr().err


def test_a_draft_in_word_is_checked_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "讲话.docx").write_bytes(docx_of(TEXT, title="讲话"))
    (tmp_path / "稿.docx").write_bytes(docx_of("同志们：\n" + TEXT))
    done = subprocess.run(
        [sys.executable, "-m", "simcheck", "compare", "稿.docx", "讲话.docx", "--format", "json"],
        cwd=tmp_path, capture_output=True, check=False, timeout=600,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr == b""
    assert b'"document_id": "\xe8\xae\xb2\xe8\xaf\x9d.docx"' in done.stdout
