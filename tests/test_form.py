"""Form in a body: headings that many have, rows of tables, fields of forms; what is written in them counts."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest

from simcheck import Document, Report, compare
from simcheck.readers.read import read_bytes
from simcheck.text.frame import frame
from simcheck.text.set_headings import set_heading
from simcheck.text.structure import structure

OURS = [
    "汛期将至，山洪、滑坡都可能在夜里发生。",
    "各乡镇要把转移路线画在每家门口，先走老人和孩子，再走青壮年。",
    "水库值守实行双人双岗，谁离岗谁负责。",
    "沿河的三个村装了水位尺，孩子上学放学都能看见。",
    "村里的锣有人敲，哨有人吹，夜里值班的床就支在大喇叭底下。",
    "县长的电话贴在每一座水库的闸房门上。",
]
THEIRS = [
    "学校食堂的账要公开。",
    "家长每周可以去后厨看，菜从哪里来、多少钱一斤，写在黑板上。",
    "孩子吃得好不好，看剩饭桶就知道。",
    "校长和学生一起排队打饭，端着盘子坐到孩子中间去。",
    "买菜的车不许进操场，送货的人要在门口登记。",
    "教育局每月抽三所学校，不打招呼直接进厨房。",
]
PLAN = """关于印发{about}实施方案的通知
各乡镇人民政府，县级各部门：
现将{about}实施方案印发给你们，请认真贯彻执行。
一、总体要求
（一）指导思想
{0}
（二）基本原则
{1}
（三）工作目标
{2}
二、重点任务
（一）完善工作机制
{3}
（二）夯实基层基础
{4}
三、保障措施
（一）加强组织领导
（二）强化责任落实
（三）加大宣传力度
{5}
青禾县人民政府
2026年5月6日
"""
#: Headings that their writer thought of.
ORIGINAL = [
    "一、把锣挂到最高的那棵树上", "（一）谁家住得低谁家先走", "（二）夜里的路要比白天多走三遍",
    "二、把账算到每一口锅里", "（一）米面油从哪里来一笔一笔写清楚", "（二）校长先吃一口再开饭",
]  # fmt: skip
LONG = [
    "把全县二十一座小型水库的闸门、启闭机逐个开合一遍，锈死的当场更换，不能用的停用",
    "在沿河三个村各备编织袋五千条、救生衣两百件，放在村委会一楼，钥匙由值班人员保管",
    "每学期组织学生走一遍转移路线，班主任站在最后一个",
    "清淤城区排水管二十七公里，重点是老菜市场和汽车站一带",
    "安排应急经费三百万元，先用后报，不让抢险等钱",
    "夜里两人值守，每两小时巡堤一遍，接力棒交到下一班手里",
]
OTHERS = [
    "给每个学校后厨装两路摄像头，画面接到家长手机上，断线超过一天的要说明原因",
    "厨师和营养员每年培训四十课时，考不过的不得上灶",
    "食堂账目每月贴在校门口，一笔一笔写明买了什么、多少钱",
    "改造洗菜间地面，防滑砖要铺到门外三米",
    "补助困难学生餐费，钱直接打到饭卡里，不在班上念名字",
    "送货车辆登记车牌和司机姓名，早上六点以前离校",
]
SHORT = ["加固病险水库闸门", "添置编织袋和救生衣", "组织学生演练", "清淤城区排水管", "拨付应急经费", "落实夜间值守"]
BRIEF = ["安装后厨摄像头", "培训厨师和营养员", "公开食堂账目", "改造洗菜间地面", "补助困难学生餐费", "登记送货车辆"]
OFFICES = ["县水利局、县应急局", "县应急局、县财政局、县发展和改革局", "县教育局", "县住房和城乡建设局，县综合执法局",
           "县财政局", "各乡镇人民政府、各街道办事处"]  # fmt: skip
TIMES = ["6月底前", "6月底前", "2026年7月15日前", "9月底前", "12月底前", "长期坚持"]
Rows = Sequence[Sequence[str]]


def word(parts: Sequence[str | Rows]) -> Document:
    """A document of Word; what is no paragraph is a table."""
    written, file = docx.Document(), io.BytesIO()
    for part in parts:
        if isinstance(part, str):
            written.add_paragraph(part)
            continue
        table = written.add_table(len(part), len(part[0]))
        for at, row in enumerate(part):
            for cell, said in zip(table.rows[at].cells, row, strict=True):
                cell.text = said
    written.save(file)
    return read_bytes(file.getvalue(), "稿.docx")


def plain(parts: Sequence[str | Rows]) -> Document:
    """The same as text: a row is a line with tabs."""
    lines = (part if isinstance(part, str) else "\n".join("\t".join(row) for row in part) for part in parts)
    return Document("稿.txt", "\n".join(lines))


def divided(about: str, body: Sequence[str], tasks: Sequence[str]) -> list[str | Rows]:
    """A notice with a table of tasks behind its signature."""
    rows = [["序号", "工作任务", "责任单位", "完成时限", "备注"]]
    rows += [[str(at), *row, ""] for at, row in enumerate(zip(tasks, OFFICES, TIMES, strict=True), 1)]
    return [
        f"关于做好{about}工作的通知", "各乡镇人民政府：", "".join(body), "附件：任务分工表", "青禾县人民政府",
        "2026年5月6日", "附件", f"{about}工作任务分工表", rows,
    ]  # fmt: skip


def filled(name: str, born: str, school: str, deeds: str) -> list[str | Rows]:
    """A form that is filled in for somebody."""
    return [
        "青禾县先进工作者推荐审批表",
        "填报单位：县水利局　填报时间：2026年3月",
        [
            ["姓名", name, "性别", "男", "出生年月", born],
            ["民族", "汉族", "籍贯", "青禾县", "政治面貌", "中共党员"],
            ["工作单位", "县水利局", "职务", "科长", "联系电话", "0000"],
            ["学历学位", "大学本科", "毕业院校", school, "参加工作时间", "2002年7月"],
            ["主要事迹", deeds, "", "", "", ""],
            ["所在单位意见", "（盖章）\n年　月　日", "", "", "", ""],
            ["县委组织部意见", "（盖章）\n年　月　日", "", "", "", ""],
        ],
        "注：本表一式三份，由县委组织部、推荐单位和本人档案各存一份。",
    ]


def counted(report: Report, said: Sequence[str]) -> float:
    """The share of the letters of some texts of a draft that lie in counted matches."""
    text = report.draft.text
    held = {at for match in report.matches if match.ignored is None for at in range(match.draft.start, match.draft.end)}
    letters = [at for one in said for at in range(text.index(one), text.index(one) + len(one)) if text[at].isalpha()]
    return sum(at in held for at in letters) / len(letters)


def test_headings_of_many_documents_under_each_other_are_no_reuse() -> None:
    ours, theirs = PLAN.format(*OURS, about="防汛抗旱"), PLAN.format(*THEIRS, about="校园食堂管理")
    report = compare(ours, [Document("另一份", theirs)])
    assert report.figures.overlap == 0
    assert {match.ignored for match in report.matches} <= {"frame", "set_phrase"}
    copied = compare(ours, [Document("另一份", PLAN.format(*OURS, about="校园食堂管理"))])
    assert copied.figures.reused_characters >= 0.95 * sum(map(str.isalpha, "".join(OURS)))


#: Speeches and summings-up whose headings are worn words, several under each other.
WORN = [
    """在全县{about}工作会议上的讲话
（2026年1月5日）
同志们：
{0}
一、提高政治站位，充分认识做好{about}工作的重要意义
（一）做好{about}工作是贯彻落实上级决策部署的必然要求
{1}
（二）做好{about}工作是保障人民群众切身利益的现实需要
{2}
二、突出工作重点，扎实推进{about}各项任务落实
（一）聚焦薄弱环节，强化源头管控
（二）聚焦重点领域，强化专项整治
{3}
三、强化组织保障，确保{about}工作取得实效
（一）压实工作责任
（二）强化督导检查
（三）严肃追责问责
{4}
{5}
""",
    """青禾县{about}工作总结
一、主要做法
（一）强化组织领导，健全工作机制
（二）强化宣传引导，营造浓厚氛围
（三）强化督导检查，确保取得实效
{0}
二、存在问题
（一）思想认识不够到位
（二）工作推进不够平衡
{1}
三、下一步工作打算
（一）进一步加强组织领导
（二）进一步健全长效机制
{2}
{3}
{4}
{5}
""",
]


@pytest.mark.parametrize("form", WORN)
@pytest.mark.parametrize("about", ["校园食品安全", "防汛抗旱"])
def test_headings_of_worn_words_are_no_reuse_and_the_bodies_below_them_are(form: str, about: str) -> None:
    ours = form.format(*OURS, about="防汛抗旱")
    assert compare(ours, [Document("另一份", form.format(*THEIRS, about=about))]).figures.overlap == 0
    copied = compare(ours, [Document("另一份", form.format(*OURS, about=about))])
    assert copied.figures.reused_characters >= 0.95 * sum(map(str.isalpha, "".join(OURS)))


def test_a_sequence_of_original_headings_is_reuse() -> None:
    def speech(first: str, last: str) -> str:
        return "\n".join(["在全县工作会议上的讲话", "同志们：", first, *ORIGINAL, last])

    assert not any(map(set_heading, ORIGINAL))
    report = compare(speech(OURS[0], OURS[5]), [Document("另一份", speech(THEIRS[0], THEIRS[5]))])
    assert report.figures.reused_characters >= 0.95 * sum(map(str.isalpha, "".join(ORIGINAL)))


@pytest.mark.parametrize("made", [word, plain])
@pytest.mark.parametrize(("ours", "theirs"), [(LONG, OTHERS), (SHORT, BRIEF)])
def test_rows_of_a_table_share_who_and_by_when(made, ours: list[str], theirs: list[str]) -> None:  # type: ignore[no-untyped-def]
    draft = made(divided("防汛", OURS, ours))
    honest = compare(draft, [made(divided("校园食堂", THEIRS, theirs))])
    assert honest.figures.overlap == 0
    copied = compare(draft, [made(divided("校园食堂", THEIRS, ours))])
    assert copied.verdict.decision == "fail"
    assert counted(copied, ours) == 1
    assert copied.figures.reused_characters >= sum(map(str.isalpha, "".join(ours)))


@pytest.mark.parametrize("made", [word, plain])
def test_a_form_shares_its_fields_and_deeds_that_are_copied_count(made) -> None:  # type: ignore[no-untyped-def]
    draft = made(filled("张三", "1980年5月", "云川学院", "".join(OURS)))
    other = filled("李四", "1979年11月", "江北师范学校", "".join(THEIRS))
    assert compare(draft, [made(other)]).figures.overlap == 0
    copied = compare(draft, [made(filled("李四", "1979年11月", "江北师范学校", "".join(OURS)))])
    assert copied.figures.reused_characters >= 0.95 * sum(map(str.isalpha, "".join(OURS)))


def test_what_stands_before_an_attachment_is_the_end_of_the_notice() -> None:
    parts = structure(plain(divided("防汛", OURS, LONG)).text)
    kinds = [part.kind for part in parts]
    assert kinds == [
        "title", "salutation", "attachments", "signature", "date", "attachments", "attachments", "table_head",
    ]  # fmt: skip


def test_a_plan_is_handed_out_with_or_without_marks() -> None:
    for said in ("《防汛方案》", "防汛抗旱工作实施方案"):
        text = f"关于印发方案的通知\n各乡镇：\n现将{said}印发给你们，请认真贯彻执行。\n{OURS[1]}"
        assert any(said in text[a:b] for a, b in frame(text))


@pytest.mark.parametrize("made", [word, plain])
def test_a_sentence_that_was_copied_does_not_go_on_over_the_form_around_it(made) -> None:  # type: ignore[no-untyped-def]
    """Two notices of one office, whose tables are of other things, share a sentence above the signature."""
    said = "值班电话二十四小时有人接，接电话的人要说得出堤上的水位和山上的风向，报情况不许隔夜。"
    draft = made(divided("防汛", [*OURS[:3], said], LONG))
    others = [Document(f"别的{at}.txt", one * 3) for at, one in enumerate(THEIRS)]
    report = compare(draft, [made(divided("校园食堂", [*THEIRS[:3], said], OTHERS)), *others])
    [match] = report.counted
    assert match.draft.text == said
    assert match.source.text == said
    assert match.kind == "verbatim"
    assert report.draft.text[match.draft.start : match.draft.end] == said
    assert report.figures.reused_characters == sum(map(str.isalpha, said))
