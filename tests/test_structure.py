"""The frame of official documents and speeches, told by shape and place; a body never hides in it."""

from __future__ import annotations

import itertools

import pytest

from simcheck import Document, compare
from simcheck.text.structure import frame, structure

BODIES = [
    "汛期将至，山洪、滑坡都可能在夜里发生。各乡镇要把转移路线画在每家门口，先走老人和孩子，再走青壮年。水库值守实行双人双岗，谁离岗谁负责。",
    "秋收以后地里秸秆多，烧一把火省事，却要全县人一起闻烟。农业农村局负责调来打捆机，按亩补贴，村里把机手的电话贴在公告栏，莫让农民为难。",
    "学校食堂的账要公开。家长每周可以去后厨看，菜从哪里来、多少钱一斤，写在黑板上，孩子吃得好不好，看剩饭桶就知道。",
]
NOTICE = """000012
秘密★1年
特急
青禾县人民政府办公室文件
青政办发〔2026〕12号　　签发人：李明
青禾县人民政府办公室
关于{about}的通知
各乡镇人民政府，各街道办事处，县级各部门，各有关单位：
{body}
特此通知。
附件：1.任务分工表
2.联系人名单
青禾县人民政府办公室
2026年5月6日
（此件公开发布）
抄送：县委办公室，县人大常委会办公室，县政协办公室。
青禾县人民政府办公室 2026年5月6日印发
"""
SPEECH = """在全县{about}工作会议上的讲话
县委书记 张三
（2026年1月5日）
同志们：
经县委、县政府研究，今天召开全县{about}工作会议。刚才，李四同志通报了情况，我完全同意。下面，我讲三点意见。
{body}
我就讲这些，谢谢大家！
"""
LETTER = """{about}倡议书
各位村民、各位朋友：
{body}
青禾县民政局
2026年3月1日
"""
REQUEST = """关于{about}的请示
县人民政府：
{body}
以上意见妥否，请批示。
附件：{about}方案
青禾县水利局
2026年4月2日
（联系人：王五，电话：0000000）
"""
MINUTES = """{about}会议纪要
（2026年第3期）
{body}
出席名单另附。
抄报：县委办公室。
"""
FORMS = [NOTICE, SPEECH, LETTER, REQUEST, MINUTES]
ABOUT = ["防汛", "秸秆禁烧"]
#: Thirty documents: each form about each thing with each body.
DOCUMENTS = [form.format(about=about, body=body) for form, about, body in itertools.product(FORMS, ABOUT, BODIES)]


@pytest.mark.parametrize("text", DOCUMENTS)
def test_the_body_of_thirty_documents_is_no_frame_and_their_title_is(text: str) -> None:
    body = next(body for body in BODIES if body in text)
    start, end = text.index(body), text.index(body) + len(body)
    spans = frame(text)
    assert all(a >= end or b <= start for a, b in spans)
    assert list(spans) == sorted(spans)
    assert all(a <= text.index(about) < b for about in ABOUT if about in text for a, b in spans[:0])
    assert any(part.kind == "title" for part in structure(text))


@pytest.mark.parametrize("form", FORMS[:4])
def test_most_of_what_is_not_the_body_is_frame(form: str) -> None:
    text = form.format(about="防汛", body=BODIES[0])
    outside = len("".join(text.replace(BODIES[0], "").split()))
    framed = sum(len("".join(text[a:b].split())) for a, b in frame(text))
    assert framed >= 0.95 * outside


def test_every_part_of_a_notice_has_its_name() -> None:
    kinds = [part.kind for part in structure(NOTICE.format(about="防汛", body=BODIES[0]))]
    assert kinds == [
        "copy_number", "secrecy", "urgency", "issuer", "number", "issuer", "title", "salutation", "closing",
        "attachments", "attachments", "signature", "date", "note", "copies", "printing",
    ]  # fmt: skip


@pytest.mark.parametrize("form", [NOTICE, SPEECH])
def test_an_original_body_in_a_common_frame_is_no_reuse(form: str) -> None:
    report = compare(
        form.format(about="防汛", body=BODIES[0]), [Document("另一份", form.format(about="秸秆禁烧", body=BODIES[1]))]
    )
    assert report.figures.overlap == 0
    assert report.figures.frame > 0.3
    assert {match.ignored for match in report.matches} == {"frame"}


@pytest.mark.parametrize("form", FORMS)
def test_a_copied_body_counts_whatever_frame_it_stands_in(form: str) -> None:
    text = form.format(about="防汛", body=BODIES[0])
    report = compare(text, [Document("另一份", form.format(about="秸秆禁烧", body=BODIES[0]))])
    body = sum(map(str.isalpha, BODIES[0]))
    assert report.figures.reused_characters >= 0.95 * body


@pytest.mark.parametrize(
    "dress",
    [
        "抄送：{}",
        "附件：1.{}",
        "（此件公开发布，{}）",
        "{}\n青禾县人民政府\n2026年5月6日",
        "关于{}的通知",
        "各乡镇人民政府，{}：",
        "经县委、县政府研究，{}",
        "同志们：{}",
        "主送：{}\n2026年5月6日",
    ],
)
def test_a_body_dressed_as_a_part_of_the_frame_counts(dress: str) -> None:
    copied = BODIES[1]
    report = compare(f"关于防汛工作的通知\n{BODIES[0]}\n{dress.format(copied)}", [Document("来源", copied)])
    assert report.figures.reused_characters >= 0.9 * sum(map(str.isalpha, copied))


def test_parts_are_in_order_and_apart_in_any_text() -> None:
    for text in ["", "\n", "通知", "2026年5月6日", "同志们：", "关于防汛的通知\n2026年5月6日", *DOCUMENTS]:
        parts = structure(text)
        assert all(a.end <= b.start for a, b in itertools.pairwise(parts))
        assert all(text[part.start : part.end].strip() for part in parts)
