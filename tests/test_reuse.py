"""The probability that a draft reuses a source: more evidence never lowers it, and it can be a limit of the gate."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import EXAMPLES, example_sources, shipped

from simcheck.align.source_evidence import SourceEvidence
from simcheck.check import check
from simcheck.judge.reuse import highest
from simcheck.limits import Limits
from simcheck.messages import LANGUAGES, Language
from simcheck.report import Report
from simcheck.reporters import csv, docx, html, markdown, sarif, text
from simcheck.reporters.reuse import lines
from simcheck.scoring import SCORING
from simcheck.types import Document, Reuse

amounts = st.floats(0, 100)
ALONE = Limits(max_overlap=None, max_passage=None, max_run=None, max_probability=0.9, fail_on=())


def _check(name: str, limits: Limits | None = None) -> Report:
    draft = Document(name, (EXAMPLES / "drafts" / f"{name}.txt").read_text("utf-8"))
    return check(draft, example_sources(), shipped(), limits=limits)


@given(
    amounts, amounts, amounts, st.floats(0, 1), amounts, st.sampled_from(["order", "significance", "passages", "best"])
)
def test_more_evidence_never_lowers_the_probability(
    order: float, significance: float, passages: float, best: float, more: float, which: str
) -> None:
    one = SourceEvidence(1, order, significance, passages, best)
    grown = min(1.0, best + more) if which == "best" else getattr(one, which) + more
    other = replace(one, **{which: grown})
    assert best <= one.probability(SCORING.reuse) <= other.probability(SCORING.reuse) <= 1
    assert SourceEvidence(1, 0, 0, 0, 0).probability(SCORING.reuse) < 0.05


def test_each_source_of_a_counted_passage_has_a_probability() -> None:
    found = _check("paraphrased")
    told = {one.document_id: one.probability for one in found.reuse}
    assert {match.source.document_id for match in found.counted} <= set(told)
    for match in found.counted:
        assert told[match.source.document_id] >= match.score
    assert list(told.values()) == sorted(told.values(), reverse=True)
    assert set(told) <= {source.id for source in found.sources}
    assert Report.from_dict(found.to_dict(texts=True)) == found


def test_it_can_be_a_limit() -> None:
    assert _check("paraphrased", ALONE).verdict.reasons[0].code == "max_probability"
    assert _check("clean", ALONE).verdict.decision == "pass"
    assert Limits().max_probability is None


def test_what_was_accepted_or_is_no_peer_is_held_against_nobody() -> None:
    found = _check("paraphrased")
    [first, *_] = found.reuse
    known = {source.id: source for source in found.sources}
    assert highest(found.reuse, found.matches, known) == first.probability
    accepted = tuple(replace(match, ignored="baseline") for match in found.matches)
    assert highest(found.reuse, accepted, known) == 0
    own = {name: replace(source, source_class="own") for name, source in known.items()}
    assert highest(found.reuse, found.matches, own) == 0
    assert highest([Reuse("别处.txt", 0.7)], (), {}) == 0.7


def test_a_report_of_the_schema_before_is_read() -> None:
    """Reports are kept for years: what version 3 did not have is empty."""
    found = _check("paraphrased")
    data = found.to_dict(texts=True) | {"schema_version": 3}
    del data["reuse"], data["limits"]["max_probability"]
    data["matches"] = [
        {name: value for name, value in one.items() if name not in ("pairs", "why")} for one in data["matches"]
    ]
    bare = tuple(replace(match, pairs=()) for match in found.matches)
    assert Report.from_dict(data) == replace(found, matches=bare, reuse=())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_tells_it(language: Language) -> None:
    found = _check("edited")
    assert found.reuse
    percent = "99%"
    for told in (
        text.render(found, language=language),
        html.render(found, language=language),
        markdown.render([found], language=language),
    ):
        assert percent in told
    assert "sourceProbability" in sarif.render([found], language=language)
    assert str(round(found.reuse[0].probability, 4)) in csv.render([found], language=language)
    assert docx.render(found, language=language)


def test_a_source_without_a_passage_says_so() -> None:
    found = replace(_check("clean"), reuse=(Reuse("speeches/甲.txt", 0.8),))
    from simcheck.messages import words

    assert "指不出具体段落" in lines(found, words("zh"))[0]
