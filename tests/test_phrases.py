"""Set phrases of a corpus: exactly what a count of every substring finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcheck import Corpus, Document
from simcheck.corpus.phrases import MIN_LETTERS, phrases
from simcheck.text.normalize import normalize

texts = st.lists(st.text("甲乙", min_size=1, max_size=30), min_size=1, max_size=6)


def found_in(texts: list[str], least: int = 3) -> dict[str, int]:
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    return {phrase.text: phrase.documents for phrase in phrases(lambda: documents, least)}


@settings(max_examples=200, deadline=None)
@given(texts, st.integers(2, 4))
def test_what_is_found_is_common_and_what_is_common_is_found(texts: list[str], least: int) -> None:
    found = found_in(texts, least)
    pieces = {text[i : i + MIN_LETTERS] for text in texts for i in range(len(text) - MIN_LETTERS + 1)}
    common = {piece: sum(piece in text for text in texts) for piece in pieces}
    for phrase, documents in found.items():
        assert any(phrase in text for text in texts)
        assert (
            documents == min(common[phrase[i : i + MIN_LETTERS]] for i in range(len(phrase) - MIN_LETTERS + 1)) >= least
        )
    for piece, documents in common.items():
        assert (documents >= least) == any(piece in phrase for phrase in found)


def test_phrases_stand_within_a_line_and_the_most_common_come_first() -> None:
    one, two = "把每一件实事办到群众心坎上", "让河水一年更比一年清亮"
    texts = [f"{one}。\\n{two}。", f"{two}，\\n{one}！", f"甲乙丙丁。{one}", f"{one}；{two}？天地人和"]
    assert list(found_in([text.replace("\\n", "\n") for text in texts]).items()) == [(one, 4), (two, 3)]


def test_versions_of_one_text_count_once(tmp_path: Path) -> None:
    common = "把每一件实事办到群众心坎上"
    body = "".join(
        f"第{number}条渠修了{number * 37}米，第{number}户人家用上了{number * 3}度电。" for number in range(60)
    )
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add([Document(f"版本{number}.txt", f"{common}。{body}结尾{number}。") for number in range(3)])
        corpus.add([Document("另一篇.txt", f"今天说的是另外的事，{common}，别的都不一样。")])
        assert set(corpus.versions()) == {"版本1.txt", "版本2.txt"}
        assert [phrase.text for phrase in corpus.phrases(2)] == [normalize(common).text]
        assert corpus.phrases(2)[0].documents == 2


@pytest.mark.parametrize("texts", [[], ["短"], ["把每一件实事办到群众心坎上"] * 2])
def test_too_little_to_share(texts: list[str]) -> None:
    assert found_in(texts) == {}
