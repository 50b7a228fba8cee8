"""The measures of PAN text alignment, against an example worked out by hand and against what they must always say."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st


def load(name: str) -> ModuleType:
    """A script of the benchmarks folder as a module."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


plagdet = load("plagdet")
Span, measure = plagdet.Span, plagdet.measure


def test_an_example_worked_out_by_hand() -> None:
    cases = [
        Span("d1", 0, 100, "s1", 0, 100),  # 200 characters on both sides
        Span("d1", 200, 260, "s2", 40, 80),  # 100 characters
    ]
    detections = [
        Span("d1", 0, 40, "s1", 10, 40),  # 40 + 30 characters, all of them in the first case
        Span("d1", 50, 130, "s1", 50, 120),  # 80 + 70 characters, of which 50 + 50 are right
        Span("d1", 200, 260, "s3", 40, 80),  # the second case's words, but the wrong source
    ]
    # Recall: 40 + 50 characters of the draft and 30 + 50 of the source of the first case, nothing of the second.
    recall = (170 / 200 + 0) / 2
    # Precision: all of the first detection, 100 of 150 of the second, nothing of the third.
    precision = (1 + 100 / 150 + 0) / 3
    # Granularity: the one case that is found is found in two pieces.
    granularity = 2.0
    found = measure(cases, detections)
    assert found.recall == pytest.approx(recall)
    assert found.precision == pytest.approx(precision)
    assert found.granularity == granularity
    f1 = 2 * precision * recall / (precision + recall)
    assert found.plagdet == pytest.approx(f1 / math.log2(1 + granularity))
    assert (found.cases, found.detections) == (2, 3)


def test_overlapping_detections_cover_each_character_once() -> None:
    case = Span("d", 0, 100, "s", 0, 100)
    found = measure([case], [Span("d", 0, 60, "s", 0, 60), Span("d", 40, 80, "s", 40, 80)])
    assert found.recall == pytest.approx(0.8)
    assert found.precision == 1.0
    assert found.granularity == 2.0


def test_a_detection_must_touch_a_case_on_both_sides() -> None:
    case = Span("d", 0, 100, "s", 0, 100)
    for wrong in (
        Span("d", 0, 100, "s", 100, 200),
        Span("d", 100, 200, "s", 0, 100),
        Span("d", 0, 100, "t", 0, 100),
        Span("e", 0, 100, "s", 0, 100),
    ):
        found = measure([case], [wrong])
        assert (found.precision, found.recall, found.plagdet, found.granularity) == (0.0, 0.0, 0.0, 1.0)


spans = st.builds(
    lambda draft, a, n, source, b, m: Span(draft, a, a + n, source, b, b + m),
    st.sampled_from("de"),
    st.integers(0, 50),
    st.integers(1, 30),
    st.sampled_from("st"),
    st.integers(0, 50),
    st.integers(1, 30),
)
lists = st.lists(spans, max_size=6)


@given(st.lists(spans, min_size=1, max_size=1))
def test_detections_that_are_the_cases_are_perfect(cases: list[object]) -> None:
    found = measure(cases, cases)
    assert (found.precision, found.recall, found.granularity, found.plagdet) == (1.0, 1.0, 1.0, 1.0)


@given(lists)
def test_all_cases_found_is_full_recall_and_precision(cases: list[object]) -> None:
    found = measure(cases, cases)
    assert found.precision == found.recall == (1.0 if cases else 0.0)


@given(lists, lists)
def test_measures_are_bounded(cases: list[object], detections: list[object]) -> None:
    found = measure(cases, detections)
    assert 0.0 <= found.plagdet <= 1.0
    assert 0.0 <= found.precision <= 1.0
    assert 0.0 <= found.recall <= 1.0
    assert 1.0 <= found.granularity <= max(1, len(detections))
    assert found.plagdet <= 2 * found.precision * found.recall / max(found.precision + found.recall, 1e-9) + 1e-9


@given(lists, lists)
def test_precision_is_recall_the_other_way_round(cases: list[object], detections: list[object]) -> None:
    assert measure(cases, detections).precision == pytest.approx(measure(detections, cases).recall)


@given(lists, lists)
def test_order_means_nothing(cases: list[object], detections: list[object]) -> None:
    ours, theirs = measure(cases, detections), measure(cases[::-1], detections[::-1])
    assert ours.plagdet == pytest.approx(theirs.plagdet)
