"""Grounds: in one sentence why a match counts, true to what was found; or why it does not."""

from __future__ import annotations

import itertools

from simcheck.messages import Words
from simcheck.types import Match, SentencePair

#: Numbers, or names, that the sentence lists.
LISTED = 4


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
    """How many sentences of the draft have a counterpart, and whether those follow each other as they do."""
    count = len({pair.draft_start for pair in pairs})
    if count == 1:
        return say("grounds.one")
    falls = any(other.source_start < one.source_start for one, other in itertools.pairwise(pairs))
    return say("grounds.moved" if falls else "grounds.in_order", count=count)


def _shared(pairs: tuple[SentencePair, ...], say: Words) -> list[str]:
    """What the sentences share, the plainest first; nothing that none of them has."""
    counts = {
        reason: len({pair.draft_start for pair in pairs if reason in pair.reasons}) for reason in ("words", "meaning")
    }
    every = len({pair.draft_start for pair in pairs})
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
    for reason, count in counts.items():
        if count:
            found.append(say(f"grounds.all_{reason}" if count == every else f"grounds.{reason}", count=count))
    return found
