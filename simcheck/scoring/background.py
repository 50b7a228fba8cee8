"""Numbers of the background models: what a shared word and a similar sentence are worth."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Lexical:
    """What a shared word is worth: the log-likelihood ratio of a copy against the background model."""

    cap: float = chosen(
        4.0,
        "nats",
        "the most that one token can say",
        "words are not independent; without a cap 73 of 800 pairs of PAN without a case are flagged",
    )
    character_prior: float = chosen(
        30_000.0,
        "tokens",
        "trust in the shipped frequency of a pair of Chinese characters against the texts' own counts",
        "homogeneous reports; PAN prefers 1,000 for words",
    )
    word_prior: float = chosen(
        1_000.0, "tokens", "trust that a word of a spaced script is rare", "PAN 2013, training part"
    )
    unseen: float = chosen(0.02, "occurrences", "of a token that neither background nor texts have", "smoothing")
    formula: float = chosen(0.02, "nats", "that a token of a ceremonial formula says", "next to nothing, never nothing")
    least: float = chosen(0.02, "nats", "that a token says at least, however surely it follows", "as for formulas")
    work_length: float = derived(
        2500.0, "tokens", "of a work of the background, of which only is known whether it has a token", "their mean"
    )
    most_works: float = derived(0.95, "share", "of the works that are believed to have a token", "no endless frequency")
    character_null: float = chosen(
        0.2,
        "nats",
        "per pair of Chinese characters that another text of the kind usually offers",
        "reports of one genre",
    )
    word_null: float = chosen(0.05, "nats", "the same per word of a spaced script", "PAN 2013")


@dataclass(frozen=True, slots=True)
class Semantic:
    """What the similarity of two sentences is worth: their margin over the background, in units of the encoder."""

    slope: float = chosen(
        48.0,
        "nats per unit",
        "for a margin as wide as the encoder's unit",
        "searched by hand on passages rewritten and translated",
    )
    neutral: float = chosen(
        -0.29, "units", "margin at which a pair of sentences says nothing", "searched by hand on the same"
    )
    least: float = chosen(-12.0, "nats", "the least that a sentence can say", "searched by hand on the same")
    most: float = chosen(30.0, "nats", "the most that a sentence can say", "searched by hand on the same")
    left_out: float = chosen(
        -5.0,
        "nats",
        "the least that a sentence of the source can say",
        "who condenses leaves sentences out; a sentence of the draft without counterpart stands there all the same",
    )
    full: float = chosen(
        12.0, "tokens", "that a sentence needs to say all it can; shorter ones say their part", "a clause"
    )
    headings: float = chosen(
        0.5, "share", "of a draft's tokens in lines without a closing mark, from which these are its body", "slides"
    )
    set_phrase: float = chosen(
        0.5,
        "nats per token",
        "of surprise up to which a sentence says nothing; one more and it says all it can",
        "sentences that many reports share have .45 in the median, others 2",
    )
    narrow: float = chosen(
        0.5,
        "similarity",
        "of sentences without anything in common, from which an encoder's vectors are centred",
        "e5 gives .8, encoders whose similarities are spread .3 and less",
    )
    narrow_share: float = chosen(0.05, "share", "of pairs of stock sentences that may be less similar", "a few pairs")
    window: int = chosen(5, "sentences", "of a source, among which the best one is what chance offers", "a paragraph")
    sampled: int = derived(
        1 << 17, "windows", "enough to see what chance offers", "its median is known to a hundredth of a unit"
    )
    enough: int = derived(31_000, "sentences", "among which a background is seen in full", "74 reports")
    growth: float = derived(
        0.14,
        "units",
        "by which a background is lower with each e-fold fewer sentences",
        "three encoders: .14 to .16; few.py",
    )
    typical: float = derived(
        0.5, "share", "of what lies above chance that the unit usually is", "four encoders: .35 to .6"
    )
