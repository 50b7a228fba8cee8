"""``simcheck model``: which encoder is used, what it knows, how good it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import HashingEncoder, speech, speeches
from hypothesis import given
from hypothesis import strategies as st
from made import EXAMPLES, shipped

from simcheck import Corpus, resources
from simcheck.cli import paths
from simcheck.cli.app import run
from simcheck.encode.describe import describe, languages
from simcheck.encode.evaluate import agreement, retrieval, spearman
from simcheck.text.analyze import analyze

OWN = ("model_pairs.tsv", "model_translations.tsv")


@pytest.fixture(autouse=True)
def _no_corpus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SIMCHECK_CORPUS", raising=False)
    monkeypatch.setattr(paths, "default_corpus", lambda: tmp_path / "nowhere")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run(["model", *words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def rows(name: str) -> list[list[str]]:
    lines = resources.data_text(name).splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_without_a_corpus_it_is_the_shipped_encoder(capsys: pytest.CaptureFixture[str]) -> None:
    facts = told(capsys, "info")
    folder = resources.model_folder()
    about = json.loads((folder / "simcheck.json").read_text(encoding="utf-8"))
    assert facts["name"] == f"{about['name']}:{about['hash']}" == shipped().name
    assert (facts["dimension"], facts["languages"]) == (about["dimension"], about["languages"])
    assert facts["bytes"] == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert "corpus" not in facts


def test_with_a_corpus_it_is_its_own_and_the_unknown_share_is_of_its_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = str(tmp_path / "库")
    assert run(["corpus", "add", str(EXAMPLES / "speeches"), "--corpus", corpus]) == 0
    (tmp_path / "俄.txt").write_text("Мы должны продолжать экономические реформы в нашей стране.", encoding="utf-8")
    capsys.readouterr()
    found = told(capsys, "info", "--corpus", corpus)["corpus"]
    assert (found["path"], found["model"], found["sampled"]) == (corpus, shipped().name, found["sentences"])
    assert found["unknown_share"] < 0.02
    assert run(["corpus", "add", str(tmp_path / "俄.txt"), "--corpus", str(tmp_path / "俄库")]) == 0
    capsys.readouterr()
    assert told(capsys, "info", "--corpus", str(tmp_path / "俄库"))["corpus"]["unknown_share"] > 0.9


def test_another_model_than_the_corpus_was_made_with_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        corpus.add(speeches(2))
    assert run(["model", "info", "--corpus", str(tmp_path / "库"), "--model", resources.MODEL]) == 0
    shown = capsys.readouterr()
    assert "hashing:1" in shown.err
    assert shipped().name in shown.err
    assert shipped().name in shown.out


def test_a_sample_holds_sentences_of_the_corpus_and_all_of_a_small_one(tmp_path: Path) -> None:
    documents = speeches(60)
    each = [{sentence.text for sentence in analyze(document).sentences} for document in documents]
    every = set.union(*each)
    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        assert corpus.sample(10) == []
        corpus.add(documents)
        assert set(corpus.sample(10_000)) == every
        some = corpus.sample(100)
        assert len(some) == 100
        assert set(some) <= every
        assert sum(bool(texts & set(some)) for texts in each) >= 15
        assert corpus.sample(100) == some


def test_evaluation_without_a_file_uses_the_set_that_comes_along(capsys: pytest.CaptureFixture[str]) -> None:
    facts = told(capsys, "eval")
    assert facts["model"] == shipped().name
    graded, translated = facts["sets"]
    assert [graded["set"], translated["set"]] == list(OWN)
    assert graded["spearman"] > 0.5
    assert min(translated["forward"], translated["backward"]) > 0.9
    assert run(["model", "eval"]) == 0
    assert f"{graded['spearman']:.3f}" in capsys.readouterr().out


def test_a_file_with_scores_gives_the_rank_correlation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [
        ("修建农村道路", "修建农村道路", 5),
        ("修建农村道路", "建设乡村公路", 4),
        ("修建农村道路", "办书画展览", 0),
    ]
    text = "sentence1\tsentence2\tscore\n" + "".join(f"{a}\t{b}\t{score}\n" for a, b, score in pairs)
    (tmp_path / "对.tsv").write_text(text, encoding="utf-8")
    (found,) = told(capsys, "eval", str(tmp_path / "对.tsv"))["sets"]
    assert (found["pairs"], found["spearman"]) == (3, 1.0)


def test_a_file_without_scores_gives_the_nearest_counterparts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zh, en = ["我们要发展经济", "保护环境", "提高农民收入"], ["develop the economy", "protect the environment", "学校"]
    (tmp_path / "对.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in zip(zh, en, strict=True)), encoding="utf-8")
    (found,) = told(capsys, "eval", str(tmp_path / "对.tsv"))["sets"]
    assert found["pairs"] == 3
    assert found["backward"] >= 2 / 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一句话没有制表符\n", "line 1: not a pair"),
        ("甲\t乙\t1\n甲\t乙\n", "line 2: not a pair"),
        ("甲\t乙\t1\n甲\t乙\t好\n", "line 2: '好' is no score"),
        ("# 只有注释\n各位代表\t\t\n", "line 2: not a pair"),
        ("句子\t句子\t分数\n", "no pair in it"),
        ("甲\t乙\t1\n丙\t丁\t1\n戊\t己\t1\n", "different scores"),
    ],
)
def test_a_file_that_is_no_list_of_pairs_is_refused_in_one_line(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "对.tsv").write_text(text, encoding="utf-8")
    assert run(["model", "eval", str(tmp_path / "对.tsv")]) == 3
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out == ""


def test_a_missing_file_or_model_or_corpus_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["eval", str(tmp_path / "没有.tsv")],
        ["info", "--model", str(tmp_path / "没有")],
        ["info", "--corpus", str(tmp_path / "没有")],
    ):
        assert run(["model", *words]) == 3
        shown = capsys.readouterr()
        assert shown.out == ""
        assert "没有" in shown.err
        assert shown.err.count("\n") == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=20))
def test_spearman_is_pearson_of_mean_ranks(values: list[tuple[int, int]]) -> None:
    sides = [np.array(side, dtype=float) for side in zip(*values, strict=True)]
    ranks = [[sum(other < value for other in side) + (sum(other == value for other in side) - 1) / 2 for value in side]
             for side in sides]  # fmt: skip
    expected = 0.0 if any(len(set(side)) == 1 for side in ranks) else np.corrcoef(ranks)[0, 1]
    assert spearman(*sides) == pytest.approx(expected)


def test_retrieval_counts_what_brute_force_counts() -> None:
    encoder = HashingEncoder()
    pairs = [(speech(number, 1), speech(number if number % 3 else number + 100, 1)) for number in range(30)]
    left, right = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
    nearest = [max(range(30), key=lambda j: float(left[i] @ right[j])) for i in range(30)]
    found = retrieval(encoder, pairs)
    assert found.forward == sum(pairs[j][1] == pairs[i][1] for i, j in enumerate(nearest)) / 30
    assert 0 < found.forward < 1


def test_agreement_needs_something_to_rank() -> None:
    with pytest.raises(ValueError, match="different scores"):
        agreement(HashingEncoder(), [("甲", "乙")] * 3, [1.0] * 3)


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("---\nlanguage: zh\n---\n", ("zh",)),
        ("---\nlanguage: [zh, en]\ntags: [a]\n---\n", ("zh", "en")),
        ("---\ntags:\n- sts\nlanguage:\n- zh\n- en\nlicense: mit\n---\n", ("zh", "en")),
        ("# 没有说明\n", ()),
    ],
)
def test_languages_are_those_that_the_card_names(card: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    assert languages(tmp_path) == expected


def test_a_model_that_is_no_folder_has_neither_size_nor_languages() -> None:
    found = describe(HashingEncoder(), "hashing/model")
    assert (found.name, found.dimension, found.path, found.bytes, found.languages) == ("hashing:1", 48, None, None, ())


@pytest.mark.parametrize("name", OWN)
def test_the_set_that_comes_along_is_sound(name: str) -> None:
    text = resources.data_text(name)
    assert text.startswith("# ")
    assert text.endswith("\n")
    found = rows(name)
    assert len({tuple(row) for row in found}) == len(found) >= 40
    width = 3 if name == OWN[0] else 2
    assert all(len(row) == width and all(cell == cell.strip() != "" for cell in row) for row in found)
    assert all(0 <= float(row[2]) <= 5 for row in found if width == 3)
