"""Numbers of names: how much evidence makes a run of characters one, in nats that add up."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen


@dataclass(frozen=True, slots=True)
class Naming:
    """Evidence that a run is a name of somebody's own: the tagger's, that of the words around it, less what all say."""

    needed: float = chosen(
        1.0, "nats", "of evidence that a name needs", "searched by hand on the sets of leftovers; leftovers_unseen.py"
    )
    told: float = chosen(
        1.0, "nats", "of evidence that an ending or the words around a name are", "searched by hand on the same"
    )
    placed: float = chosen(
        4.0, "nats", "of evidence that the place where a name stands is: 地点设在…", "searched by hand on the same"
    )
    short: float = chosen(
        1.5, "nats", "against a person of two characters that the tagger alone tells", "searched by hand on the same"
    )
    part: float = chosen(
        0.0, "nats", "that a character has at least that is a part of a name", "searched by hand on the same"
    )
    apart: float = chosen(2.0, "nats", "that a character begins another name right behind one", "few stand so")
    local: float = chosen(
        -1.5, "nats", "that a figure is a count of one place, and no norm, at least", "searched by hand on the same"
    )
    small: float = chosen(1.5, "nats", "of the same by which a small number is known", "searched by hand on the same")
