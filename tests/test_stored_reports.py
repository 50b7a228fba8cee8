"""A stored report is the report; matches have a name and evidence; rules accept; errors have codes."""

from __future__ import annotations

import copy
import json
import pickle
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from fakes import HashingEncoder, speech
from jsonschema import Draft202012Validator

import simcheck
from simcheck import (
    Acceptance,
    Baseline,
    Corpus,
    Document,
    Limits,
    Report,
    SimcheckError,
    UsageError,
    compare,
    render,
)
from simcheck.accept import Entry, fingerprint
from simcheck.check import reconsider
from simcheck.errors import CODES
from simcheck.reporters.formats import FORMATS
from simcheck.resources import data_text
from simcheck.types import Evidence, HiddenText, Reading, RecognizedText, UnreadPart

BRIDGE = "老石桥加固以后，货车不必再绕行十一公里，两岸的砖厂和果园当月就添了四十多个岗位。"
CLINIC = "村卫生室的药柜今年第一次摆满，老人在家门口就能量血压、取慢病药，一年少跑镇上三千多趟。"
SOURCES = [
    Document("甲.txt", BRIDGE + speech(1), title="讲话", author="县政府", date="2024", meta={"场合": "两会"}),
    Document("乙.txt", CLINIC + speech(2)),
    Document("丙.txt", CLINIC + speech(3)),
]
READING = Reading(
    hidden=(HiddenText("colour", 3, 3, 12, "看不见的字"),),
    unread=(UnreadPart("picture", 5, 2),),
    recognized=(RecognizedText(1, 0, 20, 0.93),),
    pages=(0, 40),
)
DRAFT = Document(
    "稿.txt", f"同志们：{BRIDGE}\n据报道：“{CLINIC}”\u200b\n{speech(9)}", reading=READING, meta={"稿": "二"}
)


@pytest.fixture(scope="module")
def report() -> Report:
    limits = Limits(by_kind={"max_run.verbatim": 5}, severity={"max_run.verbatim": "note"}, max_overlap=0.01)
    acceptance = Acceptance(rule=lambda match: match.source.document_id == "甲.txt" and "文件原文")
    return compare(DRAFT, SOURCES, limits=limits, acceptance=acceptance)


def test_a_stored_report_is_the_report(report: Report) -> None:
    assert report.matches
    assert report.findings
    assert report.verdict.exceeded
    for language in ("zh", "en"):
        stored = json.loads(json.dumps(report.to_dict(language, texts=True)))
        again = Report.from_dict(stored)
        assert again == report
        assert again.draft.meta == {"稿": "二"}
        assert again.draft.reading == READING
        assert [one.meta for one in again.sources] == [one.meta for one in report.sources]
        assert Report.from_dict(report.to_dict(texts=True)) == report
        for form in FORMATS:
            if form != "docx":
                assert render(again, form) == render(report, form)
        assert render(again, "docx")
    accepted = reconsider(again, Acceptance(rule=lambda match: True))
    assert accepted.figures == reconsider(report, Acceptance(rule=lambda match: True)).figures
    assert accepted.figures.overlap == 0


def test_a_stored_report_keeps_to_the_schema(report: Report) -> None:
    validator = Draft202012Validator(json.loads(data_text("report.schema.json")))
    for texts in (False, True):
        validator.validate(json.loads(json.dumps(report.to_dict(texts=texts))))
    assert "text" not in report.to_dict()["draft"]


def _changed(data: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    inner = data
    *path, last = place.split(".")
    for name in path:
        inner = inner[int(name)] if name.isdigit() else inner[name]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return data


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("schema", "other", "is no report of simcheck"),
        ("schema_version", 1, "schema_version 1 is not"),
        ("schema_version", 99, "schema_version 99 is not"),
        ("draft.text", None, "the text of 稿.txt is not in it"),
        ("draft.extra", 1, "draft.extra is no field"),
        ("figures.overlap", "0.3", r"figures.overlap is '0.3'"),
        ("figures.matches", True, r"figures.matches is 'True'"),
        ("figures.characters", 3.5, "figures.characters is"),
        ("matches.0.kind", "stolen", r"matches\[0\].kind is 'stolen'"),
        ("matches.0.draft.start", None, r"matches\[0\].draft.start is missing"),
        ("matches.0.accepted", [[1]], r"matches\[0\].accepted\[0\] has 1 members"),
        ("verdict.decision", "maybe", "verdict.decision is 'maybe'"),
        ("verdict", None, "no whole report"),
        ("sources", 5, "no whole report"),
        ("limits.max_overlap", 7, "max_overlap: 7 is no share"),
    ],
)
def test_what_is_no_report_is_told(report: Report, place: str, value: object, told: str) -> None:
    data = _changed(json.loads(json.dumps(report.to_dict(texts=True))), place, value)
    with pytest.raises(UsageError, match=told) as caught:
        Report.from_dict(data)
    assert caught.value.code == ("limits.invalid" if "limits" in place else "data.invalid")
    assert "\n" not in str(caught.value)


def test_a_match_has_the_name_of_its_entry_in_the_baseline(report: Report) -> None:
    plain = compare(DRAFT, SOURCES)
    for match in plain.matches:
        assert match.id == fingerprint(match) == Entry.of(match, "沿用").id
    assert [match.id for match in plain.matches] == [match.id for match in report.matches]
    counted = plain.counted[0]
    baseline = Baseline((Entry.of(counted, "沿用"),))
    again = compare(DRAFT, SOURCES, acceptance=Acceptance(baseline=baseline))
    assert [one.ignored for one in again.matches if one.id == counted.id] == ["baseline"]


def test_a_match_tells_its_evidence() -> None:
    texts = [Document(f"{i}.txt", CLINIC + speech(20 + i)) for i in range(2)]
    texts += [Document(f"{i}.txt", speech(20 + i)) for i in range(2, 7)]
    for match in compare(Document("稿", CLINIC + speech(40)), texts).matches:
        assert isinstance(match.evidence, Evidence)
        assert match.evidence.lexical + match.evidence.semantic - match.evidence.null == match.evidence.net
        assert match.evidence.rival is None or match.evidence.rival in {one.id for one in texts}
        assert match.evidence.rival != match.source.document_id


def test_the_rival_is_the_best_other_source(tmp_path: Path) -> None:
    half = BRIDGE[: len(BRIDGE) // 2]
    with Corpus.create(tmp_path, HashingEncoder()) as corpus:
        corpus.add([Document("全.txt", BRIDGE + speech(5)), Document("半.txt", half + speech(6)), *SOURCES[1:]])
        report = corpus.check(BRIDGE + speech(41))
        match = next(one for one in report.matches if one.source.document_id == "全.txt")
        explained = corpus.explain(BRIDGE + speech(41), report.matches.index(match))
    assert match.evidence is not None
    assert match.evidence.rival == "半.txt"
    best = explained.explanation.rivals[0]
    assert explained.documents[best.number].id == "半.txt"
    assert explained.explanation.evidence.null == match.evidence.null


def test_a_rule_accepts() -> None:
    asked = []

    def rule(match: Any) -> Any:
        asked.append(match)
        return answers.get(match.source.document_id)

    answers: dict[str, Any] = {}
    untouched = compare(DRAFT, SOURCES, acceptance=Acceptance(rule=rule))
    assert untouched == compare(DRAFT, SOURCES)
    assert asked == list(untouched.counted)  # never what does not count anyway
    (match,) = (one for one in untouched.counted if one.source.document_id == "甲.txt")
    for answer, note in ((True, None), ("文件原文", "文件原文")):
        answers["甲.txt"] = answer
        report = compare(DRAFT, SOURCES, acceptance=Acceptance(rule=rule))
        (found,) = (one for one in report.matches if one.source.document_id == "甲.txt")
        assert (found.ignored, found.note) == ("rule", note)
        assert found == replace(match, ignored="rule", note=note, accepted=found.accepted)
        assert report.figures.overlap < untouched.figures.overlap
        assert report.figures.total == untouched.figures.total
        assert "规则认可" in render(report, "text", language="zh")
    for answer in (False, None, ""):
        answers["甲.txt"] = answer
        assert compare(DRAFT, SOURCES, acceptance=Acceptance(rule=rule)) == untouched


def test_a_rule_that_breaks_down_ends_the_check() -> None:
    def rule(match: object) -> bool:
        raise LookupError("规则坏了")

    with pytest.raises(LookupError, match="规则坏了"):
        compare(DRAFT, SOURCES, acceptance=Acceptance(rule=rule))


def test_a_language_that_nobody_speaks_is_told(report: Report) -> None:
    french: Any = "fr"
    for call in (
        lambda: render(report, "text", language=french),
        lambda: render(report, "html", language=french),
        lambda: render(report, "docx", language=french),
        lambda: render(report, "sarif", language=french),
        lambda: report.to_dict(french),
    ):
        with pytest.raises(UsageError, match="'fr' is no language of simcheck; choose one of zh, en") as caught:
            call()
        assert caught.value.code == "usage.language"


def _codes_raised() -> set[str]:
    package = Path(simcheck.__file__).parent
    paths = [path for path in package.rglob("*.py") if "server" not in path.relative_to(package).parts]  # has its own
    code = "\n".join(path.read_text("utf-8") for path in paths)
    code = code.replace(data_text("messages/en.toml"), "")
    return set(re.findall(r"""code(?:: str)? ?= ?["']([a-z_]+(?:\.[a-z_]+)?)["']""", code))


def test_every_code_is_raised_and_every_raised_code_is_told() -> None:
    named = {"corpus.locked", "corpus.not_writable", "corpus.damaged", "draft.needs_program"}  # by tables
    assert _codes_raised() - {"utf"} <= set(CODES)
    assert set(CODES) - _codes_raised() <= named


def test_errors_keep_their_code_and_hide_folders() -> None:
    error = SimcheckError(
        "/srv/库/a b: is empty; run `simcheck corpus add PATH --corpus '/srv/库/a b'`", code="corpus.empty"
    )
    for same in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (same.code, str(same), type(same)) == (error.code, str(error), SimcheckError)
    assert error.public == "a b: is empty; run `simcheck corpus add PATH --corpus a b`"
    for whole, public in (
        (r"C:\讲话\库: no such corpus", "库: no such corpus"),
        ("库/甲.txt: no such file; check the path", "库/甲.txt: no such file; check the path"),
        (
            "max_overlap: 7 is no share from 0 to 1; write 0.05 for 5%",
            "max_overlap: 7 is no share from 0 to 1; write 0.05 for 5%",
        ),
        ("a/b and /etc/passwd.", "a/b and passwd."),
    ):
        assert SimcheckError(whole).public == public
    assert {kind.code for kind in _tree(SimcheckError)} <= set(CODES)


def _tree(kind: type[SimcheckError]) -> list[type[SimcheckError]]:
    return [kind, *(one for child in kind.__subclasses__() for one in _tree(child))]


def test_every_reason_has_its_words() -> None:
    from simcheck.messages import LANGUAGES, words
    from simcheck.types import Reason

    for language in LANGUAGES:
        for reason in get_args(Reason):
            assert words(language)(f"reason.{reason}")
            assert words(language)(f"why.{reason}")


@pytest.mark.parametrize("data", [None, 3, [1], "稿", {"schema": "simcheck-report", "schema_version": 4}])
def test_what_is_no_report_is_refused_in_one_way(data: Any) -> None:
    with pytest.raises(UsageError, match=r"store what Report\.to_dict") as refused:
        Report.from_dict(data)
    assert refused.value.code == "data.invalid"


@pytest.mark.parametrize("part", ["draft", "sources", "warnings", "matches", "verdict"])
@pytest.mark.parametrize("value", ["x", 3, {"a": 1}, None, [["x"]]])
def test_a_part_that_is_none_is_refused_too(part: str, value: Any) -> None:
    data = compare("我们要扎实推进工作。", [Document("源", "我们要扎实推进工作。")]).to_dict(texts=True)
    with pytest.raises(UsageError) as refused:
        Report.from_dict({**data, part: value})
    assert refused.value.code == "data.invalid"
