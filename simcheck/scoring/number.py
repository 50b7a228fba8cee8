"""A number of the scoring record: its value, and beside it its origin, unit, meaning and reason."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeVar

T = TypeVar("T")
Origin = Literal["derived", "fitted", "chosen"]


def _number(origin: Origin, value: T, unit: str, meaning: str, why: str) -> T:
    about = {"origin": origin, "unit": unit, "meaning": meaning, "why": why}
    number: T = field(default=value, metadata=about)
    return number


def derived(value: T, unit: str, meaning: str, why: str) -> T:
    """A number that follows from something else."""
    return _number("derived", value, unit, meaning, why)


def fitted(value: T, unit: str, meaning: str, why: str) -> T:
    """A number that a script finds on folds of the benches."""
    return _number("fitted", value, unit, meaning, why)


def chosen(value: T, unit: str, meaning: str, why: str) -> T:
    """A number chosen by hand."""
    return _number("chosen", value, unit, meaning, why)
