"""The cache of sources: what it gives is what was put there, and its bytes are those that the process takes."""

from __future__ import annotations

import gc
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder, speech, speeches
from made import random_chinese

from simcheck import Corpus, compare
from simcheck.caching import MIB
from simcheck.corpus import source_cache
from simcheck.corpus.source_cache import MOST, SourceCache, room
from simcheck.text.analyze import analyze
from simcheck.types import Document

ENGLISH = "We built twelve bridges in Mianyang, and the old road along the river was paved. "


@pytest.mark.parametrize(
    "texts",
    [
        [document.text for document in speeches(4, sentences=30)],
        [speech(number, 3) + random_chinese(number, 1500) for number in range(4)],
        [speech(number, 1) + ENGLISH.replace("twelve", str(number)) * 30 for number in range(4)],
    ],
)
def test_the_bytes_are_those_that_the_process_takes(tmp_path: Path, texts: list[str]) -> None:
    """With all that a check derives from the sources."""
    with Corpus.create(tmp_path / "讲话库") as corpus:
        corpus.add([Document(f"{number}", text) for number, text in enumerate(texts)])
        compare(texts[0], {"0": texts[1]})  # tables of characters, words and syllables are no part of it
        tracemalloc.start()
        try:
            corpus.check("".join(text[:200] for text in texts))
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
            cache = corpus._disk._cache
            documents, claimed = len(cache), cache.nbytes
            cache._held.clear()
            gc.collect()
            taken = before - tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
    assert documents == len(texts)
    assert 0.75 * taken < claimed < 1.5 * taken, claimed / taken


def test_a_source_comes_back_as_it_was_put_there() -> None:
    cache = SourceCache[str](MIB)
    analyzed = analyze(Document("讲话", speeches(1)[0].text))
    vectors = HashingEncoder().encode([sentence.text for sentence in analyzed.sentences]).astype(np.float16)
    put, found = cache.put("讲话", analyzed, vectors), cache.get("讲话")
    assert found is not None
    assert found.analyzed is put.analyzed is analyzed
    assert found.vectors.dtype == put.vectors.dtype == np.float32
    assert found.vectors.tolist() == put.vectors.tolist() == vectors.tolist()
    assert cache.get("别的") is None


def test_on_a_small_machine_there_is_less_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 0 < room() <= MOST
    monkeypatch.setattr(os, "sysconf", lambda name: 4096 if name == "SC_PAGE_SIZE" else 1 << 18, raising=False)
    assert room() <= 128 * MIB  # of one GiB
    monkeypatch.delattr(os, "sysconf")
    monkeypatch.setattr(source_cache, "Path", lambda name: os)  # no files of a container
    monkeypatch.setattr(os, "read_text", lambda encoding: str(800 * MIB), raising=False)
    assert room() == 100 * MIB
    monkeypatch.setattr(os, "read_text", lambda encoding: "max", raising=False)
    assert room() == MOST
