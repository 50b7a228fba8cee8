"""Scoring: every number that decides what is found, in one frozen record.

Nats are natural units of log-likelihood ratio: evidence that a passage was taken from a source, against the background
model that it was not; one nat multiplies the odds by e. Each number says its unit, its meaning and its origin:

* ``derived``: follows from a formula or a measurement that has nothing to do with what is found;
* ``fitted``: ``benchmarks/fit.py`` finds it on folds of the development benches, and writes it here;
* ``chosen``: by hand; ``benchmarks/fit.py --sensitivity`` measures what changes when it moves by a fifth.

Functions of the stages take the record, or the part of it that they need, so that a benchmark passes another one
(``dataclasses.replace``) instead of patching modules. What makes text comparable at all (normalisation, tokens,
fingerprints) is no scoring: it is pinned by ``NORMALIZATION``, and changing it means building every corpus anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple, TypeVar

T = TypeVar("T")
Origin = Literal["derived", "fitted", "chosen"]


def _number(origin: Origin, value: T, unit: str, meaning: str, why: str) -> T:
    about = {"origin": origin, "unit": unit, "meaning": meaning, "why": why}
    number: T = field(default=value, metadata=about)
    return number


def derived(value: T, unit: str, meaning: str, why: str) -> T:
    """A number that follows from something else."""
    return _number("derived", value, unit, meaning, why)


def fitted(value: T, unit: str, meaning: str, why: str) -> T:
    """A number that a script finds on folds of the benches."""
    return _number("fitted", value, unit, meaning, why)


def chosen(value: T, unit: str, meaning: str, why: str) -> T:
    """A number chosen by hand."""
    return _number("chosen", value, unit, meaning, why)


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
    copied_nats: float = chosen(
        45.0,
        "nats",
        "of fingerprints shared with a stretch, from which a document is a candidate however many there are",
        "seven rare ones: a sentence; honest drafts of 1,000 letters share so much with one document, or none",
    )
    copied: int = derived(400, "documents", "proposed so in a draft at most", "memory; mosaic.py")
    copied_letters: int = derived(
        20_000_000, "letters", "of the draft times such documents at most", "memory grows with both; 400 for 50,000"
    )
    leaders: int = chosen(3, "documents", "proposed for each stretch of the draft, or each sentence", "time")
    documents: int = chosen(60, "documents", "nearest to a sentence, whose margins are added up in windows", "memory")
    window: int = chosen(6, "sentences", "of the draft whose margins are added up", "the length of a paragraph")
    window_margin: float = chosen(0.5, "units", "added to a margin in a window", "weak neighbours add up too")
    window_most: float = chosen(1.5, "units", "the most that a margin adds", "one strong sentence is no window")
    by_windows: int = chosen(40, "documents", "proposed by windows", "the source is missing for 1 of 46 and 4 of 83")
    stretch: int = chosen(60, "units", "characters or words whose shared fingerprints are added up", "a long sentence")
    duplicate: float = chosen(
        0.5,
        "share",
        "of the smaller document's fingerprints in the other one, from which two are near-duplicates",
        "containment: Broder 1997",
    )
    exact_below: int = derived(2000, "fingerprints", "of the smaller document, up to which all are compared", "time")
    telling: int = derived(
        16, "fingerprints", "of a sample, enough to tell that two have little in common", "error under 1 %"
    )


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

    slope: float = fitted(
        48.0, "nats per unit", "for a margin as wide as the encoder's unit", "passages rewritten and translated by hand"
    )
    neutral: float = fitted(-0.29, "units", "margin at which a pair of sentences says nothing", "the same")
    least: float = fitted(-12.0, "nats", "the least that a sentence can say", "the same")
    most: float = fitted(30.0, "nats", "the most that a sentence can say", "the same")
    left_out: float = chosen(
        -5.0,
        "nats",
        "the least that a sentence of the source can say",
        "who condenses leaves sentences out; a sentence of the draft without counterpart stands there all the same",
    )
    full: float = chosen(
        12.0, "tokens", "that a sentence needs to say all it can; shorter ones say their part", "a clause"
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
    kept: float = chosen(
        20.0, "nats", "beyond the null score that an alignment needs to be weighed at all", "null: 99 % have 27"
    )


@dataclass(frozen=True, slots=True)
class Order:
    """The order model: what pairs of sentences emit, how a copy moves through its source, and what is believed."""

    slope: float = fitted(6.8, "nats per unit", "for a margin as wide as the encoder's unit", "speech bench")
    neutral: float = fitted(-0.75, "units", "margin at which a pair of sentences says nothing", "speech bench")
    source_topic: float = fitted(
        0.75, "share", "of a source sentence's nearness to the whole draft, taken off", "speech bench"
    )
    draft_topic: float = fitted(
        0.15, "share", "of a draft sentence's nearness to the whole source, taken off", "speech bench"
    )
    topic_from: float = fitted(
        -0.6, "units", "nearness to the whole other text above which it is topic", "speech bench"
    )
    topic_ranks: tuple[int, int] = chosen(
        (3, 6),
        "ranks",
        "of the nearest sentences of the other text, whose mean is that nearness",
        "a source says it twice",
    )
    topic_weight: float = chosen(0.3, "weight", "from which a draft sentence is asked for that", "headings are not")
    topic_asked: int = chosen(8, "sentences", "that must be there to be asked; else all are", "a mean of four of them")
    words: float = fitted(0.08, "units per deviation", "for words by meaning, of either side", "speech bench")
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
    least: float = fitted(-5.0, "nats", "the least that a pair of sentences emits", "speech bench")
    most: float = fitted(8.0, "nats", "the most that it emits", "speech bench")
    enter: float = fitted(-3.4, "log probability", "of beginning to copy at a sentence", "speech bench")
    leave: float = fitted(0.08, "probability", "of ending the copy at a sentence", "speech bench")
    pause: float = fitted(0.12, "probability", "of putting in sentences of one's own", "speech bench")
    stay: float = fitted(0.5, "probability", "of another one", "speech bench")
    resume: float = fitted(0.35, "probability", "of going on with the copy after one", "speech bench")
    far: float = fitted(0.011, "probability", "of going on anywhere else in the source", "speech bench")
    jumps: tuple[tuple[int, float], ...] = fitted(
        ((1, 0.78), (0, 0.13), (2, 0.03), (-1, 0.02), (3, 0.015), (-2, 0.007), (-3, 0.007)),
        "sentences, probability",
        "of how far a copy goes on",
        "Vogel, Ney, Tillmann 1996; speech bench",
    )
    section: int = chosen(60, "sentences", "of either text that are looked at together", "longer than a copied passage")
    verify_from: float = chosen(
        8.0, "nats", "that some section must reach by its vectors, or none is compared word by word", "time"
    )
    two_hits: float = chosen(
        -0.5,
        "units",
        "of margin that two neighbouring pairs of sentences must have together to be two hits",
        "from -0.6 to -0.25 a source that was copied is among the first 8 of 50 in 108 of 108 sections, rivals later",
    )
    likely: int = chosen(24, "sources", "whose order is looked at, those with most two hits", "time")
    verified: int = chosen(8, "sources", "that are compared word by word, the best by their sentences", "time")
    rivals: int = chosen(2, "sections", "whose mean evidence is the null score", "one alone may be a second copy")
    rival_share: float = fitted(1.8, "share", "of that which is taken off", "speech bench")
    significant: float = fitted(
        5.0,
        "nats per root of sentences",
        "that a passage must stand out with on its own sentences",
        "speech and zh bench",
    )
    certain: float = fitted(
        10.5,
        "nats per root of sentences",
        "from which they need no evidence of their whole section: it may hold passages of several sources",
        "zh bench, honest.py",
    )
    alone: float = fitted(
        6.0, "nats per root of sentences", "the same for a passage found by its meaning alone", "speech and zh bench"
    )
    lexical_share: float = fitted(
        0.15, "share", "of a passage's lexical nats that count with order", "speech, zh bench"
    )
    by_meaning: float = chosen(
        0.3, "share", "of a passage's nats that are meaning, from which order must confirm it", "the words say the rest"
    )
    by_words: float = chosen(
        0.4, "share", "of words kept, from which a passage rests on them and needs no order", "synonyms leave half"
    )
    even: float = fitted(
        11.0, "nats", "of net evidence at which a draft as likely as not follows a source", "speech bench"
    )
    scale: float = fitted(4.0, "nats", "that raise the odds e-fold", "speech bench")
    border: float = fitted(
        0.9, "probability", "of having been taken, from which a sentence is in a passage", "speech bench"
    )
    inside: float = fitted(0.85, "probability", "the same for a sentence between two of them", "speech bench")
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


@dataclass(frozen=True, slots=True)
class Rivalry:
    """What other sources say for the same words: the null score that an alignment is held against."""

    window: float = chosen(1.2, "factor", "on the alignment's source side: a rival's window", "an edit adds a fifth")
    least_window: int = chosen(20, "tokens", "that a rival's window has at least", "a sentence")
    null: float = chosen(
        20.0,
        "nats",
        "null score of any alignment, beside that of its tokens",
        "in a corpus of five speeches the rival may just not be there",
    )
    most_words: float = chosen(
        250.0,
        "nats",
        "of words that a rival may take away",
        "nobody arrives at more than this word for word on his own",
    )
    copied: float = chosen(
        0.85, "share", "of words kept from which an alignment is plain copying", "one word in seven changed"
    )
    copied_tokens: int = chosen(40, "tokens", "that plain copying needs", "two sentences")
    witnesses: int = chosen(
        10,
        "sources",
        "beside its own that must have been asked before plain copying is believed",
        "a small corpus is no witness",
    )
    copies: int = chosen(
        6,
        "sources",
        "that may hold a passage of plain copying word for word before it is what everybody says",
        "who adds a decoy or five makes no set phrase",
    )
    same: float = chosen(
        0.9,
        "share",
        "of an alignment's nats that another source offers when it holds the same passage",
        "a second copy",
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """From net evidence to a probability, and which alignments are reported."""

    even: float = fitted(
        40.0, "nats", "of net evidence at which a long passage is as likely reuse as not", "zh bench, reliability"
    )
    short: float = fitted(
        40.0, "nats", "more that the very shortest passage needs", "names and titles are shared easily"
    )
    fade: float = fitted(25.0, "tokens", "over which that falls to a third", "the same")
    scale: float = fitted(9.0, "nats", "that raise the odds e-fold", "1 if tokens were independent; reliability.py")
    copied_even: float = fitted(
        10.0, "nats", "of words beyond the best rival's at which plain copying is even", "zh bench"
    )
    copied_scale: float = fitted(3.0, "nats", "that raise its odds e-fold", "zh bench")
    overlap: float = chosen(
        0.3, "share", "of an alignment that better ones may hold before it is dropped", "a torn passage is none"
    )
    phrase: float = chosen(
        1.8, "nats per token", "below which a shared run says what many others say", "set phrases of three reports"
    )


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


@dataclass(frozen=True, slots=True)
class Judgement:
    """What kind of reuse a match is, and what a reader is warned of."""

    verbatim: float = chosen(
        0.92, "share", "of the draft passage's letters in equal runs, from which it is a copy", "one letter in twelve"
    )
    edited: float = chosen(0.5, "share", "from which it is an edited copy", "half")
    foreign: float = chosen(
        0.3, "share", "of Chinese characters below which a passage is in another script", "names in English text"
    )
    chinese: float = chosen(0.7, "share", "above which it is Chinese", "foreign names in Chinese text")
    quoted: float = chosen(
        0.7,
        "share",
        "of a source's passage that it quotes itself, so that the words are not its own",
        "a speaker's words",
    )
    quoted_most: float = chosen(
        0.5,
        "share",
        "of a draft's letters that may be quoted from the corpus before all of that counts",
        "evasion.py: a whole draft in quotation marks; honest short drafts quote a meeting for up to .37",
    )
    quoted_letters: int = chosen(
        200, "letters", "that may be quoted from the corpus in any draft", "three sentences of a short draft"
    )
    filler: int = chosen(
        5, "times", "that ten letters may stand in a draft before all but the first are filler", "evasion.py; refrains"
    )
    filler_run: int = chosen(10, "letters", "that are looked for again", "longer than a set phrase of a refrain")
    equal_run: int = derived(2, "letters", "that an equal run has at least", "single characters are chance")
    equal_pairs: int = derived(4_000_000, "pairs", "of equal letters that tiling visits", "time")
    few_letters: int = derived(
        13, "letters", "below which a draft is too short for a verdict", "the offices' own rule of thumb"
    )
    frame_body: float = chosen(
        0.5, "share", "of a passage that its body may be where the passage rests on the frame", "a notice of one line"
    )
    whole_source: float = chosen(
        0.9, "share", "of a draft in one source, from which it may be the source itself", "a reader wants to know"
    )
    much_quoted: float = chosen(
        0.3, "share", "of a draft in attributed quotations that a reader is told", "a reader wants to know"
    )
    unknown: float = chosen(
        0.3, "share", "of words unknown to the encoder above which it cannot vouch", "English prose stays below"
    )
    unknown_sentence: float = chosen(0.4, "share", "the same for a sentence", "the same")
    unknown_letters: int = chosen(
        200, "letters", "of such sentences in a row that are a foreign passage", "a paragraph"
    )


@dataclass(frozen=True, slots=True)
class SourceReuse:
    """The probability that a draft as a whole reuses a source: a logistic function of what speaks for it."""

    base: float = fitted(-4.11, "log-odds", "of a source without any evidence", "speech bench: fit.py")
    order: float = fitted(0.126, "log-odds per nat", "of order beyond the rivals", "the same")
    standing: float = fitted(0.276, "log-odds per unit", "of the significance of its best train", "the same")
    passages: float = fitted(1.25, "log-odds per nat", "of the passages that count", "the same")
    most_order: float = chosen(60.0, "nats", "the most that order can say", "half a draft says no more than all of it")
    most_standing: float = chosen(16.0, "nats per root of sentences", "the most that a train can say", "the same")
    most_passages: float = chosen(8.0, "nats", "the most that passages can say", "two sure ones")
    shown: float = chosen(
        0.8, "probability", "from which a source without a passage is shown", "no honest draft: fit.py"
    )


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which sentences of a rewritten passage are shown beside which of its source. Nothing counts by it."""

    enter: float = chosen(
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
    kept: int = chosen(
        5, "letters", "of a run, with which a piece of a sentence stays at the end of a passage", "a word and a half"
    )
    window: int = derived(60, "sentences", "of the draft that are paired at once", "memory")
    reach: int = derived(180, "sentences", "of the source among which these are looked for", "memory")


@dataclass(frozen=True, slots=True)
class Scoring:
    """All of it, by stage."""

    retrieval: Retrieval = field(default_factory=Retrieval)
    lexical: Lexical = field(default_factory=Lexical)
    semantic: Semantic = field(default_factory=Semantic)
    seeding: Seeding = field(default_factory=Seeding)
    extension: Extension = field(default_factory=Extension)
    order: Order = field(default_factory=Order)
    rivalry: Rivalry = field(default_factory=Rivalry)
    decision: Decision = field(default_factory=Decision)
    mosaic: Mosaic = field(default_factory=Mosaic)
    judgement: Judgement = field(default_factory=Judgement)
    reuse: SourceReuse = field(default_factory=SourceReuse)
    pairing: Pairing = field(default_factory=Pairing)


class Constant(NamedTuple):
    """A number of the record with what is known of it; ``name`` as ``lexical.cap``."""

    name: str
    value: Any
    origin: Origin
    unit: str
    meaning: str
    why: str


def constants(scoring: Scoring) -> Iterator[Constant]:
    """Every number of a record, in its order.

    >>> next(constants(SCORING))[:4]
    ('retrieval.neighbours', 100, 'chosen', 'sentences')
    """
    for part in fields(scoring):
        held = getattr(scoring, part.name)
        for one in fields(held):
            about = one.metadata
            name = f"{part.name}.{one.name}"
            yield Constant(
                name, getattr(held, one.name), about["origin"], about["unit"], about["meaning"], about["why"]
            )


#: What a check reckons with.
SCORING = Scoring()
