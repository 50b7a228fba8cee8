"""Numbers of the order model: passages found by the sequence in which sentences say what a source says."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Order:
    """The order model: what pairs of sentences emit, how a copy moves through its source, and what is believed."""

    slope: float = chosen(
        6.8, "nats per unit", "for a margin as wide as the encoder's unit", "searched by hand on the speech bench"
    )
    neutral: float = chosen(
        -0.75, "units", "margin at which a pair of sentences says nothing", "searched by hand on the speech bench"
    )
    source_topic: float = chosen(
        0.75,
        "share",
        "of a source sentence's nearness to the whole draft, taken off",
        "searched by hand on the speech bench",
    )
    draft_topic: float = chosen(
        0.15,
        "share",
        "of a draft sentence's nearness to the whole source, taken off",
        "searched by hand on the speech bench",
    )
    topic_from: float = chosen(
        -0.6,
        "units",
        "nearness to the whole other text above which it is topic",
        "searched by hand on the speech bench",
    )
    topic_ranks: tuple[int, int] = chosen(
        (3, 6),
        "ranks",
        "of the nearest sentences of the other text, whose mean is that nearness",
        "a source says it twice",
    )
    topic_weight: float = chosen(0.3, "weight", "from which a draft sentence is asked for that", "headings are not")
    topic_asked: int = chosen(8, "sentences", "that must be there to be asked; else all are", "a mean of four of them")
    words: float = chosen(
        0.08, "units per deviation", "for words by meaning, of either side", "searched by hand on the speech bench"
    )
    level_ranks: tuple[int, int] = chosen(
        (2, 9), "ranks", "of the pool's nearest sentences, whose mean is a sentence's level", "as for a background"
    )
    level_unit: float = derived(
        0.05, "similarity", "that a unit of margin has at least", "no division by next to nothing"
    )
    level_least: float = chosen(
        0.1, "quantile", "of the pool's own levels, below which no level is", "random characters"
    )
    level_sample: int = derived(256, "sentences", "of the pool that tell it", "a tenth of them are 25")
    words_least: float = chosen(-3.0, "deviations", "the least that words by meaning can say", "an outlier is one")
    words_most: float = chosen(5.0, "deviations", "the most that they can say", "an outlier is one")
    word_cap: float = chosen(6.0, "nats", "the most that one word can say", "words are not independent")
    few_words: int = chosen(4, "words", "that a sentence needs to say all it can", "bare numbers and names say nothing")
    least: float = chosen(
        -5.0, "nats", "the least that a pair of sentences emits", "searched by hand on the speech bench"
    )
    most: float = chosen(8.0, "nats", "the most that it emits", "searched by hand on the speech bench")
    log_enter: float = chosen(
        -3.4, "log probability", "of beginning to copy at a sentence", "searched by hand on the speech bench"
    )
    leave: float = chosen(
        0.08, "probability", "of ending the copy at a sentence", "searched by hand on the speech bench"
    )
    pause: float = chosen(
        0.12, "probability", "of putting in sentences of one's own", "searched by hand on the speech bench"
    )
    stay: float = chosen(0.5, "probability", "of another one", "searched by hand on the speech bench")
    resume: float = chosen(
        0.35, "probability", "of going on with the copy after one", "searched by hand on the speech bench"
    )
    far: float = chosen(
        0.011, "probability", "of going on anywhere else in the source", "searched by hand on the speech bench"
    )
    jumps: tuple[tuple[int, float], ...] = chosen(
        ((1, 0.78), (0, 0.13), (2, 0.03), (-1, 0.02), (3, 0.015), (-2, 0.007), (-3, 0.007)),
        "sentences, probability",
        "of how far a copy goes on",
        "Vogel, Ney, Tillmann 1996; searched by hand on the speech bench",
    )
    section: int = chosen(60, "sentences", "of either text that are looked at together", "longer than a copied passage")
    one_section: float = chosen(
        1.25, "sections", "that a text may have and still be one", "no short rest is left of it"
    )
    verify_from: float = chosen(
        2.5,
        "nats",
        "that some section must reach by its vectors, or none is compared word by word",
        "time; with 5 one draft fewer of 83 among a million sentences",
    )
    two_hits: float = chosen(
        -0.5,
        "units",
        "of margin that two neighbouring pairs of sentences must have together to be two hits",
        "from -0.6 to -0.25 a source that was copied is among the first 8 of 50 in 108 of 108 sections, rivals later",
    )
    likely: int = chosen(24, "sources", "whose order is looked at, those with most two hits", "time")
    verified: int = chosen(8, "sources", "that are compared word by word, the best by their sentences", "time")
    verified_sections: int = chosen(16, "sections", "of these sources that are", "time")
    copies: int = chosen(3, "sources", "that are near-duplicates of each other, in one place of those above", "time")
    rivals: int = chosen(2, "sections", "whose mean evidence is the null score", "one alone may be a second copy")
    shelf_from: float = chosen(
        9.5, "nats", "of a section, from which the draft is compared with the shelf too", "less never counts"
    )
    few: int = chosen(
        32, "candidates", "up to which single passages are held against the shelf too", "with more, one of 15 was lost"
    )
    shelf_texts: int = chosen(64, "texts", "of the shelf whose sentences are looked at, those on the subject", "time")
    shelf_piece: int = chosen(10, "sentences", "of a text of the shelf that are on one subject", "a paragraph or two")
    shelf_likely: int = chosen(12, "texts", "of the shelf whose order is looked at", "time")
    shelved: int = chosen(4, "sections", "of the shelf that are compared word by word", "two of them are rivals")
    rival_least: float = chosen(
        7.0,
        "nats",
        "that a rival offers at least",
        "a grid of all that net evidence is made of, over three sets of drafts",
    )
    rival_unknown: float = chosen(
        12.0, "nats", "that it is supposed to offer where there is no other source", "the same grid, in corpora of one"
    )
    rival_share: float = chosen(2.0, "share", "of that which is taken off", "the same grid")
    permutations: int = chosen(
        16, "orders", "of the source's sentences, by which what is no order is known", "its mean to .4 nats"
    )
    permuted_share: float = chosen(
        0.7,
        "share",
        "of what they say, that is taken off",
        "a grid with what is taken off short drafts: with 0.9 up to three laundered speeches more pass",
    )
    short_draft: int = chosen(
        28,
        "sentences",
        "of a draft, below which all of it is on one narrow subject, as all of another text on the same is",
        "notices on one subject that two offices wrote of facts of their own; speeches have more",
    )
    each_fewer: float = chosen(
        1.75, "nats", "that are taken off for each sentence fewer", "the same notices: with 1.25 four more fail of 60"
    )
    significant: float = chosen(
        3.5, "nats per root of sentences", "that a passage must stand out with on its own sentences", "the same grid"
    )
    significance_share: float = chosen(
        2.0, "roots of sentences", "of what it is beyond that, which are added", "the same grid"
    )
    carried_over: int = chosen(
        3,
        "sentences",
        "of the draft, of a pause behind which a piece may only be carried along",
        "a paragraph of one's own",
    )
    carried: float = chosen(
        2.0, "nats per root of sentences", "that a piece at either end of a passage has at least", "example drafts"
    )
    certain: float = chosen(
        10.5,
        "nats per root of sentences",
        "from which they need no evidence of their whole section: it may hold passages of several sources",
        "searched by hand on the zh bench and honest.py",
    )
    alone: float = chosen(
        6.0,
        "nats per root of sentences",
        "the same for a passage found by its meaning alone",
        "searched by hand on the speech and zh bench",
    )
    lexical_share: float = chosen(
        0.15,
        "share",
        "of a passage's lexical nats that count with order",
        "searched by hand on the speech and zh bench",
    )
    by_meaning: float = chosen(
        0.3, "share", "of a passage's nats that are meaning, from which order must confirm it", "the words say the rest"
    )
    by_words: float = chosen(
        0.4, "share", "of words kept, from which a passage rests on them and needs no order", "synonyms leave half"
    )
    scale: float = chosen(
        4.0, "nats", "of net evidence that raise the odds e-fold", "searched by hand on the speech bench"
    )
    border: float = chosen(
        0.9,
        "probability",
        "of having been taken, from which a sentence is in a passage",
        "searched by hand on the speech bench",
    )
    inside: float = chosen(
        0.85, "probability", "the same for a sentence between two of them", "searched by hand on the speech bench"
    )
    least_tokens: int = chosen(15, "tokens", "that a passage in order has at least", "a clause")
    overlap: float = chosen(0.3, "share", "of a sentence that may belong to a copied passage", "as for copied passages")
    longest_pause: int = chosen(6, "sentences", "of the draft, over which a passage goes on", "a paragraph put in")
    longest_jump: int = chosen(12, "sentences", "in the source, over which a passage goes on", "a paragraph")
    apart: int = chosen(
        1, "sentences", "of the source between two passages that are one in the draft", "one sentence is left out"
    )
    claim: float = chosen(
        3.0, "nats", "with which a draft sentence asks to be paid by a source sentence", "a clear pair"
    )
    most_per_sentence: int = chosen(
        4, "sentences", "of the draft that a sentence of the source pays for", "who expands adds a few"
    )
    most_longer: float = chosen(
        4.0, "factor", "on the source's words that the draft's may be", "who expands adds a few"
    )
