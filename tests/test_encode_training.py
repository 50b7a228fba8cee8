"""The way the shipped encoder was made: its parts tell the truth, and the whole command gives a model that loads."""

from __future__ import annotations

import gzip
import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcheck.encode import load_encoder
from simcheck.encode.static import content_hash

TRAIN = Path(__file__).resolve().parent.parent / "models" / "train"
sys.path.insert(0, str(TRAIN))

from align import translations  # noqa: E402
from data import held_back  # noqa: E402
from export import digest, quantize  # noqa: E402
from obfuscate import Bags, Disguiser, Table  # noqa: E402
from rewrites import Pairs, figures, hard_negatives  # noqa: E402

sys.path.remove(str(TRAIN))


def with_torch(name: str) -> ModuleType:
    """A part that imports torch, which nobody waits for who runs none of its tests."""
    sys.path.insert(0, str(TRAIN))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(TRAIN))


lists = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=6), min_size=1, max_size=6)


def as_lists(bags: Bags) -> list[list[int]]:
    return [bags.tokens[a:b].tolist() for a, b in zip(bags.starts[:-1], bags.starts[1:], strict=True)]


@given(lists, st.data())
def test_bags_are_the_lists_they_came_from(rows: list[list[int]], data: st.DataObject) -> None:
    bags = Bags.of(rows)
    assert as_lists(bags) == rows
    which = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1))
    assert as_lists(bags.take(np.array(which))) == [rows[number] for number in which]


@given(lists, st.integers(0, 2**32 - 1))
def test_a_disguise_uses_only_what_it_may(rows: list[list[int]], seed: int) -> None:
    synonyms = [[] if token % 2 else [token + 10] for token in range(30)]
    spellings = [[20, 21] if token == 3 else [] for token in range(30)]
    nothing = Table.of([[] for _ in range(30)])
    disguiser = Disguiser(Table.of(synonyms), Table.of(spellings), nothing, nothing)
    disguised = as_lists(disguiser.disguise(Bags.of(rows), np.random.default_rng(seed)))
    allowed = {token for row in rows for token in row}
    allowed |= {token + 10 for token in allowed if token % 2 == 0} | {20, 21}
    assert len(disguised) == len(rows)
    assert all(row and set(row) <= allowed for row in disguised)


def test_word_translations_are_found_in_sentence_pairs() -> None:
    words = {1: 11, 2: 12, 3: 13, 4: 14}
    chance = np.random.default_rng(0)
    zh = [chance.choice(list(words), size=2, replace=False).tolist() for _ in range(60)]
    found = translations(Bags.of(zh), Bags.of([[words[token] for token in row] for row in zh]), 20)
    for token, translation in words.items():
        assert found.values[found.starts[token]] == translation
        assert found.values[found.starts[translation]] == token


@given(st.integers(0, 2**32 - 1))
def test_quantized_rows_are_within_half_a_step(seed: int) -> None:
    vectors = np.random.default_rng(seed).standard_normal((5, 8)).astype(np.float32)
    rows, scales = quantize(vectors)
    assert (np.abs(rows * scales[:, None] - vectors) <= scales[:, None] * 0.501).all()


@given(st.integers(0, 2**32 - 1))
def test_balanced_rows_keep_their_direction_and_take_a_length_between(seed: int) -> None:
    chance = np.random.default_rng(seed)
    vectors = np.vstack([np.zeros(8), chance.standard_normal((4, 8))]).astype(np.float32)
    rarity = chance.random(5).astype(np.float32)
    balanced = with_torch("encoder").balance(vectors, rarity)
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.allclose(np.linalg.norm(balanced, axis=1), np.sqrt(lengths * rarity), atol=1e-5)
    assert np.allclose((balanced * vectors).sum(axis=1), np.linalg.norm(balanced, axis=1) * lengths, atol=1e-4)


def test_the_held_back_pairs_do_not_depend_on_width_or_case() -> None:
    for sentence in ("增长6.5%，好于预期。", "推进AI产业园建设。"):
        assert held_back("gwr2020", sentence) == held_back("gwr2020", sentence.replace("，", ",").lower())


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    topics = ["乡村道路", "中小学校", "产业园区", "河道治理", "养老服务", "人才公寓"]
    pairs = [
        (f"加快建设第{n}项{topic}工程。", f"We will build project {n} of {topic}.")
        for n in range(9)
        for topic in topics
    ]
    document = json.dumps({"id": "x", "text": "".join(zh for zh, _ in pairs)}, ensure_ascii=False)
    files = {f"text/{n}.jsonl": document for n in ("city_work_reports", "national_reports", "laws", "news_broadcasts")}
    files["parallel/zh_en.tsv"] = "\n".join(
        f"{origin}\t{zh}\t{en}" for origin in ("gwr2020", "tatoeba") for zh, en in pairs
    )
    for name, label in (("chinese_sts", "5.0"), ("pawsx_zh_dev", "1"), ("atec_train", "1")):
        files[f"pairs/{name}.tsv"] = f"怎么修路\t如何修建道路\t{label}\n学校在哪里\t学校在什么地方\t{label}"
    files["lexicon/cilin_synonyms.txt"] = "Aa01A01= 加快 加速\nAa01A02= 建设 建造"
    for name, text in files.items():
        path = folder / f"{name}.gz"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()))
    return folder


def test_one_command_makes_a_model_that_loads_and_is_the_same_again(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once as a process, and once in this one, which has torch already."""
    names = []
    for run in ("one", "two"):
        command = [str(TRAIN / "train.py"), "--data", str(data_folder)]
        command += ["--out", str(tmp_path / run / "tiny"), "--work", str(tmp_path / run / "work")]
        command += ["--steps", "6", "--vocabulary", "400", "--dimension", "16", "--batch", "8", "--threads", "1"]
        if run == "one":
            subprocess.run([sys.executable, *command], check=True, capture_output=True)
        else:
            monkeypatch.setattr(sys, "argv", command)
            with_torch("train").main()
        encoder = load_encoder(str(tmp_path / run / "tiny"))
        names.append(encoder.name)
        assert encoder.dimension == 16
        assert np.allclose(np.linalg.norm(encoder.encode(["加快建设乡村道路"]), axis=1), 1, atol=1e-5)
    assert names[0] == names[1] == f"tiny:{digest(tmp_path / 'one' / 'tiny')}"
    assert digest(tmp_path / "one" / "tiny") == content_hash(tmp_path / "one" / "tiny")


def made_pairs() -> tuple[Pairs, np.ndarray]:
    """40 sentences of four words of their own. A rewrite holds one of them and words that stand for the others, which
    start anywhere; it lies between its own sentence and all others at first."""
    chance = np.random.default_rng(2)
    vectors = chance.normal(size=(400, 16)).astype(np.float32)
    own = [np.arange(4 * number, 4 * number + 4) for number in range(40)]
    rewrites = [np.array([4 * n, 160 + 3 * n, 161 + 3 * n, 162 + 3 * n]) for n in range(40)]
    others = [chance.integers(300, 400, 4) for _ in range(40)]
    return Pairs([*own, *others], rewrites, rewrites, [f"文{number // 2}" for number in range(40)]), vectors


def test_tuning_brings_a_sentence_and_its_rewrite_together() -> None:
    pairs, vectors = made_pairs()
    everything = np.arange(len(pairs))
    hard = hard_negatives(pairs, vectors)
    assert not any(number in hard[:, number] for number in everything)
    before = figures(pairs, vectors, everything)["rewrites"]
    tuning = with_torch("tune")
    tuned = tuning.tune(vectors, pairs, hard, everything, tuning.Plan(steps=60, rate=0.02))
    after = figures(pairs, tuned, everything)["rewrites"]
    assert after["top1"] > before["top1"]
    assert after["similarity"] - after["nearest_others"] > before["similarity"] - before["nearest_others"]


def test_tuning_sees_no_pair_that_is_held_out() -> None:
    pairs, vectors = made_pairs()
    folds = pairs.folds(2)
    assert all(folds[number] == folds[number + 1] for number in range(0, 40, 2))  # of one document
    held = np.flatnonzero(folds == 0)
    hard = hard_negatives(pairs, vectors)
    tuning = with_torch("tune")
    plan = tuning.Plan(steps=5, map_pull=1e9, rate=1e-3)
    tuned = tuning.tune(vectors, pairs, hard, np.flatnonzero(folds == 1), plan)
    unseen = np.concatenate([np.concatenate([pairs.pool[number], pairs.rewrites[number]]) for number in held])
    # Only the map, which is held to next to nothing here, moves a word of a pair that is held out.
    turned = np.abs(tuned - vectors).max(axis=1)
    assert turned[unseen].max() < turned.max() / 2
