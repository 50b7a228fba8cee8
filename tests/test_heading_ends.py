"""A passage does not go on into a heading that was not copied; one that was copied stays."""

from __future__ import annotations

import pytest

from simcheck import Document, compare

COPIED = (
    "裸房整治不能只刷临街的一面墙，沟渠清理不能只清领导要走的那一段。每个村选出一名环境监督员，由群众投票产生，每月给50元话费补贴，"
    "发现问题直接发到县里的工作群。"
)
OURS = "逢五逢十我去一个村，不通知、不吃饭、不听念稿子。请各位也给自己定一条，写下来贴在办公室门上。"
THEIRS = "农时不等人。秧苗早就过了插的时候，凡是涉及农时的事，一律打电话、发短信直接通知到村。"
ABOVE = ("最让我揪心的是地，一片好地里长着齐腰的蒿草。", "茶叶要卖出好价钱，鲜叶收购标准下个月统一。")


def passage(ours: tuple[str, str], theirs: tuple[str, str], copied: str = COPIED) -> tuple[str, str]:
    """What of a draft is told and what of its source, with headings before and behind the copied paragraph."""
    draft = "\n\n".join([ABOVE[0], ours[0], copied, ours[1], OURS])
    source = "\n\n".join([ABOVE[1], theirs[0], COPIED, theirs[1], THEIRS])
    [match] = compare(draft, [Document("来源.txt", source)]).counted
    return match.draft.text.strip(), match.source.text.strip()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("三、干部要到地里去", "三、改一改干部的作风"),
        ("（三）干部要下村", "（三）干部要换作风"),
        ("第三部分　干部要到地里去", "第三部分　干部作风要改"),
        ("3. 干部带头下地", "3. 干部改作风"),
        ("三、干部要到地里去。", "三、干部的作风要改。"),
        ("干部要到地里去", "干部作风要改一改"),
    ],
)
@pytest.mark.parametrize("edited", [False, True])
def test_a_heading_that_was_not_copied_is_left_out(ours: str, theirs: str, *, edited: bool) -> None:
    copied = COPIED.replace("不能只刷", "不要只粉刷").replace("发现问题", "看到问题就") if edited else COPIED
    draft, source = passage(("二、办好三件事", ours), ("二、管起来两件事", theirs), copied)
    assert draft == copied
    assert source == COPIED


@pytest.mark.parametrize(
    "heading", ["三、把锣挂到最高的那棵树上", "（三）谁家住得低谁家先走", "把锣挂到最高的那棵树上"]
)
def test_a_heading_that_was_copied_stays(heading: str) -> None:
    draft, source = passage(("二、办好三件事", heading), ("二、管起来两件事", heading))
    assert draft == source == f"{COPIED}\n\n{heading}"


def test_headings_alone_and_those_within_a_passage_stay() -> None:
    ours = f"{COPIED}\n\n三、到地里去\n\n{THEIRS}"
    [match] = compare(ours, [Document("来源.txt", f"{COPIED}\n\n三、改一改作风\n\n{THEIRS}")]).counted
    assert match.draft.text == ours


@pytest.mark.parametrize("number", ["第二件事，", "二是", "（二）", "其次，", "二要", "第二，"])
def test_the_number_of_the_next_paragraph_is_no_part_of_a_passage(number: str) -> None:
    source = f"{ABOVE[1]}\n{COPIED}\n{number}{THEIRS}"
    [match] = compare(f"{ABOVE[0]}\n{COPIED}\n{number}{OURS}", [Document("来源.txt", source)]).counted
    assert match.draft.text.strip() == match.source.text.strip() == COPIED
    both = f"{COPIED}\n{number}{THEIRS}"
    [whole] = compare(f"{ABOVE[0]}\n{both}", [Document("来源.txt", source)]).counted
    assert whole.draft.text.strip() == both
