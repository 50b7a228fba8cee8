"""Code quality for GitLab: every match at its lines, under a fingerprint that edits elsewhere leave alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from made import EXAMPLES, speeches

from simcheck import Document, Report, compare
from simcheck.limits import Limits, Severity
from simcheck.reporters import sarif
from simcheck.reporters.formats import format_of, render_all
from simcheck.reporters.gitlab import render

DRAFT = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")


def checked(text: str, **limits: float) -> Report:
    return compare(Document("稿 件/讲话.txt", text), speeches(), limits=Limits(**limits) if limits else None)  # type: ignore[arg-type]


def test_every_match_stands_at_its_lines() -> None:
    report = checked(DRAFT)
    verdict, *entries = json.loads(render([report]))
    assert (verdict["description"], verdict["severity"]) == ("重合比例 34.3%，超过上限 10.0%", "blocker")
    assert verdict["location"] == {"path": "稿 件/讲话.txt", "lines": {"begin": 1}}
    assert len(entries) == len(report.matches) + len(report.leftovers)
    lines = DRAFT.split("\n")
    entries, left = entries[: len(report.matches)], entries[len(report.matches) :]
    assert [entry["severity"] for entry in left] == ["minor"]
    assert left[0]["check_name"] == "simcheck/leftover"
    assert left[0]["description"].startswith("疑似残留，地名“云川江”：来源")
    assert "云川江" in lines[left[0]["location"]["lines"]["begin"] - 1]
    for entry, match in zip(entries, report.matches, strict=True):
        assert entry["location"]["path"] == "稿 件/讲话.txt"
        first, last = entry["location"]["lines"]["begin"], entry["location"]["lines"]["end"]
        assert match.draft.text in "\n".join(lines[first - 1 : last])
        assert entry["check_name"] == f"simcheck/{match.kind}"
        assert entry["severity"] == ("critical" if match.ignored is None else "info")
        assert match.source.document_id.rpartition("/")[2] in entry["description"]
    assert entries[0]["description"].startswith("文字相近，来源")
    assert json.loads(render([report], language="en"))[1]["description"].startswith("edited, source")
    mild = json.loads(render([checked(DRAFT, max_overlap=0.9)]))
    assert [entry["severity"] for entry in mild[:3]] == ["minor"] * 3


def test_fingerprints_are_unique_and_survive_edits_elsewhere() -> None:
    report = checked(DRAFT)
    before = [entry["fingerprint"] for entry in json.loads(render([report]))]
    assert len(set(before)) == len(before)
    after = json.loads(render([checked("前面添一段自己写的话。\n" + DRAFT)]))
    assert [entry["fingerprint"] for entry in after] == before
    other = replace(report, draft=replace(report.draft, id="另一篇.txt"))
    both = [entry["fingerprint"] for entry in json.loads(render([report, other]))]
    assert len(set(both)) == len(both) == 2 * len(before)
    severity: dict[str, Severity] = {"max_run": "note", "max_run.edited": "warning"}
    limits = Limits(max_run=3, by_kind={"max_run.edited": 3.0}, severity=severity)
    draft = replace(report.draft, text=f"【simcheck：忽略】\n{DRAFT}\n【simcheck：】")
    several = json.loads(render([compare(draft, speeches(), limits=limits)]))
    assert [entry["severity"] for entry in several[:5]] == ["blocker", "minor", "info", "info", "info"]
    assert [entry["check_name"] for entry in several[3:5]] == ["simcheck/mark_without_reason"] * 2
    assert len({entry["fingerprint"] for entry in several}) == len(several)


def test_what_was_said_of_an_accepted_match_is_told() -> None:
    report = checked(DRAFT)
    first = replace(report.matches[0], ignored="baseline", note="经办公室同意")
    _, *entries = json.loads(render([replace(report, matches=(first,))]))
    assert entries[0]["description"].startswith("已人工确认，文字相近，来源")
    assert entries[0]["description"].endswith("说明：经办公室同意")


def test_disguised_characters_stand_at_their_lines() -> None:
    tricked = (EXAMPLES / "drafts" / "tricked.txt").read_text("utf-8")
    entries = {entry["check_name"]: entry for entry in json.loads(render([checked(tricked)]))}
    assert entries["simcheck/zero_width"]["description"] == "零宽字符 55 个"
    line = entries["simcheck/zero_width"]["location"]["lines"]["begin"]
    assert "\u200b" in tricked.split("\n")[line - 1]


def test_sarif_tells_leftovers_at_their_places() -> None:
    """The other format of code hosts."""
    run = json.loads(sarif.render([checked(DRAFT)]))["runs"][0]
    [left] = [result for result in run["results"] if result["ruleId"] == "leftover"]
    assert run["tool"]["driver"]["rules"][left["ruleIndex"]]["shortDescription"]["text"] == "疑似残留"
    assert left["message"]["text"].startswith("疑似残留，地名“云川江”：来源")
    assert left["level"] == "note"
    region = left["locations"][0]["physicalLocation"]["region"]
    line = DRAFT.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "云川江"
    assert left["partialFingerprints"]


def test_it_is_a_format_with_the_name_that_gitlab_expects() -> None:
    report = checked(DRAFT)
    assert format_of(Path("gl-code-quality-report.json")) == format_of(Path("稿.codequality.json")) == "gitlab"
    assert format_of(Path("报告.json")) == "json"
    assert render_all([report, report], "gitlab") == render([report, report])
    assert json.loads(render([])) == []
