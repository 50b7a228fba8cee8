"""Organs of another level, names spelt in two ways, words cut wrongly, terms of the draft's own year."""

from __future__ import annotations

import pytest

from simcheck import Document, Identity, compare
from simcheck.proof.almanac import impossible
from simcheck.proof.blanks import blanks
from simcheck.proof.identity import identity_of
from simcheck.proof.organs import of_another_level
from simcheck.proof.spelt import misspelt
from simcheck.proof.stage import proofread_alone


def organs(text: str, place: str | None = "青禾县") -> list[str]:
    return [one.text for one in of_another_level(text, Identity(place, 2026))]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("区纪委监委对吃拿卡要的案例点名通报。", ["区纪委监委"]),
        ("各区直部门要向区政府报告，区应急管理局每晚抽查。", ["区直部门", "区政府", "区应急管理局"]),
        ("成立由区长任组长的领导小组，结合本区实际，全区都要动手。", ["区长", "本区", "全区"]),
        ("各县（市、区）人民政府要在三月前报送进度。", ["各县（市、区）人民政府"]),
    ],
)
def test_organs_of_another_level_are_left(said: str, left: list[str]) -> None:
    assert organs(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "请县政府督办，报市委、市政府备案，各乡镇党委要抓好。",
        "云麓区委、区政府去年帮过我们。",
        "县、乡两级和市、区政府有关部门都有责任。",
        "开发区、园区、库区要查，全区域都要覆盖；景区全区禁火。",
        "在全市各县（市、区）中排名第三。",
        "小区长廊、社区委员会、辖区政府储备地块都看了。",
    ],
)
def test_organs_above_below_and_of_others_are_right(said: str) -> None:
    assert organs(said) == []


def test_an_autonomous_region_is_no_district() -> None:
    assert organs("认真落实自治区党委部署，区政府、区直部门来督查。") == []
    assert organs("区政府、区直部门来督查。", "宾阳县") == []


def test_a_districts_draft_has_no_county_and_a_towns_no_street() -> None:
    assert organs("请县政府办公室督办，县级以上人民政府应当公布。", "云麓区") == ["县政府办公室"]
    assert organs("镇党委、镇政府研究，报区委同意，乡政府配合。", "白沙镇") == ["乡政府"]


def test_a_letter_may_name_the_organs_of_whom_it_is_for() -> None:
    assert organs("青禾县水利局关于商请联合执法的函\n云麓区水利局：\n请区政府有关部门配合。\n") == []


@pytest.mark.parametrize("sign", ["松台县人民政府", "松台县人民政府办公室"])
def test_a_signature_of_another_place_than_the_title_is_left(sign: str) -> None:
    body = "去年的霜冻打坏了六百亩油菜，今年要早。请各地抓紧备种。"
    draft = Document(
        "稿", f"永丰县人民政府关于春耕备耕工作的通知\n\n各乡镇人民政府：\n\n{body}\n\n{sign}\n2026年2月20日\n"
    )
    assert identity_of(draft).place == "永丰县"
    _, left = proofread_alone(draft)
    assert [(one.kind, one.text) for one in left] == [("unit", sign)]


@pytest.mark.parametrize(
    "said",
    [
        "县教育局局长周文彬同志通报了情况。我赞成。周文斌同志讲到的问题要慎重。",
        "局长周文彬作了说明。会后请周文斌局长再查一遍。",
    ],
)
def test_a_name_spelt_in_two_ways_is_told_once(said: str) -> None:
    assert [one.text for one in misspelt(said)] == ["周文斌"]


def test_the_name_of_the_speaker_is_the_right_one() -> None:
    said = "在全县安全生产会议上的讲话\n清河县县长　刘志刚\n（2026年6月3日）\n同志们：\n刚才，刘志钢同志传达了精神。\n"
    assert [one.text for one in misspelt(said)] == ["刘志钢"]


@pytest.mark.parametrize(
    "said",
    [
        "会后请王建军同志牵头，王建君同志配合。王建军同志负责总调度。",
        "张伟明同志讲了情况。张伟民同志补充。张伟明、张伟民同志都是老党员。",
        "李晓明局长到会。李晓红局长请假。",
        "周文彬同志通报了情况。周文彬局长再查一遍。",
    ],
)
def test_two_persons_and_one_spelling_are_right(said: str) -> None:
    assert list(misspelt(said)) == []


SOURCE = (
    "青石县教育局关于扩建资金的请示\n县人民政府：\n县第二幼儿园建于1998年，每年报名季园门口都有家长连夜排队，群众反映十分强烈。"
    "拟开通火车站到园区的通勤公交，首班车清晨五点半发车。请安排资金，确保2026年秋季学期投入使用。\n青石县教育局\n2025年4月9日\n"
)
DRAFT = (
    "永丰县教育局关于扩建资金的请示\n县人民政府：\n县实验幼儿园老旧，每年报名季园门口都有家长连夜排队，群众反映十分强烈。"
    "拟开通火车站到园区的通勤公交，首班车清晨六点一刻发车。请安排资金，确保2026年秋季学期投入使用。\n永丰县教育局\n2026年4月12日\n"
)


def test_cut_words_and_terms_of_the_own_year_are_not_left() -> None:
    assert [one.text for one in compare(Document("稿", DRAFT), [Document("源", SOURCE)]).leftovers] == []
    old = DRAFT.replace("2026年秋季学期", "2025年秋季学期")
    source = SOURCE.replace("2026年秋季学期", "2025年秋季学期")
    assert [one.text for one in compare(Document("稿", old), [Document("源", source)]).leftovers] == ["2025年秋季学期"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("定于1月15日（星期三）召开，9月31日前报送。", ["1月15日（星期三", "9月31日"]),
        ("2025年2月29日星期六开会。今天是2025年教师节。", ["2025年2月29日星期六", "2025年"]),
        ("定于1月15日（星期四）上午召开；2025年3月12日（周三）的会已经开过。", []),
        ("去年3月12日（星期三）开过会。1月4日（星期一）开工。12月31日前报送。", []),
    ],
)
def test_days_that_no_calendar_of_the_year_has_are_left(said: str, left: list[str]) -> None:
    assert [one.text for one in impossible(said, Identity("青禾县", 2026))] == left


def test_a_signature_long_before_the_year_of_the_title_is_left() -> None:
    notice = "永丰县人民政府关于2026年春耕工作的通知\n\n各乡镇人民政府：\n\n"
    notice += "今年要早，请各地抓紧备种。\n\n永丰县人民政府\n{0}\n"
    for date, left in (("2025年2月20日", ["2025年2月20日"]), ("2025年12月20日", []), ("2026年2月20日", [])):
        assert [one.text for one in proofread_alone(Document("稿", notice.format(date)))[1]] == left


def test_a_number_without_its_figure_is_a_blank() -> None:
    assert [one.text for one in blanks("根据永政发〔2024〕号文件，按照永政发〔2024〕3号办理。")] == ["〔2024〕"]


BUSINESS = (
    "{0}关于扫雪工作的通知\n各中队：\n坡道由机械一中队负责，融雪剂{1}前撒完；预算控制在{2}以内，动员农户把柴草码整齐，宿舍晚上{3}熄灯。"
    "少儿古筝班在{4}上课，报名表由{5}代收。请各单位认真抓好落实，有情况随时报告，夜里值班的人不许关灯睡觉。\n{0}\n{6}\n"
)


def test_hours_budgets_halls_and_firms_of_the_source_are_left_and_plain_words_are_not() -> None:
    theirs = ("凌晨四点", "1280万元", "十点二十分", "二楼排练厅", "正源招标代理公司")
    source = BUSINESS.format("青石县城市管理局", *theirs, "2025年12月5日")
    mine = BUSINESS.format("永丰县城市管理局", *theirs, "2026年12月8日")
    found = compare(Document("稿", mine), [Document("源", source)]).leftovers
    assert [one.text for one in found] == ["凌晨四点", "1280万元", "晚上十点二十分", "二楼排练厅", "正源招标代理公司"]
    own = ("凌晨三点半", "1360万元", "十点四十分", "三号楼大厅", "鼎新招标代理公司")
    written = BUSINESS.format("永丰县城市管理局", *own, "2026年12月8日")
    assert [one.text for one in compare(Document("稿", written), [Document("源", source)]).leftovers] == []
