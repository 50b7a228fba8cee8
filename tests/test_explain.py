"""Explanations: the numbers that are shown make the score, whatever way a passage was found."""

from __future__ import annotations

from functools import cache

import pytest
from made import EXAMPLES, example_sources, shipped

from simcheck.check import Explained, check, explain
from simcheck.messages import LANGUAGES, Language
from simcheck.reporters.explain import render, to_dict
from simcheck.scoring import SCORING
from simcheck.types import Document

DRAFTS = sorted(path.stem for path in (EXAMPLES / "drafts").glob("*.txt"))


@cache
def explained(name: str) -> tuple[Explained, ...]:
    """Every match of an example draft explained."""
    draft = Document(name, (EXAMPLES / "drafts" / f"{name}.txt").read_text("utf-8"))
    matches = check(draft, example_sources(), shipped()).matches
    found = tuple(explain(draft, example_sources(), shipped(), place) for place in range(len(matches)))
    # Acceptance and quotations aside, which may ignore one, the matches are those of the report.
    assert [(one.match.draft, one.match.source, one.match.score) for one in found] == [
        (match.draft, match.source, match.score) for match in matches
    ]
    return found


@pytest.mark.parametrize("name", DRAFTS)
def test_the_numbers_make_the_score(name: str) -> None:
    for one in explained(name):
        found = one.explanation
        assert found.logistic.score == pytest.approx(found.alignment.score, abs=1e-12)
        lexical, semantic, null = found.evidence.lexical, found.evidence.semantic, found.evidence.null
        if not found.as_copy:
            assert found.logistic.nats == pytest.approx(lexical + semantic - null)
        if found.evidence.ordered:
            assert found.evidence.significance is not None
            assert found.evidence.significance.value >= found.evidence.significance.least
            assert found.in_order
            continue
        words = sum(word.nats for word in found.words) + found.missing * found.miss
        assert words == pytest.approx(lexical, abs=1e-6)
        assert sum(pair.nats for pair in found.sentences) == pytest.approx(semantic, rel=1e-5, abs=1e-4)
        offered = [min(rival.lexical, SCORING.rivalry.most_words) + rival.semantic for rival in found.rivals]
        assert null >= found.anyone - 1e-9
        assert any(null == pytest.approx(nats) for nats in (found.anyone, *offered))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_passage_is_told(language: Language) -> None:
    found = [one for name in DRAFTS for one in explained(name)]
    ordered = [one for one in found if one.explanation.evidence.ordered]
    assert ordered
    assert len(ordered) < len(found)
    for one in found:
        told, data = render(one, language=language), to_dict(one, language=language)
        assert f"{one.match.score:.2f}" in told
        assert "\n\n\n" not in told
        assert (data["significance"] is None) == (one.explanation.evidence.significance is None)
        assert data["scored"][0]["start"] <= data["draft"]["end"]
