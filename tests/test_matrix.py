"""The matrix: every pair is what a check of that pair says, and the heat map shows it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from made import EXAMPLES, shipped
from test_html import Seen, browser  # noqa: F401 - a fixture
from test_report_formats import EVIL

from simcheck import Document, Matrix, UsageError, compare, matrix
from simcheck.cli.app import run
from simcheck.reporters.matrix import render

NAMES = ("drafts/edited.txt", "speeches/安全生产工作会议讲话.txt", "drafts/clean.txt")


@pytest.fixture(scope="module")
def found() -> Matrix:
    return matrix(Document(name, (EXAMPLES / name).read_text("utf-8")) for name in NAMES)


def test_each_cell_is_the_check_of_its_pair(found: Matrix) -> None:
    for draft, row in zip(found.documents, found.reports, strict=True):
        for source, report in zip(found.documents, row, strict=True):
            if draft.id == source.id:
                assert report is None
            else:
                assert report is not None
                alone = compare(draft, [source], model=shipped())
                assert (report.figures, report.matches) == (alone.figures, alone.matches)
    pairs = found.pairs()
    assert {(pair.draft.id, pair.counted[0].source.document_id) for pair in pairs} == {NAMES[:2], NAMES[1::-1]}
    assert pairs[0].figures.overlap >= pairs[1].figures.overlap


def test_too_few_drafts_and_one_name_twice_are_refused() -> None:
    with pytest.raises(UsageError, match="at least two"):
        matrix([Document("甲", "坚持稳中求进工作总基调。")])
    with pytest.raises(UsageError):
        matrix([Document("甲", "坚持稳中求进工作总基调。"), Document("甲", "加强基层组织建设。")])


def test_text_table_and_data_show_the_same_shares(found: Matrix) -> None:
    shares = [[None if one is None else one.figures.overlap for one in row] for row in found.reports]
    assert json.loads(render(found, "json"))["overlap"] == shares
    rows = list(csv.reader(io.StringIO(render(found, "csv", language="zh").removeprefix("\ufeff"))))[1:]
    flat = [share for row in shares for share in row if share is not None]
    assert [float(row[2]) for row in rows] == pytest.approx(flat, abs=5e-5)
    text = render(found, "text", language="zh")
    lines = [line.split() for line in text.splitlines() if re.match(r"\[\d\] +[\d·]", line)]
    expected = [["·" if share is None else f"{share:.1%}" for share in row] for row in shares]
    assert [line[1:] for line in lines] == expected
    cells = re.findall(r'<td class="(?:own|h\d)">(?:<a[^>]*>)?([^<]*)', render(found, "html", language="zh"))
    assert cells == ["", *("" if share == "0.0%" else share for row in expected for share in row)]
    with pytest.raises(UsageError, match="not written as sarif"):
        render(found, "sarif")


def test_names_of_drafts_are_only_text() -> None:
    words = "会议强调要把群众的小事当作自己的大事来办，新建改建农村公路六十二公里，整治河道九条。" * 3
    page = render(matrix([Document(EVIL, words), Document("乙", words)]), "html", language="en")
    assert len(Seen(page).raw["script"]) == 2
    assert EVIL not in page


def test_a_cell_leads_to_the_passages(browser: Any, found: Matrix, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "矩阵.html").write_text(render(found, "html", language="zh"), encoding="utf-8")
    opened = browser.new_page(viewport={"width": 1000, "height": 500})
    opened.goto((tmp_path / "矩阵.html").as_uri())
    place = opened.get_attribute(".heat a >> nth=0", "href")
    opened.click(".heat a >> nth=0")
    box = opened.locator(place).bounding_box()
    assert 0 <= box["y"] < 500
    # The first cell with a link is the first draft's beside the second one.
    (pair,) = (pair for pair in found.pairs() if pair.draft.id == NAMES[0])
    assert opened.locator(f"{place} .both").count() == len(pair.counted)
    assert opened.evaluate("document.documentElement.scrollWidth") <= 1000


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(EXAMPLES)
    file = tmp_path / "矩阵.html"
    assert run(["matrix", *NAMES, "-o", str(file), "-f", "text", "--lang", "en"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("Drafts compared with each other: 3\n")
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert run(["matrix", *NAMES, "--max-overlap", "0.9", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == list(NAMES)
    assert run(["matrix", NAMES[0]]) == 2
    assert run(["matrix", *NAMES[:2], "没有.txt"]) == 3
    assert run(["matrix", *NAMES, "-f", "docx"]) == 2


@pytest.mark.parametrize("step", [2, pytest.param(1, marks=pytest.mark.long)])
def test_independent_speeches_accuse_nobody_though_there_is_no_rival(step: int) -> None:
    """Of two speeches alone there is no third that shares their topic; what any two share must not count."""
    files = sorted((EXAMPLES / "speeches").glob("*.txt"))[::step]
    speeches = [Document(path.name, path.read_text("utf-8")) for path in files]
    reports = [report for row in matrix(speeches).reports for report in row if report is not None]
    assert len(reports) == len(speeches) * (len(speeches) - 1)
    assert [report.figures.overlap for report in reports if report.counted] == []
