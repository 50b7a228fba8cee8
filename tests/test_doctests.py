"""The examples in the docstrings of the package are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import simcheck

PACKAGE = Path(simcheck.__file__).parent
#: The modules with examples.
NAMES = [
    ".".join(("simcheck", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    assert len(NAMES) >= 30


def test_every_module_can_be_imported() -> None:
    for module in pkgutil.walk_packages(simcheck.__path__, "simcheck."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:  # these Alembic runs
            importlib.import_module(module.name)
