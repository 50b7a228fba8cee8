"""What a document says about itself: read from its heading and its properties, kept in a corpus, told in a report."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from pathlib import Path

import pytest
from fakes import HashingEncoder, speech
from hypothesis import given, settings
from made import texts

from simcheck import Corpus, Document, DraftError, UsageError, compare
from simcheck.cli.app import run
from simcheck.corpus.folder import DATABASE
from simcheck.readers import read
from simcheck.readers.content import Content, document
from simcheck.readers.dates import iso
from simcheck.readers.heading import Heading, heading

KNOWN = {"title": "在全市教育大会上的讲话", "author": "青禾县人民政府", "date": "2024-09-10"}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024年3月5日", "2024-03-05"),
        ("（二〇二四年三月二十五日）", "2024-03-25"),
        ("二○一九年十月十日", "2019-10-10"),
        ("２０２４年１２月", "2024-12"),
        ("2024-03-05T08:00:00Z", "2024-03-05"),
        ("发布时间：2024/3/5 09:30", "2024-03-05"),
        ("D:20240305093000+08'00'", "2024-03-05"),
        ("2024", "2024"),
        ("2024年2月30日", None),
        ("第2024号", None),
        ("12345678901", None),
        ("", None),
    ],
)
def test_dates_as_people_and_programs_write_them(written: str, day: str | None) -> None:
    assert iso(written) == day


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("在全市教育大会上的讲话\n\n同志们：\n今天开会。", Heading("在全市教育大会上的讲话")),
        (
            "　　政府工作报告\n（2024年1月15日）\n县长　李某\n各位代表：",
            Heading("政府工作报告", "县长 李某", "2024-01-15"),
        ),
        (
            "真抓实干，开创新局\n——在全市经济工作会议上的讲话\n云川市人民政府\n2023年12月28日\n同志们：",
            Heading("真抓实干，开创新局——在全市经济工作会议上的讲话", "云川市人民政府", "2023-12-28"),
        ),
        (
            "工作报告\n——2024年1月15日在云川市第八届人民代表大会第三次会议上\n各位代表：",
            Heading("工作报告", None, "2024-01-15"),
        ),
        ("在座谈会上的致辞（节选）\n作者：张三\n各位来宾：", Heading("在座谈会上的致辞（节选）", "张三")),
        # The text itself is no heading.
        ("各位代表：\n现在，我代表市人民政府作工作报告。", Heading()),
        ("现在我作工作报告\n请予审议。", Heading()),
        ("今年以来，全市经济平稳运行。2024年3月5日，会议召开。", Heading()),
        ("一、工作回顾\n过去一年，成绩很大。", Heading()),
        ("2024年3月5日\n同志们：", Heading()),
        ("", Heading()),
    ],
)
def test_headings(lines: str, found: Heading) -> None:
    assert heading(lines) == found


@settings(deadline=None)
@given(texts())
def test_any_text_has_a_heading_that_stands_in_it(text: str) -> None:
    found = heading(text)
    if found.title is not None:
        assert "".join(found.title.split()) in "".join(text.split())
    assert found.date is None or iso(found.date) == found.date


NOTICE = (
    "柳泉县教育局文件\n柳教发〔2025〕41号\n{0}\n各乡镇中心学校：\n现就有关事项通知如下。\n{1}\n（联系人：马晓红）\n"
)
SIGNED = "柳泉县教育局\n2025年9月5日"
REQUEST = (
    "松溪县人民政府文件\n松政〔2025〕31号　签发人：郑文彬\n关于申请资金的请示\n南平市人民政府：\n妥否，请批示。\n"
    "松溪县人民政府\n2025年8月20日\n松溪县人民政府办公室　2025年8月21日印发"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            NOTICE.format("关于做好校园食品安全工作的通知", SIGNED),
            ("关于做好校园食品安全工作的通知", "柳泉县教育局", "2025-09-05"),
        ),
        (
            NOTICE.format(
                "柳泉县教育局关于进一步加强\n校园食品安全工作的通知", "柳泉县教育局\n柳泉县财政局\n二〇二五年九月五日"
            ),
            ("柳泉县教育局关于进一步加强校园食品安全工作的通知", "柳泉县教育局 柳泉县财政局", "2025-09-05"),
        ),
        (
            "松溪县水利局\n松水函〔2025〕14号\n关于商请提供资料的函\n政和县水利局：\n请提供船名册。\n松溪县水利局\n2025年5月16日",
            ("关于商请提供资料的函", "松溪县水利局", "2025-05-16"),
        ),
        (
            REQUEST,
            ("关于申请资金的请示", "松溪县人民政府", "2025-08-20"),
        ),
        (
            "关于2025年安全生产工作情况的报告\n县人民政府：\n一年来抓了三件事。\n嘉禾县应急管理局\n2026年1月6日",
            ("关于2025年安全生产工作情况的报告", "嘉禾县应急管理局", "2026-01-06"),
        ),
        (
            "松溪县人民政府常务会议纪要\n〔2025〕9号\n松溪县人民政府办公室　　2025年6月30日\n会议研究了停车问题。",
            ("松溪县人民政府常务会议纪要", "松溪县人民政府办公室", "2025-06-30"),
        ),
        ("松溪县公务用车管理办法\n第一条　为加强管理，制定本办法。", ("松溪县公务用车管理办法", None, None)),
        ("松溪县饮水安全实施方案\n水管用了二十年，先换主管。", ("松溪县饮水安全实施方案", None, None)),
        ("为爱举手——无偿献血倡议书\n市民朋友：\n请您举手。", ("为爱举手——无偿献血倡议书", None, None)),
        # A kind of document alone says less than the name of the file; an office without its place may be any.
        ("通知\n各乡镇：\n请早作准备。\n柳泉县教育局\n2025年9月5日", (None, "柳泉县教育局", "2025-09-05")),
        ("关于值班的通知\n各科室：\n请早作准备。\n县教育局\n2025年9月5日", ("关于值班的通知", None, "2025-09-05")),
        # What is printed when is no day of signature, and a line of the body no title.
        ("一、工作情况\n今年修了三条路。", (None, None, None)),
        ("为深入做好防汛工作，现制定以下方案\n一是排查水库。", (None, None, None)),
        ("现将有关工作安排如下，请按此方案\n认真落实。", (None, None, None)),
        ("今年修了三条路。\n柳泉县教育局\n2025年9月5日", (None, None, None)),
    ],
)
def test_an_official_document_tells_by_its_frame_whose_it_is(text: str, told: tuple[str | None, ...]) -> None:
    found = document("请示.txt", Content(text))
    assert (found.title, found.author, found.date) == told


def test_the_frame_goes_before_left_over_properties_and_what_a_person_states_before_both(tmp_path: Path) -> None:
    text = NOTICE.format("关于做好校园食品安全工作的通知", SIGNED)
    found = document("a.docx", Content(text, "去年的通知", "打字员", "2019-01-01"))
    assert (found.title, found.author, found.date) == ("关于做好校园食品安全工作的通知", "柳泉县教育局", "2025-09-05")
    file = tmp_path / "通知.md"
    paragraphs = text.replace("\n", "\n\n")
    file.write_text(f"---\ntitle: 食品安全\nauthor: 学校科\n---\n\n{paragraphs}", encoding="utf-8")
    found = read(file)
    assert (found.title, found.author, found.date) == ("食品安全", "学校科", "2025-09-05")


@settings(deadline=None)
@given(texts())
def test_what_any_text_tells_of_itself_stands_in_it(text: str) -> None:
    found = document("a", Content(text))
    assert found.title is None or "".join(found.title.split()) in "".join(text.split())


def test_the_heading_goes_before_properties_and_placeholders_are_none() -> None:
    text = "在全市教育大会上的讲话\n（2024年9月10日）\n同志们："
    found = document("a", Content(text, title="去年的讲话", author="Administrator", date="2013-12-23T23:15:00Z"))
    assert (found.title, found.author, found.date) == ("在全市教育大会上的讲话", None, "2024-09-10")
    found = document("a", Content("正文。", title=" 工作\n报告\u202e ", author="云川市\ud800教育局", date="2024.9.10"))
    assert (found.title, found.author, found.date) == ("工作 报告", "云川市教育局", "2024-09-10")
    for name in ("文档1", "Microsoft Word - 讲话.doc", "微软用户", "User", "python-docx", "无标题文档", "lenovo", "——"):
        assert document("a", Content("正文。", title=name, author=name)) == Document("a", "正文。")


def test_a_plain_text_tells_its_heading(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("在全市教育大会上的讲话\n（2024年9月10日）\n同志们：\n今天开会。", encoding="utf-8")
    found = read(file)
    assert (found.title, found.author, found.date) == ("在全市教育大会上的讲话", None, "2024-09-10")


def test_a_corpus_keeps_what_is_known(tmp_path: Path) -> None:
    told, silent = Document("甲.txt", speech(1), **KNOWN), Document("乙.txt", speech(2))
    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        corpus.add([told, silent])
        listed = {one.id: (one.title, one.author, one.date) for one in corpus.documents()}
        assert listed == {"甲.txt": tuple(KNOWN.values()), "乙.txt": (None, None, None)}
        assert corpus.verify() == []
        report = corpus.check(Document("稿", told.text, title="草稿"))
        assert report.sources == (told,)
        assert report.to_dict()["draft"]["title"] == "草稿"
        # Known later: kept without another text, and never forgotten because somebody does not say it.
        assert corpus.add([dataclasses.replace(silent, author="乡政府"), Document("甲.txt", told.text)]).unchanged
        listed = {one.id: (one.title, one.author, one.date) for one in corpus.documents()}
        assert listed == {"甲.txt": tuple(KNOWN.values()), "乙.txt": (None, "乡政府", None)}
        assert corpus.verify() == []
        corpus.add([Document("甲.txt", speech(3))])
        assert corpus.documents()[-1].title is None
        corpus.remove(["甲.txt", "乙.txt"])
        assert corpus.verify() == []


def test_a_changed_title_is_found_by_verify(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        corpus.add([Document("甲.txt", speech(1), **KNOWN)])
        with sqlite3.connect(tmp_path / "库" / DATABASE) as connection:
            connection.execute("UPDATE about SET author = '别人'")
        assert [problem for problem in corpus.verify() if "document 1" in problem]


def test_a_corpus_of_the_first_format_is_read_and_then_written(tmp_path: Path) -> None:
    where = tmp_path / "库"
    with Corpus.create(where, HashingEncoder()) as corpus:
        corpus.add([Document("甲.txt", speech(1))])
    with sqlite3.connect(where / DATABASE) as connection:
        connection.execute("DROP TABLE about")
        connection.execute("DROP TABLE origins")
        connection.execute("DROP TABLE more")
        connection.execute("PRAGMA user_version = 1")
    with Corpus.open(where, HashingEncoder()) as corpus:
        assert corpus.verify() == []
        assert corpus.check(Document("稿", speech(1))).sources == (Document("甲.txt", speech(1)),)
        corpus.add([Document("乙.txt", speech(2), **KNOWN)])
        assert [one.title for one in corpus.documents()] == [None, KNOWN["title"]]
        assert corpus.verify() == []


def test_texts_in_memory_tell_it_too() -> None:
    report = compare(speech(1), [Document("甲.txt", speech(1), **KNOWN), Document("乙.txt", speech(1))])
    assert report.sources == (Document("乙.txt", speech(1)), Document("甲.txt", speech(1), **KNOWN))
    named = {match.source.document_id for match in report.matches}
    assert named | {name for match in report.matches for name in match.also_in} == {"甲.txt", "乙.txt"}
    with pytest.raises(UsageError, match="two different texts have this id"):
        compare(speech(1), [Document("甲", speech(1)), Document("甲", speech(2))])
    with pytest.raises(DraftError, match="holds half a character"):
        compare(speech(1), [Document("甲", speech(1), title="\ud800")])


def test_the_list_shows_it_where_there_is_any(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "库")
    (tmp_path / "甲.txt").write_text(speech(1), encoding="utf-8")
    assert run(["corpus", "add", str(tmp_path / "甲.txt"), "--corpus", where]) == 0
    capsys.readouterr()
    assert run(["corpus", "list", "--corpus", where]) == 0
    assert "标题" not in capsys.readouterr().out
    (tmp_path / "乙.txt").write_text(f"在教育大会上的讲话\n（2024年9月）\n{speech(2)}", encoding="utf-8")
    assert run(["corpus", "add", str(tmp_path / "乙.txt"), "--corpus", where]) == 0
    capsys.readouterr()
    assert run(["corpus", "list", "--corpus", where]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert "标题 title" in head
    assert "日期 date" in head
    assert "作者" not in head
    assert rows[1].split()[-2:] == ["在教育大会上的讲话", "2024-09"]
    assert run(["corpus", "list", "--corpus", where, "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[1]["date"] == "2024-09"
