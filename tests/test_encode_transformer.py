"""Models of sentence-transformers: the shipped one gives its vectors; any other is loaded through the same door, here a
real tiny transformer that is built and saved."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from test_encode import TEXTS

from simcheck.cli.app import run
from simcheck.encode import load_encoder, unknown_share
from simcheck.encode.transformer import TransformerEncoder
from simcheck.errors import ModelError
from simcheck.resources import model_folder

ROOT = Path(__file__).parents[1]
LIMIT = 16
SENTENCES = ["加快建设现代化产业体系。", "保障和改善民生。", "GDP增长", "短"]
LONG = "坚持改革开放推动经济社会持续健康发展" * 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    root = tmp_path_factory.mktemp("models")
    letters = sorted(set("".join(SENTENCES) + LONG + "改革成功失败"))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", behavior="isolated")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(root / "bert")
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(root / "bert")
    transformer = Transformer(str(root / "bert"), max_seq_length=LIMIT)
    model = SentenceTransformer(modules=[transformer, Pooling(32, pooling_mode="mean")], device="cpu")
    model.save(str(root / "tiny-bert"))
    return root / "tiny-bert"


@pytest.fixture(scope="module")
def encoder(folder: Path) -> TransformerEncoder:
    loaded = load_encoder(str(folder))
    assert isinstance(loaded, TransformerEncoder)
    return loaded


def test_equals_sentence_transformers_on_short_sentences(encoder: TransformerEncoder, folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(folder), device="cpu").encode(SENTENCES, normalize_embeddings=True)
    vectors = encoder.encode(SENTENCES)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(SENTENCES), encoder.dimension) == (4, 32)
    assert np.allclose(vectors, reference, atol=1e-5)


def test_the_shipped_encoder_equals_sentence_transformers() -> None:
    """Here, since the package takes seconds to import."""
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(model_folder()), device="cpu").encode(TEXTS)
    ours = load_encoder().encode(TEXTS)
    empty = np.linalg.norm(ours, axis=1) == 0
    assert np.array_equal(empty, np.linalg.norm(reference, axis=1) == 0)
    cosine = (ours[~empty] * reference[~empty]).sum(axis=1)
    assert np.abs(cosine - 1).max() < 1e-3


def test_rows_are_unit_also_for_long_sentences(encoder: TransformerEncoder) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode([*SENTENCES, LONG]), axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, 32)


def test_the_end_of_a_long_sentence_counts(encoder: TransformerEncoder) -> None:
    success, failure = encoder.encode([LONG + "成功", LONG + "失败"])
    assert not np.allclose(success, failure, atol=1e-4)


def test_windows_lose_nothing_and_fit(encoder: TransformerEncoder) -> None:
    windows = encoder._windows([*SENTENCES, LONG, ""])
    assert ["".join(pieces) for pieces in windows] == [*SENTENCES, LONG, ""]
    assert [len(pieces) for pieces in windows[:4]] == [1, 1, 1, 1]
    assert len(windows[4]) > 1
    assert all(len(row) <= LIMIT for pieces in windows for row in encoder._tokens(pieces, special=True))


def test_a_long_sentence_is_the_mean_of_its_windows(encoder: TransformerEncoder) -> None:
    mean = encoder.encode(encoder._windows([LONG])[0]).mean(axis=0)
    assert np.allclose(encoder.encode([LONG])[0], mean / np.linalg.norm(mean), atol=1e-5)


def test_unknown_share(encoder: TransformerEncoder) -> None:
    assert unknown_share(encoder, ["改革"]) == 0.0
    assert unknown_share(encoder, ["Быстро"]) == 1.0
    assert unknown_share(encoder, []) == 0.0


def test_name_changes_with_the_weights(encoder: TransformerEncoder, folder: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    assert encoder.name.startswith("tiny-bert:")
    assert load_encoder(str(folder)).name == encoder.name
    model = SentenceTransformer(str(folder), device="cpu")
    with torch.no_grad():
        next(model.parameters())[0, 0] += 1
    other = folder.parent / "retrained" / "tiny-bert"
    model.save(str(other))
    assert load_encoder(str(other)).name != encoder.name


def test_an_unloadable_model_is_named_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_encoder(str(broken))
    assert str(broken) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "give the folder" in str(caught.value)


@pytest.mark.parametrize("missing", ["torch", "sentence_transformers"])
def test_without_the_extra_one_line_says_what_to_install(
    missing: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(shutil.copytree(folder, tmp_path / "model"))  # one that this process has not loaded yet
    monkeypatch.setitem(sys.modules, missing, None)
    draft, source = str(ROOT / "examples/drafts/edited.txt"), str(ROOT / "examples/speeches/安全生产工作会议讲话.txt")
    assert run(["compare", draft, source, "--model", model]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert model in line
    assert line.endswith("pip install 'simcheck[transformers]'")
    assert run(["compare", draft, source]) == 1


def test_a_name_that_cannot_be_looked_up_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.delenv("https_proxy", raising=False)
    with pytest.raises(ModelError) as caught:
        load_encoder("simcheck-nobody/none-of-that-name")
    assert "simcheck-nobody/none-of-that-name" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "give the folder" in str(caught.value)


def test_token_vectors_with_more_modules_behind_them_are_read_too(tmp_path: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense

    shipped = load_encoder()
    dense = Dense(shipped.dimension, 8, activation_function=torch.nn.Identity())
    SentenceTransformer(modules=[*SentenceTransformer(str(model_folder()), device="cpu"), dense]).save(
        str(tmp_path / "narrow")
    )
    narrow = load_encoder(str(tmp_path / "narrow"))
    assert isinstance(narrow, TransformerEncoder)
    assert np.allclose(np.linalg.norm(narrow.encode(SENTENCES), axis=1), 1, atol=1e-5)
    assert unknown_share(narrow, ["Быстро"]) == 1.0
    assert unknown_share(narrow, SENTENCES) == 0.0
