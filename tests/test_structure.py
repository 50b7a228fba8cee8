"""The frame of official documents and speeches, told by shape and place; a body never hides in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

import pytest
from documents_of_office import FORMS as KINDS

from simcheck import Document, compare
from simcheck.text.frame import frame
from simcheck.text.structure import structure

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


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\v", "\u2028", "\n\n", " \n\u3000\u3000", "\xa0\n\xa0"])
@pytest.mark.parametrize("form", FORMS[:4])
def test_a_text_that_was_pasted_has_the_frame_of_its_file(form: str, ending: str) -> None:
    """A form on a web page sends \\r\\n, Word puts breaks of its own: the parts are the same as in a .docx."""
    written = form.format(about="防汛", body=BODIES[0])
    pasted = "\ufeff" + written.replace("\n", ending)

    def parts(text: str) -> list[tuple[str, str]]:
        return [(part.kind, text[part.start : part.end]) for part in structure(text)]

    assert parts(pasted) == parts(written)
    assert len(parts(written)) > 2


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


@pytest.mark.parametrize("kind", KINDS)
def test_thirty_kinds_of_documents_share_their_frame_alone(kind: str) -> None:
    ours = KINDS[kind].format(about="秸秆禁烧", body=BODIES[0])
    theirs = KINDS[kind].format(about="校园食堂管理", body=BODIES[2])
    start = ours.index(BODIES[0])
    assert all(b <= start or a >= start + len(BODIES[0]) for a, b in frame(ours))
    outside = sum(map(str.isalnum, ours.replace(BODIES[0], "")))
    assert sum(sum(map(str.isalnum, ours[a:b])) for a, b in frame(ours)) >= 0.97 * outside
    assert compare(ours, [Document("另一份", theirs)]).figures.overlap == 0
    copied = compare(ours, [Document("另一份", theirs.replace(BODIES[2], BODIES[0]))])
    assert copied.figures.reused_characters >= 0.95 * sum(map(str.isalpha, BODIES[0]))


def test_a_source_with_a_menu_above_its_title_has_its_frame_still() -> None:
    page = "首页 > 政务公开 > 政策文件\n字号：大 中 小　打印本页\n"
    ours = KINDS["通知"].format(about="秸秆禁烧", body=BODIES[0])
    theirs = page + KINDS["通知"].format(about="校园食堂管理", body=BODIES[2])
    assert compare(ours, [Document("网页", theirs)]).figures.overlap == 0


PROSE = "".join(BODIES)
PIECES = [piece for piece in re.split("[，。、]", PROSE) if piece]
TITLED = "关于做好防汛工作的通知\n"
BETWEEN = (
    "今年我们先把三件小事办完，桥洞里的灯要装上，菜市口的地要铺平，河边的栏杆要修好，别的事排在后面，不许开会代替干活。"
)


def cut(size: int) -> list[str]:
    letters = "".join(PIECES)
    return [letters[at : at + size] for at in range(0, len(letters), size)]


def above(lines: Iterable[str]) -> str:
    return "\n".join([*list(lines)[:13], TITLED + BETWEEN])


def below(lines: Iterable[str]) -> str:
    return TITLED + "\n".join([*list(lines)[:13], BETWEEN])


def last(lines: Iterable[str], end: str = "") -> str:
    return TITLED + "\n".join([BETWEEN, *lines]) + end


@pytest.mark.parametrize(
    "text",
    [
        last(["抄送：" + "，".join(f"{piece}办公室" for piece in PIECES)]),
        last(f"抄送：{piece}局" for piece in PIECES),
        last(f"送：{piece}部门" for piece in PIECES),
        last([f"附件：1.{PIECES[0]}表", *(f"{n}.{piece}表" for n, piece in enumerate(PIECES[1:], 2))]),
        last([f"附件：1.{cut(40)[0]}说明", *(f"{n}.{piece}说明" for n, piece in enumerate(cut(40)[1:], 2))]),
        last(f"附件：{piece}方案" for piece in cut(40)),
        last((f"{piece}部门" for piece in cut(24)), "\n2026年5月6日"),
        last((f"{piece[:20]}组 {piece[20:]}组" for piece in cut(40)), "\n2026年5月6日"),
        last(f"（此件{piece}）" for piece in cut(48)),
        last(f"联系人：{piece}" for piece in cut(38)),
        last(f"列席：{'、'.join(re.findall('.{1,15}', piece))}" for piece in cut(45)),
        last(f"主题词：{' '.join(re.findall('.{2,8}', piece))}" for piece in cut(40)),
        last(f"{piece}组2026年5月6日印发" for piece in cut(28)),
        last("\t".join(f"任务{one}" for one in re.findall(".{1,6}", piece)) for piece in cut(24)),
        "\n".join([cut(44)[0], cut(44)[1], cut(40)[2] + "通知", BETWEEN]),
        above(f"{piece}组" for piece in cut(25)),
        above(f"秘密★{piece}" for piece in cut(6)),
        above(f"{piece}〔2026〕1号 签发人：{piece}" for piece in cut(12)),
        above(f"签发人：{piece}" for piece in cut(20)),
        above(" ".join(f"{one}村" for one in re.findall(".{1,20}", piece)) for piece in cut(60)),
        below(f"{piece}部门" for piece in cut(24)),
        below(f"{piece[:24]}书记 {piece[24:]}" for piece in cut(30)),
        below(f"讲话人：{piece}" for piece in cut(25)),
        below(f"（{piece}会议）" for piece in cut(40)),
        below(f"在{piece}大会上" for piece in cut(36)),
        below(["，".join(f"{piece}部门" for piece in PIECES) + "："]),
        below(["、".join(f"{piece}同志" for piece in cut(8)[:30]) + "："]),
        below(f"会上，{piece}我完全同意。" for piece in cut(45)),
        below("任务是" + "，".join(f"落实{one}" for one in re.findall(".{1,20}", piece)) + "。" for piece in cut(60)),
        below(["。".join(f"我就{piece}讲几点意见" for piece in cut(34)) + "。"]),
        below(["。".join(f"我代表大家对{piece}表示衷心感谢" for piece in cut(40)) + "。"]),
        last(f"一、{piece}" for piece in PIECES),
        last(f"（{number}）加强{piece}工作" for number, piece in zip("一二三四五六七八九十", PIECES, strict=False)),
        last("\t".join(f"{one}局" for one in re.findall(".{1,13}", piece)) for piece in cut(39)),
        last(["序号", "任务", "责任单位", *(f"{piece}局" for piece in cut(13))]),
        last(["姓名", "性别", "民族", "籍贯", "职务", "备注", *(f"{piece}意见：" for piece in cut(13))]),
        last(["姓名", "性别", "民族", "籍贯", "职务", "备注", *(f"备注：{piece}" for piece in cut(19))]),
        last(["姓名", "性别", "民族", "籍贯", "职务", "备注", *(f"{piece}主任" for piece in cut(8))]),
        last(["青禾县人民政府", "2026年5月6日", *(f"{piece}说明" for piece in cut(40))]),
        last([one for piece in cut(40) for one in ("附件", f"{piece}说明")]),
        last([f"现将{piece}方案印发给你们，请执行。" for piece in cut(38)]),
        below(["。".join(f"您提出的{piece}建议收悉" for piece in cut(40)) + "。"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("framed", [False, True])
def test_a_copied_body_hides_in_no_part_of_a_frame(text: str, *, framed: bool) -> None:
    source = SPEECH.format(about="基层治理", body=PROSE) if framed else PROSE
    report = compare(text, [Document("来源", source)])
    assert report.verdict.decision == "fail"
    kept = sum(sum(map(str.isalpha, piece)) for piece in PIECES if piece in "".join(text.split()))
    assert report.figures.reused_characters >= 0.5 * kept
    assert report.figures.overlap > 0.4


def test_parts_are_in_order_and_apart_in_any_text() -> None:
    for text in ["", "\n", "通知", "2026年5月6日", "同志们：", "关于防汛的通知\n2026年5月6日", *DOCUMENTS]:
        parts = structure(text)
        assert all(a.end <= b.start for a, b in itertools.pairwise(parts))
        assert all(text[part.start : part.end].strip() for part in parts)
