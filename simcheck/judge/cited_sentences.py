"""Cited sentences: which sentences without quotation marks are the words of what they name, as the source bears out.

The name is the draft's word; that these words are of it, the source says: it is that work itself, or gives the same
words by the same name. A law's article goes on as far as the draft gives it word for word. Of a peer's document by its
name or its number a sentence is cited, though offices mark no quotation; more than a few are a copy with a name on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from simcheck.judge.attributed import END, Attributed, attributed, named_documents, plain
from simcheck.judge.quotations import Spans
from simcheck.patterns import regex
from simcheck.scoring import SCORING, Judgement
from simcheck.text.classes import proposed
from simcheck.text.frame import formal
from simcheck.text.manner import titles_of
from simcheck.text.spans import touching
from simcheck.text.structure import structure
from simcheck.types import Document, Match

Span = tuple[int, int]
#: How a sentence is borne out: a law's words; words that the source gives by the same name; words of
#: a peer's document.
Borne = Literal["law", "same", "peer"]

_NUMBERS = SCORING.quoting
_ARTICLE = regex(r"(?m)^[ \t\u3000]*第[〇零○一二三四五六七八九十百千\d]+[条章节编]")
#: What a title bears that is no part of the name: the number of a file before it, and that it is an excerpt.
_BEFORE = regex(r"^[\d\s.、_-]+|^中华人民共和国")
_BEHIND = regex(r"(?:\s*[（(][^（()）\n]{1,40}[）)])+$|(?:摘录|节选|摘要|选编|全文|原文)$")
#: How the name of a law ends; other words of superiors are their class.
_LAW = regex(r"(?:法|法典|条例|规定|办法|细则|规则|准则|章程|解释)$")
_PLACE = regex(r"(?:中共)?[\u4e00-\u9fff]{2,7}?[省市县区州旗镇乡]")


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence, or an article, that is cited, the matches that it lies in, and how their sources bear it out."""

    start: int
    end: int
    matches: tuple[Match, ...]
    borne: Borne


def cited_sentences(
    text: str,
    quoted: Spans,
    held_in: Callable[[Spans], Mapping[Span, list[Match]]],
    sources: Mapping[str, Document],
) -> Iterator[Cited]:
    """The sentences outside of the ``quoted`` spans that give the words of a work by its name or number and that the
    source of every match in them bears out, in order and apart; ``held_in`` gives the matches in spans."""
    named = [one for one in attributed(text) if not touching(quoted, one.start, one.end)]
    touched = held_in(tuple((one.start, one.end) for one in named))
    for at, one in enumerate(named):
        limit = named[at + 1].start if at + 1 < len(named) else len(text)
        held = touched.get((one.start, one.end))
        borne = held and _borne(text, one, held, sources)
        if held and borne:
            end = _article_end(text, one, held, sources, limit) if borne == "law" else min(one.end, limit)
            yield Cited(one.start, end, tuple(held), borne)


def is_of_named(text: str, match: Match, sources: Mapping[str, Document]) -> bool:
    """Whether most of a passage is sentences that name the very document that it was taken from."""
    source, start, end = sources.get(match.source.document_id), match.draft.start, match.draft.end
    spans = (
        (max(start, one.start), min(end, one.end))
        for one in attributed(text)
        if source and one.start < end and one.end > start and _is_called(one, source)
    )
    return sum(last - first for first, last in spans) > (end - start) / 2


def cited_names(text: str, matches: Iterable[Match], sources: Mapping[str, Document], scoring: Judgement) -> Spans:
    """The names and numbers of documents in a draft: they are no words of anybody.

    Those that share letters with a source's body are none, where all of them together share as many as make a copy.
    """
    matches = tuple(matches)
    taken = {
        (name.start, name.end): max(
            (
                _from_body(text, (name.start, name.end), match, sources)
                for match in matches
                if match.draft.start < name.end and match.draft.end > name.start
            ),
            default=0,
        )
        for name in named_documents(text)
    }
    dressed = sum(taken.values()) >= scoring.few_letters
    return tuple(span for span, letters in taken.items() if not (dressed and letters))


def _from_body(text: str, span: Span, match: Match, sources: Mapping[str, Document]) -> int:
    """How many letters of a span are equal to letters of a source that are no name there and no title."""
    source = sources.get(match.source.document_id)
    if source is None:
        return 0
    names = [(name.start, name.end) for name in named_documents(source.text)]
    named = sorted((*formal(source.text), *names))
    found = 0
    for run in match.equal:
        start, end = max(span[0], run.draft_start), min(span[1], run.draft_end)
        if start < end:
            first = run.source_start + start - run.draft_start
            there = first, first + end - start
            inside = sum(min(b, there[1]) - max(a, there[0]) for a, b in named if a < there[1] and b > there[0])
            found += max(0, _letters(text[start:end]) - inside)
    return found


def _borne(text: str, one: Attributed, held: Iterable[Match], sources: Mapping[str, Document]) -> Borne | None:
    """How the sources of all matches bear a sentence out, by the weakest of them; None where one does not."""
    found = [_borne_by(text, one, match, sources.get(match.source.document_id)) for match in held]
    if None in found:
        return None
    return next((borne for borne in ("peer", "same", "law") if borne in found), None)


def _borne_by(text: str, one: Attributed, match: Match, source: Document | None) -> Borne | None:
    if source is None:
        return None
    if one.name and one.name.casefold() in _names_of(source):
        if _LAW.search(one.name) and (source.source_class == "authority" or proposed(source) == "authority"):
            return "law"
        return "peer" if source.source_class == "peer" else None
    if _gives_it_too(text, one, match, source):
        return "same"
    return "peer" if source.source_class == "peer" and _is_called(one, source) else None


def _gives_it_too(text: str, one: Attributed, match: Match, source: Document) -> bool:
    """Whether a source gives the words of a sentence by the same name."""
    theirs = [(other.start, other.end) for other in attributed(source.text) if one.name and other.name == one.name]
    start, end = max(one.start, match.draft.start), min(one.end, match.draft.end)
    same = sum(
        _letters(text[max(start, run.draft_start) : min(end, run.draft_end)])
        for run in match.equal
        if any(a <= run.source_start + max(0, start - run.draft_start) < b for a, b in theirs)
    )
    return same >= _NUMBERS.cited_same * _letters(text[start:end])


def _names_of(source: Document) -> set[str]:
    """What a source is called, in letters alone: by its title, its file and its first line."""
    file = source.id.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    first = source.text.lstrip().partition("\n")[0][:80]
    names = (_BEHIND.sub("", _BEFORE.sub("", name.strip())) for name in (*titles_of(source), file, first))
    return {plain(name).removeprefix("中华人民共和国").casefold() for name in names} - {""}


def _is_called(one: Attributed, source: Document) -> bool:
    """Whether a sentence names a document: by its number, or by most of its title and no other place."""
    numbers = [plain(source.text[part.start : part.end]) for part in structure(source.text) if part.kind == "number"]
    if one.number and numbers:
        return any(number and number in one.number for number in numbers)
    called = "".join(_names_of(source))
    place = _PLACE.match(one.name)
    if place and place[0] not in called + plain(source.author or ""):
        return False
    return len(one.name) >= _NUMBERS.least and is_title(one.name, called)


def is_title(name: str, title: str) -> bool:
    """Whether a work that a draft names may be the one of a title: most of the pairs of letters stand in it too.

    >>> [is_title(name, "在青禾县教育大会上的讲话") for name in ("在全县教育大会上的讲话", "森林防火条例")]
    [True, False]
    """
    pairs = [name[at : at + 2] for at in range(max(len(name) - 1, 1))]
    return sum(pair in title for pair in pairs) >= _NUMBERS.named * len(pairs)


def _article_end(text: str, one: Attributed, held: Iterable[Match], sources: Mapping[str, Document], limit: int) -> int:
    """Where a law's article ends in a draft: behind the last of the sentences in a row that stand in the same article
    of the source, up to ``limit``."""
    said = plain(text[one.start + one.naming : one.end])
    articles = (
        plain(article) for match in held for article in _articles(sources[match.source.document_id].text) if said
    )
    article, end = next((article for article in articles if said in article), ""), min(one.end, limit)
    at = end
    while article and at < limit:
        stop = END.search(text, at, limit)
        last = stop.end() if stop else limit
        said = plain(text[at:last])
        if said not in article:
            break
        at = last
        end = last if said else end
    return end


def _articles(law: str) -> Iterator[str]:
    """The articles of a law; all of it where it has none."""
    starts = [found.start() for found in _ARTICLE.finditer(law)]
    yield from (law[start:end] for start, end in zip([0, *starts], [*starts, len(law)], strict=True))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
