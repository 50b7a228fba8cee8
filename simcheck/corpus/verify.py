"""Finding out whether every byte of a corpus on disk is what was written."""

from __future__ import annotations

from collections.abc import Callable

from simcheck.corpus.files import DamagedError
from simcheck.corpus.folder import DATABASE
from simcheck.corpus.index import Index
from simcheck.corpus.segment import changed_files
from simcheck.corpus.store import Store
from simcheck.corpus.tables import Reader
from simcheck.errors import CorpusError

Progress = Callable[[int, int], None]


def verify(store: Store, progress: Progress | None = None) -> list[str]:
    """All problems of the corpus, one line each; empty when it is sound.

    Reads everything once: the database's structure, the digest of every text, vector block and derived file, and that
    segments and database hold the same documents with as many sentences. An older format's index is not looked at: it
    is derived again with the next use.
    """
    problems: list[str] = []
    try:
        with store.read() as reader:
            problems += [f"{store.folder / DATABASE}: {problem}" for problem in reader.problems()]
            records = reader.segments()
            index: Index | None = None
            try:
                if not reader.older():
                    index = Index.open(store.folder, records, reader.numbers())
            except DamagedError as damage:
                problems.append(str(damage))
            for record in records:
                problems += changed_files(store.folder, record)
            problems += _document_problems(store, reader, index, progress)
    except CorpusError as error:
        problems.append(str(error))
    return list(dict.fromkeys(problems))


def _document_problems(store: Store, reader: Reader, index: Index | None, progress: Progress | None) -> list[str]:
    problems = []
    dimension = reader.meta().dimension
    sentences = 0
    for done, number in enumerate(reader.numbers().tolist(), start=1):
        try:
            reader.document(number)
        except CorpusError as error:
            problems.append(str(error))
        stored = reader.vectors(number, dimension)
        if stored is None:
            problems.append(
                f"{store.folder / DATABASE}: the vectors or the entry of document {number} are not what was written"
            )
        elif index is not None and index.sentences_of(number) != len(stored):
            problems.append(f"{store.folder}: the index holds other sentences of document {number} than the database")
        sentences += 0 if stored is None else len(stored)
        if progress:
            progress(done, sentences)
    return problems
