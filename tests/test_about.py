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
