"""Short documents of one subject: two offices with facts of their own are no copies, what was laundered is one."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simcheck import Document, compare
from simcheck.align.background import draft_background
from simcheck.align.body import evident
from simcheck.align.side import side
from simcheck.check import explain
from simcheck.corpus.memory import memory_sources
from simcheck.encode import load_encoder, vectors_of
from simcheck.encode.embedded import Embedded
from simcheck.reporters.explain import render
from simcheck.scoring import SCORING
from simcheck.text.analyze import analyze


@functools.cache
def offices() -> dict[str, Any]:
    folder = Path(__file__).parents[1] / "benchmarks" / "sets"
    return tomllib.loads((folder / "offices.toml").read_text("utf-8"))


def overlap(draft: str, source: str) -> float:
    return compare(Document("稿", draft), [Document("源", source)]).figures.overlap


@pytest.mark.parametrize("place", [5, 10, 20, 24, 53])
def test_two_offices_with_facts_of_their_own_are_no_copies(place: int) -> None:
    """A pledge, a letter of thanks, praise, a proposal and an emergency plan: a third to nine tenths counted before."""
    first, second = offices()["apart"][place]["texts"]
    assert overlap(first, second) == 0
    assert overlap(second, first) == 0


@pytest.mark.parametrize("place", [1, 4, 8, 12, 19])
def test_a_laundered_short_document_counts(place: int) -> None:
    one = offices()["laundered"][place]
    assert overlap(one["draft"], one["source"]) > 0.5


def test_a_title_says_the_subject_and_is_no_evidence_beside_a_body() -> None:
    title, body = "关于错发两名职工体检报告的情况说明", "上月体检车到厂里来过一次。"
    text = side(analyze(Document("稿", f"{title}\n{body}")))
    seen = evident(text, (0, len(text)), SCORING.rivalry)
    said = "".join(text.analyzed.normalized.text[text.analyzed.tokens.starts[at]] for at in np.flatnonzero(seen))
    assert "体检车到厂" in said
    assert "错" not in said
    assert evident(text, (0, len(title) - 2), SCORING.rivalry).all()
    report = f"{title}\n{body}\n经查，两本报告的封面与内页装反，当天就换了回来。"
    copied = overlap(report, report.replace(title, "情况说明"))
    assert copied > 0.5  # a copied body counts, whatever stands above it


def test_explain_says_what_a_short_draft_takes_off() -> None:
    one = offices()["laundered"][2]
    encoder = load_encoder()
    sources = memory_sources([Document("源", one["source"])], encoder)
    told = explain(Document("稿", one["draft"]), sources, encoder, 0)
    assert told.explanation.evidence.short > 0
    assert "通篇只谈一事" in render(told, language="zh")
    assert "all on one subject" in render(told, language="en")


def as_lines(text: str) -> str:
    """A text as slides have it: a line a sentence, without a closing mark."""
    return "\n".join(one for one in re.split("[。；！？\n]", text) if one.strip())


def test_lines_without_marks_that_are_all_of_a_text_are_no_headings() -> None:
    """What was laundered is found as before; the words of a heading above a body say no more than they did."""
    for one in offices()["laundered"][:6]:
        assert overlap(as_lines(one["draft"]), one["source"]) > 0.3
    first, second = offices()["apart"][10]["texts"]
    assert overlap(as_lines(first), second) == 0
    headings = ["一、提高认识", "二、压实责任", "三、严格督查"]
    draft = embedded_of("\n".join(f"{heading}\n{said}" for heading, said in zip(headings, SAID, strict=True)))
    weights = draft_background(draft, load_encoder(), lambda: draft.vectors, (), SCORING).weights
    assert [weight > 0 for weight in weights.tolist()] == [False, True] * 3


SAID = (
    "水库的闸门去年锈得打不开，今年汛前要一座一座试机。",
    "哪个村的道路塌了方，哪个村的支部书记当天报到镇里来。",
    "三十二户搬迁群众的新房，九月底前要把钥匙交到手上。",
)


def embedded_of(text: str) -> Embedded:
    analyzed = analyze(Document("稿", text))
    return Embedded(analyzed, vectors_of(load_encoder(), [sentence.text for sentence in analyzed.sentences]))
