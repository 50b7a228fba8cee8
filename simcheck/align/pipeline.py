"""The pipeline behind the door: seed → extend → trim → score against rivals → select, and what follows in order.

The first way weighs words and meaning together and gives passages; the order model reads whole sections beside it. It
confirms passages that rest on their meaning, and adds those of which only the order of thoughts was kept.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

from simcheck.align.background import Background
from simcheck.align.evidence import FragmentEvidence, Scored, score, score_all
from simcheck.align.extend import Fragment, extend_all
from simcheck.align.followed import confirmed, followed_passages, followed_sources, rests_on_meaning
from simcheck.align.lexical_seeds import lexical_seeds
from simcheck.align.pairs import Pairs, pair_up
from simcheck.align.passages import free_sentences, joined, passages_in_order
from simcheck.align.runs import common_runs
from simcheck.align.sections import Section, compared_sections
from simcheck.align.seeds import Duplicates
from simcheck.align.select import select, select_runs
from simcheck.align.semantic_seeds import semantic_seeds
from simcheck.align.side import side
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Scoring
from simcheck.threads import single_blas_thread

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two passages that belong together: ``draft`` and ``source`` are spans of the two original texts.

    ``fragment`` says the same in tokens. ``also_in`` are the numbers of other documents that hold the same passage.
    ``score`` is the probability of reuse, from the ``evidence``. ``basis`` is the passage that was scored: all of it,
    where this one is what others left of it or was joined to another one.
    """

    fragment: Fragment
    draft: Span
    source: Span
    score: float
    evidence: FragmentEvidence
    basis: Scored
    also_in: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """The document number of the source."""
        return self.fragment.number

    @property
    def counts(self) -> bool:
        """Whether this is reuse; what does not count is a set phrase."""
        return self.score >= 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """What alignment gives: the ``alignments`` and the ``sections`` of the draft whose order was looked at."""

    alignments: tuple[Alignment, ...]
    sections: tuple[Section, ...]


def align(draft: Embedded, candidates: Candidates, background: Background, scoring: Scoring) -> tuple[Alignment, ...]:
    """The passages of a draft that reuse passages of its candidates, and the set phrases beside them.

    In the order of the draft, apart from each other there to the character.
    """
    return align_with_order(draft, candidates, background, scoring).alignments


@single_blas_thread
def align_with_order(draft: Embedded, candidates: Candidates, background: Background, scoring: Scoring) -> Aligned:
    """The same, with the sections whose order was looked at on the way."""
    pairs, near = pair_up(draft, candidates, background, scoring), candidates.duplicates
    scored = score_all(extended(pairs, near, scoring), pairs, near, scoring)
    chosen, sections = _with_order(scored, draft, candidates, background, scoring)
    score_run = functools.partial(score, pairs=pairs, duplicates=near, scoring=scoring)
    runs = select_runs(common_runs(pairs, scoring.seeding), chosen, score_run, scoring.decision)
    return Aligned(_in_characters([*chosen, *runs], draft, candidates), tuple(sections))


def _with_order(
    scored: list[Scored], draft: Embedded, candidates: Candidates, background: Background, scoring: Scoring
) -> tuple[list[Scored], list[Section]]:
    """The passages that are selected: of those ``scored`` what rests on words, and on meaning where order confirms it;
    and what follows a source in order beside them. With the sections that were looked at."""
    parameters, near, ours = scoring.order, candidates.duplicates, side(draft.analyzed)
    theirs = {number: side(source.analyzed) for number, source in candidates.sources.items()}
    by_words = [one for one in scored if not rests_on_meaning(one, parameters)]
    typical = [one for one in by_words if one.evidence.rival in ("shelf", "frame") and not one.counts]
    free = free_sentences(ours, [*select(by_words, scoring.decision), *typical], parameters)
    by_meaning = [
        one
        for one in scored
        if one.counts and rests_on_meaning(one, parameters) and free[ours.sentence[slice(*one.fragment.draft)]].any()
    ]
    asked = [(one.fragment.number, ours.sentences(one.fragment.draft)) for one in by_meaning]
    sections = compared_sections(draft, candidates, background, free, asked, parameters)
    followed = followed_sources(sections, free, near, parameters)
    by_order = confirmed(by_meaning, sections, followed, ours, theirs, near, parameters)
    chosen = select([*by_words, *by_order], scoring.decision)
    free = free_sentences(ours, [*chosen, *typical], parameters)
    chosen += passages_in_order(followed, ours, free, theirs, parameters)
    free = free_sentences(ours, [*chosen, *typical], parameters)
    chosen += passages_in_order(followed_passages(sections, free, near, parameters), ours, free, theirs, parameters)
    return joined(chosen, theirs, parameters), sections


def extended(pairs: Pairs, duplicates: Duplicates, scoring: Scoring) -> list[Fragment]:
    """The fragments of both channels: seed, extend, trim."""
    lexical = lexical_seeds(pairs, duplicates, scoring.seeding)
    seeds = itertools.chain(lexical, semantic_seeds(pairs, duplicates, scoring.seeding))
    return extend_all(seeds, pairs, scoring)


def _in_characters(found: list[Scored], draft: Embedded, candidates: Candidates) -> tuple[Alignment, ...]:
    """What was found in tokens, as spans of the original texts."""
    alignments, reached = [], 0
    ours, order = side(draft.analyzed), list(candidates.sources)
    for one in sorted(found, key=lambda scored: scored.fragment.draft):
        theirs = side(candidates.sources[one.fragment.number].analyzed)
        start, end = ours.span(*one.fragment.draft)
        # Neighbouring tokens share a character: 改革 and 革新.
        passage, source = (max(start, reached), end), theirs.span(*one.fragment.source)
        also_in = tuple(sorted(one.evidence.also_in, key=order.index))
        alignments.append(Alignment(one.fragment, passage, source, one.score, one.evidence, one.basis, also_in))
        reached = end
    return tuple(alignments)
