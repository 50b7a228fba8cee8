"""Mosaics: a text put together from pieces of many sources counts, however short they are; a text of one's own, or a
copy of one source, is none."""

from __future__ import annotations

import functools
import itertools
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import random_chinese, speeches
from test_plagdet import load

from simcheck import Acceptance, Document, Limits, Report, compare, mosaic
from simcheck.check import reconsider
from simcheck.report import Report as Stored

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
COUNT = 40


def _speech(seed: int) -> str:
    return "\n".join(
        "".join(f"{random_chinese(1000 * seed + 10 * row + k, 26)}。" for k in range(4)) for row in range(6)
    )


SPEECHES = [_speech(seed) for seed in range(COUNT)]


def sources(texts: Sequence[str] = SPEECHES, **about: str) -> list[Document]:
    return [Document(f"讲话{number}.txt", text, **about) for number, text in enumerate(texts)]  # type: ignore[arg-type]


@functools.cache
def checked(draft: str, **about: str) -> Report:
    return compare(Document("稿.txt", draft), sources(**about))


def pieces(size: int, each: int = 1) -> str:
    """So many letters of every source."""
    return "\n".join("，".join(text[28 * k + 1 : 28 * k + 1 + size] for k in range(each)) + "。" for text in SPEECHES)


def test_a_mosaic_of_passages_of_many_sources_is_counted_word_for_word() -> None:
    draft = "\n".join(text.replace("\n", "")[:150] for text in SPEECHES)
    figures = checked(draft).figures
    assert figures.overlap_by_kind["verbatim"] >= 0.95
    assert figures.matches >= COUNT


@pytest.mark.parametrize("size", [12, 14, 18])
def test_a_mosaic_of_clauses_too_short_to_count_fails_by_its_own_limit(size: int) -> None:
    report = checked(pieces(size))
    assert report.figures.mosaic >= 0.5
    assert report.figures.mosaic_sources >= 0.9 * COUNT
    assert "max_mosaic" in {reason.code for reason in report.verdict.reasons}
    for run in report.runs:
        text = next(source.text for source in sources() if source.id == run.document_id)
        assert report.draft.text[run.start : run.end] in text
        assert run.end - run.start >= 10


def test_a_copy_of_one_source_is_no_mosaic() -> None:
    figures = checked(SPEECHES[3]).figures
    assert (figures.mosaic, figures.mosaic_sources) == (0, 1)
    assert figures.overlap > 0.95


def test_sources_whose_runs_a_longer_one_holds_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = "\n".join(text[:29] for text in SPEECHES)
    held = [*sources(), Document("全文.txt", whole)]
    asked: list[int] = []

    def wanted(*of: Any) -> Any:
        numbers = ask(*of)
        asked.extend(numbers.tolist())
        return numbers

    ask = mosaic._wanted
    monkeypatch.setattr(mosaic, "_wanted", wanted)
    few = compare(Document("稿.txt", whole), held)
    assert len(asked) == len(set(asked)) <= mosaic._FEWEST < COUNT
    monkeypatch.setattr(mosaic, "_FEWEST", 10 * COUNT)
    every = compare(Document("稿.txt", whole), held)
    assert len(asked) > COUNT
    assert every.runs == few.runs
    assert {run.document_id for run in few.runs} == {"全文.txt"}
    scattered = Document("稿.txt", pieces(14))
    assert len(compare(scattered, held).runs) >= COUNT


def test_what_many_have_is_a_set_phrase_and_none() -> None:
    phrase = random_chinese(5, 24)
    draft = "\n".join(f"{random_chinese(90_000 + k, 10)}，{phrase}。" for k in range(9))
    held = [Document(f"{k}.txt", f"{text}\n{phrase}。") for k, text in enumerate(SPEECHES)]
    assert compare(Document("稿.txt", draft), held).figures.mosaic == 0


@pytest.mark.parametrize("kind", ["authority", "own", "template"])
def test_only_peers_give_a_mosaic(kind: str) -> None:
    assert checked(pieces(14), source_class=kind).figures.mosaic == 0


def test_a_mosaic_in_quotation_marks_is_one_all_the_same() -> None:
    draft = "\n".join(f"会议指出：“{text[1:19]}。”" for text in SPEECHES)
    assert checked(draft).verdict.decision == "fail"


def test_the_limit_is_the_users() -> None:
    document = Document("稿.txt", pieces(12))
    report = compare(document, sources(), limits=Limits(max_mosaic=None, max_overlap=None))
    assert "max_mosaic" not in {one.limit.name for one in report.verdict.exceeded}


def test_the_figure_is_the_same_after_a_report_was_stored_and_judged_again() -> None:
    report = checked(pieces(14))
    again = Stored.from_dict(report.to_dict(texts=True))
    assert again.runs == report.runs
    assert reconsider(again, Acceptance()).figures == report.figures


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, COUNT - 1), st.integers(14, 22)), min_size=2, max_size=12, unique_by=lambda p: p[0]
    )
)
def test_runs_stand_apart_and_cover_what_was_taken(taken: list[tuple[int, int]]) -> None:
    parts = [SPEECHES[number][1 : 1 + size] for number, size in taken]
    draft = "。".join(
        f"{random_chinese(70_000 + number, 15)}。{part}" for (number, _), part in zip(taken, parts, strict=True)
    )
    report = checked(draft)
    spans = [(run.start, run.end) for run in report.runs]
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    covered = sum(end - start for start, end in spans)
    assert sum(size for _, size in taken) <= covered <= sum(size + 2 for _, size in taken)
    assert len({run.document_id for run in report.runs}) == len(taken)


@pytest.mark.parametrize(
    ("voices", "size"),
    [
        (2, 60), (5, 60), (3, 100), (2, 150),
        *(pytest.param(*one, marks=pytest.mark.long) for one in ((3, 60), (2, 100), (5, 100), (3, 150), (5, 150))),
    ],
)  # fmt: skip
def test_a_source_added_again_makes_no_set_phrase_of_a_copy(size: int, voices: int) -> None:
    """Whole, with words left out, in parts, its passage inside of other texts, under other names, of other authors and
    days: the figure stays."""
    held, passage = sources(), SPEECHES[7].replace("\n", "")[30 : 30 + size]
    draft = Document("稿.txt", "\n".join([SPEECHES[0].translate({0x3002: "；"})[::-1], passage]))
    text, half = held[7].text, len(held[7].text) // 2
    inside = [f"{random_chinese(800 + k, 300)}。\n{passage}\n{random_chinese(900 + k, 300)}。" for k in range(voices)]
    edited = [text[: 90 * k] + text[90 * k + 9 :] for k in range(voices)]
    reworded = ["".join("之" if at % (17 + k) == 3 else char for at, char in enumerate(text)) for k in range(voices)]
    forms = {
        "again": [Document(f"又{k}.txt", text) for k in range(voices)],
        "edited": [Document(f"改{k}.txt", one) for k, one in enumerate(edited)],
        "reworded": [Document(f"换{k}.txt", one) for k, one in enumerate(reworded)],
        "cut": [
            Document(f"半{k}{side}.txt", part)
            for k in range(voices)
            for side, part in enumerate((text[:half], text[half:]))
        ],
        "inside": [Document(f"夹{k}.txt", one) for k, one in enumerate(inside)],
        "of another": [
            Document(f"他{k}.txt", one, title=f"讲话{k}", author=f"某{k}县委", date=f"20{10 + k}-03-05")
            for k, one in enumerate(edited)
        ],
        "of one, inside": [
            Document(f"同{k}.txt", one, author="青禾县委", date=f"20{10 + k}") for k, one in enumerate(inside)
        ],
    }
    alone = compare(draft, held).figures.overlap
    assert alone > 0
    for form, decoys in forms.items():
        assert compare(draft, [*held, *decoys]).figures.overlap == pytest.approx(alone, abs=0.02), form


def test_what_one_author_says_in_many_texts_is_no_set_phrase_of_others() -> None:
    """A clause of ten texts by ten authors is a set phrase; of ten by one author, or of one day, it is that one's."""
    passage = SPEECHES[7].replace("\n", "")[30:90]
    draft = Document("稿.txt", f"{SPEECHES[0][::-1]}\n{passage}")

    def figure(**about: str) -> float:
        texts = [f"{random_chinese(700 + k, 300)}。\n{passage}\n{random_chinese(750 + k, 300)}。" for k in range(10)]
        given = [
            Document(f"{k}.txt", text, **{name: value.format(k=k) for name, value in about.items()})  # type: ignore[arg-type]
            for k, text in enumerate(texts)
        ]
        return compare(draft, [*sources(SPEECHES[20:]), *given]).figures.overlap

    assert figure() == figure(author="县{k}委", date="202{k}-01-01") == 0
    assert figure(author="青禾县委") > 0.05
    assert figure(date="2024-03-05") > 0.05
    assert figure(author="县长 张{k}", date="2024-03-05") > 0.05
    assert figure(author="青{k}县委", date="2024-03-05") == 0


def test_single_sentences_in_slightly_other_words_are_a_mosaic_and_a_text_of_ones_own_is_none() -> None:
    bench, disguises = load("mosaic"), load("disguises")
    held = [Document(name, text) for name, text in speeches().items() if name.startswith("speeches/")]
    taken = [
        next(one for one in re.findall(r"[^。！？\n]+。", text.text[300:]) if 28 <= len(one) <= 60) for text in held
    ]
    draft = "\n".join(map(bench.edited, map(disguises._synonyms, taken)))
    report = compare(Document("稿.txt", draft), held)
    figures = report.figures
    assert figures.mosaic >= 0.4
    assert figures.mosaic_sources >= 0.5 * len(held)
    assert "max_mosaic" in {reason.code for reason in report.verdict.reasons}
    spans = [(run.start, run.end) for run in report.runs]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert not all(run.equal for run in report.runs)
    assert Stored.from_dict(report.to_dict(texts=True)).runs == report.runs
    own = compare(Document("稿.txt", disguises.OWN), held)
    assert (own.figures.mosaic, own.runs) == (0, ())
