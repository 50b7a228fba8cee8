"""Numbers of names: how much evidence makes a run of characters one, in nats that add up."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, fitted


@dataclass(frozen=True, slots=True)
class Naming:
    """Evidence that a run is a name of somebody's own: the tagger's, that of the words around it, less what all say."""

    needed: float = fitted(1.0, "nats", "of evidence that a name needs", "leftovers_unseen.py")
    told: float = fitted(1.0, "nats", "of evidence that an ending or the words around a name are", "the same")
    placed: float = fitted(4.0, "nats", "of evidence that the place where a name stands is: 地点设在…", "the same")
    short: float = fitted(1.5, "nats", "against a person of two characters that the tagger alone tells", "the same")
    part: float = fitted(0.0, "nats", "that a character has at least that is a part of a name", "the same")
    apart: float = chosen(2.0, "nats", "that a character begins another name right behind one", "few stand so")
    local: float = fitted(-1.5, "nats", "that a figure is a count of one place, and no norm, at least", "the same")
    small: float = fitted(1.5, "nats", "of the same by which a small number is known", "the same")
