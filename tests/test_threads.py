"""Threads: BLAS takes one while a check runs and its own number afterwards; reports are the same for any number."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from made import EXAMPLES, example_sources, shipped
from threadpoolctl import threadpool_limits

from simcheck import Corpus, Document, UsageError, set_threads
from simcheck.check import check
from simcheck.corpus import merging
from simcheck.encode import vectors_of
from simcheck.text.analyze import analyze
from simcheck.threads import _blas, in_parts, single_blas_thread, threads

DRAFT = Document("稿", "\n".join(file.read_text("utf-8") for file in sorted((EXAMPLES / "drafts").glob("*.txt"))))


@pytest.fixture(autouse=True)
def default() -> Iterator[None]:
    yield
    set_threads(None)


def blas_threads() -> set[int]:
    return {library.num_threads for library in _blas()}


def test_blas_takes_one_thread_in_a_check_and_its_own_number_afterwards() -> None:
    seen: list[set[int]] = []
    with threadpool_limits(3, user_api="blas"):
        short = Document("稿", DRAFT.text[:600])
        check(short, example_sources(), shipped(), watch=lambda stage: seen.append(blas_threads()))
        assert blas_threads() == {3}
    assert seen == [{1}] * 6
    entered, leave = threading.Barrier(3), threading.Event()

    def hold() -> None:
        with single_blas_thread:
            entered.wait(300)
            leave.wait(300)

    with threadpool_limits(3, user_api="blas"):
        holders = [threading.Thread(target=hold) for _ in range(2)]
        for holder in holders:
            holder.start()
        entered.wait(300)
        with single_blas_thread:
            assert blas_threads() == {1}
        assert blas_threads() == {1}
        leave.set()
        for holder in holders:
            holder.join()
        assert blas_threads() == {3}


def test_reports_are_the_same_for_any_number() -> None:
    reports = []
    for count in (None, 1, 2, 5):
        set_threads(count)
        with threadpool_limits(count or 2, user_api="blas"):
            reports.append(check(DRAFT, example_sources(), shipped()))
    assert all(report == reports[0] for report in reports)
    assert reports[0].matches


@pytest.mark.parametrize("exact", [10**9, 40])
def test_a_search_divided_among_threads_finds_the_same(
    tmp_path: Path, exact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "EXACT", exact)
    with Corpus.create(tmp_path / "讲话库") as corpus:
        corpus.add([Document(file.name, file.read_text("utf-8")) for file in (EXAMPLES / "speeches").glob("*.txt")])
        vectors = vectors_of(shipped(), [sentence.text for sentence in analyze(DRAFT).sentences])
        found = []
        for count in (1, 2, 3):
            set_threads(count)
            with corpus._disk.sources() as sources:
                found.append([one.tolist() for one in sources.nearest(vectors, 20)])
            assert corpus.check(DRAFT).matches
        assert found[0] == found[1] == found[2]


def test_parts_come_in_their_order_and_what_one_raises_is_raised() -> None:
    for count in (1, 3):
        set_threads(count)
        assert threads(4) == count
        assert in_parts(lambda part: part * part, range(9)) == [part * part for part in range(9)]
        with pytest.raises(ZeroDivisionError):
            in_parts(lambda part: 1 // part, [2, 1, 0])
    set_threads(None)
    assert (threads(), threads(4)) == (1, 4)


def test_no_thread_is_too_few() -> None:
    with pytest.raises(UsageError, match="one or more"):
        set_threads(0)
