"""What was left and only the words around it tell: halls, groups, sites, festivals, givers, bounds of a village."""

from __future__ import annotations

import pytest

from simcheck import Document, Identity, compare
from simcheck.proof.blanks import blanks
from simcheck.proof.identity import identity_of
from simcheck.proof.numbers import is_bound, numbers
from simcheck.proof.spots import spots
from simcheck.proof.towns import towns

COMMON = (
    "护堤的人手要提前排好，白天两人一班，夜里三人一班，谁脱岗谁写检查，物资要点清数目，沙袋码齐，船要试水，灯要试亮。"
)


def found(said: str) -> set[str]:
    """What is found in a draft that took a paragraph, and what is said, from the speech of another county."""
    draft = f"在杏坪县护堤工作会议上的讲话\n（2026年5月6日）\n同志们：\n杏坪县今年雨早。\n{COMMON}{said}"
    source = f"在柳沟县护堤工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{said}"
    return {one.text for one in compare(draft, [Document("源", source)]).leftovers}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("集合点设在弘一大师纪念厅。", "弘一大师纪念厅"),
        ("石磨镇铁砧头组一处民房进水。", "铁砧头"),
        ("爱心企业甘棠铺子还送来了姜汤。", "甘棠铺子"),
        ("孤岛槐花节照常办。", "孤岛槐花节"),
        ("值班表在朔萍在线公布。", "朔萍在线"),
        ("大家盼了多年，洹南百姓总算放心。", "洹南"),
        ("由交警三中队管住堤顶路。", "交警三中队"),
        ("中建六局代表表了态。", "中建六局"),
        ("会议决定聘请金卫东为防汛宣讲员。", "金卫东"),
        ("盗采砂石的当事人罗某平被行政拘留。", "罗某平"),
        ("物资存放在和顺佳苑，随用随取。", "和顺佳苑"),
        ("此事提交县政府第37次常务会议研究。", "县政府第37次常务会议"),
        ("公交17路、29路临时改线。", "29路"),
        ("守闸队员蹲守堤棚九个通宵，没有叫苦。", "九个"),
        ("党员占上堤人数的七成，不少人带病来。", "七成"),
        ("水退后40分钟内恢复了供电。", "40分钟"),
    ],
)
def test_names_and_figures_by_the_words_around_them(said: str, left: str) -> None:
    assert any(left in one or one in left for one in found(said)), found(said)


def test_what_every_place_has_is_no_name_of_one() -> None:
    text = "地点：县委大礼堂。办好户外音乐节，畲族百姓都来，本地百姓也来，爱心企业为大家送水，每村分三组清点。"
    assert list(spots(text)) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("彩礼控制在6.6万元以内", False),
        ("货款控制在6.6万元以内", True),
        ("核载10吨以上货车绕行", False),
        ("载重10吨以上货车绕行", True),
        ("年内只开展5次", False),
        ("年内再开展5次", True),
        ("只需要2个", True),
        ("20天内完成整改", True),
        ("20天内完成了整改", False),
    ],
)
def test_bounds_that_one_place_has_set_and_how_little_was_done(text: str, *, bound: bool) -> None:
    assert [is_bound(text, one.start, one.end) for one in numbers(text)] == [bound]


def test_a_request_to_add_something_is_a_blank() -> None:
    assert [one.text for one in blanks("附件：【请补充附件名称】\n（请各地补充说明）")] == ["【请补充附件名称】"]


def test_a_county_whose_name_is_a_word_is_told_by_how_often_its_ending_follows() -> None:
    assert list(towns("监利的渔民上了岸，平定的日子不远。")) == [("监利", "监利市")]


def test_when_a_meeting_was_held_tells_the_year_of_its_minutes() -> None:
    minutes = "理事会会议纪要\n时间：2025年11月26日\n会议听取了汇报。\n2026年购书经费另行审议。"
    assert identity_of(Document("纪要", minutes)).year == 2025


@pytest.mark.parametrize(("due", "left"), [("2025年6月", True), ("2026年6月", False)])
def test_a_plan_of_ones_own_whose_day_is_over(due: str, *, left: bool) -> None:
    said = f"下一步，力争{due}前完成塔楼改造。"
    draft = f"在护堤会议上的讲话\n（2026年5月6日）\n同志们：\n{COMMON}{said}"
    source = f"在护堤会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{said}"
    own = Identity("杏坪县")
    told = compare(draft, [Document("源", source, author="杏坪县")], identity=own).leftovers
    assert (due in {one.text for one in told}) == left


def _left(said: str, own: str = "今年我们换了做法，先问老人。") -> set[str]:
    """What a draft of another county left of a source that says the same."""
    source = f"清溪县防汛工作总结\n{said}这条沟叫老鹰沟，住着李家。\n清溪县水利局\n2025年5月6日"
    draft = f"青禾县防汛工作总结\n{said}{own}\n青禾县水利局\n2026年5月6日"
    return {one.text for one in compare(draft, [Document("源", source, title="清溪县防汛工作总结")]).leftovers}


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("全县一百九十口山塘都清了淤，塘埂加高了半米。", {"一百九十口"}),
        ("鸡蛋卖到一元八角一斤，猪肉十三元五角。", {"一元八角", "十三元五角"}),
        ("清了淤，加固了三座水库，新打了二百二十一眼机井。", {"三座", "二百二十一眼"}),
        ("冬天栽下一万两千株茶苗，架起三百八十根电杆。", {"一万两千株", "三百八十根"}),
        ("去年发了二十面锦旗，修了四座提灌站，买了三艘冲锋舟。", {"二十面", "四座", "三艘"}),
    ],
)
def test_figures_in_chinese_numerals_with_any_measure_word(said: str, figures: set[str]) -> None:
    assert figures <= _left(said)


@pytest.mark.parametrize(
    "said",
    [
        "三座大山要一座一座搬，四套班子一起上，三道防线不能破。",
        "四口之家也好，两张皮也好，说到底是心里有没有群众。",
        "一百个放心不如一次上门，四头八面都要想到。",
    ],
)
def test_sayings_with_numerals_are_no_figures(said: str) -> None:
    assert not {one for one in _left(said) if one[0] in "一二两三四五六七八九十"}


@pytest.mark.parametrize("thing", ["塘埂", "田埂", "口山塘", "塘口", "当家塘", "门塘", "毛渠", "机耕路", "坝脚"])
@pytest.mark.parametrize(
    "said",
    [
        "每口山塘都有人管，{}由组长看守，夜里打手电。",
        "去年冬天修{}，老人们自己扛着锄头来。",
        "{}上的草割了三遍，我们把{}、水沟都走了一遍。",
    ],
)
def test_what_every_village_has_is_no_place(thing: str, said: str) -> None:
    assert not {one for one in _left(said.format(thing, thing)) if thing[-2:] in one or "山塘" in one}
