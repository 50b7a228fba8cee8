"""Adding straight into shards: they hold what one corpus would hold, and every version is published whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import HashingEncoder, speech, speeches
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck.cli.app import run
from simcheck.corpus.store import Store
from simcheck.errors import CorpusError, UsageError
from simcheck.library import Corpus
from simcheck.sharded import ShardedCorpus, Shards
from simcheck.shards import copies, growing, manifest
from simcheck.shards.manifest import read_manifest
from simcheck.shards.shard import Shard
from simcheck.shards.split import split
from simcheck.types import Document

ENCODER = HashingEncoder()
NAMES = [f"讲话{at}.txt" for at in range(6)]
#: A step: the text that each document is given, by its number, or what is removed.
STEPS = st.lists(
    st.one_of(
        st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), min_size=1, max_size=5),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    ),
    min_size=1,
    max_size=4,
)


def given_texts(step: dict[str, int], *, place: str | None = None) -> list[Document]:
    return [
        Document(name, speech(seed), title=f"第{seed}稿", origin=None if place is None else f"{place}:/{name}")
        for name, seed in step.items()
    ]


def known(held: Corpus | Shards) -> list[Any]:
    return [replace(one, added="") for one in held.documents()]


def added(held: Corpus | Shards, texts: list[Document], **how: bool) -> Any:
    """What adding says, or why it refuses."""
    try:
        return held.add(texts, **how)
    except UsageError as error:
        return str(error)


def same_report(corpus: Corpus, folder: Path) -> bool:
    with ShardedCorpus(folder, ENCODER) as sharded:
        ours, theirs = sharded.check(speech(1)[:60] + speech(40)), corpus.check(speech(1)[:60] + speech(40))
    return replace(ours, corpus=theirs.corpus) == theirs


def test_where_a_text_was_found_again_is_kept_though_nothing_else_changes() -> None:
    with tempfile.TemporaryDirectory() as name, Corpus.create(Path(name) / "库", ENCODER) as corpus:
        shards = Shards.create(Path(name) / "片", 3, ENCODER)
        for step in ({NAMES[5]: 1, NAMES[1]: 1}, {NAMES[1]: 1, NAMES[0]: 2}, {NAMES[5]: 0, NAMES[4]: 2}):
            for one in (shards, corpus):
                one.add(given_texts(step, place="甲@机"), duplicates=False)
        assert known(shards) == known(corpus)
        assert ("甲@机:/讲话0.txt", "甲@机:/讲话4.txt") in {one.origins for one in shards.documents()}


@settings(max_examples=8)
@given(steps=STEPS, duplicates=st.booleans(), replacing=st.booleans(), place=st.sampled_from([None, "甲@机", "乙@机"]))
def test_shards_hold_what_one_corpus_would_hold(
    steps: list[Any], duplicates: bool, replacing: bool, place: str | None
) -> None:
    """Names, texts, what is known of them, their order, and what adding says, whatever was added and removed before."""
    with tempfile.TemporaryDirectory() as name, Corpus.create(Path(name) / "库", ENCODER) as corpus:
        shards = Shards.create(Path(name) / "片", 3, ENCODER)
        for step in steps:
            if isinstance(step, dict):
                texts = given_texts(step, place=place)
                told = [added(one, texts, replace=replacing, duplicates=duplicates) for one in (shards, corpus)]
                assert told[0] == told[1]
            else:
                ids = {one.id for one in corpus.documents()}
                if set(step) <= ids:
                    assert shards.remove(step) == corpus.remove(step)
                else:
                    with pytest.raises(UsageError):
                        shards.remove(step)
            assert known(shards) == known(corpus)
        if len(corpus):
            assert same_report(corpus, shards.path)
            assert shards.versions() == corpus.versions()


@pytest.fixture
def shards(tmp_path: Path) -> Shards:
    with Corpus.create(tmp_path / "库", ENCODER) as corpus:
        corpus.add(speeches(9))
        split(Store(corpus.path), tmp_path / "片", 3)
    return Shards(tmp_path / "片", ENCODER)


def test_a_few_texts_change_one_shard_and_the_version_before_answers_on(shards: Shards) -> None:
    before = read_manifest(shards.path)
    held = [Shard(shards.path, record) for record in before.shards]
    numbers = [one.numbers().tolist() for one in held]
    assert shards.add(speeches(2, 20)).added == ("讲话20.txt", "讲话21.txt")
    after = read_manifest(shards.path)
    assert after.version == before.version + 1
    assert sum(new != old for new, old in zip(after.shards, before.shards, strict=True)) == 1
    assert after.info(shards.path).documents == 11
    assert [one.numbers().tolist() for one in held] == numbers
    assert shards.add(speeches(2, 20)).unchanged == ("讲话20.txt", "讲话21.txt")
    assert read_manifest(shards.path) == after  # nothing changed, so there is no version
    assert not (shards.path / copies.GROWING).exists()
    for record in after.shards:
        with Corpus.open(shards.path / record.folder, ENCODER) as corpus:
            assert corpus.verify() == []


def test_what_was_added_before_an_error_stays(shards: Shards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.corpus.embed.BATCH_CHARACTERS", 1)

    def texts() -> Iterator[Document]:
        yield from speeches(2, 20)
        raise KeyError("断了")

    with pytest.raises(KeyError):
        shards.add(texts())
    assert {one.id for one in shards.documents()} == {one.id for one in [*speeches(9), *speeches(2, 20)]}


def test_what_was_cut_off_goes_on_and_is_not_seen_before(shards: Shards, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a power cut: nothing runs after it."""
    before = read_manifest(shards.path)
    with monkeypatch.context() as patched:
        patched.setattr(growing.Growing, "finish", lambda _: None)
        shards.add(speeches(2, 20))
    assert read_manifest(shards.path) == before
    assert len(shards.documents()) == 9
    shards.add(speeches(1, 30))
    assert len(shards.documents()) == 12
    with monkeypatch.context() as patched:
        patched.setattr(growing.Growing, "finish", lambda _: None)
        shards.add(speeches(1, 40))
    (shards.path / copies.GROWING / copies.TORN).touch()  # in the middle of a step that changes several shards
    shards.add(speeches(1, 50))
    ids = {one.id for one in shards.documents()}
    assert "讲话50.txt" in ids
    assert "讲话40.txt" not in ids


def test_a_replaced_text_moves_whole_or_not_at_all(shards: Shards, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes from one shard to another; where that fails in the middle, the old one is still there."""
    fuller = read_manifest(shards.path).shards
    assert len({one.sentences for one in fuller}) >= 1
    shards.add(speeches(1, 20))
    changed = [Document("讲话0.txt", speech(70)), Document("讲话1.txt", speech(71)), Document("讲话2.txt", speech(72))]
    with monkeypatch.context() as patched:
        patched.setattr(growing.Changes, "set_origin", None)
        patched.setattr(growing.Changes, "publish", lambda *_: (_ for _ in ()).throw(OSError(28, "磁盘已满")))
        with pytest.raises(CorpusError, match="磁盘已满"):
            shards.add(changed)
    assert {one.id: one.characters for one in shards.documents()}["讲话0.txt"] == len(speech(0))
    assert shards.add(changed).replaced == ("讲话0.txt", "讲话1.txt", "讲话2.txt")
    assert len(shards.documents()) == 10
    held = read_manifest(shards.path)
    assert sum(one.documents for one in held.shards) == 10


def test_shards_that_were_added_to_are_not_cut_anew(shards: Shards, tmp_path: Path) -> None:
    shards.add(speeches(1, 20))
    with pytest.raises(CorpusError, match="would lose them"):
        split(Store(tmp_path / "库"), shards.path, 3)
    with pytest.raises(CorpusError, match="already holds shards"):
        growing.create(shards.path, read_manifest(shards.path).meta, 2)


def test_an_older_manifest_is_read(shards: Shards) -> None:
    import json

    path = shards.path / manifest.MANIFEST
    told = json.loads(path.read_text("utf-8"))
    del told["manifest"]["grown"]
    told["sha256"] = manifest._digest(told["manifest"])
    path.write_text(json.dumps(told), "utf-8")
    assert not read_manifest(shards.path).grown


def test_the_command_line_adds_to_shards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts, place = tmp_path / "文稿", str(tmp_path / "片")
    texts.mkdir()
    for one in speeches(5):
        (texts / one.id).write_text(one.text, "utf-8")
    assert run(["corpus", "add", str(texts), "--corpus", place, "--shards", "2"]) == 0
    assert "5 added" in capsys.readouterr().out
    assert len(read_manifest(Path(place)).shards) == 2
    (texts / "新.txt").write_text(speech(50), "utf-8")
    assert run(["corpus", "add", str(texts), "--corpus", place]) == 0
    assert "1 added, 0 replaced, 5 unchanged" in capsys.readouterr().out
    assert run(["corpus", "remove", "讲话0.txt", "--corpus", place]) == 0
    assert run(["corpus", "list", "--corpus", place]) == 0
    listed = capsys.readouterr().out
    assert "新.txt" in listed
    assert "讲话0.txt" not in listed
    assert run(["corpus", "info", "--corpus", place, "-f", "json"]) == 0
    draft = tmp_path / "稿.txt"
    draft.write_text(speech(50), "utf-8")
    assert run(["check", str(draft), "--corpus", place]) == 1
    assert run(["corpus", "add", str(texts), "--corpus", str(tmp_path / "库")]) == 0
    assert run(["corpus", "add", str(texts), "--corpus", str(tmp_path / "库"), "--shards", "2"]) == 2
