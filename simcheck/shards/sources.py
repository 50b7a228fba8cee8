"""Shards as sources to check against: asked all at once, their answers joined as one corpus would have given them.

Everything that a check reckons over a whole corpus is reckoned over the joined answers: the nearest sentences of all,
in how many documents a fingerprint stands, which documents there are. So a report does not depend on how a corpus was
cut, as far as its shards are searched exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from simcheck.cancelling import look
from simcheck.corpus.neighbours import merged, nearest_documents, no_neighbours
from simcheck.corpus.records import Twins
from simcheck.corpus.source_cache import SourceCache
from simcheck.corpus.sources import Fingerprints, Floats, Numbers, Source, Vectors
from simcheck.errors import CorpusError
from simcheck.shards.ask import Ask, Call
from simcheck.shards.manifest import Manifest
from simcheck.shards.shard import Fetched, Shard
from simcheck.shards.twins import Pair, Sizes, named, pairs_of
from simcheck.text.analyze import analyze_source
from simcheck.types import CorpusInfo

#: Documents whose near-duplicates are looked for at once.
COMPARED = 2000


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
        #: Of the samples of all documents, once near-duplicates were asked for.
        self.sizes: Sizes | None = None

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
        call: Call = "nearest", (vectors, k, len(self._all))
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
        pairs = [
            pair
            for at in range(0, len(self._held.numbers), COMPARED)
            for pair in self.pairs_of(self._held.numbers[at : at + COMPARED], least)
        ]
        return named(pairs, self.names(pairs))

    def pairs_of(self, numbers: Numbers, least: float) -> list[Pair]:
        """The near-duplicates of these documents among all earlier ones."""
        look()
        if self._held.sizes is None:
            self._held.sizes = Sizes.of(self._ask, len(self._all))
        return pairs_of(self._ask, len(self._all), numbers, self._held.sizes, least)

    def names(self, pairs: Sequence[Pair]) -> dict[int, str]:
        """The ids of the documents of some pairs."""
        known = np.unique(np.array([pair[:2] for pair in pairs], dtype=np.int64))
        wanted = self._held.by_shard(known)
        answers = self._ask({shard: ("names", (some,)) for shard, some in wanted.items()})
        names: dict[int, str] = {}
        for shard, some in wanted.items():
            names |= zip(some.tolist(), answers[shard], strict=True)
        return names

    def source(self, number: int) -> Source:
        """See ``Sources.source``."""
        return self.several(np.array([number], dtype=np.int64))[int(number)]

    def vectors(self, numbers: Numbers) -> dict[int, Vectors]:
        """See ``Sources.vectors``; each shard is asked once for those of documents that are not at hand."""
        known = {number: self._held.cache.vectors(number) for number in numbers.tolist()}
        found: dict[int, Vectors] = {number: vectors for number, vectors in known.items() if vectors is not None}
        wanted = self._held.by_shard(np.array([number for number in known if number not in found], dtype=np.int64))
        answers = self._ask({shard: ("vectors", (some,)) for shard, some in wanted.items()})
        for shard, some in wanted.items():
            for number, vectors in zip(some.tolist(), answers[shard], strict=True):
                found[number] = self._held.cache.put_vectors(number, vectors)
        return {number: found[number] for number in known}

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
                analyzed = analyze_source(document)
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
