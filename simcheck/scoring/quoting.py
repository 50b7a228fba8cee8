"""Numbers of quoting: where the speaker or the source of quoted words is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen, derived


@dataclass(frozen=True, slots=True)
class Quoting:
    """What makes quotation marks a quotation, and whose. The stages read these numbers from ``SCORING``."""

    verb_before: int = chosen(
        12, "characters", "that may stand between the speech verb and the opening mark", "强调，我们必须牢记：“…”"
    )
    least: int = chosen(8, "letters", "of a quotation that no colon announces", "提出“双碳”目标 quotes nobody")
    reach: int = chosen(
        5_000, "characters", "that a quotation may reach over", "a mark that nobody closed must not exempt a chapter"
    )
    deepest: int = derived(8, "quotations", "inside of each other that are followed", "time")
    later: int = derived(50, "marks", "of a line that are looked at to see which are pairs", "time")
    named_before: int = chosen(60, "characters", "before it, among which its speaker is looked for", "a clause")
    named_behind: int = chosen(30, "characters", "the same behind it", "half of one")
    named: float = chosen(
        0.7, "share", "of a name's pairs of letters that a title has when the name means it", "a word may be left out"
    )
    own_name: int = chosen(2, "letters", "of a name that a source alone is called by", "the name of a place")
    cited_before: int = chosen(
        80, "characters", "of its paragraph before a passage, where a law or a superior is named", "a sentence"
    )
    cited_sentence: int = chosen(
        300, "characters", "of a sentence that gives a law's words by its name", "the longest articles are longer"
    )
    cited_same: float = chosen(
        0.8,
        "share",
        "of such a sentence's letters in the passage that the source gives by the same name",
        "a slip or two",
    )
    office: int = chosen(24, "characters", "before the name of a document that may be its office's", "市人民政府办公室")
    cited_inside: int = chosen(50, "characters", "the same inside of it", "a clause: 按照…要求")
