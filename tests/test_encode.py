"""The shipped encoder: light to import, honest about what it does not know."""

from __future__ import annotations

import gc
import json
import re
import shutil
import subprocess
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import texts
from tokenizers import Tokenizer

from simcheck import resources
from simcheck.encode import Encoder, load_encoder, static, unknown_share
from simcheck.encode.static import StaticEncoder, content_hash
from simcheck.errors import ModelError

TEXTS = [
    "各位代表：现在，我代表市人民政府向大会报告工作，请予审议。",
    "全面推进乡村振兴，加快农业农村现代化。",
    "2023年地区生产总值增长6.5%，达到15,300亿元。",
    "We will advance rural revitalization across the board.",
    "The city's GDP grew by 6.5 percent to 1.53 trillion yuan in 2023.",
    "推进“放管服”改革，建设AI产业园，引进PhD人才120名。",
    "𠮷野家在我市开设了第三家分店。",
    "ＡＢＣ　全角字母与㈠㈡带圈数字",
    "Быстрое развитие экономики",
    "𠮷",
    "a",
    "。",
    "，、；",
    " ",
    "",
    "\u200b",
    "坚持稳中求进工作总基调，" * 40,
]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, StaticEncoder)
    return loaded


def test_rows_are_unit_and_zero_only_without_a_known_token(encoder: StaticEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    lengths = np.linalg.norm(vectors, axis=1)
    tokenizer = Tokenizer.from_file(str(resources.model_folder() / "tokenizer.json"))
    unknown = tokenizer.token_to_id("<unk>")
    known = np.array([any(token != unknown for token in tokenizer.encode(text).ids) for text in TEXTS])
    assert known[:8].all()
    assert np.allclose(lengths, known, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), max_size=30))
def test_a_vector_does_not_depend_on_its_company(encoder: StaticEncoder, texts: list[str]) -> None:
    alone = np.array([encoder.encode([text])[0] for text in texts]).reshape(-1, encoder.dimension)
    assert np.allclose(encoder.encode(texts), alone, atol=1e-6)


@pytest.mark.parametrize("count", [1100, 2600])
def test_neither_chunks_nor_threads_show(encoder: StaticEncoder, count: int) -> None:
    texts = [f"第{number}项任务：新建学校{number % 7}所" for number in range(count)]
    vectors = encoder.encode(texts)
    some = [0, 511, 512, 1023, 1024, count - 1]
    assert np.allclose(vectors[some], encoder.encode([texts[i] for i in some]), atol=1e-6)
    assert np.array_equal(vectors, encoder.encode(texts))


def test_translation_and_rewriting_are_nearer_than_another_topic(encoder: StaticEncoder) -> None:
    source, rewritten, english, other = encoder.encode(
        [
            "我们要加快农村公路建设，改善农民出行条件。",
            "要加速修建乡村道路，让农民出行更便利。",
            "We will build more rural roads and make travel easier for farmers.",
            "加强博物馆藏品保护，办好文化遗产日活动。",
        ]
    )
    assert source @ rewritten > source @ other + 0.2
    assert source @ english > source @ other + 0.2


def test_unknown_share(encoder: StaticEncoder) -> None:
    known = ["坚持改革开放，推动经济社会发展。", "The government will continue to promote reform and development."]
    foreign = [
        "Мы должны продолжать экономические реформы.",
        "Die wirtschaftliche Entwicklung der Bundesrepublik muss vorangetrieben werden.",
        "경제 발전을 추진해야 합니다.",
    ]
    assert unknown_share(encoder, known) < 0.1
    assert min(unknown_share(encoder, [text]) for text in foreign) > 0.5
    assert unknown_share(encoder, []) == unknown_share(encoder, ["。", ""]) == 0.0


def test_name_is_the_content(encoder: StaticEncoder, tmp_path: Path) -> None:
    folder = resources.model_folder()
    about = json.loads((folder / "simcheck.json").read_text(encoding="utf-8"))
    assert encoder.name == f"{about['name']}:{content_hash(folder)}"
    assert encoder.dimension == about["dimension"]
    copy = shutil.copytree(folder, tmp_path / "my-model")
    (copy / "simcheck.json").unlink()
    assert load_encoder(str(copy)).name == f"my-model:{about['hash']}"


def test_the_folder_is_small_enough_to_ship() -> None:
    size = sum(path.stat().st_size for path in resources.model_folder().rglob("*") if path.is_file())
    assert size <= 20 * 2**20


def test_float_vectors_are_read_as_well(encoder: StaticEncoder, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    copy = shutil.copytree(resources.model_folder(), tmp_path / "float")
    stored = load_file(copy / "model.safetensors")
    table = (stored["embeddings"] * stored["weights"][:, None]).astype(np.float16)
    save_file({"embedding.weight": table}, copy / "model.safetensors")
    loaded = load_encoder(str(copy))
    assert np.allclose(loaded.encode(TEXTS), encoder.encode(TEXTS), atol=1e-3)
    assert loaded.name == f"float:{content_hash(copy)}"
    assert loaded.name.rpartition(":")[2] != encoder.name.rpartition(":")[2]


def test_one_encoder_serves_all_who_ask_for_it_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copytree(resources.model_folder(), tmp_path / "copy")
    made: list[Path] = []
    start, make = threading.Barrier(16), StaticEncoder.__init__

    def slow(self: StaticEncoder, folder: Path) -> None:
        made.append(folder)
        time.sleep(0.05)
        make(self, folder)

    def ask(_: int) -> Encoder:
        start.wait()
        return load_encoder(str(copy))

    monkeypatch.setattr(StaticEncoder, "__init__", slow)
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(ask, range(16)))
    assert len(found) == len(made) == 1
    monkeypatch.chdir(tmp_path)
    assert load_encoder("./copy") is found.pop()


def test_a_model_that_cannot_be_loaded_is_tried_again(tmp_path: Path) -> None:
    copy = shutil.copytree(resources.model_folder(), tmp_path / "copy")
    content = (copy / "tokenizer.json").read_bytes()
    (copy / "tokenizer.json").write_bytes(b"{")
    for _ in range(2):
        with pytest.raises(ModelError):
            load_encoder(str(copy))
    (copy / "tokenizer.json").write_bytes(content)
    assert load_encoder(str(copy)).dimension == load_encoder().dimension


def test_a_model_that_changed_is_loaded_anew_and_the_old_one_goes(tmp_path: Path) -> None:
    copy = shutil.copytree(resources.model_folder(), tmp_path / "copy")
    old = load_encoder(str(copy))
    (copy / "simcheck.json").unlink()
    new = load_encoder(str(copy))
    assert old.name != new.name
    forgotten = weakref.ref(old)
    del old
    gc.collect()
    assert forgotten() is None


@given(st.lists(texts(), max_size=6))
def test_what_is_unknown_is_counted_once_and_right(sentences: list[str]) -> None:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static, "LATIN", re.compile(""))  # every sentence the long way
        expected = encoder._counted(sentences, encoder._cut(sentences))
        patch.undo()
        encoder._counts.clear()
        assert encoder.unknown(sentences).tolist() == expected.tolist()
        encoder.encode(sentences)
        patch.setattr(encoder, "_tokenizer", None)
        assert encoder.unknown(sentences).tolist() == expected.tolist()


def test_no_heavy_library_is_imported() -> None:
    program = (
        "import sys; from simcheck.encode import load_encoder; load_encoder().encode(['现在报告工作。']);"
        "print(*sorted({'torch', 'transformers', 'sentence_transformers', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("damage", ["model.safetensors", "tokenizer.json", "modules.json", "simcheck.json"])
def test_a_damaged_model_is_named_in_one_line(tmp_path: Path, damage: str) -> None:
    copy = shutil.copytree(resources.model_folder(), tmp_path / "damaged")
    (copy / damage).write_bytes(b"{" + b"\0" * 40)
    with pytest.raises(ModelError) as caught:
        load_encoder(str(copy))
    assert str(copy) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_another_models_vectors_are_refused(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    copy = shutil.copytree(resources.model_folder(), tmp_path / "mixed")
    save_file({"embedding.weight": np.zeros((10, 4), dtype=np.float32)}, copy / "model.safetensors")
    with pytest.raises(ModelError, match="do not match"):
        load_encoder(str(copy))


def test_a_missing_or_empty_folder_is_named_in_one_line(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    file = tmp_path / "model.bin"
    file.write_bytes(b"0")
    for name in (str(tmp_path / "none"), "./none", str(empty), str(file)):
        with pytest.raises(ModelError) as caught:
            load_encoder(name)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
        assert "give the folder" in str(caught.value)
