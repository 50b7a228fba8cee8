"""Shards: however a corpus is cut, reports are those of the uncut one; a version is published whole or not at all."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import HashingEncoder, speeches
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.check import check
from simcheck.corpus.disk import Disk
from simcheck.corpus.store import Store
from simcheck.encode import vectors_of
from simcheck.errors import CorpusError
from simcheck.library import Corpus
from simcheck.scoring import SCORING
from simcheck.sharded import ShardedCorpus
from simcheck.shards import split as splitting
from simcheck.shards.manifest import MANIFEST, Manifest, read_manifest
from simcheck.shards.shard import Shard
from simcheck.shards.sources import Held, ShardedSources, Together, numbers_of
from simcheck.shards.split import split
from simcheck.types import Document

ENCODER = HashingEncoder()
#: So few neighbours and candidates that ties at every edge decide what is found.
TIGHT = replace(
    SCORING,
    retrieval=replace(
        SCORING.retrieval, neighbours=7, background=3, candidates=2, leaders=1, documents=5, by_windows=3
    ),
)
PHRASE = "各位代表，现在我向大会报告工作，请予审议。"
#: A phrase that all say, texts of three kinds that come several times each, and what each says alone.
TEXTS = [Document(f"{i}.txt", PHRASE + speeches(i % 3 + 1)[-1].text + one.text) for i, one in enumerate(speeches(18))]
DRAFTS = [PHRASE + speeches(2)[-1].text, TEXTS[7].text[:120] + speeches(1, 50)[0].text, speeches(1, 70)[0].text]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Added in several pieces, and with texts that were removed."""
    made = Corpus.create(tmp_path_factory.mktemp("whole") / "讲话库", ENCODER)
    for at in range(0, len(TEXTS), 5):
        made.add([*TEXTS[at : at + 5], *speeches(1, 90 + at)])
        made.remove([f"讲话{90 + at}.txt"])
    made.compact()
    return made


def store_of(corpus: Corpus) -> Store:
    return Store(corpus.path)


def reports(sources: Any) -> list[dict[str, Any]]:
    found = [check(Document("草稿", text), sources, ENCODER, scoring=TIGHT).to_dict("zh") for text in DRAFTS]
    for one in found:
        del one["corpus"]["path"]
    return found


def opened(folder: Path) -> tuple[Together, ShardedSources]:
    manifest = read_manifest(folder)
    together = Together(folder, manifest)
    return together, ShardedSources(Held(folder, manifest, numbers_of(manifest, together), 1 << 20), together)


@pytest.fixture(scope="module")
def expected(corpus: Corpus) -> list[dict[str, Any]]:
    with Disk(store_of(corpus)).sources() as whole:
        return reports(whole)


@settings(max_examples=6)
@given(st.lists(st.integers(0, 4), min_size=len(TEXTS), max_size=len(TEXTS)))
def test_any_split_gives_the_reports_of_the_whole(
    corpus: Corpus, expected: list[dict[str, Any]], where: list[int]
) -> None:
    """Ties are decided by the documents' numbers, which a cut keeps; there are more shards than some cuts fill."""
    store = store_of(corpus)
    with tempfile.TemporaryDirectory() as name:
        split(store, Path(name), 5, division=lambda numbers, _: np.array(where))
        together, sources = opened(Path(name))
        assert reports(sources) == expected
        together.close()


def test_sources_of_shards_answer_as_the_whole_does(corpus: Corpus, tmp_path: Path) -> None:
    store = store_of(corpus)
    split(store, tmp_path, 4)
    _, sources = opened(tmp_path)
    with Disk(store).sources() as whole:
        queries = vectors_of(ENCODER, [PHRASE, "别的话", *(one.text for one in speeches(5))])
        for k, most in ((1, 1), (7, 3), (100, 60)):
            for ours, theirs in zip(
                sources.nearest_documents(queries, k, most), whole.nearest_documents(queries, k, most), strict=True
            ):
                np.testing.assert_array_equal(ours, theirs)
        fingerprints = whole.source(int(whole.numbers()[3])).analyzed.fingerprints
        pairs = [
            sorted(zip(*map(np.ndarray.tolist, one.sharing(fingerprints)), strict=True)) for one in (sources, whole)
        ]
        assert pairs[0] == pairs[1]
        for number in whole.numbers().tolist():
            ours, theirs = sources.source(number), whole.source(number)
            assert ours.analyzed.document == theirs.analyzed.document
            assert np.array_equal(ours.vectors, theirs.vectors)
    # The vectors alone, of documents that were taken apart before and of others.
    _, fresh = opened(tmp_path)
    with Disk(store).sources() as whole:
        wanted = whole.numbers()[::-2]
        ours, theirs = fresh.vectors(wanted), whole.vectors(wanted)
        assert list(ours) == list(theirs) == wanted.tolist()
        for number in wanted.tolist():
            np.testing.assert_array_equal(ours[number], whole.source(number).vectors)
            np.testing.assert_array_equal(theirs[number], whole.vectors(np.array([number]))[number])


def test_shards_are_ordinary_corpora(corpus: Corpus, tmp_path: Path) -> None:
    """Each verifies, holds its documents as they were, with all that was known of them, and can be built anew."""
    corpus.classify([TEXTS[0].id], "authority")
    manifest, written = split(store_of(corpus), tmp_path, 3)
    assert written == 3
    held: dict[str, Document] = {}
    infos = []
    for record in manifest.shards:
        with Corpus.open(tmp_path / record.folder, ENCODER) as shard:
            assert shard.verify() == []
            shard.rebuild(ENCODER)
            held |= {document.id: document for document in shard}
            infos += shard.documents()
    assert held == {document.id: document for document in corpus}
    assert {one.id: one for one in infos} == {one.id: one for one in corpus.documents()}
    _, sources = opened(tmp_path)  # what was rebuilt holds the same
    with Disk(store_of(corpus)).sources() as whole:
        assert reports(sources) == reports(whole)


def test_only_shards_that_changed_are_written_anew(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        corpus.add(speeches(9))
        store, folder = store_of(corpus), tmp_path / "片"
        first, written = split(store, folder, 3)
        assert (first.version, written) == (1, 3)
        assert split(store, folder, 3) == (first, 0)
        corpus.add(speeches(1, 20))
        second, written = split(store, folder, 3)
        assert (second.version, written) == (2, 1)
        assert len({*first.shards} & {*second.shards}) == 2
        opened_first = [Shard(folder, record) for record in first.shards]  # the version before stays
        corpus.add(speeches(1, 21))
        third, _ = split(store, folder, 3)
        named = {record.folder for one in (second, third) for record in one.shards}
        there = {path.relative_to(folder).as_posix() for path in folder.glob("versions/*/*")}
        assert there == named
        assert len(opened_first) == 3


def test_a_cut_that_is_broken_off_leaves_the_version_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        corpus.add(speeches(6))
        store, folder = store_of(corpus), tmp_path / "片"
        before, _ = split(store, folder, 2)
        corpus.add(speeches(4, 30))

        def broken(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(splitting, "publish", broken)
            with pytest.raises(KeyboardInterrupt):
                split(store, folder, 2)
        assert read_manifest(folder) == before
        opened(folder)[1].source(1)
        assert split(store, folder, 2)[0].info(folder).documents == 10


def test_a_changed_shard_answers_nothing(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        corpus.add(speeches(6))
        manifest, _ = split(store_of(corpus), tmp_path / "片", 2)
    shard = Shard(tmp_path / "片", manifest.shards[0])
    with Corpus.open(tmp_path / "片" / manifest.shards[0].folder, ENCODER) as changed:
        changed.add(speeches(1, 40))
    with pytest.raises(CorpusError, match="a shard is never changed"):
        shard.nearest(ENCODER.encode(["各位"]), 1)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text[:-9],
        lambda text: "[]",
        lambda text: text.replace('"format": 1', '"format": 9'),
    ],
)
def test_a_manifest_that_is_not_what_was_published_is_refused(tmp_path: Path, damage: Any) -> None:
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        corpus.add(speeches(2))
        split(store_of(corpus), tmp_path / "片", 2)
    path = tmp_path / "片" / MANIFEST
    assert json.loads(path.read_text("utf-8"))["format"] == 1
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    with pytest.raises(CorpusError):
        read_manifest(tmp_path / "片")


def test_shards_have_a_folder_of_their_own(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        corpus.add(speeches(2))
        with pytest.raises(CorpusError, match="a folder of their own"):
            split(store_of(corpus), corpus.path, 2)
    with pytest.raises(CorpusError, match="no shards there"):
        read_manifest(tmp_path)


def test_drafts_are_checked_against_a_folder_of_shards(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add(TEXTS)
        manifest, _ = split(store_of(corpus), tmp_path / "片", 3)
        assert isinstance(manifest, Manifest)
        with ShardedCorpus(tmp_path / "片") as sharded:
            for text in DRAFTS:
                ours, theirs = sharded.check(text), corpus.check(text)
                assert replace(ours, corpus=theirs.corpus) == theirs
            assert replace(sharded.info, path="") == replace(corpus.info, path="")


def test_empty_shards_are_refused(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "库") as corpus:
        split(store_of(corpus), tmp_path / "片", 2)
    with pytest.raises(CorpusError, match="empty"):
        ShardedCorpus(tmp_path / "片")
