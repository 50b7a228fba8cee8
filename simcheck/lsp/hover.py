"""Hover: the two passages of a match under each other, with what they share in bold."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from simcheck.grounds import grounds
from simcheck.lsp.diagnostics import message
from simcheck.lsp.positions import Positions
from simcheck.messages import Language, words
from simcheck.patterns import regex
from simcheck.report import Report
from simcheck.reporters.layout import Piece
from simcheck.reporters.pairs import listed
from simcheck.reporters.passages import sides
from simcheck.reporters.reuse import beside
from simcheck.types import Match

#: Groups of sentences that are shown, and characters of each side.
_PAIRS, _LETTERS = 12, 80
_MARKS = regex(r"([\\`*_{}\[\]<>()#+!|~$&-])")


def hover(report: Report, offset: int, positions: Positions, language: Language, *, markdown: bool) -> Hover | None:
    """What is known of the matches at an offset of the draft; None where there is none."""
    found = [match for match in report.matches if match.draft.start <= offset < match.draft.end]
    if not found:
        return None
    texts = [
        _described(match, beside(report, match.source.document_id, words(language)), language, markdown=markdown)
        for match in found
    ]
    kind = MarkupKind.Markdown if markdown else MarkupKind.PlainText
    span = positions.range(found[0].draft.start, found[0].draft.end)
    return Hover(MarkupContent(kind, ("\n\n---\n\n" if markdown else "\n\n").join(texts)), span)


def _described(match: Match, probable: str, language: Language, *, markdown: bool) -> str:
    say = words(language)
    shown = sides(match, colour=markdown)
    if not markdown:
        lines = [message(match, language), f"{say('side.draft')}: {match.draft.text}"]
        lines.append(f"{say('side.source')}: {match.source.text}")
        if match.ignored is None:
            lines.append(say("pairs.why", why=grounds(match, say)))
        lines += [probable] if probable else []
        lines += listed(match, say, _PAIRS, _LETTERS)
        return "\n".join(lines)
    parts = [f"**{_escaped(message(match, language))}**"]
    parts.append(f"{say('side.draft')}\n\n> {_pieces(shown.draft)}")
    parts.append(f"{say('side.source')}\n\n> {_pieces(shown.draft if shown.identical else shown.source)}")
    if match.ignored is None:
        parts.append(_escaped(say("pairs.why", why=grounds(match, say))))
    if probable:
        parts.append(_escaped(probable))
    if match.pairs:
        parts.append("\n".join(f"* {_escaped(line)}" for line in listed(match, say, _PAIRS, _LETTERS)))
    if match.also_in:
        parts.append(_escaped(say("match.also_in", sources="、".join(match.also_in))))
    return "\n\n".join(parts)


def _pieces(pieces: Iterable[Piece]) -> str:
    """The pieces as one line of Markdown. Marks of emphasis stand against letters, or they would show as stars."""
    text = ""
    for piece in pieces:
        plain = " ".join(piece.text.split("\n"))
        letters = [at for at, char in enumerate(plain) if char.isalnum()]
        if piece.style != "equal" or not letters:
            text += _escaped(plain)
            continue
        first, last = letters[0], letters[-1] + 1
        text += f"{_escaped(plain[:first])}**{_escaped(plain[first:last])}**{_escaped(plain[last:])}"
    return text


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
