"""What an office found wrong when it handed in a draft: each fault as a user meets it."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from simcheck import Corpus, Document, compare, matrix
from simcheck.cli.app import run
from simcheck.messages import words
from simcheck.reporters import html, markdown, summary, text
from simcheck.reporters.matrix import render as matrix_page
from simcheck.reporters.sheet import sheet

NOTICE = """000012
秘密★1年
特急
青禾县人民政府办公室文件
青政办发〔{year}〕{number}号　　签发人：李明
青禾县人民政府办公室
关于做好{about}工作的通知
各乡镇人民政府，各街道办事处，县级各部门，各有关单位：
{body}
特此通知。
附件：1.任务分工表
2.联系人名单
青禾县人民政府办公室
{year}年5月6日
（此件公开发布）
序号	责任单位	责任人	完成时限	备注
抄送：县委办公室，县人大常委会办公室，县政协办公室。
青禾县人民政府办公室 {year}年5月6日印发
"""
SPEECH = """在全县{about}工作会议上的讲话
县委书记 张三
（{year}年1月5日）
同志们：
经县委、县政府研究，今天召开全县{about}工作会议。主要任务是总结去年工作，部署今年任务。刚才，李四同志通报了情况，我完全同意，请大家认真抓好落实。下面，我讲三点意见。
{body}
我就讲这些，谢谢大家！
"""
FIRE = (
    "经县委、县政府同意，现就做好森林防火工作通知如下。清明前后进山的人多，各乡镇在路口设卡登记火种，护林员每天巡两遍。"
)
FLOOD = (
    "根据省防汛指挥部要求，经县政府同意，现就做好防汛工作通知如下。山洪、滑坡都可能在夜里发生，转移路线画在每家门口。"
)
CANTEEN = (
    "学校食堂的账要公开。家长每周可以去后厨看，菜从哪里来、多少钱一斤，写在黑板上，孩子吃得好不好，看剩饭桶就知道。"
)
STRAW = (
    "秋收以后地里秸秆多，烧一把火省事，却要全县人一起闻烟。农业农村局负责调来打捆机，按亩补贴，村里把机手的电话贴出来。"
)
OWN = "青禾县这一年走得很不容易，夏天的两场洪水冲毁了河堤，县委把指挥部设在堤上，干部群众连夜抢险。"
COPIED = (
    "过去一年，清溪县完成地区生产总值128.6亿元，增长7.1%，云岭镇的竹笋加工带动农户3200户增收。"
    "我们要把每一个项目的责任人写在墙上、每周对账，谁的项目停了工，谁就到会上说清楚原因。"
)
SOURCE = Document(
    "2025年/经济.txt",
    f"在清溪县经济工作会议上的讲话\n（2025年1月8日）\n同志们：\n{COPIED}",
    title="在清溪县经济工作会议上的讲话",
    author="清溪县县长 李明",
    date="2025-01-08",
)
DRAFT = Document(
    "送审/草稿.docx",
    f"在青禾县经济工作会议上的讲话\n（2026年1月9日）\n同志们：\n一、认清形势\n{OWN}\n"
    f"二、抓住重点\n{COPIED.replace('清溪县', '青禾县')}\n",
)


def test_a_notice_and_a_speech_of_one_office_share_their_frame_alone() -> None:
    drafts = [
        Document("防汛", NOTICE.format(year=2026, number=21, about="防汛", body=FLOOD)),
        Document("防火", NOTICE.format(year=2025, number=12, about="森林防火", body=FIRE)),
        Document("教育", SPEECH.format(year=2025, about="教育", body=CANTEEN)),
        Document("交通", SPEECH.format(year=2026, about="交通", body=STRAW)),
    ]
    found = matrix(drafts)
    assert [report.figures.overlap for row in found.reports for report in row if report is not None] == [0.0] * 12
    ours = found.reports[0][1]
    assert ours is not None
    assert ours.figures.frame > 0.5
    assert ours.leftovers == ()  # the day of the draft itself is nobody's leftover


@pytest.mark.parametrize("copies", [2, 3, 5])
def test_more_copies_of_a_source_leave_the_figure(copies: int) -> None:
    others = [Document(f"别的{at}", body) for at, body in enumerate((FIRE, FLOOD, CANTEEN, STRAW))]
    alone = compare(DRAFT, [SOURCE, *others]).figures.overlap
    lightly = [replace(SOURCE, id=f"抄件{at}", text=SOURCE.text.replace("过去", "上", at % 2)) for at in range(copies)]
    assert compare(DRAFT, [SOURCE, *lightly, *others]).figures.overlap == pytest.approx(alone, abs=0.02)


def test_last_years_own_text_is_told() -> None:
    last = replace(SOURCE, source_class="own")
    report = compare(replace(DRAFT, text=DRAFT.text), [last])
    assert report.figures.own > 0.3
    assert [warning.code for warning in report.warnings] == ["own_used"]
    assert "7.1%" in {one.text for one in report.leftovers}
    assert "核对是否已更新" in text.render(report, language="zh")


def test_the_sheet_says_what_the_chief_asks() -> None:
    law = Document("法.txt", FLOOD, source_class="authority")
    report = replace(compare(DRAFT, [SOURCE, law]), checked="2026-11-28T18:49+08:00")
    found = sheet(report, words("zh"))
    facts = dict(found.facts)
    assert facts["标题"] == "在青禾县经济工作会议上的讲话"
    assert facts["检查时间"] == "2026-11-28 18:49（UTC+08:00）"
    assert facts["比对范围"] == "指定的文稿 2 篇（同类文稿 1 篇，上级文稿 1 篇）"
    assert facts["结论"] == f"重合比例 {report.figures.overlap:.1%}，超过上限 10.0%，不通过"
    assert found.severity == "bad"
    assert [row.name for row in found.sources] == ["《在清溪县经济工作会议上的讲话》（清溪县县长 李明，2025-01-08）"]
    assert [row.name for row in found.sections] == ["（开头）", "一、认清形势", "二、抓住重点"]
    assert found.sections[1].characters == 0
    assert sum(row.characters for row in found.sections) == report.figures.reused_characters
    assert len(found.weightiest) == 1
    assert found.weightiest[0].place == "第二部分第 1 段"
    assert found.weightiest[0].hint.startswith("核对“128.6亿元”、“7.1%”、“云岭镇”等是否本地情况，不是的改正；其余")
    assert found.leftovers
    for shown in (text.render(report, language="zh"), html.render(report, language="zh")):
        for told in ("查重报告", facts["结论"], "审签：", "比对范围", "来源排名", "核对“128.6亿元”"):
            assert told in shown
        assert shown.index("查重报告") < shown.index("计入重合：" if "计入重合：" in shown else "可信度")


def test_a_draft_within_its_limits_is_said_to_be() -> None:
    report = compare(Document("稿.txt", OWN), [SOURCE])
    found = sheet(report, words("zh"))
    assert dict(found.facts)["结论"] == "重合比例 0.0%，未超过上限 10.0%，通过"
    assert found.severity == "good"
    assert found.weightiest == found.sources == ()


def test_words_that_an_official_would_write() -> None:
    report = compare(DRAFT, [SOURCE, Document("法.txt", FLOOD, source_class="authority")])
    for shown in (text.render(report, language="zh"), html.render(report, language="zh"), markdown.render([report])):
        for word in ("可信度", "文字相同率", "文字相同", "总文字复制比", "第 7 段"):
            assert word in shown
        for word in ("把握", "同字", "抄袭", "剽窃", "照搬", "取材", "拼凑", "‹"):
            assert word not in shown
    assert "〔" in text.render(report, language="zh")


def test_confidence_is_shown_of_what_counts_alone() -> None:
    report = compare(DRAFT, [replace(SOURCE, source_class="authority")])
    assert report.matches
    for shown in (text.render(report, language="zh"), html.render(report, language="zh")):
        assert "可信度 " not in shown


def test_a_page_does_not_go_to_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("稿.txt").write_text(DRAFT.text, "utf-8")
    Path("来源.txt").write_text(SOURCE.text, "utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["compare", "稿.txt", "来源.txt", "-f", "html"]) == 1
    assert "<html" not in capsys.readouterr().out
    assert Path("稿.report.html").is_file()


def test_a_matrix_that_has_no_such_format_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, body in (("甲.txt", OWN), ("乙.txt", STRAW)):
        Path(name).write_text(body, "utf-8")
    assert run(["matrix", "甲.txt", "乙.txt", "-o", "x.csv", "-o", "x.docx"]) == 2
    assert sorted(one.name for one in tmp_path.iterdir()) == ["乙.txt", "甲.txt"]


def test_spreadsheets_get_rounded_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, body in (("甲.txt", DRAFT.text), ("乙.txt", SOURCE.text), ("丙.txt", STRAW)):
        Path(name).write_text(body, "utf-8")
    run(["matrix", "甲.txt", "乙.txt", "丙.txt", "-o", "x.csv"])
    run(["compare", "甲.txt", "乙.txt", "-o", "y.csv"])
    for name in ("x.csv", "y.csv"):
        cells = [cell for row in csv.reader(Path(name).read_text("utf-8-sig").splitlines()) for cell in row]
        assert all(len(cell) <= 6 for cell in cells if cell.replace(".", "", 1).isdigit() and "." in cell)


def test_a_colleagues_file_of_the_same_name_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    for name, body in (("张三", CANTEEN), ("李四", STRAW)):
        Path(name).mkdir()
        Path(name, "讲话稿.txt").write_text(body, "utf-8")
        assert run(["corpus", "add", f"{name}/讲话稿.txt", "-c", "库"]) == 0
    assert "另存为 李四/讲话稿.txt" in capsys.readouterr().err
    with Corpus.open("库") as corpus:
        assert {one.id for one in corpus.documents()} == {"讲话稿.txt", "李四/讲话稿.txt"}


def test_the_page_of_a_matrix_names_pairs_once_and_leaves_zeros_blank() -> None:
    drafts = [DRAFT, SOURCE, Document("一篇名字很长很长很长很长很长很长很长的稿子第三次修改.docx", STRAW)]
    page = matrix_page(matrix(drafts), "html", language="zh")
    assert page.count('<section class="pair"') == 1
    assert page.count('<a href="#p1"') == 2
    assert ">0.0%<" not in page
    assert '<th scope="col" title="送审/草稿.docx">1</th>' in page
    assert "改.docx</th>" in page
    shown = matrix_page(matrix(drafts), "text", language="zh")
    assert shown.count(" ← ") == 1


def test_classes_by_folder_and_a_folder_for_a_colleague(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("simcheck.toml").write_text(
        'corpus = "库"\n[classes]\n"上级文件" = "authority"\n"范本/*" = "template"\n', "utf-8"
    )
    for name, body in (("历年/上级文件/法.txt", FLOOD), ("范本/通知.txt", FIRE), ("讲话.txt", CANTEEN)):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(body, "utf-8")
    assert run(["corpus", "add", "历年", "范本", "讲话.txt"]) == 0
    Path("王芳.txt").write_text(STRAW, "utf-8")
    assert run(["corpus", "add", "王芳.txt", "--prefix", "王芳"]) == 0
    with Corpus.open("库") as corpus:
        found = {one.id: one.source_class for one in corpus.documents()}
        assert corpus.info.classes == {"peer": 2, "authority": 1, "template": 1}
    assert found == {
        "上级文件/法.txt": "authority",
        "通知.txt": "template",
        "讲话.txt": "peer",
        "王芳/王芳.txt": "peer",
    }
    Path("simcheck.toml").write_text('corpus = "库"\n[classes]\n"上级文件" = "law"\n', "utf-8")
    capsys.readouterr()
    assert run(["corpus", "add", "讲话.txt"]) == 2
    assert "'law' is no class of sources" in capsys.readouterr().err


def test_the_sheet_says_limits_in_words_and_numbers_passages_as_the_report_does() -> None:
    report = compare(DRAFT, [SOURCE])
    say = words("zh")
    found = sheet(report, say)
    assert " > " not in dict(found.facts)["结论"]
    assert dict(found.facts)["结论"] == "重合比例 50.0%，超过上限 10.0%，不通过"
    page = html.render(report, language="zh")
    for one in found.weightiest:
        assert f'<a href="#d{one.number}"><b>[{one.number}] ' in page


def test_a_page_tells_the_file_and_not_its_folders() -> None:
    report = compare(Document("/home/某人/稿/讲话稿.txt", DRAFT.text), [SOURCE])
    page = html.render(report, language="zh")
    assert "讲话稿.txt" in page
    assert "/home/某人" not in page


def test_the_overview_leaves_out_the_folder_that_all_drafts_lie_in() -> None:
    say = words("zh")
    names = ("安全生产工作会议讲话.txt", "教育/大会讲话.txt")
    lines = [summary.line(compare(Document(f"/很长的/文件夹/{name}", DRAFT.text), [SOURCE]), say) for name in names]
    table = summary.text(lines, say, 80)
    assert all(name in table for name in names)
    assert "很长的" not in table
    assert all(cell_len(line) <= 80 for line in table.splitlines())
    assert [name in summary.html(lines, say) for name in names] == [True, True]
