"""Findings: what is odd about a draft itself, in its file and in its text."""

from __future__ import annotations

from collections.abc import Iterator

from simcheck.text.analyze import Analyzed
from simcheck.text.downwards import moved
from simcheck.text.evasion import evasion
from simcheck.text.no_words import without_words
from simcheck.text.pinyin import spelled_out
from simcheck.types import Document, Finding

#: What is not read and is often no text of a speech: these fail no gate unless it asks for it.
_APART = {"picture": "pictures", "comment": "comments"}


def findings(draft: Analyzed) -> tuple[Finding, ...]:
    """What no reader sees, what was not read of the file, and what hides or breaks up words, in order of place."""
    text, order = draft.document.text, draft.document.reading.order
    found = [*findings_of_file(draft.document), *evasion(draft.normalized)]
    found += [Finding("no_words", start, end, text[start:end], end - start) for start, end in without_words(text)]
    if said := spelled_out(text):
        start, end = said[0][0], said[-1][1]
        found.append(Finding("unread_parts", start, end, text[start:end], len(said), "pinyin"))
    found += [Finding("reading_order", start, end, "", end - start) for start, end in moved(order)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind)))


def findings_of_file(document: Document) -> Iterator[Finding]:
    """What no reader of the file sees, what was not read of it, and what was read from pictures."""
    text, reading = document.text, document.reading
    for one in reading.hidden:
        inside = text[one.start : one.end]
        yield Finding("hidden_text", one.start, one.end, inside, one.characters, one.reason, one.excerpt)
    for part in reading.unread:
        kind = _APART.get(part.kind, "unread_parts")
        yield Finding(kind, part.start, part.start, "", part.count, part.kind)
    if reading.recognized:
        characters = sum(page.end - page.start for page in reading.recognized)
        at = reading.recognized[0].start
        yield Finding("recognized_text", at, at, "", characters)
