"""What the chief's sheet shows first, in which colour, what stands beside it, and the column of the overview."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from simcheck import Document, Report, compare
from simcheck.cli.app import run
from simcheck.messages import words
from simcheck.reporters import docx, html, summary, text
from simcheck.reporters.sheet import sheet
from simcheck.types import Leftover

BODY = "把隐患翻到明处，行车钢丝绳断了两股还在吊，写清楚哪颗螺丝、谁去拧、哪天拧好，拧不好的停机。"
ZH = words("zh")


def left(kind: str, text: str, source: str | None = "源") -> Leftover:
    at = DRAFT.text.index(text)
    return Leftover(kind, at, at + len(text), text, "模板中待填写的内容没有填写", source)  # type: ignore[arg-type]


DRAFT = Document("稿", f"____亩，三月底，我市，二十户，周敏，西城片区，青石县水利局。{BODY}")
FOUND = (
    left("blank", "____", None), left("date", "三月底"), left("place", "我市", None), left("figure", "二十户"),
    left("person", "周敏"), left("place", "西城片区"), left("unit", "青石县水利局"),
)  # fmt: skip


def report(draft: Document = DRAFT, source: str = "图书馆每周二开放，借书证由前台办理，丢了可以补。") -> Report:
    return replace(compare(draft, [Document("源", source)]), leftovers=())


def word_text(made: bytes) -> str:
    """The text of the body of a Word file, comments apart."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return re.sub("<[^>]+>", "", file.read("word/document.xml").decode("utf-8"))


def test_the_weightiest_leftovers_come_first_with_the_count_of_the_rest() -> None:
    checked = replace(report(), leftovers=FOUND)
    found = sheet(checked, ZH)
    told = dict(found.facts)["疑似残留"]
    assert re.findall("“(.+?)”", told) == ["周敏", "西城片区", "青石县水利局"]
    assert "共 7 处" in told
    order = [next(one.text for one in FOUND if f"：{one.text}——" in line) for line in found.leftovers]
    assert order == ["周敏", "西城片区", "青石县水利局", "二十户", "三月底", "____", "我市"]
    assert "另有 3 处" in word_text(docx.render(checked, language="zh"))
    assert "另有 3 处" in html.render(checked, language="zh")


def test_notices_stand_in_the_text_of_the_word_file() -> None:
    spoken = "在全县会议上的讲话\n青禾县委书记 张三\n（2026年5月6日）\n同志们：\n" + BODY
    told = compare(Document("稿", spoken), [Document("旧", BODY, author="青禾县委书记 张三")])
    [warning] = [one for one in told.warnings if one.code == "maybe_own"]
    assert warning.text("zh") in word_text(docx.render(told, language="zh"))


def test_the_word_for_a_passed_draft_has_the_colour_of_passing() -> None:
    checked = replace(report(), leftovers=FOUND)
    found = sheet(checked, ZH)
    assert checked.verdict.decision == "pass"
    assert found.severity == "good"
    assert [found.facts[at][0] for at in found.looked_at] == ["疑似残留"]
    page = html.render(checked, language="zh")
    assert 'class="result good"' in page
    assert 'class="fact warn"' in page


def test_a_report_without_anything_found_has_a_sheet_to_sign() -> None:
    shown = text.render(report(), language="zh")
    assert "查重报告" in shown
    assert "审签：" in shown


def test_the_overview_has_a_column_of_leftovers() -> None:
    lines = [summary.line(replace(report(), leftovers=FOUND), ZH), summary.refused("坏")]
    for made in (summary.text(lines, ZH), summary.markdown(lines, ZH), summary.csv(lines, ZH)):
        assert "疑似残留" in made
    assert 'data-value="7.000000">7<' in summary.html(lines, ZH)


def test_a_text_in_the_corpus_that_gets_another_class_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIMCHECK_LANG", "zh")
    Path("a.txt").write_text(BODY, "utf-8")
    assert run(["corpus", "add", "a.txt", "-c", "库"]) == 0
    capsys.readouterr()
    assert run(["corpus", "add", "a.txt", "-c", "库", "--as", "authority"]) == 0
    assert "原在库中的 1 篇改了类别" in capsys.readouterr().out
    assert run(["corpus", "add", "a.txt", "-c", "库", "--as", "authority"]) == 0
    assert "改了类别" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("# 永丰县防汛任务分解表\n\n{0}\n", "永丰县防汛任务分解表"),
        ("{0}\n\n# 永丰县防汛任务分解表\n", None),
        ("# 一、任务\n\n{0}\n\n# 二、要求\n\n{0}\n", None),
    ],
)
def test_a_single_first_heading_is_the_title_of_a_markdown_file(tmp_path: Path, said: str, title: str | None) -> None:
    from simcheck.readers import read

    (tmp_path / "b.md").write_text(said.format(BODY), "utf-8")
    assert read(tmp_path / "b.md").title == title
