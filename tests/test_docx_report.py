"""The marked Word file: the text and the layout stay, each passage is shaded, each match has its comment."""

from __future__ import annotations

import difflib
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import packages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import EXAMPLES, example_sources, shipped, texts
from test_docx import CASES, NOTES, STYLES
from test_report_formats import KNOWN, evil
from test_reporters import FULL

from simcheck.check import check
from simcheck.errors import DraftError
from simcheck.readers.docx import content
from simcheck.report import Report
from simcheck.reporters import docx as reporter
from simcheck.reporters.docx_new import document
from simcheck.types import Document, Passage

docx = pytest.importorskip("docx", reason="python-docx is not installed")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def original() -> tuple[bytes, str]:
    """The example draft as somebody's Word file: a table, runs in bold, a list, a tracked insertion."""
    file = docx.Document()
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "单位", "应急管理局"
    text = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
    for line in filter(None, text.split("\n")):
        paragraph = file.add_paragraph(style="List Bullet" if line.startswith("再") else None)
        for start in range(0, len(line), 17):
            run = paragraph.add_run(line[start : start + 17])
            run.bold, run.font.name = start % 2 == 0, "仿宋_GB2312"
        if "两客一校" in line:
            inserted = paragraph._p.makeelement(f"{W}ins", {f"{W}id": "7", f"{W}author": "某人"})
            inserted.append(paragraph.runs[-1]._r)
            paragraph._p.append(inserted)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue(), content(held.getvalue(), "草稿.docx").text


@pytest.fixture(scope="module")
def marked() -> tuple[Report, bytes, bytes]:
    data, text = original()
    report = check(Document("草稿.docx", text), example_sources(), shipped())
    assert report.counted
    return report, data, reporter.render(report, original=data, language="zh")


def drafted(text: str) -> str:
    """What stands behind the chief's sheet, which ends in a line to sign."""
    sheet, sign, draft = re.split("(拟稿人：[^\n]+日期：＿+\n)", text, maxsplit=1)
    assert sign.startswith("拟稿人")
    assert any(told in sheet for told in ("不通过", "通过"))
    return draft


def test_the_first_page_is_the_sheet_and_holds_the_verdict(marked: tuple[Report, bytes, bytes]) -> None:
    report, _, after = marked
    file = docx.Document(io.BytesIO(after))
    head = [paragraph.text for paragraph in file.paragraphs[:12]]
    assert head[0] == "查重报告"
    assert head[1] == "不通过"
    assert any(re.fullmatch(r"结论：重合比例 [\d.]+%，超过上限 10.0%，不通过", line) for line in head)
    assert file.tables[0].rows[0].cells[0].text == "名称"
    assert len(file.tables[0].rows) == 1 + len({match.source.document_id for match in report.counted})
    told = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert "第 " in told
    assert " 段" in told


def shaded(data: bytes) -> str:
    """The text of all shaded runs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root: Any = docx.oxml.parse_xml(archive.read("word/document.xml"))
    runs = (run for run in root.iter(f"{W}r") if run.find(f"{W}rPr/{W}shd") is not None)
    return "".join(t.text or "" for run in runs for t in run.iter(f"{W}t"))


def commented(data: bytes) -> list[tuple[str, str]]:
    """For each comment its text and the text it hangs on."""
    file = docx.Document(io.BytesIO(data))
    found = []
    for comment in file.comments:
        inside, collected = False, []
        for element in file.element.body.iter():
            number = element.get(f"{W}id")
            if element.tag == f"{W}commentRangeStart" and number == str(comment.comment_id):
                inside = True
            elif element.tag == f"{W}commentRangeEnd" and number == str(comment.comment_id):
                inside = False
            elif inside and element.tag == f"{W}t":
                collected.append(element.text or "")
        found.append((comment.text, "".join(collected)))
    return found


def test_the_text_stays_and_the_passages_are_shaded(marked: tuple[Report, bytes, bytes]) -> None:
    report, _, after = marked
    assert drafted(content(after, "草稿.docx").text) == report.draft.text
    assert shaded(after) == "".join(match.draft.text.replace("\n", "") for match in report.matches)


def test_each_match_has_a_comment_on_its_passage(marked: tuple[Report, bytes, bytes]) -> None:
    report, _, after = marked
    first, *others = commented(after)
    assert "不通过" in first[0]
    assert len(others) == len(report.matches)
    for number, (match, (told, held)) in enumerate(zip(report.matches, others, strict=True), 1):
        assert told.startswith(f"[{number}] ")
        assert match.source.document_id.rsplit("/", 1)[-1] in told
        bare = re.sub("[〔〕｛｝]", "", told).replace("\n", " ")
        shown = match.source.text if not match.pairs else ""
        assert shown.replace("\n", " ").split("  ")[0][:60] in bare
        for pair in match.pairs:
            assert report.draft.text[pair.draft_start : pair.draft_end][:20] in told
            start, end = (at - match.source.start for at in (pair.source_start, pair.source_end))
            assert match.source.text[start:end][:20] in told
        assert held == match.draft.text.replace("\n", "")
        assert ("不计" in told) == (match.ignored is not None)


def test_everything_else_stays_as_it_was(marked: tuple[Report, bytes, bytes]) -> None:
    _, before, after = marked
    old, new = (zipfile.ZipFile(io.BytesIO(data)) for data in (before, after))
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "word/comments.xml"}
    assert set(new.namelist()) - changed == set(old.namelist()) - changed
    assert len(new.namelist()) == len(set(new.namelist()))
    for name in set(old.namelist()) - changed:
        assert new.read(name) == old.read(name)
    one, other = (docx.Document(io.BytesIO(data)) for data in (before, after))
    for paragraph, copy in zip(one.paragraphs, other.paragraphs[-len(one.paragraphs) :], strict=True):
        assert (paragraph.text, paragraph.style.name) == (copy.text, copy.style.name)
        looks = [[(c, run.bold, run.font.name) for run in p.runs for c in run.text] for p in (paragraph, copy)]
        assert looks[0] == looks[1]
    assert other.tables[-1].cell(0, 1).text == "应急管理局"


def test_comments_that_were_there_stay() -> None:
    data, text = original()
    file = docx.Document(io.BytesIO(data))
    file.add_comment(file.paragraphs[0].runs[0], text="请核对标题", author="处长")
    held = io.BytesIO()
    file.save(held)
    report = check(Document("草稿.docx", text), example_sources(), shipped())
    after = docx.Document(io.BytesIO(reporter.render(report, original=held.getvalue(), language="zh")))
    found = [(comment.author, comment.text.split("\n")[0]) for comment in after.comments]
    assert found[0] == ("处长", "请核对标题")
    assert len(found) == len(report.matches) + 2
    numbers = [comment.comment_id for comment in after.comments]
    assert len(set(numbers)) == len(numbers)


def test_a_file_that_changed_meanwhile_is_refused(marked: tuple[Report, bytes, bytes]) -> None:
    report, data, _ = marked
    with pytest.raises(DraftError, match=r"草稿\.docx: the file changed after it was checked; check it again"):
        reporter.render(replace(report, draft=Document("草稿.docx", report.draft.text + "。")), original=data)
    with pytest.raises(DraftError, match=r"草稿\.docx"):
        reporter.render(report, original=b"PK\x03\x04 nothing")


@settings(max_examples=40)
@given(texts(largest=10), st.data())
def test_a_new_file_holds_the_text_of_any_draft(text: str, data: st.DataObject) -> None:
    words = "坚持稳中求进" + text
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    match = replace(KNOWN.matches[0], draft=Passage("稿", start, end, words[start:end]), equal=())
    each = replace(KNOWN, draft=Document("稿", words), matches=(match,), findings=())
    written = reporter.render(each, language="zh")
    found = drafted(content(written, "稿").text)
    kept = {c for c in words if c >= " " or c in "\n\t"} - {"\ufffe", "\uffff"}
    expected = "\n".join(
        "".join(c if c in kept else "\ufffd" for c in line.rstrip("\r")) if line.strip("\r") else ""
        for line in words.split("\n")
    )
    # Word knows no line of nothing but an end at the end of a text.
    assert found == expected or found == expected.removesuffix("\n")
    _, pieces = document(words)
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)


@pytest.mark.parametrize("each", [FULL, KNOWN, evil()], ids=["full", "known", "evil"])
def test_a_new_file_opens_in_word_libraries(each: Report) -> None:
    opened = docx.Document(io.BytesIO(reporter.render(each, language="en")))
    assert len(list(opened.comments)) >= 1 + len(each.counted)
    ends = [at for at, paragraph in enumerate(opened.paragraphs) if paragraph.text.startswith("Drafted by")]
    assert opened.paragraphs[ends[0] + 1].text.startswith("各位")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["original", "new"])
def test_libreoffice_opens_it_and_reads_the_same_text(
    kind: str, marked: tuple[Report, bytes, bytes], tmp_path: Path
) -> None:
    report, before, after = marked
    plain = {"前": before, "后": after if kind == "original" else reporter.render(report, language="zh")}
    for name, data in plain.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=240)
    texts_ = [(tmp_path / f"{name}.txt").read_text("utf-8-sig") for name in plain]
    if kind == "original":
        # Comments are not part of the text that LibreOffice writes, but for an empty line before a text that has any.
        assert texts_[1].endswith(texts_[0])
    else:
        lines = [[line.strip(" \t•·") for line in text.splitlines() if line.strip()] for text in texts_]
        draft_lines = lines[1][-len(lines[0]) :]
        assert difflib.SequenceMatcher(None, lines[0], draft_lines, autojunk=False).ratio() > 0.9


def commented_before(data: bytes) -> list[Any]:
    root = docx.oxml.parse_xml(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return [one for one in root.iter() if str(one.tag).startswith(f"{W}comment")]


@pytest.mark.parametrize("case", CASES)
def test_every_span_of_every_kind_of_text_can_be_marked(case: str) -> None:
    """Tables, text boxes, notes, fields, tracked changes: the text stays, the span is shaded, its comment in order."""
    body, text = CASES[case]
    data = packages.docx(body, **(NOTES if case == "notes" else {}), styles=STYLES)
    assert content(data, "稿").text == text
    spans = [(a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1) if text[a:b].strip()]
    for start, end in spans:
        match = replace(KNOWN.matches[0], draft=Passage("稿", start, end, text[start:end]), equal=())
        each = replace(KNOWN, draft=Document("稿", text), matches=(match,), findings=())
        after = reporter.render(each, original=data, language="zh")
        assert drafted(content(after, "稿").text) == text
        root = docx.oxml.parse_xml(zipfile.ZipFile(io.BytesIO(after)).read("word/document.xml"))
        marks = [one for one in root.iter() if str(one.tag).startswith(f"{W}comment")]
        numbers = {one.get(f"{W}id") for one in marks} - {one.get(f"{W}id") for one in commented_before(data)}
        assert len(numbers) == 2
        for number in numbers:
            order = [one.tag.removeprefix(f"{W}comment") for one in marks if one.get(f"{W}id") == number]
            assert order == ["RangeStart", "RangeEnd", "Reference"]
        assert not [one for one in root.iter(f"{W}txbxContent") for inner in one.iter() if inner in marks]
        if case not in ("notes", "phonetic guide", "symbols", "formula", "watermark"):
            assert sorted("".join(shaded(after).split())) == sorted("".join(text[start:end].split()))
