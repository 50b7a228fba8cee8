"""Numbers of identifying: of which place and year a text is."""

from __future__ import annotations

from dataclasses import dataclass

from simcheck.scoring.number import chosen


@dataclass(frozen=True, slots=True)
class Identifying:
    """Whose a text is, by what it says of itself. The stages read these numbers from ``SCORING``."""

    framed: int = chosen(8, "votes", "for a place in the frame of a document", "more than the text around says")
    office: int = chosen(3, "votes", "for a place before the word for an office: 清溪县政府", "as said three times")
    said: int = chosen(1, "votes", "for a place anywhere else", "the unit")
    listed: int = chosen(2, "votes", "that a place of the list needs", "said twice")
    unlisted: int = chosen(4, "votes", "that a place needs that is in no list", "an office and once more")
    wide: int = chosen(2, "times", "that a text says 全市, 我市 or 市委 to speak for a city", "once is a habit")
    last_lines: int = chosen(2, "lines", "at the end in which a signature may stand", "office and date")
    title: int = chosen(50, "characters", "of a title whose year is the text's", "the longest titles of notices")
    old: int = chosen(4, "years", "after which a year that is only told of is not the text's own", "a plan's period")
