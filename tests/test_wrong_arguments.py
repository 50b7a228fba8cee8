"""Wrong arguments: whatever is given to a public name, the answer is a result or one line with a code."""

from __future__ import annotations

import datetime as dt
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fakes import HashingEncoder, speeches

import simcheck
from simcheck import (
    Acceptance,
    Baseline,
    Corpus,
    Document,
    Filter,
    Identity,
    Limit,
    Limits,
    Message,
    OwnWork,
    Report,
    Session,
    SimcheckError,
)  # fmt: skip
from simcheck.errors import CODES

WRONG: tuple[Any, ...] = (
    None, True, 3, -1, 2.5, "2", "", "x", b"x", (), [], [1], ["x"], {}, {"x": 1}, {1: "x"}, object(), len, Document,
    Path("x"),
    Document("x", "一"), Document(1, 2), Document("x", "一", meta=3), Document("x", "一", date=3, title=4, author=5),  # type: ignore[arg-type]
    [Document("x", "一", meta=3)], [Document("x", "一", date=3)],  # type: ignore[arg-type]
    [Document(1, 2)], [Document("x", "一", title=5)], ["x", 3], Limits(), dt.date(2024, 1, 1), float("nan"),  # type: ignore[arg-type]
)  # fmt: skip


#: Functions of the caller's own: what they raise is his.
CALLED = {"cancel", "progress", "watch", "rule"}


class Call(NamedTuple):
    """A public function or class, and arguments with which it works."""

    call: Callable[..., object]
    right: dict[str, Any]


class Given(NamedTuple):
    """What the calls need."""

    corpus: Corpus
    session: Session
    report: Report
    folder: Path


def calls(given: Given) -> dict[str, Call]:
    """Every public name that takes arguments, and the methods of its objects."""
    corpus, session, report, folder = given
    draft, model = speeches(1)[0], HashingEncoder()
    file, baseline = folder / "稿.txt", Baseline()
    return {
        "check_file": Call(simcheck.check_file, {"path": file, "corpus": corpus}),
        "compare": Call(simcheck.compare, {"draft": draft, "sources": {"x": draft.text}, "model": model}),
        "matrix": Call(simcheck.matrix, {"documents": speeches(2), "model": model}),
        "load_config": Call(simcheck.load_config, {"start": folder}),
        "render": Call(simcheck.render, {"report": report, "form": "text"}),
        "write": Call(simcheck.write, {"report": report, "path": folder / "报告.txt"}),
        "set_threads": Call(simcheck.set_threads, {"count": None}),
        "Acceptance": Call(Acceptance, {}),
        "Baseline": Call(Baseline, {}),
        "Baseline.read": Call(Baseline.read, {"path": folder / "基线.toml"}),
        "Baseline.write": Call(baseline.write, {"path": folder / "新.toml"}),
        "Baseline.adding": Call(baseline.adding, {"entries": []}),
        "Baseline.without": Call(baseline.without, {"ids": []}),
        "OwnWork.of": Call(OwnWork.of, {"documents": [draft]}),
        "OwnWork": Call(OwnWork, {}),
        "Corpus.create": Call(Corpus.create, {"path": folder / "新", "model": model}),
        "Corpus.open": Call(Corpus.open, {"path": corpus.path, "model": model}),
        "Corpus.open_or_create": Call(Corpus.open_or_create, {"path": corpus.path, "model": model}),
        "Corpus.exists": Call(Corpus.exists, {"path": corpus.path}),
        "Corpus.add": Call(corpus.add, {"documents": speeches(1)}),
        "Corpus.check": Call(corpus.check, {"draft": draft}),
        "Corpus.explain": Call(corpus.explain, {"draft": draft, "place": 0}),
        "Corpus.search": Call(corpus.search, {"wanted": "工作"}),
        "Corpus.load": Call(corpus.load, {}),
        "Corpus.get": Call(corpus.get, {"document_id": draft.id}),
        "Corpus.document": Call(corpus.document, {"document_id": draft.id}),
        "Corpus.sample": Call(corpus.sample, {"most": 2}),
        "Corpus.remove": Call(corpus.remove, {"ids": []}),
        "Corpus.classify": Call(corpus.classify, {"ids": [], "source_class": "own"}),
        "Corpus.phrases": Call(corpus.phrases, {}),
        "Corpus.twins": Call(corpus.twins, {}),
        "Corpus.verify": Call(corpus.verify, {}),
        "Corpus.check_together": Call(corpus.check_together, {"corpora": {"x": corpus}, "draft": draft}),
        "Corpus.rebuild": Call(corpus.rebuild, {}),
        "Document.from_file": Call(Document.from_file, {"path": file}),
        "Document.from_bytes": Call(Document.from_bytes, {"data": "讲话".encode(), "name": "稿.txt"}),
        "Filter": Call(Filter, {}),
        "Identity": Call(Identity, {}),
        "Limits": Call(Limits, {}),
        "Limit": Call(Limit, {"name": "max_run", "kind": None, "value": 3, "severity": "error"}),
        "Message.text": Call(Message("few_letters", {"letters": 3}).text, {"language": "zh"}),
        "Message.to_dict": Call(Message("few_letters", {"letters": 3}).to_dict, {"language": "zh"}),
        "Report.from_dict": Call(Report.from_dict, {"data": report.to_dict(texts=True)}),
        "Report.to_dict": Call(report.to_dict, {}),
        "Session": Call(Session, {"corpus": corpus, "text": draft.text}),
        "Session.edit": Call(session.edit, {"start": 0, "end": 0, "replacement": ""}),
        "Session.replace": Call(session.replace, {"text": draft.text}),
        "Session.judge": Call(session.judge, {}),
        "Session.report": Call(session.report, {}),
        "SimcheckError": Call(SimcheckError, {"message": "x"}),
    }


#: Results, which nobody makes; and what has no arguments.
MADE = {
    "AddResult", "CorpusInfo", "DocumentInfo", "EqualRun", "Evidence", "Exceeded", "Explained", "Figures", "Finding",
    "Found", "HiddenText", "Leftover", "Match", "Matrix", "Message", "OldText", "Passage", "Phrase", "Reading",
    "Reclassified", "RecognizedText",
    "Reuse", "SentencePair", "SharedRun", "Twins", "UnreadPart", "Verdict", "Config", "__version__",
}  # fmt: skip


@pytest.fixture
def given(tmp_path: Path) -> Iterator[Given]:
    (tmp_path / "稿.txt").write_text(speeches(1)[0].text, encoding="utf-8")
    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        corpus.add(speeches(3))
        yield Given(corpus, Session(corpus, speeches(1)[0].text), corpus.check(speeches(1)[0].text), tmp_path)


def told(call: Callable[[], object], what: str) -> str | None:
    """What is wrong with how a call with a wrong argument ends; None if nothing is."""
    try:
        call()
    except SimcheckError as error:
        line = str(error)
        return None if line and "\n" not in line and error.code in CODES else f"{what}: {error.code}: {line}"
    except BaseException as error:
        return f"{what}: {type(error).__name__}: {error}"
    return None


def test_every_public_name_is_here(given: Given) -> None:
    known = set(calls(given))
    public = {one for one in simcheck.__all__ if not is_error(getattr(simcheck, one))}
    assert public - {one.partition(".")[0] for one in known} - MADE == set()
    for kind in (Corpus, Session, Baseline):
        named = dict(inspect.getmembers(kind, inspect.isroutine))
        taking = {f"{kind.__name__}.{one}" for one, what in named.items() if one[0] != "_" and takes(what)}
        assert taking <= known | {"Corpus.acheck", "Baseline.about", "Baseline.expired_in"}


def takes(method: Callable[..., object]) -> bool:
    return set(inspect.signature(method).parameters) > {"self"}


def is_error(public: object) -> bool:
    return inspect.isclass(public) and issubclass(public, SimcheckError)


def test_a_wrong_argument_is_told_in_one_line(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(given.folder)
    # Which takes seconds to say that it has no such model.
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    wrong = []
    for name, (call, right) in calls(given).items():
        parameters = inspect.signature(call).parameters
        for parameter in parameters.values():
            if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                continue
            for value in WRONG:
                if callable(value) and parameter.name in CALLED:
                    continue
                what = f"{name}({parameter.name}={value!r})"
                wrong.append(told(partial(call, **{**right, parameter.name: value}), what))
    simcheck.set_threads(None)
    assert [one for one in wrong if one] == []


def test_what_is_not_what_it_seems_is_told(given: Given) -> None:
    """A path in the place of a text would be checked as a text, and pass."""
    for call in (
        lambda: given.corpus.check("稿.txt"),
        lambda: Session(given.corpus, "稿.txt"),
        lambda: simcheck.compare("稿.txt", {"x": "一"}),
    ):
        with pytest.raises(SimcheckError) as refused:
            call()
        assert refused.value.code == "draft.is_path"
