"""Shards as sources to check against: asked all at once, their answers joined as one corpus would have given them.

Everything that a check reckons over a whole corpus is reckoned over the joined answers: the nearest sentences of all,
in how many documents a fingerprint stands, which documents there are. So a report does not depend on how a corpus was
cut, as far as its shards are searched exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from simcheck.corpus.near_duplicates import Sketches
from simcheck.corpus.neighbours import merged, nearest_documents, no_neighbours
from simcheck.corpus.records import Twins
from simcheck.corpus.source_cache import SourceCache
from simcheck.corpus.sources import Fingerprints, Floats, Numbers, Source, Vectors
from simcheck.errors import CorpusError
from simcheck.shards.manifest import Manifest
from simcheck.shards.shard import Fetched, Shard
from simcheck.text.analyze import analyze
from simcheck.types import CorpusInfo

#: A method of ``Shard`` and its arguments.
Call = tuple[Literal["numbers", "nearest", "sharing", "fetch", "samples", "names"], tuple[Any, ...]]


class Ask(Protocol):
    """Ways to reach shards."""

    def __call__(self, calls: Mapping[int, Call]) -> Mapping[int, Any]:
        """What shards, by their place in the manifest, answer to these calls; all of them, or CorpusError."""


class Held:
    """What is known of a version of shards as long as it is checked against: where each document is, and documents
    taken apart before."""

    def __init__(self, folder: Path, manifest: Manifest, numbers: Sequence[Numbers], cache_bytes: int) -> None:
        """``numbers`` are those of each shard. Raises CorpusError where a document stands in two of them."""
        self.manifest = manifest
        self.info: CorpusInfo = manifest.info(folder)
        none = np.zeros(0, dtype=np.int64)
        together = np.concatenate([none, *numbers])
        order = np.argsort(together, kind="stable")
        self.numbers: Numbers = together[order]
        self._shards = np.repeat(np.arange(len(numbers)), [len(some) for some in numbers])[order]
        if (np.diff(self.numbers) == 0).any() or len(self.numbers) != self.info.documents:
            raise CorpusError(f"{folder}: its shards do not fit each other; cut the corpus anew", code="corpus.damaged")
        self.cache = SourceCache[int](cache_bytes)

    def by_shard(self, numbers: Numbers) -> dict[int, Numbers]:
        """These documents by the shard that holds them."""
        shards = self._shards[np.searchsorted(self.numbers, numbers)]
        return {int(shard): numbers[shards == shard] for shard in np.unique(shards)}


class ShardedSources:
    """One version of all shards. Implements ``Sources``; documents have the numbers that the uncut corpus gave them."""

    def __init__(self, held: Held, ask: Ask) -> None:
        self._held, self._ask = held, ask
        self._all = range(len(held.manifest.shards))

    def reach(self, ask: Ask) -> None:
        """Reach the same shards in another way from now on."""
        self._ask = ask

    @property
    def info(self) -> CorpusInfo:
        """The counts of all shards together."""
        return self._held.info

    def nearest_documents(self, vectors: Vectors, k: int, most: int) -> tuple[Floats, Numbers]:
        """See ``Sources.nearest_documents``."""
        call: Call = "nearest", (vectors, k)
        answers = self._ask(dict.fromkeys(self._all, call))
        found = [no_neighbours(len(vectors), k), *(answers[shard] for shard in self._all)]
        return nearest_documents(*merged(found, k), most)

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        call: Call = "sharing", (fingerprints,)
        answers = self._ask(dict.fromkeys(self._all, call))
        none = np.zeros(0, dtype=np.int64)
        queries, documents = (np.concatenate([none, *(answers[shard][part] for shard in self._all)]) for part in (0, 1))
        order = np.lexsort((documents, queries))
        return queries[order], documents[order]

    def numbers(self) -> Numbers:
        """See ``Sources.numbers``."""
        return self._held.numbers

    def twins(self, least: float) -> tuple[Twins, ...]:
        """See ``Corpus.twins``."""
        samples = self._ask(dict.fromkeys(self._all, ("samples", ())))
        pairs = Sketches.joined(samples[shard] for shard in self._all).pairs(least)
        known = np.unique(np.array([pair[:2] for pair in pairs], dtype=np.int64))
        wanted = self._held.by_shard(known)
        answers = self._ask({shard: ("names", (some,)) for shard, some in wanted.items()})
        names: dict[int, str] = {}
        for shard, some in wanted.items():
            names |= zip(some.tolist(), answers[shard], strict=True)
        return tuple(Twins(names[new], names[old], share) for new, old, share in pairs)

    def source(self, number: int) -> Source:
        """See ``Sources.source``."""
        return self.several(np.array([number], dtype=np.int64))[int(number)]

    def several(self, numbers: Numbers) -> dict[int, Source]:
        """See ``Sources.several``; each shard is asked once for those that are not at hand."""
        cache = self._held.cache
        found = {number: cache.get(number) for number in numbers.tolist()}
        missing = np.array([number for number, source in found.items() if source is None], dtype=np.int64)
        wanted = self._held.by_shard(missing)
        answers = self._ask({shard: ("fetch", (some,)) for shard, some in wanted.items()})
        for shard, some in wanted.items():
            fetched: Sequence[Fetched] = answers[shard]
            for number, (document, vectors) in zip(some.tolist(), fetched, strict=True):
                analyzed = analyze(document)
                if len(analyzed.sentences) != len(vectors):
                    raise CorpusError(
                        f"{self.info.path}: {document.id} is stored wrong; rebuild the corpus and cut it anew",
                        code="corpus.damaged",
                    )
                found[number] = cache.put(number, analyzed, vectors)
        return {number: source for number, source in found.items() if source is not None}


class Together:
    """All shards of a version in this process. An ``Ask``."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.shards = [Shard(folder, record) for record in manifest.shards]

    def __call__(self, calls: Mapping[int, Call]) -> Mapping[int, Any]:
        """See ``Ask``."""
        return {at: getattr(self.shards[at], name)(*arguments) for at, (name, arguments) in calls.items()}

    def close(self) -> None:
        """Let go of the mapped files."""
        for shard in self.shards:
            shard.close()


def numbers_of(manifest: Manifest, ask: Ask) -> list[Numbers]:
    """The numbers of the documents in each shard."""
    shards = range(len(manifest.shards))
    answers = ask(dict.fromkeys(shards, ("numbers", ())))
    return [answers[shard] for shard in shards]
