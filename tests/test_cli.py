"""The command line by itself: words, options, files, exit codes; no text is compared here."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
from forked import python

import simcheck
from simcheck import Document, compare
from simcheck.cli import app, paths, streams
from simcheck.cli.app import run
from simcheck.cli.paths import Wanted, gather
from simcheck.cli.streams import Failures
from simcheck.config import Given, load_config
from simcheck.errors import DraftError
from simcheck.reporters import matrix
from simcheck.reporters.files import write_file

ROOT = Path(__file__).parent.parent
LETTERS = "各位代表：现在报告工作。"


@pytest.fixture(autouse=True)
def _no_corpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SIMCHECK_CORPUS", raising=False)
    monkeypatch.delenv("SIMCHECK_DEBUG", raising=False)
    monkeypatch.setattr(paths, "default_corpus", lambda: tmp_path / "nowhere")


def subprocess_run(
    *arguments: str, code: str | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "simcheck"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [*command, *arguments], capture_output=True, text=True, encoding="utf-8", env=environment, cwd=cwd, check=False
    )


def every_command() -> list[list[str]]:
    group: Any = typer.main.get_command(app.app)
    return [
        *([name] for name, command in group.commands.items() if not hasattr(command, "commands")),
        *([name, inner] for name, command in group.commands.items() for inner in getattr(command, "commands", ())),
    ]


def test_the_commands_are_those_of_the_manual() -> None:
    names = {" ".join(command) for command in every_command()}
    keeping = {f"corpus {name}" for name in "add remove list info phrases twins shard compact rebuild verify".split()}
    keeping |= {f"baseline {name}" for name in ("write", "show", "prune")}
    serving = {"serve", "server backup", "server restore"}
    serving |= {f"cluster {name}" for name in ("start", "status", "stop")}
    looking = {"batch", "check", "compare", "config", "explain", "lsp", "matrix", "model info", "model eval", "proof"}
    assert names == looking | keeping | serving


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_every_command_explains_itself_with_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Example" in shown
    assert f"simcheck {' '.join(command)}".removesuffix(" check") in shown
    group: Any = typer.main.get_command(app.app)
    for name in command:
        group = group.commands[name]
    assert all(parameter.help for parameter in group.params)


def test_the_main_help_tells_the_whole_story(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for word in (
        "--corpus DIR",
        "SIMCHECK_CORPUS",
        "--format",
        "--max-overlap",
        "Exit codes: 0",
        "compare",
        "--version",
    ):
        assert word in shown
    assert run(["-h"]) == 0
    assert capsys.readouterr().out == shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"simcheck {simcheck.__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "numpy",
        "faiss",
        "torch",
        "jieba",
        "opencc",
        "tokenizers",
        "transformers",
        "sentence_transformers",
        "rich",
    )
    code = (
        "import sys; from simcheck.cli.app import run; "
        "assert run(['--help']) == 0; assert run(['corpus', 'add', '--help']) == 0; assert run(['x', '--nope']) == 2; "
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess_run(code=code)
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--nope"],
        ["稿.txt", "--format", "xml"],
        ["check"],
        ["compare", "稿.txt"],
        ["corpus"],
        ["corpus", "ad"],
        ["corpus", "remove"],
        ["corpsu", "add"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Usage: simcheck" in shown.err


def test_a_mistyped_command_is_told_from_a_missing_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["comapre", "a", "b"]) == 2
    assert "Did you mean 'compare'?" in capsys.readouterr().err
    Path("comapre").write_text(LETTERS)
    assert run(["comapre"]) == 3
    assert "no such corpus" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["稿.txt"], ["check", "稿.txt"], ["--corpus", "{}", "稿.txt"], ["稿.txt", "--corpus", "{}"]]
)
def test_the_word_check_may_be_left_out(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = tmp_path / ("库" if "{}" in arguments else "nowhere")
    (tmp_path / "稿.txt").write_text(LETTERS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run([word.format(where) for word in arguments]) == 3
    shown = capsys.readouterr()
    assert shown.err.startswith(f"simcheck: {where}: no such corpus;")
    assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_drafts_are_looked_at_before_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("稿.txt").write_text(LETTERS, encoding="utf-8")
    assert run(["稿.txt", "没有.txt", "--corpus", "无库"]) == 3
    assert capsys.readouterr().err.splitlines() == [
        "simcheck: 没有.txt: no such file; check the path",
        "simcheck: 无库: no such corpus; make one with `simcheck corpus add PATH --corpus 无库`",
    ]


def test_a_remedy_can_be_typed_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("稿.txt").write_text(LETTERS, encoding="utf-8")
    Path("我的 稿").mkdir()
    remedies = {
        ("稿.txt",): "`simcheck corpus add PATH`",
        ("稿.txt", "--corpus", "我的 库"): "`simcheck corpus add PATH --corpus '我的 库'`",
        ("corpus", "list", "--corpus", "$库"): "`simcheck corpus add PATH --corpus '$库'`",
        ("compare", "我的 稿", "稿.txt"): "name the text files in it, such as '我的 稿'/*.txt",
    }
    for arguments, remedy in remedies.items():
        assert run(arguments) == 3
        assert capsys.readouterr().err.endswith(f" {remedy}\n")


@pytest.mark.parametrize(
    ("typed", "meant"), [("0.05", 0.05), ("5%", 0.05), ("5 %", 0.05), ("５％", 0.05), ("0", 0), ("1", 1), ("100%", 1)]
)
def test_a_share_is_a_number_or_a_percentage(typed: str, meant: float) -> None:
    assert load_config(given=Given(max_overlap=(typed,)), environ={}).limits.max_overlap == meant


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("20", "write 0.2 or 20%"),
        ("1.5", "write 0.015 or 1.5%"),
        ("200%", "write 0.05 or 5%"),
        ("-1", "write 0.05 or 5%"),
        ("nan", "write 0.05 or 5%"),
        ("%", "write 0.05 or 5%"),
        ("很多", "write 0.05 or 5%"),
    ],
)
@pytest.mark.parametrize("option", ["--max-overlap", "--max-source"])
def test_what_is_no_share_is_refused_with_both_ways_to_write_one(
    option: str, typed: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["稿.txt", option, typed]) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last == f"simcheck: {option}: '{typed}' is no share from 0 to 1; {remedy}, or off"


def test_help_tells_the_default_model_of_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    def told(command: str) -> str:
        assert run([*command.split(), "--help"]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "[default: the shipped one]" in told("compare")
    assert "the corpus's own" not in told("compare")
    assert "[default: the corpus's own, for a new corpus the shipped one]" in told("corpus add")


def test_the_environment_names_the_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("稿.txt").write_text(LETTERS, encoding="utf-8")
    monkeypatch.setenv("SIMCHECK_CORPUS", str(tmp_path / "环境"))
    run(["稿.txt"])
    assert f"{tmp_path / '环境'}: no such corpus" in capsys.readouterr().err
    run(["稿.txt", "--corpus", str(tmp_path / "选项")])
    assert f"{tmp_path / '选项'}: no such corpus" in capsys.readouterr().err


def test_the_users_own_corpus_stands_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert paths.default_corpus().name == "corpus"
    assert "simcheck" in paths.default_corpus().parts
    assert paths.corpus_folder(None) == paths.default_corpus()
    assert paths.corpus_folder(Path("~/库")) == Path.home() / "库"


def test_unexpected_errors_are_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(app, "app", lambda *_, **__: broken())
    assert run(["稿.txt"]) == 3
    shown = capsys.readouterr().err
    assert shown.startswith("simcheck: internal error, please report it (RuntimeError: two lines)")
    assert shown.count("\n") == 1
    monkeypatch.setenv("SIMCHECK_DEBUG", "1")
    assert run(["稿.txt"]) == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [[], ["compare"], ["baseline", "write", "--reason", "甲"], ["corpus", "add"], ["config"]]
)
def test_a_text_in_place_of_a_path_is_told_in_one_line(
    command: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = "同志们，今年的防汛工作要早部署、早准备。" * 20
    sources = [text] if command == ["compare"] else []
    corpus = ["--corpus", str(tmp_path / "库")] if command[:1] == ["corpus"] else []
    assert run([*command, text, *sources, *corpus]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    # Where the path is looked at first, or where it is opened.
    first, opened = (
        r"\S{60}…: file name too long; check the path, and .*",
        r"\S+: cannot be read \(File name too long\); .*",
    )
    assert re.fullmatch(f"simcheck: (?:{first}|{opened})", line)


def test_a_path_in_a_closed_folder_is_told_in_one_line_and_other_faults_stay_what_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(error: OSError) -> str:
        def broken(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(app, "app", broken)
        assert run(["稿.txt"]) == 3
        return capsys.readouterr().err

    closed = PermissionError(errno.EACCES, "Permission denied", "机要/稿.txt")
    assert (
        fails(closed) == "simcheck: 机要/稿.txt: permission denied; check the path and the permissions of its folders\n"
    )
    assert "internal error" in fails(OSError(errno.ENOSPC, "No space left on device", "库/corpus.sqlite"))


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "app", interrupted)
    assert run(["稿.txt"]) == 130


def test_shell_completion_knows_commands_and_the_options_of_check() -> None:
    """Of several lines in one process, as a shell asks of one after the other."""
    code = """
import contextlib, os
from simcheck.cli import main
os.environ["_SIMCHECK_COMPLETE"] = "complete_bash"
for line in ("simcheck c", "simcheck --", "simcheck draft.txt --f", "simcheck corpus r"):
    os.environ.update(COMP_WORDS=line, COMP_CWORD=str(line.count(" ")))
    with contextlib.suppress(SystemExit):
        main()
    print("|")
"""
    commands, options, of_check, of_corpus, _ = (
        set(one.split()) for one in subprocess_run(code=code).stdout.split("|")
    )
    assert {"check", "compare", "corpus"} <= commands
    assert {"--corpus", "--max-overlap"} <= options
    assert "--format" in of_check
    assert of_corpus == {"remove", "rebuild"}


def test_gathering_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (
        "二.txt",
        "深/一.MD",
        "深/.藏.txt",
        ".git/三.txt",
        "图.png",
        "深/表.xlsx",
        "深/~$文.docx",
        "深/文.docx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(LETTERS)
    failures = Failures()
    found = gather([tmp_path, tmp_path / "图.png"], failures)
    assert [(one.path.relative_to(tmp_path).as_posix(), one.id) for one in found] == [
        ("二.txt", "二.txt"),
        ("深/一.MD", "深/一.MD"),
        ("深/文.docx", "深/文.docx"),
        ("图.png", "图.png"),
    ]
    assert capsys.readouterr().err == (f"simcheck: not read, no documents: {tmp_path}/图.png, {tmp_path}/深/表.xlsx\n")
    assert failures.count == 0
    whole = gather([tmp_path / "深"], failures, whole_names=True)
    assert [one.id for one in whole] == [str(tmp_path / "深/一.MD"), str(tmp_path / "深/文.docx")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "管.txt")
    (tmp_path / "一.txt").write_text(LETTERS)
    failures = Failures()
    assert [one.id for one in gather([tmp_path], failures)] == ["一.txt"]
    assert capsys.readouterr().err == f"simcheck: not read, no documents: {tmp_path}/管.txt\n"
    assert [one.id for one in gather([tmp_path / "管.txt"], failures)] == ["管.txt"]


def test_our_own_reports_in_a_folder_are_no_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "网页.html").write_text(f"<!DOCTYPE html><p>{LETTERS}</p>", "utf-8")
    (tmp_path / "一.txt").write_text(LETTERS, "utf-8")
    report = compare(LETTERS, {"旧": LETTERS})
    simcheck.write(report, tmp_path / "一.html")
    simcheck.write(report, tmp_path / "一.report.docx")
    pairs = simcheck.matrix([Document("甲", LETTERS), Document("乙", LETTERS)])
    (tmp_path / "对照.html").write_text(matrix.render(pairs, "html"), "utf-8")
    failures = Failures()
    assert {one.id for one in gather([tmp_path], failures)} == {"一.txt", "网页.html"}
    told = capsys.readouterr().err
    assert all(name in told for name in ("一.html", "一.report.docx", "对照.html"))
    assert [one.id for one in gather([tmp_path / "一.html"], failures)] == ["一.html"]
    assert {one.id for one in gather([tmp_path], failures, Wanted(["*.docx"]))} == {"一.report.docx"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_report_that_cannot_be_delivered_is_told(tmp_path: Path) -> None:
    one, other = tmp_path / "一.txt", tmp_path / "二.txt"
    one.write_text(LETTERS, "utf-8")
    other.write_text(LETTERS, "utf-8")
    words = ["-m", "simcheck", "compare", str(one), str(other)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for form in ("text", "json"):
        command = [sys.executable, *python(*words, "-f", form)]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment, check=False)
        assert done.returncode == 3
        assert done.stderr == (
            "simcheck: standard output cannot be written to (No space left on device); write to a file with -o\n"
        )
    command = [sys.executable, *words]
    closed = subprocess.run(["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command], env=environment, check=False)
    assert closed.returncode == 3  # there is nowhere to tell it, but nobody may take it for a pass


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        ((), (), {"甲.txt", "二/乙.docx", "二/三/丙.pdf"}),
        (("*.docx",), (), {"二/乙.docx"}),
        (("*.docx", "*.xlsx"), (), {"二/乙.docx", "二/表.xlsx"}),
        (("二/*",), (), {"二/乙.docx", "二/三/丙.pdf", "二/表.xlsx"}),
        ((), ("二",), {"甲.txt"}),
        ((), ("二/三/*", "甲.*"), {"二/乙.docx"}),
        (("二",), ("*.pdf", "表*"), {"二/乙.docx"}),
    ],
)
def test_gathering_by_pattern(
    include: tuple[str, ...], exclude: tuple[str, ...], found: set[str], tmp_path: Path
) -> None:
    for name in ("甲.txt", "二/乙.docx", "二/三/丙.pdf", "二/表.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(LETTERS)
    failures = Failures()
    assert {one.id for one in gather([tmp_path], failures, Wanted(include, exclude))} == found
    assert [one.id for one in gather([tmp_path / "甲.txt"], failures, Wanted(include, exclude))] == ["甲.txt"]
    assert gather([tmp_path], failures, Wanted(("*.odt",), exclude)) == []
    assert failures.count == 1


def test_gathering_files_of_one_name_and_empty_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("甲/稿.txt", "乙/稿.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(LETTERS)
    failures = Failures()
    found = gather([tmp_path / "甲/稿.txt", tmp_path / "乙/稿.txt"], failures)
    assert [(one.id, one.path.parent.name) for one in found] == [("稿.txt", "甲"), ("稿.txt", "乙")]
    assert len(gather([tmp_path / "甲/稿.txt"] * 2, failures)) == 1
    assert len(gather([tmp_path], failures)) == 2
    (tmp_path / "空").mkdir()
    assert gather([tmp_path / "空"], failures) == []
    assert failures.code(1) == 3
    assert "空: there is no document in this folder; check the path" in capsys.readouterr().err


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "报告.txt"
    file.write_text("旧")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(
        DraftError, match=r"报告\.txt: the report cannot be written \(No space left on device\); choose"
    ):
        write_file(file, "新")
    assert file.read_text() == "旧"
    monkeypatch.undo()
    write_file(file, "新\n")
    assert file.read_bytes() == "新\n".encode()
    assert list(tmp_path.iterdir()) == [file]
    link = tmp_path / "链接.txt"
    link.symlink_to(file)
    write_file(link, "再新")
    assert (link.is_symlink(), file.read_text()) == (True, "再新")
    write_file(Path(os.devnull), "新")
    assert not Path(os.devnull).is_file()


def test_output_never_overwrites_an_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(LETTERS)
    assert run([str(draft), "-o", str(draft)]) == 2
    assert run(["compare", str(draft), str(tmp_path / "无"), "-o", str(draft / "夹")]) == 3
    assert run(["compare", str(tmp_path / "无.txt"), str(draft), "-o", str(draft)]) == 2
    assert run([str(draft), "-o", str(tmp_path / "无" / "报告.json")]) == 3
    assert draft.read_text() == LETTERS
    lines = capsys.readouterr().err.splitlines()
    assert "稿.txt: -o would overwrite this input; choose another file" in lines[0]
    assert "its folder does not exist; create it or choose another file for -o" in lines[1]
    assert "its folder does not exist" in lines[3]


def test_text_that_a_terminal_cannot_show_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gb2312")
    monkeypatch.setattr(sys, "stdout", stream)
    streams.prepare()
    streams.out("讲话𠮷\n")
    streams.out_utf8("讲话𠮷\n")
    assert stream.buffer.getvalue() == "讲话".encode("gb2312") + b"\\U00020bb7\n" + "讲话𠮷\n".encode()  # type: ignore[attr-defined]


def test_the_word_help_helps_where_no_draft_is_called_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["help"]) == 0
    assert "simcheck DRAFT..." in capsys.readouterr().out
    Path("help").write_text("1", "utf-8")
    assert run(["help"]) == 3
