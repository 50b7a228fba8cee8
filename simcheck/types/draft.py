"""What is said of a draft itself: whose it is, what is wrong in it, how much of it is reused."""

from __future__ import annotations

from dataclasses import dataclass, field

from simcheck.signatures import require_fields
from simcheck.types.kinds import LeftoverKind


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose draft it is: the place it speaks for, such as 青禾县, and its year. None is told from the draft.

    >>> Identity(place="青禾县", year=2026).year
    2026
    """

    place: str | None = None
    year: int | None = None

    def __post_init__(self) -> None:
        require_fields(self)


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
    has (``Report.runs``), beyond those of the document that gives most; what is quoted or does not count has no part in
    it. ``mosaic_sources`` is how many documents give them, that one too.
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
