"""Cited apart: where a passage of superiors' words goes on from a paragraph that names them into one that does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simcheck.judge.citations import cited
from simcheck.judge.clipping import clipped
from simcheck.judge.matches import UNCITED
from simcheck.patterns import regex
from simcheck.scoring import Judgement
from simcheck.text.analyze import Analyzed
from simcheck.text.frame import frame
from simcheck.text.spans import touching
from simcheck.types import Match

_LINES = regex(r"[^\n]+")


def cited_apart(matches: Iterable[Match], draft: Analyzed, scoring: Judgement) -> tuple[tuple[Match, ...], ...]:
    """Each match, cut in paragraphs that name whose words they are and others where it is superiors' words; what is
    too short for a passage stays with what stands before it.

    Nobody cites a title, recipients or the day of coming into force: such ends are left out, and a match of nothing
    else is frame.
    """
    return tuple(_apart(match, draft, scoring) if match.ignored == "authority" else (match,) for match in matches)


def _apart(match: Match, draft: Analyzed, scoring: Judgement) -> tuple[Match, ...]:
    text, first = draft.document.text, match.draft.start
    framed = frame(text)
    stretches: list[tuple[int, int, bool]] = []
    for line in _LINES.finditer(text, first, match.draft.end):
        start, end = line.span()
        letters = sum(map(str.isalnum, line[0]))
        inside = sum(sum(map(str.isalnum, text[max(start, a) : min(end, b)])) for a, b in touching(framed, start, end))
        if inside and letters - inside < scoring.body_letters:
            continue
        named = cited(text, start, end)
        if stretches and (stretches[-1][2] == named or letters < scoring.body_letters):
            start, named = stretches[-1][0], stretches[-1][2]
            stretches.pop()
        stretches.append((start, end, named))
    if not stretches:
        return (replace(match, ignored="frame", note=None),) if framed else (match,)
    found = [(clipped(match, draft, (start, end), scoring), named) for start, end, named in stretches]
    if len(found) > 1 and any(part is match for part, _ in found):
        return (match,)
    return tuple(replace(part, note=None if named else UNCITED) for part, named in found)
