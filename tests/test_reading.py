"""What a reader left out of the text or could not read: from the worker to findings, verdict, reports and exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcheck import Document, Limits, Report, UsageError, compare
from simcheck.messages import words
from simcheck.readers.content import Content, document
from simcheck.readers.written import EXCERPT, Written
from simcheck.reporters import formats
from simcheck.types import (
    FINDINGS,
    HIDDEN_REASONS,
    UNREAD_KINDS,
    HiddenText,
    Reading,
    RecognizedText,
    UnreadPart,
)

TEXT = "同志们：\n今天我们在这里召开会议，研究部署下一阶段的重点任务。\n谢谢大家。"
SOURCE = {"往年": "全市的气象站都要在汛期以前检修一遍，仪器坏了要马上换。"}
READING = Reading(
    hidden=(HiddenText("colour", 5, 5, 12, "白色的字看不见也要说"), HiddenText("size", 6, 20, 7, "一个字一个字")),
    unread=(UnreadPart("embedded", 33, 2), UnreadPart("picture", 0, 3)),
    recognized=(RecognizedText(2, 33, 38, 0.83),),
    pages=(0, 33),
)
DRAFT = Document("稿.docx", TEXT, reading=READING)


def checked(reading: Reading, *fail_on: str) -> Report:
    return compare(replace(DRAFT, reading=reading), SOURCE, limits=Limits(fail_on=fail_on))  # type: ignore[arg-type]


numbers = st.integers(0, 99)
readings = st.builds(
    Reading,
    st.lists(st.builds(HiddenText, st.sampled_from(HIDDEN_REASONS), numbers, numbers, numbers, st.text())).map(tuple),
    st.lists(st.builds(UnreadPart, st.sampled_from(UNREAD_KINDS), numbers, numbers)).map(tuple),
    st.lists(st.builds(RecognizedText, numbers, numbers, numbers, st.floats(0, 1))).map(tuple),
    st.lists(numbers).map(tuple),
)


@given(readings)
def test_what_the_worker_tells_arrives(reading: Reading) -> None:
    told = Content("文", "题", None, "2024", reading)
    assert Content.from_dict(json.loads(json.dumps(told.to_dict()))) == told
    assert document("稿", told).reading == reading


def test_findings_tell_all_of_it_where_it_stood() -> None:
    report = checked(READING)
    assert [(one.kind, one.start, one.end, one.count, one.detail) for one in report.findings] == [
        ("pictures", 0, 0, 3, "picture"),
        ("hidden_text", 5, 5, 12, "colour"),
        ("hidden_text", 6, 20, 7, "size"),
        ("recognized_text", 33, 33, 5, ""),
        ("unread_parts", 33, 33, 2, "embedded"),
    ]
    assert all(one.text == TEXT[one.start : one.end] for one in report.findings)
    assert [warning.code for warning in report.warnings] == ["recognized"]


@pytest.mark.parametrize(
    ("fail_on", "reasons"),
    [
        ((), []),
        (("zero_width",), []),
        (("unread_parts",), [("unread_parts", 2)]),
        (
            ("hidden_text", "pictures", "recognized_text"),
            [("hidden_text", 19), ("pictures", 3), ("recognized_text", 5)],
        ),
    ],
)
def test_the_gate_fails_on_what_it_is_told_to_fail_on(fail_on: tuple[str, ...], reasons: list[object]) -> None:
    verdict = checked(READING, *fail_on).verdict
    assert verdict.decision == ("fail" if reasons else "pass")
    assert [(one.values["finding"], one.values["count"]) for one in verdict.reasons] == reasons


def test_by_default_no_draft_passes_with_a_part_that_holds_text_and_was_not_read() -> None:
    default = Limits().fail_on
    assert default == ("unread_parts",)
    assert checked(Reading(READING.hidden, READING.unread[1:]), *default).verdict.decision == "pass"
    assert checked(READING, *default).verdict.decision == "fail"


def test_a_finding_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^fail_on: 'hidden' is none of hidden_text, unread_parts, "):
        Limits(fail_on=("hidden",))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_a_reading_has_its_name(language: str) -> None:
    texts = words(language).texts  # type: ignore[arg-type]
    assert {f"finding.{kind}" for kind in FINDINGS} == {key for key in texts if key.startswith("finding.")}
    assert {f"detail.{kind}" for kind in (*HIDDEN_REASONS, *UNREAD_KINDS)} == {
        key for key in texts if key.startswith("detail.")
    }


@pytest.mark.parametrize("form", ["text", "html", "markdown", "sarif", "json"])
def test_every_report_for_people_shows_what_was_left_out(form: formats.Format) -> None:
    shown = str(formats.render(checked(READING, "unread_parts"), form, language="zh"))
    for told in (
        ("hidden_text", "unread_parts")
        if form == "json"
        else ("读者看不见的文字（与背景同色）", "没有读的部分（其他程序的对象）")
    ):
        assert told in shown
    if form in ("text", "html", "markdown", "json"):
        assert "白色的字看不见也要说" in shown
        assert "没有读的部分 2 处，按设置（fail_on）不予通过" in shown.replace("\\_", "_")


def test_places_are_told_with_their_page() -> None:
    shown = str(formats.render(checked(READING), "text", language="zh"))
    assert "第 2 页，第 3 段" in shown
    assert [Reading(pages=(0, 33)).page(at) for at in (0, 32, 33, 99)] == [1, 1, 2, 2]


def test_gitlab_shows_first_what_fails_the_gate() -> None:
    entries = json.loads(str(formats.render(checked(READING, "unread_parts"), "gitlab", language="zh")))
    assert entries[0]["check_name"] == "simcheck/fail_on"
    assert entries[0]["severity"] == "blocker"


def test_the_json_report_is_as_its_schema_says() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((Path(__file__).parent.parent / "simcheck/data/report.schema.json").read_text("utf-8"))
    data = json.loads(json.dumps(checked(READING, "unread_parts").to_dict()))
    jsonschema.validate(data, schema)
    assert data["draft"]["pages"] == [0, 33]
    assert data["draft"]["recognized"] == [{"page": 2, "start": 33, "end": 38, "confidence": 0.83}]
    assert data["limits"]["fail_on"] == ["unread_parts"]


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=60))))
def test_what_is_hidden_stands_where_it_was_written(pieces: list[tuple[bool, str]]) -> None:
    page = Written()
    for seen, piece in pieces:
        page.add(piece) if seen else page.hide(piece, "colour")
    content = page.content()
    shown = "".join(piece for seen, piece in pieces if seen).replace("\0", " ")
    assert content.text == shown.removesuffix("\n")
    hidden = "".join(piece for seen, piece in pieces if not seen)
    assert sum(one.characters for one in content.reading.hidden) == len("".join(hidden.split()))
    places = [one for stretch in content.reading.hidden for one in (stretch.start, stretch.end)]
    assert places == sorted(places)
    assert all(0 <= at <= len(content.text) for at in places)
    assert all(len(one.excerpt) <= EXCERPT and one.excerpt.isprintable() for one in content.reading.hidden)


def test_one_letter_between_all_letters_is_one_stretch_over_all_of_them() -> None:
    page = Written()
    for char in TEXT * 3:
        page.add(char)
        page.hide("x", "size")
    (stretch,) = page.content().reading.hidden
    assert (stretch.start, stretch.end, stretch.characters) == (1, 3 * len(TEXT), 3 * len(TEXT))


def test_halves_of_a_character_do_not_move_what_stands_behind_them() -> None:
    page = Written()
    for piece in ("\ud842", "\udfb7野"):
        page.add(piece)
    page.hide("藏", "hidden")
    page.add("家")
    content = page.content()
    assert (content.text, content.reading.hidden[0].start) == ("𠮷野家", 2)


def test_parts_that_were_not_read_are_counted_by_kind() -> None:
    page = Written()
    page.add("文字")
    page.miss("picture")
    page.add("文字")
    page.miss("embedded")
    page.miss("picture", 2)
    assert page.content().reading.unread == (UnreadPart("picture", 2, 3), UnreadPart("embedded", 4, 1))
