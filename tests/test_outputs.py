"""Where reports go: --format and -o together, one file or many, a folder and its summary, and no input overwritten."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from fakes import speech
from made import EXAMPLES

from simcheck.cli.app import run
from simcheck.cli.outputs import OutputNames, OutputPlan, plan
from simcheck.errors import UsageError

docx = pytest.importorskip("docx", reason="python-docx is not installed")


@pytest.mark.parametrize(
    ("formats", "outputs", "expected"),
    [
        ([], [], OutputPlan("text")),
        (["json"], [], OutputPlan("json")),
        (["html"], ["-"], OutputPlan("html")),
        (["docx"], [], OutputPlan(None, beside=("docx",))),
        (["text", "html", "docx"], [], OutputPlan("text", beside=("html", "docx"))),
        (["html", "csv"], [], OutputPlan(None, beside=("html", "csv"))),
        ([], ["报告.html"], OutputPlan(None, (("html", Path("报告.html")),))),
        ([], ["报告.txt"], OutputPlan(None, (("text", Path("报告.txt")),))),
        ([], ["报告"], OutputPlan(None, (("text", Path("报告")),))),
        (["json"], ["报告.dat"], OutputPlan(None, (("json", Path("报告.dat")),))),
        (["json"], ["报告.txt"], OutputPlan(None, (("json", Path("报告.txt")),))),
        (["text"], ["报告.html"], OutputPlan("text", (("html", Path("报告.html")),))),
        (["text", "html"], ["报告.html"], OutputPlan("text", (("html", Path("报告.html")),))),
        ([], ["一.html", "二.sarif"], OutputPlan(None, (("html", Path("一.html")), ("sarif", Path("二.sarif"))))),
        ([], ["夹/"], OutputPlan(None, folder=Path("夹"), in_folder=("html",))),
        (["text"], ["夹/"], OutputPlan(None, folder=Path("夹"), in_folder=("text",))),
        (["text", "docx"], ["夹/"], OutputPlan("text", folder=Path("夹"), in_folder=("docx",))),
        (["csv", "docx"], ["表.csv", "夹/"], OutputPlan(None, (("csv", Path("表.csv")),), Path("夹"), ("docx",))),
    ],
)
def test_formats_and_outputs_together(formats: list[str], outputs: list[str], expected: OutputPlan) -> None:
    assert plan(formats, outputs) == expected  # type: ignore[arg-type]


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(UsageError, match=r"报告\.pdf: no format has this ending; use one of \.txt, .*-f"):
        plan([], ["报告.pdf"])
    with pytest.raises(UsageError, match="two folders"):
        plan([], ["甲/", "乙/"])
    with pytest.raises(UsageError, match=r"报告\.html: one html file holds the report of one draft; name a folder"):
        plan([], ["报告.html"]).check([], 2)
    with pytest.raises(UsageError, match="standard input has no folder"):
        plan(["docx"], []).check([Path("-")], 1)


def test_names_are_never_given_twice_and_never_an_inputs(tmp_path: Path) -> None:
    (tmp_path / "乙").mkdir()
    drafts = [tmp_path / "一.txt", tmp_path / "一.docx", tmp_path / "乙" / "一.txt", tmp_path / "二.md"]
    for path in drafts:
        path.touch()
    names = OutputNames(drafts)
    out = tmp_path / "报告"
    given = [names.choose(out, path, "html").name for path in drafts]
    assert given == ["一.html", "一.docx.html", "一.txt.html", "二.html"]
    assert OutputNames(drafts).choose(tmp_path, drafts[1], "docx") == tmp_path / "一.report.docx"


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a corpus of the example speeches and a folder of drafts: two texts and a Word file."""
    monkeypatch.chdir(tmp_path)
    assert run(["corpus", "add", str(EXAMPLES / "speeches"), "--corpus", "库"]) == 0
    monkeypatch.setenv("SIMCHECK_CORPUS", "库")
    (tmp_path / "稿").mkdir()
    edited = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
    (tmp_path / "稿" / "改动.txt").write_text(edited, encoding="utf-8")
    (tmp_path / "稿" / "清白.txt").write_text(speech(7, 12), encoding="utf-8")
    file = docx.Document()
    for line in edited.split("\n"):
        file.add_paragraph(line)
    file.save(str(tmp_path / "稿" / "文件.docx"))
    return tmp_path


def test_a_folder_of_drafts_gives_a_report_each_and_a_summary(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["稿", "-o", "报告/", "-f", "html", "-f", "docx", "-f", "csv", "--lang", "zh"]) == 1
    shown = capsys.readouterr()
    names = {path.name for path in (drafts / "报告").iterdir()}
    expected = {f"{stem}.{form}" for stem in ("改动", "清白", "文件") for form in ("html", "docx", "csv")}
    assert names == expected | {"index.html", "summary.csv"}
    assert re.search(r"^3 篇草稿的结论\n\n草稿 +结论 +重合", shown.out)
    assert re.search(r"改动\.txt +不通过 +34\.3%", shown.out)
    index = str(Path("报告", "index.html"))
    assert f"1 passed, 2 failed; the summary is in {index}, the reports are beside it" in shown.err
    index = (drafts / "报告" / "index.html").read_text("utf-8")
    assert {f"%{name.encode()[0]:X}" for name in expected if name.endswith("html")} <= set(
        re.findall(r'href="(%\w\w)', index)
    )
    table = list(csv.reader(io.StringIO((drafts / "报告" / "summary.csv").read_text("utf-8-sig"))))
    assert [row[0] for row in table[1:]] == [str(Path("稿", name)) for name in ("改动.txt", "文件.docx", "清白.txt")]


def test_text_goes_to_the_screen_and_the_others_beside_the_draft(
    drafts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["稿/文件.docx", "-f", "text", "-f", "docx", "-f", "html", "--lang", "en"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("稿/文件.docx: fail\n")
    before, after = (docx.Document(str(drafts / "稿" / name)) for name in ("文件.docx", "文件.report.docx"))
    text = [paragraph.text for paragraph in before.paragraphs]
    assert [paragraph.text for paragraph in after.paragraphs][-len(text) :] == text  # behind the sheet
    assert len(list(after.comments)) > 1
    assert (drafts / "稿" / "文件.report.html").exists()


def test_a_summary_follows_several_texts(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["稿/改动.txt", "稿/清白.txt", "--lang", "zh"]) == 1
    shown = capsys.readouterr().out
    assert shown.count("─" * 80) == 2
    assert shown.index("2 篇草稿的结论") > shown.index("稿/清白.txt：通过")
    assert run(["稿/改动.txt", "稿/清白.txt", "--lang", "zh", "-o", "报告.txt"]) == 1
    later = Path("报告.txt").read_text("utf-8")
    assert _without_time(later) == _without_time(shown)


def _without_time(shown: str) -> str:
    """A report without the minute of the check, which may pass between two."""
    return re.sub("检查时间.*", "", shown)


def test_one_file_for_several_drafts(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["稿", "-o", "报告.sarif", "-o", "报告.csv", "-o", "报告.md", "-o", "报告.jsonl"]) == 1
    assert len(json.loads(Path("报告.sarif").read_text("utf-8"))["runs"][0]["artifacts"]) == 3
    assert len(Path("报告.jsonl").read_text("utf-8").splitlines()) == 3
    assert Path("报告.md").read_text("utf-8").count("### ") == 3
    assert run(["稿", "-o", "报告.html"]) == 2
    assert "name a folder, such as -o reports/" in capsys.readouterr().err


def test_the_language_is_that_of_the_option_the_locale_or_the_draft(
    drafts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def headline(*options: str) -> str:
        capsys.readouterr()
        run(["稿/清白.txt", *options])
        return capsys.readouterr().out.splitlines()[0]

    assert headline() == "稿/清白.txt：通过"
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert headline() == "稿/清白.txt: pass"
    assert headline("--lang", "zh") == "稿/清白.txt：通过"
    assert run(["稿/清白.txt", "--lang", "fr"]) == 2


def test_data_on_the_screen_is_whole(drafts: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    capfdbinary.readouterr()
    for form, begin in (("csv", b"\xef\xbb\xbf"), ("markdown", b"### "), ("sarif", b"{"), ("html", b"<!DOCTYPE html>")):
        assert run(["稿/改动.txt", "-f", form]) == 1
        assert capfdbinary.readouterr().out.startswith(begin)


def test_a_draft_of_a_folder_that_was_not_checked_has_its_line_in_every_table(
    drafts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path("一批")
    folder.mkdir()
    (folder / "清白.txt").write_text("今天在书房里坐了一上午，数了数进门的人。", encoding="utf-8")
    (folder / "公文.ofd").write_bytes(b"PK\x03\x04 OFD.xml damaged")
    (folder / "通知.uof").write_text("<?xml version='1.0'?><uof:UOF xmlns:uof='urn:x'/>", encoding="utf-8")
    (folder / "照片.png").write_bytes(b"\x89PNG")
    assert run(["一批", "-o", "报告/", "-f", "html", "-f", "csv", "-f", "markdown"]) == 3
    shown = capsys.readouterr()
    assert "not read, no documents: 一批/照片.png" in shown.err
    assert "一批/通知.uof: a UOF file; open it in its program and save it as .docx" in shown.err
    for name in ("index.html", "summary.csv", "summary.md"):
        table = Path("报告", name).read_text(encoding="utf-8-sig")
        assert table.count("没有查成") >= 2
        assert "公文.ofd" in table
    assert run(["一批"]) == 3
    assert capsys.readouterr().out.count("没有查成") == 2


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["稿.txt", "报告.html"], "报告.html"),
        (["稿.txt", "查重结果.docx"], "查重结果.docx"),
        (["稿.txt", "x.json"], "x.json"),
        (["稿.txt", "报告/"], "报告"),
        (["compare", "稿.txt", "旧.txt", "报告.html"], "报告.html"),
        (["matrix", "稿.txt", "旧.txt", "对照.html"], "对照.html"),
    ],
)
def test_a_report_without_its_o_is_told_how_to_write_it(
    typed: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("稿.txt", "旧.txt"):
        Path(name).write_text(f"{name}里说，河堤要在汛期之前加高，谁家的田在堤外谁先说。", "utf-8")
    assert run(["corpus", "add", "旧.txt", "--corpus", "库"]) == 0
    capsys.readouterr()
    assert run([*typed, *([] if typed[0] in ("compare", "matrix") else ["--corpus", "库"])]) in (2, 3)
    told = capsys.readouterr().err.splitlines()
    assert f"simcheck: {named}: no such file; to write a report there name it with -o {named}" in told


@pytest.mark.parametrize("typed", [["报告.html"], ["稿.txt", "第二稿.txt"], ["稿.txt", "第二稿.docx"]])
def test_a_draft_that_is_missing_is_one(
    typed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("稿.txt").write_text("河堤要在汛期之前加高，谁家的田在堤外谁先说。", "utf-8")
    assert run(["corpus", "add", "稿.txt", "--corpus", "库"]) == 0
    assert run([*typed, "--corpus", "库"]) == 3
    assert f"simcheck: {typed[-1]}: no such file; check the path" in capsys.readouterr().err.splitlines()
