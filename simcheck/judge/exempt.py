"""Exempt: which quotations of a draft do not count although their words stand in the corpus.

Quotation marks are the draft's word. A quotation is exempt when whom it names can have said what the source says, and
as long as what is quoted from the corpus remains a small part of the draft; else it counts like any other text.
"""

from __future__ import annotations

import itertools
from bisect import bisect, bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from simcheck.cancelling import looking
from simcheck.judge.citations import Attributed, attributed
from simcheck.judge.quotations import Spans, quotations
from simcheck.judge.speakers import Speaker
from simcheck.patterns import regex
from simcheck.scoring import SCORING, Judgement
from simcheck.text.characters import is_han
from simcheck.text.spans import touching
from simcheck.text.words import kind_of
from simcheck.types import Document, Match

_NUMBERS = SCORING.quoting
_SENTENCE = regex(r"[。！？!?；;\n]")
_WORK = regex(r"《([^》\n]{2,60})》")
#: Why a quotation may not count, the weakest first: what it names is not the source; it names nothing that can be
#: told; it names the source, or the source quotes it as well.
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
    """``spans`` are the quotations that do not count, ``unverified`` those in a match that do: what they name cannot
    be the source, or too much is quoted. Both in order and apart."""

    spans: Spans
    unverified: Spans


def exempt_quotations(
    text: str, matches: Iterable[Match], sources: Mapping[str, Document], scoring: Judgement
) -> Exempt:
    """Which quotations of a draft do not count, by the matches that touch them; ``sources`` by their ids.

    All of them count when more letters are quoted from the corpus than ``scoring.quoted_letters`` and a larger share
    of the draft's than ``scoring.quoted_most``; a sentence without marks that gives a law's words by its name is a
    quotation where the source bears it out (``_cited``). Of those that name neither a document nor its author, and
    that the source does not quote itself, all count beyond the smaller ``scoring.quoted_unnamed``.
    """
    all_quoted = quotations(text)
    held_in = _Touching(text, matches, scoring)
    touched = held_in(all_quoted)
    grounds = {span: _ground(text, span, held, sources, scoring) for span, held in touched.items()}
    cited = _cited(text, all_quoted, held_in, sources)
    touched |= cited
    grounds.update(dict.fromkeys(cited, "named"))
    all_quoted = tuple(sorted((*all_quoted, *cited)))
    refused = tuple(span for span, ground in grounds.items() if ground == "none")
    letters = _letters(text)
    for least, share, some in (
        (scoring.quoted_letters, scoring.quoted_unnamed, ("anybody",)),
        (scoring.quoted_letters, scoring.quoted_most, ("anybody", "named", "none")),
    ):
        spans = tuple(span for span, held in touched.items() if held and grounds[span] in some)
        if sum(_covered(text, span, touched[span]) for span in spans) > max(least, share * letters):
            refused = tuple(span for span in all_quoted if span in refused or span in spans)
    return Exempt(tuple(span for span in all_quoted if span not in refused), refused)


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


def _cited(
    text: str,
    quoted: Spans,
    held_in: Callable[[Spans], dict[tuple[int, int], list[Match]]],
    sources: Mapping[str, Document],
) -> dict[tuple[int, int], list[Match]]:
    """The sentences without quotation marks that give the words of a law or a leader by name, and their matches: those
    whose source is that work itself, or gives the same words by the same name.

    The name is the draft's word; that these words are of it, the source says.
    """
    named = [one for one in attributed(text) if not touching(quoted, one.start, one.end)]
    touched = held_in(tuple((one.start, one.end) for one in named))
    return {
        (one.start, one.end): held
        for one in named
        if (held := touched.get((one.start, one.end))) and all(_of_work(text, one, match, sources) for match in held)
    }


def _of_work(text: str, one: Attributed, match: Match, sources: Mapping[str, Document]) -> bool:
    source = sources.get(match.source.document_id)
    if source is None:
        return False
    file = source.id.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    titles = (_plain(title).removeprefix("中华人民共和国") for title in (source.title or "", file))
    if one.name.casefold() in titles:
        return True
    theirs = [(other.start, other.end) for other in attributed(source.text) if other.name == one.name]
    start, end = max(one.start, match.draft.start), min(one.end, match.draft.end)
    same = sum(
        _letters(text[max(start, run.draft_start) : min(end, run.draft_end)])
        for run in match.equal
        if any(a <= run.source_start + max(0, start - run.draft_start) < b for a, b in theirs)
    )
    return same >= _NUMBERS.cited_same * _letters(text[start:end])


def _ground(
    text: str, span: tuple[int, int], matches: Iterable[Match], sources: Mapping[str, Document], scoring: Judgement
) -> _Ground:
    """The weakest ground that a quotation has in the matches that touch it."""
    found = [_ground_in(text, span, match, sources, scoring) for match in matches]
    return min(found, key=_GROUNDS.index, default="named")


def _ground_in(
    text: str, span: tuple[int, int], match: Match, sources: Mapping[str, Document], scoring: Judgement
) -> _Ground:
    """Whether the words around a quotation name one of the sources of a match, or that source quotes it too; or can be
    anybody's; or cannot be about it."""
    held = [sources[name] for name in (match.source.document_id, *match.also_in) if name in sources]
    source = sources.get(match.source.document_id)
    if source is None:
        return "named"
    passage = match.source.start, match.source.end
    best = max((_can_be(text, span, one, passage if one is source else None) for one in held), key=_GROUNDS.index)
    if best == "named":
        return best
    inside = sum(
        _letters(source.text[max(start, passage[0]) : min(end, passage[1])])
        for start, end in quotations(source.text)
        if start < passage[1] and end > passage[0]
    )
    return "named" if inside >= scoring.quoted * _letters(match.source.text) else best


def _can_be(text: str, span: tuple[int, int], source: Document, passage: tuple[int, int] | None) -> _Ground:
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
        return "named" if any(_names(_plain(name), title) for name in names) else "none"
    speaker = Speaker.around(before, behind)
    return "none" if speaker.nobody or speaker.is_another_than(source, passage) else "anybody"


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


def _names(name: str, title: str) -> bool:
    """Whether a work that a draft names may be the one of a title: most of the pairs of letters stand in it too.

    >>> _names("在全县教育大会上的讲话", "在青禾县教育大会上的讲话"), _names("森林防火条例", "在青禾县教育大会上的讲话")
    (True, False)
    """
    pairs = [name[at : at + 2] for at in range(max(len(name) - 1, 1))]
    return sum(pair in title for pair in pairs) >= _NUMBERS.named * len(pairs)


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
