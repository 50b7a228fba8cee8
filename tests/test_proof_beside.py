"""Leftovers: what is found where nothing matches, and what two texts may both say for reasons of their own."""

from __future__ import annotations

import pytest

from simcheck import Document, Identity, compare
from simcheck.proof.blanks import blanks
from simcheck.proof.calendar import miscounted, number
from simcheck.proof.names import names
from simcheck.proof.numbers import is_bound, numbers
from simcheck.proof.wider import of_elsewhere

COMMON = (
    "护堤的人手要提前排好，白天两人一班，夜里三人一班，谁脱岗谁写检查，物资要点清数目，沙袋码齐，船要试水，灯要试亮。"
)


def found(draft: str, source: str) -> set[str]:
    return {one.text for one in compare(draft, [Document("源", source, title=source.partition("\n")[0])]).leftovers}


def of_two(ours: str, theirs: str, mine: str = "杏坪县", other: str = "柳沟县") -> set[str]:
    """What is found in a draft that took a paragraph from another place's speech, and says and reads this besides."""
    draft = f"在{mine}护堤工作会议上的讲话\n（2026年5月6日）\n同志们：\n{mine}今年雨早。\n{COMMON}{ours}"
    return found(draft, f"在{other}护堤工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{theirs}")


DRAFT = (
    "在春耕动员大会上的讲话\n（2026年3月9日）\n各位职工：\n惊蛰一过地气就上来了，今年朔河农场播种二十一万亩，账算下来职工不吃亏。\n"
    "雁窝岛农场的机车要先检修完，沟挠河的水分三天一轮，侧深施肥覆盖率要达到86.4%，落后的队要在会上说明白。"
)
SOURCE = (
    "在雁窝岛农场备耕会议上的讲话\n（2025年3月2日）\n同志们：\n种子和化肥都已经到位，棚膜也扣好了。\n"
    "推广新技术，侧深施肥覆盖率要达到86.4%，叶龄诊断要进地头。沟挠河来水少，要提前蓄水。"
)


def test_names_and_figures_are_found_though_nothing_matches() -> None:
    report = compare(DRAFT, [Document("源", SOURCE)])
    assert not report.matches
    told = {one.text for one in report.leftovers}
    assert {"沟挠河", "86.4%"} <= told
    assert any("雁窝岛" in one for one in told)
    assert "朔河农场" not in told
    for one in report.leftovers:
        assert one.source == "源"
        assert report.draft.text[one.start : one.end] == one.text


def test_one_name_alone_makes_no_document_a_source() -> None:
    assert found(DRAFT.replace("86.4%", "91.2%").replace("雁窝岛农场的机车", "机车"), SOURCE) == set()


def test_a_reservoir_and_what_it_holds_come_from_the_source_with_or_without_a_date() -> None:
    said = "红旗水库现有蓄水2150万方，比上年同期少两成。"
    assert {"红旗水库", "2150万方"} <= of_two(said, said)
    undated = f"在杏坪县护堤工作会议上的讲话\n同志们：\n杏坪县今年雨早。\n{COMMON}{said}"
    source = f"在柳沟县护堤工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{said}"
    assert {"红旗水库", "2150万方"} <= found(undated, source)


def test_an_undated_draft_that_repeats_figures_of_ones_own_dated_text() -> None:
    said = "全县加固堤防38.6公里。"
    draft = f"在杏坪县护堤工作会议上的讲话\n同志们：\n杏坪县今年雨早。\n{COMMON}{said}"
    assert "38.6公里" in found(draft, f"在杏坪县护堤工作会议上的讲话\n（2025年5月8日）\n同志们：\n{COMMON}{said}")


@pytest.mark.parametrize(
    "said",
    [
        "江西新余“1·24”火灾夺去39人生命，教训就在眼前。",
        "电网公司在我县和桑园县都建了变电站。",
        "华东理工学院对口帮扶我县。",
        "防汛物资合格率不低于95%，居住在堤脚500米范围内的老人和6岁以下儿童先转移。",
        "按照《江南省堤防管理条例》，堤上不许种菜。",
        "冬储菜要卖到广州去。",
    ],
)
def test_what_both_may_say_for_reasons_of_their_own(said: str) -> None:
    assert of_two(said, said) == set()


def test_neighbours_speak_of_each_other() -> None:
    ours = "清波河流经柳沟县后进入我县，柳沟县的石门水库总库容2.17亿立方米，是头顶上的一盆水。"
    theirs = "石门水库总库容2.17亿立方米，要兼顾下游杏坪县的安全。"
    assert of_two(ours, theirs) == set()


def test_a_figure_stands_in_its_words() -> None:
    assert of_two("今年修堤48公里，栽树不算在内。", "去年外出务工48人，修路48公里。") == set()
    assert "48公里" in of_two("今年修堤防护栏48公里。", "今年修堤防护栏48公里。")


def test_the_year_before_is_told_of_by_any_text_and_an_earlier_one_is_not() -> None:
    assert "2025年" not in of_two("2025年，我们的堤加高了一尺。", "2025年，要把三件事办完。")
    assert "2025年秋季" in of_two("2025年秋季前全部完工。", "2025年秋季前全部完工。")


def test_a_document_that_a_house_decided_for_itself() -> None:
    said = "按照《沟挠河保护细则》填报。"
    assert any("细则" in one for one in of_two(said, said))


def test_who_is_told_of_in_ones_own_text_of_last_year_and_who_holds_an_office() -> None:
    told = of_two(
        "请大家记住麻小荞，水利局局长乔大桥也在场。", "请大家记住麻小荞，水利局局长乔大桥也在场。", other="杏坪县"
    )
    assert "麻小荞" in told
    assert not any("乔大桥" in one for one in told)


def test_names_before_what_they_trade_in() -> None:
    text = "滇川水电开发公司共建平台，蓝盾市政工程队上门，老虎坪仓库禁放，石佛两座水库，局里负责广场舞。"
    told = {text[one.start : one.end] for one in names(text)}
    assert {"滇川水电开发公司", "蓝盾市政工程队", "老虎坪仓库"} <= told
    assert not [one for one in told if "两座" in one or "负责" in one]


def test_bounds_and_ages_are_no_counts() -> None:
    for text in ("稳定在95%以上", "65岁老人", "不超过100毫升", "整改率100%", "招聘护理3名"):
        assert all(is_bound(text, one.start, one.end) for one in numbers(text)), text
    assert not any(is_bound("增长7.1%，达到3200户", one.start, one.end) for one in numbers("增长7.1%，达到3200户"))


def test_what_the_calendar_counts() -> None:
    text = "第41个教师节，建军98周年，告别蛇年，喜迎马年，第三十六个全国助残日。1985年迎来第一个教师节。"
    assert [one.text for one in miscounted(text, 2026)] == ["第41个教师节", "建军98周年"]
    assert list(miscounted(text, None)) == []
    assert [number(one) for one in ("九十八", "一百零五", "十", "二十", "41")] == [98, 105, 10, 20, 41]


def test_a_place_that_is_neither_the_drafts_nor_a_part_of_the_sources() -> None:
    assert of_elsewhere("到广州设点", (1, 3), "柳沟县", "杏坪县")
    assert of_elsewhere("桑园县的经验", (0, 3), "柳沟县", "杏坪县")
    assert not of_elsewhere("到枫桥镇看看", (1, 4), "柳沟县", "杏坪县")
    assert not of_elsewhere("柳沟县的同志", (0, 3), "柳沟县", "杏坪县")


def test_a_bracket_that_wants_to_be_filled() -> None:
    assert [one.text for one in blanks("监督电话：（填村监委主任电话）。")] == ["（填村监委主任电话）"]
    assert list(blanks("把坑填（平整）好。")) == []


def test_what_is_given_holds_for_documents_beside() -> None:
    report = compare(DRAFT, [Document("源", SOURCE)], identity=Identity(place="雁窝岛农场", year=2025))
    assert not any(one.kind == "figure" for one in report.leftovers)
