"""Grounds: in one sentence why a match counts, true to what was found; or why it does not."""

from __future__ import annotations

import itertools
from collections import Counter

from simcheck.messages import Words
from simcheck.types import Match, PairReason, SentencePair

#: Numbers, or names, that the sentence lists.
LISTED = 4
#: What sentences share, the plainest first.
_PLAIN: tuple[PairReason, ...] = ("words", "meaning", "numbers", "names")


def grounds(match: Match, say: Words) -> str:
    """Why a match counts: how many sentences correspond, in which order, and what they share; or why it is ignored."""
    if match.ignored is not None:
        return say(f"why.{match.ignored}")
    if not match.pairs:
        return _by_letters(match, say)
    parts = [say("grounds.share", share=match.verbatim)] if match.kind == "edited" else []
    parts += [_sentences(match.pairs, say), *_shared(match.pairs, say)]
    return say("mark.comma").join(parts)


def _by_letters(match: Match, say: Words) -> str:
    longest = max((run.letters for run in match.equal), default=0)
    if match.kind in ("verbatim", "edited"):
        return say("grounds.letters" if longest else "grounds.share", share=match.verbatim, longest=longest)
    return say("grounds.meaning_of_all")


def _sentences(pairs: tuple[SentencePair, ...], say: Words) -> str:
    """How many sentences of the draft have a counterpart, whether those follow each other as they do, and of each of
    them the plainest that it shares, so that the numbers add up: 5 句依次对应，其中 1 句用词多半相同、4 句意思相近."""
    held: dict[int, set[str]] = {}
    for pair in pairs:
        held.setdefault(pair.draft_start, set()).update(pair.reasons)
    plainest = Counter(next((one for one in _PLAIN if one in has), "order") for has in held.values())
    if len(held) == 1:
        told = say("grounds.one")
    else:
        falls = any(other.source_start < one.source_start for one, other in itertools.pairwise(pairs))
        told = say("grounds.moved" if falls else "grounds.in_order", count=len(held))
    if len(plainest) == 1:
        only = next(iter(plainest))  # numbers and names that all have are listed behind
        return told if only in ("numbers", "names") else told + say("mark.comma") + say(f"grounds.all_{only}")
    parts = [say(f"grounds.of_{name}", count=plainest[name]) for name in (*_PLAIN, "order") if plainest[name]]
    return told + say("grounds.of_them", parts=say("grounds.separator").join(parts))


def _shared(pairs: tuple[SentencePair, ...], say: Words) -> list[str]:
    """The numbers and the names that the sentences share."""
    found = []
    for reason, values in (
        ("numbers", [number for pair in pairs for number in pair.numbers]),
        ("names", [name for pair in pairs for name in pair.names]),
    ):
        different = list(dict.fromkeys(values))
        if different:
            listed = say("grounds.separator").join(different[:LISTED])
            key = f"grounds.{reason}" if len(different) <= LISTED else f"grounds.more_{reason}"
            found.append(say(key, listed=listed, count=len(different)))
    return found
