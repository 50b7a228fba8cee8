"""Numbers of seed and extension: where an alignment is tried, and how far it grows."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Seeding:
    """Where in the dot plot of draft and source an alignment is tried."""

    cell: int = chosen(
        16,
        "tokens",
        "along each side of a cell; a seed is a block of three by three cells",
        "three cells are some fifty words, two sentences",
    )
    frequent: int = chosen(400, "occurrences", "across both texts, above which a token marks no place", "time")
    block: float = chosen(28.0, "nats", "that a block must hold", "null statistics: 99 % of clean pairs have less")
    margin: float = chosen(
        15.0, "nats", "that it must hold beyond the second best rival's best block", "set phrases have rivals"
    )
    per_row: int = chosen(2, "blocks", "tried for the same row of the draft", "time")
    sentences: int = chosen(3, "sentences", "of the draft in a block of meaning", "passages, not sentences")
    sentence_block: float = chosen(36.0, "nats", "that a block of meaning must hold", "two full sentences")
    sentence_mark: float = chosen(
        20.0, "nats", "that a pair of sentences needs to mark a place among the words", "a strong pair"
    )
    stretch: int = chosen(60, "tokens", "of source for which a mark's worth is reckoned", "the size of a block")
    plot_retained: float = chosen(
        0.999, "share", "of words kept that a mark reckons with", "a mark is worth its surprise"
    )
    lexical_retained: float = chosen(
        0.5, "share", "of words kept, first guess for a seed of words", "estimated anew at once"
    )
    semantic_retained: float = chosen(
        0.1, "share", "of words kept, first guess for a seed of meaning", "estimated anew at once"
    )
    run: int = derived(
        12,
        "tokens",
        "shared word for word, that are a seed by themselves",
        "13 characters: the offices' own rule of thumb",
    )
    run_places: int = derived(50, "places", "of the source that are tried for one run", "time")
    run_retained: float = chosen(0.95, "share", "of words kept in a run", "as much as is ever believed")


@dataclass(frozen=True, slots=True)
class Extension:
    """How an alignment grows out of a seed: X-drop extension on both sides in turn."""

    drop: float = chosen(
        30.0, "nats", "that may be lost on the way to a better end (X of X-drop)", "a sentence put in must not end it"
    )
    lookahead: tuple[int, ...] = chosen(
        (100, 30, 0),
        "tokens",
        "by which one side is widened while the other is scored, in turn",
        "replaces gap clustering: granularity .950 → .740 without",
    )
    rounds: int = derived(12, "rounds", "at most for each lookahead", "they settle after three")
    reach: int = chosen(200, "tokens", "beyond the present stretch that are scored at least", "a paragraph")
    early_round: int = derived(2, "rounds", "after which a faint seed is given up", "time")
    early: float = chosen(4.0, "nats", "below which it is", "hardly ever does it become an alignment")
    cautious: float = chosen(
        0.9, "factor", "on the share of words kept that was seen", "the seen share is that of the best stretch"
    )
    most_retained: float = chosen(0.95, "share", "of words kept, believed at most", "a miss must not cost everything")
    least_retained: float = chosen(0.03, "share", "of words kept, believed at least", "a match must earn something")
    trim_retained: float = chosen(
        0.7, "factor", "on the share of words kept while trimming", "the ends of a passage are worse than its middle"
    )
    trim_rounds: int = derived(3, "rounds", "of trimming at most", "they settle after two")
    trim_run: int = derived(2, "tokens", "that a tile has at least", "one token is chance")
    trim_pairs: int = derived(1 << 20, "pairs", "of equal tokens that tiling visits", "time")
    weighed: float = chosen(
        20.0, "nats", "beyond the null score that an alignment needs to be weighed at all", "null: 99 % have 27"
    )
