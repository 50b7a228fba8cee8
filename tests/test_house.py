"""The house: one meaning a name, and functions that can be read at a glance."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

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


def parsed() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text("utf-8"))


def test_no_class_of_the_core_is_called_as_another_one() -> None:
    """Answers of the server's API have the names that its description tells; what a module keeps to itself may be
    called as it likes."""
    named = defaultdict(list)
    for file, tree in parsed():
        if not file.startswith(("server/answers/", "server/migrations/")):
            for one in ast.walk(tree):
                if isinstance(one, ast.ClassDef) and not one.name.startswith("_"):
                    named[one.name].append(file)
    twice = {name: files for name, files in named.items() if len(files) > 1 and name not in ALSO}
    core = {name: files for name, files in twice.items() if any(not file.startswith(OUTER) for file in files)}
    assert core == {}


def test_other_rooms_come_to_alignment_by_its_door() -> None:
    inside = [
        f"{file}: {one.module}"
        for file, tree in parsed()
        if not file.startswith("align/")
        for one in ast.walk(tree)
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("simcheck.align.")
    ]
    assert inside == [], "import it from simcheck.align"


def test_functions_can_be_read_at_a_glance() -> None:
    long = {
        f"{file} {one.name}": size
        for file, tree in parsed()
        if not file.startswith("server/migrations/")
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and (size := _lines(one, file)) > LINES
    }
    assert long == {}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef, file: str) -> int:
    first = function.lineno
    if file.startswith("cli/") and len(function.body) > 1 and ast.get_docstring(function):
        first = function.body[1].lineno
    return (function.end_lineno or first) - first + 1
