"""Evidence: what speaks for a fragment, held against what rival sources offer for the same words and sentences.

The score is a probability, a logistic function of the net evidence: what the fragment's own words and sentences say,
less the null score, which is what the best rival says, or what any text of the kind would. Short passages need more,
because a name or a title is shared easily.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from simcheck.align.body import evident
from simcheck.align.extend import Fragment
from simcheck.align.likelihood import logistic
from simcheck.align.loops import stretch_score
from simcheck.align.pair import Pair
from simcheck.align.pairs import Pairs
from simcheck.align.rivals import Rivals
from simcheck.align.seeds import Duplicates
from simcheck.align.side import Bools
from simcheck.cancelling import look
from simcheck.patterns import regex
from simcheck.scoring import Decision, Rivalry, Scoring
from simcheck.text.shapes import ORGANS
from simcheck.types import Document

#: Characters of a whole date, 2024-03-05.
_DAY = 10
_OFFICE = regex(f"{ORGANS}$")


class Significance(NamedTuple):
    """How far some sentences stand out by themselves: their evidence of order beyond that for the best other source, in
    nats per root of their number, a margin and no p-value; and the ``least`` that was asked. They are so many
    ``sentences`` of a passage found by its meaning, or of the whole train that a passage in order belongs to."""

    value: float
    sentences: int
    least: float


class OrderRival(NamedTuple):
    """What is held against the order of a section: the ``nats`` of a section of source ``by``, of one of the shelf, or
    what is supposed of any."""

    nats: float
    by: int | Literal["shelf", "supposed"]


@dataclass(frozen=True, slots=True)
class FragmentEvidence:
    """What speaks for a fragment, in nats.

    ``lexical`` and ``semantic`` add up along the draft's side. ``null`` is the most that another source offers for the
    same words and sentences, or that any would: a set phrase, or a topic that everyone speaks of, has rivals as good as
    itself. ``also_in`` are the sources that offer a share of it at least (``Rivalry.same``): a single one may be a
    second copy, several are rivals. ``plain_copy`` is what the words say beyond those of the best rival that there is,
    for a passage that was copied as it is where enough sources were asked; for any other it is −∞. ``rival`` is the
    number of the source that offers what ``null`` says, "shelf" for a typical text, "frame" where it would count with
    the words of the draft's frame, None where it is what any would.
    ``ordered``: of the order model (``align.followed``), so that ``semantic`` is the evidence of order of the whole
    section and ``null`` what is taken off it for the ``order_rivals`` and for what it says in any order of the source's
    sentences (``permuted``), and since the draft is ``short``, less what its train stands out by itself.
    ``significance`` is None for a passage of which none was asked, since its words say enough.
    """

    lexical: float
    semantic: float
    null: float
    also_in: frozenset[int] = frozenset()
    plain_copy: float = -math.inf
    ordered: bool = False
    rival: int | Literal["shelf", "frame"] | None = None
    significance: Significance | None = None
    permuted: float = 0.0
    short: float = 0.0
    order_rivals: tuple[OrderRival, ...] = ()

    @property
    def net(self) -> float:
        """What the fragment says beyond its null score."""
        return self.lexical + self.semantic - self.null


@dataclass(frozen=True, slots=True)
class Scored:
    """A fragment with its evidence and its score, the probability that it is reuse, in (0, 1).

    ``whole`` is the passage that was scored, where this one is what others left of it, or was joined to another one.
    """

    fragment: Fragment
    evidence: FragmentEvidence
    score: float
    whole: Scored | None = None

    @property
    def basis(self) -> Scored:
        """The passage that was scored."""
        return self.whole or self

    @property
    def counts(self) -> bool:
        """Whether this is reuse rather than not."""
        return self.score >= 0.5


def score_all(fragments: Iterable[Fragment], pairs: Pairs, duplicates: Duplicates, scoring: Scoring) -> list[Scored]:
    """The fragments that have some evidence beyond that of any text of their kind, or are plain copying."""
    return [
        score(fragment, pairs, duplicates, scoring)
        for fragment in fragments
        if is_plain_copy(fragment, scoring.rivalry)
        or sum(own_nats(pairs[fragment.number], fragment, _all(fragment)))
        - floor_nats(pairs[fragment.number], fragment, scoring.rivalry)
        >= scoring.extension.weighed
    ]


def score(fragment: Fragment, pairs: Pairs, duplicates: Duplicates, scoring: Scoring) -> Scored:
    """A fragment with its evidence, held against the other sources, and its score."""
    look()
    evidence = evidence_of(fragment, pairs, duplicates, scoring)
    tokens = fragment.draft[1] - fragment.draft[0]
    return Scored(fragment, evidence, probability(evidence, tokens, scoring.decision))


def evidence_of(fragment: Fragment, pairs: Pairs, duplicates: Duplicates, scoring: Scoring) -> FragmentEvidence:
    """What speaks for a fragment, and what its rivals offer for the same: for its body, where it goes beyond the
    document's frame."""
    body = evident_tokens(fragment, pairs, scoring)
    found = _evidence(fragment, body, pairs, duplicates, scoring)
    if body.all() or found.net >= scoring.decision.even:
        return found
    whole = _evidence(fragment, _all(fragment), pairs, duplicates, scoring)
    counts = whole.net >= scoring.decision.even or whole.rival == "shelf"
    return replace(found, rival="frame") if counts else found


def _evidence(
    fragment: Fragment, body: Bools, pairs: Pairs, duplicates: Duplicates, scoring: Scoring
) -> FragmentEvidence:
    """The same for those tokens of its draft that are of the ``body``, shape (tokens,)."""
    pair, parameters = pairs[fragment.number], scoring.rivalry
    own = own_nats(pair, fragment, body)
    rivals = Rivals(fragment, body, pairs, scoring)
    same = rivals.reaching(parameters.same * sum(own))
    asked = rivals_among(fragment, same, own[0], pairs, duplicates, scoring)
    is_believed = is_plain_copy(fragment, parameters) and len(asked) >= parameters.witnesses
    floor = floor_nats(pair, fragment, parameters)
    null: float
    rival: int | Literal["shelf", "frame"] | None
    null, rival = rivals.best(asked, parameters.most_words, floor)
    plain_copy = own[0] - rivals.best_words(asked) if is_believed else -math.inf
    counts = sum(own) - null >= scoring.decision.even and not is_believed
    if counts and null < parameters.unwitnessed * floor and rests_on_words(pair, fragment, parameters):
        offered = offered_by_shelf(fragment, own, body, pairs, scoring)
        if offered > null:
            null, rival = offered, "shelf"
    return FragmentEvidence(*own, null, same, plain_copy, rival=rival)


def rests_on_words(pair: Pair, fragment: Fragment, parameters: Rivalry) -> bool:
    """Whether a fragment rests on its words, those of the frame among them, and is no plain copying."""
    own = own_nats(pair, fragment, _all(fragment))
    return own[0] >= parameters.of_words * sum(own) and fragment.retained < parameters.plain_copy_retained


def offered_by_shelf(
    fragment: Fragment, own: tuple[float, float], body: Bools, pairs: Pairs, scoring: Scoring
) -> float:
    """The most that a typical text offers for a fragment, in nats, of those that have enough of its words."""
    pair, parameters = pairs[fragment.number], scoring.rivalry
    beside = pairs.shelf(pair.draft.sentences(fragment.draft))
    numbered = dict(enumerate(beside, fragment.number + 1))
    rivals = Rivals(fragment, body, Pairs({fragment.number: pair} | numbered), scoring)
    offers = (rivals.offer(number) for number in numbered)
    return max(
        (
            min(words, parameters.most_words) + meaning
            for words, meaning in offers
            if words >= parameters.same_words * own[0]
        ),
        default=0.0,
    )


def rivals_among(
    fragment: Fragment,
    same: frozenset[int],
    lexical: float,
    pairs: Pairs,
    duplicates: Duplicates,
    scoring: Scoring,
) -> list[int]:
    """The sources that a fragment of so many ``lexical`` nats is held against, where ``same`` hold the same passage.

    Near-duplicates of its source are no rivals, nor is a single other copy, nor are a few of a passage so long that
    nobody says it again by chance: they have it from each other. What is known to be one voice (``voices``) counts as
    one.
    """
    parameters = scoring.rivalry
    one_voice = duplicates.get(fragment.number, frozenset())
    others = voices({number: pairs[number].source.analyzed.document for number in (fragment.number, *same)})
    one_voice |= others.pop(fragment.number)
    copies = same - one_voice
    distinctive = lexical >= scoring.decision.phrase * (fragment.draft[1] - fragment.draft[0])
    few = parameters.copies if distinctive and is_plain_copy(fragment, parameters) else 1
    said = {voice for number, voice in others.items() if number in copies}
    left_out = {fragment.number, *one_voice, *(copies if len(said) <= few else ())}
    return [number for number in pairs if number not in left_out]


def voices(documents: Mapping[int, Document]) -> dict[int, frozenset[int]]:
    """Of documents that hold one passage, by number, those that each has in common with it who said it: they name the
    same author, or are of the same day, on which two offices may well sign papers of their own. Of those that name
    neither nothing is known, and each is a voice of its own.

    >>> held = {1: Document("一", "", author="县委"), 2: Document("二", "", author="县委", date="2024-03-05")}
    >>> held |= {3: Document("三", "", date="2024-03-05"), 4: Document("四", "", date="2024")}
    >>> {number: sorted(voice) for number, voice in voices(held).items()}
    {1: [1, 2, 3], 2: [1, 2, 3], 3: [1, 2, 3], 4: [4]}
    """
    known: dict[int, frozenset[int]] = {number: frozenset({number}) for number in documents}
    first: dict[str, int] = {}
    for number, document in sorted(documents.items(), key=lambda one: _is_office(one[1])):
        day = document.date if document.date and len(document.date) == _DAY else None
        same = [first.setdefault(document.author, number)] if document.author else []
        if day:
            same.append(first.get(day, number) if _is_office(document) else first.setdefault(day, number))
        for other in same:
            joined = known[number] | known[other]
            known |= dict.fromkeys(joined, joined)
    return known


def _is_office(document: Document) -> bool:
    """Whether the author's field of a document is an office's."""
    return bool(_OFFICE.search(document.author or ""))


def probability(evidence: FragmentEvidence, tokens: int, scoring: Decision) -> float:
    """The probability that a fragment of so many draft tokens is reuse."""
    logit = (evidence.net - demand(tokens, scoring)) / scoring.scale
    logit = max(logit, (evidence.plain_copy - scoring.plain_copy_even) / scoring.plain_copy_scale)
    return logistic(logit)


def demand(tokens: int, scoring: Decision) -> float:
    """The net evidence at which a passage of so many draft tokens is as likely reuse as not."""
    return scoring.even + scoring.short * math.exp(-tokens / scoring.fade)


def is_plain_copy(fragment: Fragment, scoring: Rivalry) -> bool:
    """Whether a fragment is plain copying, and long enough to be believed."""
    long = fragment.draft[1] - fragment.draft[0] >= scoring.plain_copy_tokens
    return long and fragment.retained >= scoring.plain_copy_retained


def own_nats(pair: Pair, fragment: Fragment, body: Bools) -> tuple[float, float]:
    """A fragment's lexical nats, of those of its tokens that are of the ``body``, and its semantic ones, along the
    draft's side."""
    missing = int(np.count_nonzero(~pair.found(fragment.draft, fragment.source)))
    misses = missing * float(np.log1p(-fragment.retained))
    worth = pair.worth(slice(*fragment.draft), fragment.source[1] - fragment.source[0], fragment.retained)
    worth = worth * body
    ours, theirs = pair.draft_word[slice(*fragment.draft)], pair.source_word[slice(*fragment.source)]
    found = stretch_score(ours, worth, theirs, pair.words)
    return found + misses, pair.semantic_sum(fragment.draft, fragment.source)


def evident_tokens(fragment: Fragment, pairs: Pairs, scoring: Scoring) -> Bools:
    """Which of a fragment's draft tokens are evidence, shape (tokens,): those of the body, unless it rests on the words
    that were kept."""
    if fragment.retained >= scoring.order.by_words:
        return _all(fragment)
    return evident(pairs[fragment.number].draft, fragment.draft, scoring.rivalry)


def _all(fragment: Fragment) -> Bools:
    return np.ones(fragment.draft[1] - fragment.draft[0], dtype=bool)


def floor_nats(pair: Pair, fragment: Fragment, scoring: Rivalry) -> float:
    """The floor: the null score that a fragment is held against at least, what any text of the genre would offer."""
    return scoring.null + float(pair.floor[slice(*fragment.draft)].sum())
