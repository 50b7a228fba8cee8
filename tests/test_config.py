"""Settings: where they are found, which one holds, where it came from, and what is said about a wrong one."""

from __future__ import annotations

import json
import os
import re
import shlex
import typing
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from simcheck.cli import app
from simcheck.cli.app import run
from simcheck.config import SETTINGS, Config, Given, load_config
from simcheck.config.files import folders_above, line_of
from simcheck.config.names import LANGUAGES
from simcheck.errors import ConfigError, UsageError
from simcheck.judge.verdict import verdict
from simcheck.limits import LIMITS, SEVERITIES, Exceeded, Limits
from simcheck.types import FINDINGS, KINDS, Figures


def loaded(start: Path, given: Given | None = None, **environ: str) -> Config:
    return load_config(start, given, environ=environ)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a draft two folders down; nothing above it is looked at."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "稿" / "今年").mkdir(parents=True)
    (tmp_path / "稿" / "今年" / "讲话.txt").write_text("同志们", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_file_the_defaults_hold(root: Path) -> None:
    held = loaded(root / "稿/今年/讲话.txt")
    assert (held.corpus, held.model, held.lang, held.own, held.author, held.since) == (None, None, None, (), (), None)
    assert (held.limits, held.marks, held.file, held.root) == (Limits(), True, None, root)
    assert held.baseline == root / "simcheck-baseline.toml"
    assert {setting.origin for setting in held.settings} == {"default"}


def test_the_outermost_file_holds_and_nearer_ones_tighten_it(root: Path) -> None:
    draft = root / "稿/今年/讲话.txt"
    (root / "simcheck.toml").write_text("max_run = 5", encoding="utf-8")
    assert loaded(draft).limits.max_run == 5
    (root / "稿" / "pyproject.toml").write_text("[tool.other]\nx = 1", encoding="utf-8")
    assert loaded(draft).limits.max_run == 5
    others = "# tool.simcheck stands elsewhere\n[tool.simcheck-other]\nx = 1"
    (root / "稿" / "pyproject.toml").write_text(others, encoding="utf-8")
    assert loaded(draft).limits.max_run == 5
    (root / "稿" / "pyproject.toml").write_text("[tool.simcheck]", encoding="utf-8")
    assert loaded(draft).limits.max_run == 5
    (root / "稿" / "pyproject.toml").write_text("[tool.simcheck]\nmax_run = 3", encoding="utf-8")
    assert loaded(draft).limits.max_run == 3
    (root / "稿" / "simcheck.toml").write_text("max_run = 2", encoding="utf-8")
    assert loaded(draft).limits.max_run == 2
    held = loaded(root / "稿/今年")
    assert (held.file, held.root, held.refused) == (root / "simcheck.toml", root, ())
    assert held.origin("max_run") == "稿/simcheck.toml:1"
    assert loaded(root).limits.max_run == 5
    (root / "simcheck.toml").unlink()
    held = loaded(draft)
    assert (held.file, held.root) == (root / "稿" / "simcheck.toml", root / "稿")


LOOSE = """corpus = "空"
model = "别的"
own = ["."]
author = ["某人"]
baseline = "认可.toml"
marks = true
since = "HEAD"
max_overlap = "off"
max_source = "off"
max_run = {all = 50, verbatim = 50}
fail_on = []
severity = {max_overlap = "note", max_run = {verbatim = "note"}}
"""


@pytest.mark.parametrize("name", ["simcheck.toml", "pyproject.toml"])
def test_nothing_beside_a_draft_loosens_what_the_outermost_file_or_an_option_says(root: Path, name: str) -> None:
    outer = 'corpus = "库"\nmarks = false\nmax_source = 0.1\nmax_run = {all = 40, verbatim = 20}\n'
    (root / "simcheck.toml").write_text(outer, encoding="utf-8")
    before = loaded(root / "稿/今年/讲话.txt")
    head = "" if name == "simcheck.toml" else "[tool.simcheck]\n"
    (root / "稿/今年" / name).write_text(head + LOOSE, encoding="utf-8")
    (root / "稿/.git").mkdir()  # a repository around the draft hides nothing
    held = loaded(root / "稿/今年/讲话.txt")
    assert held.settings == before.settings
    assert {setting.name for setting in held.refused} == {
        "corpus", "model", "own", "author", "baseline", "marks", "since", "max_overlap", "max_source", "max_run",
        "max_run.verbatim", "fail_on", "severity.max_overlap", "severity.max_run.verbatim",
    }  # fmt: skip
    told = loaded(root / "稿/今年/讲话.txt", Given(max_overlap=("1%",), corpus="选"))
    assert (told.limits.max_overlap, told.limits.severity, str(told.corpus)) == (0.01, {}, "选")
    (root / "simcheck.toml").unlink()
    told = loaded(root / "稿/今年/讲话.txt", Given(max_overlap=("1%",)))
    assert [(one.limit.severity, one.value) for one in verdicts(told)] == [("error", 0.02)]


def verdicts(held: Config) -> tuple[Exceeded, ...]:
    figures = Figures(1000, 20, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, "甲", 2, 1, 0, {"verbatim": 1})
    return verdict(figures, [], [], held.limits).exceeded


def test_a_nearer_file_makes_the_gate_stricter(root: Path) -> None:
    (root / "simcheck.toml").write_text('severity = {max_overlap = "note"}', encoding="utf-8")
    inner = 'lang = "zh"\nmarks = false\nmax_overlap = 0.01\nmax_run.verbatim = 9\nfail_on = ["watermark"]\n'
    (root / "稿" / "simcheck.toml").write_text(inner + 'severity.max_overlap = "error"', encoding="utf-8")
    held = loaded(root / "稿")
    assert (held.lang, held.marks, held.refused) == ("zh", False, ())
    assert held.limits == Limits(
        max_overlap=0.01, by_kind={"max_run.verbatim": 9}, severity={"max_overlap": "error"},
        fail_on=("unread_parts", "watermark"),
    )  # fmt: skip


def test_nothing_above_the_repository_or_the_home_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "simcheck.toml").write_text("max_run = 1", encoding="utf-8")
    inner = tmp_path / "家" / "库" / "稿"
    inner.mkdir(parents=True)
    assert loaded(inner).limits.max_run == 1
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "家")
    assert list(folders_above(inner)) == [inner, inner.parent, inner.parent.parent]
    assert loaded(inner).limits.max_run == 250
    monkeypatch.undo()
    (tmp_path / "家" / "库" / ".git").write_text("gitdir: x", encoding="utf-8")
    assert list(folders_above(inner)) == [inner, inner.parent]
    assert loaded(inner).limits.max_run == 250


def test_option_before_environment_before_file_before_default(root: Path) -> None:
    (root / "simcheck.toml").write_text(
        'corpus = "库"\nmax_overlap = {all = "20%", translation = 0.05}\n[severity]\nmax_run = "note"\n',
        encoding="utf-8",
    )
    held = loaded(root, Given(max_overlap=("1%",)), SIMCHECK_MAX_OVERLAP="2%,translation=3%", SIMCHECK_CORPUS="环境库")
    assert (held.limits.max_overlap, held.limits.by_kind) == (0.01, {"max_overlap.translation": 0.03})
    assert held.corpus == Path("环境库")
    assert held.limits.severity == {"max_run": "note"}
    told = {setting.name: setting.origin for setting in held.settings}
    assert told["max_overlap"] == "--max-overlap"
    assert told["max_overlap.translation"] == "SIMCHECK_MAX_OVERLAP"
    assert told["corpus"] == "SIMCHECK_CORPUS"
    assert told["severity.max_run"] == "simcheck.toml:4"
    assert told["max_source"] == "default"
    assert loaded(root).limits.by_kind == {"max_overlap.translation": 0.05}


def test_what_is_given_twice_holds_as_it_was_given_last(root: Path) -> None:
    severity = ("max_run=note", "max_run=error")
    held = loaded(root, Given(max_run=("40", "verbatim=9", "all=200", "verbatim=8"), severity=severity))
    assert (held.limits.max_run, held.limits.by_kind) == (200, {"max_run.verbatim": 8})
    assert held.limits.severity == {"max_run": "error"}
    assert loaded(root, SIMCHECK_MAX_OVERLAP="1%,2%").limits.max_overlap == 0.02


def test_relative_paths_are_of_the_file_that_names_them(root: Path) -> None:
    text = 'corpus = "库"\nown = ["旧稿", "~/旧作"]\nbaseline = "../认可.toml"\nmodel = "模型"\n'
    (root / "稿" / "simcheck.toml").write_text(text, encoding="utf-8")
    held = loaded(root / "稿/今年/讲话.txt")
    assert held.corpus == root / "稿" / "库"
    assert held.own == (root / "稿" / "旧稿", Path.home() / "旧作")
    assert held.baseline.resolve() == root / "认可.toml"
    assert held.model == "模型"
    (root / "稿" / "模型").mkdir()
    assert loaded(root / "稿/今年").model == str(root / "稿" / "模型")
    several = os.pathsep.join(["旧稿", "更旧"])
    assert loaded(root, SIMCHECK_OWN=several).own == (Path("旧稿"), Path("更旧"))


def test_every_kind_of_value_is_read(root: Path) -> None:
    text = """
lang = "zh"
author = ["张三", "市政府办公室"]
marks = false
since = "main"
max_overlap = "off"
max_source = "20%"
max_passage = {all = 200, verbatim = 80}
max_run.verbatim = 30
severity.max_source = {all = "warning", translation = "note"}
"""
    (root / "simcheck.toml").write_text(text, encoding="utf-8")
    held = loaded(root)
    assert (held.lang, held.author, held.marks, held.since) == ("zh", ("张三", "市政府办公室"), False, "main")
    assert held.limits == Limits(
        max_overlap=None,
        max_source=0.2,
        max_passage=200,
        by_kind={"max_passage.verbatim": 80, "max_run.verbatim": 30},
        severity={"max_source": "warning", "max_source.translation": "note"},
    )
    given = Given(
        lang="auto", author=("李四",), marks=True, since="HEAD", max_overlap=("5%",), max_passage=("verbatim=off",),
        severity=("max_source=error",),
    )  # fmt: skip
    held = loaded(root, given)
    assert (held.lang, held.author, held.marks, held.since) == (None, ("李四",), True, "HEAD")
    assert (held.limits.max_overlap, held.limits.max_passage) == (0.05, 200)
    assert held.limits.by_kind == {"max_run.verbatim": 30}
    assert held.limits.severity == {"max_source": "error", "max_source.translation": "note"}
    assert [setting.value for setting in held.settings if setting.name == "max_passage.verbatim"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("max_overlp = 1", "simcheck.toml:1: max_overlp: no such setting; did you mean 'max_overlap'?"),
        ("\nmax-run = 1", "simcheck.toml:2: max-run: no such setting; did you mean 'max_run'?"),
        ("[limits]\nx = 1", "simcheck.toml:1: limits: no such setting; there are corpus, model, lang, own, author"),
        ("max_run = 'x'", "simcheck.toml:1: max_run: 'x' is no number of characters; write a whole number such as 40"),
        ("max_run = true", "simcheck.toml:1: max_run: 'True' is no number of characters"),
        ("max_overlap = 10", "simcheck.toml:1: max_overlap: '10' is no share from 0 to 1; write 0.1 or 10%, or off"),
        ("max_overlap = true", "simcheck.toml:1: max_overlap: 'True' is no share"),
        ("max_run.verbatm = 3", "simcheck.toml:1: max_run.verbatm: no such setting; did you mean 'verbatim'?"),
        ("[severity]\nmax_rum = 'note'", "simcheck.toml:2: severity.max_rum: no such setting; did you mean 'max_run'?"),
        ("severity = 'note'", "simcheck.toml:1: severity: 'note' names no limit; write severity.max_run = \"warning\""),
        ("severity.max_run = 'fatal'", "simcheck.toml:1: severity.max_run: 'fatal' is none of note, warning, error"),
        ("own = '旧稿'", "simcheck.toml:1: own: '旧稿' is no list; write own = [\"…\"]"),
        ("own = [3]", "simcheck.toml:1: own: 3 is no text"),
        ("marks = 'ja'", "simcheck.toml:1: marks: 'ja' is neither true nor false"),
        ("[tool.simcheck]\nmax_run = 4", "simcheck.toml:1: tool.simcheck is for pyproject.toml; in this file leave"),
        ("\n[simcheck]\nmax_run = 4", "simcheck.toml:2: in this file no heading is needed; leave simcheck out"),
        ("\nnew_only = true", 'simcheck.toml:2: new_only: an option only; write since = "HEAD"'),
        ("lang = 'cn'", "simcheck.toml:1: lang: 'cn' is none of auto, zh, en"),
        ("corpus = ''", "simcheck.toml:1: corpus: '' is no text"),
        ("max_run = 1\ncorpus = 库", "simcheck.toml: the settings cannot be read as TOML (Invalid value (at line 2"),
    ],
)
def test_a_wrong_setting_is_told_with_file_line_and_remedy(
    root: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "simcheck.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(told)):
        loaded(root)
    assert run(["稿/今年/讲话.txt"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"simcheck: {told}")
    assert shown.err.count("\n") == 1


def test_a_file_that_cannot_be_read_is_no_pass(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "simcheck.toml").write_bytes("corpus = '库'".encode("gb18030"))
    assert run(["稿/今年/讲话.txt"]) == 2
    assert "simcheck.toml: the settings cannot be read (not UTF-8)" in capsys.readouterr().err
    assert run(["稿/今年/讲话.txt", "--config", "没有.toml"]) == 2
    assert "没有.toml: no such file; check the path given for --config" in capsys.readouterr().err
    (root / "simcheck.toml").unlink()
    (root / "pyproject.toml").write_text("[tool.simcheck\n", encoding="utf-8")
    assert run(["config"]) == 2
    (root / "pyproject.toml").write_text("[tool]\nsimcheck = 3\n", encoding="utf-8")
    assert run(["config"]) == 2
    assert "write [tool.simcheck]" in capsys.readouterr().err
    (root / "pyproject.toml").write_text("[tool.other]\nx = 3\n", encoding="utf-8")
    assert run(["config"]) == 0
    assert run(["config", "--config", "pyproject.toml"]) == 2
    assert "there is no [tool.simcheck] in it" in capsys.readouterr().err


def test_a_wrong_option_or_variable_is_told_by_its_name() -> None:
    with pytest.raises(ConfigError, match=r"^--max-run: 'many' is no number of characters"):
        load_config(given=Given(max_run=("many",)), environ={})
    with pytest.raises(ConfigError, match=r"^SIMCHECK_LANG: 'cn' is none of"):
        load_config(environ={"SIMCHECK_LANG": "cn"})
    with pytest.raises(ConfigError, match=r"^SIMCHECK_MAXOVERLAP: .*did you mean 'SIMCHECK_MAX_OVERLAP'"):
        load_config(environ={"SIMCHECK_MAXOVERLAP": "0.5"})
    theirs = {"SIMCHECK_DRAFTS": "*.txt", "SIMCHECK_BASE": "main", "SIMCHECK_DEBUG": "1", "SIMCHECK_REPORT": "r.sarif"}
    assert load_config(environ={**theirs, "SIMCHECK_SOURCE": "x", "SIMCHECK_ARGS": ""}).limits.max_overlap == 0.1
    with pytest.raises(ConfigError, match=r"^--severity: 'max_run' says no severity; write max_run=warning"):
        load_config(given=Given(severity=("max_run",)), environ={})
    with pytest.raises(ConfigError, match=r"^--severity: 'error' says no severity; write max_run=error"):
        load_config(given=Given(severity=("error",)), environ={})
    for name in ("since", "baseline", "corpus", "model"):  # as where a variable of a script is empty
        with pytest.raises(ConfigError, match=rf"^--{name}: '' is no text"):
            load_config(given=Given(**{name: ""}), environ={})
    with pytest.raises(ConfigError, match=r"^--max-overlap: no such setting; did you mean 'translation'"):
        load_config(given=Given(max_overlap=("translaton=3%",)), environ={})


def test_the_line_of_a_setting() -> None:
    text = (
        '# max_run = 1\n"max_run" = 2\n[tool.simcheck]\nmax_run = 3\n[tool.simcheck.severity] # why\nmax_run = "note"\n'
    )
    assert line_of(text, "max_run") == 2
    assert line_of(text, "tool.simcheck.max_run") == 4
    assert line_of(text, "tool.simcheck.severity.max_run") == 6
    assert line_of(text, "tool.simcheck.nothing") == 3
    assert line_of("", "max_run") is None


def test_the_command_shows_every_setting_and_its_origin(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "simcheck.toml").write_text('corpus = "库"\nmax_run.verbatim = 30', encoding="utf-8")
    assert run(["config", "稿/今年/讲话.txt", "--max-overlap", "5%", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["file"] == str(root / "simcheck.toml")
    told = {one["name"]: (one["value"], one["origin"]) for one in data["settings"]}
    assert told["corpus"] == (str(root / "库"), "simcheck.toml:1")
    assert told["max_overlap"] == (0.05, "--max-overlap")
    assert told["max_run.verbatim"] == (30, "simcheck.toml:2")
    assert told["marks"] == (True, "default")
    assert {name.partition(".")[0] for name in told} == set(SETTINGS) - {"severity"}
    assert run(["config", "--severity", "max_run=note"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^max_overlap +0.1 +default$", shown, re.MULTILINE)
    assert re.search(r"^severity.max_run +note +--severity$", shown, re.MULTILINE)


def test_every_setting_is_an_option_of_the_check_and_a_field() -> None:
    group: typing.Any = typer.main.get_command(app.app)
    for command in ("check", "config"):
        options = {name for parameter in group.commands[command].params for name in parameter.opts}
        assert {f"--{name}" for name in SETTINGS} - {
            option.replace("-", "_").replace("__", "--", 1) for option in options
        } == set()
    assert [field.name for field in fields(Given)] == list(SETTINGS)
    held = {field.name for field in fields(Config)}
    assert set(SETTINGS) - held == {*LIMITS, "severity", "fail_on"}
    assert set(LIMITS) <= {field.name for field in fields(Limits)}


def test_limits_refuse_a_name_that_is_none() -> None:
    assert Limits(by_kind={f"max_run.{KINDS[0]}": 3}, severity={"max_run": "note"}).by_kind
    for wrong in ({"max_run": 3.0}, {"max_run.x": 3.0}, {"x": 3.0}):
        with pytest.raises(UsageError, match="is no limit"):
            Limits(by_kind=wrong)
    with pytest.raises(UsageError, match="'x' is no limit"):
        Limits(severity={"x": "note"})


def test_new_only_and_since_exclude_each_other(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["稿/今年/讲话.txt", "--new-only", "--since", "main"]) == 2
    assert "--new-only means --since HEAD" in capsys.readouterr().err
    monkeypatch.delenv("PRE_COMMIT_FROM_REF", raising=False)
    assert run(["config", "--new-only", "--format", "json"]) == 0
    assert '"HEAD"' in capsys.readouterr().out
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "v1")
    assert run(["config", "--new-only", "--format", "json"]) == 0
    assert '"v1"' in capsys.readouterr().out


SETTINGS_PAGE = (Path(__file__).parent.parent / "docs" / "en" / "settings.md").read_text("utf-8")


def test_every_setting_is_documented_with_option_variable_and_default() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in SETTINGS_PAGE.splitlines()
        if line.startswith("| `")
    ]
    assert [row[0].strip("`") for row in rows] == list(SETTINGS)
    held = {setting.name: setting.value for setting in load_config(environ={}).settings}
    for name, option, variable, default, meaning in rows:
        plain = name.strip("`")
        assert f"`--{plain.replace('_', '-')}`" in option
        assert variable == f"`SIMCHECK_{plain.upper()}`"
        assert meaning
        value = held.get(plain, "error")
        shown = "off" if value is None and plain in LIMITS else str(value).lower() if isinstance(value, bool) else value
        shown = ",".join(shown) if isinstance(shown, tuple) else shown
        if default.startswith("`"):
            assert default == f"`{Path(shown).name if isinstance(shown, Path) else shown}`"
        else:
            assert value in (None, ())
    assert all(f"`{word}`" in SETTINGS_PAGE for word in (*KINDS, *SEVERITIES, *LANGUAGES, *FINDINGS))


def test_the_examples_of_the_page_mean_the_same(root: Path) -> None:
    text = re.findall(r"```toml\n(.*?)```", SETTINGS_PAGE, re.DOTALL)[0]
    (command,) = re.findall(r"```sh\n(.*?)```", SETTINGS_PAGE, re.DOTALL)
    (root / "simcheck.toml").write_text(text, encoding="utf-8")
    from_file = loaded(root)
    words = shlex.split(command.replace("\\\n", ""))[2:]
    given: dict[str, list[str]] = {}
    for option, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(option.removeprefix("--").replace("-", "_"), []).append(value)
    single = {name: values[0] for name, values in given.items() if name in ("corpus", "lang")}
    several = {name: tuple(values) for name, values in given.items() if name not in single}
    (root / "simcheck.toml").unlink()
    typed = loaded(root, Given(**single, **several))  # type: ignore[arg-type]
    assert typed.limits == from_file.limits
    assert (typed.lang, typed.author) == (from_file.lang, from_file.author)
    assert typed.corpus is not None
    assert (root / typed.corpus, tuple(root / path for path in typed.own)) == (from_file.corpus, from_file.own)
