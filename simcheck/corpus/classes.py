"""Classes of a corpus's documents: those that somebody gives, and those that the program told, told anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simcheck.cancelling import looking
from simcheck.corpus.publish import committing
from simcheck.corpus.records import Reclassified
from simcheck.corpus.store import Store
from simcheck.corpus.writer import looked_up
from simcheck.text.classes import RULES, classified
from simcheck.types import PEER_UNLESS_TOLD, SourceClass, Ungiven


def classify(store: Store, ids: Iterable[str], source_class: SourceClass) -> int:
    """Give documents a class, all or none; see ``Corpus.classify``."""
    changed = 0
    with store.writing(), committing(store) as writer:
        for document_id in dict.fromkeys(ids):
            found = looked_up(writer, store.folder, document_id)
            known = writer.source_class(found.number)
            if known != source_class or isinstance(known, Ungiven):
                writer.set_metadata(found.number, replace(writer.document(found.number), source_class=source_class))
                changed += known != source_class
    return changed


def tell_anew(store: Store) -> Reclassified:
    """Tell the classes anew that rules before the present ones told; see ``Corpus.reclassify``."""
    with store.writing(), committing(store) as writer:
        changed, kept = [], []
        for number, told_so in looking(writer.told_before(RULES).items(), 1):
            before = writer.document(number)
            now = classified(replace(before, source_class=PEER_UNLESS_TOLD))
            differs = now.source_class != before.source_class
            if told_so and differs:
                writer.set_metadata(number, now)
                changed.append((before.id, now.source_class))
            else:
                writer.settle(number, None if differs else RULES)
                kept += [(before.id, now.source_class)] if differs else []
    return Reclassified(tuple(changed), tuple(kept))
