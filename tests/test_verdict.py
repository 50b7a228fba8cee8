"""The verdict: a limit is passed by what is above it, and only an error fails the gate."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import pytest

from simcheck.errors import UsageError
from simcheck.judge.figures import figures
from simcheck.judge.verdict import verdict
from simcheck.limits import Limits
from simcheck.types import EqualRun, Figures, Kind, Match, Passage

NONE = Limits(max_overlap=None)
FIGURES = Figures(1000, 125, 0.125, 0.2, 0.2, 0.2, 0.2, 0.08, "甲", 21, 2, 0, {"verbatim": 2})
MATCHES = (
    Match(Passage("稿", 0, 60, "文" * 60), Passage("甲", 0, 60, "文" * 60), "verbatim", 0.9, 1.0),
    Match(Passage("稿", 60, 360, "文" * 300), Passage("甲", 0, 300, "文" * 300), "verbatim", 0.9, 1.0, "set_phrase"),
)


@pytest.mark.parametrize(
    ("limits", "reasons"),
    [
        (NONE, ()),
        (Limits(), ("overlap 12.5%, above the limit 10.0%",)),
        (Limits(max_overlap=0.125), ()),
        (Limits(max_overlap=0.12), ("overlap 12.5%, above the limit 12.0%",)),
        (replace(NONE, max_source=0.08), ()),
        (replace(NONE, max_source=0.05), ("largest single source 8.0%, above the limit 5.0%",)),
        (replace(NONE, max_passage=60), ()),
        (replace(NONE, max_passage=59), ("longest passage 60, above the limit 59",)),
        (replace(NONE, max_run=21), ()),
        (replace(NONE, max_run=13), ("longest run of equal characters 21, above the limit 13",)),
        (
            Limits(max_overlap=0.0, max_run=0),
            ("overlap 12.5%, above the limit 0.0%", "longest run of equal characters 21, above the limit 0"),
        ),
    ],
)
def test_limits(limits: Limits, reasons: tuple[str, ...]) -> None:
    found = verdict(FIGURES, MATCHES, (), limits)
    assert tuple(map(str, found.reasons)) == reasons
    assert found.decision == ("fail" if reasons else "pass")
    assert tuple(passed.message for passed in found.exceeded) == found.reasons


DRAFT = "".join(chr(0x4E00 + at) for at in range(100))


def match(start: int, end: int, kind: Kind, source: str, run: int) -> Match:
    equal = (EqualRun(start, start + run, 0, run, run),)
    text = DRAFT[start:end]
    return Match(Passage("稿", start, end, text), Passage(source, 0, len(text), text), kind, 0.9, 1.0, equal=equal)


KINDS = (
    match(0, 10, "verbatim", "甲", 10),
    match(20, 32, "translation", "甲", 2),
    match(40, 46, "translation", "乙", 3),
)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("max_overlap.translation", 0.18, None),
        ("max_overlap.translation", 0.17, "overlap (translation) 18.0%, above the limit 17.0%"),
        ("max_overlap.paraphrase", 0.0, None),
        ("max_source.translation", 0.12, None),
        ("max_source.translation", 0.11, "largest single source (translation) 12.0%, above the limit 11.0%"),
        ("max_passage.translation", 12, None),
        ("max_passage.verbatim", 9, "longest passage (verbatim) 10, above the limit 9"),
        ("max_run.translation", 3, None),
        ("max_run.translation", 2, "longest run of equal characters (translation) 3, above the limit 2"),
    ],
)
def test_a_limit_for_one_kind_looks_at_its_matches_alone(name: str, value: float, told: str | None) -> None:
    totals = figures(DRAFT, KINDS, ())
    found = verdict(totals, KINDS, (), replace(NONE, by_kind={name: value}))
    assert list(map(str, found.reasons)) == ([told] if told else [])


def test_only_an_error_fails_and_everything_that_is_passed_is_told() -> None:
    totals = figures(DRAFT, KINDS, ())
    by_kind = {"max_run.verbatim": 1.0, "max_run.translation": 1.0}
    limits = Limits(
        max_overlap=0.1,
        max_run=5,
        by_kind=by_kind,
        severity={"max_overlap": "note", "max_run": "warning", "max_run.translation": "error"},
    )
    found = verdict(totals, KINDS, (), limits)
    assert [(passed.limit.name, passed.limit.kind, passed.limit.severity) for passed in found.exceeded] == [
        ("max_overlap", None, "note"),
        ("max_run", None, "warning"),
        ("max_run", "verbatim", "warning"),
        ("max_run", "translation", "error"),
    ]
    assert [str(reason) for reason in found.reasons] == [
        "longest run of equal characters (translation) 3, above the limit 1"
    ]
    assert found.decision == "fail"
    mild = replace(limits, severity={"max_overlap": "note", "max_run": "warning"})
    assert verdict(totals, KINDS, (), mild).decision == "pass"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"max_overlap": 5}, "max_overlap: 5 is no share"),
        ({"max_overlap": math.nan}, "max_overlap: nan is no share"),
        ({"max_source": -0.1}, "max_source: -0.1 is no share"),
        ({"max_overlap": "5%"}, "max_overlap: '5%' is no share"),
        ({"max_overlap": True}, "max_overlap: True is no share"),
        ({"max_run": -1}, "max_run: -1 is no number"),
        ({"by_kind": {"max_overlap.edited": 5}}, "max_overlap.edited: 5 is no share"),
        ({"severity": {"max_run": "loud"}}, "max_run: 'loud' is none of note, warning, error"),
    ],
)
def test_a_limit_that_could_never_be_passed_is_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(told)}"):
        Limits(**wrong)
