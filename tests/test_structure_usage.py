"""The frame as offices write it in fact: Word tables, any recipients, openings and closings of one long sentence."""

from __future__ import annotations

import io
import re

import docx
import pytest
from test_hand_in import CANTEEN, FIRE, FLOOD, NOTICE, STRAW
from test_structure import BETWEEN, PIECES, PROSE, SPEECH, cut, last

from simcheck import Document, compare
from simcheck.readers.read import read_bytes
from simcheck.text.structure import structure

DRAFT = """在全县{about}工作会议上的讲话
县长 张三
（{year}年3月5日）
同志们：
{opening}
一、提高认识
{body}
二、抓好落实
{more}
{closing}
谢谢大家！
"""
OPENINGS = [
    "经县委、县政府研究，今天召开全县{about}工作会议，主要任务是深入学习贯彻上级会议精神，总结工作，分析形势，安排部署下一阶段任务。下面，我讲三点意见。",
    "今天，县委、县政府召开这次会议，主要任务是贯彻落实省、市会议精神，总结工作，安排部署今后一个时期的工作。刚才，三个单位作了发言，讲得都很好，我都同意。",
    "这次全县{about}工作会议，是县委、县政府决定召开的一次重要会议。会议的主要任务是，贯彻落实省委有关会议精神，总结工作，部署任务，动员全县上下统一思想。刚才，会议通报了有关情况，希望大家认真学习借鉴。",
    "在这春暖花开的美好时节，我们欢聚一堂，隆重举行{about}启动仪式。我谨代表县委、县政府，向各位来宾表示热烈的欢迎和衷心的感谢！",
    "现在开会。今天的会议有三项议程：一是通报情况，二是单位发言，三是请李四同志讲话。下面进行第一项议程，请县政府办公室主任王五同志通报有关情况。",
    "经县政府同意，现将《市政府办公室关于{about}的实施意见》转发给你们，请结合实际，认真贯彻执行。",
    "3月5日上午，县长张三主持召开县长办公会议，研究{about}等工作。现纪要如下：",
]  # fmt: skip
CLOSINGS = [
    "同志们，任务已经明确，关键在于落实。让我们在县委的坚强领导下，真抓实干，为完成全年目标任务而努力奋斗！",
    "同志们，使命光荣，责任重大。让我们更加紧密地团结在以习近平同志为核心的党中央周围，锐意进取、扎实工作，为建设美丽青禾作出新的更大贡献！",
]


def as_word(text: str) -> Document:
    """A notice as Word keeps it: what has tabs is a table."""
    written, file = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        if "\t" not in line:
            written.add_paragraph(line)
            continue
        cells = line.split("\t")
        table = written.add_table(2, len(cells))
        for at, cell in enumerate(cells):
            table.rows[0].cells[at].text = cell
    written.save(file)
    return read_bytes(file.getvalue(), "通知.docx")


def test_a_notice_whose_table_is_one_of_word_shares_its_frame_alone() -> None:
    ours = as_word(NOTICE.format(year=2026, number=21, about="防汛", body=FLOOD))
    theirs = as_word(NOTICE.format(year=2025, number=12, about="森林防火", body=FIRE))
    assert "序号\n" in ours.text
    assert compare(ours, [theirs]).figures.overlap == 0
    kinds = [part.kind for part in structure(ours.text)]
    assert kinds.count("table_head") == 5
    assert {"attachments", "signature", "date", "note", "copies", "printing"} <= set(kinds)


@pytest.mark.parametrize(
    "recipients",
    [
        "县委各部门，县人大常委会办公室，县政协办公室，县法院，县检察院，县人武部，各人民团体",
        "县委书记、副书记、常委，县政府县长、副县长",
        "各人民团体",
        "各民主党派、工商联",
        "驻青部队",
        "存档",
    ],
)
def test_recipients_of_copies_are_whoever_is_listed(recipients: str) -> None:
    def notice(year: int, about: str, body: str) -> str:
        text = NOTICE.format(year=year, number=year - 2000, about=about, body=body)
        return re.sub("抄送：.*", f"抄送：{recipients}。", text)

    ours, theirs = notice(2026, "防汛", FLOOD), notice(2025, "森林防火", FIRE)
    assert compare(ours, [Document("另一份", theirs)]).figures.overlap == 0
    assert "copies" in [part.kind for part in structure(ours)]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("closing", CLOSINGS)
def test_openings_and_closings_of_long_sentences_are_frame(opening: str, closing: str) -> None:
    def speech(year: int, about: str, body: str) -> str:
        body, more = body.split("。", 1)
        opened = opening.format(about=about)
        return DRAFT.format(year=year, about=about, opening=opened, body=f"{body}。", more=more, closing=closing)

    ours, theirs = speech(2026, "校园食堂", CANTEEN), speech(2025, "秸秆禁烧", STRAW)
    assert compare(ours, [Document("另一份", theirs)]).figures.overlap == 0
    body = CANTEEN.split("。")[1]
    start = ours.index(body)
    assert all(part.end <= start or part.start >= start + len(body) for part in structure(ours))
    copied = compare(ours, [Document("另一份", speech(2025, "秸秆禁烧", CANTEEN))])
    assert copied.figures.reused_characters >= 0.9 * sum(map(str.isalpha, CANTEEN))


@pytest.mark.parametrize(
    "text",
    [
        last(["抄送：" + "，".join(PIECES) + "。"]),
        last(f"抄报：{'、'.join(cut(16)[at : at + 5])}。" for at in range(0, 20, 5)),
        last(f"任务{piece}" for piece in cut(6)),
        last([*(f"任务{piece}" for piece in cut(6)[:13]), BETWEEN, *(f"任务{piece}" for piece in cut(6)[13:26])]),
        last(f"同志们，任务已经明确，{piece}，关键在于落实。" for piece in cut(40)),
        last(f"让我们在{piece[:16]}坚强领导下，真抓实干，为{piece[16:]}而努力奋斗！" for piece in cut(40)),
        f"关于防汛的通知\n{'。'.join(f'我们召开{piece}会议' for piece in cut(24))}。\n{BETWEEN}",
        f"关于防汛的通知\n{'。'.join(f'这次{piece}会议，是县委决定召开的会议' for piece in cut(24))}。\n{BETWEEN}",
        f"关于防汛的通知\n{'。'.join(f'现将《{piece}》转发给你们，请执行' for piece in cut(60))}。\n{BETWEEN}",
        f"关于防汛的通知\n{'，'.join(f'一是{piece}发言' for piece in cut(14)[:6])}。\n{BETWEEN}",
    ],
)
@pytest.mark.parametrize("framed", [False, True])
def test_a_copied_body_hides_in_none_of_these(text: str, *, framed: bool) -> None:
    source = SPEECH.format(about="基层治理", body=PROSE) if framed else PROSE
    report = compare(text, [Document("来源", source)])
    assert report.verdict.decision == "fail"
    assert report.figures.overlap > 0.4


@pytest.mark.parametrize(
    ("opening", "left"),
    [
        ("今天，我们召开全县工作会议，主要任务是深入贯彻全会精神，总结2025年工作，部署任务。", "2025年"),
        ("3月4日上午，县长张三主持召开县长办公会议，研究电梯等工作。", "3月4日"),
    ],
)
def test_a_day_in_an_opening_that_is_copied_is_told(opening: str, left: str) -> None:
    """It is frame, and last year's all the same."""
    ours = DRAFT.format(year=2026, about="校园食堂", opening=opening, body=CANTEEN, more=STRAW, closing=CLOSINGS[0])
    theirs = DRAFT.format(year=2025, about="防汛", opening=opening, body=FLOOD, more=FIRE, closing=CLOSINGS[1])
    report = compare(ours, [Document("去年", theirs)])
    assert opening in {ours[part.start : part.end] for part in structure(ours) if part.kind == "opening"}
    assert left in {one.text for one in report.leftovers if one.kind == "date"}
