"""Patterns are those of ``re``, compiled when they are first used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simcheck
from simcheck.patterns import regex

PACKAGE = Path(simcheck.__file__).parent


def test_a_pattern_does_what_that_of_re_does() -> None:
    late, there = regex("第(?P<n>[一二三])条", re.IGNORECASE), re.compile("第(?P<n>[一二三])条", re.IGNORECASE)
    text = "第一条和第三条"
    for _ in range(2):
        assert late.findall(text) == there.findall(text) == ["一", "三"]
        assert [one.span("n") for one in late.finditer(text)] == [(1, 2), (5, 6)]
        assert (late.sub("", text), late.pattern, late.flags) == (there.sub("", text), there.pattern, there.flags)


def test_nothing_is_compiled_before_it_is_used() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
    with pytest.raises(AttributeError):
        regex("").nothing  # type: ignore[attr-defined]  # noqa: B018


def test_no_constant_of_the_program_is_compiled_when_it_is_imported() -> None:
    texts = {path.relative_to(PACKAGE): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    assert [name for name, text in texts.items() if re.search(r"^\S.*= re\.compile\(", text, re.MULTILINE)] == []
