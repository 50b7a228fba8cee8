"""Warnings: what a reader must know before trusting the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.encode import Encoder, counts_of
from simcheck.judge.matches import UNCITED
from simcheck.judge.quotations import Spans
from simcheck.messages import Message
from simcheck.scoring import Judgement
from simcheck.text.analyze import Analyzed
from simcheck.types import Figures, Match


def warnings(
    encoder: Encoder,
    draft: Analyzed,
    figures: Figures,
    quoted: Spans,
    scoring: Judgement,
    matches: tuple[Match, ...] = (),
) -> Iterator[Message]:
    """Words that the encoder does not know, text read from pictures, few letters, much that is exempt as ``quoted``,
    own work taken over, superiors' words without their source, a draft that may be its own source."""
    yield from _unknown(encoder, draft, scoring)
    if recognized := draft.document.reading.recognized:
        sure = min(page.confidence for page in recognized)
        yield Message("recognized", {"pages": len(recognized), "confidence": sure})
    if len(draft.tokens.units) < scoring.few_letters:
        yield Message("few_letters", {"letters": len(draft.tokens.units)})
    exempt = sum(end - start for start, end in quoted) / len(draft.document.text)
    if exempt > scoring.much_quoted:
        yield Message("much_quoted", {"share": exempt})
    if figures.own > 0:
        yield Message("own_used", {"share": figures.own})
    if uncited := sum(match.note == UNCITED for match in matches if match.ignored == "authority"):
        yield Message("authority_uncited", {"count": uncited})
    if figures.largest_source > scoring.whole_source:
        yield Message("whole_source", {"source": figures.largest_source_id or ""})


def _unknown(encoder: Encoder, draft: Analyzed, scoring: Judgement) -> Iterator[Message]:
    """A warning when the draft, or a passage of it, is in a language that the encoder does not know."""
    counts = counts_of(encoder, [sentence.text for sentence in draft.sentences])
    units, unknown = counts.sum(axis=0).tolist()
    if unknown > scoring.unknown * units:
        yield Message("unknown_words", {"share": min(unknown / units, 1.0), "model": encoder.name})
        return
    longest = row = 0
    foreign = counts[:, 1] > scoring.unknown_sentence * counts[:, 0]
    for sentence, is_foreign in zip(draft.sentences, foreign, strict=True):
        row = row + sum(map(str.isalpha, sentence.text)) if is_foreign else 0
        longest = max(longest, row)
    if longest >= scoring.unknown_letters:
        yield Message("unknown_passage", {"letters": longest, "model": encoder.name})
