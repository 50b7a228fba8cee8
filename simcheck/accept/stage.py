"""The acceptance stage: a match that a person accepted, or that is not new, gets the reason why it does not count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from simcheck.accept.authors import is_own
from simcheck.accept.baseline import Baseline
from simcheck.accept.entry import known_passage, today
from simcheck.accept.fingerprint import fingerprint
from simcheck.accept.letters import RUN, Letters, Mask, letters
from simcheck.accept.marks import Mark, find_marks, unfinished_marks
from simcheck.accept.own import OwnWork
from simcheck.accept.revision import OldText
from simcheck.accept.same_hand import same_hand
from simcheck.cancelling import looking
from simcheck.messages import Message
from simcheck.scoring import SCORING, Judgement
from simcheck.signatures import require_fields
from simcheck.types import Document, Match, Reason

#: Says of a match that counts whether it is accepted, and perhaps why.
Rule = Callable[[Match], "bool | str | None"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What does not count in a check although it is reuse.

    ``own`` are texts of the author's own, ``authors`` the names under which sources are; ``old`` is what stood in an
    earlier revision. ``marks``: whether marks in the draft are obeyed. ``day`` is the day on which entries of the
    baseline must be valid, None for today. ``rule`` is asked about each match that counts: True accepts it, a text too,
    as its note; False, None and an empty text leave it. What it raises ends the check.

    >>> known = Acceptance(rule=lambda match: match.source.document_id.startswith("文件/") and "文件原文")
    """

    baseline: Baseline | None = None
    own: OwnWork | None = None
    authors: tuple[str, ...] = ()
    old: OldText | None = None
    marks: bool = True
    day: date | None = None
    rule: Rule | None = None

    def __post_init__(self) -> None:
        require_fields(self)

    def own_among(self, sources: Iterable[Document]) -> dict[str, str]:
        """Whose each source is that is by one of the ``authors``, or is one of the ``own`` texts, by its id."""
        found: dict[str, str] = {}
        for one in sources:
            own = self.own.named(one) if self.own else None
            author = one.author if one.author and is_own(one.author, self.authors) else None
            if whose := author or own:
                found[one.id] = whose
        return found


@dataclass(frozen=True, slots=True)
class _Ground:
    """A ground for accepting some letters of a match, and what was said about it."""

    reason: Reason
    note: str
    mask: Mask


def accept(
    matches: Iterable[Match],
    draft: Document,
    sources: Iterable[Document],
    acceptance: Acceptance,
    scoring: Judgement = SCORING.judgement,
) -> tuple[tuple[Match, ...], tuple[Message, ...]]:
    """The matches with what is accepted marked, and what a reader must know of it.

    ``sources`` are the documents that the matches name; own work is what stands beside one by one of the authors. A
    match of which fewer than 13 letters are left over is ignored, with the reason that accepts most of it; of any other
    one the accepted stretches do not count. Accepting twice is accepting once; accepting further adds to what was
    accepted. Marks are the word of the draft's author: when they accept more letters than ``scoring.marked_letters``
    and a larger share than ``scoring.marked_most``, none of them is obeyed.
    """
    marks = find_marks(draft.text)
    day = acceptance.day or today()
    listed, sources = list(matches), list(sources)
    obeyed = [mark for mark in marks if mark.reason and acceptance.marks]
    marked = _share_marked(draft.text, listed, obeyed, scoring) if obeyed else 0.0
    obeyed = [] if marked else obeyed
    own = acceptance.own_among(sources)
    named = (match if match.id else replace(match, id=fingerprint(match)) for match in looking(listed, 16))
    accepted = tuple(_ruled(_accepted(match, obeyed, acceptance, own, day), acceptance.rule) for match in named)
    told = [Message("marks_too_much", {"share": marked})] if marked else []
    told += same_hand(accepted, draft, sources)
    return accepted, (*told, *_warnings(draft, marks, acceptance, day))


def _share_marked(text: str, matches: Iterable[Match], marks: Iterable[Mark], scoring: Judgement) -> float:
    """The share of a draft's letters in matches that its marks accept, where that is more than its author may decide;
    else 0."""
    inside = np.zeros(len(text), dtype=bool)
    for mark in marks:
        inside[mark.first : mark.last] = True
    found = np.zeros(len(text), dtype=bool)
    for match in matches:
        if match.ignored in (None, "baseline"):
            found[match.draft.start : match.draft.end] = True
    letters = sum(map(str.isalnum, text))
    accepted = sum(text[at].isalnum() for at in np.flatnonzero(inside & found).tolist())
    too_much = accepted > max(scoring.marked_letters, scoring.marked_most * letters)
    return accepted / letters if too_much else 0.0


def _ruled(match: Match, rule: Rule | None) -> Match:
    """The match as the caller's rule has it."""
    said = rule(match) if rule is not None and match.ignored is None else None
    if not said:
        return match
    note = match.note if said is True else _with_notes(match.note, [str(said)])
    return replace(match, ignored="rule", note=note, accepted=((match.draft.start, match.draft.end),))


def _accepted(
    match: Match, marks: Sequence[Mark], acceptance: Acceptance, authors: Mapping[str, str], day: date
) -> Match:
    """``authors`` are the sources, by id, that are own work for their author."""
    if match.ignored is not None:
        return match
    name = acceptance.own.holding(match) if acceptance.own else None
    name = name or authors.get(match.source.document_id)
    if name is not None:
        return replace(match, ignored="own_work", note=name)
    if not (marks or acceptance.baseline or acceptance.old):
        return match
    text = letters(match.draft.text)
    grounds = [ground for ground in _grounds(match, text, marks, acceptance, day) if ground.mask.any()]
    if not grounds:
        return match
    at = match.draft.start
    accepted = text.inside((start - at, end - at) for start, end in match.accepted)
    accepted = np.logical_or.reduce([accepted, *(ground.mask for ground in grounds)])
    note = _with_notes(match.note, [ground.note for ground in grounds])
    spans = tuple((start + at, end + at) for start, end in text.spans(accepted))
    if len(text) - int(accepted.sum()) < RUN:
        best = max(grounds, key=lambda ground: int(ground.mask.sum()))
        return replace(match, ignored=best.reason, note=note, accepted=spans)
    return replace(match, note=note, accepted=spans)


def _with_notes(note: str | None, more: Iterable[str]) -> str:
    """What was said, each thing once, however often a match is accepted.

    >>> _with_notes("沿用；同意", ["同意", "HEAD", "沿用；同意"])
    '沿用；同意；HEAD'
    """
    said = note or ""
    for one in more:
        if f"；{one}；" not in f"；{said}；":
            said = f"{said}；{one}" if said else one
    return said


def _grounds(
    match: Match, text: Letters, marks: Iterable[Mark], acceptance: Acceptance, day: date
) -> Iterator[_Ground]:
    at = match.draft.start
    for mark in marks:
        yield _Ground("baseline", mark.reason, text.inside([(mark.first - at, mark.last - at)]))
    for entry in acceptance.baseline.about(match, day) if acceptance.baseline else ():
        yield _Ground("baseline", entry.reason, known_passage(entry.passage).mask(text))
    if acceptance.old is not None:
        yield _Ground("unchanged", acceptance.old.revision, acceptance.old.known.mask(text))


def _warnings(draft: Document, marks: Iterable[Mark], acceptance: Acceptance, day: date) -> Iterator[Message]:
    for mark in marks:
        line = draft.text.count("\n", 0, mark.start) + 1
        if not mark.reason:
            yield Message("mark_without_reason", {"line": line})
        elif mark.first == mark.last:
            yield Message("mark_without_text", {"line": line})
    for start in unfinished_marks(draft.text):
        yield Message("mark_unfinished", {"line": draft.text.count("\n", 0, start) + 1})
    for entry in acceptance.baseline.expired_in(draft, day) if acceptance.baseline else ():
        about = {"id": entry.id, "reason": entry.reason, "expires": str(entry.expires)}
        yield Message("acceptance_expired", dict(about))
