"""Places: of a draft that is written downwards, every place that is told is one of the file that the user has."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import sys
from pathlib import Path

import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol.types import PositionEncodingKind
from made import random_chinese, speeches
from test_plagdet import load

from simcheck import Document, Report, compare
from simcheck.lsp.diagnostics import diagnostics
from simcheck.lsp.positions import Positions
from simcheck.lsp.settings import Editor
from simcheck.places import written_span, written_text
from simcheck.readers import read
from simcheck.reporters.csv import render as as_csv
from simcheck.reporters.docx import render as as_docx
from simcheck.reporters.gitlab import render as as_gitlab
from simcheck.reporters.json import render as as_json
from simcheck.reporters.sarif import render as as_sarif
from simcheck.reporters.text import render as as_text
from simcheck.text.downwards import moved, reading_order
from simcheck.text.evasion import evasion
from simcheck.text.normalize import normalize
from simcheck.types import Reading

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
disguises = load("disguises")

NAME = "speeches/教育大会讲话.txt"
BODY = "".join(line.strip() for line in speeches()[NAME].splitlines()[2:])
COPY = BODY[BODY.index("刚才受到表彰") :][:180]
HEAD = f"关于开学工作的说明\n{disguises.OWN[:120]}\n"
TAIL = f"\n{disguises.OWN[120:240]}\n"


def written(form: str) -> str:
    if form == "from the right":
        return HEAD + disguises.columns(9)(COPY) + TAIL
    if form == "from the left":
        return HEAD + disguises.columns(9, left=True)(COPY) + TAIL
    if form == "in cells":
        return HEAD + disguises.columns(9, between="\t")(COPY) + TAIL
    if form == "backwards":
        return HEAD + "\n".join(COPY[at : at + 20][::-1] for at in range(0, len(COPY), 20)) + TAIL
    return HEAD + "\n".join(COPY) + TAIL


FORMS = ["from the right", "from the left", "in cells", "backwards", "a letter a line"]


def checked(draft: Document | str) -> Report:
    document = draft if isinstance(draft, Document) else Document("稿.txt", draft)
    return compare(document, [Document(name, text) for name, text in speeches().items()])


@pytest.mark.parametrize("form", FORMS)
def test_a_report_says_that_the_text_is_read_downwards_and_where_it_stands_in_the_file(form: str) -> None:
    text = written(form)
    report = checked(text)
    assert report.verdict.decision == "fail"
    [found] = [one for one in report.findings if one.kind == "reading_order"]
    assert "".join(COPY[:3]) in "".join(found.text.split()) or form != "a letter a line"
    told = json.loads(as_json(report))
    [match] = [one for one in told["matches"] if one["ignored"] is None]
    start, end = match["draft"]["start"], match["draft"]["end"]
    assert match["draft"]["text"] == text[start:end]
    letters = set(COPY[5:-5])
    assert letters <= set(text[start:end])
    assert len(HEAD) <= start < end <= len(text) - len(TAIL)
    for one in told["findings"]:
        assert one["text"] == text[one["start"] : one["end"]]
    assert "reading_order" in {one["kind"] for one in told["findings"]}


@pytest.mark.parametrize("form", FORMS)
def test_every_format_tells_the_places_of_the_file(form: str) -> None:
    text = written(form)
    report = checked(text)
    lines = text.split("\n")
    [match] = report.counted
    start, end = written_span(report.draft, match.draft.start, match.draft.end)
    first, last = (text.count("\n", 0, at) + 1 for at in (start, end))
    results = json.loads(as_sarif([report]))["runs"][0]["results"]
    for result in results:
        place = result["locations"][0]["physicalLocation"]["region"]
        rows = lines[place["startLine"] - 1 : place["endLine"]]
        rows[-1] = rows[-1][: place["endColumn"] - 1]
        rows[0] = rows[0][place["startColumn"] - 1 :]
        assert place["snippet"]["text"] == "\n".join(rows)
    assert "reading_order" in {result["ruleId"] for result in results}
    entry = next(one for one in json.loads(as_gitlab([report])) if one["check_name"] == f"simcheck/{match.kind}")
    assert entry["location"]["lines"] == {"begin": first, "end": last}
    row = next(csv.DictReader(io.StringIO(as_csv([report], language="en").removeprefix("\ufeff"))))
    assert (row["line"], row["start"], row["end"]) == (str(first), str(start + 1), str(end))
    assert re.search(rf"第 {first}(?:–{last})? 行", as_text(report, language="zh"))
    shown = report.as_written()
    editor = Editor()
    positions = Positions(text, PositionEncodingKind.Utf16)
    for one in diagnostics(shown, positions, "zh", editor, [None] * len(shown.matches)):
        assert len(HEAD) <= positions.offset(one.range.start) <= positions.offset(one.range.end) <= len(text)
    assert shown.draft.text == text
    assert shown.figures == report.figures


def test_a_stored_report_keeps_the_order() -> None:
    report = checked(written("from the right"))
    again = Report.from_dict(json.loads(json.dumps(report.to_dict(texts=True))))
    assert again.as_written() == report.as_written()
    assert as_json(again) == as_json(report)


def test_a_word_file_in_columns_is_marked_where_its_letters_stand(tmp_path: Path) -> None:
    word = Word()
    for line in written("from the right").split("\n"):
        word.add_paragraph(line)
    file = tmp_path / "稿.docx"
    word.save(str(file))
    report = checked(read(file))
    assert report.draft.reading.order
    marked = Word(io.BytesIO(as_docx(report, original=file.read_bytes(), language="zh")))
    shaded = "".join(
        run.text for paragraph in marked.paragraphs for run in paragraph.runs if run._r.xpath("./w:rPr/w:shd")
    )
    match = report.counted[0]
    places = sorted(report.draft.reading.order[match.draft.start : match.draft.end])
    text = written_text(report.draft)
    assert shaded == "".join(text[place] for place in places if text[place] != "\n")


@pytest.mark.parametrize("size", [60, 103, 415])
def test_a_table_of_one_letter_a_cell_is_read_downwards(size: int) -> None:
    """As a page or a word file gives it: a cell a line, row by row; the last column may be shorter."""
    text = BODY[BODY.index("刚才受到表彰") :][:size]
    told = "\n".join(char for char in disguises.columns(10)(text) if char not in "\n\u3000")
    assert "".join(told[place] for place in reading_order(told)).replace("\n", "") == text
    if size > 100:
        report = checked(HEAD + told + TAIL)
        assert report.verdict.decision == "fail"
        assert [one.kind for one in report.findings] == ["reading_order"]


def test_a_column_of_answers_is_no_text() -> None:
    for column in ("是\n否\n" * 40, "√\n×\n" * 40, "一\n二\n三\n四\n五\n" * 8):
        assert reading_order(column) == []
        assert evasion(normalize(column)) == ()
    assert reading_order("\n".join(COPY)) == []
    for few in range(1, 9):  # beside lines without words, however few they are
        wordless = "\n".join(random_chinese(at, 20) for at in range(5))
        assert isinstance(reading_order(wordless + "\n" + "\n".join("甲乙丙丁戊己庚辛"[:few]) + "\n" + wordless), list)


@settings(max_examples=30, deadline=None)
@given(st.integers(40, 200), st.integers(3, 9), st.integers(0, 300), st.booleans())
def test_an_order_is_one_of_all_places_and_gives_the_text_back(size: int, height: int, at: int, left: bool) -> None:
    text = disguises.columns(height, left=left)(BODY[at : at + size])
    order = reading_order(text)
    assert not order or sorted(order) == list(range(len(text)))
    if order:
        read_ = "".join(text[place] for place in order)
        document = Document("稿", read_, reading=Reading(order=tuple(order)))
        assert written_text(document) == text
        spans = list(moved(order))
        assert all(sorted(order[start:end]) == list(range(start, end)) for start, end in spans)
        assert all(one[1] < other[0] for one, other in itertools.pairwise(spans))
        assert all(text[slice(*written_span(document, k, k + 1))] == read_[k] for k in range(len(order)))


def test_short_columns_are_read() -> None:
    """Two ends of a column may fit as well as the right ones, so that one of many is read in another order."""
    cases = [
        (size, height, left)
        for size, height in ((50, 6), (60, 4), (60, 10), (80, 8), (120, 10))
        for left in (False, True)
    ]
    exact = 0
    for size, height, left in cases:
        text = BODY[300 : 300 + size]
        down = disguises.columns(height, left=left)(text)
        exact += "".join("".join(down[place] for place in reading_order(down)).split()) == text
    assert exact >= len(cases) - 1
