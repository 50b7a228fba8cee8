"""Numbers of pairing: which sentence is shown beside which."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which sentences of a rewritten passage are shown beside which of its source. Nothing counts by it."""

    log_enter: float = chosen(
        -0.7, "log probability", "of beginning to copy at a sentence of a passage", "a passage was taken as a whole"
    )
    far: float = chosen(
        0.15, "probability", "of going on anywhere else in the passage", "who restructures moves sentences"
    )
    taken: float = chosen(
        0.5, "probability", "from which a sentence is shown with a counterpart", "more likely than not"
    )
    word_nats: float = chosen(
        16.0, "nats", "that all words of a sentence say", "as much as a clear pair by meaning twice"
    )
    words_by_chance: float = chosen(0.12, "share", "of words that two sentences on one topic share", "speech bench")
    second: float = chosen(3.0, "nats", "that a further sentence of the source needs", "a clear pair")
    meaning: float = chosen(3.0, "nats", "of meaning from which it is told as a reason", "the same")
    words: float = chosen(0.3, "share", "of words from which they are told as a reason", "a third")
    least_run: int = chosen(
        5, "letters", "of a run, with which a piece of a sentence stays at the end of a passage", "a word and a half"
    )
    window: int = derived(60, "sentences", "of the draft that are paired at once", "memory")
    reach: int = derived(180, "sentences", "of the source among which these are looked for", "memory")
