"""Sentence beside sentence on the page: two columns, and lines between those that belong together.

No script draws the lines: rows are as high as the letters in them are many, in a share that the style tells, so that
the middle of each row is known and a line of SVG leads there, on a telephone and on paper too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rich.cells import cell_len

from simcheck.messages import Words
from simcheck.reporters.html_pages import plain
from simcheck.reporters.pairs import reasons
from simcheck.reporters.passages import Look, looks, parts
from simcheck.types import PAIR_REASONS, Match, PairReason, Passage, SentencePair

Span = tuple[int, int]

#: Cells of a line of a column, and lines that the room between two rows is high.
_LINE, _ROOM = 26, 0.7
#: Sentences of the draft that stand between two lines across the page, at least; a page of paper holds some more.
_BLOCK = 8


@dataclass(frozen=True, slots=True)
class Block:
    """Stretches of both sides between which all lines lie, spans of the whole documents; those without a counterpart
    among them. ``links`` are places in both, and the number of the pair."""

    draft: tuple[Span, ...]
    source: tuple[Span, ...]
    links: tuple[tuple[int, int, int], ...]


def blocks(match: Match) -> list[Block]:
    """A match with pairs cut where no line crosses; together the blocks hold both passages to the letter."""
    cuts = [0, *_cuts(match.pairs), len(match.pairs)]
    found, ours, theirs = [], match.draft.start, match.source.start
    for first, last in itertools.pairwise(cuts):
        inside = match.pairs[first:last]
        final = last == len(match.pairs)
        end = match.draft.end if final else max(pair.draft_end for pair in inside)
        stop = match.source.end if final else max(pair.source_end for pair in inside)
        draft = _stretches(ours, end, sorted({(pair.draft_start, pair.draft_end) for pair in inside}))
        source = _stretches(theirs, stop, sorted({(pair.source_start, pair.source_end) for pair in inside}))
        links = [
            (draft.index((pair.draft_start, pair.draft_end)), source.index((pair.source_start, pair.source_end)), at)
            for at, pair in enumerate(inside, first + 1)
        ]
        found.append(Block(tuple(draft), tuple(source), tuple(links)))
        ours, theirs = end, stop
    return found


def shown(match: Match, number: int, say: Words) -> tuple[str, str]:
    """The two sides of the match with this number as HTML, and the style that its rows need."""
    html, style = [], []
    for at, block in enumerate(blocks(match)):
        name = f"b{number}-{at}"
        heights = [_heights(match.draft, block.draft), _heights(match.source, block.source)]
        style += [f".{name} .{side}{{{_rows(high)}}}" for side, high in zip(("ours", "theirs"), heights, strict=True)]
        html.append(
            f'<div class="pairs {name}">{_side(match, block, say)}{_lines(block, heights)}'
            f"{_side(match, block, say, source=True)}</div>"
        )
    return "".join(html), "\n".join(style)


def shared(look: Look, inside: str) -> str:
    """HTML of a stretch, marked where both sides have it, and where it stands in another place."""
    return inside if look == "changed" else f'<b class="moved">{inside}</b>' if look == "moved" else f"<b>{inside}</b>"


def highlights(most: int) -> str:
    """The style by which each of so many pairs shows as one while the pointer, or the focus, is on either side."""
    return "\n".join(
        f".pairs:has(.p{at}:is(:hover,:focus)) .p{at}{{background:var(--e);stroke-width:3;stroke-opacity:1}}"
        for at in range(1, most + 1)
    )


def _cuts(pairs: Sequence[SentencePair]) -> Iterator[int]:
    """Places between pairs, in the order of the draft, across which no line leads, not too near to each other."""
    start = 0
    for at in range(1, len(pairs)):
        if len({pair.draft_start for pair in pairs[start:at]}) < _BLOCK:
            continue
        if max(pair.draft_end for pair in pairs[:at]) <= pairs[at].draft_start and max(
            pair.source_end for pair in pairs[:at]
        ) <= min(pair.source_start for pair in pairs[at:]):
            yield at
            start = at


def _stretches(start: int, end: int, paired: Sequence[Span]) -> list[Span]:
    """``[start, end)`` cut at the paired sentences; marks and white space between two of them go with the first."""
    found: list[Span] = []
    reached = start
    for first, last in paired:
        if reached < first:
            found.append((reached, first))
        found.append((first, last))
        reached = last
    if reached < end:
        found.append((reached, end))
    return found


def _heights(side: Passage, spans: Sequence[Span]) -> list[float]:
    """About how many lines each stretch takes in a column."""
    texts = (side.text[start - side.start : end - side.start].strip() for start, end in spans)
    return [-(-cell_len(text) // _LINE) + _ROOM if text else 0.05 for text in texts]


def _rows(heights: Sequence[float]) -> str:
    return "grid-template-rows:" + " ".join(f"{high:g}fr" for high in heights)


def _side(match: Match, block: Block, say: Words, *, source: bool = False) -> str:
    side, spans = (match.source, block.source) if source else (match.draft, block.draft)
    all_looks = looks(match, source=source)
    items = []
    for place, (start, end) in enumerate(spans):
        inside = slice(start - side.start, end - side.start)
        marked = parts(side.text[inside], all_looks[inside])
        text = "".join(shared(look, plain(part)) for look, part in marked)
        own = [at for one, other, at in block.links if (other if source else one) == place]
        if not own:
            empty = not any(map(str.isalnum, side.text[inside]))
            items.append(f'<li class="{"gap" if empty else "alone"}">{text}</li>')
            continue
        why = reasons(_reasons(match, own), say).strip()
        marks = "".join(f"<sup>{at}</sup>" for at in own)
        classes = " ".join(f"p{at}" for at in own)
        items.append(
            f'<li class="{classes}" tabindex="0" title="{escape(why, quote=True)}">{marks}<span>{text}</span></li>'
        )
    label = escape(say("side.source" if source else "side.draft"), quote=True)
    return f'<ul class="{"theirs" if source else "ours"}" aria-label="{label}">{"".join(items)}</ul>'


def _reasons(match: Match, numbers: Sequence[int]) -> list[PairReason]:
    held = {reason for at in numbers for reason in match.pairs[at - 1].reasons}
    return [reason for reason in PAIR_REASONS if reason in held]


def _lines(block: Block, heights: Sequence[Sequence[float]]) -> str:
    middles = []
    for side in heights:
        total, reached, places = sum(side), 0.0, []
        for high in side:
            places.append(100 * (reached + high / 2) / total)
            reached += high
        middles.append(places)
    lines = "".join(
        f'<line class="p{at}" x1="0" y1="{middles[0][one]:.2f}" x2="100" y2="{middles[1][other]:.2f}"/>'
        for one, other, at in block.links
    )
    return f'<svg class="lines" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{lines}</svg>'
