"""Leftovers in texts whose characters are not those of their words: what is told of them is told of what is read."""

from __future__ import annotations

import pytest

from simcheck import Document, Report, compare
from simcheck.proof import proofread_alone
from simcheck.proof.legible import legible

SOURCE = """在清溪县经济工作会议上的讲话
（2025年1月8日）
同志们：
过去一年，清溪县完成地区生产总值128.6亿元，增长7.1%，云岭镇的竹笋加工带动农户3200户增收，县长李明同志多次到清溪高新区现场办公。我们要把每一个项目的责任人写在墙上、每周对账，谁的项目停了工，谁就到会上说清楚原因。
"""
OWN = "青禾县这一年走得很不容易，夏天的两场洪水冲毁了河堤，青禾县委把指挥部设在堤上，干部群众连夜抢险。\n"
DRAFT = f"在青禾县经济工作会议上的讲话\n（2026年1月9日）\n同志们：\n{OWN}{SOURCE.splitlines()[3]}\n"

RADICALS = str.maketrans("高大力人一户", "⾼⼤⼒⼈⼀⼾")
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def found(report: Report) -> set[tuple[str, str]]:
    return {(one.kind, legible(Document("", one.text)).document.text) for one in report.leftovers}


@pytest.mark.parametrize(
    "disguised",
    [
        pytest.param("\u200b".join(DRAFT), id="zero-width"),
        pytest.param(DRAFT.translate(RADICALS), id="radicals"),
        pytest.param(DRAFT.translate(WIDE), id="wide digits"),
        pytest.param("\u2060".join(DRAFT.translate(RADICALS).translate(WIDE)), id="all"),
    ],
)
def test_disguised_characters_hide_no_leftover(disguised: str) -> None:
    plain = compare(Document("稿", DRAFT), [Document("源", SOURCE)])
    assert {("place", "清溪县"), ("figure", "128.6亿元"), ("person", "李明")} <= found(plain)
    report = compare(Document("稿", disguised), [Document("源", SOURCE)])
    assert found(report) == found(plain)
    assert report.identity == plain.identity
    assert all(one.text == disguised[one.start : one.end] for one in report.leftovers)
    there = compare(Document("稿", DRAFT), [Document("源", "\u200b".join(SOURCE))])
    assert found(there) == found(plain)


def test_no_place_is_made_of_the_rest_of_a_disguised_word() -> None:
    """高新园区 is no name; with its first character in disguise 新园区 is none either."""
    body = (
        "全市有研发机构的企业不足四成，有一家做轴承的企业，为了请一位热处理工程师，"
        "先后开出过很高的年薪，还不及省会的一个高新园区。"
    )
    for text in (body, body.translate(RADICALS)):
        draft = Document("稿", f"在望湖区服务业大会上的讲话\n同志们：\n望湖区的家底是一湖水、半城人。\n{text}\n")
        report = compare(draft, [Document("源", f"在全市人才工作会议上的讲话\n同志们：\n{body}\n")])
        assert report.counted
        assert report.leftovers == ()


def test_a_draft_by_itself_is_told_as_it_stands() -> None:
    text = "在青禾縣動員會上的讲话\n同志们：\n青禾縣今年要完成\u200b投资__\u200b__亿元。\n"
    identity, left = proofread_alone(Document("稿", text))
    assert identity.place == "青禾縣"
    assert [one.text for one in left] == ["__\u200b__"]
    assert all(one.text == text[one.start : one.end] for one in left)
