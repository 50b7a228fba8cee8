"""Trust: the table of inputs and who controls them says the same in both languages, and is true."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from made import random_chinese, speeches
from test_plagdet import load

from simcheck import Document, Report, compare
from simcheck.accept import Acceptance
from simcheck.check import reconsider
from simcheck.cli.paths import gather
from simcheck.cli.streams import Failures
from simcheck.text.downwards import in_reading_order
from simcheck.text.evasion import evasion
from simcheck.text.normalize import normalize

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
disguises = load("disguises")

ROOT = Path(__file__).parent.parent
NAME = "speeches/教育大会讲话.txt"
COPY = "".join(line.strip() for line in speeches()[NAME].splitlines()[2:])[:600]


def checked(text: str) -> Report:
    return compare(Document("稿.txt", text), [Document(name, text) for name, text in speeches().items()])


def rows(language: str) -> list[list[str]]:
    page = (ROOT / "docs" / language / "trust.md").read_text("utf-8")
    return [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| ")][1:]


def test_the_pages_have_the_same_inputs() -> None:
    english, chinese = rows("en"), rows("zh")
    assert len(english) == len(chinese) >= 12
    authors = [[("author" in row[1], "作者" in other[1])] for row, other in zip(english, chinese, strict=True)]
    assert all(one == other for ((one, other),) in authors)
    for row, other in zip(english, chinese, strict=True):
        words = [word for word in ("--config", "SIMCHECK_", "fail_on", "max_run", "200", "50 %") if word in row[2]]
        assert all(word in other[2] for word in words)


#: Each row of the table by how it begins, and a test that holds it.
HELD_BY = {
    "options": ("trust_probe", "options_are_errors_whatever_a_file_says"),
    "`SIMCHECK_": ("config", "nothing_beside_a_draft_loosens_what_the_outermost_file_or_an_option_says"),
    "the outermost settings": ("config", "the_outermost_file_holds_and_nearer_ones_tighten_it"),
    "settings files nearer": ("config", "a_nearer_file_makes_the_gate_stricter"),
    "`.git`": ("trust_probe", "no_file_beside_a_draft_opens_the_gate"),
    "baseline": ("gate_end_to_end", "the_script_takes_everything_but_the_drafts_from_the_base"),
    "marks in": ("trust", "marks_accept_a_small_part_of_a_draft_and_never_most_of_it"),
    "quotation marks": ("exempt", "a_quotation_exempts_nothing_around_it"),
    "a sentence without": ("report_words", "a_citation_that_the_source_does_not_bear_out_opens_nothing"),
    "title, signature": ("trust", "the_frame_of_another_document_is_no_copy"),
    "length": ("trust", "a_copied_page_fails_in_a_draft_of_any_length"),
    "what stands between": ("trust", "what_stands_between_all_letters_hides_nothing_and_is_told"),
    "the order": ("trust", "columns_are_put_into_the_order_of_reading_and_nothing_else_is"),
    "lines that look": ("trust", "an_address_in_its_own_place_is_no_watermark"),
    "name and kind": ("trust_probe", "a_name_is_only_a_name"),
    "links": ("trust_probe", "what_is_left_out_of_a_folder_is_told"),
    "what a draft is put": ("mosaic", "a_mosaic_of_clauses_too_short_to_count_fails_by_its_own_limit"),
    "what a file holds": ("untold", "what_only_the_source_of_a_page_says_is_told"),
    "pinyin": ("untold", "pinyin_was_not_compared"),
    "what is added": ("mosaic", "a_source_added_again_makes_no_set_phrase_of_a_copy"),
    "the corpus": ("gate_end_to_end", "a_server_reads_no_file_of_its_own_through_a_link"),
}


def test_each_row_of_the_table_is_held_by_a_test() -> None:
    inputs = [row[0].strip() for row in rows("en")]
    held = [[begins for begins in HELD_BY if one.startswith(begins)] for one in inputs]
    assert held == [[begins] for begins in HELD_BY]
    for file, name in HELD_BY.values():
        source = (ROOT / "tests" / f"test_{file}.py").read_text("utf-8")
        assert f"def test_{name}(" in source, name


@pytest.mark.parametrize("between", ["\u2028", "\x1e", "\U000e0080", "\ufff0", "\n", "\t", "、，、", "7", " "])
def test_what_stands_between_all_letters_hides_nothing_and_is_told(between: str) -> None:
    found = checked(between.join(COPY))
    assert found.figures.overlap > 0.9
    assert found.verdict.decision == "fail"
    told = {finding.kind for finding in found.findings} & {"spacing", "zero_width"}
    assert told or between == "\n"  # text that is written downwards is honest
    assert all(found.draft.text[one.start : one.end] == one.text for one in found.findings)


@pytest.mark.parametrize(
    "honest",
    [
        "春、夏、秋、冬四季；子、丑、寅、卯、辰、巳、午、未、申、酉、戌、亥十二时辰。",
        "一组\t60分\t73分\t81分\n二组\t65分\t77分\t82分\n三组\t61分\t72分\t88分",
        "12月3日5时6分，第1组7人、第2组8人到岗。",
        "中 共 青 禾 县 委 员 会 文 件\n关于做好春耕的通知",
        "The co\xadoper\xadation agree\xadment",
        "第一份文件。\n\ufeff第二份文件。",
        "می\u200cخواهم",
    ],
)
def test_honest_text_is_no_finding(honest: str) -> None:
    assert evasion(normalize(honest)) == ()


def test_a_text_set_apart_is_compared_by_its_letters_with_exact_spans() -> None:
    text = "、".join("坚持稳中求进工作总基调推动高质量发展")
    normal = normalize(text)
    assert normal.text == text.replace("、", "")
    assert all(text[slice(*normal.to_source(at, at + 1))] == normal.text[at] for at in range(len(normal.text)))


def test_a_linked_folder_is_not_passed_over_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside, outside = tmp_path / "稿件", tmp_path / "别处"
    inside.mkdir()
    outside.mkdir()
    (inside / "稿.txt").write_text("同志们", encoding="utf-8")
    (outside / "抄.txt").write_text("同志们", encoding="utf-8")
    (inside / "链接").symlink_to(outside, target_is_directory=True)
    assert [found.id for found in gather([inside], Failures())] == ["稿.txt"]
    assert "链接 is a link to a folder, not followed" in capsys.readouterr().err


def test_a_copied_page_fails_in_a_draft_of_any_length() -> None:
    others = [text for name, text in speeches().items() if name != NAME]
    sources = [Document(NAME, speeches()[NAME])]
    found = compare(Document("稿.txt", "\n".join([*others, COPY])), sources)
    assert found.figures.overlap < 0.1
    assert found.verdict.decision == "fail"


#: The body of a speech, and how many letters of it count when nothing is done to it.
BODY = "".join(line.strip() for line in speeches()[NAME].splitlines()[2:])
BODY = BODY[BODY.index("刚才受到表彰") :][:400]
LETTERS = sum(map(str.isalpha, BODY))


@pytest.mark.parametrize(
    "attack",
    [
        # 2. Marks.
        "marks around all", "marks of 18 letters", "a mark before each paragraph", "marks within marks",
        # 3. Quotations.
        "quoted as a whole", "quoted by the clause", "quoted between own sentences", "quoted with a source behind",
        "quoted lines", "words as works",
        # 4. Dilution.
        "digits behind", "U+E0080 behind", "interjections behind", "own sentences within, 1:1",
        # 5. Characters.
        "U+2029 between", "a long row of dots between", "a tower of accents", "a family between", "pinyin in brackets",
        "all radicals", "traditional of Taiwan", "each letter twice", "right to left by the pair",
        "backwards by the line", "columns read downwards", "columns from the right", "columns of four",
        "columns with wide spaces", "columns of ruled cells", "columns in pages of cells", "side by side",
        # Parts of a document, and what looks like a website's.
        "notes without marks", "who to ask", "formalities", "announcements", "signers", "speakers", "signatures",
        "printed by", "occasions", "watermarks, more of it", "watermarks, from a site",
    ],
)  # fmt: skip
def test_a_disguise_hides_nothing_that_a_reader_reads(attack: str) -> None:
    found = checked(disguises.ATTACKS[attack](BODY))
    assert found.verdict.decision == "fail"
    assert found.figures.reused_characters >= 0.9 * LETTERS


def test_columns_are_put_into_the_order_of_reading_and_nothing_else_is() -> None:
    down = disguises.columns(10)(BODY)
    assert len(in_reading_order(down)) == len(down)
    assert re.sub(r"\s", "", in_reading_order(down)) == BODY
    for text in (*speeches().values(), disguises.OWN, "\n".join(disguises.OWN.split("。"))):
        assert in_reading_order(text) == text
    lists = "\n".join(random_chinese(at, 12) for at in range(40))
    assert in_reading_order(lists) == lists
    assert in_reading_order("村一\t√\t×\n" * 30) == "村一\t√\t×\n" * 30


def test_marks_accept_a_small_part_of_a_draft_and_never_most_of_it() -> None:
    mark = "【simcheck：忽略 领导同意】"
    few = checked(f"{disguises.OWN}\n{mark}\n{BODY[:180]}")
    assert few.verdict.decision == "pass"
    most = checked(f"{disguises.OWN[:600]}\n{mark}\n{BODY}")
    assert most.verdict.decision == "fail"
    assert [note.code for note in most.warnings].count("marks_too_much") == 1
    again = reconsider(few, Acceptance())
    assert (again.figures, again.verdict) == (few.figures, few.verdict)


def test_a_quotation_that_names_its_source_may_be_longer() -> None:
    own = disguises.OWN[:330]
    said, titled = (f"{own}{who}指出：“{BODY[:300]}”{own[:50]}" for who in ("会议", "《在青禾县教育大会上的讲话》"))
    assert checked(said).figures.reused_characters > 200
    assert checked(titled).figures.reused_characters == 0


def test_the_frame_of_another_document_is_no_copy() -> None:
    frame = (
        "青禾县人民政府文件\n青政〔2026〕7号\n关于做好全县春耕备耕工作的通知\n各乡镇人民政府，县政府各部门：\n%s\n特此通知。\n"
        "附件：全县春耕备耕任务分工表\n青禾县人民政府\n2026年3月5日\n（此件公开发布）"
    )
    source = Document("去年.txt", frame % BODY)
    found = compare(Document("稿.txt", frame % disguises.OWN[:600]), [source])
    assert (found.verdict.decision, found.figures.reused_characters) == ("pass", 0)


@pytest.mark.parametrize(
    "honest",
    [
        "欢迎关注微信公众号“青禾发布”。",
        "报名请登录www.qinghe-life.com，大家可以扫码关注公众号“青禾发布”了解。",
        "网址：www.qinghe-life.com",
    ],
)
def test_an_address_in_its_own_place_is_no_watermark(honest: str) -> None:
    assert normalize(honest).watermarks == ()
    assert evasion(normalize(honest)) == ()
