"""The house: one meaning a name, and functions that can be read at a glance."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

import simcheck

PACKAGE = Path(simcheck.__file__).parent
#: Rooms at the outside, which do not know each other: a page of a PDF is none of an RTF file.
OUTER = ("cli", "cluster", "config", "lsp", "readers", "reporters", "server", "shards")
#: Classes that are called as others are, each for a reason.
ALSO = {
    "Line": "of a page, of a paragraph, of a text, of a summary",
    "Part": "of a package, as OOXML calls it, and of a document's frame",
}
#: Lines of a function. Those of a command begin behind its options and its help.
LINES = 40


class House(NamedTuple):
    """What the files of the package hold: their classes, by name; what is imported where; lines of functions."""

    classes: dict[str, list[str]]
    imported: list[tuple[str, str]]
    functions: dict[str, int]


@pytest.fixture(scope="module")
def house() -> House:
    """All files, parsed once."""
    found = House(defaultdict(list), [], {})
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(one, ast.ClassDef):
                found.classes[one.name].append(file)
            elif isinstance(one, ast.ImportFrom):
                found.imported.append((file, one.module or ""))
            elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{file} {one.name}"
                found.functions[name] = max(_lines(one, file), found.functions.get(name, 0))
    return found


def test_no_class_of_the_core_is_called_as_another_one(house: House) -> None:
    """Answers of the server's API have the names that its description tells; what a module keeps to itself may be
    called as it likes."""
    named = {
        name: [file for file in files if not file.startswith(("server/answers/", "server/migrations/"))]
        for name, files in house.classes.items()
        if not name.startswith("_")
    }
    twice = {name: files for name, files in named.items() if len(files) > 1 and name not in ALSO}
    core = {name: files for name, files in twice.items() if any(not file.startswith(OUTER) for file in files)}
    assert core == {}


def test_other_rooms_come_to_alignment_by_its_door(house: House) -> None:
    inside = [
        f"{file}: {module}"
        for file, module in house.imported
        if not file.startswith("align/") and module.startswith("simcheck.align.")
    ]
    assert inside == [], "import it from simcheck.align"


def test_functions_can_be_read_at_a_glance(house: House) -> None:
    long = {
        name: size
        for name, size in house.functions.items()
        if size > LINES and not name.startswith("server/migrations/")
    }
    assert long == {}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef, file: str) -> int:
    first = function.lineno
    if file.startswith("cli/") and len(function.body) > 1 and ast.get_docstring(function):
        first = function.body[1].lineno
    return (function.end_lineno or first) - first + 1
