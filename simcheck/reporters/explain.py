"""Explain: why one match has its score, followed from words or the order of sentences to nats, rivals and the score."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from simcheck.align import Explanation, OrderRival
from simcheck.check import Explained
from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.places import written_span, written_text
from simcheck.reporters.layout import clip, columns, visible
from simcheck.reporters.pairs import reasons
from simcheck.reporters.phrases import kind_name

#: How many words and sentences are shown, the cells of one sentence, and the letters of either end of a passage.
_WORDS, _SENTENCES, _CELLS, _ENDS = 12, 8, 30, 12


def render(found: Explained, *, language: Language | None = None) -> str:
    """The explanation as text; without ``language`` in that of the draft."""
    say = words(language or language_of(found.draft.text))
    explanation = found.explanation
    evidence = (
        [_in_order(found, say), _sections(found, say)]
        if explanation.evidence.ordered
        else [_words(explanation, say), _sentences(found, say), _rivals(found, say)]
    )
    blocks = (
        _headline(found, say),
        *evidence,
        _significance(explanation, say),
        _score(explanation, say),
        _pairs(found, say),
    )
    return "\n".join(block for block in blocks if block)


def to_dict(found: Explained, *, language: Language | None = None) -> dict[str, Any]:
    """The explanation as plain data; sources by id, spans as offsets."""
    explanation, match = found.explanation, found.match
    evidence, logistic = explanation.evidence, explanation.logistic
    start, end = written_span(found.draft, match.draft.start, match.draft.end)
    scored = written_span(found.draft, *explanation.basis[0]), explanation.basis[1]
    return {
        "match": found.place + 1,
        "draft": {"id": found.draft.id, "start": start, "end": end},
        "source": {"id": match.source.document_id, "start": match.source.start, "end": match.source.end},
        "scored_source": found.documents[explanation.alignment.number].id,
        "scored": [{"start": first, "end": last} for first, last in scored],
        "words": [asdict(word) | {"nats": word.nats} for word in explanation.words],
        "cap": explanation.scoring.lexical.cap,
        "missing": {"count": explanation.missing, "retained": explanation.retained, "nats_each": explanation.miss},
        "sentences": [asdict(pair) for pair in explanation.sentences],
        "meaning": {"unit": explanation.unit, **asdict(explanation.scoring.semantic)},
        "in_order": [asdict(pair) for pair in explanation.in_order],
        "why": grounds(match, words(language or language_of(found.draft.text))),
        "pairs": [asdict(pair) for pair in match.pairs],
        "rivals": [
            {"id": found.documents[rival.number].id, "lexical": rival.lexical, "semantic": rival.semantic}
            for rival in explanation.rivals
        ],
        "floor": asdict(explanation.floor) | {"nats": explanation.floor.nats},
        "order_rivals": [
            {"of": _of(rival), "id": _source_of(rival, found), "nats": rival.nats} for rival in evidence.order_rivals
        ],
        "permuted": evidence.permuted,
        "short": evidence.short,
        "significance": None if evidence.significance is None else evidence.significance._asdict(),
        "lexical": evidence.lexical,
        "semantic": evidence.semantic,
        "null": evidence.null,
        "net": logistic.nats,
        "demand": logistic.even,
        "scale": logistic.scale,
        "score": explanation.alignment.score,
    }


def _headline(found: Explained, say: Words) -> str:
    match = found.match
    start, _ = written_span(found.draft, match.draft.start, match.draft.end)
    line = written_text(found.draft).count("\n", 0, start) + 1
    counts = say("why.counted") if match.ignored is None else say(f"why.{match.ignored}")
    headline = say(
        "explain.headline",
        number=found.place + 1,
        kind=kind_name(match, say),
        score=match.score,
        line=line,
        source=visible(match.source.document_id),
        why=counts,
    )
    reckoned = found.documents[found.explanation.alignment.number].id
    if reckoned != match.source.document_id:
        headline += say("explain.beside", source=visible(match.source.document_id), scored=visible(reckoned))
    mine, passage = found.explanation.basis[0], match.draft
    if _letters(found, *mine) == _letters(found, max(mine[0], passage.start), min(mine[1], passage.end)):
        return headline
    shown = found.draft.text[passage.start : passage.end]
    return headline + say("explain.scored", passage=_ends(shown), scored=_ends(found.draft.text[slice(*mine)]))


def _letters(found: Explained, start: int, end: int) -> int:
    return sum(map(str.isalnum, found.draft.text[start:end]))


def _ends(text: str) -> str:
    """How a passage begins and how it ends."""
    shown = visible(text)
    return shown if len(shown) <= 2 * _ENDS else f"{shown[:_ENDS]}…{shown[-_ENDS:]}"


def _signed(value: float, digits: int) -> str:
    """A term of a sum, behind another one.

    >>> _signed(-3.71, 1), _signed(0.29, 2)
    ('− 3.7', '+ 0.29')
    """
    return f"{'−' if value < 0 else '+'} {abs(value):.{digits}f}"


def _words(explanation: Explanation, say: Words) -> str:
    shown = explanation.words[:_WORDS]
    listed = say("explain.separator").join(
        say(
            "explain.word" if word.times == 1 else "explain.repeated",
            word=visible(word.text), times=word.times, each=word.each, nats=word.nats,
        )
        for word in shown
    )  # fmt: skip
    rest = explanation.words[_WORDS:]
    more = say("explain.more_words", count=len(rest), nats=sum(word.nats for word in rest)) if rest else ""
    missing = say("explain.missing", count=explanation.missing, retained=explanation.retained, each=explanation.miss)
    return say(
        "explain.words", tokens=explanation.tokens, found=explanation.tokens - explanation.missing,
        listed=listed + more, missing=missing, nats=explanation.evidence.lexical, cap=explanation.scoring.lexical.cap,
    )  # fmt: skip


def _sentences(found: Explained, say: Words) -> str:
    explanation = found.explanation
    source = found.documents[explanation.alignment.number].text
    heads = [say(f"explain.{name}") for name in ("draft", "source", "similarity", "level", "weight", "inside", "nats")]
    rows = [
        (
            clip(visible(found.draft.text[slice(*pair.draft)]), _CELLS),
            clip(visible(source[slice(*pair.source)]), _CELLS),
            *(f"{number:.3f}" for number in (pair.similarity, pair.level, pair.weight, pair.inside)),
            f"{pair.nats:+.1f}",
        )
        for pair in explanation.sentences[:_SENTENCES]
    ]
    left = len(explanation.sentences) - len(rows)
    more = say("explain.more_sentences", count=left) if left else ""
    table, numbers = columns([heads, *rows], "<<>>>>>"), explanation.scoring.semantic
    head = say(
        "explain.sentences", nats=explanation.evidence.semantic, slope=numbers.slope, unit=explanation.unit,
        offset=_signed(-numbers.neutral, 2), least=numbers.least, most=numbers.most,
    )  # fmt: skip
    return head + table + more


def _pairs(found: Explained, say: Words) -> str:
    """The pairs of sentences as the report shows them, each with its nats and the posterior of the order model."""
    pairs = found.match.pairs
    if not pairs:
        return ""
    source = found.documents[found.explanation.alignment.number].text
    heads = [
        *(say(f"explain.{name}") for name in ("draft", "source", "nats")), say("explain.posterior"), say("pairs.head")
    ]  # fmt: skip
    rows = [
        (
            clip(visible(found.draft.text[pair.draft_start : pair.draft_end]), _CELLS),
            clip(visible(source[pair.source_start : pair.source_end]), _CELLS),
            f"{pair.nats:+.1f}",
            f"{pair.probability:.2f}",
            visible(reasons(pair.reasons, say)).strip(),
        )
        for pair in pairs[:_SENTENCES]
    ]
    left = len(pairs) - len(rows)
    more = say("explain.more_sentences", count=left) if left else ""
    return say("explain.pairs", why=grounds(found.match, say)) + columns([heads, *rows], "<<>><") + more


def _rivals(found: Explained, say: Words) -> str:
    explanation = found.explanation
    lines = "".join(
        say(
            "explain.rival",
            source=visible(found.documents[rival.number].id),
            lexical=rival.lexical,
            semantic=rival.semantic,
        )
        for rival in explanation.rivals
    )
    if explanation.evidence.rival == "shelf":
        lines += say("explain.shelf", nats=explanation.evidence.null)
    if explanation.evidence.rival == "frame":
        lines += say("explain.frame")
    told = lines or say("explain.no_rival")
    floor = say("explain.floor", **asdict(explanation.floor), nats=explanation.floor.nats)
    return say("explain.rivals", rivals=told, floor=floor, null=explanation.evidence.null)


def _in_order(found: Explained, say: Words) -> str:
    """The sentences in order, as the order model has them."""
    explanation = found.explanation
    source = found.documents[explanation.alignment.number].text
    heads = [say(f"explain.{name}") for name in ("draft", "source", "nats", "posterior")]
    rows = [
        (
            clip(visible(found.draft.text[slice(*pair.draft)]), _CELLS),
            clip(visible(source[slice(*pair.source)]), _CELLS),
            f"{pair.nats:+.1f}",
            f"{pair.probability:.2f}",
        )
        for pair in explanation.in_order[:_SENTENCES]
    ]
    left = len(explanation.in_order) - len(rows)
    more = say("explain.more_sentences", count=left) if left else ""
    return say("explain.in_order") + columns([heads, *rows], "<<>>") + more


def _sections(found: Explained, say: Words) -> str:
    """What the whole section says, and what its rivals say; nothing for a passage that does without."""
    explanation = found.explanation
    evidence, numbers = explanation.evidence, explanation.scoring.order
    if explanation.by_significance:
        return ""
    rivals = say("explain.separator").join(
        say(f"explain.{_of(rival)}_rival", nats=rival.nats, source=visible(_source_of(rival, found) or ""))
        for rival in reversed(evidence.order_rivals)
    )
    return say(
        "explain.section", nats=evidence.semantic, mean=explanation.rivals_mean, rivals=rivals,
        share=numbers.rival_share,
        permuted=evidence.permuted, permuted_share=numbers.permuted_share, significant=numbers.significant,
        short=say("explain.short", nats=evidence.short, least=numbers.short_draft) if evidence.short else "",
        significance_share=numbers.significance_share, added=explanation.standing_out, null=evidence.null,
    )  # fmt: skip


def _of(rival: OrderRival) -> str:
    return rival.by if isinstance(rival.by, str) else "source"


def _source_of(rival: OrderRival, found: Explained) -> str | None:
    return found.documents[rival.by].id if isinstance(rival.by, int) else None


def _significance(explanation: Explanation, say: Words) -> str:
    known = explanation.evidence.significance
    if known is None:
        return ""
    return say("explain.significance", count=known.sentences, value=known.value, least=known.least)


def _score(explanation: Explanation, say: Words) -> str:
    evidence, logistic, known = explanation.evidence, explanation.logistic, explanation.evidence.significance
    if explanation.as_copy:
        net = say("explain.net_of_copy", net=logistic.nats)
    elif explanation.by_significance and known is not None:
        net = say(
            "explain.net_by_significance", even=logistic.even, value=known.value, least=known.least,
            count=known.sentences, net=logistic.nats,
        )  # fmt: skip
    else:
        net = say(
            "explain.net",
            lexical=evidence.lexical,
            semantic=_signed(evidence.semantic, 1),
            null=evidence.null,
            net=logistic.nats,
        )
    return say(
        "explain.score", net_of=net, demand=_demand(explanation, say), net=logistic.nats, even=logistic.even,
        scale=logistic.scale, score=explanation.alignment.score,
    )  # fmt: skip


def _demand(explanation: Explanation, say: Words) -> str:
    """The net evidence that makes a passage as likely reuse as not, and where it comes from."""
    even, decision = explanation.logistic.even, explanation.scoring.decision
    if explanation.as_copy or explanation.evidence.ordered:
        return say("explain.even", even=even)
    return say(
        "explain.demand", tokens=explanation.tokens, long=decision.even, short=decision.short, fade=decision.fade,
        even=even,
    )  # fmt: skip
