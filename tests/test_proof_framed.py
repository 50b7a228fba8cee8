"""Leftovers in the frame of a draft, and whom a letter is for: numbers, signatures, contacts and places of others."""

from __future__ import annotations

import pytest

from simcheck import Document, Identity, compare
from simcheck.proof.framed import framed
from simcheck.proof.identity import identity_of
from simcheck.proof.numbers import numbers

BODY = "备足沙袋三千条，钢筋笼一百二十只，冲锋舟每周下水试一次，发动不起来的当天修好，夜里值班的人不许关灯睡觉。"
HELPED = (
    "去年八月柳河决口，松溪县派出四十二名队员，三天没有合眼，松溪县还送来大米和棉被，松溪县人民政府的领导打来电话。"
)


def notice(
    place: str, number: str, sign: str, date: str, *, said: str = "", head: str = "", below: str = "", to: str = ""
) -> str:
    """A notice of a county's bureau; ``said`` ends its body, ``head`` stands beside its number, ``below`` ends it."""
    title, opening = f"{place}水利局关于做好防汛工作的通知", "今年雨早，现将有关事项通知如下。"
    return f"{number}{head}\n\n{title}\n\n{to}各乡镇人民政府：\n\n{opening}\n\n{BODY}{said}\n\n{sign}\n{date}\n{below}"


def left(sign: str = "柳泉县水利局", number: str = "柳水发〔2026〕9号", said: str = "", **both: str) -> list[str]:
    """What is found in a draft of 柳泉县 beside what every such draft has from the notice of 清溪县."""
    draft = notice("柳泉县", number, sign, "2026年5月8日", said=said, **both)
    source = notice("清溪县", "清水发〔2025〕8号", "清溪县水利局", "2025年5月6日", **both)
    found = [one.text for one in compare(Document("稿", draft), [Document("源", source)]).leftovers]
    return [text for text in found if text not in ("三千条", "一百二十只")]


def test_a_draft_of_its_own_office_has_nothing_in_its_frame() -> None:
    assert left() == []


@pytest.mark.parametrize("date", ["2026年5月8日", ""])
def test_another_countys_office_that_signs_is_left(date: str) -> None:
    draft = notice("柳泉县", "柳水发〔2026〕9号", "清溪县水利局", date)
    found = [one for one in framed(draft, Identity("柳泉县", 2026)) if one.kind == "unit"]
    assert {one.text for one in found} == {draft[one.start : one.end] for one in found} == {"清溪县水利局"}
    assert identity_of(Document("稿", draft)).place == "柳泉县"
    assert "清溪县水利局" in left(sign="清溪县水利局")


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("柳泉县水利局　清溪县水利局关于联合防汛的通知", "柳泉县水利局　　清溪县水利局"),
        ("平川市水利局关于做好柳泉县防汛工作的通知", "平川市水利局"),
        ("柳泉县市场监督管理局关于做好防汛工作的通知", "柳泉县市场监管局"),
        ("柳泉县人民政府关于防汛准备情况的报告", "柳泉县水利局"),
        ("转发清溪县水利局关于防汛工作的通知", "清溪县水利局"),
        ("柳泉县水利局关于做好防汛工作的通知", "柳泉县水利工程建设管理中心"),
    ],
)
def test_offices_that_sign_together_or_above_or_in_short_are_right(title: str, sign: str) -> None:
    draft = f"{title}\n\n各乡镇人民政府：\n\n{BODY}\n\n{sign}\n2026年5月8日\n"
    assert list(framed(draft, Identity("柳泉县", 2026))) == []


def test_another_bureau_than_in_the_title_signs() -> None:
    assert left(sign="柳泉县教育局") == ["柳泉县教育局"]


def test_the_number_of_another_countys_office_is_left_wherever_it_stands() -> None:
    assert left(number="清水发〔2026〕9号") == ["清水发〔2026〕9号"]
    assert [one.text for one in framed(notice("柳泉县", "清政发〔2026〕9号", "", ""), Identity("柳泉县", 2026))] == [
        "清政发〔2026〕9号"
    ]
    assert left(said="请按清政办发〔2026〕12号文件执行。") == ["清政办发〔2026〕12号"]
    assert left(said="请按柳政办发〔2026〕12号文件执行。") == []


def test_whom_to_ask_is_the_sources_though_it_stands_outside_of_the_match() -> None:
    below = "（联系人：范小军，联系电话：0599-2321188）"
    assert left(below=below) == ["范小军", "0599-2321188"]
    assert left(head="　　签发人：范小军") == ["范小军"]
    assert left(below="附件：清溪县防汛责任人名单") == ["清溪县"]
    assert left(below="抄送：清溪县委办公室，县人大常委会办公室。") == ["清溪县"]


def test_a_day_of_printing_is_not_before_that_of_the_signature() -> None:
    for day, found in (("2026年5月8日", []), ("2026年5月6日", ["2026年5月6日"])):
        draft = notice(
            "柳泉县", "柳水发〔2026〕9号", "柳泉县水利局", "2026年5月8日", below=f"柳泉县水利局办公室　　{day}印发"
        )
        assert [one.text for one in framed(draft, Identity("柳泉县", 2026))] == found


def test_a_meeting_of_today_is_of_the_year_of_the_title() -> None:
    speech = "在2026年全县春耕大会上的讲话\n同志们：\n今天召开全县{}，安排春耕。"
    for met, found in (
        ("2026年春耕大会", []),
        ("2025年春耕大会", ["2025年春耕大会"]),
        ("2025年度总结表彰大会", []),
    ):
        assert [one.text for one in framed(speech.format(met), Identity("柳泉县", 2026))] == found


def test_numerals_of_ten_and_more_have_any_measure_word() -> None:
    text = "没有交付的二十三宗，借款十五笔，灭火器三十具，来信四百封，已办十二期，三千七百五十二例，二十六万平方米。"
    assert [text[one.start : one.end] for one in numbers(text)] == [
        "二十三宗", "十五笔", "三十具", "四百封", "十二期", "三千七百五十二例", "二十六万平方米",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "letter",
    [
        f"致松溪县人民政府的感谢信\n松溪县人民政府：\n{HELPED}\n柳泉县人民政府\n2026年1月4日",
        f"致松溪县的慰问信\n松溪县人民政府：\n{HELPED}\n中共柳泉县委\n柳泉县人民政府\n2026年1月4日",
        f"柳泉县人民政府致松溪县人民政府的慰问电\n松溪县人民政府：\n{HELPED}\n2026年1月4日",
        f"关于松溪县水利局来函的复函\n松溪县水利局：\n你局来函收悉。{HELPED}\n柳泉县水利局\n2026年1月4日",
        f"在松溪县茶叶节开幕式上的致辞\n柳泉县人民政府县长　周立民\n（2026年4月9日）\n各位来宾：\n贵县的茶香。{HELPED}",
        "致柳泉县父老乡亲的一封信\n柳泉县的父老乡亲们：\n春节将至，柳泉县委、县政府向大家拜年。\n2026年1月10日",
        f"县人民政府办公室关于举办柳泉瓜节的通知\n柳政办函〔2026〕9号\n各乡镇人民政府：\n{BODY}在柳泉县大石乡开幕。\n清溪县人民政府\n2026年5月8日",
    ],
)  # fmt: skip
def test_a_letter_is_of_who_signs_it_and_not_of_whom_it_is_for(letter: str) -> None:
    assert identity_of(Document("稿", letter)).place == "柳泉县"


def test_whom_a_letter_is_for_is_no_leftover_unless_its_source_is_for_the_same() -> None:
    source = f"在全县防汛会议上的讲话\n松溪县人民政府县长　郑文彬\n（2025年5月6日）\n同志们：\n{BODY}松溪县今年雨早。"
    letter = (
        f"致松溪县人民政府的感谢信\n松溪县人民政府：\n{BODY}松溪县的队员三天没有合眼。\n柳泉县人民政府\n2026年1月4日"
    )
    found = [one.text for one in compare(Document("稿", letter), [Document("源", source)]).leftovers]
    assert "三千条" in found
    assert "松溪县" not in found
    assert "清溪县" in left(to="清溪县")


def test_a_letter_of_last_year_to_another_county_is_no_text_of_that_county() -> None:
    letter = "致{0}人民政府的感谢信\n{0}人民政府：\n{1}贵县的师傅走的时候没有留下名字。\n青溪县人民政府\n{2}"
    ours, theirs = letter.format("沙溪县", BODY, "2026年2月11日"), letter.format("铜岭县", BODY, "2025年1月9日")
    report = compare(Document("稿", ours), [Document("源", theirs)])
    assert report.identity == Identity("青溪县", 2026)
    assert not [one for one in report.leftovers if one.kind in ("unit", "place")]


def test_a_reply_and_a_paper_that_is_passed_on_name_the_source_s_place_with_right() -> None:
    source = notice("清溪县", "清水发〔2025〕8号", "清溪县水利局", "2025年5月6日")
    draft = notice("柳泉县", "柳水发〔2026〕9号", "柳泉县水利局", "2026年5月8日")
    passed_on = draft.replace("柳泉县水利局关于", "柳泉县水利局转发清溪县水利局关于")
    reply = draft.replace("各乡镇人民政府：", "清溪县水利局：").replace("今年雨早", "贵局来函（清水函〔2026〕5号）收悉")
    for text in (passed_on, reply):
        report = compare(Document("稿", text), [Document("源", source)])
        assert report.identity == Identity("柳泉县", 2026)
        assert {one.text for one in report.leftovers} == {"三千条", "一百二十只"}
