"""Numbers of the judgement: kinds of reuse, exemptions and warnings."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


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
    latin: float = chosen(2.5, "letters", "of an alphabet that count as a Chinese character", "a word of five is two")
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
    quoted_unnamed: float = chosen(
        0.15,
        "share",
        "the same of quotations that name neither the document nor its author, or a peer's document without marks",
        "anybody can write that a meeting said so",
    )
    quoted_letters: int = chosen(
        80, "letters", "that may be quoted from the corpus in any draft", "two sentences of a short draft"
    )
    marked_most: float = chosen(
        0.25,
        "share",
        "of a draft's letters that marks in it may accept before all of that counts",
        "a quarter; evasion.py",
    )
    marked_letters: int = chosen(200, "letters", "that marks may accept in any draft", "as for quotations")
    mark_letters: int = chosen(
        24, "letters", "of a mark that are no text: its word, and a reason of twenty", "no passage fits into it"
    )
    accepted_run: int = chosen(
        13, "letters", "in a row by which accepted text is known again", "the offices' own rule of thumb"
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
    dressed_letters: int = chosen(
        40,
        "letters",
        "of a draft's frame in the bodies of sources, from which they are copied",
        "a title that is named",
    )
    dressed: float = chosen(0.5, "share", "of a part of a frame that is such a body, from which it is none", "half")
    own_equal: float = chosen(
        0.9,
        "share",
        "of what an opening has of its own that is equal where it was copied",
        "路灯二百盏 for 三百盏",
    )
    own_letters: int = chosen(
        30, "letters", "of that which make an opening a body", "whom a decision is on, and what it decides"
    )
    own_touched: int = chosen(
        60, "letters", "of that which are equal that make it one, however edited", "two offices' openings share 53"
    )
    in_frame: float = chosen(0.5, "share", "of a passage of a source in its frame, from which it is frame", "half")
    equal_in_frame: float = chosen(
        0.5, "share", "of a part's letters that are equal, from which these tell what it was taken from", "half"
    )
    body_letters: int = chosen(
        13, "letters", "outside of a frame that make a match one of the body", "the offices' own rule of thumb"
    )
    heading_equal: float = chosen(
        0.67, "share", "of a heading's letters that are equal, from which it was copied", "干部要下村 has three of five"
    )
    whole_frame: float = chosen(
        0.1, "share", "of a match that may be frame where the frame counts as copied with the body", "a whole document"
    )
    japanese: float = chosen(
        0.25, "kana", "to a Chinese character that make a text Japanese", "Japanese has one or two"
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
