"""Asking shards, wherever they are: what can be asked, and the form that every way to reach them has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol

#: A method of ``Shard`` and its arguments.
Call = tuple[
    Literal["numbers", "nearest", "sharing", "vectors", "fetch", "sample_sizes", "sampled", "holding", "names"],
    tuple[Any, ...],
]


class Ask(Protocol):
    """Ways to reach shards."""

    def __call__(self, calls: Mapping[int, Call]) -> Mapping[int, Any]:
        """What shards, by their place in the manifest, answer to these calls; all of them, or CorpusError."""
