"""The words of a fixed list that a report, a document or a setting may have."""

from __future__ import annotations

from typing import Literal, cast, get_args

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


def ungiven(name: SourceClass) -> SourceClass:
    """A class as the program told it, and nobody gave it."""
    return cast("SourceClass", Ungiven(name))


#: The class of a source unless another one is given.
PEER_UNLESS_TOLD = ungiven("peer")
#: What an earlier text, or a form, may leave behind in a draft.
LeftoverKind = Literal["place", "person", "unit", "date", "figure", "document", "meeting", "blank"]
#: Why a reader does not see a text that its file holds: marked as hidden, in the colour of what is behind it, in the
#: colour of the page where something darker may lie behind it, under 4 points or scaled to nothing, wholly transparent,
#: off the page or cut away, under something else.
HiddenReason = Literal["hidden", "colour", "pale", "size", "transparent", "outside", "covered"]
#: What a file holds that was not read: a picture, a picture that shows text, a comment of a reviewer, an object of
#: another program, a file that comes with it, a part that is named and missing or damaged, a text that is made only
#: when the file is shown, Chinese that is written by its sound.
UnreadKind = Literal["picture", "writing", "comment", "embedded", "attachment", "damaged", "generated", "pinyin"]
FindingKind = Literal[
    "hidden_text", "unread_parts", "pictures", "comments", "recognized_text",
    "zero_width", "homoglyph", "mixed_script", "spacing", "mixed_width", "watermark", "reading_order", "no_words",
]  # fmt: skip

KINDS: tuple[Kind, ...] = get_args(Kind)
SOURCE_CLASSES: tuple[SourceClass, ...] = get_args(SourceClass)
LEFTOVERS: tuple[LeftoverKind, ...] = get_args(LeftoverKind)
REASONS: tuple[Reason, ...] = get_args(Reason)
PAIR_REASONS: tuple[PairReason, ...] = get_args(PairReason)
HIDDEN_REASONS: tuple[HiddenReason, ...] = get_args(HiddenReason)
UNREAD_KINDS: tuple[UnreadKind, ...] = get_args(UnreadKind)
FINDINGS: tuple[FindingKind, ...] = get_args(FindingKind)
