"""Figures: how much of a draft is reused, each share defined once, for every reporter alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from simcheck.cancelling import looking
from simcheck.scoring import SCORING, Judgement
from simcheck.text.characters import fold, is_han, is_invisible
from simcheck.text.fingerprint import grams
from simcheck.text.frame import bare_of
from simcheck.text.lookup import Lookup, codes_of
from simcheck.types import Figures, Match, Reason

Mask = npt.NDArray[np.bool_]
Span = tuple[int, int]


def figures(
    draft: str,
    matches: tuple[Match, ...],
    quotations: Iterable[Span],
    unverified: Iterable[Span] = (),
    frame: Iterable[Span] = (),
    scoring: Judgement = SCORING.judgement,
) -> Figures:
    """All figures of a report. Characters are the draft's letters; digits, marks, white space, what takes no room
    and repeated filler are none, for anybody can add as many of them as he likes. A character inside an exempt
    quotation never counts as reused, whatever match it lies in, nor does one in an accepted stretch of its match,
    nor one in the document's ``frame``, unless the frame came with a whole document. ``unverified`` are the other
    quotations that lie in matches.
    """
    shares = _Shares.of(draft, quotations, standing_frame(draft, matches, frame, scoring), scoring)
    counted = [m for m in matches if m.ignored is None]
    by_kind = dict(sorted(_grouped((m.kind, m) for m in counted).items()))
    overlap, (largest_source, largest_source_id) = shares.counting(counted), shares.largest(counted)
    return Figures(
        characters=shares.letters[-1],
        reused_characters=round(overlap * shares.characters),
        overlap=overlap,
        total=shares.of_all(matches),
        without_quotations=shares.without("quotation", matches),
        without_set_phrases=shares.without("set_phrase", matches),
        without_own_work=shares.without("own_work", matches),
        largest_source=largest_source,
        largest_source_id=largest_source_id,
        longest_run=_longest_run(counted),
        matches=len(counted),
        ignored_matches=len(matches) - len(counted),
        by_kind={kind: len(held) for kind, held in by_kind.items()},
        overlap_by_kind={kind: shares.counting(held) for kind, held in by_kind.items()},
        largest_source_by_kind={kind: shares.largest(held)[0] for kind, held in by_kind.items()},
        longest_run_by_kind={kind: _longest_run(held) for kind, held in by_kind.items()},
        own=shares.ignored_for("own_work", matches),
        authority=shares.ignored_for("authority", matches),
        frame=shares.in_frame(matches),
        unverified_quotations=_inside(_overlaps(unverified, matches), shares.letters) / shares.characters,
    )


@dataclass(frozen=True, slots=True)
class _Shares:
    """What share of a draft's letters lies in matches. How many stand before each place: ``letters`` all of them,
    ``unquoted`` those outside of quotations, ``own`` those outside of the frame as well, ``frame`` those in it."""

    letters: list[int]
    unquoted: list[int]
    own: list[int]
    frame: list[int]

    @classmethod
    def of(cls, draft: str, quotations: Iterable[Span], frame: Iterable[Span], scoring: Judgement) -> Self:
        seen = seen_letters(draft, scoring)
        quoted, framed = mask_of(len(draft), quotations), mask_of(len(draft), frame)
        masks = (seen, seen & ~quoted, seen & ~quoted & ~framed, seen & framed)
        return cls(*map(_running, masks))

    @property
    def characters(self) -> int:
        """How many letters are the whole."""
        return max(self.letters[-1], 1)

    def _share(self, chosen: Iterable[Match], of: list[int]) -> float:
        return _inside(map(_span, chosen), of) / self.characters

    def of_all(self, matches: Iterable[Match]) -> float:
        """All that lies in matches."""
        return self._share(matches, self.letters)

    def counting(self, chosen: Iterable[Match]) -> float:
        """What counts of matches: quotations, the frame and accepted stretches left out."""
        return _inside((span for m in chosen for span in rest(m)), self.own) / self.characters

    def without(self, reason: Reason, matches: Iterable[Match]) -> float:
        """All that is not ignored for this reason."""
        held = (m for m in matches if m.ignored != reason)
        return self._share(held, self.unquoted if reason == "quotation" else self.letters)

    def ignored_for(self, reason: Reason, matches: Iterable[Match]) -> float:
        """What is ignored for this reason and would count."""
        return self._share((m for m in matches if m.ignored == reason), self.own)

    def in_frame(self, matches: Iterable[Match]) -> float:
        """What lies in the frame."""
        return self._share(matches, self.frame)

    def largest(self, chosen: Iterable[Match]) -> tuple[float, str | None]:
        """The source with the greatest share, and that share."""
        by_source = _grouped((m.source.document_id, m) for m in chosen)
        shares = ((self.counting(held), name) for name, held in by_source.items())
        return max(shares, default=(0.0, None))


def standing_frame(
    text: str, matches: Iterable[Match], frame: Iterable[Span], scoring: Judgement = SCORING.judgement
) -> list[Span]:
    """The stretches of a document's frame that do not count; who copies a whole document copies its headings and
    formalities as well. Its title and whom it greets say nothing that could be copied.

    A counted match that is frame for a tenth at most is such a document, or most of one.
    """
    left = list(frame)
    bare = bare_of(text)
    for match in looking(matches):
        start, end = _span(match)
        inside = sum(max(0, min(last, end) - max(first, start)) for first, last in left)
        if match.ignored is None and inside and inside <= (end - start) * scoring.whole_frame:
            left = [piece for span in left for piece in ([span] if span in bare else _outside(span, [(start, end)]))]
    return left


def seen_letters(draft: str, scoring: Judgement) -> Mask:
    """Which code points of a draft count: letters, those of repeated filler only once.

    >>> [int(seen_letters(text, SCORING.judgement).sum()) for text in ("同志们：2024年", "好" * 6000)]
    [4, 10]
    """
    codes = codes_of(draft)
    seen = _visible(codes) > 0
    places = np.flatnonzero(seen)
    hashes = grams(codes[places].astype(np.uint64), scoring.filler_run)
    if len(hashes):
        _, first, which, times = np.unique(hashes, return_index=True, return_inverse=True, return_counts=True)
        again = np.flatnonzero((times[which] > scoring.filler) & (first[which] != np.arange(len(hashes))))
        filler = np.zeros(len(places), dtype=bool)
        for offset in range(scoring.filler_run):
            filler[again + offset] = True
        once = first[times > scoring.filler]
        for offset in range(scoring.filler_run):
            filler[once + offset] = False
        seen[places[filler]] = False
    return seen


def _overlaps(spans: Iterable[Span], matches: tuple[Match, ...]) -> Iterable[Span]:
    for start, end in spans:
        for match in matches:
            if start < match.draft.end and end > match.draft.start:
                yield max(start, match.draft.start), min(end, match.draft.end)


def rest(match: Match) -> list[Span]:
    """The stretches of the draft passage that were not accepted, in order.

    >>> from simcheck.types import Passage
    >>> passage = Passage("稿", 0, 10, "各位代表现在报告工作")
    >>> rest(Match(passage, passage, "verbatim", 1.0, 1.0, accepted=((0, 4), (6, 8))))
    [(4, 6), (8, 10)]
    """
    return _outside(_span(match), match.accepted)


def _outside(span: Span, accepted: Iterable[Span]) -> list[Span]:
    left, at = [], span[0]
    for start, end in accepted:
        if start > at:
            left.append((at, min(start, span[1])))
        at = max(at, end)
    return [(start, end) for start, end in [*left, (at, span[1])] if start < end]


def _longest_run(counted: Iterable[Match]) -> int:
    """Letters of the longest equal run; of one that is accepted in part, the longest stretch that is not."""
    longest = 0
    for match in counted:
        for run in match.equal:
            span = run.draft_start, run.draft_end
            pieces = _outside(span, match.accepted)
            if pieces == [span]:
                longest = max(longest, run.letters)
            for start, end in pieces if pieces != [span] else ():
                text = match.draft.text[start - match.draft.start : end - match.draft.start]
                longest = max(longest, min(run.letters, sum(map(str.isalnum, text))))
    return longest


def _grouped(named: Iterable[tuple[str, Match]]) -> dict[str, list[Match]]:
    groups: dict[str, list[Match]] = {}
    for name, match in named:
        groups.setdefault(name, []).append(match)
    return groups


def _span(match: Match) -> Span:
    return match.draft.start, match.draft.end


def _seen(char: str) -> int:
    """Whether a character is a letter that takes room, or stands for one (⼤, a radical, for 大)."""
    folded = fold(char)
    return (char.isalpha() or (len(folded) == 1 and is_han(ord(folded)))) and not is_invisible(char)


_visible = Lookup(_seen, np.int8, -1)


def _running(mask: Mask) -> list[int]:
    """How many characters before each place are in the mask, one longer than it."""
    return [0, *np.cumsum(mask).tolist()]


def _inside(spans: Iterable[Span], running: list[int]) -> int:
    """How many characters lie in any of the spans."""
    found = reached = 0
    for start, end in sorted(spans):
        if end > reached:
            found += running[end] - running[max(start, reached)]
            reached = end
    return found


def mask_of(size: int, spans: Iterable[Span]) -> Mask:
    """Which of so many characters stand in a span."""
    mask = np.zeros(size, dtype=bool)
    for start, end in spans:
        mask[start:end] = True
    return mask
