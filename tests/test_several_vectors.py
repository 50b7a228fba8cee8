"""The vectors of many documents are read in a few questions, sealed like those of one, and kept for the next check."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import speeches

from simcheck import Corpus
from simcheck.caching import MIB
from simcheck.corpus.source_cache import OF_VECTORS, SourceCache
from simcheck.corpus.tables import TOGETHER
from simcheck.errors import CorpusError
from simcheck.types import Document


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus.create(tmp_path / "讲话库")
    more = [
        Document("题", "今年雨水偏多。", "讲话", "县委", "2024", source_class="template", meta={"乙": "1", "甲": "2"})
    ]
    corpus.add([*speeches(TOGETHER + 20, sentences=3), *more])
    return corpus


def test_many_are_what_each_is_in_a_few_questions(corpus: Corpus) -> None:
    with corpus._disk.store.read() as reader:
        numbers, dimension = reader.numbers().tolist(), reader.meta().dimension
        asked: list[str] = []
        reader._connection.set_trace_callback(asked.append)
        found, seals = reader.several_vectors([*numbers, 9999], dimension), reader.seals([*numbers, 9999])
        reader._connection.set_trace_callback(None)
        assert list(found) == list(seals) == numbers
        assert len(asked) == 2 * (4 + 1)
        for number in numbers:
            alone = reader.vectors(number, dimension)
            assert alone is not None
            assert np.array_equal(found[number], alone)
            assert seals[number] == reader.seal(number)


def test_changed_metadata_are_found_among_many(corpus: Corpus) -> None:
    with corpus._disk.store.read() as reader:
        number, dimension = int(reader.numbers()[-1]), reader.meta().dimension
        assert number in reader.several_vectors([1, number], dimension)
        reader._connection.execute("PRAGMA query_only = 0")
        for change in (
            "UPDATE more SET value = '3' WHERE name = '甲'",
            "UPDATE about SET author = '市委'",
            "DELETE FROM classes",
            "UPDATE vectors SET vectors = zeroblob(length(vectors))",
        ):
            reader._connection.execute("SAVEPOINT one")
            reader._connection.execute(change)
            assert number not in reader.several_vectors([1, number], dimension), change
            reader._connection.execute("ROLLBACK TO one")
        assert number in reader.several_vectors([1, number], dimension)


def test_vectors_are_read_once(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    with corpus._disk.sources() as sources:
        numbers = sources.numbers()[:30]
        first = sources.vectors(numbers)
        assert list(first) == numbers.tolist()
        for number in numbers.tolist():
            assert np.array_equal(first[number], sources.source(number).vectors)
        monkeypatch.setattr(type(sources._reader), "several_vectors", lambda *_: {})
        again = sources.vectors(numbers)
        assert all(np.array_equal(again[number], first[number]) for number in numbers.tolist())
        with pytest.raises(CorpusError, match="stored wrong"):
            sources.vectors(sources.numbers()[40:41])


def test_vectors_alone_take_a_part_of_the_room() -> None:
    cache = SourceCache[int](OF_VECTORS * MIB)
    vectors = np.ones((64, 256), dtype=np.float16)
    for number in range(100):
        assert np.array_equal(cache.put_vectors(number, vectors), vectors)
    assert cache.vectors(99) is not None
    assert cache.vectors(0) is None
    assert cache._vectors.nbytes <= MIB
    assert SourceCache[int](MIB, 1000).put_vectors(1, vectors).dtype == np.float32
