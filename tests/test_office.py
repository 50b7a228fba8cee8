"""Old Word and WPS files through antiword and through LibreOffice, and real documents that LibreOffice wrote."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simcheck.errors import DraftError
from simcheck.readers import office, read

DOCUMENTS = Path(__file__).parent / "documents"
SPEECH = Path(__file__).parents[1] / "examples/speeches/教育大会讲话.txt"
OLD = [
    "第一段脚注之后",
    "原有新加之后",
    "明明",
    "前后",
    "换行前",
    "换行后",
    "甲一",
    "甲二",
    "乙",
    "末段",
    "注一",
    "文本框里的字",
]

needs_antiword = pytest.mark.skipif(shutil.which("antiword") is None, reason="antiword is not here")
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


def only(program: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let no other program for old Word files be found."""
    where = shutil.which(program)
    assert where is not None
    monkeypatch.setattr(office.shutil, "which", {program: where}.get)


def lines(file: Path) -> list[str]:
    return [line for line in read(file).text.split("\n") if line]


@needs_antiword
@pytest.mark.parametrize("suffix", [".doc", ".wps", ".txt"])
def test_antiword_alone(suffix: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    only("antiword", monkeypatch, tmp_path)
    file = tmp_path / f"稿{suffix}"
    shutil.copy(DOCUMENTS / "旧稿.doc", file)
    assert lines(file) == OLD


@needs_libreoffice
def test_libreoffice_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    only("soffice", monkeypatch, tmp_path)
    assert lines(DOCUMENTS / "旧稿.doc") == [*OLD[:4], "文本框里的字", *OLD[4:-1]]


@needs_antiword
@needs_libreoffice
def test_libreoffice_reads_what_antiword_has_doubts_about() -> None:
    assert lines(DOCUMENTS / "旧稿.doc") == [*OLD[:4], "文本框里的字", *OLD[4:-1]]


def test_a_locked_pdf() -> None:
    with pytest.raises(DraftError, match=r"加密\.pdf: protected by a password; save it without one in a PDF program"):
        read(DOCUMENTS / "加密.pdf")


def test_two_columns_as_libreoffice_sets_them() -> None:
    written = [line.strip() for line in SPEECH.read_text(encoding="utf-8").split("\n") if line.strip()]
    written[0] = "在全市教育大会上的讲话"
    found = lines(DOCUMENTS / "两栏.pdf")
    assert found[: len(written)] == written
    assert found[len(written) :] == written[-len(found) + len(written) :]
    assert len(found) > len(written) + 5


@needs_libreoffice
def test_words_xml_that_is_none_is_refused(tmp_path: Path) -> None:
    """LibreOffice takes it for a text, tags and all."""
    file = tmp_path / "稿.xml"
    file.write_text(
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="urn:x"><a>{SPEECH.read_text("utf-8")}</a></pkg:package>'
    )
    with pytest.raises(DraftError, match="damaged, or not what it seems"):
        read(file)
