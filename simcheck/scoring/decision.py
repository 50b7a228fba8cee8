"""Numbers of the decision: from evidence and that of rivals to a probability."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, fitted


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
    plain_copy_retained: float = chosen(
        0.85, "share", "of words kept from which an alignment is plain copying", "one word in seven changed"
    )
    plain_copy_tokens: int = chosen(40, "tokens", "that plain copying needs", "two sentences")
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
    of_words: float = chosen(
        0.4,
        "share",
        "of an alignment's nats that its words say, from which typical texts are asked for them",
        "what was found by its meaning is confirmed by order",
    )
    body: float = chosen(
        0.25,
        "share",
        "of an alignment's tokens that are no title, from which these alone are evidence",
        "less is a title that was copied; from 0.2 to 0.5 as many documents of notices.py fail",
    )
    same_words: float = chosen(
        0.3,
        "share",
        "of an alignment's nats of words that a typical text must offer, or it offers nothing",
        "one that only speaks of the same does not have the words of a copied sentence with its figures",
    )
    unwitnessed: float = chosen(
        1.35,
        "factor",
        "on the null score of any alignment: if no source offers more, typical texts are asked",
        "pairs of short notices that were written apart; rebuilt passages among 74 reports are lost with more",
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
        40.0,
        "nats",
        "of net evidence at which a long passage is as likely reuse as not",
        "reliability.py --details FILE, from zh.py: 41.2",
    )
    short: float = chosen(
        40.0,
        "nats",
        "more that the very shortest passage needs",
        "reliability.py fits 19; names and titles are shared easily",
    )
    fade: float = chosen(25.0, "tokens", "over which that falls to a third", "a sentence")
    scale: float = fitted(
        9.0, "nats", "that raise the odds e-fold", "reliability.py --details FILE: 8.4; 1 if tokens were independent"
    )
    plain_copy_even: float = chosen(
        10.0,
        "nats",
        "of words beyond the best rival's at which plain copying is even",
        "searched by hand on the zh bench",
    )
    plain_copy_scale: float = chosen(3.0, "nats", "that raise its odds e-fold", "searched by hand on the zh bench")
    overlap: float = chosen(
        0.3, "share", "of an alignment that better ones may hold before it is dropped", "a torn passage is none"
    )
    phrase: float = chosen(
        1.8, "nats per token", "below which a shared run says what many others say", "set phrases of three reports"
    )


@dataclass(frozen=True, slots=True)
class SourceReuse:
    """The probability that a draft as a whole reuses a source: a logistic function of what speaks for it."""

    base: float = fitted(
        -5.94, "log-odds", "of a source without any evidence", "fit.py --speech FOLDER --articles FILE --zh FOLDER"
    )
    order: float = fitted(0.020, "log-odds per nat", "of order beyond the rivals", "fit.py, the same run")
    significance: float = fitted(
        0.567, "log-odds per unit", "of the significance of its best train", "fit.py, the same run"
    )
    passages: float = fitted(3.26, "log-odds per nat", "of the passages that count", "fit.py, the same run")
    most_order: float = chosen(60.0, "nats", "the most that order can say", "half a draft says no more than all of it")
    most_significance: float = chosen(16.0, "nats per root of sentences", "the most that a train can say", "the same")
    most_passages: float = chosen(8.0, "nats", "the most that passages can say", "two sure ones")
    shown: float = chosen(
        0.8, "probability", "from which a source without a passage is shown", "no honest draft: fit.py"
    )
