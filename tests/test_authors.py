"""Own work by the author's field: a person, an office, and names that no document is by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simcheck import Acceptance, Corpus, Document, compare
from simcheck.accept.authors import is_own
from simcheck.cli.app import run

TEXT = (
    "过去一年，我们把每一个项目的责任人写在墙上、每周对账，谁的项目停了工，谁就到会上说清楚原因，"
    "县长的电话贴在每一座水库的闸房门上。"
)


@pytest.mark.parametrize(
    ("author", "name", "own"),
    [
        ("青禾县人民政府县长 张三", "青禾县人民政府", True),
        ("青禾县人民政府县长 张三", "青禾县政府", True),
        ("青禾县人民政府县长张三", "青禾县人民政府", True),
        ("青禾县人民政府县长张三", "张三", True),
        ("青禾县人民政府 县长 张三", "青禾县人民政府", True),
        ("中共青禾县委员会书记 李四", "青禾县委", True),
        ("青禾县委副书记、县长 张三", "青禾县委", True),
        ("青禾县委副书记、县长 张三", "张三", True),
        ("青禾县教育局党组书记、局长 王五", "青禾县教育局", True),
        ("青禾县人民政府办公室主任 赵六", "青禾县人民政府", False),
        ("青禾县人民政府县长 张三", "青禾县", False),
        ("青禾县人民政府县长 张三丰", "张三", False),
        ("云川市青禾县人民政府县长 张三", "青禾县人民政府", False),
        ("青禾县教育局工会主席 王五", "青禾县教育局", False),
        ("县长 张三", "张", False),
        ("青禾县人民政府", "青禾县人民政府县长", False),
    ],
)
def test_an_office_or_a_person_is_found_in_the_field(author: str, name: str, *, own: bool) -> None:
    assert is_own(author, [name]) is own


def test_an_office_in_the_field_of_its_head_is_own_work() -> None:
    source = Document("去年.txt", TEXT, author="青禾县人民政府县长 张三")
    report = compare(Document("稿.txt", TEXT), [source], acceptance=Acceptance(authors=("青禾县人民政府",)))
    assert report.figures.own > 0.9
    assert report.figures.overlap == 0


def test_a_name_that_no_document_is_by_is_told_with_the_nearest() -> None:
    sources = [
        Document("一.txt", TEXT, author="青禾县人民政府县长 张三"),
        Document("二.txt", TEXT[::-1], author="县水利局"),
    ]
    report = compare(Document("稿.txt", TEXT), sources, acceptance=Acceptance(authors=("张山", "张三", "张山")))
    [told] = [one for one in report.warnings if one.code == "author_unknown"]
    assert told.values["name"] == "张山"
    assert str(told.values["known"]).startswith("青禾县人民政府县长 张三")
    assert "--own" in told.text("zh")
    silent = compare(Document("稿.txt", TEXT), {"一.txt": TEXT}, acceptance=Acceptance(authors=("张三",)))
    assert [one.code for one in silent.warnings if one.code.startswith("author")] == ["author_untold"]


def test_every_corpus_tells_it(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document("一.txt", TEXT, author="县长 张三")])
        wrong = Acceptance(authors=("张山",))
        for report in (
            corpus.check(Document("稿.txt", TEXT), acceptance=wrong),
            Corpus.check_together({"甲": corpus}, Document("稿.txt", TEXT), acceptance=wrong),
        ):
            assert [one.code for one in report.warnings if one.code.startswith("author")] == ["author_unknown"]
        right = corpus.check(Document("稿.txt", "别的话，与谁都不相干。" * 4), acceptance=Acceptance(authors=("张三",)))
        assert [one.code for one in right.warnings if one.code.startswith("author")] == []


def test_it_is_said_once_on_stderr_unless_the_report_is_there_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    Path("旧.md").write_text(f"---\nauthor: 县长 张三\n---\n\n{TEXT}\n", encoding="utf-8")
    for name in ("甲.txt", "乙.txt"):
        Path(name).write_text(f"{TEXT}\n", encoding="utf-8")
    assert run(["corpus", "add", "旧.md", "--corpus", "库"]) == 0
    check = ["甲.txt", "乙.txt", "--corpus", "库", "--author", "张山"]
    capsys.readouterr()
    assert run([*check, "-o", "报告/"]) == 1
    said = capsys.readouterr()
    assert said.err.count("没有作者是“张山”的文稿") == 1
    assert "县长 张三" in said.err
    assert run(check) == 1
    said = capsys.readouterr()
    assert "张山" not in said.err
    assert said.out.count("没有作者是“张山”的文稿") == 2
    assert run([*check, "-f", "json"]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert "author_unknown" in [one["code"] for one in json.loads(line)["warnings"]]
