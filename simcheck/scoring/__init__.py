"""Scoring: every number that decides what is found, in one frozen record.

Nats are natural units of log-likelihood ratio: evidence that a passage was taken from a source, against the background
model that it was not; one nat multiplies the odds by e. Each number says its unit, its meaning and its origin:

* ``derived``: follows from a formula or a measurement that has nothing to do with what is found;
* ``fitted``: the script of ``benchmarks/`` that the reason names finds it on folds of the development benches;
* ``chosen``: by hand, or by a search that no script repeats; what changes when it moves by a fifth is measured by
  ``benchmarks/sensitivity.py``, of the order model by ``benchmarks/fit.py --sensitivity``.

Functions of the stages take the record, or the part of it that they need, so that a benchmark passes another one
(``dataclasses.replace``) instead of patching modules. What a text is taken for before it is compared (``writing``,
``framing``, ``quoting``), how a corpus is filed (``searching``) and what is proofread (from ``naming`` on) is read from
``SCORING`` alone; ``writing`` is pinned by ``NORMALIZATION``, as tokens and fingerprints are, and changing it means
building every corpus anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from simcheck.scoring.background import Lexical, Semantic
from simcheck.scoring.decision import Decision, Rivalry, SourceReuse
from simcheck.scoring.extension import Extension, Seeding
from simcheck.scoring.framing import Framing
from simcheck.scoring.identifying import Identifying
from simcheck.scoring.judgement import Judgement
from simcheck.scoring.mosaic import Mosaic
from simcheck.scoring.naming import Naming
from simcheck.scoring.number import Origin
from simcheck.scoring.order import Order
from simcheck.scoring.pairing import Pairing
from simcheck.scoring.proof import Proof
from simcheck.scoring.quoting import Quoting
from simcheck.scoring.rarity import Rarity
from simcheck.scoring.recognition import Classes, Phrases, Versions, WordBorders
from simcheck.scoring.retrieval import Retrieval
from simcheck.scoring.searching import Searching
from simcheck.scoring.writing import Writing

__all__ = [
    "SCORING",
    "Classes",
    "Constant",
    "Decision",
    "Extension",
    "Framing",
    "Identifying",
    "Judgement",
    "Lexical",
    "Mosaic",
    "Naming",
    "Order",
    "Pairing",
    "Phrases",
    "Proof",
    "Quoting",
    "Rarity",
    "Retrieval",
    "Rivalry",
    "Scoring",
    "Searching",
    "Seeding",
    "Semantic",
    "SourceReuse",
    "Versions",
    "WordBorders",
    "Writing",
    "constants",
]


@dataclass(frozen=True, slots=True)
class Scoring:
    """All of it, by stage."""

    retrieval: Retrieval = field(default_factory=Retrieval)
    lexical: Lexical = field(default_factory=Lexical)
    semantic: Semantic = field(default_factory=Semantic)
    seeding: Seeding = field(default_factory=Seeding)
    extension: Extension = field(default_factory=Extension)
    order: Order = field(default_factory=Order)
    rivalry: Rivalry = field(default_factory=Rivalry)
    decision: Decision = field(default_factory=Decision)
    mosaic: Mosaic = field(default_factory=Mosaic)
    judgement: Judgement = field(default_factory=Judgement)
    reuse: SourceReuse = field(default_factory=SourceReuse)
    pairing: Pairing = field(default_factory=Pairing)
    versions: Versions = field(default_factory=Versions)
    phrases: Phrases = field(default_factory=Phrases)
    classes: Classes = field(default_factory=Classes)
    words: WordBorders = field(default_factory=WordBorders)
    writing: Writing = field(default_factory=Writing)
    framing: Framing = field(default_factory=Framing)
    quoting: Quoting = field(default_factory=Quoting)
    searching: Searching = field(default_factory=Searching)
    naming: Naming = field(default_factory=Naming)
    rarity: Rarity = field(default_factory=Rarity)
    identifying: Identifying = field(default_factory=Identifying)
    proof: Proof = field(default_factory=Proof)


class Constant(NamedTuple):
    """A number of the record with what is known of it; ``name`` as ``lexical.cap``."""

    name: str
    value: Any
    origin: Origin
    unit: str
    meaning: str
    why: str


def constants(scoring: Scoring) -> Iterator[Constant]:
    """Every number of a record, in its order.

    >>> next(constants(SCORING))[:4]
    ('retrieval.neighbours', 100, 'chosen', 'sentences')
    """
    for part in fields(scoring):
        held = getattr(scoring, part.name)
        for one in fields(held):
            about = one.metadata
            name = f"{part.name}.{one.name}"
            yield Constant(
                name, getattr(held, one.name), about["origin"], about["unit"], about["meaning"], about["why"]
            )


#: What a check reckons with.
SCORING = Scoring()
