"""The documents agree with the program, with what was measured, and with each other."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main

from simcheck import Figures, Limits
from simcheck.cli import app, streams
from simcheck.cli.app import run
from simcheck.cli.help import walk
from simcheck.messages import words
from simcheck.types import KINDS, REASONS

ROOT = Path(__file__).parent.parent
PAGES = {
    (language, path.stem): path.read_text(encoding="utf-8")
    for language in ("en", "zh")
    for path in sorted((ROOT / "docs" / language).glob("*.md"))
}
READMES = {"en": "README.md", "zh": "README.zh-CN.md"}
#: Pages for those who read or change the code.
ENGLISH_ONLY = {"api", "scoring"}
#: Pages that say in Chinese, shorter, what the English one says in full.
SHORTER = {"ARCHITECTURE"}

both = pytest.mark.parametrize("language", ["en", "zh"])


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def without_blocks(text: str) -> str:
    """What people wrote: the text without what ``refresh.py`` writes into it."""
    return re.sub(r"(<!-- begin [^>]+-->).*?(<!-- end -->)", r"\1\2", text, flags=re.DOTALL)


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    sys.path.insert(0, str(ROOT / "docs" / "make"))
    return __import__("refresh")


def test_nothing_that_is_generated_is_out_of_date(refresh: ModuleType) -> None:
    stale = [path.relative_to(ROOT).as_posix() for path in refresh.stale()]
    assert stale == [], "run `python docs/make/refresh.py`"


def test_a_block_is_replaced_and_nothing_else(refresh: ModuleType) -> None:
    recall = json.loads(text_of("benchmarks/results/zh.json"))["kinds"]["all"]["recall"]
    begin = "<!-- begin figure zh kinds.all.recall .3f -->"
    text = f"前 {begin}0.1<!-- end --> 后"
    assert refresh.refreshed(text) == text.replace("0.1", f"{recall:.3f}")
    assert refresh.refreshed("<!-- begin same library 2 -->\n旧\n<!-- end -->").count("2023.txt") == 1


def test_what_is_typed_while_the_blocks_are_worked_out_stays(refresh: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("前 <!-- begin figure zh kinds.all.recall .3f -->0.1<!-- end --> 后", encoding="utf-8")
    text = refresh.refreshed(path.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8") + "\n刚刚写的一句", encoding="utf-8")
    refresh.write(path, text)
    assert path.read_text(encoding="utf-8") == text + "\n刚刚写的一句"
    assert list(tmp_path.iterdir()) == [path]


def test_the_results_were_measured_with_the_model_that_ships() -> None:
    about = json.loads(text_of("models/static-zh-en/simcheck.json"))
    for file in (ROOT / "benchmarks" / "results").glob("*.json"):
        shipped = f"{about['name']}:{about['hash']}"
        measured = json.loads(file.read_text(encoding="utf-8")).get("model", shipped)
        assert measured == shipped, f"run the bench of {file.name} again"


@both
def test_a_readme_is_short_and_begins_with_the_two_commands(language: str) -> None:
    lines = text_of(READMES[language]).splitlines()
    assert len(lines) <= 120
    at = [number for number, line in enumerate(lines) if re.match(r"make (demo|test) ", line)]
    assert len(at) == 2
    assert max(at) < 20


def shape(text: str) -> list[str]:
    """Headings by level, fences by language, rows of tables, items, blocks and pictures, in their order."""
    mark = r"^(?:#+(?= )|```\w*|\||\*(?= )|!(?=\[)|<!-- begin (?!figure|constant)\S+)"
    return re.findall(mark, without_blocks(text), re.MULTILINE)


def test_the_languages_have_the_same_pages() -> None:
    english = {name for language, name in PAGES if language == "en"}
    assert {name for language, name in PAGES if language == "zh"} == english - ENGLISH_ONLY


@pytest.mark.parametrize("name", sorted({name for _, name in PAGES} - ENGLISH_ONLY - SHORTER))
def test_the_languages_agree_in_structure(name: str) -> None:
    english, chinese = shape(PAGES["en", name]), shape(PAGES["zh", name])
    # Code that is the same in both languages is written once.
    same = len(re.findall("<!-- begin same", PAGES["zh", name]))
    kinds = [one for one in english if one.startswith("```") and one != "```"]
    assert [one for one in chinese if not one.startswith(("```", "<"))] == [
        one for one in english if not one.startswith(("```", "<"))
    ]
    assert len(kinds) == len([one for one in chinese if one.startswith("```") and one != "```"]) + same


@both
def test_the_readmes_agree_in_structure(language: str) -> None:
    assert shape(text_of(READMES[language])) == shape(text_of("README.md"))


@both
def test_every_command_and_option_is_documented_where_it_belongs(language: str) -> None:
    sections = re.split(r"^## ", PAGES[language, "commands"], flags=re.MULTILINE)
    documented = {section.partition("\n")[0]: section for section in sections[1:]}
    commands = {path: one for path, one in walk(typer.main.get_command(app.app)) if path}
    leaves = {f"simcheck {path}": one for path, one in commands.items() if not hasattr(one, "commands")}
    assert list(documented)[:-1] == list(leaves)
    for title, command in leaves.items():
        named = set(re.findall(r"`(--?[a-z-]+)`", documented[title]))
        assert named >= {name for one in command.params for name in one.opts if name.startswith("-")}


@both
def test_the_exit_codes_are_those_of_the_program(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = {int(code) for code in re.findall(r"^\| `(\d+)` \|", PAGES[language, "check"], re.MULTILINE)}
    assert table == {0, streams.GATE_FAILS, streams.WRONG_USAGE, streams.NOT_CHECKED, streams.INTERRUPTED}
    draft, source = str(ROOT / "examples/drafts/edited.txt"), str(ROOT / "examples/speeches/安全生产工作会议讲话.txt")
    assert run(["compare", draft, source, "--max-overlap", "1"]) == 0
    assert run(["compare", draft, source]) == 1
    assert run(["compare", draft, source, "--max-overlap", "2"]) == 2
    assert run(["compare", draft, str(tmp_path / "没有.txt")]) == 3
    capsys.readouterr()


@both
def test_every_field_and_word_of_a_report_is_defined(language: str) -> None:
    pages = PAGES[language, "check"] + PAGES[language, "reports"]
    texts = words("zh").texts
    coded = [field.name for kind in (Figures, Limits) for field in fields(kind)]
    coded += [*KINDS, *REASONS, *(key.removeprefix("finding.") for key in texts if key.startswith("finding."))]
    assert [word for word in coded if f"`{word}`" not in pages] == []
    names = [text for key, text in texts.items() if key.startswith(("figure.", "kind.", "reason."))]
    assert [name for name in names if name not in pages] == []


@pytest.mark.parametrize("page", ["library", "service"])
def test_the_examples_of_the_library_print_what_the_page_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGES["en", page], re.DOTALL)
    assert len(examples) == PAGES["en", page].count("```python")
    names: dict[str, Any] = {}
    for code, printed in examples:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)
        assert out.getvalue() == printed


def test_the_glossary_is_short() -> None:
    rows = PAGES["en", "ARCHITECTURE"].partition("## Glossary")[2].count("\n| ")
    assert 20 <= rows - 1 <= 40


def test_the_examples_ask_for_the_version_that_this_is() -> None:
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    asked = {one for text in PAGES.values() for one in re.findall(r"(?:@v|rev: v)(\d+\.\d+\.\d+)", text)}
    assert asked == {version}
    assert json.loads(text_of("editors/vscode/package.json"))["version"] == version


FOLDERS = (
    ".",
    "benchmarks",
    "examples",
    "models/static-zh-en",
    "models/background",
    "models/names",
    "docs/en",
    "docs/zh",
)
DOCUMENTS = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere_and_no_path_of_a_machine_is_named(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []
    assert re.findall(r"(?<![\w.~])/(?:work|tmp|root|home|Users)/", text) == []
