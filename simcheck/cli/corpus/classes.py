"""The classes of texts that an earlier simcheck told by their form, told anew by the present rules and said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simcheck.cli.streams import say

if TYPE_CHECKING:
    from simcheck.library import Corpus
    from simcheck.sharded import Shards

#: How many texts are named, of those of which the same is said.
_NAMED = 10


def tell_anew(opened: Corpus | Shards) -> None:
    """Tell the classes of a corpus anew that older rules told, and say which are others now. Shards keep theirs."""
    from simcheck.library import Corpus

    if not isinstance(opened, Corpus) or not opened.reclassifiable():
        return
    found = opened.reclassify()
    say_some(
        [
            f"{name}: has the form of a law, made an authority (--as peer makes it a peer)"
            if now == "authority"
            else f"{name}: is no law by its form, made a peer (--as authority makes it an authority)"
            for name, now in found.changed
        ]
    )
    say_some(
        [
            f"{name}: is kept as a peer, though it has the form of a law; add it again with --as authority if it is one"
            if now == "authority"
            else f"{name}: is kept as authority, though no law by its form; add it again with --as peer if nobody "
            "gave it that class"
            for name, now in found.kept
        ]
    )


def say_older(opened: Corpus | Shards, folder: Path) -> None:
    """Say how many classes of a corpus an earlier simcheck told, and what tells them anew."""
    from simcheck.library import Corpus

    if isinstance(opened, Corpus) and (count := opened.reclassifiable()):
        say(
            f"simcheck: {folder}: the classes of {count} texts are those of an earlier simcheck; "
            "`simcheck corpus rebuild` tells them anew, and so does `corpus add`"
        )


def say_some(lines: Sequence[str]) -> None:
    """The first lines, and how many more there are."""
    for line in lines[:_NAMED]:
        say(f"simcheck: {line}")
    if len(lines) > _NAMED:
        say(f"simcheck: and {len(lines) - _NAMED} more texts like these")
