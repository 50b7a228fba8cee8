"""Shards, twins and batches at the command line, without a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import speech, speeches
from made import random_chinese

from simcheck.cli.app import run
from simcheck.errors import CorpusError
from simcheck.library import Corpus
from simcheck.sharded import ShardedCorpus
from simcheck.shards.manifest import read_manifest
from simcheck.types import Document


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus, and its shards beside it."""
    folder = tmp_path_factory.mktemp("held") / "库"
    with Corpus.create(folder) as corpus:
        corpus.add(speeches(8, sentences=30))
    assert run(["corpus", "shard", str(folder), "--into", "3"]) == 0
    return folder


def written(folder: Path, count: int) -> Path:
    folder.mkdir()
    for at in range(count):
        (folder / f"稿{at}.txt").write_text(random_chinese(5000 + at, 150), "utf-8")
    (folder / "抄.txt").write_text(speech(3, 30)[:400], "utf-8")
    return folder


def test_shard_says_what_it_did(held: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["corpus", "shard", str(held), "--into", "2", "-o", str(tmp_path / "片")]) == 0
    assert "version 1, 2 shards, 2 written; 8 documents, 240 sentences" in capsys.readouterr().out
    assert run(["corpus", "shard", str(held), "--into", "2", "-o", str(tmp_path / "片")]) == 0
    assert "version 1, 2 shards, 0 written" in capsys.readouterr().out
    for record in read_manifest(tmp_path / "片").shards:
        assert run(["corpus", "verify", "--corpus", str(tmp_path / "片" / record.folder)]) == 0
    assert run(["corpus", "shard", str(tmp_path / "没有"), "--into", "2"]) == 3
    assert "no such corpus" in capsys.readouterr().err


def test_a_draft_is_checked_against_a_folder_of_shards(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "稿.txt").write_text(speech(3, 30)[:400], "utf-8")
    found = []
    for corpus in (held, f"{held}.shards"):
        assert run(["check", str(tmp_path / "稿.txt"), "--corpus", str(corpus), "-f", "json"]) == 1
        found.append(json.loads(capsys.readouterr().out))
        del found[-1]["corpus"]["path"]
    assert found[0] == found[1]


def test_twins_of_a_corpus_and_of_its_shards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["".join(random_chinese(100 * seed + k, 25) + "。" for k in range(40)) for seed in range(5)]
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document(f"讲话{seed}.txt", text) for seed, text in enumerate(texts)])
        corpus.add([Document("再版.txt", texts[1][:780] + "".join(random_chinese(9000 + k, 25) for k in range(30)))])
        pairs = corpus.twins(0.4)
        assert [(one.document, one.other) for one in pairs] == [("再版.txt", "讲话1.txt")]
        assert corpus.twins(pairs[0].share) == ()
        assert run(["corpus", "shard", str(tmp_path / "库"), "--into", "4"]) == 0
        with ShardedCorpus(tmp_path / "库.shards") as sharded:
            assert sharded.twins(0.4) == pairs
    capsys.readouterr()
    for folder in ("库", "库.shards"):
        assert run(["corpus", "twins", "--corpus", str(tmp_path / folder), "-f", "json", "--share", "0.4"]) == 0
        assert [one["document"] for one in json.loads(capsys.readouterr().out)] == ["再版.txt"]


def test_a_batch_has_a_report_for_each_draft_and_goes_on_where_it_was_cut_off(
    held: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts, reports = written(tmp_path / "送审", 3), tmp_path / "报告"
    (drafts / "空.txt").write_text("。。。", "utf-8")
    arguments = ["batch", str(drafts), "-o", str(reports), "--corpus", str(held)]
    checked: list[str] = []
    check = Corpus.check

    def watched(corpus: Corpus, draft, **given):  # type: ignore[no-untyped-def]
        checked.append(draft.id)
        if len(checked) == cut:
            raise KeyboardInterrupt
        return check(corpus, draft, **given)

    monkeypatch.setattr(Corpus, "check", watched)
    cut = 3
    assert run(arguments) == 130
    cut = 0
    checked.clear()
    assert run(arguments) == 3
    assert len(checked) == 2  # two of four that can be read were done before
    assert "1 failed, 1 not checked" in capsys.readouterr().out
    assert {path.name for path in reports.glob("*.json")} == {"稿0.json", "稿1.json", "稿2.json", "抄.json"}
    table = (reports / "summary.csv").read_text("utf-8-sig").splitlines()
    assert len(table) == 6
    checked.clear()
    (drafts / "稿1.txt").write_text(random_chinese(7777, 150), "utf-8")
    (reports / "稿2.json").unlink()
    assert run(arguments) == 3
    assert [Path(one).name for one in checked] == ["稿1.txt", "稿2.txt"]
    checked.clear()
    (drafts / "空.txt").unlink()
    assert run([*arguments, "--max-overlap", "100%"]) in {0, 1}
    assert len(checked) == 4  # other limits, other reports


def test_a_ledger_that_was_cut_counts_as_far_as_it_goes(held: Path, tmp_path: Path) -> None:
    drafts, reports = written(tmp_path / "送审", 2), tmp_path / "报告"
    arguments = ["batch", str(drafts), "-o", str(reports), "--corpus", f"{held}.shards", "--exit-zero"]
    assert run(arguments) == 0
    ledger = reports / "batch.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:-30])
    assert run(arguments) == 0
    assert len((reports / "summary.csv").read_text("utf-8-sig").splitlines()) == 4


def test_a_cluster_that_is_not_there_is_no_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("simcheck.cluster.connection.PROBED", 0.2)
    (tmp_path / "稿.txt").write_text(speech(1), "utf-8")
    for cluster, code, said in (
        ("127.0.0.1:1", 3, "not checked: no cluster answers at 127.0.0.1:1"),
        ("local", 3, "simcheck runs no cluster on this machine"),
        ("nonsense", 2, "HOST:PORT"),
    ):
        assert run(["check", str(tmp_path / "稿.txt"), "--cluster", cluster]) == code
        assert said in capsys.readouterr().err
        assert run(["batch", str(tmp_path / "稿.txt"), "-o", str(tmp_path / "报告"), "--cluster", cluster]) == code
        capsys.readouterr()
    assert run(["cluster", "status"]) == 3
    assert run(["cluster", "stop"]) == 3
    assert run(["cluster", "start", str(tmp_path)]) == 3
    assert "no shards there" in capsys.readouterr().err


def test_a_shard_that_is_damaged_is_no_pass(held: Path, tmp_path: Path) -> None:
    run(["corpus", "shard", str(held), "--into", "2", "-o", str(tmp_path / "片")])
    record = read_manifest(tmp_path / "片").shards[1]
    (tmp_path / "片" / record.folder / "corpus.sqlite").unlink()
    with pytest.raises(CorpusError):
        ShardedCorpus(tmp_path / "片")
    (tmp_path / "稿.txt").write_text(speech(1), "utf-8")
    assert run(["check", str(tmp_path / "稿.txt"), "--corpus", str(tmp_path / "片")]) == 3


def test_a_folder_of_shards_is_told_as_one(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shards = held.with_name(f"{held.name}.shards")
    assert run(["corpus", "verify", "--corpus", str(shards)]) == 3
    said = capsys.readouterr().err
    first = next(iter(sorted(shards.glob("versions/*/*"))))
    assert str(first) in said
    assert "corpus add" not in said
    assert run(["corpus", "verify", "--corpus", str(first)]) == 0
