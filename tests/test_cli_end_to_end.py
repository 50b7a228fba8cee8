"""The whole path through the command line: files on disk in, a report and an exit code out."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
from forked import python

from simcheck.cli.app import run
from simcheck.resources import data_text

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads(data_text("report.schema.json"))

FLOOD = (
    "同志们：\n"
    "今年汛期来得早、雨量大，城北三条老河道连续两次漫堤，给沿岸群众的生产生活造成了不小的影响。\n"
    "我们把排水管网普查提前到二月，逐段测量、逐井清淤，新装液位计一百四十台，在低洼小区备足了沙袋和抽水泵。\n"
    "镇村干部轮流值守，遇到预警先转移独居老人，再处置积水点，做到了险情不过夜、责任不空挂。\n"
    "下一步，要把临时泵站改成固定泵站，把群众报上来的三十六处积水点一处一处销号，让大家在雨天也能睡个安稳觉。\n"
)
SCHOOLS = (
    "各位老师：\n"
    "城东新区这几年搬来了许多年轻家庭，学位一下子紧张起来，有的班挤进了五十八个孩子。\n"
    "区里腾出旧粮库的地块，用一年零两个月建成了两所小学、一所幼儿园，新增学位三千二百四十个。\n"
    "校舍建好只是第一步，我们又从老城区的名校选派了四十名骨干教师，带着新教师备课、听课、改作业。\n"
    "放学之后，体育馆和图书室继续开放到晚上七点，家长下班再来接，孩子们有书读、有球打。\n"
)
FARMS = (
    "乡亲们：\n"
    "南坡的茶园过去靠天吃饭，好年景一亩地收两千来块，遇上倒春寒连本钱都保不住。\n"
    "合作社请来农技站的技术员，搭起防霜风扇，换上了抗寒的新苗，三年下来亩均收入翻了一番还多。\n"
    "年轻人看到了奔头，去年有二十七个大学生回村，有的做直播，有的开民宿，有的专门跑茶叶的检测和包装。\n"
    "接下来要修好最后六公里的机耕路，把冷库建到山腰上，让鲜叶当天采、当天进厂。\n"
)
CLEAN = (
    "各位来宾：\n"
    "这座旧纱厂停产已经十九年，烟囱还在，机器早就拆走了。去年秋天，几位建筑师提出不拆一砖一瓦，"
    "只补屋顶、通水电，把车间改成展厅和排练场。\n"
    "改造花了九个月，用掉了四万块回收的青砖。开放以来，周末平均每天有两千多人来看展、听戏、逛市集，"
    "附近的小饭馆也跟着热闹起来。\n"
)
COPIED = (
    "各位来宾：\n"
    "这座旧纱厂停产已经十九年，烟囱还在，机器早就拆走了。去年秋天，几位建筑师提出不拆一砖一瓦。\n"
    "区里腾出旧粮库的地块，用一年零三个月建成了两所小学、一所幼儿园，新增学位三千五百四十个。\n"
    "校舍建好只是第一步，我们又从老城区的名校选派了四十名骨干教师，带着新教师备课、听课、改作业。\n"
    "改造花了九个月，用掉了四万块回收的青砖。开放以来，周末平均每天有两千多人来看展、听戏、逛市集。\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("讲话")
    (folder / "2025").mkdir()
    for name, text in (("防汛.txt", FLOOD), ("2025/教育.txt", SCHOOLS), ("2025/茶园.md", FARMS)):
        (folder / name).write_text(text, encoding="utf-8")
    where = tmp_path_factory.mktemp("库") / "corpus"
    assert run(["corpus", "add", str(folder), "--corpus", str(where)]) == 0
    return where


@pytest.fixture
def drafts(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a clean and a copied draft, the latter in GB 18030; the environment names the corpus."""
    (tmp_path / "清白.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "照抄.txt").write_bytes(COPIED.encode("gb18030"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIMCHECK_CORPUS", str(corpus))
    return tmp_path


def test_a_clean_draft_passes(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["清白.txt"]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "清白.txt：通过"
    assert "3 篇" in shown.out
    assert shown.err == ""


def test_a_copied_draft_fails_with_the_passage_and_its_source(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["照抄.txt", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, SCHEMA)
    counted = [match for match in report["matches"] if match["ignored"] is None]
    assert {match["source"]["document_id"] for match in counted} == {"2025/教育.txt"}
    for match in report["matches"]:
        draft, source = match["draft"], match["source"]
        assert COPIED[draft["start"] : draft["end"]] == draft["text"]
        assert SCHOOLS[source["start"] : source["end"]] == source["text"]
    reused = "".join(match["draft"]["text"] for match in counted)
    assert "新增学位三千五百四十个" in reused
    assert "旧纱厂" not in reused
    assert report["verdict"]["decision"] == "fail"
    assert run(["照抄.txt"]) == 1
    shown = capsys.readouterr().out
    assert shown.splitlines()[0] == "照抄.txt：不通过"
    assert "2025/教育.txt" in shown
    assert "〔三〕个月" in shown or "零〔三〕" in shown


def test_the_gate_follows_the_limits(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["照抄.txt", "--max-overlap", "0.9"]) == 0
    assert run(["照抄.txt", "--max-overlap", "0.9", "--max-run", "10"]) == 1
    assert run(["照抄.txt", "--max-overlap", "0.9", "--max-passage", "20"]) == 1
    assert run(["照抄.txt", "--max-overlap", "0.9", "--max-source", "0.2"]) == 1
    assert run(["照抄.txt", "--max-overlap", "1", "--max-source", "1"]) == 0


def test_several_drafts_give_several_reports_and_the_worst_code(
    drafts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["清白.txt", "照抄.txt", "-f", "json"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["draft"]["id"] for line in lines] == ["清白.txt", "照抄.txt"]
    assert run(["照抄.txt", "没有.txt", "清白.txt"]) == 3
    shown = capsys.readouterr()
    assert [line for line in shown.out.splitlines() if "：" in line and "通过" in line] == [
        "照抄.txt：不通过",
        "清白.txt：通过",
    ]
    assert shown.err == "simcheck: 没有.txt: no such file; check the path\n"


def test_the_report_goes_into_a_file(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["照抄.txt", "清白.txt", "-f", "json", "-o", "报告.jsonl"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "simcheck: 1 passed, 1 failed; the report is in 报告.jsonl\n"
    lines = Path("报告.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["verdict"]["decision"] for line in lines] == ["fail", "pass"]
    assert run(["照抄.txt", "-o", "报告.txt"]) == 1
    written = Path("报告.txt").read_text(encoding="utf-8")
    assert written.startswith("照抄.txt：不通过\n")
    capsys.readouterr()
    assert run(["照抄.txt", "没有.txt", "-o", "又一份.txt"]) == 3
    assert capsys.readouterr().err.splitlines() == [
        "simcheck: 没有.txt: no such file; check the path",
        "simcheck: 0 passed, 1 failed, 1 not checked; the report is in 又一份.txt",
    ]
    both = Path("又一份.txt").read_text(encoding="utf-8")
    assert both.startswith(written)
    assert re.search(r"^没有\.txt +没有查成 ", both, re.MULTILINE)
    assert run(["照抄.txt", "-o", "-"]) == 1
    assert capsys.readouterr().out == written


def test_compare_needs_no_corpus(
    drafts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIMCHECK_CORPUS", str(drafts / "没有"))
    (drafts / "旧稿").mkdir()
    (drafts / "旧稿" / "教育.txt").write_text(SCHOOLS, encoding="utf-8-sig")
    (drafts / "旧稿" / "照抄.txt").write_bytes((drafts / "照抄.txt").read_bytes())
    assert run(["compare", "照抄.txt", "旧稿/教育.txt", "-f", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, SCHEMA)
    assert report["corpus"]["path"] is None
    assert {match["source"]["document_id"] for match in report["matches"]} == {"旧稿/教育.txt"}
    assert run(["compare", "清白.txt", "旧稿/教育.txt"]) == 0
    assert run(["compare", "旧稿/照抄.txt", "旧稿"]) == 1
    assert "旧稿/照抄.txt is the draft itself, not compared" in capsys.readouterr().err
    assert run(["compare", "清白.txt", "旧稿/教育.txt", "无.txt"]) == 3
    shown = capsys.readouterr()
    assert "清白.txt：通过" in shown.out
    assert "无.txt: no such file" in shown.err
    assert run(["compare", "清白.txt", "无.txt"]) == 3
    assert "not checked, there is nothing to compare it with" in capsys.readouterr().err


def test_keeping_a_corpus(drafts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--corpus", "我的库"]
    assert run(["corpus", "add", "清白.txt", "照抄.txt", *place]) == 0
    assert capsys.readouterr().out.startswith("2 added, 0 replaced, 0 unchanged, 0 failed; 我的库 holds 2 documents,")
    Path("清白.txt").write_text(CLEAN + FLOOD, encoding="utf-16")
    assert run(["corpus", "add", "清白.txt", "照抄.txt", "无.txt", *place]) == 3
    shown = capsys.readouterr()
    assert shown.out.startswith("0 added, 1 replaced, 1 unchanged, 1 failed; 我的库 holds 2 documents,")
    assert shown.err.splitlines() == [
        "simcheck: 无.txt: no such file; check the path",
        "simcheck: 清白.txt: replaced, the corpus held another text of this name",
    ]
    assert run(["corpus", "list", "--format", "json", *place]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {one["id"]: one["characters"] for one in listed} == {"清白.txt": len(CLEAN + FLOOD), "照抄.txt": len(COPIED)}
    assert run(["corpus", "list", *place]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head == "名称 name  字数 characters  句数 sentences  添加 added"
    assert sorted(line.split()[:2] for line in lines) == [
        ["清白.txt", str(len(CLEAN + FLOOD))],
        ["照抄.txt", str(len(COPIED))],
    ]
    assert run(["corpus", "info", "--format", "json", *place]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["documents"], facts["characters"]) == (2, len(CLEAN + FLOOD) + len(COPIED))
    assert run(["corpus", "info", *place]) == 0
    told = dict(re.split(r"  +", line) for line in capsys.readouterr().out.splitlines())
    assert told["位置 folder"] == "我的库"
    assert told["篇数 documents"] == "2 篇"
    assert told["字数 characters"] == f"{facts['characters']} 字"
    assert told["模型 model"] == facts["model"]
    assert len(told) == len(facts)
    assert run(["corpus", "verify", *place]) == 0
    assert run(["corpus", "rebuild", *place]) == 0
    capsys.readouterr()
    assert run(["corpus", "remove", "没有这篇", *place]) == 2
    assert "没有这篇" in capsys.readouterr().err
    assert run(["corpus", "remove", "清白.txt", *place]) == 0
    assert capsys.readouterr().out == "1 removed; 我的库 holds 1 document, 7 sentences\n"


def test_a_whole_process_imports_no_torch_and_survives_a_closed_pipe(drafts: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    code = (
        "import sys; from simcheck.cli.app import run; code = run(sys.argv[1:]); "
        "heavy = ('torch', 'transformers', 'sentence_transformers', 'scipy', 'sklearn'); "
        "assert not [name for name in heavy if name in sys.modules]; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "照抄.txt"], capture_output=True, env=environment, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("照抄.txt：不通过\n")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        command = [sys.executable, *python("-m", "simcheck", "照抄.txt")]
        broken = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, env=environment, check=False)
    assert (broken.returncode, broken.stderr) == (1, b"")


@contextlib.contextmanager
def terminal() -> Iterator[tuple[int, Callable[[], str]]]:
    """A pseudo-terminal to write to, and what was written, once the block has ended.

    A terminal holds some 4,096 bytes: it is read while it is written to."""
    import pty

    ours, theirs = pty.openpty()
    pieces: list[bytes] = []

    def read() -> None:
        with contextlib.suppress(OSError):  # EIO: nobody writes any more
            while piece := os.read(ours, 4096):
                pieces.append(piece)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield theirs, lambda: b"".join(pieces).decode()
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_progress_bar_on_the_terminal_leaves_the_report_alone(drafts: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, *python("-m", "simcheck", "照抄.txt", "清白.txt", "没有.txt")]
    with terminal() as (theirs, everything):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, env=environment, check=False)
    shown = everything()
    assert done.returncode == 3
    assert [line for line in done.stdout.decode().splitlines() if "：" in line and "通过" in line] == [
        "照抄.txt：不通过",
        "清白.txt：通过",
    ]
    assert "\x1b" not in done.stdout.decode()
    assert "checking" in shown
    assert "没有.txt: no such file; check the path" in shown
    assert "通过" not in shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_gets_colours_unless_it_wants_none(drafts: Path) -> None:
    def shown(**settings: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", **settings}
        with terminal() as (theirs, everything):
            command = [sys.executable, *python("-m", "simcheck", "清白.txt")]
            subprocess.run(command, stdout=theirs, stderr=theirs, env=environment, check=True)
        return everything()

    assert "\x1b[1;32m通过\x1b[0m" in shown()
    assert "\x1b" not in shown(NO_COLOR="1")
    assert "\x1b" not in shown(TERM="dumb")


def test_standard_input(drafts: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, *python("-m", "simcheck", "-", "--format", "json")]
    done = subprocess.run(command, input=COPIED.encode("utf-16"), capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    draft = json.loads(done.stdout)["draft"]
    about = {"id": "<stdin>", "title": None, "author": None, "date": None, "characters": len(COPIED)}
    assert draft == {**about, "meta": {}, "pages": [], "recognized": []}
