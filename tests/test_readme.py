"""The documents agree with the program: commands, options, exit codes, figures, files, and every measured number."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main

from simcheck import Corpus, Document, Figures, Limits
from simcheck.cli import app, streams
from simcheck.cli.app import run
from simcheck.messages import words
from simcheck.readers import read
from simcheck.types import KINDS, REASONS

ROOT = Path(__file__).parent.parent
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
FOLDERS = (".", "benchmarks", "examples", "models/static-zh-en", "models/background", "docs")
DOCUMENTS = [path for folder in FOLDERS for path in (ROOT / folder).glob("*.md")]

both = pytest.mark.parametrize("readme", READMES.values(), ids=READMES)


@pytest.fixture(scope="module")
def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tables", ROOT / "benchmarks" / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands(group: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All commands by the words that call them, the groups too; the program itself is "" ."""
    group = group or typer.main.get_command(app.app)
    yield prefix.strip(), group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, f"{prefix} {name}")


def rows(text: str, *starts: str) -> list[list[str]]:
    """The cells of the table rows whose first cell begins with one of ``starts``."""
    lines = [line for line in text.splitlines() if line.startswith(tuple(f"| `{start}" for start in starts))]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@both
def test_every_file_of_the_package_has_its_sentence(readme: str) -> None:
    package = ROOT / "simcheck"
    files = {path.relative_to(package).as_posix() for path in package.rglob("*.py") if path.name != "__init__.py"}
    house = {first.strip("`"): rest for first, *rest in rows(readme, "") if first.endswith(".py`")}
    named = {name for name in house if "/" in name or (package / name).is_file()}
    # The layers name some files and folders too, in other tables; the list of files names each by itself.
    assert named == files
    assert all(house[name][-1] for name in files)


@both
def test_every_command_is_documented(readme: str) -> None:
    called = [words for words, command in commands() if words and not hasattr(command, "commands")]
    assert called
    documented = " ".join(cells[0] for cells in rows(readme, "simcheck "))
    assert [words for words in called if not re.search(rf"`simcheck {words}[ `]", documented)] == []


@both
def test_every_option_is_documented_with_its_default_and_no_other(readme: str) -> None:
    table = {name: cells for cells in rows(readme, "--") for name in re.findall(r"`(-{1,2}[a-z-]+)", cells[0])}
    offered = {"--help": None, "-h": None}
    for _, command in commands():
        for parameter in command.params:
            if parameter.opts[0].startswith("-"):
                offered |= dict.fromkeys([*parameter.opts, *parameter.secondary_opts], parameter.default)
    assert set(table) == set(offered)
    for name, default in offered.items():
        if default is not None and default is not False:
            assert f"`{getattr(default, 'value', default)}`" in table[name][2], name


@both
def test_every_option_is_documented_for_the_commands_that_have_it(readme: str) -> None:
    groups = {words for words, command in commands() if hasattr(command, "commands")}
    having: dict[str, set[str]] = {}
    for words_, command in commands():
        for name in [name for one in command.params for name in (*one.opts, *one.secondary_opts) if name[0] == "-"]:
            having.setdefault(name, set()).add(words_ or "simcheck")
    for cells in rows(readme, "--"):
        if "--help" not in cells[0]:
            said = {re.sub(r" (?:…|各命令)$", " ", one) for one in re.split(r", |、", cells[1])}
            assert {one.strip() for one in said if one.endswith(" ")} <= groups
            for name in re.findall(r"`(-{1,2}[a-z-]+)", cells[0]):
                told = {one for one in having[name] if one.split()[-1] in said or f"{one.split()[0]} " in said}
                assert told == having[name], name
                assert said <= {one.split()[-1] for one in told} | {f"{one.split()[0]} " for one in told}, name


@both
def test_the_exit_codes_are_those_of_the_program(
    readme: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = {int(cells[0].strip("`")) for cells in rows(readme, *"0123456789")}
    assert table == {0, streams.GATE_FAILS, streams.WRONG_USAGE, streams.NOT_CHECKED, streams.INTERRUPTED}
    promised = re.search(r"Exit codes: (.*)", app.app.info.help or "")
    assert promised is not None
    assert {int(number) for number in re.findall(r"\d+", promised.group(1))} == table - {streams.INTERRUPTED}
    draft, source = str(ROOT / "examples/drafts/edited.txt"), str(ROOT / "examples/speeches/安全生产工作会议讲话.txt")
    assert run(["compare", draft, source, "--max-overlap", "1"]) == 0
    assert run(["compare", draft, source]) == 1
    assert run(["compare", draft, source, "--max-overlap", "2"]) == 2
    assert run(["compare", draft, str(tmp_path / "没有.txt")]) == 3
    capsys.readouterr()


@both
def test_every_field_and_word_of_a_report_is_defined(readme: str) -> None:
    texts = words("zh").texts
    coded = [field.name for kind in (Figures, Limits) for field in fields(kind)]
    coded += [*KINDS, *REASONS, *(key.removeprefix("finding.") for key in texts if key.startswith("finding."))]
    assert [word for word in coded if f"`{word}`" not in readme] == []
    names = [text for key, text in texts.items() if key.startswith(("figure.", "kind.", "reason."))]
    assert [name for name in names if name not in readme] == []


@both
def test_the_library_example_runs(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    with Corpus.create(".demo/corpus") as corpus:
        corpus.add([Document(path.name, read(path).text) for path in Path("examples/speeches").iterdir()])
    exec(example, {})
    assert re.search(r"edited \d\.\d\d .+ ← 安全生产工作会议讲话.txt\n", capsys.readouterr().out)


def test_figures_and_reports_are_as_the_program_and_the_results_give_them(tables: ModuleType) -> None:
    stale = [path.relative_to(ROOT).as_posix() for path in tables.stale(demo=True)]
    assert stale == [], "run `python benchmarks/tables.py --demo`"


def test_a_block_is_replaced_and_nothing_else(tables: ModuleType) -> None:
    recall = json.loads((ROOT / "benchmarks/results/zh.json").read_text(encoding="utf-8"))["kinds"]["all"]["recall"]
    begin = "<!-- begin figure zh kinds.all.recall .3f -->"
    text = f"前 {begin}0.1<!-- end --> 中 <!-- begin demo -->\n旧\n<!-- end --> 后"
    assert tables.refreshed(text, demo=False) == text.replace("0.1", f"{recall:.3f}")


def test_the_results_were_measured_with_the_model_that_ships() -> None:
    about = json.loads((ROOT / "models/static-zh-en/simcheck.json").read_text(encoding="utf-8"))
    for file in (ROOT / "benchmarks" / "results").glob("*.json"):
        shipped = f"{about['name']}:{about['hash']}"
        measured = json.loads(file.read_text(encoding="utf-8")).get("model", shipped)
        assert measured == shipped, f"run the bench of {file.name} again"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere_and_no_path_of_a_machine_is_named(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []
    assert re.findall(r"(?<![\w.~])/(?:work|tmp|root|home|Users)/", text) == []
