"""Accepting: what was accepted does not count, whatever was edited elsewhere; everything else does."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import EXAMPLES, chinese, random_chinese, speeches

from simcheck import Acceptance, Baseline, Document, Match, Report, compare
from simcheck.accept import Entry, OldText, OwnWork, find_marks, fingerprint, mark_line, without_marks
from simcheck.accept.letters import RUN, Known, letters
from simcheck.check import reconsider
from simcheck.errors import ConfigError, UsageError
from simcheck.judge.figures import figures, rest
from simcheck.judge.quotations import quotations
from simcheck.judge.verdict import verdict
from simcheck.limits import Limits
from simcheck.readers import read

DRAFT = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
DAY = date(2026, 11, 22)
NEW = "我们还要把河道两岸的老樟树一棵一棵登记造册，请园林站的师傅每季度上门看一次，谁家门口少了一棵都要说得清楚。"


def checked(text: str, acceptance: Acceptance | None = None, **limits: float) -> Report:
    held = Limits(**limits) if limits else None  # type: ignore[arg-type]
    return compare(Document("稿.txt", text), speeches(), acceptance=acceptance, limits=held)


@pytest.fixture(scope="module")
def report() -> Report:
    found = checked(DRAFT)
    assert len(found.counted) == 3
    return found


def accepted(*matches: Match, reason: str = "经办公室同意", expires: date | None = None) -> Baseline:
    return Baseline().adding(Entry.of(match, reason, expires=expires, added=date(2026, 1, 1)) for match in matches)


def consistent(found: Report) -> bool:
    """Figures are those of the matches, and every passage is what stands in the draft."""
    compared = without_marks(found.draft).text
    plain = replace(found.figures, mosaic=0.0, mosaic_sources=0)  # these are of the runs, not of the matches
    return plain == figures(compared, found.matches, quotations(compared)) and all(
        found.draft.text[match.draft.start : match.draft.end] == match.draft.text for match in found.matches
    )


def test_an_accepted_match_stays_in_the_report_and_does_not_count(report: Report) -> None:
    found = reconsider(report, Acceptance(baseline=accepted(report.counted[0]), marks=False))
    first = found.matches[0]
    assert (first.ignored, first.note) == ("baseline", "经办公室同意")
    assert replace(first, ignored=None, note=None, accepted=()) == report.matches[0]
    assert found.matches[1:] == report.matches[1:]
    assert found.figures.matches == 2
    assert found.figures.total == report.figures.total
    assert found.figures.overlap < report.figures.overlap
    assert consistent(found)
    everything = reconsider(report, Acceptance(baseline=accepted(*report.counted), marks=False))
    assert (everything.figures.overlap, everything.verdict.decision) == (0.0, "pass")


def test_settling_twice_is_settling_once_and_further_is_more(report: Report) -> None:
    one, other = accepted(report.counted[0]), accepted(report.counted[1])
    found = reconsider(report, Acceptance(baseline=one, marks=False))
    assert reconsider(found, Acceptance(baseline=one, marks=False)) == found
    both = reconsider(found, Acceptance(baseline=other, marks=False))
    assert [match.ignored for match in both.matches[:3]] == ["baseline", "baseline", None]
    assert both == reconsider(report, Acceptance(baseline=one.adding(other.entries), marks=False))
    assert reconsider(report, Acceptance()) == report


def test_what_is_accepted_survives_edits_elsewhere(report: Report) -> None:
    baseline = accepted(*report.counted)
    edited = f"{NEW}\n\n{DRAFT.replace('同志们', '各位同事', 1)}\n{NEW}"
    assert checked(edited, Acceptance(baseline=baseline)).figures.overlap == 0.0
    broken = DRAFT.replace("。", "。\n").replace("，", ",  ")
    found = checked(broken, Acceptance(baseline=baseline))
    assert {match.ignored for match in found.matches if match.verbatim > 0.5} <= {"baseline", "set_phrase"}
    typing_error = DRAFT.replace("隐患灭", "隐患")
    assert checked(typing_error, Acceptance(baseline=baseline)).verdict.decision == "pass"


def test_a_renamed_source_is_the_same_and_another_one_is_not(report: Report) -> None:
    match = report.counted[0]
    baseline = accepted(match)
    renamed = replace(match, source=replace(match.source, document_id="改名.txt"))
    assert (
        reconsider(replace(report, matches=(renamed,)), Acceptance(baseline=baseline, marks=False)).matches[0].ignored
        == "baseline"
    )
    other = replace(match, source=replace(match.source, document_id="别的.txt", text=random_chinese(1, 80)))
    assert (
        reconsider(replace(report, matches=(other,)), Acceptance(baseline=baseline, marks=False)).matches[0].ignored
        is None
    )
    also = replace(other, also_in=(match.source.document_id,))
    assert (
        reconsider(replace(report, matches=(also,)), Acceptance(baseline=baseline, marks=False)).matches[0].ignored
        == "baseline"
    )


def test_of_a_match_that_grew_only_the_new_part_counts(report: Report) -> None:
    match = report.counted[0]
    half = match.draft.start + len(match.draft.text) // 2
    start = match.draft.text.rindex("。", 0, half - match.draft.start) + 1 + match.draft.start
    smaller = replace(match, draft=replace(match.draft, end=start, text=DRAFT[match.draft.start : start]))
    found = reconsider(report, Acceptance(baseline=accepted(smaller), marks=False))
    grown = found.matches[0]
    assert grown.ignored is None
    assert grown.note == "经办公室同意"
    assert rest(grown) == [(start, match.draft.end)]
    assert grown.accepted == ((match.draft.start, start),)
    left = sum(map(str.isalpha, DRAFT[start : match.draft.end]))
    others = sum(sum(map(str.isalpha, one.draft.text)) for one in report.counted[1:])
    assert found.figures.reused_characters == left + others
    assert consistent(found)
    length = match.draft.end - start
    assert verdict(found.figures, [grown], (), Limits(max_overlap=None, max_passage=length)).decision == "pass"
    assert verdict(found.figures, [grown], (), Limits(max_overlap=None, max_passage=length - 1)).decision == "fail"
    assert found.figures.longest_run_by_kind[grown.kind] <= report.figures.longest_run_by_kind[grown.kind]


@pytest.mark.parametrize(("new", "counts"), [(RUN - 1, False), (RUN, True)])
def test_thirteen_new_letters_in_an_accepted_match_count_and_twelve_do_not(
    report: Report, new: int, counts: bool
) -> None:
    match = report.counted[0]
    found = letters(match.draft.text)
    end = int(found.starts[len(found) - new])
    known = replace(match, draft=replace(match.draft, text=match.draft.text[:end]))
    settled = reconsider(report, Acceptance(baseline=accepted(known), marks=False)).matches[0]
    assert (settled.ignored is None) == counts
    assert settled.accepted == ((match.draft.start, match.draft.start + end),)


def test_an_expired_entry_counts_again_and_is_told(report: Report) -> None:
    entry = accepted(report.counted[0], expires=DAY)
    assert reconsider(report, Acceptance(baseline=entry, marks=False, day=DAY)).matches[0].ignored == "baseline"
    over = reconsider(report, Acceptance(baseline=entry, marks=False, day=date(2026, 11, 23)))
    assert over.matches == report.matches
    assert over.figures == report.figures
    (warning,) = over.warnings
    assert warning.code == "acceptance_expired"
    assert "2026-11-22" in warning.text("zh")
    assert reconsider(over, Acceptance(baseline=entry, marks=False, day=date(2026, 11, 23))) == over
    elsewhere = reconsider(replace(report, draft=Document("另.txt", NEW), matches=()), Acceptance(baseline=entry))
    assert elsewhere.warnings == ()


def test_an_entry_needs_a_reason_and_a_day_to_come(report: Report) -> None:
    with pytest.raises(UsageError, match="needs a reason"):
        Entry.of(report.counted[0], "  ")
    with pytest.raises(UsageError, match="2020-01-01 has passed"):
        Entry.of(report.counted[0], "同意", expires=date(2020, 1, 1))


def test_the_file_is_the_baseline_and_reads_well(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "认可.toml"
    baseline = accepted(*report.counted, expires=DAY, reason='说“是”的 "理由"\\')
    baseline.write(file)
    assert Baseline.read(file) == replace(baseline, path=file)
    text = file.read_text("utf-8")
    assert text.startswith("# 已认可的重合")
    assert "expires = 2026-11-22\n" in text
    assert '    "凡是深基坑' in text
    assert max(map(len, text.splitlines())) < 200
    blocks = tomllib.loads(text)["accepted"]
    assert [(block["draft"], block["source"]) for block in blocks] == sorted((b["draft"], b["source"]) for b in blocks)
    Baseline(tuple(reversed(baseline.entries))).adding(()).write(file)
    assert file.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [file]
    assert baseline.without([baseline.entries[0].id]).entries == baseline.entries[1:]


@pytest.mark.parametrize("first", [0, 1])
def test_a_match_that_two_branches_accepted_is_held_once(report: Report, tmp_path: Path, first: int) -> None:
    longer = accepted(report.counted[0], reason="长期", expires=None if first else date(2027, 1, 1))
    shorter = accepted(report.counted[0], reason="到年底", expires=DAY)
    files = [tmp_path / "甲.toml", tmp_path / "乙.toml"]
    for baseline, file in zip((longer, shorter), files, strict=True):
        baseline.write(file)
    blocks = [file.read_text("utf-8").partition("[[accepted]]") for file in (files if first else reversed(files))]
    merged = tmp_path / "合并.toml"
    merged.write_text("".join([*blocks[0], "\n", *blocks[1][1:]]), encoding="utf-8")
    assert Baseline.read(merged).entries == longer.entries


any_text = st.text(max_size=30).filter(str.strip)


@given(any_text, st.lists(any_text, min_size=1, max_size=3), st.none() | st.dates())
def test_any_entry_survives_its_file(
    tmp_path_factory: pytest.TempPathFactory, one: str, passage: list[str], day: date | None
) -> None:
    file = tmp_path_factory.mktemp("认可") / "b.toml"
    entry = Entry("0" * 16, one, one, "1" * 16, "edited", tuple(passage), one, DAY, day)
    if "".join([one, *passage]).encode("utf-8", "ignore").decode() == "".join([one, *passage]):
        Baseline((entry,)).write(file)
        assert Baseline.read(file).entries == (entry,)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("version = 1", "version = 9"), "version 9 of a baseline is unknown"),
        (lambda text: text.replace('reason = "经办公室同意"', 'reason = ""'), "b.toml:5: the reason is empty"),
        (lambda text: text.replace("added = ", "seen = "), "b.toml:5: seen is no field of an accepted match"),
        (lambda text: text.replace('kind = "', 'kind = "x'), "b.toml:5: kind or passage was damaged"),
        (lambda text: text.replace("added = 2026-01-01", 'added = "gestern"'), "write added = 2027-12-31"),
        (lambda text: "\n".join(x for x in text.splitlines() if "source_id" not in x), "has no source_id"),
        (lambda text: text + "x = ", "the baseline cannot be read as TOML"),
        (lambda text: text.replace("version", "reviewed = true\nversion"), "version and [[accepted]] entries only"),
    ],
)
def test_a_damaged_file_is_refused(report: Report, tmp_path: Path, change: object, told: str) -> None:
    file = tmp_path / "b.toml"
    accepted(report.counted[0]).write(file)
    file.write_text(change(file.read_text("utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(ConfigError) as refused:
        Baseline.read(file)
    assert told in str(refused.value)
    with pytest.raises(ConfigError, match="no such baseline; make it with"):
        Baseline.read(tmp_path / "没有.toml")
    with pytest.raises(ConfigError, match="cannot be written"):
        accepted(report.counted[0]).write(tmp_path / "没有" / "b.toml")


@given(chinese(1, 40), st.sampled_from(["", " ", "\n", "，", "\u200b"]))
def test_a_fingerprint_follows_from_the_letters_alone(text: str, between: str) -> None:
    from simcheck.types import Passage

    def match(draft: str, start: int, name: str) -> Match:
        passage = Passage("稿", start, start + len(draft), draft)
        return Match(passage, Passage(name, 0, len(text), text), "verbatim", 1.0, 1.0)

    assert fingerprint(match(text, 0, "甲")) == fingerprint(match(between.join(text), 9, "乙"))
    assert fingerprint(match(text, 0, "甲")) != fingerprint(match(text + "异", 0, "甲"))
    assert fingerprint(match(text, 0, "甲")) == fingerprint(match(f"{mark_line('同意')}{text}", 0, "甲"))


@given(st.text(alphabet="坚持稳中求进", max_size=60), st.text(alphabet="坚持稳中求进", max_size=40))
def test_known_runs_are_those_of_comparing_every_one(known: str, passage: str) -> None:
    expected = [False] * len(passage)
    for start in range(len(passage)):
        for end in range(start + 1, len(passage) + 1):
            run = passage[start:end]
            whole = run in (passage, known)
            if run in known and (end - start >= RUN or whole):
                expected[start:end] = [True] * (end - start)
    assert Known([known]).mask(letters(passage)).tolist() == expected


def marked(mark: str, where: str = "建筑施工。凡是") -> str:
    return DRAFT.replace(where, f"{mark}{where}", 1)


@pytest.mark.parametrize("mark", ["<!-- simcheck: ignore 沿用去年部署 -->", "【simcheck：忽略 沿用去年部署】"])
@pytest.mark.parametrize("own_line", ["", "\n", "\n\n"])
def test_a_mark_accepts_its_paragraph(report: Report, mark: str, own_line: str) -> None:
    line = next(line for line in DRAFT.splitlines() if "凡是深基坑" in line)
    text = DRAFT.replace(line, f"{mark}{own_line}{line}")
    found = checked(text)
    touched = [match for match in found.matches if match.note == "沿用去年部署"]
    assert touched
    assert found.figures.characters == report.figures.characters
    assert found.figures.overlap < report.figures.overlap
    assert consistent(found)
    paragraph = text.index(line), text.index(line) + len(line)
    for match in touched:
        for start, end in rest(match) if match.ignored is None else ():
            assert end <= paragraph[0] or start >= paragraph[1]
    unmarked = checked(text, Acceptance(marks=False))
    more = sum(map(str.isalpha, mark))
    assert unmarked.figures.characters == report.figures.characters + more  # ordinary text
    assert unmarked.figures.overlap == pytest.approx(report.figures.overlap, abs=0.06)
    assert all(match.note is None for match in unmarked.matches)


def test_a_mark_changes_nothing_that_is_found(report: Report) -> None:
    for place in ("凡是深基坑", "县住建局", "同志们"):
        text = DRAFT.replace(place, f"<!-- simcheck: nothing -->{place}", 1)
        found = checked(text)
        assert [match.source for match in found.matches] == [match.source for match in report.matches]
        assert found.figures == report.figures
        assert found.findings == report.findings
        assert [warning.code for warning in found.warnings] == ["mark_without_reason"]
        assert consistent(found)


def test_a_mark_needs_a_reason() -> None:
    for mark in (
        "<!-- simcheck: ignore -->",
        "【simcheck：忽略】",
        "<!-- simcheck: ignored 理由 -->",
        "【simcheck：】",
    ):
        (found,) = find_marks(f"{mark}\n安全生产。")
        assert found.reason == ""
    for mark in ("<!--simcheck:ignore: 理由-->", "【 SimCheck : 忽略，理由 】", "<!-- simcheck: 忽略 理由 -->"):
        (found,) = find_marks(f"{mark}\n安全生产。")
        assert found.reason == "理由"
    assert find_marks("<!-- simcheck\n: ignore 理由 --> 【忽略 理由】") == ()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("【simcheck：忽略 经办公室同意\n{}", "mark_unfinished"),
        ("<!-- simcheck: ignore\n经办公室同意 -->\n{}", "mark_unfinished"),
        ("<!-- simcheck: ignore 同意\n-->{}", "mark_unfinished"),
        ("【simcheck：忽略 {}】", "mark_unfinished"),
        ("【simcheck：忽略 经办公室主任会议研究同意沿用去年的部署要求和原来的文字表述】{}", "mark_without_reason"),
        ("{}\n<!-- simcheck: ignore 经办公室同意 -->\n", "mark_without_text"),
        ("{}\n【simcheck：忽略】", "mark_without_reason"),
    ],
)
def test_a_mark_that_does_nothing_is_told_and_hides_nothing(wrong: str, told: str) -> None:
    passage = next(line for line in speeches()["speeches/教育大会讲话.txt"].splitlines() if len(line) > 170)
    found = checked(f"{NEW}\n{wrong.format(passage)}")
    assert [warning.code for warning in found.warnings] == [told]
    line = NEW.count("\n") + 2 + (1 if wrong.startswith("{") else 0)
    assert found.warnings[0].values == {"line": line}
    assert passage in "".join(match.draft.text for match in found.counted)
    assert found.verdict.decision == "fail"
    assert consistent(found)


@pytest.mark.parametrize("acceptance", [Acceptance(), Acceptance(marks=False)])
@pytest.mark.parametrize("form", ["【simcheck：忽略 {}】", "<!-- simcheck: ignore {} -->", "<!-- simcheck: {} -->"])
def test_a_copy_in_marks_counts(form: str, acceptance: Acceptance) -> None:
    passage = next(line for line in speeches()["speeches/教育大会讲话.txt"].splitlines() if len(line) > 170)
    for size in (18, 60):
        pieces = [passage[at : at + size] for at in range(0, len(passage), size)]
        found = checked(f"{NEW}\n" + "".join(map(form.format, pieces)) + "\n各项工作有了新的进展。")
        assert found.verdict.decision == "fail"


@given(st.text(alphabet="理由 <>-】【simcheck:ignore\n", min_size=1, max_size=20), st.booleans())
def test_a_mark_that_is_written_is_read(reason: str, plain: bool) -> None:
    try:
        line = mark_line(reason, plain=plain)
    except UsageError:
        return
    (found,) = find_marks(f"前文。\n{line}\n后文。")
    assert found.reason == " ".join(reason.split()).lstrip(":：,，、 ") != ""
    assert without_marks(Document("稿", line)).text == " " * len(line)


@given(
    st.lists(
        st.sampled_from(["<!-- simcheck: ignore 甲 -->", "【simcheck：忽略 乙】", "字", "\n", "。", " "]), max_size=12
    )
)
def test_marks_accept_lines_with_text_only(parts: list[str]) -> None:
    text = "".join(parts)
    plain = without_marks(Document("稿", text)).text
    assert len(plain) == len(text)
    assert "simcheck" not in plain
    for mark in find_marks(text):
        assert text[mark.start] in "<【"
        zone = plain[mark.first : mark.last]
        assert "\n" not in zone
        left = any(map(str.isalnum, plain[mark.end :])) and not any(one.is_text for one in find_marks(text))
        assert any(map(str.isalnum, zone)) or not left


def test_own_work_is_known_by_its_words(report: Report) -> None:
    name = report.counted[0].source.document_id
    own = OwnWork.of([Document("我的/旧稿.md", speeches()[name].replace("。", "。\n\n"))])
    found = reconsider(report, Acceptance(own=own))
    assert {match.note for match in found.matches if match.ignored == "own_work"} == {"我的/旧稿.md"}
    assert all(match.source.document_id != name for match in found.counted)
    assert found.figures.without_own_work < found.figures.total == report.figures.total
    assert consistent(found)
    assert reconsider(report, Acceptance(own=OwnWork.of([Document("别的", NEW)]))) == report


def test_words_of_an_own_text_are_own_work_whatever_other_source_has_them(report: Report) -> None:
    match = report.counted[0]
    own = OwnWork.of([Document("我的/旧稿.md", f"{NEW}\n{match.draft.text}\n{NEW}")])
    found = reconsider(report, Acceptance(own=own))
    assert [(one.ignored, one.note) for one in found.matches[:2]] == [("own_work", "我的/旧稿.md"), (None, None)]
    also = replace(match, also_in=("我的.txt",))
    sources = (*report.sources, Document("我的.txt", match.source.text, author="王建国"))
    held = replace(report, matches=(also, *report.matches[1:]), sources=sources)
    found = reconsider(held, Acceptance(authors=("王建国",)))
    assert [(one.ignored, one.note) for one in found.matches[:2]] == [("own_work", "王建国"), (None, None)]


def test_own_work_is_known_by_its_author(report: Report) -> None:
    name = report.counted[0].source.document_id
    sources = tuple(replace(one, author="王 建国" if one.id == name else "李四") for one in report.sources)
    found = reconsider(replace(report, sources=sources), Acceptance(authors=("王建国",)))
    assert {match.note for match in found.matches if match.ignored == "own_work"} == {"王 建国"}
    assert all(match.source.document_id != name for match in found.counted)
    assert reconsider(replace(report, sources=sources), Acceptance()).matches == report.matches


def test_the_author_that_a_document_tells_is_enough(report: Report) -> None:
    name = report.counted[0].source.document_id
    documents = [Document(one, text, author="王建国" if one == name else None) for one, text in speeches().items()]
    found = compare(Document("稿.txt", DRAFT), documents, acceptance=Acceptance(authors=("王建国",)))
    own = [match for match in found.matches if match.ignored == "own_work"]
    assert {match.source.document_id for match in own} == {name}
    assert len(own) == sum(match.source.document_id == name for match in report.counted)
    assert found.figures.without_own_work < report.figures.without_own_work


def test_marks_survive_the_reading_of_markdown(tmp_path: Path) -> None:
    file = tmp_path / "稿.md"
    file.write_text(
        "# 题\n\n<!-- simcheck: ignore 甲 -->\n一要**抓实**。\n\n二要抓<!-- 别的 -->紧。<!-- simcheck: 忽略 乙 -->\n\n"
        "<!-- 别的 -->\n\n<!-- simcheck: ignore 丙 --> 三要抓细。\n\n四要抓\n\n【simcheck：忽略 丁】五要抓长。\n\n"
        "> <!-- simcheck: ignore 戊 -->\n>\n> 六要抓好。\n\n**【simcheck：忽略 己】**\n\n***\n\n七要抓常。\n",
        encoding="utf-8",
    )
    text = read(file).text
    assert "别的" not in text
    plain = without_marks(Document("稿", text)).text
    assert [(mark.reason, plain[mark.first : mark.last].strip()) for mark in find_marks(text)] == [
        ("甲", "一要抓实。"),
        ("乙", "二要抓紧。"),
        ("丙", "三要抓细。"),
        ("丁", "五要抓长。"),
        ("戊", "> 六要抓好。"),
        ("己", "七要抓常。"),
    ]


@pytest.mark.parametrize("name", ["稿.html", "稿.md"])
def test_marks_survive_the_reading_of_pages(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(
        "<p>一要抓实。</p>\n<!-- simcheck: ignore\n甲 -->\n<p>二要<!-- 别的 -->抓紧。</p>\n"
        "<p><!-- simcheck: 忽略 乙 -->三要抓细。</p>\n<div hidden><!-- simcheck: ignore 丙 --></div>\n"
        "<p>四要抓长。</p>\n",
        encoding="utf-8",
    )
    text = read(file).text
    plain = without_marks(Document("稿", text)).text
    assert "别的" not in text
    assert [(mark.reason, plain[mark.first : mark.last].strip()) for mark in find_marks(text)] == [
        ("甲", "二要抓紧。"),
        ("乙", "三要抓细。"),
    ]


def test_old_text_does_not_count_wherever_it_was_moved(report: Report) -> None:
    old = OldText("HEAD", Known([DRAFT]))
    moved = "\n".join(reversed(DRAFT.split("\n")))
    found = checked(f"{NEW}\n{moved}", Acceptance(old=old))
    assert found.matches
    assert found.counted == ()
    assert {match.ignored for match in found.matches} == {"unchanged", "set_phrase"}
    assert {match.note for match in found.matches if match.ignored == "unchanged"} == {"HEAD"}
    copied = report.counted[2].draft.text
    before = OldText("HEAD", Known([DRAFT.replace(copied, "")]))
    found = checked(DRAFT, Acceptance(old=before))
    assert [match.draft.text for match in found.counted] == [copied]
    assert consistent(found)


def test_reasons_that_stood_already_stay(report: Report) -> None:
    phrases = [match for match in report.matches if match.ignored]
    own = OwnWork.of([Document(name, text) for name, text in speeches().items()])
    found = reconsider(report, Acceptance(own=own, old=OldText("HEAD", Known([DRAFT]))))
    assert [match for match in found.matches if match.ignored == "set_phrase"] == phrases


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_whatever_is_accepted_figures_follow_and_nothing_is_counted_twice(report: Report, data: st.DataObject) -> None:
    slices = data.draw(st.lists(st.tuples(st.integers(0, len(DRAFT)), st.integers(0, 300)), max_size=4))
    old = OldText("v1", Known([DRAFT[start : start + length] for start, length in slices]))
    chosen = data.draw(st.lists(st.sampled_from(report.matches), max_size=2))
    cut = data.draw(st.integers(0, 40))
    shorter = [replace(one, draft=replace(one.draft, text=one.draft.text[cut:] or "字")) for one in chosen]
    acceptance = Acceptance(old=old, baseline=accepted(*shorter))
    found = reconsider(report, acceptance)
    assert consistent(found)
    assert reconsider(found, acceptance) == found
    assert found.figures.overlap <= report.figures.overlap
    assert found.figures.total == report.figures.total
    assert found.verdict == verdict(found.figures, found.matches, found.findings, found.limits)
    for before, after in zip(report.matches, found.matches, strict=True):
        assert replace(after, ignored=before.ignored, note=None, accepted=()) == before
        letters_left = len(letters(after.draft.text)) - int(accepted_letters(after).sum())
        assert after.ignored is not None or letters_left >= RUN
        if after.ignored in ("baseline", "unchanged"):
            assert letters_left < RUN
        for start, end in after.accepted:
            assert before.draft.start <= start < end <= before.draft.end


def accepted_letters(match: Match) -> npt.NDArray[np.bool_]:
    at = match.draft.start
    return letters(match.draft.text).inside([(start - at, end - at) for start, end in match.accepted])
