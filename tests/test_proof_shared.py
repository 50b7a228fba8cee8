"""Leftovers: what two texts of two places may both say, and what was missed where only a few characters are shared."""

from __future__ import annotations

from simcheck import Document, compare
from simcheck.proof.names import names
from simcheck.proof.numbers import numbers
from simcheck.proof.people import people

COMMON = (
    "护堤的人手要提前排好，白天两人一班，夜里三人一班，谁脱岗谁写检查，物资要点清数目，沙袋码齐，船要试水，灯要试亮。"
)


def found(ours: str, theirs: str, place: str = "杏坪县", other: str = "柳沟县") -> list[str]:
    """What is found in a draft of one place that took a paragraph from the speech of another."""
    draft = f"在{place}护堤工作会议上的讲话\n（2026年5月6日）\n同志们：\n{place}今年雨早。\n{COMMON}{ours}"
    source = f"在{other}护堤工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{theirs}"
    return [one.text for one in compare(draft, [Document("源", source)]).leftovers]


def test_what_was_taken_from_elsewhere_is_found() -> None:
    said = "去年“4·16”管涌时，飞鹭救援队守了三天，县里立此类案件53起，查实率必须达到九成，队员甘小禾没有合眼。"
    told = found(said, said)
    assert {"4·16", "53起"} <= set(told)
    assert any("救援队" in one for one in told)
    assert any("甘小禾" in one for one in told)


def test_days_and_sums_of_the_whole_country_are_nobodys() -> None:
    said = "6月26日是国际禁毒日，凌晨12时起封路，国家基础标准为每人每年3600元，截至12月31日不变。"
    assert found(said, said) == []


def test_a_sentence_about_a_leader_names_places_that_are_nobodys() -> None:
    said = "习近平总书记在银川考察时讲过，防汛要立足于早。沈从文写过这条河，徐霞客走过这条河。"
    assert found(said, said) == []


def test_a_neighbour_is_no_leftover_and_the_other_place_is() -> None:
    ours, theirs = "水情要与邻近的柳沟县每日互通。", "水情要与邻近的杏坪县每日互通。"
    assert found(ours, theirs) == []
    said = "柳沟县的水情每日一报。"
    assert "柳沟县" in found(said, said)


def test_what_both_places_lie_in_is_no_leftover() -> None:
    said = "松岭县已把护堤补贴提高到每天一百二十元，县水利局芮局长上周来过。"
    assert found(said, said, "杏坪镇", "柳沟镇") == []


def test_a_run_of_the_source_outside_of_a_match_is_looked_at() -> None:
    own = "今年的桥修好了，路也通了，孩子们上学不再绕道。\n各村自己定日子，不搞一刀切，谁家有难处就说出来。\n"
    source = "会后请按柳政办发〔2024〕9号文件给予奖励。"
    assert any("〔2024〕9号" in one for one in found(f"\n{own}查实的，按柳政办发〔2024〕9号文件给予奖励。", source))


def test_a_decision_of_the_other_place_is_a_document() -> None:
    said = "举报的人按照《柳沟县护堤举报奖励办法》领奖。"
    assert any("办法" in one or one == "柳沟县" for one in found(said, said))


def test_words_are_no_places_and_people_of_history_no_leftovers() -> None:
    for text in ("天黑前转移", "幼儿园大班", "岁岁重阳", "过路车辆让好路", "由严处长任总指挥"):
        told = [text[one.start : one.end] for one in names(text)]
        assert not {"天黑", "大班", "重阳", "让好路", "任总"} & set(told)


def test_people_are_told_by_what_stands_around_them() -> None:
    for text, name in (
        ("支持像甘小禾这样的带头人回村", "甘小禾"),
        ("由乔明远牵头", "乔明远"),
        ("联系人：梁小禾，电话", "梁小禾"),
        ("卫大勇荣获一等奖", "卫大勇"),
    ):
        assert name in [one.name for one in people(text)]


def test_a_case_is_called_by_its_day_and_hours_alone_are_none() -> None:
    text = "“7·12”洪水、“3·19”事故、“5·12”地震、“9·18”事变，7时开会，8时30分散会，北纬26度30分，14至35周岁。"
    assert [text[one.start : one.end] for one in numbers(text)] == ["7·12", "3·19", "8时30分"]


def test_houses_without_a_place_are_told_apart() -> None:
    draft = f"在青杉大学开学典礼上的讲话\n（2026年9月2日）\n同学们：\n{COMMON}图书馆的灯由管理员卫小禾老师看着。"
    source = f"在白桦大学开学典礼上的致辞\n（2025年9月1日）\n同学们：\n{COMMON}图书馆的灯由管理员卫小禾老师看着。"
    assert any("卫小禾" in one.text for one in compare(draft, [Document("源", source)]).leftovers)
