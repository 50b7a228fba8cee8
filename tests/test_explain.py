"""Explanations: the numbers that are shown make the score, whatever way a passage was found."""

from __future__ import annotations

import re
from functools import cache
from math import exp, log, sqrt

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
        assert all(word.each <= SCORING.lexical.cap for word in found.words)
        assert sum(pair.nats for pair in found.sentences) == pytest.approx(semantic, rel=1e-5, abs=1e-4)
        for pair in found.sentences:
            margin = (pair.similarity - pair.level) / found.unit - SCORING.semantic.neutral
            limited = min(max(SCORING.semantic.slope * margin, SCORING.semantic.least), SCORING.semantic.most)
            assert pair.weight * pair.inside * limited == pytest.approx(pair.nats, rel=1e-4, abs=1e-4)
        offered = [min(rival.lexical, SCORING.rivalry.most_words) + rival.semantic for rival in found.rivals]
        assert null >= found.floor.nats - 1e-9
        by_shelf = found.evidence.rival == "shelf" and null > max(found.floor.nats, *offered, 0.0)
        assert by_shelf or any(null == pytest.approx(nats) for nats in (found.floor.nats, *offered))


#: A sum that an explanation shows, and what it says that this is.
SUM = re.compile(r"((?:exp|ln|[0-9.+\-−×/√() ])+) = ([+-]?[0-9.]+)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DRAFTS)
def test_the_sums_that_are_printed_come_out(name: str, language: Language) -> None:
    for one in explained(name):
        text = render(one, language=language)
        assert not re.search(r"(净证据|net evidence) [\d.]+ [+−-]\d", text)  # a term stands apart from its sign
        sums = SUM.findall(text)
        assert sums
        for written, result in sums:
            steps = written.translate({ord("−"): "-", ord("×"): "*"}).replace("√", "sqrt ")
            value = eval(re.sub(r"sqrt (\d+)", r"sqrt(\1)", steps).strip(), {"exp": exp, "ln": log, "sqrt": sqrt})
            # Each number is rounded: to hundredths in a product of a few, to thousandths in a logarithm.
            assert float(result) == pytest.approx(value, abs=0.15), written
        assert float(sums[-1][1]) == pytest.approx(one.match.score, abs=0.005)


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
