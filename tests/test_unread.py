"""What must not go by unread when a report is written down: a draft that is marked as secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from simcheck.cli.app import run

BODY = "汛期将至，山洪、滑坡都可能在夜里发生。各乡镇要把转移路线画在每家门口，先走老人和孩子，再走青壮年。"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    Path("旧.txt").write_text(BODY, "utf-8")
    Path("公开.txt").write_text(f"关于防汛的通知\n各乡镇人民政府：\n{BODY}\n", "utf-8")
    Path("涉密.txt").write_text(f"机密★5年\n关于防汛的通知\n各乡镇人民政府：\n{BODY}\n", "utf-8")


@pytest.mark.parametrize("named", ["报告.html", "报告.docx", "报告.json", "报告.md", "报告/"])
def test_a_report_on_a_secret_draft_says_so(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["compare", "涉密.txt", "旧.txt", "-o", named])
    told = [line for line in capsys.readouterr().err.splitlines() if "机密" in line]
    assert told == ["simcheck：涉密.txt：标有“机密”；报告含有它的原文，请与草稿同等管理"]
    run(["compare", "公开.txt", "旧.txt", "-o", named])
    assert "同等管理" not in capsys.readouterr().err


def test_so_do_a_matrix_and_a_batch(capsys: pytest.CaptureFixture[str]) -> None:
    run(["matrix", "涉密.txt", "公开.txt", "-o", "对照.html"])
    assert capsys.readouterr().err.count("同等管理") == 1
    run(["corpus", "add", "旧.txt", "--corpus", "库"])
    capsys.readouterr()
    run(["batch", "涉密.txt", "公开.txt", "-o", "报告", "--corpus", "库"])
    assert capsys.readouterr().err.count("同等管理") == 1


def test_adding_one_names_the_folder_that_keeps_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "add", "涉密.txt", "公开.txt", "--corpus", "库"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "机密" in line]
    assert len(told) == 1
    assert "文件夹 库 会保存它的全文" in told[0]
