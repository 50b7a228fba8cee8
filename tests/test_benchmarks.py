"""The logic of the benchmarks themselves: what counts as found, as real, as missed, and how pieces are joined."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese, shipped
from test_plagdet import load

from simcheck import Document, compare
from simcheck.corpus.memory import memory_sources
from simcheck.scoring import SCORING

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

engine, joining, adapter, proposals = (load(name) for name in ("engine", "joining", "pan_adapter", "proposals"))
zh, reliability, errors, pan = (load(name) for name in ("zh", "reliability", "errors", "pan"))
Anchor, Span = joining.Anchor, joining.Span
Found, Piece = engine.Found, adapter.Piece


def found(draft: tuple[int, int], source: tuple[int, int], **others: Any) -> Any:
    """A fragment of fifty nats of words, other values by name."""
    values = {
        "nats": 50.0,
        "lexical": 50.0,
        "semantic": 0.0,
        "null": 20.0,
        "least": 20.0,
        "tokens": 40,
        "retained": 0.5,
        "score": 0.9,
    }
    return Found(*draft, others.pop("name", "s"), *source, **(values | others))


_IMPORTED = """
import importlib, sys
own = set(sys.argv[1:])
for name in sorted(own):
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] in {"simcheck", *own}:
            raise
"""


def test_every_benchmark_knows_the_program_as_it_is() -> None:
    """Their numbers are those of the record: an ablation once asked for one that was gone."""
    folder = Path(engine.__file__).parent
    names = sorted(one.stem for one in folder.glob("*.py"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder.parent), str(folder)])}
    command = [sys.executable, "-c", _IMPORTED, *names]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr


# What moves, and what differs.


@pytest.mark.parametrize(
    ("value", "unit", "less", "more"),
    [
        (10.0, "nats", 8.0, 12.0),
        (-5.0, "nats", -4.0, -6.0),
        (0.0, "nats", -0.2, 0.2),
        (0.9, "share", 0.72, 0.95),
        (2, "lines", 1, 3),
        (0, "lines", 0, 1),
        ((3, 100), "ranks", (2, 80), (4, 120)),
    ],
)
def test_a_number_moves_by_a_fifth_and_stays_what_it_is(value: Any, unit: str, less: Any, more: Any) -> None:
    moved = load("sensitivity").moved
    assert moved(value, unit, 0.8) == pytest.approx(less)
    assert moved(value, unit, 1.2) == pytest.approx(more)


def test_differences_of_reports_are_told_by_their_places() -> None:
    golden = load("golden")
    was = {"a": [1.0000001, {"b": "甲"}], "c": [1]}
    assert list(golden.differences(golden.plain(was), golden.plain({"a": [1.0, {"b": "甲"}], "c": [1]}))) == []
    assert list(golden.differences(was, {"a": [2, {"b": "乙"}], "c": [1, 2]})) == [
        "a 0: 1.0000001 → 2",
        'a 1 / b: "甲" → "乙"',
        "c: [1] → [1, 2]",
    ]


# Joining anchors of a baseline.


def test_neighbouring_anchors_of_one_source_are_one_detection() -> None:
    anchors = [Anchor(0, 20, "s", 500, 520, 0.8), Anchor(30, 50, "s", 470, 490, 0.9), Anchor(30, 50, "t", 0, 20, 0.9)]
    assert joining.detections("d", anchors, least=0.5, gap=30, shortest=30) == [Span("d", 0, 50, "s", 470, 520)]


def test_anchors_below_the_threshold_or_far_apart_are_not_joined() -> None:
    anchors = [Anchor(0, 20, "s", 0, 20, 0.4), Anchor(30, 50, "s", 30, 50, 0.9), Anchor(60, 80, "s", 900, 920, 0.9)]
    spans = joining.detections("d", anchors, least=0.5, gap=30, shortest=0)
    assert spans == [Span("d", 30, 50, "s", 30, 50), Span("d", 60, 80, "s", 900, 920)]


def test_a_later_anchor_links_two_groups() -> None:
    anchors = [Anchor(0, 10, "s", 0, 10, 1.0), Anchor(5, 15, "s", 60, 70, 1.0), Anchor(12, 20, "s", 30, 40, 1.0)]
    assert joining.detections("d", anchors, least=0.5, gap=25, shortest=0) == [Span("d", 0, 20, "s", 0, 70)]


anchor_lists = st.lists(
    st.builds(
        lambda a, n, source, b, m, similarity: Anchor(a, a + n, source, b, b + m, similarity),
        st.integers(0, 200),
        st.integers(1, 40),
        st.sampled_from("st"),
        st.integers(0, 200),
        st.integers(1, 40),
        st.floats(0, 1),
    ),
    max_size=12,
)


@given(anchor_lists, st.integers(0, 60), st.integers(0, 60))
def test_detections_hold_anchors_and_hardly_overlap(anchors: list[Any], gap: int, shortest: int) -> None:
    spans = joining.detections("d", anchors, least=0.5, gap=gap, shortest=shortest)
    for span in spans:
        assert span.draft_end - span.draft_start >= shortest
        inside = [
            a for a in anchors if a.source == span.source and span.draft_start <= a.start and a.end <= span.draft_end
        ]
        assert min(a.start for a in inside) == span.draft_start
        assert max(a.end for a in inside) == span.draft_end
    for one in spans:
        for other in spans:
            if one is not other:
                shared = min(one.draft_end, other.draft_end) - max(one.draft_start, other.draft_start)
                longer = max(one.draft_end - one.draft_start, other.draft_end - other.draft_start)
                assert shared <= joining.OVERLAP * longer


# The conventions of PAN.


def test_short_detections_are_dropped_and_ends_snap_to_sentences() -> None:
    sentence = "The council opened forty new schools in the northern districts this year. "
    draft, source = sentence * 12, "Before. " + sentence * 8
    length = len(sentence)
    strong = found((length + 3, 5 * length - 6), (8 + 2, 8 + 4 * length - 4))
    short = found((6 * length, 6 * length + 60), (5000, 5060))
    assert adapter.adapt([strong, short], draft, source) == [((length, 5 * length - 1), (8, 8 + 4 * length - 1))]


def test_neighbours_become_one_and_the_better_of_two_that_overlap_stays() -> None:
    pieces = [
        Piece((0, 300), (0, 300), 90.0),
        Piece((400, 700), (400, 700), 80.0),
        Piece((250, 600), (9000, 9400), 40.0),
    ]
    assert adapter.apart(adapter.joined(pieces)) == [Piece((0, 700), (0, 700), 170.0)]


def test_a_summary_is_a_paragraph_with_pieces_from_all_over_the_source() -> None:
    paragraph = "x" * 600
    draft = f"{'a' * 500}\n{paragraph}\n{'b' * 500}"
    scattered = [Piece((510, 560), (100, 200), 25.0), Piece((900, 960), (5000, 5100), 25.0)]
    assert adapter.summary(scattered, draft, 6000) == (501, 1101)
    assert adapter.summary(scattered[:1], draft, 6000) is None
    together = [Piece((510, 560), (100, 200), 25.0), Piece((900, 960), (300, 400), 25.0)]
    assert adapter.summary(together, draft, 6000) is None
    assert adapter.summary(scattered, draft.replace("x", "\n"), 6000) is None


def test_weak_fragments_alone_are_no_detection() -> None:
    assert adapter.adapt([found((0, 400), (0, 400), lexical=20.0, nats=20.0)], "x" * 1000, "y" * 1000) == []


# PAN's pairs.


def test_figures_of_pan_count_clean_pairs_and_weigh_cases_alike() -> None:
    case = Span("d1 s1", 0, 100, "s1", 0, 100)
    pairs = [
        pan.Pairing("02-no-obfuscation", "d1", "s1", (case,)),
        pan.Pairing("01-no-plagiarism", "d2", "s1", ()),
        pan.Pairing("01-no-plagiarism", "d3", "s1", ()),
    ]
    wrong = Span("d2 s1", 0, 50, "s1", 0, 50)
    figures = pan.figures(pairs, [[case], [wrong], []])
    assert figures["clean_flagged"] == 0.5
    assert figures["categories"]["02-no-obfuscation"]["plagdet"] == 1.0
    assert figures["categories"]["all"]["precision"] == 0.5
    assert figures["categories"]["all"]["recall"] == 1.0


def test_a_pair_checked_by_the_benchmark_is_what_compare_says() -> None:
    copied = random_chinese(5, 160)
    drafts = {"d": random_chinese(1, 300) + "。" + copied + "。" + random_chinese(2, 300)}
    sources = {"s": random_chinese(3, 200) + "。" + copied + "。", "t": random_chinese(4, 400)}
    checker = pan.Checker(pan.Texts(drafts, sources))
    results = checker([pan.Pairing("02", "d", name, ()) for name in sources])
    for name, result in zip(sources, results, strict=True):
        counted = compare(Document("d", drafts["d"]), {name: sources[name]}).counted
        expected = [(m.draft.start, m.draft.end, m.source.start, m.source.end) for m in counted]
        assert [(s.draft_start, s.draft_end, s.source_start, s.source_end) for s in result.product] == expected
    assert results[0].product
    assert not results[1].product


# A look into the engine.


def test_the_stages_one_by_one_give_the_matches_of_a_check_and_all_that_was_weighed() -> None:
    copied = random_chinese(5, 160)
    draft, source = Document("d", random_chinese(1, 300) + "。" + copied), copied + "。" + random_chinese(2, 300)
    plain = compare(draft, {"s": source})
    sources = memory_sources([Document("s", source)], shipped())
    look = engine.Engine(shipped()).look(draft, sources, weak=True)
    assert list(look.matches) == [replace(match, id="") for match in plain.matches]
    match = plain.counted[0]
    assert any((one.draft_start, one.draft_end) == (match.draft.start, match.draft.end) for one in look.found)
    deaf = replace(SCORING, lexical=replace(SCORING.lexical, cap=0.0), semantic=replace(SCORING.semantic, slope=0.0))
    assert not any(match.ignored is None for match in engine.Engine(shipped(), deaf).look(draft, sources).matches)


# The reliability of the score.


def test_a_proposal_is_real_when_most_of_it_was_copied_from_where_it_says() -> None:
    case = Span("d", 100, 200, "s", 0, 100)
    assert proposals.real(found((90, 190), (0, 90)), [case])
    assert not proposals.real(found((0, 140), (0, 90)), [case])
    assert not proposals.real(found((90, 190), (200, 290)), [case])
    assert not proposals.real(found((90, 190), (0, 90), name="t"), [case])


def test_proposals_do_not_overlap_and_the_surer_one_stays() -> None:
    sure, unsure = found((0, 100), (0, 100), score=0.9), found((50, 150), (300, 400), score=0.4)
    beside = found((90, 200), (500, 600), score=0.2)
    assert proposals.proposals([beside, unsure, sure]) == [sure, beside]


def test_the_fit_finds_the_weights_that_made_the_labels() -> None:
    rng = np.random.default_rng(1)
    columns = np.stack([rng.uniform(-20, 80, 20_000), rng.uniform(0, 1, 20_000), np.ones(20_000)], axis=1)
    truth = np.array([0.15, -3.0, -4.0])
    labels = (rng.uniform(size=20_000) < load("logistic").logistic(columns @ truth)).astype(float)
    assert reliability.SCORE.fit(columns, labels) == pytest.approx(truth, rel=0.15)
    scores = reliability.SCORE.held_out(columns, labels, np.arange(20_000) % 5)
    assert reliability.curve(scores, labels)["ece"] < 0.02


def test_weights_keep_their_sign() -> None:
    rng = np.random.default_rng(2)
    columns = np.stack([rng.uniform(0, 50, 500), rng.uniform(0, 1, 500), np.ones(500)], axis=1)
    labels = (columns[:, 1] > 0.5).astype(float)
    weights = reliability.SCORE.fit(columns, labels)
    assert weights[0] >= 0
    assert weights[1] <= 0


def test_a_curve_counts_each_proposal_once() -> None:
    scores, labels = np.array([0.02, 0.6, 0.64, 0.99]), np.array([0.0, 1.0, 0.0, 1.0])
    curve = reliability.curve(scores, labels)
    assert sum(one["count"] for one in curve["bins"]) == 4
    middle = next(one for one in curve["bins"] if one["from"] == 0.5)
    assert (middle["count"], middle["real"]) == (2, 0.5)
    assert curve["brier"] == pytest.approx(((scores - labels) ** 2).mean())
    assert reliability.picture({"held_out": curve}).startswith("<svg")


# Errors by cause.


def draft(**lists: Any) -> dict[str, Any]:
    """A draft with one case, characters 100 to 200 from 0 to 100 of the source s."""
    case = {"draft_offset": 100, "draft_length": 100, "source": "s", "source_offset": 0, "source_length": 100}
    empty: Mapping[str, Any] = {"counted": [], "ignored": [], "found": [], "negatives": []}
    return {"id": "d", "kind": "verbatim", "text": "x" * 400, "cases": [case], **empty, **lists}


CASE = Span("d", 100, 200, "s", 0, 100)


@pytest.mark.parametrize(
    ("cause", "lists"),
    [
        (None, {"counted": [Span("d", 90, 160, "s", 0, 70)]}),
        ("less", {"counted": [Span("d", 170, 220, "s", 50, 99)]}),
        ("quotation", {"ignored": [Span("d", 100, 200, "s", 0, 100)]}),
        ("other_source", {"counted": [Span("d", 100, 200, "t", 0, 100)]}),
        ("stretch", {"counted": [Span("d", 100, 200, "s", 300, 400)]}),
        ("nothing", {}),
        ("faint", {"found": [found((120, 180), (0, 60), null=1.0)]}),
        ("rival", {"found": [found((120, 180), (0, 60), null=500.0)]}),
    ],
)
def test_each_miss_has_its_cause(cause: str | None, lists: dict[str, Any]) -> None:
    assert errors.why_missed(CASE, draft(**lists)) == cause
    assert cause is None or cause in errors.LABELS["missed"]


@pytest.mark.parametrize(
    ("cause", "match", "lists"),
    [
        (None, Span("d", 150, 240, "s", 20, 90), {}),
        ("wrong_source", Span("d", 100, 200, "t", 0, 100), {}),
        ("wrong_stretch", Span("d", 100, 200, "s", 300, 400), {}),
        ("negative", Span("d", 300, 350, "t", 0, 50), {"negatives": [{"draft_offset": 290, "draft_length": 80}]}),
        ("words", Span("d", 300, 350, "t", 0, 50), {"found": [found((300, 350), (0, 50), name="t")]}),
        ("meaning", Span("d", 300, 350, "t", 0, 50), {"found": [found((300, 350), (0, 50), name="t", semantic=99.0)]}),
    ],
)
def test_each_wrong_match_has_its_cause(cause: str | None, match: Any, lists: dict[str, Any]) -> None:
    assert errors.why_wrong(match, draft(**lists)) == cause
    assert cause is None or cause in errors.LABELS["wrong"]


def test_every_miss_and_every_wrong_match_is_counted_once() -> None:
    drafts = [draft(counted=[Span("d", 300, 350, "t", 0, 50)]), draft(counted=[Span("d", 100, 200, "s", 0, 100)])]
    analysed = errors.analysed(drafts)
    assert sum(sum(kinds.values()) for kinds in analysed["missed"].values()) == 1
    assert sum(sum(kinds.values()) for kinds in analysed["wrong"].values()) == 1
    assert analysed["ends"]["found"] == 1


# The figures of the Chinese bench.


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 350), st.integers(1, 50)), max_size=4))
def test_the_share_flagged_is_that_of_the_characters(spans: list[tuple[int, int]]) -> None:
    record = draft(negatives=[{"draft_offset": 300, "draft_length": 50}])
    matches = [Span("d", start, start + length, "s", 0, 9) for start, length in spans]
    marked = {k for start, length in spans for k in range(start, start + length)}
    shares = zh.flagged([record], {"d": matches})
    unrelated = [k for k in range(400) if not 100 <= k < 200 and not 300 <= k < 350]
    assert shares["unrelated"] == pytest.approx(len(marked.intersection(unrelated)) / len(unrelated))
    assert shares["verbatim"] == pytest.approx(len(marked.intersection(range(300, 350))) / 50)


def test_weights_of_a_source_are_fitted_with_their_signs() -> None:
    """What would lower the probability gets no weight, and what tells gets one; a draft is in one fold."""
    fit = load("fit")
    chance = np.random.default_rng(5)
    telling, against = chance.normal(0, 2, 4000), chance.normal(0, 2, 4000)
    real = (chance.random(4000) < 1 / (1 + np.exp(-(1.5 * telling - 0.8 * against - 1.0)))).astype(float)
    weights = fit.WEIGHTS.fit(np.stack([telling, against, np.zeros(4000), np.ones(4000)], axis=1), real)
    assert 0.8 < weights[0] < 2.0
    assert weights[1] == weights[2] == 0
    assert weights[3] < 0


def test_each_number_of_the_order_model_is_moved_both_ways_and_stays_what_it_is() -> None:
    fit = load("fit")
    moved = list(fit.varied(None))
    for name, factor, scoring in moved:
        value, new = getattr(SCORING.order, name), getattr(scoring.order, name)
        assert type(new) is type(value)
        assert new != value or (value == 1 and factor < 1)
        assert not 0 <= value <= 1 or isinstance(value, int) or 0 <= new <= 1 or name not in ("border", "inside")
    assert {name for name, _, _ in moved} >= {"slope", "border", "verified"}
