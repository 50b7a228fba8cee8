"""Exempt: which quotations of a draft do not count although their words stand in the corpus.

Quotation marks are the draft's word. A quotation is exempt when whom it names can have said what the source says, and
as long as what is quoted from the corpus remains a small part of the draft; else it counts like any other text. Where
nobody in particular is named, or a peer's document without marks, it is a much smaller part.
"""

from __future__ import annotations

import itertools
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from simcheck.cancelling import looking
from simcheck.judge.cited_sentences import cited_names, cited_sentences, is_title
from simcheck.judge.quotations import Spans, quotations
from simcheck.judge.speakers import Speaker, is_own_meeting, is_unsaid, speaks
from simcheck.patterns import regex
from simcheck.scoring import SCORING, Judgement
from simcheck.text.characters import is_han
from simcheck.text.manner import is_minutes
from simcheck.text.words import kind_of
from simcheck.types import Document, Match

_NUMBERS = SCORING.quoting
_SENTENCE = regex(r"[。！？!?；;\n]")
_WORK = regex(r"《([^》\n]{2,60})》")
#: Why a quotation may not count, the weakest first: what it names is not the source; it names nothing that can be
#: told, or a peer's document without quotation marks; it names the source, or the source quotes it as well.
_Ground = Literal["none", "anybody", "named"]
_GROUNDS: tuple[_Ground, ...] = get_args(_Ground)
#: Words that titles of speeches and of documents have in common.
_COMMON = regex(
    r"(?:政府)?工作(?:会议|报告)|讲话|报告|发言|致辞|致词|讲稿|通知|意见|决定|方案|总结|会议|大会|座谈会|推进会|动员会|节选|摘要|全文"
    r"|在|上的|关于|的|同志|稿|[省市县区乡镇村]|\d|年|月|日"
)
#: Parts of speech of jieba's dictionary that are names; a word that it has not may be one.
_OF_NAMES = ("", "ns", "nr", "nt", "nz")
_PLAIN = regex(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Exempt:
    """``spans`` do not count: the ``quoted`` ones, quotations and cited sentences, and the names of documents.
    ``unverified`` are the quotations in a match that do: what they name cannot be the source, or too much is quoted.
    All of them in order and apart."""

    spans: Spans
    quoted: Spans
    unverified: Spans


def exempt_quotations(
    text: str, matches: Iterable[Match], sources: Mapping[str, Document], scoring: Judgement
) -> Exempt:
    """Which quotations of a draft do not count, by the matches that touch them; ``sources`` by their ids.

    All of them count when they are more letters from the corpus than ``scoring.quoted_letters`` and a larger share of
    the draft's than ``scoring.quoted_most``; a sentence without marks that gives a law's words by its name is a
    quotation where the source bears it out (``cited_sentences``). Of those that name neither a document nor its author,
    and that the source does not quote itself, and of a peer's document cited without marks, all count beyond the
    smaller ``scoring.quoted_unnamed``.
    """
    matches = tuple(matches)
    all_quoted = quotations(text)
    held_in = _Touching(text, matches, scoring)
    touched = held_in(all_quoted)
    minutes = is_minutes(Document("", text))
    grounds = {span: _ground(text, span, held, sources, scoring, minutes) for span, held in touched.items()}
    for one in cited_sentences(text, all_quoted, held_in, sources):
        touched[one.start, one.end] = list(one.matches)
        grounds[one.start, one.end] = "anybody" if one.borne == "peer" else "named"
    all_quoted = tuple(sorted({*all_quoted, *touched}))
    refused = tuple(span for span, ground in grounds.items() if ground == "none")
    letters = _letters(text)
    for share, some in (
        (scoring.quoted_unnamed, ("anybody",)),
        (scoring.quoted_most, ("anybody", "named", "none")),
    ):
        spans = tuple(span for span, held in touched.items() if held and grounds[span] in some)
        if sum(_covered(text, span, touched[span]) for span in spans) > max(scoring.quoted_letters, share * letters):
            refused = tuple(span for span in all_quoted if span in refused or span in spans)
    quoted = tuple(span for span in all_quoted if span not in refused)
    return Exempt(_joined((*quoted, *cited_names(text, matches, sources, scoring))), quoted, refused)


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """The spans in order and apart."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


class _Touching:
    """The matches that have letters enough in common with spans of a draft."""

    def __init__(self, text: str, matches: Iterable[Match], scoring: Judgement) -> None:
        self._text, self._scoring = text, scoring
        self._matches = sorted(enumerate(matches), key=lambda one: one[1].draft.start)
        self._starts = [match.draft.start for _, match in self._matches]
        #: How far the matches reach, those before each one among them: matches of others may overlap.
        self._reach = list(itertools.accumulate((match.draft.end for _, match in self._matches), max))

    def __call__(self, spans: Spans) -> dict[tuple[int, int], list[Match]]:
        """The matches of each span, in the order in which they were given."""
        return {
            span: self._of(span, size) for span in looking(spans, 64) if (size := _letters(self._text[slice(*span)]))
        }

    def _letters(self, span: tuple[int, int]) -> int:
        return _letters(self._text[slice(*span)])

    def _of(self, span: tuple[int, int], size: int) -> list[Match]:
        first, last = bisect(self._reach, span[0]), bisect_left(self._starts, span[1])
        least = min(self._scoring.few_letters, size)
        found = sorted(self._matches[first:last], key=lambda one: one[0])
        return [match for _, match in found if _shared(self._text, span, match) >= least]


def _ground(
    text: str,
    span: tuple[int, int],
    matches: Iterable[Match],
    sources: Mapping[str, Document],
    scoring: Judgement,
    minutes: bool,
) -> _Ground:
    """The weakest ground that a quotation has in the matches that touch it."""
    found = [_ground_in(text, span, match, sources, scoring, minutes) for match in matches]
    return min(found, key=_GROUNDS.index, default="named")


def _ground_in(
    text: str,
    span: tuple[int, int],
    match: Match,
    sources: Mapping[str, Document],
    scoring: Judgement,
    minutes: bool,
) -> _Ground:
    """Whether the words around a quotation name one of the sources of a match, or that source quotes it too; or can be
    anybody's; or cannot be about it. In ``minutes`` a meeting without a name is their own."""
    held = [sources[name] for name in (match.source.document_id, *match.also_in) if name in sources]
    source = sources.get(match.source.document_id)
    if source is None:
        return "named"
    passage = match.source.start, match.source.end
    can_be = (_can_be(text, span, one, passage if one is source else None, minutes) for one in held)
    best = max(can_be, key=_GROUNDS.index)
    if best == "named":
        return best
    inside = sum(
        _letters(source.text[max(start, passage[0]) : min(end, passage[1])])
        for start, end in quotations(source.text)
        if start < passage[1] and end > passage[0]
    )
    return "named" if inside >= scoring.quoted * _letters(match.source.text) else best


def _can_be(
    text: str, span: tuple[int, int], source: Document, passage: tuple[int, int] | None, minutes: bool
) -> _Ground:
    before, behind = (
        text[max(0, span[0] - _NUMBERS.named_before) : span[0]],
        text[span[1] : span[1] + _NUMBERS.named_behind],
    )
    before = _SENTENCE.split(before.rstrip())[-1]
    behind = _SENTENCE.split(behind)[0]
    names = _WORK.findall(before) + _WORK.findall(behind)
    title = _plain(f"{source.title or ''} {source.id} {source.text[:80]}")
    author = _plain(source.author or "")
    around = _plain(before + behind)
    if (author and author in around) or any(name in around for name in _own_names(source)):
        return "named"
    if names:
        return "named" if any(is_title(_plain(name), title) for name in names) else "none"
    speaker = Speaker.around(before, behind)
    if speaker.nobody or speaker.is_another_than(source, passage) or (minutes and is_own_meeting(before)):
        return "none"
    return "none" if source.source_class == "peer" and speaks(before) and is_unsaid(source, passage) else "anybody"


def _own_names(source: Document) -> Iterator[str]:
    """What a source alone is called by, of its title and the name of its file: a place, a person, an office; no word
    that any speech is called, and no topic.

    >>> [[*_own_names(Document(name, ""))] for name in ("报告/滨州.txt", "讲话稿.txt", "教育大会讲话.txt")]
    [['滨州'], [], []]
    """
    file = source.id.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    for name in (source.title or "", file):
        own = _COMMON.sub("", _plain(name))
        if len(own) >= _NUMBERS.own_name and all(is_han(ord(char)) for char in own) and kind_of(own) in _OF_NAMES:
            yield own


def _plain(text: str) -> str:
    return _PLAIN.sub("", text).casefold()


def _shared(text: str, span: tuple[int, int], match: Match) -> int:
    return _letters(text[max(span[0], match.draft.start) : min(span[1], match.draft.end)])


def _covered(text: str, span: tuple[int, int], matches: Iterable[Match]) -> int:
    """Letters of a quotation under the union of the matches."""
    found = reached = 0
    for start, end in sorted((max(span[0], m.draft.start), min(span[1], m.draft.end)) for m in matches):
        found += _letters(text[max(start, reached) : end])
        reached = max(reached, end)
    return found


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
