"""The nouns that every stage knows: documents, passages, matches, figures; and nothing else.

Offsets are code points of the *original* text, half-open: ``text[start:end]`` is the thing itself. Similarity and
score grow with closeness. Shares lie in [0, 1].
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, cast, get_args

Kind = Literal["verbatim", "edited", "paraphrase", "translation"]
Reason = Literal["set_phrase", "quotation", "own_work", "baseline", "unchanged", "frame", "authority", "rule"]
#: Why two sentences of a match are shown together: they share words, numbers or names, they mean the same, they follow
#: each other on both sides.
PairReason = Literal["words", "numbers", "names", "meaning", "order"]
#: What a source is to those who write drafts: a text that must not be copied, a law or a superior's words, an earlier
#: text of their own, a form to be filled in.
SourceClass = Literal["peer", "authority", "own", "template"]


class Ungiven(str):
    """A class of sources that nobody gave: equal to it, and told from the text once that becomes a source."""

    __slots__ = ()


#: The class of a source unless another one is given.
PEER_UNLESS_TOLD: SourceClass = cast("SourceClass", Ungiven("peer"))
#: What an earlier text, or a form, may leave behind in a draft.
LeftoverKind = Literal["place", "person", "unit", "date", "figure", "document", "meeting", "blank"]
#: Why a reader does not see a text that its file holds: marked as hidden, in the colour of what is behind it, in the
#: colour of the page where something darker may lie behind it, under 4 points or scaled to nothing, wholly transparent,
#: off the page or cut away, under something else.
HiddenReason = Literal["hidden", "colour", "pale", "size", "transparent", "outside", "covered"]
#: What a file holds that was not read: a picture, a picture that shows text, a comment of a reviewer, an object of
#: another program, a file that comes with it, a part that is named and missing or damaged, a text that is made only
#: when the file is shown.
UnreadKind = Literal["picture", "writing", "comment", "embedded", "attachment", "damaged", "generated"]
FindingKind = Literal[
    "hidden_text", "unread_parts", "pictures", "comments", "recognized_text",
    "zero_width", "homoglyph", "mixed_script", "spacing", "mixed_width", "watermark", "reading_order",
]  # fmt: skip

KINDS: tuple[Kind, ...] = get_args(Kind)
SOURCE_CLASSES: tuple[SourceClass, ...] = get_args(SourceClass)
LEFTOVERS: tuple[LeftoverKind, ...] = get_args(LeftoverKind)
REASONS: tuple[Reason, ...] = get_args(Reason)
PAIR_REASONS: tuple[PairReason, ...] = get_args(PairReason)
HIDDEN_REASONS: tuple[HiddenReason, ...] = get_args(HiddenReason)
UNREAD_KINDS: tuple[UnreadKind, ...] = get_args(UnreadKind)
FINDINGS: tuple[FindingKind, ...] = get_args(FindingKind)


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text that a file holds and no reader sees; it is not in the document's ``text``.

    Only what is ``pale`` may be seen after all, so that it stays: ``text[start:end]``. Everything else stood
    between the code points ``start`` and ``end`` of the text, which are equal where it stood in one piece.
    ``characters`` are its visible characters, ``excerpt`` is how it begins, on one line.
    """

    reason: HiddenReason
    start: int
    end: int
    characters: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """``count`` parts of one kind that a file holds and that were not read; the first of them stood at ``start``."""

    kind: UnreadKind
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class RecognizedText:
    """``text[start:end]`` was read from the picture of a page by optical character recognition.

    ``page`` counts from 1 (the picture, in a format without pages); ``confidence`` in [0, 1] is how sure the
    recognition is, weighed by the letters of the page.
    """

    page: int
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text came out of its file: what was left out of it, and what is not certain in it.

    ``pages`` are the offsets at which the pages begin, empty where the format has none. Empty for plain text.

    ``order`` is where each character of the text stands in the file's, for a draft whose columns were put into the
    order of reading by the check; empty where the text stands as it is read (``simcheck.places``).
    """

    hidden: tuple[HiddenText, ...] = ()
    unread: tuple[UnreadPart, ...] = ()
    recognized: tuple[RecognizedText, ...] = ()
    pages: tuple[int, ...] = ()
    order: tuple[int, ...] = ()

    def page(self, at: int) -> int | None:
        """The page, from 1, of a place in the text; None where the format has no pages.

        >>> Reading(pages=(0, 800)).page(800), Reading().page(800)
        (2, None)
        """
        return bisect_right(self.pages, at) if self.pages else None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Document:
    """A text with a name: a draft, or a source of the corpus.

    ``title``, ``author`` (a person or an office) and ``date`` (``2024-03-05``, ``2024-03`` or ``2024``) are None where
    the file does not say. ``reading`` tells what of the file is not in the text. ``origin`` is where the text was read
    (``user@computer:/folder/file``), which a corpus keeps to tell a text that changed from another one of the same
    name; no report shows it. ``meta`` is what else is known of it, by names of the caller's own, to choose sources by
    (``Filter``). ``source_class`` is what a source is to those who write drafts: only a ``peer`` must not be copied.
    Where none is given it is told from the text once that becomes a source (``simcheck.text.classes.told``).

    >>> Document("讲话.txt", "各位代表：现在报告工作。").text[:4]
    '各位代表'
    """

    id: str
    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    reading: Reading = Reading()
    origin: str | None = field(default=None, compare=False)
    source_class: SourceClass = PEER_UNLESS_TOLD
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def from_file(cls, path: str | Path) -> Document:
        """The text of a file in any format that simcheck reads, under the path as given for an id.

        Raises DraftError, as ``simcheck.readers.read`` does.
        """
        found: Document = _readers().read(path)
        return found

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Document:
        """The text of a file from its bytes, such as an upload; its ``name`` is the id, and tells Markdown from text.

        Raises DraftError, as ``from_file`` does.

        >>> Document.from_bytes("各位代表：现在报告工作。".encode(), name="讲话.txt").id
        '讲话.txt'
        """
        found: Document = _readers().read_bytes(data, name)
        return found


def _readers() -> Any:
    """The readers, which stand above: a document only hands on to them."""
    return import_module("simcheck.readers")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of comparison: ``document.text[start:end]`` in the original, ``text`` after normalisation.

    ``heading`` marks a short line without a sentence mark, such as 一、工作回顾; it is never evidence by itself.
    """

    start: int
    end: int
    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a match: the code points ``[start, end)`` of the document named ``document_id``."""

    document_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EqualRun:
    """A run of characters that both passages share: offsets of the two whole documents, and how many letters it
    has."""

    draft_start: int
    draft_end: int
    source_start: int
    source_end: int
    letters: int


@dataclass(frozen=True, slots=True)
class SharedRun:
    """A run of ten letters or more that a draft shares with the document ``document_id`` and hardly any other: the code
    points ``[start, end)`` of the draft. Where it is not ``equal``, it is of a sentence that says what one of that
    document says, and hardly any other does, in other words."""

    start: int
    end: int
    document_id: str
    equal: bool = True


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of a match's draft passage, and one of its source passage that it says again.

    The spans are offsets of the two whole documents, inside of the passages: ``draft.text[draft_start:draft_end]``. One
    sentence stands in several pairs where it was made of several, or several of it. ``reasons`` say why the two belong
    together, never without one; ``numbers`` and ``names`` are those that both have, as the draft writes them.
    ``probability`` is that of the order model that the one was taken from the source, ``nats`` what words and meaning
    of the two say for it.
    """

    draft_start: int
    draft_end: int
    source_start: int
    source_end: int
    reasons: tuple[PairReason, ...]
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    probability: float = 1.0
    nats: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a match, in nats (natural logarithms of likelihood ratios).

    ``lexical`` is what its words say and ``semantic`` what the meaning of its sentences says. ``null`` is subtracted
    from them: what ``rival``, the id of the best other source, offers for the same passage, or for None what any text
    of the genre does. The score follows from ``net`` and the length of the passage; ``Corpus.explain`` shows all of it.
    """

    lexical: float
    semantic: float
    null: float
    rival: str | None = None

    @property
    def net(self) -> float:
        """What the match says beyond its null score.

        >>> Evidence(60.0, 12.0, 20.0, "2024.txt").net
        52.0
        """
        return self.lexical + self.semantic - self.null


@dataclass(frozen=True, slots=True)
class Match:
    """Two passages that belong together.

    ``score`` is the confidence that the reuse is real, ``verbatim`` the share of the draft passage's letters
    that also stand in the source passage. ``ignored`` says why a match is shown but not counted; None means
    that it counts. ``also_in`` names further sources that hold the same passage, the best one being ``source``.
    ``note`` is what a person said when accepting it. ``accepted`` are the stretches of the draft passage that were
    accepted, as offsets of the draft in order and apart: a match that counts does not count with them. ``id`` is its
    fingerprint, which follows from the letters of both passages alone: the ``id`` of its entry in a baseline.
    ``pairs`` are the sentences that belong together, in the order of the draft; none in a verbatim copy, where
    ``equal`` tells all.
    """

    draft: Passage
    source: Passage
    kind: Kind
    score: float
    verbatim: float
    ignored: Reason | None = None
    equal: tuple[EqualRun, ...] = ()
    also_in: tuple[str, ...] = ()
    note: str | None = None
    accepted: tuple[tuple[int, int], ...] = ()
    id: str = ""
    evidence: Evidence | None = None
    pairs: tuple[SentencePair, ...] = ()


@dataclass(frozen=True, slots=True)
class Reuse:
    """How probable it is that the draft as a whole reuses the document ``document_id``: its passages, and the order of
    its sentences, speak for that together. ``probability`` in (0, 1) is calibrated (benchmarks/fit.py)."""

    document_id: str
    probability: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the draft itself, such as invisible characters that hide a copy, or a part that was not read.

    ``kind`` is a stable word (``zero_width``, ``homoglyph``, ``hidden_text`` …), ``count`` how many characters it
    concerns between ``start`` and ``end``, or how many parts; ``text == draft.text[start:end]``. ``detail`` says what
    it is more precisely (a ``HiddenReason``, an ``UnreadKind``), ``excerpt`` how a text begins that is not in the
    draft's.
    """

    kind: str
    start: int
    end: int
    text: str
    count: int
    detail: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose draft it is: the place it speaks for, such as 青禾县, and its year. None is told from the draft.

    >>> Identity(place="青禾县", year=2026).year
    2026
    """

    place: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Leftover:
    """What an earlier text, or a form, seems to have left behind in a draft: ``text == draft.text[start:end]``.

    ``note`` says in Chinese why it does not belong there; ``source`` is the document that it may come from, if any.
    """

    kind: LeftoverKind
    start: int
    end: int
    text: str
    note: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of the draft is reused. All shares are of ``characters``, the draft's letters: digits, marks, white
    space and repeated filler are none.

    ``overlap`` is the share under the union of the *counted* matches and the one the gate looks at. ``total``
    also holds the ignored ones; each ``without_*`` leaves out one reason only. ``largest_source`` is the
    counted share of the source that gives most, ``longest_run`` the longest run of equal letters in a counted
    match. What is accepted of a counted match is in ``total`` alone. The figures ``*_by_kind`` are those of the
    counted matches of one kind, a kind without any being left out. ``own`` and ``authority`` are the shares under the
    matches that are own work and superiors' words, ``frame`` the share of a document's frame under any match.
    ``unverified_quotations`` is the share of what is
    quoted from sources that the named speaker cannot be, or of which too much is quoted: it counts.

    ``mosaic`` is the share in runs of ten letters, or sentences in slightly other words, that hardly any other document
    has (``Report.runs``), beyond those of
    the document that gives most; what is quoted or does not count has no part in it. ``mosaic_sources`` is how many
    documents give them, that one too.
    """

    characters: int
    reused_characters: int
    overlap: float
    total: float
    without_quotations: float
    without_set_phrases: float
    without_own_work: float
    largest_source: float
    largest_source_id: str | None
    longest_run: int
    matches: int
    ignored_matches: int
    by_kind: dict[str, int]
    overlap_by_kind: dict[str, float] = field(default_factory=dict)
    largest_source_by_kind: dict[str, float] = field(default_factory=dict)
    longest_run_by_kind: dict[str, int] = field(default_factory=dict)
    own: float = 0.0
    authority: float = 0.0
    frame: float = 0.0
    unverified_quotations: float = 0.0
    mosaic: float = 0.0
    mosaic_sources: int = 0


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What a corpus holds and what made it; ``path`` is None for texts that were compared in memory. ``classes`` are
    how many documents there are of each class of sources, those without any left out."""

    path: str | None
    documents: int
    sentences: int
    characters: int
    model: str
    dimension: int
    normalization: int
    classes: dict[SourceClass, int] = field(default_factory=dict, hash=False)
