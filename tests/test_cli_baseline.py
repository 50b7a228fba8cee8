"""Accepting from the command line: what is written, shown, pruned, and what the next check makes of it."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from made import EXAMPLES, speeches

from simcheck.accept import Baseline
from simcheck.cli.app import run

DRAFT = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
OWN = (EXAMPLES / "drafts" / "clean.txt").read_text("utf-8")
COPIED = next(line for line in speeches()["speeches/教育大会讲话.txt"].splitlines() if len(line) > 150)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("库") / "库"
    assert run(["corpus", "add", str(EXAMPLES / "speeches"), "--corpus", str(folder)]) == 0
    return folder


@pytest.fixture(autouse=True)
def _place(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIMCHECK_CORPUS", raising=False)
    (tmp_path / ".git").mkdir()
    Path("simcheck.toml").write_text(f"corpus = '{corpus}'\nlang = 'zh'\n", encoding="utf-8")
    Path("稿件").mkdir()
    Path("稿件/讲话.txt").write_text(DRAFT, encoding="utf-8")
    capsys.readouterr()


def checked(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    code = run(["稿件/讲话.txt", "--format", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_what_is_written_is_accepted_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["baseline", "write", "稿件/讲话.txt", "--match", "2", "-r", "引自本人文章", "--expires", "2099-12-31"])
        == 0
    )
    shown = capsys.readouterr()
    assert shown.err == "simcheck: 稿件/讲话.txt: 1 match accepted\n"
    assert shown.out.endswith("simcheck-baseline.toml holds 1 match\n")
    code, report = checked(capsys=capsys)
    assert code == 1
    assert [match["note"] for match in report["matches"][:3]] == [None, "引自本人文章", None]  # type: ignore[index]
    assert run(["baseline", "write", "稿件/讲话.txt", "-r", "办公室同意"]) == 0
    assert "2 matches accepted" in capsys.readouterr().err
    code, report = checked(capsys=capsys)
    assert code == 0
    assert [match["ignored"] for match in report["matches"][:3]] == ["baseline"] * 3  # type: ignore[index]
    assert run(["baseline", "write", "稿件/讲话.txt", "-r", "再来一次"]) == 0
    assert "0 matches accepted" in capsys.readouterr().err
    assert run(["baseline", "show"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert [bool(re.search("2099-12-31 +引自本人文章", line)) for line in lines].count(True) == 1
    assert run(["baseline", "show", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {one["draft"] for one in data} == {"稿件/讲话.txt"}
    assert sorted(one["reason"] for one in data) == ["办公室同意", "办公室同意", "引自本人文章"]
    assert not any(one["expired"] for one in data)


def test_expired_entries_count_again_and_can_be_renewed_or_pruned(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["baseline", "write", "稿件/讲话.txt", "-r", "到年底", "--expires", "2099-12-31"]) == 0
    for name in ("entry", "stage"):
        monkeypatch.setattr(import_module(f"simcheck.accept.{name}"), "today", lambda: date(2100, 1, 1))
    capsys.readouterr()
    code, report = checked(capsys=capsys)
    assert code == 1
    warnings = [warning["text"] for warning in report["warnings"]]  # type: ignore[index, attr-defined]
    assert len([text for text in warnings if "（到年底）已于 2099-12-31 到期，重新计入" in text]) == 3
    assert run(["baseline", "write", "稿件/讲话.txt", "--match", "1", "-r", "再延"]) == 0
    assert run(["baseline", "show"]) == 0
    assert capsys.readouterr().out.count("已过期 expired") == 2
    assert run(["baseline", "prune", "--dry-run"]) == 0
    assert capsys.readouterr().out == "2 matches would be removed; 1 left\n"
    assert run(["baseline", "prune"]) == 0
    assert [entry.reason for entry in Baseline.read("simcheck-baseline.toml").entries] == ["再延"]


def test_prune_removes_what_left_its_draft_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline", "write", "稿件/讲话.txt", "-r", "同意"]) == 0
    first = Baseline.read("simcheck-baseline.toml")
    assert run(["baseline", "prune"]) == 0
    assert Baseline.read("simcheck-baseline.toml") == first
    Path("稿件/讲话.txt").rename("稿件/改名.txt")
    assert run(["baseline", "prune", "稿件/改名.txt"]) == 0
    assert Baseline.read("simcheck-baseline.toml") == first
    text = Path("稿件/改名.txt").read_text("utf-8")
    Path("稿件/讲话.txt").write_text(text.replace("".join(first.entries[0].passage)[:400], ""), encoding="utf-8")
    Path("稿件/改名.txt").write_bytes(b"\x00\x01" * 50)
    capsys.readouterr()
    assert run(["baseline", "prune", "稿件/改名.txt"]) == 3  # it may stand in the draft that cannot be read
    assert Baseline.read("simcheck-baseline.toml") == first
    gone = first.entries[0]
    sentence = max(gone.passage, key=len)
    Path("稿件/讲话.txt").write_text(OWN, encoding="utf-8")
    assert run(["baseline", "prune"]) == 0
    assert f"{gone.id}: stands no longer in 稿件/讲话.txt (同意)" in capsys.readouterr().err
    assert sentence not in Path("simcheck-baseline.toml").read_text("utf-8")


def test_a_folder_means_the_drafts_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("稿件/另").mkdir()
    Path("稿件/另/篇.txt").write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    assert run(["baseline", "write", "稿件", "-r", "同意"]) == 0
    held = Baseline.read("simcheck-baseline.toml")
    assert {entry.draft for entry in held.entries} == {"稿件/讲话.txt", "稿件/另/篇.txt"}
    assert run(["稿件"]) == 0
    Path("稿件/另/篇.txt").rename("稿件/另/改名.txt")
    assert run(["baseline", "prune", "稿件"]) == 0
    assert Baseline.read("simcheck-baseline.toml") == held
    capsys.readouterr()
    for wrong in ("没有.txt", "空"):  # a name that is mistyped is no draft that is gone
        Path("空").mkdir(exist_ok=True)
        assert run(["baseline", "prune", wrong]) == 3
        assert f"simcheck: {wrong}: " in capsys.readouterr().err
    assert Baseline.read("simcheck-baseline.toml") == held
    assert run(["baseline", "prune"]) == 0
    assert len(Baseline.read("simcheck-baseline.toml").entries) == len(held.entries) - 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["稿件/讲话.txt"], 2, "Missing option '--reason'"),
        (["稿件/讲话.txt", "-r", " "], 2, "an accepted match needs a reason"),
        (["稿件/讲话.txt", "-r", "x", "--expires", "bald"], 2, "'bald' is no day; write it as 2027-12-31"),
        (["稿件/讲话.txt", "-r", "x", "--expires", "2020-01-01"], 2, "2020-01-01 has passed"),
        (["稿件/讲话.txt", "-r", "x", "--match", "99"], 2, "has no match 99; the last one is 5"),
        (["稿件/讲话.txt", "simcheck.toml", "-r", "x", "--match", "1"], 2, "name a single one"),
        (["-", "-r", "x"], 2, "standard input has no name to write down"),
        (["没有.txt", "-r", "x"], 3, "没有.txt: no such file"),
    ],
)
def test_what_cannot_be_accepted_is_told(
    arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["baseline", "write", *arguments]) == code
    assert told in capsys.readouterr().err
    assert not Path("simcheck-baseline.toml").exists()


def test_a_missing_or_damaged_baseline_is_no_pass(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["稿件/讲话.txt"], ["baseline", "show"], ["baseline", "prune"]):
        assert run([*command, "--baseline", "没有.toml"]) == 2
        assert "there is no such baseline; make it with `simcheck baseline write`" in capsys.readouterr().err
    Path("simcheck-baseline.toml").write_text("version = 1\naccepted = 3", encoding="utf-8")
    assert run(["稿件/讲话.txt"]) == 2
    assert run(["稿件/讲话.txt", "--exit-zero"]) == 2
    assert run(["baseline", "write", "稿件/讲话.txt", "-r", "同意"]) == 2
    assert Path("simcheck-baseline.toml").read_text("utf-8") == "version = 1\naccepted = 3"


def test_exit_zero_forgives_a_failing_gate_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["稿件/讲话.txt"]) == 1
    assert run(["稿件/讲话.txt", "--exit-zero"]) == 0
    assert "稿件/讲话.txt：不通过" in capsys.readouterr().out
    assert run(["稿件/讲话.txt", "没有.txt", "--exit-zero"]) == 3
    assert run(["稿件/讲话.txt", "--corpus", "没有", "--exit-zero"]) == 3
    assert run(["稿件/讲话.txt", "--max-run", "x", "--exit-zero"]) == 2


def test_drafts_have_the_settings_of_their_folders(capsys: pytest.CaptureFixture[str], corpus: Path) -> None:
    for folder, limit in (("宽", 0.9), ("严", 0.01)):
        Path(folder).mkdir()
        Path(folder, "讲话.txt").write_text(DRAFT, encoding="utf-8")
        Path(folder, "simcheck.toml").write_text(f"max_overlap = {limit}", encoding="utf-8")
    assert run(["宽/讲话.txt", "严/讲话.txt", "稿件/讲话.txt", "--format", "json"]) == 1
    told = capsys.readouterr()
    assert [json.loads(line)["limits"]["max_overlap"] for line in told.out.splitlines()] == [0.1, 0.01, 0.1]
    assert "宽/simcheck.toml:1: max_overlap does not hold here" in told.err
    assert run(["宽/讲话.txt", "稿件/讲话.txt", "--config", "simcheck.toml"]) == 1
    assert capsys.readouterr().out.count("：不通过") == 2


def test_own_work_is_counted_apart(capsys: pytest.CaptureFixture[str]) -> None:
    Path("旧作").mkdir()
    Path("旧作/安全.txt").write_text(speeches()["speeches/安全生产工作会议讲话.txt"], encoding="utf-8")
    Path("旧作/草稿.txt").symlink_to(Path("稿件/讲话.txt").resolve())  # the draft itself is no earlier work
    _, before = checked(capsys=capsys)
    code, report = checked("--own", "旧作", capsys=capsys)
    own = [match for match in report["matches"] if match["ignored"] == "own_work"]  # type: ignore[attr-defined]
    assert {match["note"] for match in own} == {"旧作/安全.txt"}
    assert len(own) == 2
    assert code == 1
    figures, earlier = report["figures"], before["figures"]
    assert figures["total"] == earlier["total"]  # type: ignore[index]
    assert figures["without_own_work"] < earlier["without_own_work"]  # type: ignore[index]
    assert run(["稿件/讲话.txt", "--own", "没有"]) == 2
    assert "own work 没有 does not exist" in capsys.readouterr().err
    Path("旧作/坏.txt").write_bytes(b"\x00\x01" * 50)
    assert run(["稿件/讲话.txt", "--own", "旧作", "--exit-zero"]) == 3


def test_own_work_is_known_by_its_author(capsys: pytest.CaptureFixture[str]) -> None:
    Path("旧.md").write_text(f"---\nauthor: 王建国\n---\n\n{COPIED}\n", encoding="utf-8")
    Path("稿件/讲话.txt").write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    assert run(["corpus", "add", "旧.md", "--corpus", "库"]) == 0
    check = ["稿件/讲话.txt", "--corpus", "库"]
    assert run(check) == 1
    assert run([*check, "--author", "王建"]) == 1
    capsys.readouterr()
    assert run([*check, "--author", "李四", "--author", "王建国", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {(match["ignored"], match["note"]) for match in report["matches"]} == {("own_work", "王建国")}
    settings = Path("simcheck.toml")
    settings.write_text(settings.read_text("utf-8") + 'author = ["王建国"]\n', encoding="utf-8")
    assert run(check) == 0
    assert run(["baseline", "write", *check, "-r", "同意"]) == 0
    assert Baseline.read("simcheck-baseline.toml").entries == ()


def test_several_baselines_and_a_comparison_without_a_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    Path("旧.txt").write_text(COPIED, encoding="utf-8")
    Path("稿件/讲话.txt").write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    compare = ["compare", "稿件/讲话.txt", "旧.txt"]
    assert run(compare) == 1
    assert run(["baseline", "write", "稿件/讲话.txt", "-r", "同意", "--baseline", "别处.toml"]) == 0
    assert run(compare) == 1
    assert run([*compare, "--baseline", "别处.toml"]) == 0  # the same words, the source under another name
    assert run([*compare, "--own", "旧.txt"]) == 0
    Path("稿件/讲话.txt").write_text(f"{OWN}\n【simcheck：忽略 同意】{COPIED}\n", encoding="utf-8")
    assert run(compare) == 0
    assert run([*compare, "--no-marks"]) == 1


def test_show_and_prune_find_the_baseline_of_the_drafts(capsys: pytest.CaptureFixture[str]) -> None:
    """Without settings above it the baseline lies beside the draft, where a check of the draft looks for it."""
    settings = Path("simcheck.toml").read_text("utf-8")
    Path("simcheck.toml").unlink()
    corpus = settings.split("'")[1]
    (Path(".git")).rmdir()
    assert run(["baseline", "write", "稿件/讲话.txt", "-r", "同意", "--corpus", corpus]) == 0
    assert Path("稿件/simcheck-baseline.toml").exists()
    capsys.readouterr()
    assert run(["baseline", "show"]) == 2
    told = capsys.readouterr().err
    assert "稿件/simcheck-baseline.toml" in told
    assert "--baseline" in told
    for named in ("稿件/讲话.txt", "稿件"):
        assert run(["baseline", "show", named, "-f", "json"]) == 0
        assert {one["draft"] for one in json.loads(capsys.readouterr().out)} == {"讲话.txt"}
    assert run(["baseline", "prune", "稿件/讲话.txt", "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("0 matches would be removed")
    Path("别处").mkdir()
    Path("别处/讲话.txt").write_text(OWN, encoding="utf-8")
    assert run(["baseline", "show", "稿件/讲话.txt", "别处/讲话.txt"]) == 2
    assert "several baselines" in capsys.readouterr().err
    assert run(["baseline", "show", "稿件/讲话.txt", "别处/讲话.txt", "--baseline", "稿件/simcheck-baseline.toml"]) == 0
