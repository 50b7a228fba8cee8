"""The examples in the docstrings of settings and acceptance are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import simcheck.accept
import simcheck.config

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (simcheck.accept, simcheck.config)
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", [*MODULES, "simcheck.types"])
def test_the_examples_are_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = [test for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(examples) >= 8
