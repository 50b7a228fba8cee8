"""The check, in five stages: analyze → retrieve → align → accept → judge. Every check goes this way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from simcheck.accept import Acceptance, accept, without_marks
from simcheck.align import align, background_of
from simcheck.caching import memoize_per_object
from simcheck.corpus.sources import Sources
from simcheck.encode import Encoder
from simcheck.encode.embedded import Embedded
from simcheck.errors import CorpusError, DraftError
from simcheck.judge import judge, matches_of, named_sources, rejudge
from simcheck.limits import Limits
from simcheck.report import Report
from simcheck.retrieve import retrieve
from simcheck.scoring import SCORING, Scoring
from simcheck.text.analyze import Analyzed, analyze
from simcheck.text.formulas import formulas
from simcheck.types import Document

#: What a check does one after the other.
Stage = Literal["reading", "encoding", "searching", "comparing", "aligning", "judging"]
#: Called before each stage; what it raises ends the check.
Watch = Callable[[Stage], object]

#: Letters (Chinese characters, words) that a draft may have; memory grows with their number.
LONGEST = 500_000


def unwatched(_: Stage) -> None:
    """Watches nothing."""


def check(
    draft: Document,
    sources: Sources,
    encoder: Encoder,
    *,
    limits: Limits | None = None,
    acceptance: Acceptance | None = None,
    watch: Watch = unwatched,
    scoring: Scoring = SCORING,
) -> Report:
    """Which passages of the draft reuse which passages of the sources, how much that is, and whether it passes
    the limits.

    Marks in the draft are not compared; they and what else ``acceptance`` names do not count. ``watch`` is told each
    stage before it begins.

    Raises DraftError for a draft without a letter, CorpusError when there are no sources.
    """
    watch("reading")
    analyzed = _analyzed(draft, sources)
    watch("encoding")
    embedded = Embedded(analyzed, encoder.encode([sentence.text for sentence in analyzed.sentences]))
    watch("searching")
    candidates = retrieve(embedded, sources, scoring.retrieval, lambda: watch("comparing"))
    background = background_of(embedded, candidates, lambda: _formula_vectors(encoder), scoring)
    watch("aligning")
    alignments = align(embedded, candidates, background, scoring)
    watch("judging")
    found = matches_of(alignments, draft, analyzed, candidates.sources, scoring.judgement)
    named = named_sources(found, candidates.sources)
    matches, notes = accept(found, draft, named, acceptance or Acceptance())
    return judge(
        draft,
        analyzed,
        matches,
        encoder,
        limits or Limits(),
        corpus=sources.info,
        sources=named,
        notes=notes,
        scoring=scoring.judgement,
    )


def reconsider(report: Report, acceptance: Acceptance) -> Report:
    """A report with further matches accepted, its figures and its verdict made again; what is accepted stays so."""
    matches, warnings = accept(report.matches, report.draft, report.sources, acceptance)
    return rejudge(report, without_marks(report.draft).text, matches, warnings)


def _analyzed(draft: Document, sources: Sources) -> Analyzed:
    """The draft taken apart, without its marks; one that cannot be checked is refused."""
    analyzed = analyze(without_marks(draft))
    if not analyzed.sentences:
        raise DraftError(f"{draft.id}: the draft has no letters, nothing can be checked; is it the right file?")
    if len(analyzed.tokens.units) > LONGEST:
        raise DraftError(f"{draft.id}: more than {LONGEST:,} letters in one draft; split it and check the parts")
    if not sources.info.documents:
        raise CorpusError("there is nothing to compare with; add speeches with `simcheck corpus add PATH`")
    return analyzed


@memoize_per_object
def _formula_vectors(encoder: Encoder) -> npt.NDArray[np.float32]:
    return encoder.encode(formulas())
