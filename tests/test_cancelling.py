"""Cancelling: a check looks all along whether it is still wanted, in every stage, and ends where it looks."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from fakes import HashingEncoder, speeches
from made import EXAMPLES, example_sources, shipped

from simcheck import Corpus, Document
from simcheck.cancelling import bands, cancellable
from simcheck.check import Stage, check
from simcheck.corpus.embed import encoded
from simcheck.encode import load_encoder
from simcheck.errors import Cancelled
from simcheck.text.analyze import analyze

DRAFT = Document("稿", "\n".join(file.read_text("utf-8") for file in sorted((EXAMPLES / "drafts").glob("*.txt"))))


def looks() -> Counter[str]:
    """How often a check of the draft looks, by stage."""
    stage, seen = {"now": "before"}, Counter[str]()

    def asked() -> bool:
        seen[stage["now"]] += 1
        return False

    with cancellable(asked, DRAFT.id):
        check(DRAFT, example_sources(), shipped(), watch=lambda name: stage.update(now=name))
    return seen


def test_a_check_looks_inside_of_its_stages() -> None:
    seen = looks()
    assert set(seen) == {"before", *get_args(Stage)}
    sources = len(example_sources().numbers())
    assert seen["comparing"] > sources
    assert seen["aligning"] > 3 * sources
    assert min(seen["judging"], seen["reading"], seen["searching"]) > 1


def test_it_ends_wherever_it_looks() -> None:
    most = sum(looks().values())
    for last in sorted({1, 2, *range(3, most, max(1, most // 12)), most}):
        count = 0

        def given_up(last: int = last) -> bool:
            nonlocal count
            count += 1
            return count >= last

        with pytest.raises(Cancelled), cancellable(given_up, DRAFT.id):
            check(DRAFT, example_sources(), shipped())
        assert count == last


def test_bands_are_all_of_an_array_in_parts_that_are_long_enough() -> None:
    for size in (0, 1, 7, 8, 15, 16, 100):
        parts = list(bands(size, 8))
        assert [at for part in parts for at in range(size)[part]] == list(range(size))
        assert len(parts) == 1 or min(part.stop - part.start for part in parts) >= 8


def test_many_sentences_are_encoded_in_steps() -> None:
    text = "".join(f"第{number}条路修好了。" for number in range(2000))
    analyzed, encoder, count = analyze(Document("稿", text)), load_encoder(), 0

    def given_up() -> bool:
        nonlocal count
        count += 1
        return count > 3

    with cancellable(given_up, "稿"), pytest.raises(Cancelled):
        encoded([analyzed], encoder)


def test_a_task_that_is_cancelled_leaves_no_check_behind(tmp_path: Path) -> None:
    """Its thread ends at the next look, long before the check would."""
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def watch(stage: str) -> None:
        if stage == "comparing":
            begun.set()
            go_on.wait(300)

    async def cancelled(corpus: Corpus) -> None:
        check = corpus.check

        def noticed(*args: object, **named: object) -> object:
            try:
                return check(*args, **named)  # type: ignore[arg-type]
            except Cancelled:
                ended.set()
                raise

        corpus.check = noticed  # type: ignore[method-assign, assignment]
        task = asyncio.create_task(corpus.acheck(speeches(1)[0].text, watch=watch))
        await asyncio.to_thread(begun.wait, 300)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()
        assert await asyncio.to_thread(ended.wait, 300)

    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        corpus.add(speeches(4))
        asyncio.run(cancelled(corpus))
