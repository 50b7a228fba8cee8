"""Numbers of retrieval: which documents are candidates, and which neighbours are a background."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Which documents are candidates, and which neighbours are a sentence's background."""

    neighbours: int = chosen(
        100, "sentences", "nearest sentences looked at for each of the draft", "recall of the candidate"
    )
    background: int = chosen(
        9,
        "documents",
        "nearest documents whose best sentences are a sentence's neighbourhood",
        "the second to the ninth: the first may be the source itself",
    )
    skipped: int = chosen(
        3,
        "sentences",
        "best sentences left out of a background where documents are few",
        "a source says a thing up to three times",
    )
    candidates: int = chosen(16, "documents", "proposed by each channel at most", "time")
    lexical_only_nats: float = chosen(
        45.0,
        "nats",
        "of fingerprints shared with a stretch, from which a document is a candidate however many there are",
        "seven rare ones: a sentence; honest drafts of 1,000 letters share so much with one document, or none",
    )
    lexical_only_most: int = derived(400, "documents", "proposed so in a draft at most", "memory; mosaic.py")
    lexical_only_letters: int = derived(
        20_000_000, "letters", "of the draft times such documents at most", "memory grows with both; 400 for 50,000"
    )
    leaders: int = chosen(3, "documents", "proposed for each stretch of the draft, or each sentence", "time")
    documents: int = chosen(60, "documents", "nearest to a sentence, whose margins are added up in windows", "memory")
    window: int = chosen(6, "sentences", "of the draft whose margins are added up", "the length of a paragraph")
    window_margin: float = chosen(0.5, "units", "added to a margin in a window", "weak neighbours add up too")
    window_most: float = chosen(1.5, "units", "the most that a margin adds", "one strong sentence is no window")
    by_windows: int = chosen(
        320,
        "documents",
        "proposed by windows",
        "among a million sentences three more sources of 83 than with 160 and 24",
    )
    with_two_hits: int = chosen(
        40, "documents", "of these that are candidates, those with most two hits", "the same three; time"
    )
    stretch: int = chosen(60, "units", "characters or words whose shared fingerprints are added up", "a long sentence")
    duplicate: float = chosen(
        0.5,
        "share",
        "of the smaller document's fingerprints in the other one, from which two are near-duplicates",
        "containment: Broder 1997",
    )
    counterpart: float = chosen(
        0.7, "similarity", "from which two sentences in two languages say the same", "rivals have .1 to .4 of such"
    )
    exact_below: int = derived(2000, "fingerprints", "of the smaller document, up to which all are compared", "time")
    sample_enough: int = derived(
        16, "fingerprints", "of a sample, enough to tell that two have little in common", "error under 1 %"
    )
