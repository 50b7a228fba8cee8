"""All formats of one report: the same figures in each, positions that lead to the passage, nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import texts
from test_reporters import DRAFT, FULL, REPORTS, SOURCE

import simcheck
from simcheck.accept.fingerprint import fingerprints
from simcheck.errors import DraftError, UsageError
from simcheck.limits import Exceeded, Limit
from simcheck.messages import LANGUAGES, Language, Message, words
from simcheck.report import Report
from simcheck.reporters import csv as csv_reporter
from simcheck.reporters import figures, markdown, sarif, summary
from simcheck.reporters.formats import FORMATS, SUFFIXES, Format, format_of, render, render_all, write
from simcheck.types import Document, EqualRun, Finding, Match, Passage

SARIF = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text("utf-8"))
ABOUT = {"title": "在座谈会上的讲话", "date": "2024-03"}
KNOWN = replace(FULL, sources=(Document("讲话/三.txt", SOURCE, **ABOUT), Document("讲话/七.txt", SOURCE)))
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)> @某人 #1 [点](javascript:alert(3)) =1+1 \"'&"

every_language = pytest.mark.parametrize("language", LANGUAGES)


def evil() -> Report:
    """A report whose every text tries to be something else."""
    draft, source = (
        Document(f"{EVIL}.txt", f"各位代表{EVIL}\n{EVIL}\n"),
        Document(EVIL, EVIL * 2, title=EVIL, date=EVIL),
    )
    start = draft.text.index(EVIL)
    one = Match(
        Passage(draft.id, start, start + len(EVIL), EVIL), Passage(EVIL, 0, len(EVIL), EVIL), "edited", 0.9, 0.9,
        equal=(EqualRun(start, start + 20, 0, 20, 9),), also_in=(EVIL,),
    )  # fmt: skip
    return replace(
        FULL,
        draft=draft,
        matches=(one, replace(one, ignored="quotation")),
        findings=(Finding("homoglyph", 0, len(draft.text), draft.text, 3), Finding("new_kind", 0, 2, EVIL, 1)),
        sources=(source,),
        warnings=(Message("whole_source", {"source": EVIL}),),
        figures=replace(FULL.figures, largest_source_id=EVIL),
        corpus=replace(FULL.corpus, path=EVIL, model=EVIL),
        version=EVIL,
    )


def shown(form: Format, report: Report, language: Language) -> str:
    """A format as text; of a Word file what its comments say."""
    if form != "docx":
        return render(report, form, language=language)
    with zipfile.ZipFile(io.BytesIO(render(report, form, language=language))) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/comments.xml").decode())


@every_language
def test_the_figures_are_the_same_in_every_format(language: Language) -> None:
    say = words(language)
    rows = {row.field: row for row in figures.rows(KNOWN, say)}
    assert set(rows) == {"largest_source" if name == "largest_source_id" else name for name in named()}
    for form in ("text", "html", "markdown", "docx"):
        text = re.sub(r"[\\]", "", shown(form, KNOWN, language))  # type: ignore[arg-type]
        for row in figures.told(KNOWN, say):
            between = r"(?:</dt><dd>|[ |:：]+)"
            assert re.search(re.escape(row.name) + between + re.escape(row.value), text), (form, row)
    raw = [
        json.loads(render(KNOWN, "json"))["figures"],
        json.loads(render(KNOWN, "sarif"))["runs"][0]["properties"]["reports"][0]["figures"],
    ]
    assert raw[0] == raw[1] == KNOWN.to_dict()["figures"]
    table = list(csv.reader(io.StringIO(summary.csv([summary.line(KNOWN, say)], say))))
    told = dict(zip(table[0], table[1], strict=True))
    for name, row in rows.items():
        assert float(told[row.name]) == pytest.approx(getattr(KNOWN.figures, name))


def named() -> list[str]:
    return [name for name in KNOWN.to_dict()["figures"] if not name.endswith("by_kind")]


@every_language
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_verdict_reasons_warnings_and_sources(form: Format, language: Language) -> None:
    text = shown(form, KNOWN, language).replace("&gt;", ">")
    reason = KNOWN.verdict.reasons[0].text(language)
    warning = KNOWN.warnings[0].text(language)
    assert "讲话/三.txt" in text or "%E4%B8%89.txt" in text or (form == "gitlab" and "在座谈会上的讲话" in text)
    if form not in ("csv", "sarif", "gitlab"):
        assert all(figure in text for figure in re.findall(r"[\d.]+%", reason))
    if form not in ("csv", "gitlab"):
        assert warning in text
    if form in ("text", "html", "docx", "markdown"):
        assert words(language)(f"decision.{KNOWN.verdict.decision}") in text
        assert "《在座谈会上的讲话》（2024-03）" in text or "“在座谈会上的讲话” (2024-03)" in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("each", [*REPORTS, KNOWN, evil()])
def test_every_format_writes_every_report(form: Format, each: Report, tmp_path: Path) -> None:
    write(each, tmp_path / f"报告{SUFFIXES[form][0]}", language="en")
    simcheck.write(each, tmp_path / "报告", form)
    assert (tmp_path / "报告").stat().st_size > 0


def test_endings_name_formats() -> None:
    for form, endings in SUFFIXES.items():
        assert {format_of(Path("报告" + ending)) for ending in endings} == {form}
    assert format_of(Path("报告.pdf")) is None
    with pytest.raises(UsageError, match=r"报告\.pdf: the ending names no format; use one of .*\.html.*, or name"):
        write(FULL, "报告.pdf")
    with pytest.raises(UsageError, match="is no format"):
        render(FULL, "pdf")  # type: ignore[call-overload]
    with pytest.raises(UsageError, match="one report"):
        render_all([FULL, FULL], "html")
    with pytest.raises(DraftError, match="cannot be written"):
        write(FULL, "没有/报告.html")


def test_csv_has_one_match_a_line_and_opens_in_excel() -> None:
    text = render_all([KNOWN, KNOWN], "csv", language="zh")
    assert text.encode().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == text.count("\r\n") - 1 == 2 * len(KNOWN.matches)
    for row, match in zip(rows, KNOWN.matches * 2, strict=True):
        start, end = int(row["起"]) - 1, int(row["止"])
        assert DRAFT[start:end] == match.draft.text
        assert row["草稿原文"] == " ".join(match.draft.text.split("\n"))
        assert SOURCE[int(row["来源起"]) - 1 : int(row["来源止"])] == match.source.text
        assert row["计入"] == ("是" if match.ignored is None else "否")
        assert (row["标题"], row["日期"]) == ("在座谈会上的讲话", "2024-03")
        assert float(row["可信度"]) == match.score


@given(texts(marks=False, largest=6), st.sampled_from("=+-@＝＋－＠\t\r\n"))
def test_no_cell_of_a_csv_is_a_formula(text: str, first: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_reporter.table([[first + text, 0.5]]).removeprefix("\ufeff")))
    assert not row[0].startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"))
    assert row[1] == "0.5"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reports", [[KNOWN], [FULL, *REPORTS], [evil()]])
def test_sarif_is_valid_by_the_schema_of_oasis(reports: list[Report], language: Language) -> None:
    log = json.loads(sarif.render(reports, language=language))
    jsonschema.validate(log, SARIF, cls=jsonschema.Draft202012Validator)
    (run,) = log["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    results = [result for result in run["results"] if "rank" in result]
    for result, match in zip(results, (match for report in reports for match in report.counted), strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == match.kind
        assert result["level"] == "error"
    prints = [result["partialFingerprints"]["passage/v1"] for result in results]
    assert prints[: len(reports[0].counted)] == fingerprints(reports[0].counted)
    assert len(set(prints)) == len(prints) or len(reports) > 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reports", [[KNOWN], [FULL, *REPORTS], [evil()]])
def test_sarif_has_what_github_asks_for(reports: list[Report], language: Language) -> None:
    """The fields that GitHub's list for code scanning names as required, and nothing that it takes for an alert though
    it does not count."""
    text = sarif.render(reports, language=language)
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    for rule in driver["rules"]:
        assert re.fullmatch(r"[a-z_]+", rule["id"])
        for field in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[field]["text"]) <= 1024
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("note", "warning", "error")
        assert result["message"]["text"]
        assert re.fullmatch(r"[0-9a-f]{16}:\d+", result["partialFingerprints"]["primaryLocationLineHash"])
        for place in (result["locations"][0], *result.get("relatedLocations", ())):
            physical = place["physicalLocation"]
            assert physical["artifactLocation"]["uri"]
            region = physical.get("region", {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1})
            assert all(region[side] >= 1 for side in ("startLine", "startColumn", "endLine", "endColumn"))
        assert "region" in result["locations"][0]["physicalLocation"]
    assert "suppressions" not in text
    counted = sum(len(report.counted) + len(report.findings) for report in reports)
    assert len(run["results"]) == counted


@given(
    st.lists(st.sampled_from(["𠮷野家", "🙂", "坚持", "\n", "\r\n", "a", "👨‍👩‍👧", " "]), min_size=1, max_size=20),
    st.data(),
)
def test_sarif_columns_are_utf_16_code_units(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    region = sarif.Lines(text).region(start, end)
    encoded = [line.encode("utf-16-le") for line in text.split("\n")]

    def offset(line: int, column: int) -> int:
        before = sum(len(one) // 2 + 1 for one in encoded[: line - 1])
        return before + column - 1

    units = text.encode("utf-16-le")
    first, last = offset(region["startLine"], region["startColumn"]), offset(region["endLine"], region["endColumn"])
    assert units[2 * first : 2 * last].decode("utf-16-le") == text[start:end]


def test_sarif_leads_to_draft_and_source() -> None:
    log: Any = json.loads(render(KNOWN, "sarif", language="zh"))
    result = log["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"]["snippet"]["text"] == KNOWN.matches[0].draft.text
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (2, 1)
    related = result["relatedLocations"][0]
    assert related["physicalLocation"]["region"]["startLine"] == 1
    assert related["physicalLocation"]["artifactLocation"]["uriBaseId"] in log["runs"][0]["originalUriBaseIds"]
    assert f"]({related['id']})" in result["message"]["text"]
    passes = replace(KNOWN, verdict=simcheck.Verdict("pass"))
    assert json.loads(render(passes, "sarif"))["runs"][0]["results"][0]["level"] == "warning"


def test_markdown_takes_nothing_from_documents_for_its_own() -> None:
    text = markdown.render([evil()], language="zh")
    assert not re.search(r"<(?!!-- -->|/?(?:b|sub|details|summary)>)", text)
    assert not re.search(r"[@#](?!<!-- -->)\w", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    for line in text.splitlines():
        assert "\u2028" not in line


@given(texts(largest=8))
def test_escaped_markdown_is_one_line_without_live_marks(text: str) -> None:
    written = markdown.escaped(text + "1. *_`[]<b>|~ www.x.cn @a #1")
    assert "\n" not in written
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]|~]", written.replace("<!-- -->", ""))
    assert not re.search(r"<(?!!-- -->)", written)


def test_several_reports_together() -> None:
    lines = render_all([FULL, REPORTS[1]], "json").splitlines()
    assert [json.loads(line)["verdict"]["decision"] for line in lines] == ["fail", "pass"]
    assert render_all([FULL, FULL], "text").count("草稿.txt：不通过") == 2
    assert render_all([FULL, FULL], "markdown").count("### ❌") == 2
    run = json.loads(render_all([FULL, replace(FULL, draft=Document("另.txt", DRAFT))], "sarif"))["runs"][0]
    assert len(run["artifacts"]) == 2
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["index"] for result in run["results"]} == {
        0,
        1,
    }


@every_language
@pytest.mark.parametrize("form", ["text", "html", "markdown", "docx"])
def test_what_was_accepted_and_what_only_warns_is_told(form: Format, language: Language) -> None:
    first, *others = KNOWN.matches
    start = first.draft.start
    match = replace(first, accepted=((start + 2, start + 9),), note="沿用去年的部署")
    passed = Exceeded(Limit("max_run", "edited", 10, "warning"), 14)
    each = replace(
        KNOWN,
        matches=(match, *(replace(other, note="另有说明") for other in others)),
        verdict=replace(KNOWN.verdict, exceeded=(passed,)),
    )
    say = words(language)
    text = shown(form, each, language).replace("&gt;", ">")
    assert say("match.accepted", count=7) + say("mark.comma") + say("match.note", note="沿用去年的部署") in text
    assert say("match.note", note="另有说明") in text
    assert say("level.warning") + say("mark.colon") + passed.message.text(language) in text
    if form == "html":
        assert (
            re.sub(r"<[^>]+>", "", "".join(re.findall(r'<span class="accepted">(.*?)</span>', text)))
            == (DRAFT[start + 2 : start + 9])
        )
    rows = list(csv.DictReader(io.StringIO(render(each, "csv", language="zh").removeprefix("\ufeff"))))
    assert [row["说明"] for row in rows] == [match.note, *("另有说明" for _ in others)]
    assert "另有说明" not in render(each, "sarif")
