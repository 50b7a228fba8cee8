"""Judge: what kind of reuse a match is, whether it counts, how much of the draft it makes up, and the verdict."""

from __future__ import annotations

from simcheck.judge.cited_apart import cited_apart
from simcheck.judge.holders import beside_holders
from simcheck.judge.judge import judge, rejudge
from simcheck.judge.matches import matches_of, named_sources
from simcheck.judge.reuse import reuse_of, with_reused

__all__ = [
    "beside_holders",
    "cited_apart",
    "judge",
    "matches_of",
    "named_sources",
    "rejudge",
    "reuse_of",
    "with_reused",
]
