"""The check: the stages in order. A corpus on disk and texts in memory go the same way."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt

from simcheck.align.pairing import near_duplicates, pair_up
from simcheck.align.pairs import Pairs
from simcheck.align.passages import passages, weigh
from simcheck.align.runs import common_runs
from simcheck.align.select import Selected, score, select
from simcheck.corpus.sources import Sources
from simcheck.encode import Encoder
from simcheck.errors import CorpusError, DraftError
from simcheck.judge.figures import figures
from simcheck.judge.findings import findings
from simcheck.judge.matches import QUOTED, build, quoted_share
from simcheck.judge.quotations import Spans, quotations
from simcheck.judge.verdict import verdict
from simcheck.limits import Limits
from simcheck.messages import Message
from simcheck.report import Report
from simcheck.resources import version
from simcheck.search import search
from simcheck.text.analyze import Analyzed, analyze
from simcheck.text.formulas import formulas
from simcheck.types import Document, Figures, Match, Reason

#: What a check does one after the other.
Stage = Literal["reading", "encoding", "searching", "comparing", "aligning", "judging"]
#: Called before each stage; what it raises ends the check.
Watch = Callable[[Stage], object]

#: Letters that two texts must share word for word for a set phrase to be shown.
PHRASE = 13
#: Nats per token below which a shared run says what many others say.
TELLING = 1.8
#: Share of a draft in one source from which it may be the source itself.
WHOLE = 0.9
#: Share of a draft in attributed quotations from which a reader should know how much is not counted.
EXEMPT = 0.3
#: Letters (Chinese characters, words) that a draft may have; memory grows with their number.
LONGEST = 500_000
#: Vectors of the formulas by encoder.
_stocks: weakref.WeakKeyDictionary[Encoder, npt.NDArray[np.float32]] = weakref.WeakKeyDictionary()
#: Share of unknown words above which the encoder cannot vouch for the meaning of a draft; English prose stays below.
UNKNOWN = 0.3
#: The same for a sentence, and the letters of such sentences in a row that are a passage in a foreign language.
FOREIGN, FOREIGN_LETTERS = 0.4, 200


def unwatched(_: Stage) -> None:
    """Watches nothing."""


def check(
    draft: Document, sources: Sources, encoder: Encoder, *, limits: Limits | None = None, watch: Watch = unwatched
) -> Report:
    """Which passages of the draft reuse which passages of the sources, how much that is, and whether it passes
    the limits.

    ``watch`` is told each stage before it begins.

    Raises DraftError for a draft without a letter, CorpusError when there are no sources.
    """
    limits = limits or Limits()
    watch("reading")
    analyzed = analyze(draft)
    if not analyzed.sentences:
        raise DraftError(f"{draft.id}: the draft has no letters, nothing can be checked; is it the right file?")
    if len(analyzed.tokens.units) > LONGEST:
        raise DraftError(f"{draft.id}: more than {LONGEST:,} letters in one draft; split it and check the parts")
    if not sources.info.documents:
        raise CorpusError("there is nothing to compare with; add speeches with `simcheck corpus add PATH`")
    watch("encoding")
    vectors = encoder.encode([sentence.text for sentence in analyzed.sentences])
    watch("searching")
    neighbourhood = search(analyzed, vectors, sources)
    candidates = {number: sources.source(number) for number in neighbourhood.candidates}
    watch("comparing")
    alike = near_duplicates(candidates)
    pairs = pair_up(analyzed, vectors, candidates, neighbourhood, alike, lambda: _stock(encoder))
    watch("aligning")
    chosen = select(passages(pairs, alike))
    watch("judging")
    quoted = quotations(draft.text)
    matches = tuple(_matches([*chosen, *_runs(pairs, chosen, alike)], pairs, quoted))
    totals = figures(draft.text, matches, quoted)
    found = findings(analyzed)
    return Report(
        draft=draft,
        matches=matches,
        findings=found,
        figures=totals,
        verdict=verdict(totals, matches, found, limits),
        corpus=sources.info,
        warnings=tuple(_warnings(encoder, analyzed, totals, quoted)),
        version=version(),
        limits=limits,
        sources=_named(matches, [source.analyzed.document for source in candidates.values()]),
    )


def _stock(encoder: Encoder) -> npt.NDArray[np.float32]:
    if encoder not in _stocks:
        _stocks[encoder] = encoder.encode(formulas())
    return _stocks[encoder]


def _matches(found: Iterable[Selected], pairs: Pairs, quoted: Spans) -> Iterator[Match]:
    """The matches of evidence on disjoint tokens, in the order of the draft, disjoint to the character.

    A match is ignored as a quotation where it is one, as a set phrase where the evidence is too thin.
    """
    reached = 0
    for selected in sorted(found, key=lambda one: one.evidence.fragment.draft):
        evidence = selected.evidence
        pair = pairs[evidence.source]
        start, end = pair.draft.span(*evidence.fragment.draft)
        # Neighbouring tokens share a character: 改革 and 革新.
        draft = max(start, reached), end
        reached = end
        reason: Reason | None = None if selected.counts else "set_phrase"
        if quoted_share(draft, quoted) >= QUOTED:
            reason = "quotation"
        source = pair.source.span(*evidence.fragment.source)
        also_in = tuple(pairs[other].source.analyzed.document.id for other in evidence.same_in)
        ours, theirs = pair.draft.analyzed, pair.source.analyzed
        yield build(ours, theirs, draft, source, score=selected.score, reason=reason, also_in=also_in)


def _runs(pairs: Pairs, chosen: list[Selected], alike: Mapping[int, frozenset[int]]) -> Iterator[Selected]:
    """Runs shared word for word beside the chosen passages: those that are reuse after all, and the set phrases.

    What is neither, such as a name of fourteen characters, is passed over.
    """
    taken = [selected.evidence.fragment.draft for selected in chosen]
    found = [(run, number) for number, pair in pairs.items() for run in common_runs(pair, PHRASE - 1)]
    for run, number in sorted(found, key=lambda item: (item[0].draft[0] - item[0].draft[1], item[1])):
        if all(run.draft[0] >= last or first >= run.draft[1] for first, last in taken):
            evidence = weigh(number, run, pairs, alike)
            selected = Selected(evidence, score(evidence))
            worth = evidence.lexical / (run.draft[1] - run.draft[0])
            if selected.counts or evidence.same_in or worth < TELLING:
                taken.append(run.draft)
                yield selected


def _named(matches: Iterable[Match], documents: Iterable[Document]) -> tuple[Document, ...]:
    """The sources that the matches name, each once, in the order of their ids."""
    known = {document.id: document for document in documents}
    ids = sorted({name for match in matches for name in (match.source.document_id, *match.also_in)})
    return tuple(known[name] for name in ids)


def _warnings(encoder: Encoder, analyzed: Analyzed, totals: Figures, quoted: Spans) -> Iterator[Message]:
    """What a reader must know before trusting the verdict."""
    yield from _unknown(encoder, analyzed)
    if recognized := analyzed.document.reading.recognized:
        sure = min(page.confidence for page in recognized)
        yield Message("recognized", {"pages": len(recognized), "confidence": sure})
    if len(analyzed.tokens.units) < PHRASE:
        yield Message("few_letters", {"letters": len(analyzed.tokens.units)})
    exempt = sum(end - start for start, end in quoted) / len(analyzed.document.text)
    if exempt > EXEMPT:
        yield Message("much_quoted", {"share": exempt})
    if totals.largest_source > WHOLE:
        yield Message("whole_source", {"source": totals.largest_source_id or ""})


def _unknown(encoder: Encoder, analyzed: Analyzed) -> Iterator[Message]:
    """A warning when the draft, or a passage of it, is in a language that the encoder does not know."""
    counts = encoder.unknown([sentence.text for sentence in analyzed.sentences])
    units, unknown = counts.sum(axis=0).tolist()
    if unknown > UNKNOWN * units:
        yield Message("unknown_words", {"share": min(unknown / units, 1.0), "model": encoder.name})
        return
    longest = row = 0
    for sentence, foreign in zip(analyzed.sentences, counts[:, 1] > FOREIGN * counts[:, 0], strict=True):
        row = row + sum(map(str.isalpha, sentence.text)) if foreign else 0
        longest = max(longest, row)
    if longest >= FOREIGN_LETTERS:
        yield Message("unknown_passage", {"letters": longest, "model": encoder.name})
