"""What only looks left: words that no name is made of, figures that were updated, bounds, orders of the country."""

from __future__ import annotations

import pytest

from simcheck import Document, compare
from simcheck.proof.gazetteer import places
from simcheck.proof.identity import own_place
from simcheck.proof.name import Name
from simcheck.proof.names import names
from simcheck.proof.numbers import is_bound, numbers
from simcheck.proof.things import things
from simcheck.readers.content import Content, document

COMMON = (
    "护堤的人手要提前排好，白天两人一班，夜里三人一班，谁脱岗谁写检查，物资要点清数目，沙袋码齐，船要试水，灯要试亮。"
)


def found(ours: str, theirs: str, other: str = "柳沟县", head: str = "") -> set[str]:
    """What is found in a draft that has a paragraph and ``ours`` where the source has ``theirs``."""
    place = "杏坪县"
    draft = f"在{place}护堤工作会议上的讲话\n{head}（2026年5月6日）\n同志们：\n{place}今年雨早。\n{COMMON}{ours}"
    source = f"在{other}护堤工作会议上的讲话\n{head}（2025年5月8日）\n同志们：\n{COMMON}{theirs}"
    return {one.text for one in compare(draft, [Document("源", source)]).leftovers}


@pytest.mark.parametrize(
    "text",
    [
        "楼道里的电动车锂电池要搬走",
        "严查“众筹私教”",
        "各所检查辖区诊所",
        "新录用职工从次月起缴存",
        "请公安局交通警察大队到场",
    ],
)
def test_pieces_of_words_and_offices_of_any_place_are_no_names(text: str) -> None:
    assert not [*names(text), *things(text)]


def test_a_village_is_nobody() -> None:
    assert not [one for one in names("种植烤烟，阿路龙村的核桃油办下了许可") if one.kind == "person"]
    assert Name(3, 6, "person") in names("保管员麻建设在闸上")


@pytest.mark.parametrize(
    ("ours", "theirs", "left"),
    [
        ("参演规模：5000人，其中民兵3500人。", "参演规模：8000人，其中民兵5000人。", False),
        ("参演规模：5000人，其中民兵3500人。", "参演规模：5000人，其中民兵2500人。", True),
        ("演练定在6月9日9:30开始。", "演练定在6月3日9:30开始。", False),
        ("演练现场9:30开始签到。", "演练现场9:30开始签到。", True),
        ("按应急管理部令第53号执行。", "按应急管理部令第53号执行。", False),
        ("按县河长令第53号执行。", "按县河长令第53号执行。", True),
    ],
)
def test_what_was_updated_and_orders_of_the_country(ours: str, theirs: str, *, left: bool) -> None:
    assert bool(found(ours, theirs) & {"5000人", "9:30", "第53号"}) == left


def told(text: str) -> list[tuple[str, bool]]:
    """Every number of a text, and whether it is a bound."""
    return [(text[one.start : one.end], is_bound(text, one.start, one.end)) for one in numbers(text)]


def test_ranges_and_rates_are_rules() -> None:
    assert told("缴存比例为5%至12%。") == [("5%", True), ("12%", True)]
    assert told("由81%提高到92.6%。") == [("81%", False), ("92.6%", False)]
    assert told("酒精含量20毫克/100毫升") == []


def test_ones_own_author_and_standing_works_of_ones_own_place() -> None:
    body = "推进突发事件预警，完成红柳湾闸的改造。"
    assert not found(body, body, other="杏坪县", head="水利局局长 赵永贵\n")


def test_a_town_of_the_county_that_wrote_both_texts_is_no_other_place() -> None:
    waters = "白沙河、清水河断面全部达标，石桥镇、大柳镇排污口完成整治。"
    last = f"杏坪县河长制办公室2025年工作总结\n一、健全体系。{COMMON}\n二、水质提升。{waters}\n"
    own = "马家镇的老船工把祖传的量水尺捐给了河长办，新来的巡河员都要先摸一摸它。"
    draft = last.replace("2025年", "2026年").replace("\n二、", f"{own}\n二、")
    report = compare(draft, [Document("去年", last)])
    assert report.identity.place == "杏坪县"
    assert not {one.text for one in report.leftovers} & {"杏坪县", "白沙河", "清水河", "石桥镇", "大柳镇"}


@pytest.mark.parametrize(
    "area", ["护病区", "蓄滞洪区", "粮食主产区", "水产养殖区", "医院候诊区", "采煤沉陷区", "山洪易发区"]
)
def test_areas_of_a_use_are_no_places(area: str) -> None:
    """Nor is a draft of one that its sources do not name: 本稿属护病区."""
    text = f"在四家单位试点{area}的管理，今年一并安排。"
    assert not [text[start:end] for start, end in places(text)]
    source = (
        "在临江市动员会上的讲话\n同志们：\n临江市的泵站全部试机，值班的人夜里两点还在堤上巡查，谁家的门没有锁都记得住。"
    )
    draft = f"在动员会上的讲话\n同志们：\n{text}\n{source.splitlines()[2]}"
    assert compare(Document("稿", draft), [Document("源", source)]).identity.place is None


def test_a_place_is_not_a_drafts_own_for_its_ending_alone() -> None:
    assert own_place(Document("稿", "安宁疗护新病区明年建成，务工乡亲都来。"), "临江市的泵站全部试机。") is None
    assert own_place(Document("稿", "临淮市的河道清障早了一个月。"), "临江市的泵站全部试机。") == "临淮市"


def test_what_is_done_every_month_is_no_day() -> None:
    rhythm = "一周一对账、一月一通报、一月三督查，"
    assert found(rhythm, rhythm) == set()
    assert found("庙会定在农历二月十九，", "庙会定在农历二月十九，")
    assert found("祭灶在腊月二十三，", "祭灶在腊月二十三，")


def test_what_an_office_keeps_from_year_to_year_is_not_left() -> None:
    """Its telephone, all of something, and a plan that holds still."""
    body = "值班电话0717-2512345，办结率100%，落实《青山治理规划（2022—2035年）》，更换水泵73台。"
    assert found(body, body, other="杏坪县", head="水利局局长 赵永贵\n") == {"73台"}
    assert {"0717-2512345", "73台"} <= found(body, body)


@pytest.mark.parametrize(
    ("plan", "left"),
    [
        ("2026年5月底前完成汛前检查。", {"2026年5月底"}),
        ("2026年一季度前把资金拨付到位。", {"2026年"}),
        ("2026年春节期间开展督查。", {"2026年"}),
        ("2026年5月底前已完成汛前检查。", set()),
        ("2027年5月底前完成汛前检查。", set()),
    ],
)
def test_what_the_report_before_planned_for_the_year_looked_back_on_is_left(plan: str, left: set[str]) -> None:
    last = f"杏坪县水利局2025年工作总结\n一、护堤。{COMMON}\n二、下一步打算。{plan}\n"
    draft = last.replace("2025年", "2026年", 1).replace("\n二、", "马家镇的闸门换了新的，老船工都说好。\n二、")
    assert {one.text for one in compare(draft, [Document("去年", last)]).leftovers} == left


@pytest.mark.parametrize(
    "line",
    [
        "液氯、次氯酸钠、硝酸铵等危化品要双人双锁，",
        "裸房整治不能只刷临街的一面墙，书记登门道歉，草甘膦要登记，",
        "封控范围东至老粮站、北至火车站，临水临崖路段装护栏，",
    ],
)
def test_substances_walls_and_bounds_are_no_names(line: str) -> None:
    assert not found(line, line) & {"液氯", "次氯酸钠", "硝酸铵", "刷临街", "登门", "草甘膦", "北至火车站", "临水临崖"}


def test_what_stands_in_brackets_of_an_office_of_names_is_no_blank() -> None:
    told = "（仍为我局区划地名股电话）"
    assert not found(f"电话6032115{told}。", "电话6032110（我局区划地名股）。") & {told}


def test_days_of_every_year_are_none_of_last_year() -> None:
    line = "“6·9”国际档案日展览设在车站，采暖期为每年11月15日至次年3月15日。"
    assert not found(line, line) & {"6·9", "3月15日"}


def test_a_firm_a_year_later_is_the_same_firm() -> None:
    """Whatever far place it buys its coal from."""
    head, foot = "望都热力公司{}采暖季应急预案", "望都热力公司\n{}年10月20日"
    ours, theirs = "已与内蒙古鄂尔多斯签订长协4万吨。", "与山西阳泉签订长协3.2万吨。"
    draft = "\n".join([head.format("2025—2026"), COMMON, ours, foot.format(2025)])
    source = "\n".join([head.format("2024—2025"), COMMON, theirs, foot.format(2024)])
    assert compare(Document("稿", draft), [Document("源", source)]).identity.place is None


def test_a_day_that_was_copied_tells_no_year_in_a_text_read_from_a_file_either() -> None:
    notice = (
        "青禾县水利局{year}年防汛工作总结\n{year}年，全县早作准备。\n{common}{more}\n青禾县水利局\n2024年12月30日\n"
    )
    source = notice.format(year=2024, common=COMMON, more="落实《2024年防汛值守方案》，人人有责。")
    draft = notice.format(year=2025, common=COMMON, more="落实《2024年防汛值守方案》，人人有责，今年又添了两条船。")
    for name in ("text", "file"):
        ours, theirs = (
            Document(about, text) if name == "text" else document(about, Content(text))
            for about, text in (("稿", draft), ("源", source))
        )
        left = {one.text for one in compare(ours, [theirs]).leftovers}
        assert left == {"《2024年防汛值守方案》", "2024年12月30日"}, name


def test_how_long_until_a_rule_asks_for_more_is_no_count_and_who_has_not_moved_is() -> None:
    assert is_bound("着火1小时未能控制的", 2, 5)
    assert not is_bound("还有12户未搬迁", 2, 5)


def test_a_county_is_no_bound() -> None:
    line = "东至县人民医院的院长讲了经过，"
    assert "东至县人民医院" in found(line, line)
