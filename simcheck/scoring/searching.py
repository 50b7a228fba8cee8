"""Numbers of searching: how nearly the nearest sentences of a large corpus are found."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Searching:
    """How vectors are filed and looked up. The stages read these numbers from ``SCORING``; the first three are those of
    indexes that are written from then on."""

    exact: int = chosen(
        50_000, "sentences", "of a segment, up to which each vector is compared as it is", "fast enough: scale.py"
    )
    list_rows: int = chosen(
        350, "vectors", "of an inverted list on average", "few to look through, and centroids found quickly: vectors.py"
    )
    list_sample: int = derived(40, "vectors", "of a list that k-means learns from", "FAISS asks for 39")
    probes: int = chosen(32, "lists", "that are looked at for a query", "vectors.py: a million sentences")
    always: int = chosen(
        4,
        "lists",
        "of each of several large segments that are looked at whatever is in the others",
        "a copy of a sentence stands in the first",
    )
    depth: int = chosen(
        4, "sentences", "that a search of words looks up for each one it tells, and of one document", "a few of each"
    )
