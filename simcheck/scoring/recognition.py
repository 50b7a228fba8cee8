"""Numbers by which a text is told for what it is: a version of another, a stock phrase, a law, a word."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Versions:
    """Which documents are versions of one text, told by a sample of their fingerprints."""

    sample: int = chosen(32, "fingerprints", "of which one is sampled", "one in about 80 characters; memory")
    least: int = derived(5, "fingerprints", "of the sample that a document needs to be compared", "400 characters")
    share: float = chosen(
        0.5, "share", "of the smaller document's sample, beyond which the two are versions", "more in common than not"
    )
    most_documents: int = chosen(200, "documents", "that may hold a fingerprint that says so", "else a set phrase")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What is a phrase that many say, word for word."""

    formula: int = chosen(6, "letters", "in a row of a stock sentence that make a stretch a part of it", "a clause")
    letters: int = chosen(8, "letters", "that a phrase of a corpus has at least", "names of offices are shorter")


@dataclass(frozen=True, slots=True)
class Classes:
    """What shows that a text is a law or a superior's document."""

    articles: int = chosen(5, "articles", "that make the form of a statute", "a rule of a meeting has fewer")
    few_articles: int = chosen(3, "articles", "that a rule has at least, for its class to be proposed", "the same")
    head: int = chosen(800, "characters", "in which it is said who passed a statute", "title and first lines")
    head_lines: int = chosen(10, "lines", "of the head that may be a title or tell an issuer", "a document's frame")
    last_lines: int = chosen(3, "lines", "of the end that may be the signature of an office", "office, day and copies")
    longest_line: int = chosen(90, "characters", "of such a line at most", "a title of two lines")
    names: int = chosen(6, "names", "of a document that are looked at as its titles", "title, file and first lines")


@dataclass(frozen=True, slots=True)
class WordBorders:
    """Where words begin and end, so that a passage does not begin within one."""

    longest: int = derived(4, "characters", "of the longest word", "nine words in ten of the dictionary's")
    around: int = derived(5, "characters", "on either side of a place that are taken apart", "a word and one more")
    times: int = chosen(3, "occurrences", "below which a word says nothing of where a border is", "misspellings")
    common: int = chosen(
        1000, "occurrences", "from which a word is no name of a place", "清溪 may be one, 今年 is none"
    )
    every: int = derived(60_101_967, "occurrences", "of all words of the dictionary", "jieba's dict.txt")
    alone: float = chosen(
        6.0, "log occurrences", "that a character by itself is taken to have", "as a word that is found 400 times"
    )
