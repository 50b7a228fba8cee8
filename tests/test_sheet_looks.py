"""What the chief sees of a report on paper, on a telephone and at one look: nothing cut, nothing left out."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document as Word
from docx.enum.section import WD_SECTION
from docx.shared import Pt
from made import EXAMPLES, example_sources, shipped
from web import chromium

from simcheck import matrix
from simcheck.check import check
from simcheck.messages import words
from simcheck.readers import read_bytes
from simcheck.report import Matrix, Report
from simcheck.reporters import docx, html, markdown, summary, text
from simcheck.reporters import matrix as matrices
from simcheck.reporters.figures import told
from simcheck.types import Document, Finding, Leftover

SAY = words("zh")


def reported(name: str) -> Report:
    draft = Document(f"{name}.txt", (EXAMPLES / "drafts" / f"{name}.txt").read_text("utf-8"))
    return replace(check(draft, example_sources(), shipped()), checked="2026-11-28T18:49+08:00")


@pytest.fixture(scope="module")
def edited() -> Report:
    return reported("edited")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


def pages(browser: Any, file: Path, content: str) -> list[str]:
    """The text of each page of paper."""
    file.write_text(content, encoding="utf-8")
    opened = browser.new_page()
    opened.goto(file.as_uri())
    printed = pypdfium2.PdfDocument(opened.pdf(prefer_css_page_size=True))
    return ["".join(page.get_textpage().get_text_range().split()) for page in printed]


def test_disguised_characters_are_told_on_the_sheet() -> None:
    report = reported("tricked")
    told_of = "零宽字符 55 个，形近字符 27 个"
    word = "\n".join(one.text for one in Word(io.BytesIO(docx.render(report, language="zh"))).paragraphs)
    page = html.render(report, language="zh")
    shown = {
        "html": page[page.index('class="sheet"') : page.index('class="sign"')],
        "docx": word[: word.index("拟稿人")],
        "text": text.render(report, language="zh", width=100).partition("拟稿人")[0],
    }
    for name, told_there in shown.items():
        assert told_of in told_there, name
        assert "地名“云川”" in told_there, name  # without what nobody sees between its characters
    picture = Finding("pictures", 0, 0, "", 3, "picture")  # it is of the file, and no disguise
    assert "文稿字符异常" not in text.render(replace(report, findings=(picture,)), width=100).partition("拟稿人")[0]


def test_sources_of_a_share_that_is_none_are_not_told(edited: Report) -> None:
    shown = replace(edited, figures=replace(edited.figures, mosaic=0.0, mosaic_sources=1))
    assert "mosaic_sources" not in {row.field for row in told(shown, SAY)}
    assert "mosaic_sources" in {row.field for row in told(edited, SAY)}
    assert "零散短句来源" not in markdown.render([shown], language="zh")


def test_the_sheet_is_the_first_page_of_paper(browser: Any, edited: Report, tmp_path: Path) -> None:
    """Also with many leftovers: those that it has no room for are listed behind the passages."""
    at = edited.draft.text.index("云川江")
    left = tuple(Leftover("place", at, at + 3, "云川江", "来源中的地名，请核对") for _ in range(20))
    for report in (edited, replace(edited, leftovers=left)):
        first, second, *others = pages(browser, tmp_path / "报告.html", html.render(report, language="zh"))
        assert "拟稿人" in first
        assert "其余各项数字" in second
        assert "先说烟花爆竹" in second  # the draft begins on the page of the figures
        assert not any(page.endswith("其余各项数字") for page in (first, second, *others))


def test_the_head_of_a_long_overview_is_on_each_page_and_its_totals_are_on_the_last(
    browser: Any, edited: Report, tmp_path: Path
) -> None:
    lines = [summary.line(replace(edited, draft=replace(edited.draft, id=f"{at}.txt")), SAY) for at in range(40)]
    printed = pages(browser, tmp_path / "汇总.html", summary.html(lines, SAY))
    assert len(printed) > 1
    assert all("单篇最大复制比" in page for page in printed)
    assert [page.count("合计40篇") for page in printed] == [0] * (len(printed) - 1) + [1]


def test_an_overview_is_sorted_by_mouse_and_by_keys(browser: Any, edited: Report, tmp_path: Path) -> None:
    report = replace(edited, figures=replace(edited.figures, overlap=0.5))
    lines = [summary.line(edited, SAY), summary.line(replace(report, draft=replace(edited.draft, id="乙.txt")), SAY)]
    file = tmp_path / "汇总.html"
    file.write_text(summary.html(lines, SAY), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(file.as_uri())
    first = "document.querySelector('.summary tbody th').textContent"
    button = opened.get_by_role("button", name="重合比例", exact=False).first
    button.click()
    assert opened.evaluate(first) == "乙.txt"
    button.press("Enter")
    assert opened.evaluate(first) == "edited.txt"


@pytest.mark.parametrize("width", [390, 1400])
def test_names_of_drafts_can_be_told_apart(browser: Any, edited: Report, tmp_path: Path, width: int) -> None:
    names = [f"关于进一步加强和改进新时代安全生产工作的讲话（送审稿）第{at}稿.txt" for at in range(3)]
    lines = [summary.line(replace(edited, draft=replace(edited.draft, id=name)), SAY) for name in names]
    file = tmp_path / "汇总.html"
    file.write_text(summary.html(lines, SAY), encoding="utf-8")
    opened = browser.new_page(viewport={"width": width, "height": 800})
    opened.goto(file.as_uri())
    box = opened.locator(".summary tbody th").first.bounding_box()
    assert box["x"] + box["width"] < width * 0.6  # there is room for what is said of the draft


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 720, 800, 1400])
def test_an_overview_shows_its_last_column(
    browser: Any, edited: Report, tmp_path: Path, width: int, language: str
) -> None:
    named = replace(edited, draft=replace(edited.draft, id="在全县农业农村工作会议暨现场推进会上的讲话（送审稿）.txt"))
    file = tmp_path / "汇总.html"
    said = words("zh" if language == "zh" else "en")
    file.write_text(summary.html([summary.line(one, said) for one in (edited, named)], said), encoding="utf-8")
    opened = browser.new_page(viewport={"width": width, "height": 800})
    opened.goto(file.as_uri())
    if width < 720:  # to be pushed aside, under the names of the drafts
        opened.evaluate("document.querySelector('.wide').scrollLeft = 9999")
    name, source = (opened.locator(f".summary tbody {one}").last.bounding_box() for one in ("th", "td:last-child"))
    assert 0 <= name["x"] < name["x"] + name["width"] <= source["x"] + 1
    assert source["x"] + source["width"] <= width
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("number", [1, 3])
def test_a_source_opens_on_a_telephone_with_its_head_in_view(
    browser: Any, edited: Report, tmp_path: Path, number: int
) -> None:
    file = tmp_path / "报告.html"
    file.write_text(html.render(edited, language="zh"), encoding="utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 700}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(file.as_uri())
    opened.click(f"#d{number}")
    bar, head = (opened.locator(one).bounding_box() for one in (".bar", f"#s{number} h3"))
    assert bar["y"] + bar["height"] <= head["y"] < 700


def test_all_columns_of_a_wide_matrix_are_on_paper(browser: Any, tmp_path: Path) -> None:
    said = "渡口的船要逐条检查，救生衣按核定人数多配一成，渡工每季度参加一次落水救援演练，船长不签字不开航。"
    few = matrix([Document("2.txt", said), Document("39.txt", said), Document("0.txt", "另有一件事。")])
    same, none = few.reports[0][1], few.reports[0][2]
    wide = Matrix(
        tuple(Document(f"{at}.txt", said if at in (2, 39) else "另有一件事。") for at in range(40)),
        tuple(
            tuple(None if row == at else same if {row, at} == {2, 39} else none for at in range(40))
            for row in range(40)
        ),
    )
    printed = pages(browser, tmp_path / "两两.html", matrices.render(wide, "html", language="zh"))
    shares = [page for page in printed if "100.0%" in page]
    assert len(shares) >= 2
    assert any("252627" in page and "383940" in page for page in printed)  # the heads of the last columns


def test_pairs_of_a_matrix_are_called_as_its_rows_are() -> None:
    """By number, and without the folder that is common to all."""
    said = "渡口的船要逐条检查，救生衣按核定人数多配一成，渡工每季度参加一次落水救援演练，船长不签字不开航。"
    drafts = [
        Document(f"送审/{name}.txt", text) for name, text in (("甲", "今天说三件事。"), ("乙", said), ("丙", said))
    ]
    page = matrices.render(matrix(drafts), "html", language="zh")
    title = page[page.index("<h2>") : page.index("</h2>")]
    assert re.sub("<[^>]+>", "", title).startswith("2 乙.txt ← 3 丙.txt ")


def test_the_sheet_is_a_page_of_its_own_in_word_whatever_the_draft_is_set_in(edited: Report) -> None:
    """Its margins are its own, and its size is the draft's; the first section of a draft is not to go on beside it."""
    draft = Word()
    draft.add_paragraph(edited.draft.text)
    section = draft.sections[0]
    section.start_type, section.page_height, section.top_margin = WD_SECTION.CONTINUOUS, Pt(1020), Pt(255)
    held = io.BytesIO()
    draft.save(held)
    read = read_bytes(held.getvalue(), "稿.docx")
    checked = replace(edited, draft=read, matches=(), findings=(), leftovers=(), runs=())
    sheet, first = Word(io.BytesIO(docx.render(checked, original=held.getvalue(), language="zh"))).sections
    assert (sheet.page_height, first.page_height, first.top_margin) == (Pt(1020), Pt(1020), Pt(255))
    assert sheet.top_margin == sheet.bottom_margin == Pt(56.7)
    assert first.start_type == WD_SECTION.NEW_PAGE


def test_the_sheet_is_one_page_of_word(edited: Report, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    at = edited.draft.text.index("云川江")
    left = tuple(Leftover("place", at, at + 3, "云川江", "来源中的地名，请核对") for _ in range(20))
    (tmp_path / "报告.docx").write_bytes(docx.render(replace(edited, leftovers=left), language="zh"))
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "报告.docx"], cwd=tmp_path, check=True, capture_output=True)
    first, second, *_ = pypdfium2.PdfDocument(tmp_path / "报告.pdf")
    assert "拟稿人" in first.get_textpage().get_text_range()
    assert second.get_textpage().get_text_range().startswith("在青禾县应急管理工作会议上的讲话")
