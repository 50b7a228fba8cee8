"""Numbers of framing: how large the parts of a document's frame are."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen


@dataclass(frozen=True, slots=True)
class Framing:
    """Bounds of the parts that GB/T 9704 and the usage of offices set around a body, so that no body passes for one.
    The stages read these numbers from ``SCORING``."""

    title: int = chosen(45, "characters", "of a line of a title at most", "honest.py: two lines of 22")
    title_lines: int = chosen(3, "lines", "of a title", "the same")
    recipients: int = chosen(300, "characters", "of a list of recipients at most", "all offices of a county")
    formality: int = chosen(90, "characters", "of a sentence that is a formality at most", "the opening of a speech")
    sentence: int = chosen(180, "characters", "of an opening whose clauses are all formalities", "six of thirty")
    clauses: int = chosen(8, "clauses", "of it at most", "two reasons, two grounds, consent, what is done")
    own_words: int = chosen(4, "letters", "of what varies in its clauses from which that may be a thought", "a phrase")
    own_surprise: float = chosen(
        2.6, "nats", "a letter of what varies above which it is no form", "生命财产安全 has .6, 安装路灯二百盏 3.4"
    )
    opened: int = chosen(300, "characters", "of all that open or close a speech", "thanks to guests by their offices")
    opening: int = chosen(4, "paragraphs", "that may open a speech", "the same")
    closing: int = chosen(5, "lines", "that may close a document", "罚则, 举报, 施行, 特此公告")
    attendee: int = chosen(16, "characters", "of one who attended, with his office", "name and office")
    around: int = chosen(14, "lines", "of the head that are looked at; of the end twice as many", "GB/T 9704")
    cells: int = chosen(3, "cells", "of the head of a table at least", "number, what and who")
    cell: int = chosen(8, "characters", "of one of them at most", "the longest word that heads a table")
    heading: int = chosen(30, "characters", "of a heading that many documents have at most", "a line of a heading")
    label: int = chosen(8, "characters", "of a heading that only names its section at most", "存在的主要问题")
    set_heading: float = chosen(
        2.0, "nats", "a letter of a clause up to which one calls for the next", "headings of our examples start at 2.4"
    )
    clause: int = chosen(4, "letters", "of a clause that many documents have at least", "a phrase of four letters")
    worn_clause: int = chosen(24, "letters", "of a clause of worn words at most", "是贯彻上级部署的必然要求")
    worn_word: float = chosen(
        0.005,
        "share",
        "of a large collection's documents that have such a word at least",
        "取得实效 and 不够 have more",
    )
    beside_worn: int = chosen(
        3, "letters", "beside the worn words of a clause of any plan at most", "one word of its own has more"
    )
    worn_share: float = chosen(0.25, "share", "of such a clause that they may be", "the same of short clauses")
    last_chapter: int = chosen(7, "lines", "of a rule's end in which its last chapter begins", "附则 of six articles")
    labels: int = chosen(6, "lines", "that are labels of fields, from which a text is a form", "a form has a dozen")
