"""The verdict: a limit fails what passes it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simcheck.judge.verdict import verdict
from simcheck.types import Figures, Limits, Match, Passage

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
        (Limits(), ("overlap 12.5% > 10.0%",)),
        (Limits(max_overlap=0.125), ()),
        (Limits(max_overlap=0.12), ("overlap 12.5% > 12.0%",)),
        (replace(NONE, max_source=0.08), ()),
        (replace(NONE, max_source=0.05), ("largest single source 8.0% > 5.0%",)),
        (replace(NONE, max_passage=60), ()),
        (replace(NONE, max_passage=59), ("longest passage 60 > 59",)),
        (replace(NONE, max_run=21), ()),
        (replace(NONE, max_run=13), ("longest run of equal characters 21 > 13",)),
        (
            Limits(max_overlap=0.0, max_run=0),
            ("overlap 12.5% > 0.0%", "longest run of equal characters 21 > 0"),
        ),
    ],
)
def test_limits(limits: Limits, reasons: tuple[str, ...]) -> None:
    found = verdict(FIGURES, MATCHES, limits)
    assert tuple(map(str, found.reasons)) == reasons
    assert found.decision == ("fail" if reasons else "pass")


def test_nothing_reused_passes_the_strictest_limits() -> None:
    clean = Figures(1000, 0, 0.0, 0.3, 0.3, 0.0, 0.3, 0.0, None, 0, 0, 1, {})
    assert verdict(clean, MATCHES[1:], Limits(0.0, 0.0, 0, 0)).decision == "pass"
