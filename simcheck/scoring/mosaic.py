"""Numbers of the mosaic: short runs of letters from many documents."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Mosaic:
    """Which runs of letters tell that a text is put together from many."""

    run: int = chosen(10, "letters", "that a run has at least", "a clause; names of offices are shorter")
    seen: int = derived(
        7, "letters", "of a run that its fingerprints must show before the source is looked at", "two of them; time"
    )
    few: int = chosen(8, "documents", "that may have a fingerprint of a run in any corpus", "versions of one text")
    rare: float = chosen(0.005, "share", "of the documents that may have it in a large one", "mosaic.py, honest.py")
    telling: float = chosen(
        1.8,
        "nats per token",
        "of surprise that a run must have",
        "as for set phrases, whose words follow from each other",
    )
