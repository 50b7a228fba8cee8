"""The help in Chinese: complete, with nothing left over, set for terminals in which a character takes two cells."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
from rich.cells import cell_len

from simcheck.cli import app
from simcheck.cli.app import run
from simcheck.cli.help import in_chinese, walk
from simcheck.resources import data_text

TEXTS: dict[str, dict[str, str]] = tomllib.loads(data_text("messages/help.zh.toml"))


def program() -> Any:
    return typer.main.get_command(app.app)


def test_every_text_is_used_and_none_is_missing() -> None:
    commands = dict(walk(program()))
    assert set(TEXTS["command"]) == set(commands)
    parameters = [(path, one) for path, command in commands.items() for one in command.params]
    arguments = {f"{path} {one.metavar.strip('[]')}" for path, one in parameters if one.param_type_name == "argument"}
    assert set(TEXTS["argument"]) == arguments
    options = {(path, one.opts[0]) for path, one in parameters if one.param_type_name == "option"}
    assert {name for _, name in options} == {name.split()[-1] for name in TEXTS["option"]}
    assert {name for name in TEXTS["option"] if " " in name} <= {" ".join(one) for one in options}


def test_everything_speaks_chinese() -> None:
    chinese = program()
    in_chinese(chinese)
    for _, command in walk(chinese):
        for text in (command.help, command.short_help, *(one.help for one in command.params)):
            assert any("\u4e00" <= character <= "\u9fff" for character in text)
        for parameter in command.params:
            assert not re.search("[A-Z]", parameter.metavar or ""), parameter.metavar


def test_the_range_of_a_value_is_said_in_chinese(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    assert run(["check", "--help"]) == 0
    assert "[1949至2199]" in "".join(capsys.readouterr().out.split())
    assert run(["explain", "--help"]) == 0
    assert "[不小于1；必填]" in "".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", ["", "check", "corpus", "corpus add", "baseline write", "model eval"])
def test_a_help_in_chinese_fits_the_terminal(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    assert run([*command.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：simcheck")
    assert "-h, --help" in shown
    assert "显示这份说明。" in shown
    assert "simcheck" in shown.partition("示例：")[2] or command == "corpus"
    written = [line for line in shown.splitlines()[1:] if not line.startswith("    simcheck ")]
    assert [line for line in written if cell_len(line) > 80] == []


def test_tables_in_chinese_have_no_english_word_or_comma(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)
    for name, kind in (("讲话", "peer"), ("文件", "authority")):
        Path(f"{name}.txt").write_text(f"{name}：今年要把每一座山塘的闸门都启闭一次。", "utf-8")
        assert run(["corpus", "add", "-c", "库", f"{name}.txt", "--as", kind]) == 0
    capsys.readouterr()
    assert run(["corpus", "info", "-c", "库"]) == 0
    assert re.search(r"类别 +同类文稿 1 篇，上级文稿 1 篇\n", capsys.readouterr().out)
    assert run(["config"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"max_overlap +0\.1 +默认\n", told)
    assert "default" not in told


def test_other_locales_keep_the_english_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert run(["corpus", "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: simcheck corpus")
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    run(["corpus"])
    assert "管理语料库" in "".join(capsys.readouterr())


@pytest.mark.parametrize("arguments", [[], ["corpus"], ["cluster"], ["baseline"], ["model"], ["server"]])
def test_what_shows_its_help_unasked_shows_it_line_by_line(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run(arguments) == 2
    shown = capsys.readouterr()
    lines = (shown.out + shown.err).splitlines()
    assert lines[0].startswith("用法：")
    assert len(lines) > 6
    assert "simcheck: " not in lines[0]
