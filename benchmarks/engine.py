"""A look into the engine from outside: everything it grew, before it decided, and stages exchanged for an experiment.

The product has no switches for this; a benchmark puts other functions and constants in their places and takes them out
again.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from threadpoolctl import threadpool_limits

from simcheck.align import passages as stage
from simcheck.align.evidence import Pair
from simcheck.align.grow import Fragment
from simcheck.align.pairs import Pairs
from simcheck.align.passages import Evidence
from simcheck.align.select import score

#: Nats from which a fragment is worth recording at all.
WEAK = 8.0


@dataclass(frozen=True, slots=True)
class Found:
    """A fragment in characters of both texts, with its evidence in nats and the score the engine gives it.

    ``rival`` is what the best other source offers, ``least`` what one is assumed to offer anyway.
    """

    draft_start: int
    draft_end: int
    source: str
    source_start: int
    source_end: int
    nats: float
    lexical: float
    semantic: float
    rival: float
    least: float
    tokens: int
    retained: float
    score: float

    @property
    def net(self) -> float:
        """What the fragment says beyond its best rival."""
        return self.lexical + self.semantic - self.rival


def part(path: str) -> Any:
    """What stands under a name such as ``align.passages.KEEP`` of simcheck."""
    return getattr(*_place(path))


def exchange(names: Mapping[str, Any]) -> None:
    """Put other values under such names, for good."""
    for path, value in names.items():
        setattr(*_place(path), value)


def one_thread() -> None:
    """One thread for this process, where there are as many processes as cores: more would only wait for each other."""
    os.environ["RAYON_NUM_THREADS"] = "1"
    threadpool_limits(1)


@contextmanager
def replaced(names: Mapping[str, Any]) -> Iterator[None]:
    """Other values under such names, the old ones back afterwards."""
    before = {path: part(path) for path in names}
    try:
        exchange(names)
        yield
    finally:
        exchange(before)


@contextmanager
def recording(*, weak: bool = False) -> Iterator[list[Found]]:
    """A list that every check fills with the fragments it weighs, overlapping ones too; its own result stays the same.

    With ``weak`` also those of at least ``WEAK`` nats, which the engine itself drops at once.
    """
    found: list[Found] = []
    grow, passages = stage.grow, part("check.passages")

    def recorded(pairs: Pairs, alike: dict[int, frozenset[int]]) -> list[Evidence]:
        grown: list[tuple[Pair, Fragment]] = []

        def noted(pair: Pair, *rest: Any) -> Fragment | None:
            fragment = grow(pair, *rest)
            if weak and fragment is not None and fragment.nats >= WEAK:
                grown.append((pair, fragment))
            return fragment

        with replaced({"align.passages.grow": noted}):
            kept = passages(pairs, alike)
        numbers = {id(pair): number for number, pair in pairs.items()}
        known = {(one.source, one.fragment) for one in kept}
        others = {(numbers[id(pair)], fragment) for pair, fragment in grown} - known
        fainter = [stage.weigh(number, fragment, pairs, alike) for number, fragment in sorted(others, key=repr)]
        found.extend(_found(pairs, alike, one) for one in [*kept, *fainter])
        return kept

    with replaced({"check.passages": recorded}):
        yield found


def _found(pairs: Pairs, alike: dict[int, frozenset[int]], evidence: Evidence) -> Found:
    pair, fragment = pairs[evidence.source], evidence.fragment
    alone = stage.weigh(evidence.source, fragment, Pairs({evidence.source: pair}), alike)
    return Found(
        *pair.draft.span(*fragment.draft),
        pair.source.analyzed.document.id,
        *pair.source.span(*fragment.source),
        nats=fragment.nats,
        lexical=evidence.lexical,
        semantic=evidence.semantic,
        rival=evidence.rival,
        least=alone.rival,
        tokens=fragment.draft[1] - fragment.draft[0],
        retained=fragment.retained,
        score=score(evidence),
    )


def _place(path: str) -> tuple[Any, str]:
    """The module, or the class in a module, that holds a name, and the name in it."""
    holder, _, name = path.rpartition(".")
    module, _, owner = holder.rpartition(".")
    if owner[0].isupper():
        return getattr(importlib.import_module(f"simcheck.{module}"), owner), name
    return importlib.import_module(f"simcheck.{holder}"), name
