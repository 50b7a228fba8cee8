"""The check, in five stages: analyze → retrieve → align → accept → judge. Every check goes this way.

Between them stand the background models, which follow from the draft before anything is retrieved, and what is told
beside the passages: pairs of sentences, reused sources, a mosaic of short runs, and leftovers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

import numpy as np
import numpy.typing as npt

from simcheck.accept import Acceptance, accept, without_marks
from simcheck.align import Aligned, Background, Explanation, align_with_order, background_of, draft_background
from simcheck.align import explain as explain_alignment
from simcheck.caching import memoize_per_object
from simcheck.cancelling import look
from simcheck.corpus.sources import Sources
from simcheck.encode import Encoder, vectors_of
from simcheck.encode.embedded import Embedded
from simcheck.errors import CorpusError, DraftError, UsageError
from simcheck.forks import under_way
from simcheck.judge import beside_holders, cited_apart, judge, matches_of, named_sources, rejudge, reuse_of, with_reused
from simcheck.judge.quotations import quotations
from simcheck.limits import Limits
from simcheck.mosaic import said_again, shared_runs
from simcheck.pairing import paired
from simcheck.proof import proofread
from simcheck.report import Report
from simcheck.retrieve import Candidates, Margins, retrieve
from simcheck.scoring import SCORING, Scoring
from simcheck.text.analyze import Analyzed, analyze
from simcheck.text.downwards import reading_order
from simcheck.text.formulas import formulas
from simcheck.threads import single_blas_thread
from simcheck.types import Document, Identity, Match, SharedRun

#: What a check does one after the other.
Stage = Literal["reading", "encoding", "searching", "comparing", "aligning", "judging"]
#: Called before each stage; what it raises ends the check.
Watch = Callable[[Stage], object]

#: Letters (Chinese characters, words) that a draft may have; memory grows with their number.
LONGEST = 500_000


def unwatched(_: Stage) -> None:
    """Watches nothing."""


@under_way("check")
@single_blas_thread
def check(
    draft: Document,
    sources: Sources,
    encoder: Encoder,
    *,
    limits: Limits | None = None,
    acceptance: Acceptance | None = None,
    watch: Watch = unwatched,
    scoring: Scoring = SCORING,
    identity: Identity | None = None,
) -> Report:
    """Which passages of the draft reuse which of the sources, how much that is, and whether it passes the limits.

    Marks in the draft that are obeyed are not compared; they and what else ``acceptance`` names do not count. The
    report's draft has columns that are read downwards in the order of reading (``simcheck.text.downwards``), and tells
    where they stand in the file (``Reading.order``, ``simcheck.places``). ``watch`` is told each stage before it
    begins. Inside of ``cancellable`` a check can be given up.

    Raises DraftError for a draft without a letter, CorpusError when there are no sources, Cancelled.
    """
    draft, accepting = _as_read(draft), acceptance or Acceptance()
    embedded, candidates, background = compared(draft, sources, encoder, watch, scoring, accepting.marks)
    _begin("aligning", watch)
    aligned = align_with_order(embedded, candidates, background, scoring)
    _begin("judging", watch)
    found = _found(draft, aligned, embedded, candidates, background, scoring)
    found = _beside_holders(found, embedded.analyzed, candidates, accepting, scoring)
    reuse = reuse_of(found, aligned, candidates, scoring)
    named = with_reused(named_sources(found, candidates.sources), reuse, candidates)
    look()
    apart = tuple(chain.from_iterable(cited_apart(found, embedded.analyzed, scoring.judgement)))
    matches, notes = accept(apart, draft, named, accepting)
    runs = _mosaic(embedded, candidates, background, sources, scoring)
    look()
    report = judge(
        draft, embedded.analyzed, matches, encoder, limits or Limits(), corpus=sources.info, sources=named, notes=notes,
        runs=runs, scoring=scoring.judgement, reuse=reuse,
    )  # fmt: skip
    return proofread(report, identity, [source.analyzed.document for source in candidates.sources.values()])


def _found(
    draft: Document,
    aligned: Aligned,
    embedded: Embedded,
    candidates: Candidates,
    background: Background,
    scoring: Scoring,
) -> tuple[Match, ...]:
    """The match of each alignment, with its pairs of sentences."""
    found = matches_of(aligned.alignments, draft, embedded.analyzed, candidates.sources, scoring.judgement)
    look()
    return paired(found, aligned.alignments, embedded, candidates, background, aligned.sections, scoring)


def _beside_holders(
    found: tuple[Match, ...], draft: Analyzed, candidates: Candidates, acceptance: Acceptance, scoring: Scoring
) -> tuple[Match, ...]:
    """The matches, each beside the source that says what it is."""
    holders = named_sources(found, candidates.sources)
    return beside_holders(found, draft, holders, acceptance.own_among(holders), scoring.judgement)


def _begin(stage: Stage, watch: Watch) -> None:
    look()
    watch(stage)


def _mosaic(
    draft: Embedded, candidates: Candidates, background: Background, sources: Sources, scoring: Scoring
) -> tuple[SharedRun, ...]:
    """The runs that the draft shares with few documents, and the sentences that say them again."""
    equal = shared_runs(draft.analyzed, candidates.shared, background.lexical.surprise, sources, scoring.mosaic)
    return said_again(draft, candidates.neighbourhood, equal, sources, scoring.mosaic)


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a match has its score: the match, its place among the report's matches from 0, what was reckoned, and the
    documents by the numbers that stand there. The match may stand beside another source than the one that was
    reckoned with (``judge.holders``)."""

    draft: Document
    place: int
    match: Match
    explanation: Explanation
    documents: Mapping[int, Document]


@under_way("explain")
@single_blas_thread
def explain(
    draft: Document, sources: Sources, encoder: Encoder, place: int, *, marks: bool = True, scoring: Scoring = SCORING
) -> Explained:
    """Why a match has its score; ``place`` counts from 0 through the report's matches, ``marks`` as for that report.

    Raises UsageError when the report has not so many, and what ``check`` raises.
    """
    draft = _as_read(draft)
    embedded, candidates, background = compared(draft, sources, encoder, unwatched, scoring, marks)
    aligned = align_with_order(embedded, candidates, background, scoring)
    found = _found(draft, aligned, embedded, candidates, background, scoring)
    found = _beside_holders(found, embedded.analyzed, candidates, Acceptance(marks=marks), scoring)
    apart = cited_apart(found, embedded.analyzed, scoring.judgement)
    matches = [(number, part) for number, parts in enumerate(apart) for part in parts]
    if not 0 <= place < len(matches):
        raise UsageError(
            f"{draft.id} has no match {place + 1}; the last one is {len(matches)}", code="draft.no_such_match"
        )
    number, match = matches[place]
    explanation = explain_alignment(embedded, candidates, background, aligned, number, scoring)
    documents = {number: source.analyzed.document for number, source in candidates.sources.items()}
    return Explained(draft, place, match, explanation, documents)


def reconsider(report: Report, acceptance: Acceptance) -> Report:
    """A report with further matches accepted, its figures and its verdict made again; what is accepted stays so."""
    compared = without_marks(report.draft) if acceptance.marks else report.draft
    matches = report.matches
    if own := acceptance.own_among(report.sources):
        matches = beside_holders(matches, analyze(compared), report.sources, own, SCORING.judgement)
    matches, warnings = accept(matches, report.draft, report.sources, acceptance)
    kept = tuple(one for one in report.warnings if not one.code.startswith("maybe_own"))  # they are told anew
    return rejudge(replace(report, warnings=kept), compared.text, matches, warnings, SCORING.judgement)


def _as_read(draft: Document) -> Document:
    """The draft with columns that are read downwards in the order of reading; every other character where it was."""
    order = reading_order(draft.text)
    if not order:
        return draft
    text = "".join(draft.text[place] for place in order)
    return replace(draft, text=text, reading=replace(draft.reading, order=tuple(order)))


def compared(
    draft: Document, sources: Sources, encoder: Encoder, watch: Watch, scoring: Scoring, marks: bool = True
) -> tuple[Embedded, Candidates, Background]:
    """The stages before alignment: analyze → retrieve, and the background models."""
    begin = functools.partial(_begin, watch=watch)
    begin("reading")
    analyzed = _analyzed(without_marks(draft) if marks else draft, sources)
    begin("encoding")
    embedded = Embedded(analyzed, vectors_of(encoder, [sentence.text for sentence in analyzed.sentences]))
    begin("searching")
    vectors, quoted = functools.partial(_formula_vectors, encoder), quotations(analyzed.document.text)
    known = draft_background(embedded, encoder, vectors, quoted, scoring)
    margins = Margins(known.pool_levels["zh"].similarity, known.pool_levels["zh"].unit, known.order_weights)
    candidates = retrieve(embedded, margins, sources, scoring.retrieval, scoring.order, lambda: begin("comparing"))
    return embedded, candidates, background_of(embedded, known, candidates, vectors, scoring)


def _analyzed(draft: Document, sources: Sources) -> Analyzed:
    """The draft taken apart; one that cannot be checked is refused."""
    analyzed = analyze(draft)
    if not analyzed.sentences:
        raise DraftError(
            f"{draft.id}: the draft has no letters, nothing can be checked; is it the right file?", code="draft.empty"
        )
    if len(analyzed.tokens.units) > LONGEST:
        raise DraftError(
            f"{draft.id}: more than {LONGEST:,} letters in one draft; split it and check the parts",
            code="draft.too_long",
        )
    if not sources.info.documents:
        raise CorpusError(
            "there is nothing to compare with; add speeches with `simcheck corpus add PATH`", code="corpus.empty"
        )
    return analyzed


@memoize_per_object
def _formula_vectors(encoder: Encoder) -> npt.NDArray[np.float32]:
    return vectors_of(encoder, formulas())
