"""The nouns that every stage knows: documents, passages, matches, figures; and nothing else.

Offsets are code points of the *original* text, half-open: ``text[start:end]`` is the thing itself. Similarity and
score grow with closeness. Shares lie in [0, 1].
"""

from simcheck.types.document import CorpusInfo, Document, Sentence
from simcheck.types.draft import Figures, Finding, Identity, Leftover
from simcheck.types.kinds import (
    FINDINGS,
    HIDDEN_REASONS,
    KINDS,
    LEFTOVERS,
    PAIR_REASONS,
    PEER_UNLESS_TOLD,
    REASONS,
    SOURCE_CLASSES,
    UNREAD_KINDS,
    FindingKind,
    HiddenReason,
    Kind,
    LeftoverKind,
    PairReason,
    Reason,
    SourceClass,
    Ungiven,
    UnreadKind,
)  # fmt: skip
from simcheck.types.match import EqualRun, Evidence, Match, Passage, Reuse, SentencePair, SharedRun
from simcheck.types.reading import HiddenText, Reading, RecognizedText, UnreadPart

__all__ = [
    "FINDINGS", "HIDDEN_REASONS", "KINDS", "LEFTOVERS", "PAIR_REASONS", "PEER_UNLESS_TOLD", "REASONS",
    "SOURCE_CLASSES", "UNREAD_KINDS", "CorpusInfo", "Document", "EqualRun", "Evidence", "Figures", "Finding",
    "FindingKind", "HiddenReason", "HiddenText", "Identity", "Kind", "Leftover", "LeftoverKind", "Match",
    "PairReason", "Passage", "Reading", "Reason", "RecognizedText", "Reuse", "Sentence", "SentencePair",
    "SharedRun", "SourceClass", "Ungiven", "UnreadKind", "UnreadPart",
]  # fmt: skip
