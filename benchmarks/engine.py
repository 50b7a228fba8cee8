"""The engine from inside: the stages of a check one by one, with other numbers or other values between them, and all
that was weighed before it was chosen.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

from simcheck import Document, Match
from simcheck.accept import without_marks
from simcheck.align import Background, align, align_with_order, background_of, draft_background
from simcheck.align.evidence import Scored, floor_nats, score, score_all
from simcheck.align.pairs import Pairs, pair_up
from simcheck.align.pipeline import extended
from simcheck.align.sections import Section
from simcheck.corpus.sources import Sources
from simcheck.encode import Encoder
from simcheck.encode.embedded import Embedded
from simcheck.judge import matches_of
from simcheck.judge.quotations import quotations
from simcheck.retrieve import Candidates, Margins, retrieve
from simcheck.scoring import SCORING, Scoring
from simcheck.text.analyze import analyze
from simcheck.text.formulas import formulas

#: Exchanges what stands between two stages: the candidates, their background models.
Change = Callable[[Candidates, Background], tuple[Candidates, Background]]


@dataclass(frozen=True, slots=True)
class Found:
    """A fragment in characters of both texts, with its evidence in nats and the score the engine gives it.

    ``null`` is what it was held against, ``least`` what any text of its kind is taken to offer.
    """

    draft_start: int
    draft_end: int
    source: str
    source_start: int
    source_end: int
    nats: float
    lexical: float
    semantic: float
    null: float
    least: float
    tokens: int
    retained: float
    score: float

    @property
    def net(self) -> float:
        """What the fragment says beyond its null score."""
        return self.lexical + self.semantic - self.null


@dataclass(frozen=True, slots=True)
class Look:
    """What one draft gave: the matches of ``simcheck.check``, and every fragment that was weighed."""

    matches: tuple[Match, ...]
    found: tuple[Found, ...]


class Engine:
    """The stages of a check with the numbers of ``scoring``; ``change`` exchanges values between them.

    What follows from a draft alone is worked out once for all its sources in a row.
    """

    def __init__(self, encoder: Encoder, scoring: Scoring = SCORING, change: Change | None = None) -> None:
        self.encoder, self.scoring, self.change = encoder, scoring, change
        self._formulas = encoder.encode(formulas())
        self._draft: tuple[Document, Embedded] | None = None

    def look(self, draft: Document, sources: Sources, *, weak: bool = False) -> Look:
        """What a check of the draft finds, and what it weighed on the way; ``weak`` fragments too, which it drops."""
        scoring = self.scoring
        embedded, candidates, background = self._compared(draft, sources)
        chosen = align(embedded, candidates, background, scoring)
        matches = matches_of(chosen, draft, embedded.analyzed, candidates.sources, scoring.judgement)
        pairs, near = pair_up(embedded, candidates, background, scoring), candidates.duplicates
        fragments = extended(pairs, near, scoring)
        weighed = [score(one, pairs, near, scoring) for one in fragments] if weak else None
        if weighed is None:
            weighed = score_all(fragments, pairs, near, scoring)
        return Look(matches, tuple(self._found(one, pairs) for one in weighed))

    def sections(self, draft: Document, sources: Sources) -> tuple[Candidates, tuple[Section, ...]]:
        """The candidates, and the sections of the draft whose order was looked at."""
        embedded, candidates, background = self._compared(draft, sources)
        return candidates, align_with_order(embedded, candidates, background, self.scoring).sections

    def _compared(self, draft: Document, sources: Sources) -> tuple[Embedded, Candidates, Background]:
        embedded, scoring = self._embedded(draft), self.scoring
        quoted = quotations(embedded.analyzed.document.text)
        known = draft_background(embedded, self.encoder, lambda: self._formulas, quoted, scoring)
        reach = known.pool_levels["zh"]
        margins = Margins(reach.similarity, reach.unit, known.order_weights)
        candidates = retrieve(embedded, margins, sources, scoring.retrieval, scoring.order, lambda: None)
        background = background_of(embedded, known, candidates, lambda: self._formulas, scoring)
        return (embedded, *(self.change(candidates, background) if self.change else (candidates, background)))

    def _embedded(self, draft: Document) -> Embedded:
        if self._draft is None or self._draft[0] != draft:
            analyzed = analyze(without_marks(draft))
            vectors = self.encoder.encode([sentence.text for sentence in analyzed.sentences])
            self._draft = draft, Embedded(analyzed, vectors)
        return self._draft[1]

    def _found(self, one: Scored, pairs: Pairs) -> Found:
        pair, fragment, evidence = pairs[one.fragment.number], one.fragment, one.evidence
        return Found(
            *pair.draft.span(*fragment.draft),
            pair.source.analyzed.document.id,
            *pair.source.span(*fragment.source),
            nats=fragment.nats,
            lexical=evidence.lexical,
            semantic=evidence.semantic,
            null=evidence.null,
            least=floor_nats(pair, fragment, self.scoring.rivalry),
            tokens=fragment.draft[1] - fragment.draft[0],
            retained=fragment.retained,
            score=one.score,
        )


def one_thread() -> None:
    """One thread for this process, where there are as many processes as cores: more would only wait for each other."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    threadpool_limits(1)
