# ruff: noqa: E501 - a text stands in one line
"""Figures of one's own earlier text that were not brought up to date, whichever source the passage is told of."""

from __future__ import annotations

import pytest

from simcheck import Acceptance, Document, Report, compare
from simcheck.messages import words
from simcheck.reporters.phrases import hint

SAID = "过去一年，全县粮食总产达到{}万吨，增长2.4%；农村居民人均可支配收入{}元，增长6.8%；新建高标准农田{}万亩，红薯粉条加工产值突破{}亿元。"
OPENING = "经县委、县政府研究，今天召开全县农业农村工作会议，主要任务是总结去年工作，安排今年任务。刚才，农业农村局和渭田镇作了发言，讲得都很实在。下面，我讲三点意见。"
OWN = (
    "在2025年全县农业农村工作会议上的讲话\n柳泉县人民政府县长　周立民\n（2025年2月26日）\n同志们：\n下面，我再讲几点意见。\n一、肯定成绩，看清差距\n"
    + SAID.format("41.3", "18745", "5.2", "9")
    + "柳河两岸的大棚从三千座发展到五千四百座，早春西瓜卖到了十二个省。\n机井老化，村集体年收入不足五万元的村还有87个。\n"
    "二、先说水\n今年县里拿出3600万元，把1260眼病井修一遍，井井通电、井井有人管。\n"
)
PEER = (
    f"在全县农业农村工作会议上的讲话\n松溪县人民政府县长　郑文彬\n（2025年2月18日）\n同志们：\n{OPENING}\n一、算清去年的账\n"
    + SAID.format("7.9", "21860", "1.2", "3")
    + "成绩要看到，短板更要看到：卖原料多、卖品牌少的老问题没有根本改变。\n"
)
HEAD = "在2026年全县农业农村工作会议上的讲话\n柳泉县人民政府县长　周立民\n（2026年2月27日）\n同志们：\n"
DRAFT = f"{HEAD}{OPENING}\n一、看清家底\n{SAID.format('43.1', '20110', '4.7', '11')}\n上个月我去大石乡，一片好地里长着齐腰的蒿草，这个账怎么算都心疼。\n"


def checked(draft: str, own: str = OWN, peer: str = PEER, *, authors: tuple[str, ...] = ()) -> Report:
    sources = [
        Document("本县.txt", own, author="柳泉县人民政府县长 周立民"),
        Document("邻县.txt", peer, author="松溪县人民政府县长 郑文彬"),
    ]
    return compare(draft, sources, acceptance=Acceptance(authors=authors))


def renewed(report: Report) -> set[str]:
    return {one.text for one in report.leftovers if "是否已更新" in one.note}


@pytest.mark.parametrize("authors", [(), ("周立民",)])
def test_last_years_figures_are_told_though_the_passage_is_told_of_a_neighbour(authors: tuple[str, ...]) -> None:
    report = checked(DRAFT, authors=authors)
    assert renewed(report) == {"2.4%", "6.8%"}
    assert all(one.source == "本县.txt" for one in report.leftovers if one.text in ("2.4%", "6.8%"))


def test_they_are_told_where_no_passage_is_found_and_where_the_own_text_is_a_note() -> None:
    note = "2025年情况简报\n柳泉县人民政府办公室\n2025年1月20日\n全县粮食总产达到41.3万吨，增长2.4%。村集体年收入不足五万元的村还有87个。\n"
    said = "今年的会开短一点，只讲地里的事，先把账摆出来：去年我们的粮食总产43.1万吨，同比增长2.4%，村集体年收入不足五万元的村还有87个。\n"
    report = checked(HEAD + said + "谁家的地荒了，年底就在会上说清楚，种子钱五月前补到卡上。", note)
    assert renewed(report) == {"2.4%", "87个"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("粮食总产43.1万吨，同比增长2.4%，地里的人少了。", {"2.4%"}),
        ("人均可支配收入两万元出头，增速6.8%，腰包鼓了一点。", {"6.8%"}),
        ("机井的事，去年说修1260眼，今年再拿出3600万元。", {"3600万元"}),
        ("财政收入增长2.4%，地里的人少了。", set()),
        ("村集体年收入不足五万元的村还有87个，这个数一年没动，我脸上发烧。", set()),
        ("学校修厕所今年再花3600万元，一个坑位也不许省。", set()),
    ],
)
def test_a_figure_is_told_in_other_words_where_it_is_of_the_same(said: str, told: set[str]) -> None:
    assert renewed(checked(f"{HEAD}今天不念稿子。{said}")) == told


def test_a_draft_that_was_brought_up_to_date_has_none() -> None:
    fresh = DRAFT.replace("2.4%", "4.4%").replace("6.8%", "7.3%")
    assert renewed(checked(fresh)) == set()


def test_figures_of_the_other_county_are_not_called_ones_own_last_years() -> None:
    report = checked(DRAFT.replace("2.4%", "3.9%"), OWN.replace("2.4%", "1.1%"), PEER.replace("2.4%", "3.9%"))
    assert "3.9%" not in renewed(report)


def test_an_author_who_names_no_place_is_known_by_the_name() -> None:
    """A firm's or a school's text, or one of which the place is told nowhere."""
    own = "在2025年春季开学典礼上的讲话\n（2025年2月20日）\n同学们：\n去年全校师生读书人均达到18.6册，增长6.8%。\n"
    draft = "在2026年春季开学典礼上的讲话\n（2026年2月20日）\n同学们：\n先报一个数：师生读书人均达到21.2册，同比增长6.8%。球场的灯换了。\n"
    for author, told in (("校长 周立民", {"6.8%"}), ("校长 李四", set())):
        sources = [Document("旧.txt", own, author="校长 周立民"), Document("邻县.txt", PEER)]
        assert renewed(compare(Document("稿.txt", draft, author=author), sources)) == told


def test_the_hint_says_to_bring_them_up_to_date() -> None:
    report = checked(DRAFT)
    told = [hint(report, match, words("zh")) for match in report.counted]
    assert any("“2.4%”" in one and "是否已更新" in one and "是否本地情况" not in one for one in told)
