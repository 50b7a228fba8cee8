"""A program that uses all of the library's new names, for type checkers: it is checked, never run."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simcheck import (
    Acceptance,
    Corpus,
    Document,
    Evidence,
    Filter,
    Limits,
    Match,
    Report,
    Reuse,
    SentencePair,
    Session,
    SharedRun,
    SimcheckError,
    check_file,
    compare,
    render,
    set_threads,
)
from simcheck.encode import Encoder


class Mine:
    name = "mine:1"
    dimension = 2

    def encode(self, sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (len(sentences), 1))

    def unknown(self, sentences: Sequence[str]) -> npt.NDArray[np.int64]:
        return np.array([(len(sentence), 0) for sentence in sentences], dtype=np.int64).reshape(-1, 2)


def rule(match: Match) -> str | None:
    evidence: Evidence | None = match.evidence
    rival: str | None = evidence.rival if evidence else None
    return f"{match.id}: {rival}" if evidence and evidence.net > 10 else None


def served(folder: Path) -> str:
    mine: Encoder = Mine()
    set_threads(2)
    with Corpus.open_or_create(folder, mine, wait=1.5) as corpus:
        corpus.add([Document("甲.txt", "各位代表", meta={"场合": "两会"}), Document.from_bytes(b"", name="乙.txt")])
        ids: list[str] = [document.id for document in corpus if document in corpus]
        known: Document | None = corpus.get("甲.txt")
        where = Filter(ids=ids, class_="报告", author=["市政府"], date=("2024", None), meta={"场合": "两会"})
        stop = threading.Event()
        report: Report = corpus.check(
            "各位代表", where=where, cancel=stop, limits=Limits(), acceptance=Acceptance(rule=rule)
        )
        again = Report.from_dict(report.to_dict("zh", texts=True))
        page: str = render(again, "html", language="en")
        word: bytes = render(again, "docx")
        number: int = len(corpus) + len(word) + len(page) + len(corpus.path.name)
        sources: tuple[Reuse, ...] = report.reuse
        runs: tuple[SharedRun, ...] = report.runs
        pairs: list[SentencePair] = [pair for match in report.counted for pair in match.pairs]
        number += len(sources) + len(runs) + sum(len(pair.reasons) for pair in pairs)
        session = Session(corpus, known.text if known else "", where=where)
        session.report(cancel=lambda: False)
    with Corpus.open(folder, mine, cache_characters=1_000_000).load(documents=True) as opened:
        waited: Report = asyncio.run(opened.acheck(Document.from_file(folder / "稿.txt"), cancel=stop.is_set))
    try:
        check_file("稿.txt", folder, where=where, cancel=stop)
        compare("各位代表", {"甲": "各位代表"}, model=mine, cancel=stop)
    except SimcheckError as error:
        return error.code + error.public
    return waited.draft.id + str(number)
