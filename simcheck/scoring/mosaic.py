"""Numbers of the mosaic: short runs of letters from many documents."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Mosaic:
    """Which runs of letters, and which sentences in other words, tell that a text is put together from many."""

    run: int = chosen(10, "letters", "that a run has at least", "a clause; names of offices are shorter")
    seen: int = derived(
        7, "letters", "of a run that its fingerprints must show before the source is looked at", "two of them; time"
    )
    few: int = chosen(8, "documents", "that may have a fingerprint of a run in any corpus", "versions of one text")
    rare: float = chosen(0.005, "share", "of the documents that may have it in a large one", "mosaic.py, honest.py")
    distinctive: float = chosen(
        1.8,
        "nats per token",
        "of surprise that a run must have",
        "as for set phrases, whose words follow from each other",
    )
    alike: float = chosen(
        0.75, "similarity", "of a sentence to one of a document, from which it may be that in other words", "mosaic.py"
    )
    apart: float = chosen(
        0.2, "similarity", "beyond what other documents say, and any text: nobody else says it", "mosaic.py, honest.py"
    )
    versions: int = chosen(
        5, "documents", "nearest to it, which are not these others", "a source may be there in five versions"
    )
    common: float = chosen(
        0.3, "share", "of its pairs of letters that it has in common with that sentence", "its topic alone is none"
    )
    sentence: int = chosen(10, "letters", "that such a sentence has at least", "as for a run")
