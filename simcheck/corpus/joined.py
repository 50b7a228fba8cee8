"""Several corpora as one, to check a draft against all of them at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simcheck.corpus.sources import Fingerprints, Floats, Numbers, Source, Sources, Vectors
from simcheck.encode.embedded import Embedded
from simcheck.types import CorpusInfo, SourceClass


class JoinedSources:
    """The documents of all parts, each called ``PART/id``. Implements ``Sources``; the parts share one encoder."""

    def __init__(self, parts: Mapping[str, Sources]) -> None:
        self._names, self._parts = tuple(parts), tuple(parts.values())
        sizes = [int(part.numbers().max(initial=-1)) + 1 for part in self._parts]
        self._bases = np.cumsum([0, *sizes])[:-1].tolist()
        self._taken: dict[int, Source] = {}

    @property
    def info(self) -> CorpusInfo:
        """The counts of all parts together; ``path`` names them."""
        infos = [part.info for part in self._parts]
        classes: Counter[SourceClass] = Counter()
        for info in infos:
            classes.update(info.classes)
        return replace(
            infos[0],
            path="+".join(self._names),
            documents=sum(info.documents for info in infos),
            sentences=sum(info.sentences for info in infos),
            characters=sum(info.characters for info in infos),
            classes=dict(classes),
        )

    def nearest_documents(self, vectors: Vectors, k: int, most: int) -> tuple[Floats, Numbers]:
        """See ``Sources.nearest_documents``."""
        best, numbers = [], []
        for part, base in zip(self._parts, self._bases, strict=True):
            similarities, found = part.nearest_documents(vectors, k, most)
            best.append(similarities)
            numbers.append(np.where(found < 0, -1, found + base))
        together, documents = np.concatenate(best, axis=1), np.concatenate(numbers, axis=1)
        order = np.argsort(-together, axis=1, kind="stable")[:, :most]
        return np.take_along_axis(together, order, axis=1), np.take_along_axis(documents, order, axis=1)

    def sharing(self, fingerprints: Fingerprints) -> tuple[Numbers, Numbers]:
        """See ``Sources.sharing``."""
        pairs = [part.sharing(fingerprints) for part in self._parts]
        documents = [found + base for (_, found), base in zip(pairs, self._bases, strict=True)]
        return np.concatenate([queries for queries, _ in pairs]), np.concatenate(documents)

    def numbers(self) -> Numbers:
        """See ``Sources.numbers``."""
        return np.concatenate([part.numbers() + base for part, base in zip(self._parts, self._bases, strict=True)])

    def source(self, number: int) -> Source:
        """See ``Sources.source``."""
        number = int(number)
        if number not in self._taken:
            at = bisect_right(self._bases, number) - 1
            found = self._parts[at].source(number - self._bases[at])
            document = found.analyzed.document
            named = replace(document, id=f"{self._names[at]}/{document.id}")
            self._taken[number] = Embedded(replace(found.analyzed, document=named), found.vectors)
        return self._taken[number]

    def vectors(self, numbers: Numbers) -> dict[int, Vectors]:
        """See ``Sources.vectors``."""
        found: dict[int, Vectors] = {}
        parts = np.searchsorted(self._bases, numbers, side="right") - 1
        for at in np.unique(parts).tolist():
            base = self._bases[at]
            known = self._parts[at].vectors(numbers[parts == at] - base)
            found |= {number + base: vectors for number, vectors in known.items()}
        return {number: found[number] for number in numbers.tolist()}

    def several(self, numbers: Numbers) -> dict[int, Source]:
        """See ``Sources.several``."""
        return {number: self.source(number) for number in numbers.tolist()}
