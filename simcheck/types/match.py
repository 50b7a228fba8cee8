"""Matches: two passages that belong together, and what says so."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.types.kinds import Kind, PairReason, Reason


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a match: the code points ``[start, end)`` of the document named ``document_id``."""

    document_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EqualRun:
    """A run of characters that both passages share: offsets of the two whole documents, and how many letters it
    has."""

    draft_start: int
    draft_end: int
    source_start: int
    source_end: int
    letters: int


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A run of ten letters or more that a draft shares with the document ``document_id`` and hardly any other: the code
    points ``[start, end)`` of the draft. Where it is not ``equal``, it is of a sentence that says what one of that
    document says, and hardly any other does, in other words."""

    start: int
    end: int
    document_id: str
    equal: bool = True


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of a match's draft passage, and one of its source passage that it says again.

    The spans are offsets of the two whole documents, inside of the passages: ``draft.text[draft_start:draft_end]``. One
    sentence stands in several pairs where it was made of several, or several of it. ``reasons`` say why the two belong
    together, never without one; ``numbers`` and ``names`` are those that both have, as the draft writes them.
    ``probability`` is that of the order model that the one was taken from the source, ``nats`` what words and meaning
    of the two say for it.
    """

    draft_start: int
    draft_end: int
    source_start: int
    source_end: int
    reasons: tuple[PairReason, ...]
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    probability: float = 1.0
    nats: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a match, in nats (natural logarithms of likelihood ratios).

    ``lexical`` is what its words say and ``semantic`` what the meaning of its sentences says. ``null`` is subtracted
    from them: what ``rival``, the id of the best other source, offers for the same passage, or for None what any text
    of the genre does. The score follows from ``net`` and the length of the passage; ``Corpus.explain`` shows all of it.
    """

    lexical: float
    semantic: float
    null: float
    rival: str | None = None

    @property
    def net(self) -> float:
        """What the match says beyond its null score.

        >>> Evidence(60.0, 12.0, 20.0, "2024.txt").net
        52.0
        """
        return self.lexical + self.semantic - self.null


@dataclass(frozen=True, slots=True)
class Match:
    """Two passages that belong together.

    ``score`` is the confidence that the reuse is real, ``verbatim`` the share of the draft passage's letters
    that also stand in the source passage. ``ignored`` says why a match is shown but not counted; None means
    that it counts. ``also_in`` names further sources that hold the same passage, the best one being ``source``.
    ``note`` is what a person said when accepting it. ``accepted`` are the stretches of the draft passage that were
    accepted, as offsets of the draft in order and apart: a match that counts does not count with them. ``id`` is its
    fingerprint, which follows from the letters of both passages alone: the ``id`` of its entry in a baseline.
    ``pairs`` are the sentences that belong together, in the order of the draft; none in a verbatim copy, where
    ``equal`` tells all.
    """

    draft: Passage
    source: Passage
    kind: Kind
    score: float
    verbatim: float
    ignored: Reason | None = None
    equal: tuple[EqualRun, ...] = ()
    also_in: tuple[str, ...] = ()
    note: str | None = None
    accepted: tuple[tuple[int, int], ...] = ()
    id: str = ""
    evidence: Evidence | None = None
    pairs: tuple[SentencePair, ...] = ()


@dataclass(frozen=True, slots=True)
class Reuse:
    """How probable it is that the draft as a whole reuses the document ``document_id``: its passages, and the order of
    its sentences, speak for that together. ``probability`` in (0, 1) is calibrated (benchmarks/fit.py)."""

    document_id: str
    probability: float
