"""What a reader of the sheet found in it who had not seen one before: each place, word and number is the right one."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word

from simcheck import Document, compare, matrix
from simcheck.cli.paths import FoundFile, refuse_report
from simcheck.errors import DraftError
from simcheck.limits import Limits
from simcheck.messages import Language, words
from simcheck.report import Report
from simcheck.reporters import csv, docx, html, markdown, sarif, text
from simcheck.reporters import matrix as matrices
from simcheck.reporters.phrases import kind_name
from simcheck.reporters.sheet import sheet
from simcheck.reporters.sheet_facts import number_of
from simcheck.reporters.standing import headings, place, where
from simcheck.text.structure import structure
from simcheck.types import Kind, SourceClass

SAY = words("zh")
FIRST = (
    "建筑工地要逐个过筛，脚手架搭设不合规的一律停工整改，塔吊司机没有证件的一律不准上岗，"
    "监理人员不在现场的一律不准浇筑，一处隐患没有销号就一天不准复工。"
)
SECOND = (
    "学校食堂要天天留样，采购的肉菜粮油全部登记入册，后厨的刀具砧板每晚消毒，"
    "哪个环节出了差错就从哪个环节查起，查到谁的头上就由谁说清楚。"
)
PLACE = (
    "云川江上的27处渡口、64艘渡船全部实行船长签字开航，遇到大雾大风坚决停航，"
    "渡工每季度参加一次落水救援演练，救生衣按核定人数多配一成。"
)
SOURCE = Document("安全讲话.txt", f"同志们：\n{FIRST}\n{SECOND}\n就讲这些。\n")
OTHER = Document("水上讲话.txt", f"同志们：\n今天只说水面上的事。\n{PLACE}\n")
#: Tables of words that stand in reports: kinds, reasons, figures, the sheet, hints, terms.
_SHOWN = ("kind", "reas", "mess", "figu", "shee", "hint", "term", "reus", "scat", "grou")
DRAFT = Document(
    "稿.txt",
    "在青禾县安全生产工作会议上的讲话\n\n同志们：\n\n今天请大家来，是要把几件具体的事情定下来。\n\n"
    f"一、看住重点\n\n青禾县今年开工的项目比往年多，县里的人手并没有增加。\n\n{FIRST}\n\n{SECOND}\n\n"
    f"二、守住水面\n\n{PLACE.replace('27', '5').replace('64', '11')}\n\n三、压实责任\n\n"
    "各乡镇的主要负责人自己去看、自己去问，看到的问题自己记在本子上，月底带着本子来开会。\n",
)


@pytest.fixture(scope="module")
def report() -> Report:
    return replace(compare(DRAFT, [SOURCE, OTHER]), checked="2026-11-28T18:49+08:00")


@pytest.fixture(scope="module")
def formats(report: Report) -> dict[str, str]:
    """Every format for people, as text."""
    word = Word(io.BytesIO(docx.render(report, language="zh")))
    cells = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    comments = "\n".join(one.text for one in word.comments)
    page = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html.render(report, language="zh"), flags=re.DOTALL)
    return {
        "text": text.render(report, language="zh", width=100),
        "html": re.sub(r"<[^>]+>", "", page),
        "docx": "\n".join([*(one.text for one in word.paragraphs), cells, comments]),
        "markdown": re.sub(r"\\", "", markdown.render([report], language="zh")),
    }


@pytest.fixture(scope="module")
def mixed(report: Report) -> Report:
    """The report with its second passage taken for a set phrase."""
    phrase = replace(report.counted[1], ignored="set_phrase")
    found = replace(report, matches=(report.counted[0], phrase))
    return replace(found, figures=replace(report.figures, matches=1, ignored_matches=1))


def test_a_passage_is_told_from_its_first_line_to_its_last(report: Report, formats: dict[str, str]) -> None:
    first, second = report.counted
    assert first.draft.text.strip().startswith("建筑工地")
    assert "学校食堂" in first.draft.text
    assert where(DRAFT, first.draft.start, first.draft.end, SAY) == "第一部分第 2–3 段"
    assert where(DRAFT, second.draft.start, second.draft.end, SAY) == "第二部分第 1 段"
    told = place(report, first.draft.start, first.draft.end, SAY)
    assert told.startswith("第一部分第 2–3 段（第 11–13 行），字符位置 ")
    for shown in formats.values():
        assert "第一部分第 2–3 段" in shown
        assert "第二部分第 1 段" in shown
    for name in ("text", "html", "markdown"):
        assert "（第 11–13 行）" in formats[name]
    row = csv.render([report], language="zh").split("\r\n")[1]
    assert ",11,13,第一部分第 2–3 段," in row
    assert '"startLine": 11' in sarif.render([report])
    assert '"endLine": 13' in sarif.render([report])


def test_places_count_as_people_do() -> None:
    plain = Document("稿.txt", "第一行。\n\n第三行。\n第四行。\n")
    at = [plain.text.index(one) for one in ("第一", "第三", "第四")]
    assert where(plain, at[0], at[0] + 2, SAY) == "第 1 行"
    assert where(plain, at[1], at[2] + 2, SAY) == "第 3–4 行"
    assert where(plain, at[0], at[1], SAY) == "第 1 行"  # the blank line behind it is no part of it
    word = replace(plain, id="稿.docx")
    assert where(word, at[1], at[2] + 2, SAY) == "第 2–3 段"
    assert where(plain, at[1], at[2] + 2, SAY, paragraphs=True) == "第 2–3 段"
    two = Document("稿.txt", "各位同事：\n先说一句。\n一、头一件\n做。\n二、再一件\n也做。\n再做。\n")
    ends = two.text.index("先说"), two.text.index("一、"), two.text.index("做。"), two.text.index("再做")
    assert [one.named(SAY) for one in headings(two.text)] == ["第一部分", "第二部分"]
    assert where(two, ends[1], ends[1] + 3, SAY) == "第一部分标题"
    assert where(two, ends[2], ends[3] + 2, SAY) == "第一部分第 1 段至第二部分第 2 段"
    assert where(two, ends[0], ends[0] + 4, SAY).startswith("开头第 ")
    assert where(replace(two, id="稿.docx"), ends[3], ends[3] + 2, SAY, lines=True) == "第二部分第 2 段（全文第 7 段）"
    again = Document("稿.txt", "一、头一件\n做。\n一、又一件\n做。\n")
    assert where(again, 0, 4, SAY) == "第 1 行"  # two parts of one name name nothing


def test_changed_figures_are_no_plain_copy(report: Report, formats: dict[str, str]) -> None:
    moved = report.counted[1]
    assert moved.kind == "verbatim"
    assert kind_name(moved, SAY) == "文字相近"
    assert kind_name(report.counted[0], SAY) == "文字相同"
    for name in ("text", "markdown"):
        assert formats[name].count("文字相近") >= 1
    assert ",文字相近," in csv.render([report], language="zh")


def test_the_hint_says_which_word_is_to_go(report: Report, formats: dict[str, str]) -> None:
    hint = next(one.hint for one in sheet(report, SAY).weightiest if "云川江" in one.text)
    assert hint.startswith("核对“云川江”是否本地名称，不是的改为本地情况；其余用自己的话改写，或删")
    assert "正如" not in hint  # nobody said it with these figures
    assert "数字请核实" in hint
    for shown in formats.values():
        assert "核对“云川江”" in shown
        assert "换成本地数据" not in shown


def test_what_is_spoken_has_no_quotation_marks_to_be_put() -> None:
    assert "正如……所说" in SAY("hint.spoken_verbatim")
    assert "引号" not in SAY("hint.spoken_verbatim")
    spoken = sheet(compare(DRAFT, [SOURCE, OTHER]), SAY).weightiest[0].hint
    notice = Document("稿.txt", f"关于加强安全生产工作的通知\n\n各乡镇人民政府：\n\n{FIRST}\n\n{SECOND}\n")
    assert [one.kind for one in structure(notice.text)][:1] == ["title"]
    written = sheet(compare(notice, [SOURCE]), SAY).weightiest[0].hint
    assert "正如……所说" in spoken
    assert "文件名称、文号" in written


def test_leftovers_are_told_with_word_and_place(report: Report, formats: dict[str, str]) -> None:
    assert "地名“云川江”（第二部分第 1 段）" in dict(sheet(report, SAY).facts)["疑似残留"]
    for name in ("text", "html", "docx"):
        assert "地名“云川江”（第二部分第 1 段）" in formats[name]


def test_number_time_and_order_are_the_same_in_every_format(report: Report, formats: dict[str, str]) -> None:
    for shown in formats.values():
        assert number_of(report) in shown
    for name in ("text", "html", "docx"):
        assert "2026-11-28 18:49（UTC+08:00）" in formats[name]
        assert "查重报告" in formats[name]
    sizes = [one.characters for one in sheet(report, SAY).weightiest]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == report.figures.reused_characters
    order = [f"[{one.number}] {kind_name(one.match, SAY)}" for one in sheet(report, SAY).weightiest]
    for name in ("text", "html", "docx"):
        places = [formats[name].index(one) for one in order]
        assert places == sorted(places)


def test_each_thing_is_said_once_and_by_one_word(report: Report, formats: dict[str, str]) -> None:
    share = f"{report.figures.overlap:.1%}"
    facts = dict(sheet(report, SAY).facts)
    assert facts["比对范围"] == "指定的文稿 2 篇"
    assert facts["结论"] == f"重合比例 {share}，超过上限 10.0%，不通过"
    assert "占全文比例" not in facts  # there is one share, and the result tells it
    head = formats["text"].split("来源排名")[0]
    assert (head.count("不通过"), head.count("超过上限"), head.count(share)) == (2, 1, 2)
    for shown in formats.values():
        assert "套话" not in shown
        assert "认定依据" not in shown
        assert "概率" not in shown
        assert not re.search(r"第 \d+–\d+ 字", shown)
        assert "字数只算汉字和外文字母，不算数字、标点；字符位置从全文第一个字符数起" in shown
    for name in ("text", "html", "docx"):
        assert "占全文" in formats[name]
        assert "占本部分" in formats[name]
        assert all(role in formats[name] for role in ("拟稿人：", "核稿人：", "审签："))
        assert "名词说明" in formats[name] or name == "docx"
        assert "这一段取自该来源的确定程度" in formats[name].replace("\n", "")


def test_positions_and_characters_are_told_apart(report: Report) -> None:
    match = report.counted[1]
    told = place(report, match.draft.start, match.draft.end, SAY)
    first, last = map(int, re.findall(r"字符位置 (\d+)–(\d+)", told)[0])
    assert DRAFT.text[first - 1 : last] == match.draft.text
    letters = sum(char.isalpha() for char in match.draft.text)
    assert letters < last - first + 1
    assert next(one.characters for one in sheet(report, SAY).weightiest if one.match == match) == letters


def test_another_source_is_named_only_where_it_has_the_phrase() -> None:
    """加强组织领导 is in both, the whole phrase in one: 另见 names no speech that has not the phrase."""
    phrase = "会后，各级各部门要迅速传达学习会议精神，加强组织领导，压实工作责任，确保落到实处。"
    corpus = [
        Document(f"{name}.txt", f"{body}\n{said}\n")
        for name, body, said in (
            ("一", FIRST, phrase),
            ("二", SECOND, "各单位要加强组织领导，压实工作责任，抓紧抓好。"),
            ("三", PLACE, phrase),
        )
    ]
    own = "青禾县今年开工的项目比往年多，县里的人手并没有增加，事情要一件一件地办。"
    found = compare(Document("稿.txt", f"{own}\n{phrase}\n"), corpus)
    texts = {one.id: re.sub(r"\W", "", one.text) for one in corpus}
    assert any(match.also_in for match in found.matches)
    for match in found.matches:
        for name in match.also_in:
            assert re.sub(r"\W", "", match.draft.text) in texts[name]


def test_the_filter_counts_each_passage_once(mixed: Report) -> None:
    page = html.render(mixed, language="zh")
    form = page[page.index('<form class="filters"') : page.index("</form>")]
    assert [int(one) for one in re.findall(r"<b>(\d+)</b>", form)] == [1, 1]


@pytest.mark.parametrize("kind", ["verbatim", "edited"])
def test_kinds_say_what_the_texts_are_like_and_accuse_nobody(mixed: Report, kind: Kind) -> None:
    phrase = replace(mixed.matches[1], kind=kind)
    found = replace(mixed, matches=(mixed.matches[0], phrase))
    assert kind_name(phrase, SAY) == "文字相近"  # its figures differ
    assert kind_name(replace(phrase, draft=phrase.source, kind="verbatim"), SAY) == "文字相同"
    assert not re.search("抄|搬|袭|取材|拼凑", "".join(text for key, text in SAY.texts.items() if key[:4] in _SHOWN))
    shown = text.render(found, language="zh", width=100)
    ignored = shown[shown.index("不计入的重合") : shown.index("各项数字")]
    assert "属通用表述或篇幅较短，不计入" in ignored
    assert "所列来源只是有同样文字的一篇" in shown[shown.index("名词说明") :].replace("\n", "").replace(" ", "")


def test_zero_is_not_told(report: Report, formats: dict[str, str]) -> None:
    assert report.figures.own == report.figures.frame == 0
    for name, shown in formats.items():
        assert "总文字复制比" in shown, name
        assert "引用来源未核实" not in shown, name
        assert "公文格式部分" not in shown, name
        assert "沿用本人旧作" not in shown, name


def test_the_time_has_its_zone(report: Report) -> None:
    for checked, told in (
        ("2026-11-28T18:49:07.5+08:00", "2026-11-28 18:49（UTC+08:00）"),
        ("2026-11-28T10:49:07Z", "2026-11-28 10:49（UTC）"),
        ("2026-11-28T10:49", "2026-11-28 10:49"),
    ):
        assert dict(sheet(replace(report, checked=checked), SAY).facts)["检查时间"] == told


def test_other_classes_are_told_beside_the_total(report: Report) -> None:
    classes: dict[SourceClass, int] = {"peer": 12, "authority": 3}
    found = replace(report, corpus=replace(report.corpus, path="历年讲话", documents=15, classes=classes))
    assert dict(sheet(found, SAY).facts)["比对范围"] == "语料库文稿 15 篇（同类文稿 12 篇，上级文稿 3 篇）"


def test_the_notes_below_the_sheet_say_how_to_count() -> None:
    told = SAY("sheet.counting")
    for said in ("数字、标点、空格、换行都算", "分母是全文字数，标题在内", "四舍五入", "编号按出现先后"):
        assert said in told
    assert "段落里改动的字也算" in SAY("term.means_total")
    assert "一个数字、一个外文单词各算一个字" in SAY("term.means_verbatim")


def test_paper_has_what_the_screen_folds_and_nothing_for_the_screen(report: Report) -> None:
    page = html.render(report, language="zh")
    style = page[page.index("<style>") : page.index("</style>")]
    printed = style[style.index("@media print {") :]
    hidden = re.search(r"([^{}]*)\{ display: none !important; \}", printed)
    assert hidden
    assert {one.strip() for one in hidden[1].split(",")} >= {".filters", ".screen"}
    assert ".back" not in hidden[1]  # where a passage stands in the draft
    assert f'@bottom-left{{content:"报告编号：{number_of(report)}"}}' in style
    body = page[page.index("<body>") :]
    assert "模型" not in body  # it stands in the data
    assert "回车" not in re.sub(r'title="[^"]*"', "", body)
    for name in ("名词说明", "其余各项数字"):
        assert re.search(rf"<details><summary>{name}</summary></details><dl", body)
    assert "@media screen { details:not([open]) + dl { display: none !important; } }" in style


def test_a_matrix_without_pairs_says_so() -> None:
    none = matrix([Document("甲.txt", FIRST), Document("乙.txt", SECOND)])
    both = matrix([Document("甲.txt", FIRST + SECOND), Document("乙.txt", SECOND + FIRST)])
    told = SAY("matrix.none")
    for form in ("text", "html"):
        assert told in matrices.render(none, form, language="zh")
        assert told not in matrices.render(both, form, language="zh")


def test_a_limit_of_characters_keeps_its_number() -> None:
    found = compare(DRAFT, [SOURCE, OTHER], limits=Limits(max_overlap=0.9, max_run=20))
    assert re.search(
        r"重合比例 [\d.]+%，未超过上限 90.0%；最长连续相同 \d+ 字，超过上限 20 字，不通过",
        dict(sheet(found, SAY).facts)["结论"],
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_that_is_named_as_a_draft_is_refused(tmp_path: Path, report: Report, language: Language) -> None:
    """Who forgets -o would have the report of last time checked as a draft, whatever its format."""
    for name, content in (
        ("报告.txt", text.render(report, language=language)),
        ("报告.md", markdown.render([report], language=language)),
        ("报告.html", html.render(report, language=language)),
    ):
        (tmp_path / name).write_text(content, "utf-8")
        with pytest.raises(DraftError, match="-o"):
            refuse_report(FoundFile(tmp_path / name, name))
    (tmp_path / "稿.txt").write_text(DRAFT.text, "utf-8")
    refuse_report(FoundFile(tmp_path / "稿.txt", "稿.txt"))


@pytest.mark.parametrize(
    ("source_class", "limits", "told"),
    [("own", Limits(max_own=0.1), "本人旧作"), ("authority", Limits(max_authority=0.1), "上级表述")],
)
def test_passages_of_the_limit_that_was_passed_are_shown(source_class: SourceClass, limits: Limits, told: str) -> None:
    """A limit of its own was all that was passed: its weightiest passages and their source, in every format."""
    found = compare(DRAFT, [replace(SOURCE, source_class=source_class)], limits=limits)
    assert found.figures.overlap == 0
    assert found.verdict.decision == "fail"
    shown = sheet(found, SAY)
    assert [one.match.ignored for one in shown.weightiest] == [found.matches[0].ignored]
    assert shown.weightiest[0].characters > 100
    assert shown.weightiest[0].hint
    assert sum(row.characters for row in shown.sections) == shown.weightiest[0].characters
    assert [row.name for row in shown.sources] == [f"安全讲话.txt（{told}）"]
    page = html.render(found, language="zh")
    assert f"[1] {told}，文字相同，" in page
    assert 'id="d1"' in page
    assert f"[1] {told}，文字相同，" in text.render(found, language="zh", width=100)
    word = Word(io.BytesIO(docx.render(found, language="zh")))
    assert any(one.text.startswith(f"[1] {told}，文字相同，") for one in word.paragraphs)


def test_passages_of_a_limit_of_their_own_come_behind_those_that_count_where_both_were_passed() -> None:
    own = replace(SOURCE, source_class="own")
    found = sheet(compare(DRAFT, [own, OTHER], limits=Limits(max_own=0.1)), SAY)
    assert [one.match.ignored for one in found.weightiest] == [None, "own_work"]
    allowed = sheet(compare(DRAFT, [own, OTHER], limits=Limits(max_own=0.9)), SAY)
    assert [one.match.ignored for one in allowed.weightiest] == [None]


def test_a_secret_draft_has_its_mark_on_the_sheet() -> None:
    found = compare(replace(DRAFT, text=f"机密★5年\n{DRAFT.text}"), [SOURCE])
    assert dict(sheet(found, SAY).facts)["密级"] == "机密"
    assert "密级" in html.render(found, language="zh")
    assert "密级" not in dict(sheet(compare(DRAFT, [SOURCE]), SAY).facts)
