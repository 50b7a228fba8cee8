"""Own work by the author's field: a person, an office, and names that no document is by."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from simcheck import Acceptance, Corpus, Document, compare
from simcheck.accept.authors import is_own
from simcheck.check import reconsider
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
    assert "照此" not in told.text("zh")
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


NEW = "今年雨水多，粮食晚熟了十天，大家心里着急，村里的机手排好了班，谁家先熟先收谁家。"
SPEECH = "在全县工作会议上的讲话\n青禾县委书记 张三\n（2026年5月6日）\n同志们：\n{0}\n"
NOTICE = "关于做好项目工作的通知\n各乡镇：\n{0}\n青禾县水利局\n{1}年5月6日\n"
DRAFT, BY_NAME = Document("稿", SPEECH.format(TEXT + NEW)), Document("稿", TEXT + NEW, author="张三")
BY_OFFICE = Document("稿", NOTICE.format(TEXT + NEW, 2026))


@pytest.mark.parametrize(
    ("draft", "source", "name", "option"),
    [
        (DRAFT, Document("旧", TEXT, author="青禾县委书记 张三"), "张三", "--author 张三"),
        (BY_NAME, Document("旧", TEXT, author="青禾县县长张三"), "张三", "--author 张三"),
        (BY_OFFICE, Document("旧", TEXT, author="青禾县水利局"), "青禾县水利局", "--author 青禾县水利局"),
        (BY_OFFICE, Document("旧", NOTICE.format(TEXT, 2025)), "青禾县水利局", "--own"),
        (DRAFT, Document("旧", SPEECH.format(TEXT)), "张三", "--own"),
    ],
)
def test_a_source_by_whom_the_draft_is_signed_is_proposed_and_counts(
    draft: Document, source: Document, name: str, option: str
) -> None:
    report = compare(draft, [source])
    [told] = [one for one in report.warnings if one.code.startswith("maybe_own")]
    assert told.values["name"] == name
    assert option in told.text("zh")
    assert option in told.text("en")
    assert report.verdict.decision == "fail"
    assert report.figures.overlap > 0.3
    assert report.figures.own == 0


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        (Document("稿", SPEECH.format(TEXT)), Document("旧", TEXT, author="青河县委书记 李四")),
        (Document("稿", SPEECH.format(TEXT)), Document("旧", TEXT)),
        (Document("稿", TEXT), Document("旧", TEXT, author="张三")),
        (Document("稿", SPEECH.format(NEW)), Document("旧", TEXT, author="张三")),
        (Document("稿", SPEECH.format(TEXT)), Document("旧", TEXT, author="张三", source_class="own")),
        (
            Document("稿", NOTICE.format(TEXT, 2026).replace("青禾县水利局", "县水利局")),
            Document("旧", NOTICE.format(TEXT, 2025).replace("青禾县水利局", "县水利局")),
        ),
    ],
)
def test_a_source_of_another_hand_is_not_proposed_as_own(draft: Document, source: Document) -> None:
    report = compare(draft, [source])
    assert not [one for one in report.warnings if one.code.startswith("maybe_own")]


def test_who_follows_the_proposal_hears_it_no_more() -> None:
    draft, source = Document("稿", SPEECH.format(TEXT)), Document("旧", TEXT, author="青禾县委书记 张三")
    report = compare(draft, [source])
    follows = Acceptance(authors=("张三",))
    for told in (compare(draft, [source], acceptance=follows), reconsider(report, follows)):
        assert not [one for one in told.warnings if one.code.startswith("maybe_own")]
        assert told.figures.own > 0.3
    again = reconsider(report, Acceptance())
    assert [one.code for one in again.warnings].count("maybe_own") == 1


def test_a_name_by_which_a_source_is_signed_is_not_told_as_unknown() -> None:
    sources = [Document("旧", NOTICE.format(TEXT, 2025)), Document("别", NEW[::-1], author="县长 张三")]
    report = compare(BY_OFFICE, sources, acceptance=Acceptance(authors=("青禾县水利局", "青禾县教育局")))
    told = [(one.code, one.values["name"]) for one in report.warnings if "own" in one.code]
    assert told == [("maybe_own_signed", "青禾县水利局"), ("author_unknown", "青禾县教育局")]


def test_an_office_signs_its_notice_in_the_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, draft, where = tmp_path / "旧.txt", tmp_path / "稿.txt", str(tmp_path / "库")
    old.write_text(NOTICE.format(TEXT, 2025), encoding="utf-8")
    draft.write_text(NOTICE.format(TEXT + NEW, 2026), encoding="utf-8")
    assert run(["corpus", "add", str(old), "--corpus", where]) == 0
    capsys.readouterr()
    assert run([str(draft), "--corpus", where, "--author", "青禾县水利局", "-f", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["figures"]["own"] > 0.3
    assert report["figures"]["overlap"] == 0


@pytest.mark.parametrize("form", ["text", "html", "markdown", "json", "docx", "sarif"])
def test_every_format_with_notes_proposes_it(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("旧.md").write_text(f"---\nauthor: 青禾县委书记 张三\n---\n\n{TEXT}\n", encoding="utf-8")
    Path("稿.txt").write_text(SPEECH.format(TEXT), encoding="utf-8")
    assert run(["corpus", "add", "旧.md", "--corpus", "库"]) == 0
    assert run(["稿.txt", "--corpus", "库", "--lang", "zh", "-f", form, "-o", f"out.{form}"]) == 1
    [out] = Path().glob("out*")
    held = out.read_bytes()
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(held)) as file:
            held = b"".join(file.read(one) for one in file.namelist() if one.endswith(".xml"))
    said = held.decode("utf-8")
    assert "--author" in said or "maybe_own" in said


PLAN = "{0}{1}年优化营商环境工作方案\n\n为优化营商环境，制定本方案。\n\n一、重点任务\n{2}\n"


@pytest.mark.parametrize(
    ("source", "named"),
    [
        (PLAN.format("云麓区", 2025, TEXT), "云麓区"),
        (PLAN.format("云麓区", 2025, TEXT) + "\n云麓区人民政府办公室\n2025年3月2日\n", "云麓区"),
        (PLAN.format("松台区", 2025, TEXT), None),
        (PLAN.format("", 2025, TEXT), None),
        (f"云麓区教育局关于开学工作的通知\n\n各学校：\n\n{TEXT}\n", None),
    ],
)
def test_a_plan_without_a_signature_is_of_the_office_that_its_title_names(source: str, named: str | None) -> None:
    report = compare(Document("稿", PLAN.format("云麓区", 2026, TEXT + NEW)), [Document("旧", source)])
    told = [one for one in report.warnings if one.code.startswith("maybe_own")]
    assert [one.values["name"] for one in told] == ([named] if named else [])
    assert report.figures.own == 0
    assert all("--own" in one.text("zh") for one in told)
