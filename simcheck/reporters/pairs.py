"""The sentences of a rewritten passage beside those of its source, numbered, as the formats without lines show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simcheck.messages import Words
from simcheck.types import PAIR_REASONS, Match, PairReason, SentencePair

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that belong together: one of each side, one and several, or several and several, in order; spans of
    the two whole documents."""

    number: int
    draft: tuple[Span, ...]
    source: tuple[Span, ...]
    reasons: tuple[PairReason, ...]


def groups(pairs: Sequence[SentencePair]) -> list[Group]:
    """Pairs that share a sentence come together; numbered from 1 in the order of the draft."""
    joined: list[list[SentencePair]] = []
    for pair in pairs:
        touched = [
            one
            for one in joined
            if any(pair.draft_start == other.draft_start or pair.source_start == other.source_start for other in one)
        ]
        joined = [one for one in joined if one not in touched]
        joined.append([*(pair for one in touched for pair in one), pair])
    joined.sort(key=lambda one: min(pair.draft_start for pair in one))
    return [
        Group(
            number,
            tuple(sorted({(pair.draft_start, pair.draft_end) for pair in one})),
            tuple(sorted({(pair.source_start, pair.source_end) for pair in one})),
            tuple(reason for reason in PAIR_REASONS if any(reason in pair.reasons for pair in one)),
        )
        for number, one in enumerate(joined, 1)
    ]


def alone(match: Match) -> list[Span]:
    """The stretches of the draft passage with a letter that are in no pair, in order."""
    found, reached = [], match.draft.start
    for start, end in [
        *sorted({(pair.draft_start, pair.draft_end) for pair in match.pairs}),
        (match.draft.end, match.draft.end),
    ]:
        if any(map(str.isalnum, match.draft.text[reached - match.draft.start : start - match.draft.start])):
            found.append((reached, start))
        reached = max(reached, end)
    return found


def reasons(found: Sequence[PairReason], say: Words) -> str:
    """Why sentences belong together, in brackets."""
    return say("pairs.reasons", reasons=say("pairs.separator").join(say(f"pairs.{reason}") for reason in found))


def text_of(match: Match, spans: Sequence[Span], *, source: bool = False) -> str:
    """What stands at some spans of one side of a match, … where something lies between them."""
    side = match.source if source else match.draft
    told, reached = "", None
    for start, end in spans:
        between = side.text[reached - side.start : start - side.start] if reached is not None else ""
        told += ("…" if any(map(str.isalnum, between)) else between) + side.text[start - side.start : end - side.start]
        reached = end
    return told


def listed(match: Match, say: Words, most: int, letters: int) -> list[str]:
    """The groups of a match, one a line: ``1 draft: … ← source: …``; at most so many, of each side so many letters."""

    def short(text: str) -> str:
        line = " ".join(text.split())
        return line if len(line) <= letters else line[: letters - 1] + "…"

    found = groups(match.pairs)
    lines = [
        say(
            "pairs.link",
            number=one.number,
            draft=short(text_of(match, one.draft)),
            source=short(text_of(match, one.source, source=True)),
        )
        + reasons(one.reasons, say)
        for one in found[:most]
    ]
    return [*lines, say("pairs.more", count=len(found) - most)] if len(found) > most else lines
