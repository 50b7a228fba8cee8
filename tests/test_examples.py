"""The example drafts against the example speeches: what ``examples/expected.json`` says is there is found."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest
from made import EXAMPLES, example_sources, shipped, speeches

from simcheck.check import check
from simcheck.report import Report
from simcheck.resources import data_text
from simcheck.types import Document, Match

EXPECTED: dict[str, Any] = json.loads((EXAMPLES / "expected.json").read_text("utf-8"))
PASSAGES = [(draft, passage) for draft, expected in EXPECTED.items() for passage in expected["passages"]]

#: Passages that keep hardly a word: nothing promises yet that they are found, only that nothing wrong is said of them.
HARD = {("drafts/paraphrased.txt", 880), ("drafts/translated.txt", 356)}
EASY = [(draft, passage) for draft, passage in PASSAGES if (draft, passage["start"]) not in HARD]


@functools.cache
def text(draft: str) -> str:
    return (EXAMPLES / draft).read_text("utf-8")


@functools.cache
def report(draft: str) -> Report:
    return check(Document(draft, text(draft)), example_sources(), shipped())


def covered(spans: list[tuple[int, int]], start: int, end: int) -> float:
    """The share of ``[start, end)`` under the union of some spans."""
    return len({k for a, b in spans for k in range(max(a, start), min(b, end))}) / (end - start)


def near(match: Match, passage: dict[str, Any]) -> bool:
    return bool(match.draft.start < passage["end"] and passage["start"] < match.draft.end)


def test_the_drafts_are_those_that_are_described() -> None:
    assert set(EXPECTED) == {f"drafts/{file.name}" for file in (EXAMPLES / "drafts").iterdir()}
    assert all(len(text(draft)) == expected["characters"] for draft, expected in EXPECTED.items())
    assert {passage["source"] for _, passage in PASSAGES} <= set(speeches())
    assert len(speeches()) >= 12


@pytest.mark.parametrize(("draft", "passage"), EASY, ids=[f"{draft}:{p['start']}" for draft, p in EASY])
def test_a_copied_passage_is_found_with_its_source(draft: str, passage: dict[str, Any]) -> None:
    found = [m for m in report(draft).counted if near(m, passage)]
    right = [m for m in found if m.source.document_id == passage["source"]]
    assert covered([(m.draft.start, m.draft.end) for m in right], passage["start"], passage["end"]) >= 0.7
    there = [(m.source.start, m.source.end) for m in right]
    assert covered(there, passage["source_start"], passage["source_end"]) >= 0.7
    assert len(found) == len(right) == 1


@pytest.mark.parametrize("draft", EXPECTED)
def test_hardly_anything_else_is_counted(draft: str) -> None:
    passages = [(p["start"], p["end"]) for p in EXPECTED[draft]["passages"]]
    for match in report(draft).counted:
        assert covered(passages, match.draft.start, match.draft.end) >= 0.8
        assert match.source.document_id in {p["source"] for p in EXPECTED[draft]["passages"] if near(match, p)}


@pytest.mark.parametrize(("draft", "passage"), EASY, ids=[f"{draft}:{p['start']}" for draft, p in EASY])
def test_the_kind_is_right(draft: str, passage: dict[str, Any]) -> None:
    allowed = {"edited": {"edited", "verbatim"}, "paraphrase": {"paraphrase", "edited"}, "verbatim": {"verbatim"}}
    found = [match for match in report(draft).counted if near(match, passage)]
    assert {match.kind for match in found} <= allowed[passage["kind"]]


@pytest.mark.parametrize("draft", ["drafts/clean.txt", "drafts/set_phrases.txt"])
def test_a_clean_draft_passes_with_nothing_counted(draft: str) -> None:
    assert report(draft).counted == ()
    assert report(draft).figures.overlap == 0.0
    assert report(draft).verdict.decision == "pass"
    assert {match.ignored for match in report(draft).matches} <= {"set_phrase", "quotation"}
    assert any(match.ignored == "set_phrase" for match in report(draft).matches)


@pytest.mark.parametrize("draft", ["drafts/edited.txt", "drafts/paraphrased.txt", "drafts/tricked.txt"])
def test_a_copied_draft_fails(draft: str) -> None:
    assert report(draft).verdict.decision == "fail"


def test_the_quotation_is_shown_and_not_counted() -> None:
    (quotation,) = EXPECTED["drafts/set_phrases.txt"]["quotations"]
    (match,) = [m for m in report("drafts/set_phrases.txt").matches if m.ignored == "quotation"]
    assert covered([(match.draft.start, match.draft.end)], quotation["start"], quotation["end"]) == 1.0
    assert match.source.document_id == quotation["source"]
    assert match.draft.end - match.draft.start <= quotation["end"] - quotation["start"] + 2


@pytest.mark.parametrize("draft", ["drafts/clean.txt", "drafts/set_phrases.txt", "drafts/edited.txt"])
def test_shown_set_phrases_are_set_phrases(draft: str) -> None:
    listed = [(p["start"], p["end"]) for p in EXPECTED[draft]["set_phrases"]]
    shown = [m for m in report(draft).matches if m.ignored == "set_phrase"]
    # Titles and forms of address (同志们) stand in every speech too and are on no list.
    in_text = [m for m in shown if m.draft.start > 30]
    assert all(covered(listed, m.draft.start, m.draft.end) >= 0.7 for m in in_text)


@pytest.mark.parametrize("trick", ["zero_width", "homoglyph"])
def test_a_trick_is_a_finding_inside_the_passage_it_hides(trick: str) -> None:
    (passage,) = [p for p in EXPECTED["drafts/tricked.txt"]["passages"] if p["trick"] == trick]
    (finding,) = [f for f in report("drafts/tricked.txt").findings if f.kind == trick]
    assert passage["start"] <= finding.start < finding.end <= passage["end"]
    assert finding.count > 20


@pytest.mark.parametrize("draft", [draft for draft in EXPECTED if "tricked" not in draft])
def test_an_honest_draft_has_no_finding(draft: str) -> None:
    assert report(draft).findings == ()
    assert report(draft).warnings == ()


@pytest.mark.parametrize("draft", EXPECTED)
def test_the_report_is_as_the_schema_says(draft: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(data_text("report.schema.json"))
    data = json.loads(json.dumps(report(draft).to_dict()))
    jsonschema.Draft202012Validator(schema).validate(data)
    assert len(data["matches"]) == len(report(draft).matches)


def test_speeches_against_each_other_pass() -> None:
    for name, speech in speeches().items():
        found = check(Document("稿", speech), example_sources(), shipped())
        others = [match for match in found.counted if match.source.document_id != name]
        assert others == [], name
