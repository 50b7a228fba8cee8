"""A corpus as a container: what is in it, chosen from it, and opened wherever the process stands."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes import HashingEncoder, speech, speeches

from simcheck import (
    Cancelled,
    Corpus,
    CorpusError,
    Document,
    DraftError,
    Filter,
    Session,
    UsageError,
    check_file,
    compare,
)
from simcheck.cancelling import look
from simcheck.corpus import merging, vectors
from simcheck.corpus.database import DATABASE

KNOWN = [
    Document("甲.txt", speech(1), author="市人民政府", date="2022-03-05", meta={"场合": "两会", "class": "报告"}),
    Document("乙.txt", speech(2), author="县 委办公室", date="2023-11", meta={"场合": "座谈会", "class": "讲话"}),
    Document("丙.txt", speech(3), author="市人民政府", date="2024", meta={"场合": "两会"}),
    Document("丁.txt", speech(4)),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus.create(tmp_path / "库", HashingEncoder())
    made.add(KNOWN)
    return made


def test_a_corpus_is_a_container_of_documents(corpus: Corpus, tmp_path: Path) -> None:
    assert list(corpus) == KNOWN
    assert [document.meta for document in corpus] == [document.meta for document in KNOWN]
    assert [info.meta for info in corpus.documents()] == [document.meta for document in KNOWN]
    assert len(corpus) == 4
    assert "甲.txt" in corpus
    assert "没有.txt" not in corpus
    assert 1 not in corpus
    assert KNOWN[0] in corpus
    assert replace(KNOWN[0], text="另一篇") not in corpus
    assert corpus.get("乙.txt") == KNOWN[1]
    assert corpus.get("没有.txt") is None
    assert corpus.get("没有.txt", 7) == 7
    assert corpus.path == tmp_path / "库"


def test_an_empty_corpus_is_a_corpus_too(tmp_path: Path) -> None:
    with Corpus.create(tmp_path, HashingEncoder()) as corpus:
        assert list(corpus) == []
        assert len(corpus) == 0
        assert bool(corpus)
        assert corpus.load() is corpus


def test_an_iteration_sees_one_state(corpus: Corpus) -> None:
    seen = []
    for document in corpus:
        if not seen:
            corpus.remove([KNOWN[3].id])
            corpus.add(speeches(1, first=20))
        seen.append(document)
    assert seen == KNOWN
    assert [document.id for document in corpus] == ["甲.txt", "乙.txt", "丙.txt", "讲话20.txt"]


def test_reading_all_documents_opens_one_connection(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: opened.append(1) or connect(*args, **named))
    assert [document for document in corpus] == KNOWN  # noqa: C416 - a list would ask for the length too
    assert len(opened) == 1
    assert len(corpus.documents()) == 4
    assert len(opened) == 2


def test_meta_is_kept_renewed_and_sealed(corpus: Corpus) -> None:
    corpus.add([replace(KNOWN[0], meta={"场合": "全会", "届": "十"})])
    again = corpus.document("甲.txt")
    assert again.meta == {"场合": "全会", "届": "十", "class": "报告"}
    assert again.author == "市人民政府"
    assert corpus.verify() == []
    with sqlite3.connect(corpus.path / DATABASE) as connection:
        connection.execute("UPDATE more SET value = '别的' WHERE name = '届'")
    assert any("document 1" in problem for problem in corpus.verify())
    corpus.remove(["甲.txt"])
    assert corpus.verify() == []


@pytest.mark.parametrize("meta", [{"场合": 1}, {1: "两会"}, {"场合": None}])
def test_meta_holds_texts(corpus: Corpus, meta: Any) -> None:
    with pytest.raises(UsageError, match="meta") as caught:
        corpus.add([Document("戊.txt", speech(9), meta=meta)])
    assert caught.value.code == "document.invalid"


def test_a_corpus_of_the_format_before_gets_meta_with_the_next_change(corpus: Corpus, tmp_path: Path) -> None:
    corpus.remove([document.id for document in KNOWN[:3]])
    corpus.close()
    with sqlite3.connect(tmp_path / "库" / DATABASE) as connection:
        connection.execute("DROP TABLE more")
        connection.execute("PRAGMA user_version = 4")
    connection.close()
    with Corpus.open(tmp_path / "库", HashingEncoder()) as opened:
        assert list(opened) == [KNOWN[3]]
        assert opened.verify() == []
        expected = opened.check(KNOWN[3]).matches
        opened.add(KNOWN[:1])
        assert opened.document("甲.txt").meta == KNOWN[0].meta
        assert opened.verify() == []
        assert expected
        assert opened.check(KNOWN[3]).matches[0].source == expected[0].source


FILTERS = {
    "one id": (Filter(ids="甲.txt"), "甲"),
    "ids": (Filter(ids=["甲.txt", "丁.txt", "没有.txt"]), "甲丁"),
    "author": (Filter(author="市人民政府"), "甲丙"),
    "author, wide": (Filter(author="县委办公室"), "乙"),
    "authors": (Filter(author={"县委办公室", "市人民政府"}), "甲乙丙"),
    "year": (Filter(date=("2024", "2024")), "丙"),
    "since": (Filter(date=("2023-11-30", None)), "乙丙"),
    "until": (Filter(date=(None, date(2023, 11, 1))), "甲乙"),
    "a day in a year": (Filter(date=("2024-05-01", "2024-05-01")), "丙"),
    "meta": (Filter(meta={"场合": "两会"}), "甲丙"),
    "class": (Filter(class_="报告"), "甲"),
    "classes": (Filter(class_=["报告", "讲话"]), "甲乙"),
    "two things": (Filter(meta={"场合": "两会"}, date=("2023", None)), "丙"),
    "everything": (Filter(), "甲乙丙丁"),
}


@pytest.mark.parametrize("inverted", [False, True], ids=["exact", "inverted lists"])
@pytest.mark.parametrize(("where", "names"), FILTERS.values(), ids=FILTERS)
def test_a_filtered_check_is_that_of_a_corpus_of_those_documents(
    tmp_path: Path, where: Filter, names: str, inverted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if inverted:
        monkeypatch.setattr(merging, "EXACT", 3)
        monkeypatch.setattr(vectors, "ROWS", 3)
    kept = [document for document in KNOWN if document.id[0] in names]
    draft = Document("稿", "".join(document.text[:80] for document in KNOWN))
    with (
        Corpus.create(tmp_path / "全", HashingEncoder()) as whole,
        Corpus.create(tmp_path / "部分", HashingEncoder()) as part,
    ):
        whole.add(KNOWN)
        whole.compact()
        part.add(kept)
        expected = part.check(draft)
        assert expected.matches
        for incremental in (False, True, True):
            found = whole.check(draft, where=where, incremental=incremental)
            assert found.matches == expected.matches
            assert replace(found.corpus, path=None) == replace(expected.corpus, path=None)
            assert found.figures == expected.figures
        assert whole.check(draft, incremental=True).matches == whole.check(draft).matches
        assert Session(whole, draft.text, id="稿", where=where).report().matches == expected.matches
        path = tmp_path / "稿.txt"
        path.write_text(draft.text, encoding="utf-8")
        assert check_file(path, whole, where=where).figures == expected.figures


def test_a_filter_that_lets_nothing_through_is_no_clean_bill(corpus: Corpus) -> None:
    for where in (Filter(ids=[]), Filter(ids="没有"), Filter(date=("2030", None)), Filter(meta={"场合": "没有"})):
        with pytest.raises(CorpusError, match="no document passes the filter") as caught:
            corpus.check(KNOWN[0], where=where)
        assert caught.value.code == "corpus.empty"


@pytest.mark.parametrize(
    "when", ["2024", ("2024",), ("24", None), ("2024-13", None), (2024, None), (None, "今年"), ("2024", "2023-05")]
)
def test_a_date_that_is_none_is_refused(when: Any) -> None:
    with pytest.raises(UsageError, match="date") as caught:
        Filter(date=when)
    assert caught.value.code == "usage.filter"


@pytest.mark.parametrize(
    "said",
    [
        {"ids": 3}, {"ids": [3]}, {"ids": (one for one in ["甲.txt"])}, {"class_": {1}}, {"author": b"x"},
        {"meta": 3}, {"meta": ["场合"]}, {"meta": {"场合": 3}}, {"meta": {1: "两会"}},
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_text_is_refused_where_the_filter_is_made(said: Any) -> None:
    with pytest.raises(UsageError, match=f"^{next(iter(said))}: ") as caught:
        Filter(**said)
    assert caught.value.code == "usage.filter"


def test_what_is_no_filter_is_refused(corpus: Corpus) -> None:
    where: Any = {"ids": ["甲.txt"]}
    with pytest.raises(UsageError, match="write Filter") as caught:
        corpus.check(KNOWN[0], where=where)
    assert caught.value.code == "usage.filter"


def test_a_text_is_no_file() -> None:
    text: Any = KNOWN[0].text
    with pytest.raises(UsageError, match=r"^argument data is .*, not bytes$") as caught:
        Document.from_bytes(text, name="甲.txt")
    assert caught.value.code == "usage.argument"
    assert Document.from_bytes(memoryview(text.encode()), name="甲.txt").text == text


def test_a_corpus_stays_where_it_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "别处").mkdir()
    monkeypatch.chdir(tmp_path)
    with Corpus.create("库", HashingEncoder()) as made:
        made.add(KNOWN)
        expected = made.check(KNOWN[0])
        assert expected.corpus.path == "库"
        with Corpus.open("库", HashingEncoder()) as opened:
            monkeypatch.chdir(tmp_path / "别处")
            for corpus in (made, opened):
                assert corpus.path == tmp_path / "库"
                assert corpus.check(KNOWN[0]).matches == expected.matches
                assert list(corpus) == KNOWN
                assert corpus.verify() == []
            opened.add(speeches(1, first=30))
            assert opened.remove(["讲话30.txt"]) == 1
            opened.compact()
            with pytest.raises(UsageError, match="库: no document"):
                opened.document("没有")


def test_many_open_or_create_one_corpus(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: Corpus.open_or_create(tmp_path / "库", HashingEncoder()), range(8)))
    found[0].add(KNOWN)
    assert all(list(one) == KNOWN for one in found)
    (tmp_path / "文件").write_text("不是库", encoding="utf-8")
    with pytest.raises(CorpusError):
        Corpus.open_or_create(tmp_path / "文件", HashingEncoder())


def test_the_name_of_a_file_is_no_text(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("稿").write_text(KNOWN[0].text, encoding="utf-8")
    calls = [
        corpus.check,
        lambda name: compare(name, KNOWN),
        lambda name: compare(KNOWN[0], {"源": name}),
    ]
    for name in ("path/to/file.txt", "稿", str(tmp_path / "稿"), "我的 草稿.docx", "C:\\讲话\\稿.PDF", "讲话稿.md\n"):
        for call in calls:
            with pytest.raises(UsageError, match="is the name of a file, not a text; use check_file") as caught:
                call(name)
            assert caught.value.code == "draft.is_path"
    for text in (
        "稿件。",
        "请审阅草稿.docx。",
        "见 www.example.com 的说明",
        KNOWN[0].text + ".txt\n完",
        "x" * 5000 + ".txt",
    ):
        assert compare(text, KNOWN).draft.text == text


def test_documents_are_read_from_files_and_from_bytes(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_bytes(KNOWN[0].text.encode("gb18030"))
    assert Document.from_file(path) == Document(str(path), KNOWN[0].text)
    assert Document.from_file(str(path)).text == KNOWN[0].text
    assert Document.from_bytes(path.read_bytes(), name="稿.txt") == Document("稿.txt", KNOWN[0].text)
    page = f"<html><body><p>{KNOWN[0].text}</p></body></html>"
    assert Document.from_bytes(page.encode(), "页.html").text.strip() == KNOWN[0].text
    for data, code in ((b"", "draft.empty"), (b"\x89PNG....", "draft.unreadable"), ("……".encode(), "draft.empty")):
        with pytest.raises(DraftError, match=r"^稿\.txt: ") as caught:
            Document.from_bytes(data, name="稿.txt")
        assert caught.value.code == code
    with pytest.raises(DraftError) as missing:
        Document.from_file(tmp_path / "没有.txt")
    assert missing.value.code == "draft.missing"


def test_a_cache_of_characters(corpus: Corpus) -> None:
    expected = corpus.check(KNOWN[0])
    length = min(len(document.text) for document in KNOWN)
    for room, held in ((0, 0), (length - 1, 0), (10_000, 4)):
        with Corpus.open(corpus.path, HashingEncoder(), cache_characters=room) as opened:
            opened.load(documents=True)
            assert len(opened._disk._cache) == held
            assert opened.check(KNOWN[0]).matches == expected.matches
            assert opened._disk._cache.nbytes <= room
    with pytest.raises(UsageError, match="one of the two"):
        Corpus.open(corpus.path, cache_characters=1, cache_bytes=1)
    for less in ({"cache_characters": -1}, {"cache_bytes": -1}):
        with pytest.raises(UsageError, match="give 0"):
            Corpus.open(corpus.path, **less)


def test_a_loaded_corpus_reads_nothing_more(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = HashingEncoder()
    with Corpus.open(corpus.path, encoder).load(documents=True) as opened:
        before = encoder.encoded
        monkeypatch.setattr("simcheck.corpus.tables.Reader.document", None)  # not to be called again
        assert opened.check(Document("稿", KNOWN[0].text[:60])).matches
        assert encoder.encoded > before


class Countdown:
    """An event that is set after it was looked at so often."""

    def __init__(self, left: int) -> None:
        self.left = left

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_check_ends_wherever_it_is_cancelled(corpus: Corpus) -> None:
    draft = Document("稿", "".join(document.text for document in KNOWN))
    expected, whole = corpus.check(draft), Countdown(10**9)  # what is known from an earlier check is not looked for
    assert corpus.check(draft, cancel=whole) == expected
    looks = 10**9 - whole.left
    assert expected == corpus.check(draft)
    assert looks > 12  # more often than there are stages
    for left in range(looks):
        with pytest.raises(Cancelled, match=r"^稿: the check was given up$") as caught:
            corpus.check(draft, cancel=Countdown(left))
        assert caught.value.code == "cancelled"
    assert corpus.check(draft, cancel=Countdown(looks)) == expected


def test_events_and_functions_cancel(corpus: Corpus) -> None:
    event = threading.Event()
    assert corpus.check(KNOWN[0], cancel=event).matches
    assert corpus.check(KNOWN[0], cancel=lambda: False).matches
    event.set()
    doors = [
        lambda: corpus.check(KNOWN[0], cancel=event),
        lambda: corpus.check(KNOWN[0], cancel=event.is_set),
        lambda: compare(KNOWN[0], KNOWN, cancel=event),
        lambda: Session(corpus, KNOWN[0].text).report(cancel=event),
        lambda: asyncio.run(corpus.acheck(KNOWN[0], cancel=event)),
    ]
    for door in doors:
        with pytest.raises(Cancelled):
            door()
    nonsense: Any = "stop"
    with pytest.raises(UsageError) as caught:
        corpus.check(KNOWN[0], cancel=nonsense)
    assert caught.value.code == "usage.cancel"


def test_what_a_check_takes_can_be_awaited_too() -> None:
    assert inspect.signature(Corpus.acheck).parameters == inspect.signature(Corpus.check).parameters


def test_checks_are_awaited_and_given_up_with_their_task(corpus: Corpus) -> None:
    begun, ended = threading.Event(), threading.Event()

    async def both() -> list[object]:
        drafts = [Document(f"稿{i}", document.text) for i, document in enumerate(KNOWN)]
        return [report.matches for report in await asyncio.gather(*(corpus.acheck(draft) for draft in drafts))]

    async def given_up() -> None:
        def endless(stage: str) -> None:
            while stage == "encoding":
                begun.set()
                try:
                    look()
                except Cancelled:
                    ended.set()
                    raise

        task = asyncio.create_task(corpus.acheck(KNOWN[0], watch=endless))
        while not begun.is_set():
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert asyncio.run(both()) == [
        corpus.check(Document(f"稿{i}", document.text)).matches for i, document in enumerate(KNOWN)
    ]
    begun.clear()
    asyncio.run(given_up())
    assert ended.wait(300)
