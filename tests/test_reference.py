"""The reference of the library names every type that its public signatures lead to."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import simcheck

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs" / "make"))
from public import INSIDE, places  # noqa: E402

PAGE = (ROOT / "docs" / "en" / "api.md").read_text("utf-8")


def test_each_type_of_a_public_signature_stands_in_the_reference() -> None:
    known = places()
    assert {
        "Cancel",
        "Content",
        "Encoder",
        "Entry",
        "Event",
        "Model",
        "Progress",
        "Rule",
        "Watch",
        "load_encoder",
    } <= set(known)
    assert [place for place in known.values() if f"::: {place}\n" not in PAGE] == []


def test_what_is_said_to_be_inside_is_no_public_name() -> None:
    assert not INSIDE & set(simcheck.__all__)


def test_each_public_function_says_what_its_parameters_are() -> None:
    """What is not annotated is not walked."""
    functions = [one for one in map(simcheck.__getattribute__, simcheck.__all__) if inspect.isfunction(one)]
    assert functions
    for function in functions:
        parameters = inspect.signature(function).parameters.values()
        assert all(one.annotation is not one.empty for one in parameters), function
