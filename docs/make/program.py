"""What the program says of itself, as blocks of Markdown: commands, settings, the demo's report, layers and rooms."""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
import json
import re
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import moves
import public
import routes
import typer.main

import simcheck
from simcheck import Corpus, Report, scoring
from simcheck.cli import app
from simcheck.cli.help import in_chinese, walk
from simcheck.config import SETTINGS, load_config
from simcheck.errors import CODES
from simcheck.messages import Language
from simcheck.plugins import GROUPS
from simcheck.readers import read

ROOT = Path(__file__).resolve().parents[2]
DRAFT, SPEECHES = "examples/drafts/edited.txt", "examples/speeches"
#: Characters of a passage that the example of a JSON report shows.
SHOWN = 24
#: The default within a help text, in either language.
_DEFAULT = re.compile(r"\s*[\[（](?:default: |默认：)(.*?)\](?=[.。 ]|$)")
_HEADS = {"en": ("default", "meaning"), "zh": ("默认", "含义")}
_OPTION = {"en": "option", "zh": "选项"}
_ARGUMENT = {"en": "argument", "zh": "参数"}


@functools.cache
def program(language: Language) -> Any:
    """The command line as typer makes it, its help in a language."""
    command = typer.main.get_command(app.app)
    if language == "zh":
        in_chinese(command)
    return command


def commands(language: Language) -> str:
    """Every command with its usage, arguments, options and examples."""
    parts = []
    for path, command in walk(program(language)):
        if path and not hasattr(command, "commands"):
            parts.append(_command(path, command, language))
    always = [_option_row(one) for one in program(language).params]
    title = {"en": "Options of the program itself", "zh": "程序本身的选项"}[language]
    return "\n\n".join([*parts, f"## {title}", _table((_OPTION[language], *_HEADS[language]), always)])


def _command(path: str, command: Any, language: Language) -> str:
    text, _, examples = re.sub(r"\n(?!\n)(?! )", "\n", command.help).partition("\b\n")
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    needed = [f"{one.opts[0]} {one.metavar}" for one in options if one.required]
    usage = " ".join(
        ["simcheck", path, *map(_argument, arguments), *needed, {"en": "[OPTIONS]", "zh": "[选项]"}[language]]
    )
    parts = [f"## simcheck {path}", _paragraphs(text), f"```text\n{usage}\n```"]
    if arguments:
        rows = [[f"`{one.metavar.strip('[]')}`", *_help(one)] for one in arguments]
        parts.append(_table((_ARGUMENT[language], *_HEADS[language]), rows))
    if options:
        parts.append(_table((_OPTION[language], *_HEADS[language]), [_option_row(one) for one in options]))
    if lines := [line.strip() for line in examples.splitlines()[1:]]:
        parts.append("```sh\n" + "\n".join(filter(None, lines)) + "\n```")
    return "\n\n".join(parts)


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split("\n")) for part in text.strip().split("\n\n"))


def _argument(one: Any) -> str:
    name = one.metavar.strip("[]") + ("..." if one.nargs == -1 else "")
    return name if one.required else f"[{name}]"


def _option_row(one: Any) -> list[str]:
    written = sorted([*one.opts, *one.secondary_opts], key=lambda name: not name.startswith("--"))
    names = ", ".join(f"`{name}`" for name in written)
    if one.metavar:
        names += f" <em>{one.metavar.replace('|', ' &#124; ')}</em>"
    return [names, *_help(one)]


def _help(one: Any) -> list[str]:
    """The default of an argument or option, and its meaning."""
    found = _DEFAULT.search(one.help)
    text = _DEFAULT.sub("", one.help).replace("|", "\\|")
    default = getattr(one.default, "value", one.default)
    given = f"`{default}`" if isinstance(default, str | int) and default is not False else "–"
    return [found[1].replace("|", "\\|") if found else given, text]


def settings(language: Language) -> str:
    """Every setting with its option, its variable, its default and its meaning."""
    check = program(language).commands["check"]
    options = {one.name: one for one in check.params}
    rows = []
    for name in SETTINGS:
        one = options[name]
        names = ", ".join(f"`{word}`" for word in [*one.opts[:1], *one.secondary_opts])
        default, text = _help(one)
        rows.append([f"`{name}`", names, f"`SIMCHECK_{name.upper()}`", _default(name, default), text])
    heads = {"en": ("setting", "option", "variable"), "zh": ("设置", "选项", "环境变量")}[language]
    return _table((*heads, *_HEADS[language]), rows)


def _default(name: str, said: str) -> str:
    """What holds where nobody says anything: the value that the program has, else what the help says."""
    with tempfile.TemporaryDirectory() as nowhere:
        held = {one.name: one.value for one in load_config(nowhere, environ={}).settings}
    value = held.get(name, said if name == "severity" else None)
    if name.startswith("max_") and value is None:
        return "`off`"
    if value in (None, ()):
        return said
    if isinstance(value, tuple):
        value = ",".join(value)
    return f"`{value.name if isinstance(value, Path) else str(value).lower() if isinstance(value, bool) else value}`"


@functools.cache
def demo_report() -> Report:
    """The report that ``make demo`` prints, by the same calls."""
    with tempfile.TemporaryDirectory() as folder, Corpus.create(Path(folder) / "corpus") as corpus:
        corpus.add([replace(read(file), id=file.name) for file in sorted((ROOT / SPEECHES).iterdir())])
        report = corpus.check(replace(read(ROOT / DRAFT), id=DRAFT))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return replace(report, corpus=replace(report.corpus, path=".demo/corpus"), version=version)


def demo(language: Language, length: str = "short") -> str:
    """What ``make demo`` prints, ``whole`` or with its shortest counted match alone, … standing for the rest."""
    from simcheck.reporters.text import render

    text = render(demo_report(), width=80, language=language).rstrip("\n")
    if length == "short":
        parts = text.split("\n\n")
        counted = [part for part in parts if part.startswith("[")]
        shortest = min(counted, key=len)
        text = "\n\n".join([parts[0], "…", shortest, "…", parts[-1]])
    return f"```text\n$ make demo\n…\n{text}\n```"


def json_report() -> str:
    """The JSON report with one match, one equal run and short texts; else as it is, one line a field."""
    data = demo_report().to_dict()
    match = next(match for match in data["matches"] if match["ignored"] is None)
    match["equal"] = match["equal"][:1]
    data["sources"] = [source for source in data["sources"] if source["id"] == match["source"]["document_id"]]
    for side in (match["draft"], match["source"]):
        side["text"] = side["text"][:SHOWN] + "…"

    def fields(record: dict[str, Any], indent: int) -> str:
        rows = (f'{" " * indent}"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in record.items())
        return ",\n".join(rows)

    text = "{\n" + fields(data | {"matches": None, "figures": None}, 2) + "\n}"
    text = text.replace('"matches": null', '"matches": [{\n' + fields(match, 4) + "\n  }]")
    text = text.replace('"figures": null', '"figures": {\n' + fields(data["figures"], 4) + "\n  }")
    return f"```json\n{text}\n```"


def layers() -> list[list[str]]:
    """The layers of the package from the highest down, as import-linter holds them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = project["tool"]["importlinter"]["contracts"]
    return [[name.strip() for name in re.split(r"[|:]", layer)] for layer in contract["layers"]]


def rooms() -> str:
    """Every room of the package, the highest first, with the sentence that its docstring says."""
    return _places(ROOT / "simcheck", [name for layer in layers() for name in layer], "room")


def aligner() -> str:
    """Every file of the aligner in the order of its stages, with the sentence that its docstring says."""
    folder = ROOT / "simcheck" / "align"
    names = {file.stem for file in folder.glob("*.py")} | {file.parent.name for file in folder.glob("*/__init__.py")}
    if names != {*ALIGNER, "__init__"}:
        raise ValueError(f"ALIGNER names other files than there are: {names ^ {*ALIGNER, '__init__'}}")
    return _places(folder, ALIGNER, "file")


def _places(folder: Path, names: Sequence[str], head: str) -> str:
    rows = []
    for name in names:
        place = folder / name
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        about = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        sentence = plain(" ".join(about.split("\n\n")[0].split())).replace("|", "\\|")
        rows.append([f"`{name}/`" if place.is_dir() else f"`{name}.py`", sentence])
    return _table((head, "what belongs in it"), rows)


def constants() -> str:
    """Every number that decides what is found, by the part of the scoring record that it belongs to."""
    parts: dict[str, list[list[str]]] = {}
    for one in scoring.constants(scoring.SCORING):
        part, _, name = one.name.partition(".")
        row = [f"`{name}`", f"{one.value} {one.unit}", one.meaning, one.origin, one.why, moves.moved(one.name)]
        parts.setdefault(part, []).append(row)
    heads = ("constant", "value", "meaning", "origin", "reason", "moves by a fifth")
    about = {field.name: field.type for field in dataclasses.fields(scoring.Scoring)}
    shown = (
        f"## {part.capitalize()}\n\n{inspect.getdoc(getattr(scoring, str(about[part])))}\n\n{_table(heads, rows)}"
        for part, rows in parts.items()
    )
    return "\n\n".join(shown)


def constant(name: str, form: str) -> str:
    """One number of the scoring record, such as ``judgement.verbatim .0%``."""
    (value,) = (one.value for one in scoring.constants(scoring.SCORING) if one.name == name)
    return format(value, form)


def api() -> str:
    """A place for each public name of the library, which mkdocstrings fills: functions, classes, what others implement,
    errors; and the codes of errors and the groups of entry points."""
    names = [name for name in simcheck.__all__ if name != "__version__"]
    objects = {name: getattr(simcheck, name) for name in names}
    errors = [name for name, one in objects.items() if isinstance(one, type) and issubclass(one, Exception)]
    classes = [name for name, one in objects.items() if isinstance(one, type) and name not in errors]
    functions = [name for name in names if name not in (*errors, *classes)]
    places = {name: f"{objects[name].__module__}.{name}" for name in names}
    beside = {name: place for name, place in sorted(public.places().items()) if name not in places}
    implemented = ("Encoder", "Event", "Content")
    groups = {
        "Functions": [*(places[name] for name in functions), beside.pop("load_encoder")],
        "Classes": [places[name] for name in classes],
        "What others may implement": [beside.pop(name) for name in implemented],
        "What signatures name": list(beside.values()),
        "Errors": [places[name] for name in errors],
    }
    shown = [f"## {title}\n\n" + "\n\n".join(f"::: {one}" for one in found) for title, found in groups.items()]
    codes = [f"| `{code}` | {plain(meaning)} |" for code, meaning in CODES.items()]
    return "\n\n".join([
        *shown,
        "## Codes of errors\n\n`SimcheckError.code`; they stay from version to version.",
        "\n".join(["| code | meaning |", "|---|---|", *codes]),
        "## Entry points\n\nWhat an installed package may name, and the command line then finds:",
        "\n".join(f"* `simcheck.{group}`: {what}" for group, what in GROUPS.items()),
    ])  # fmt: skip


def same(page: str, number: str) -> str:
    """A block of code of the English page of that name, which is the same in every language; counted from 1."""
    text = (ROOT / "docs" / "en" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(r"^```\w+\n.*?^```", text, re.DOTALL | re.MULTILINE)[int(number) - 1]


def plain(text: str) -> str:
    """A docstring as Markdown: roles of Sphinx become plain code.

    >>> plain("The door is :func:`simcheck.align.align`, see ``check``.")
    'The door is `align`, see `check`.'
    """
    return re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", text).replace("``", "`")


def explain(match: str, language: Language) -> str:
    """What ``simcheck explain`` prints of a match of the demo's draft."""
    from typer.testing import CliRunner

    with tempfile.TemporaryDirectory() as folder:
        with Corpus.create(Path(folder) / "corpus") as corpus:
            corpus.add([replace(read(file), id=file.name) for file in sorted((ROOT / SPEECHES).iterdir())])
        place = ["--corpus", str(Path(folder) / "corpus")]
        call = ["explain", str(ROOT / DRAFT), "--match", match, "--lang", language]
        printed = CliRunner().invoke(app.app, [*call, *place])
    if printed.exception and not isinstance(printed.exception, SystemExit):
        raise printed.exception
    return f"```text\n$ simcheck explain {DRAFT} --match {match} --lang {language}\n{printed.stdout.rstrip()}\n```"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(_lines([heads, ["---"] * len(heads), *rows]))


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    return (f"| {' | '.join(row)} |" for row in rows)


#: The files of the aligner: the door, what is known before, the first way by its stages, the second one, what follows.
ALIGNER = (
    "pipeline", "side", "vocabulary", "names", "likelihood", "background", "semantic", "pair",
    "seeds", "lexical_seeds", "semantic_seeds", "extend", "shelf", "shelf_pairs", "pairs", "rivals", "body", "evidence",
    "runs", "select",
    "overlapping", "source_section", "query", "first_voices", "sections", "reference", "word_meaning", "emission",
    "order", "significance", "trains", "followed", "passages",
    "source_evidence", "explanation", "explain", "loops",
)  # fmt: skip

BLOCKS = {
    "commands": commands, "settings": settings, "demo": demo, "json": json_report, "rooms": rooms, "aligner": aligner,
    "explain": explain,
    "constants": constants, "constant": constant, "api": api, "same": same, "routes": routes.table,
}  # fmt: skip
