"""Numbers of writing: what a text is taken for before anything is compared."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Writing:
    """When letters were set apart, written downwards or spaced, and what is a site's watermark. Pinned by
    ``NORMALIZATION``: the stages read these numbers from ``SCORING``, and corpora are built with them."""

    apart: int = chosen(
        14,
        "letters",
        "in a row that stand alone, from which a text was taken apart",
        "lists of twelve are in use: 子、丑",
    )
    apart_different: float = chosen(0.5, "share", "of different letters among them", "60分、73分 says always the same")
    between: int = derived(8, "characters", "of any kind that may stand between two of them", "time")
    marks_between: int = derived(80, "characters", "the same of marks, accents and pictures", "time")
    letter_lines: int = chosen(
        8, "lines", "of one letter each that are a text written downwards", "names and headings are shorter"
    )
    letter_lines_chinese: float = chosen(0.5, "share", "of Chinese letters among them", "columns of figures are none")
    accents: int = derived(8, "marks", "upon one letter that may become one with it", "time")
    watermarks: int = chosen(6, "texts", "that may be watermarks of one text", "a site has a few, again and again")
    frequent_share: float = chosen(
        0.08, "share", "of pairs of letters that any text has, with which lines have words", "texts have .12 to .28"
    )
    in_use: int = chosen(
        50, "occurrences", "in jieba's dictionary, from which a pair is a word in use", "rarer ones fit chance"
    )
    words_share: float = chosen(
        0.2, "share", "of such words among the pairs of another order of reading", "texts have .24 to .5, chance .05"
    )
    different_words: int = chosen(6, "words", "that are different among them", "村一、村二 is said in a table")
    words_better: float = chosen(2.0, "factor", "on their share as the lines stand", "the same")
    column: tuple[int, int] = derived((2, 80), "lines", "that a column of a page reaches over", "time")
    promising: int = derived(12, "readings", "with most frequent pairs, whose words are counted", "time")
    words_sample: int = derived(600, "letters", "of a reading whose words are counted to choose it", "time")
    sample: int = derived(3_000, "letters", "of a reading that are looked at", "time")
    with_words: int = chosen(3, "pairs", "with which a line surely has words", "a wrong order has so many in 150")
    without_words: int = chosen(20, "pairs", "of lines without words that are looked at", "a row of names is shorter")
    run_on: int = chosen(
        160, "letters", "without a closing mark that no sentence has", "39 of 16,814 sentences of reports are longer"
    )
    run_on_share: float = chosen(
        0.5,
        "share",
        "of a text in such stretches, from which its full stops were left out",
        "one slogan is none",
    )
    run_on_piece: int = chosen(
        30,
        "letters",
        "of the pieces that it is cut into at its commas",
        "with 55 of 38 laundered drafts 8 are lost with commas for full stops, with 30 one",
    )
    spaced: int = chosen(6, "letters", "in a row with spaces between them that are a finding", "目 录 is a heading")
    spaced_title: int = chosen(24, "letters", "of a spaced line that may be a title", "the name of an office")
    spaced_titles: int = chosen(2, "lines", "that may be so", "an office and its document")
    glyphs: int = chosen(
        6, "selectors", "of the glyphs of characters in a text, as rare names need them", "a few names"
    )
    near: int = chosen(40, "characters", "up to which two of one trick are one finding", "a line")
    no_words: int = chosen(100, "pairs", "of characters in a row that are no words", "a paragraph; evasion.py")
    no_words_share: float = chosen(
        0.08,
        "share",
        "of words in use among the pairs of a text, below which it is none",
        "dialects and verses have .11 to .2, chance .02",
    )
    no_words_most: float = chosen(
        0.2, "share", "of a text without words, from which it is told", "a spell, a table of elements"
    )
    no_words_piece: int = derived(50, "characters", "of a text that are looked at together", "a line or two")
    item: int = chosen(4, "characters", "of an item of a list: a name, a herb, a village", "they make no words")
    pinyin: int = chosen(
        30, "syllables", "in a text that are one written by its sound", "a name or an address has fewer; evasion.py"
    )
    pinyin_phrase: int = chosen(5, "syllables", "of a phrase of those, names apart", "a name has four")
    pinyin_read: float = chosen(
        0.8, "share", "of a phrase's syllables that are read from characters of the text", "a reading aid"
    )
