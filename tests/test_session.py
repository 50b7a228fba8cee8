"""A session gives what a check from scratch gives, whatever was edited, and sees, cancels and forgets what it must."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder
from fakes import speeches as made_speeches
from forked import python
from hypothesis import given, settings
from hypothesis import strategies as st
from made import EXAMPLES, PIECES, shipped, speeches

from simcheck import Cancelled, Corpus, CorpusError, Document, DraftError, Limits, Report, Session, UsageError
from simcheck.corpus.cached import CachedSources, SourcesCache
from simcheck.corpus.memory import memory_sources
from simcheck.text.analyze import Analyzed

DRAFTS = {file.stem: file.read_text("utf-8") for file in sorted((EXAMPLES / "drafts").glob("*.txt"))}
#: What each check of many takes less time for.
SHORT = [text[:700] for text in DRAFTS.values()]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.create(tmp_path_factory.mktemp("corpus") / "讲话库", shipped()) as made:
        made.add([Document(name.removeprefix("speeches/"), text) for name, text in speeches().items()])
        yield made


def outcome(check: Callable[[], Report]) -> Report | str:
    """The report, or the line that says why there is none."""
    try:
        return check()
    except DraftError as error:
        return str(error)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[float, float, str]]:
    """Edits as shares of the draft's length: typed characters, pasted sentences of a source, deletions, oddities."""
    source = draw(st.sampled_from(list(speeches().values())))
    at = draw(st.integers(0, len(source) - 80))
    pasted = st.sampled_from([source[at : at + 80], source[at : at + 12], "坚持稳中求进工作总基调，", "\n\n", ""])
    replacement = pasted | st.sampled_from(PIECES) | st.sampled_from(SHORT)
    one = st.tuples(st.floats(0, 1), st.floats(0, 0.02) | st.floats(0, 1), replacement)
    return draw(st.lists(one, min_size=1, max_size=5))


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(SHORT), edits())
def test_any_edits_give_the_report_of_a_check_from_scratch(
    corpus: Corpus, text: str, changes: list[tuple[float, float, str]]
) -> None:
    session = Session(corpus, text)
    for place, size, replacement in changes:
        start = int(place * len(text))
        end = min(len(text), start + int(size * len(text)))
        text = text[:start] + replacement + text[end:]
        session.edit(start, end, replacement)
        assert session.text == text
        assert outcome(session.report) == outcome(partial(corpus.check, text))


def test_an_edit_looks_up_only_what_it_changed(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    with Corpus.create(tmp_path / "库", encoder) as corpus:
        corpus.add(made_speeches(30))
        session = Session(corpus, "".join(document.text for document in made_speeches(8, first=100)))
        session.report()
        encoder.encoded = 0
        start = session.text.index("任务", 300)
        session.edit(start, start + 2, "工作")
        report = session.report()
        assert encoder.encoded == 1
        assert report == corpus.check(session.text)


def test_a_corpus_that_changes_underneath_is_seen(tmp_path: Path) -> None:
    text = DRAFTS["edited"]
    source = speeches()["speeches/安全生产工作会议讲话.txt"]
    with Corpus.create(tmp_path / "库", shipped()) as corpus, Corpus.open(tmp_path / "库", shipped()) as other:
        corpus.add([Document("别的.txt", speeches()["speeches/教育大会讲话.txt"])])
        session = Session(corpus, text)
        assert session.report().counted == ()
        other.add([Document("安全.txt", source)])
        found = session.report()
        assert {match.source.document_id for match in found.counted} == {"安全.txt"}
        assert found == corpus.check(text)
        other.remove(["安全.txt"])
        assert session.report() == corpus.check(text)
        other.remove(["别的.txt"])
        with pytest.raises(CorpusError, match="empty"):
            session.report()


def test_a_newer_edit_cancels_the_check_under_way_and_the_report_is_of_the_newest_text(corpus: Corpus) -> None:
    session = Session(corpus, DRAFTS["edited"])
    stages: list[str] = []

    def interrupt(stage: str) -> None:
        stages.append(stage)
        if stages == ["reading", "encoding", "searching"]:
            session.replace(DRAFTS["paraphrased"])

    report = session.report(interrupt)
    assert stages[3:] == ["reading", "encoding", "searching", "comparing", "aligning", "judging"]
    assert report == corpus.check(DRAFTS["paraphrased"])


def test_cancel_ends_the_check_and_the_next_one_works(corpus: Corpus) -> None:
    session = Session(corpus, DRAFTS["edited"])
    with pytest.raises(Cancelled, match="given up"):
        session.report(lambda stage: session.cancel())
    assert session.latest is None
    assert session.report() == corpus.check(DRAFTS["edited"])


def test_reads_do_not_wait_for_a_check(corpus: Corpus) -> None:
    session = Session(corpus, DRAFTS["edited"])
    first = session.report()
    entered, go_on = threading.Event(), threading.Event()

    def hold(stage: str) -> None:
        entered.set()
        assert go_on.wait(300)

    session.edit(0, 0, "同志们：")
    worker = threading.Thread(target=session.report, args=(hold,))
    worker.start()
    assert entered.wait(300)
    assert session.text.startswith("同志们：")
    assert session.latest == first
    assert not session.current
    go_on.set()
    worker.join(300)
    assert session.current
    assert session.latest == corpus.check(session.text)


def test_threads_that_edit_and_read_at_once_end_with_the_right_report(corpus: Corpus) -> None:
    session = Session(corpus, DRAFTS["clean"])
    piece = DRAFTS["edited"][400:480]
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(3):
                session.edit(0, 0, piece[number * 10 : number * 10 + 20])
                session.report()
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(300)
    assert failures == []
    assert session.report() == corpus.check(session.text)


#: Another process: puts the documents of a folder into a corpus and takes them out, round after round.
WRITER = """
import sys
from pathlib import Path
from fakes import HashingEncoder
from simcheck import Corpus, Document

corpus = Corpus.open(sys.argv[1], HashingEncoder(), wait=60)
for _ in range(int(sys.argv[3])):
    for file in sorted(Path(sys.argv[2]).iterdir()):
        corpus.add([Document(file.name, file.read_text("utf-8"))])
    corpus.remove([file.name for file in Path(sys.argv[2]).iterdir()][1:])
    corpus.compact()
"""


def test_edits_by_several_threads_and_a_corpus_changed_by_another_process(tmp_path: Path) -> None:
    files = tmp_path / "讲话"
    files.mkdir()
    for name, text in speeches().items():
        (files / name.removeprefix("speeches/")).write_text(text, "utf-8", newline="")
    pieces = [text[at : at + 120] for text in speeches().values() for at in (300, 700)]
    failures: list[BaseException] = []

    def edit(session: Session, writer: subprocess.Popen[bytes], which: int) -> None:
        try:
            number = 0
            while writer.poll() is None or number < 3:
                session.edit(0, 120, pieces[(which + 3 * number) % len(pieces)])
                report, number = session.report(), number + 1
                held = {source.id: source.text for source in report.sources}
                for match in report.matches:  # all of one state of the corpus, and of the draft
                    source, draft = match.source, match.draft
                    assert held[source.document_id][source.start : source.end] == source.text
                    assert report.draft.text[draft.start : draft.end] == draft.text
        except BaseException as error:
            failures.append(error)

    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        corpus.add(made_speeches(3))
        session = Session(corpus, DRAFTS["edited"])
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, *python("-c", WRITER, str(tmp_path / "库"), str(files), "3")]
        with subprocess.Popen(command, env=environment) as writer:
            threads = [threading.Thread(target=edit, args=(session, writer, which)) for which in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(600)
        assert writer.returncode == 0
        assert failures == []
        assert session.report() == corpus.check(session.text)


def test_nothing_is_checked_again_while_nothing_changes(corpus: Corpus) -> None:
    session = Session(corpus, DRAFTS["edited"], limits=Limits(max_overlap=0.5))
    first = session.report()
    assert session.report() is first
    session.judge(limits=Limits(max_overlap=0.01))
    assert session.report() == corpus.check(DRAFTS["edited"], limits=Limits(max_overlap=0.01))


@pytest.mark.parametrize("span", [(-1, 0), (2, 1), (0, 99)])
def test_a_span_outside_of_the_draft_is_refused_and_nothing_changes(corpus: Corpus, span: tuple[int, int]) -> None:
    session = Session(corpus, "同志们𠮷")
    with pytest.raises(UsageError, match="4 characters"):
        session.edit(*span, "好")
    assert session.text == "同志们𠮷"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=30, unique=True), min_size=1, max_size=4))
def test_cached_lookups_equal_fresh_ones(asked: list[list[int]]) -> None:
    encoder = HashingEncoder()
    sources = memory_sources(made_speeches(9), encoder)
    cache = SourcesCache()
    sentences = [f"全市上下扎扎实实推进第{number}项水利建设。" for number in range(41)]
    prints = np.unique(np.concatenate([sources.source(i).analyzed.fingerprints[:5] for i in range(9)]))
    prints = np.sort(np.concatenate([prints, np.arange(10, dtype=np.uint64)]))
    for numbers in asked:
        seen = CachedSources(sources, "state", "稿", cache)
        vectors = encoder.encode([sentences[number] for number in numbers])
        for most in (3, 9):
            fresh = sources.nearest_documents(vectors, 7, most)
            for one, other in zip(seen.nearest_documents(vectors, 7, most), fresh, strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-6)
        chosen = prints[sorted({number % len(prints) for number in numbers})]
        pairs = [set(zip(*map(np.ndarray.tolist, found.sharing(chosen)), strict=True)) for found in (seen, sources)]
        assert pairs[0] == pairs[1]
        queries, _ = seen.sharing(chosen)
        assert len(queries) == len(pairs[1])
        assert (np.diff(queries) >= 0).all()
        assert [seen.source(number % 9) for number in numbers] == [sources.source(number % 9) for number in numbers]


def test_drafts_of_the_past_are_forgotten(corpus: Corpus) -> None:
    def kept() -> int:
        gc.collect()
        found = [one for one in gc.get_objects() if type(one) is Analyzed and one.document.id == "长写的稿"]
        return len(found)

    session = Session(corpus, DRAFTS["edited"], id="长写的稿")
    alive: list[int] = []
    for number in range(6):
        session.edit(0, 0, f"第{number}稿。")
        session.report()
        alive.append(kept())
    assert max(alive) <= 2, alive
