"""Old Word and WPS files through antiword and through LibreOffice, and real documents that LibreOffice wrote."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt, RGBColor
from test_formats import office as written

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


def white(font: Any) -> None:
    font.color.rgb = RGBColor(255, 255, 255)


def one_point(font: Any) -> None:
    font.size = Pt(1)


def yellow_on_yellow(font: Any) -> None:
    font.color.rgb, font.highlight_color = RGBColor(255, 255, 0), WD_COLOR_INDEX.YELLOW


def hidden(font: Any) -> None:
    font.hidden = True


SEEN = "明明白白看得见的一句话"
HEADER = "这一句话写在页眉里，它长得足以是一篇稿子里的话，读的人一眼就看得见。" * 3
LOOKS = {"white": white, "one_point": one_point, "yellow_on_yellow": yellow_on_yellow, "hidden": hidden}


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of old Word for each look, and one with a header."""
    folder = tmp_path_factory.mktemp("old")
    for name, change in LOOKS.items():
        paragraph = (document := python_docx.Document()).add_paragraph()
        for char in SEEN:
            paragraph.add_run(char)
            change(paragraph.add_run("的").font)
        document.save(str(folder / f"{name}.docx"))
    document = python_docx.Document()
    document.add_paragraph("正文只有这一句话。")
    document.sections[0].header.paragraphs[0].text = HEADER
    document.save(str(folder / "header.docx"))
    written(folder / "header.docx", folder, "doc", more=[folder / f"{name}.docx" for name in LOOKS])
    return folder


@needs_antiword
@needs_libreoffice
@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ("white", "colour"),
        ("one_point", "size"),
        ("hidden", "hidden"),
        pytest.param("yellow_on_yellow", "colour", marks=pytest.mark.long),
    ],
)
def test_letters_that_nobody_sees_in_an_old_file(
    look: str, reason: str, old: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """antiword does not tell their looks, so that LibreOffice reads such a file, or nobody."""
    file = old / f"{look}.doc"
    found = read(file)
    assert found.text == SEEN
    assert {one.reason for one in found.reading.hidden} == {reason}
    only("antiword", monkeypatch, tmp_path)
    with pytest.raises(DraftError, match=r"damaged|that antiword does not tell; install LibreOffice"):
        read(file)


@needs_antiword
@needs_libreoffice
def test_headers_of_an_old_file(old: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = old / "header.doc"
    assert lines(file) == ["正文只有这一句话。", HEADER]
    only("antiword", monkeypatch, tmp_path)
    with pytest.raises(DraftError, match="that antiword does not tell"):
        read(file)


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


def test_words_xml_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "稿.xml"
    file.write_text(
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="urn:x"><a>{SPEECH.read_text("utf-8")}</a></pkg:package>'
    )
    with pytest.raises(DraftError, match="no document"):
        read(file)
