"""Sections: stretches of a draft, each compared with the sections of sources that it is most likely to follow.

Cheap verification before full comparison: all candidates by their sentences' vectors, the best of them word by word.
Long texts are looked at in sections that overlap, so that a copied passage is not judged by the topic of a whole book.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from simcheck.align.background import Background
from simcheck.align.emission import emission
from simcheck.align.first_voices import first_voices
from simcheck.align.order import evidence_of_order, posterior
from simcheck.align.overlapping import overlapping_sections, section_holding
from simcheck.align.query import Query, hits_of, rough_evidence
from simcheck.align.semantic import Matrix
from simcheck.align.shelf import shelf_emissions
from simcheck.align.side import Bools, Floats
from simcheck.align.source_section import SourceSection, together
from simcheck.align.word_meaning import WordMargins, words_by_meaning
from simcheck.caching import MIB, LRUCache, memoize_per_object, stands_for
from simcheck.cancelling import look
from simcheck.encode.embedded import Embedded
from simcheck.retrieve import Candidates
from simcheck.scoring import Order
from simcheck.text.analyze import script_of


@dataclass(frozen=True, eq=False)
class Section:
    """A section of the draft, the sections of sources that it was compared with (``sources``), and for each of these
    the nats that pairs of sentences emit, shape (draft sentences, source sentences). ``beside`` gives the same for
    sections of the shelf, where a section of a source says so much that rivals may be asked for. Where candidates are
    ``few``, single passages are held against the shelf too."""

    draft: slice
    sources: tuple[SourceSection, ...]
    emissions: tuple[Matrix, ...]
    parameters: Order
    beside: Callable[[], tuple[Matrix, ...]] = tuple
    few: bool = False

    @functools.cached_property
    def shelf(self) -> tuple[Matrix, ...]:
        """What is emitted beside the shelf, worked out when it is first asked for."""
        return self.beside()

    @functools.cached_property
    def shelf_nats(self) -> Floats:
        """The evidence of order of the sections of the shelf, shape (sections of the shelf,)."""
        return evidence_of_order(self.shelf, self.parameters)

    @functools.cached_property
    def nats(self) -> Floats:
        """The evidence of order of each section of a source, shape (sections of sources,)."""
        return evidence_of_order(self.emissions, self.parameters)

    def taken_from(self, at: int) -> Floats:
        """The probability that each sentence of the draft was taken from each of one section of a source, shape (draft
        sentences, source sentences)."""
        return _taken_from(self, at)

    def without(self, told: Bools) -> Section:
        """The same where what the sentences ``told`` of the draft say is no evidence."""
        rows = told[self.draft]
        return _without(self, rows.tobytes()) if rows.any() else self


@memoize_per_object
def _taken_from(section: Section, at: int) -> Floats:
    return posterior(section.emissions[at], section.parameters).taken_from


@memoize_per_object
def _without(section: Section, told: bytes) -> Section:
    rows = np.frombuffer(told, dtype=bool)[:, None]
    whole = section.beside  # not the section, which holds this one

    def untold(listed: Iterable[Matrix]) -> tuple[Matrix, ...]:
        return tuple(np.where(rows, np.minimum(one, 0.0), one) for one in listed)

    return replace(section, emissions=untold(section.emissions), beside=lambda: untold(whole()))


def compared_sections(
    draft: Embedded,
    candidates: Candidates,
    background: Background,
    free: Bools,
    asked: Iterable[tuple[int, slice]],
    parameters: Order,
) -> list[Section]:
    """The sections of a draft, each compared with its likeliest sources and with those that are ``asked`` for, each
    for some sentences of the draft.

    Where neither is asked for nor likely by the sentences that are ``free``, shape (draft sentences,), none is.
    """
    parts = list(overlapping_sections(len(draft.analyzed.sentences), parameters))
    asked_in: list[set[int]] = [set() for _ in parts]
    for number, sentences in asked:
        asked_in[section_holding(parts, sentences)].add(number)
    levels = {
        number: background.pool_levels[script_of(source.analyzed)].at_least(background.neighbour_levels[number])
        for number, source in candidates.sources.items()
    }
    found = []
    for part, numbers_asked in zip(parts, asked_in, strict=True):
        query = Query(draft, part, candidates, background, free, numbers_asked, levels, parameters)
        key = _key(query)
        section = _known.get(key)
        if section is None:
            section = _compared(query)
            _known.put(key, section)
        found.append(section)
    return found


def _bytes_of(entry: tuple[tuple[object, ...], Section]) -> int:
    """What a section takes, and what it will when it is held against the shelf."""
    emissions = entry[1].emissions
    widest = max((one.nbytes for one in emissions), default=0)
    return SECTION + sum(one.nbytes for one in emissions) + entry[1].parameters.shelved * widest


#: Bytes that a section takes beside what is emitted, most of them for the vectors of its sentences.
SECTION = 80_000
#: Sections that were compared lately: most of a draft is the same after an edit.
_known: LRUCache[tuple[object, ...], Section] = LRUCache(8 * MIB, sizeof=_bytes_of)


def _key(query: Query) -> tuple[object, ...]:
    """All that a section depends on."""
    draft, part, background, sources = query.draft, query.part, query.background, query.candidates.sources
    said = blake2b("\n".join(sentence.text for sentence in draft.analyzed.sentences[part]).encode("utf-8", "replace"))
    said.update(draft.vectors[part].tobytes() + background.order_weights[part].tobytes() + query.free[part].tobytes())
    for number in sources:
        said.update(query.level_said(number))
    held = tuple(
        (number, number in query.candidates.lexical_only, stands_for(source.analyzed))
        for number, source in sources.items()
    )
    how = script_of(draft.analyzed), stands_for(background.reference), background.lexicon is None, query.parameters
    return part.start, said.digest(), held, tuple(sorted(query.asked)), *how


def _compared(query: Query) -> Section:
    verified = _verified(query)
    words = _words(query, verified)
    emissions = [_emitted(query, section, said) for section, said in zip(verified, words, strict=True)]
    found = Section(query.part, tuple(verified), tuple(emissions), query.parameters)
    if found.nats.max(initial=0.0) < query.parameters.shelf_from:
        return found
    return replace(found, beside=_beside(query), few=len(query.candidates.sources) <= query.parameters.few)


def _beside(query: Query) -> Callable[[], tuple[Matrix, ...]]:
    """Gives what is emitted beside the shelf, which is Chinese, where the encoder has vectors of words; it keeps no
    more of the draft than that takes, and nothing of the candidates."""
    draft, part, background, parameters = query.draft, query.part, query.background, query.parameters
    if background.lexicon is None or script_of(draft.analyzed) != "zh":
        return tuple
    sentences = tuple(sentence.text for sentence in draft.analyzed.sentences[part])
    vectors, weights, level = (
        draft.vectors[part].copy(),
        background.order_weights[part],
        background.pool_levels["zh"].of(part),
    )
    pools = background.reference, background.lexicon
    return functools.partial(shelf_emissions, sentences, vectors, weights, level, *pools, parameters)


def _verified(query: Query) -> list[SourceSection]:
    """The sections of the likeliest sources, the likeliest first: first whole sources by the vectors of their
    sentences, if two of them are hits, then the sections of the best of them and of those that are asked for."""
    asked, parameters = query.asked, query.parameters
    if not asked:
        told = query.background.order_weights * query.free
        query = replace(query, background=replace(query.background, order_weights=told))
    if not (query.background.order_weights[query.part] > 0).any():
        return []
    whole = _likely(query)
    rough = rough_evidence(query, whole)
    if not asked and rough.max(initial=0.0) < parameters.verify_from:
        return []
    copies = query.candidates.duplicates
    ordered = [whole[at].number for at in np.argsort(-rough, kind="stable")]
    best = first_voices(ordered, ordered, copies, parameters.verified, parameters.copies)
    chosen = dict.fromkeys([*best, *asked])
    theirs = [
        SourceSection(number, section)
        for number in chosen
        for section in overlapping_sections(query.sentences(number), parameters)
    ]
    known = {section.number: nats for section, nats in zip(whole, rough.tolist(), strict=True)}
    cut = [section for section in theirs if not _is_whole(query, section)]
    again = iter(rough_evidence(query, cut).tolist())
    nats = [known[one.number] if _is_whole(query, one) else next(again) for one in theirs]
    ranked = [theirs[at] for at in np.argsort(-np.array(nats), kind="stable")]
    ranked = [section for section in ranked if section.number in best]
    of = [section.number for section in ranked]
    verified = first_voices(ranked, of, copies, parameters.verified_sections, parameters.copies)
    return verified + [section for section in theirs if section.number in asked and section not in verified]


def _likely(query: Query) -> list[SourceSection]:
    """The whole sources whose order is looked at: those that are asked for, and those with most two hits.

    A source that is a candidate only for what it shares word for word has to be asked for.
    """
    asked, candidates = query.asked, query.candidates
    open_to = [
        number for number in candidates.sources
        if query.sentences(number) and (number in asked or number not in candidates.lexical_only)
    ]  # fmt: skip
    said = dict(zip(open_to, hits_of(query, open_to).tolist(), strict=True))
    ranked = sorted(open_to, key=lambda number: -said[number])
    others, parameters = [number for number in ranked if number not in asked], query.parameters
    kept = [number for number in ranked if number in asked]
    kept += first_voices(others, others, candidates.duplicates, parameters.likely, parameters.copies)
    return [SourceSection(number, slice(0, query.sentences(number))) for number in kept]


def _is_whole(query: Query, section: SourceSection) -> bool:
    return section.sentences == slice(0, query.sentences(section.number))


def _emitted(query: Query, section: SourceSection, words: WordMargins | None) -> Matrix:
    look()
    similarities, level, headings = query.similarities(section), query.level(section.number), query.headings(section)
    return emission(similarities, level, query.background.order_weights[query.part], headings, query.parameters, words)


def _words(query: Query, verified: Sequence[SourceSection]) -> list[WordMargins | None]:
    """The evidence of words by meaning for each section, where the encoder has vectors of words."""
    draft, reference, lexicon = query.draft.analyzed, query.background.reference, query.background.lexicon
    if lexicon is None:
        return [None] * len(verified)
    said, ours = [], [sentence.text for sentence in draft.sentences[query.part]]
    for joint in together(verified):
        source = query.candidates.sources[joint.number].analyzed
        theirs, scripts = (source, joint.sentences), (script_of(draft), script_of(source))
        words = words_by_meaning(ours, theirs, scripts, lexicon, reference, query.parameters.word_cap)
        said.append((joint, words))
    return [
        words.of(slice(section.sentences.start - joint.sentences.start, section.sentences.stop - joint.sentences.start))
        for section in verified
        for joint, words in said
        if joint.holds(section)
    ]
