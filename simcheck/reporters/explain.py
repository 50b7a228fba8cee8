"""Explain: why one match has its score, followed from words to nats, to rivals, to the score."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from simcheck.align import Explanation
from simcheck.check import Explained
from simcheck.grounds import grounds
from simcheck.messages import Language, Words, language_of, words
from simcheck.places import written_span, written_text
from simcheck.reporters.layout import clip, columns, visible
from simcheck.reporters.pairs import reasons

#: How many words and sentences are shown, and the cells that one sentence takes.
_WORDS, _SENTENCES, _CELLS = 12, 8, 30


def render(found: Explained, *, language: Language | None = None) -> str:
    """The explanation as text; without ``language`` in that of the draft."""
    say = words(language or language_of(found.draft.text))
    blocks = (
        _headline(found, say),
        _words(found.explanation, say),
        _sentences(found, say),
        _pairs(found, say),
        _rivals(found, say),
        _score(found.explanation, say),
    )
    return "\n".join(block for block in blocks if block)


def to_dict(found: Explained, *, language: Language | None = None) -> dict[str, Any]:
    """The explanation as plain data; sources by id, spans as offsets."""
    explanation = found.explanation
    evidence = explanation.evidence
    start, end = written_span(found.draft, found.match.draft.start, found.match.draft.end)
    return {
        "match": found.place + 1,
        "draft": {"id": found.draft.id, "start": start, "end": end},
        "source": {
            "id": found.match.source.document_id,
            "start": found.match.source.start,
            "end": found.match.source.end,
        },
        "words": [asdict(word) for word in explanation.words],
        "missing": {"count": explanation.missing, "nats_each": explanation.miss},
        "sentences": [asdict(pair) for pair in explanation.sentences],
        "why": grounds(found.match, words(language or language_of(found.draft.text))),
        "pairs": [asdict(pair) for pair in found.match.pairs],
        "rivals": [
            {"id": found.documents[rival.number].id, "lexical": rival.lexical, "semantic": rival.semantic}
            for rival in explanation.rivals
        ],
        "lexical": evidence.lexical,
        "semantic": evidence.semantic,
        "null": evidence.null,
        "net": evidence.net,
        "demand": explanation.demand,
        "score": explanation.alignment.score,
    }


def _headline(found: Explained, say: Words) -> str:
    match = found.match
    start, _ = written_span(found.draft, match.draft.start, match.draft.end)
    line = written_text(found.draft).count("\n", 0, start) + 1
    counts = say("why.counted") if match.ignored is None else say(f"why.{match.ignored}")
    return say(
        "explain.headline",
        number=found.place + 1,
        kind=say(f"kind.{match.kind}"),
        score=match.score,
        line=line,
        source=visible(match.source.document_id),
        why=counts,
    )


def _words(explanation: Explanation, say: Words) -> str:
    shown = explanation.words[:_WORDS]
    listed = say("explain.separator").join(
        say("explain.word", word=visible(word.text), nats=word.nats) for word in shown
    )
    rest = explanation.words[_WORDS:]
    more = say("explain.more_words", count=len(rest), nats=sum(word.nats for word in rest)) if rest else ""
    missing = say("explain.missing", count=explanation.missing, each=explanation.miss)
    return say(
        "explain.words", tokens=explanation.tokens, found=explanation.tokens - explanation.missing,
        listed=listed + more, missing=missing, nats=explanation.evidence.lexical,
    )  # fmt: skip


def _sentences(found: Explained, say: Words) -> str:
    explanation = found.explanation
    source = found.documents[explanation.alignment.number].text
    heads = [say(f"explain.{name}") for name in ("draft", "source", "similarity", "level", "nats")]
    rows = [
        (
            clip(visible(found.draft.text[slice(*pair.draft)]), _CELLS),
            clip(visible(source[slice(*pair.source)]), _CELLS),
            f"{pair.similarity:.2f}",
            f"{pair.level:.2f}",
            f"{pair.nats:+.1f}",
        )
        for pair in explanation.sentences[:_SENTENCES]
    ]
    left = len(explanation.sentences) - len(rows)
    more = say("explain.more_sentences", count=left) if left else ""
    table = columns([heads, *rows], "<<>>>")
    return say("explain.sentences", nats=explanation.evidence.semantic) + table + more


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
    told = lines or say("explain.no_rival")
    return say("explain.rivals", rivals=told, anyone=explanation.anyone, null=explanation.evidence.null)


def _score(explanation: Explanation, say: Words) -> str:
    evidence = explanation.evidence
    return say(
        "explain.score",
        lexical=evidence.lexical,
        semantic=evidence.semantic,
        null=evidence.null,
        net=evidence.net,
        tokens=explanation.tokens,
        demand=explanation.demand,
        scale=explanation.scale,
        score=explanation.alignment.score,
    )
