"""What is found by paragraph is what is found in the whole, and known paragraphs are not gone through again."""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from simcheck.caching import MIB
from simcheck.cancelling import cancellable
from simcheck.errors import Cancelled
from simcheck.proof.anchors import anchors
from simcheck.proof.names import names
from simcheck.proof.numbers import numbers
from simcheck.proof.people import people
from simcheck.proof.things import things
from simcheck.text.paragraphs import by_paragraph

SENTENCES = (
    "清溪县委书记李明同志到云岭镇调研。",
    "侧深施肥覆盖率要达到86%！",
    "育才小学停了课，沙河两岸都有人。",
    "6月3日起在三楼会议室报名",
    "金穗米业在滨江路设点？",
    "负责人：",
    "共三十二户、42人。",
    "\n",
    "  ",
    "裕丰源米厂的保管员麻建设到岚皋去。",
)


class Found(NamedTuple):
    start: int
    end: int
    said: str


def texts(count: int) -> Iterator[str]:
    chance = random.Random(5)
    for _ in range(count):
        yield "".join(chance.choice(SENTENCES) + chance.choice(("", "\n", "\n\n", " \n")) for _ in range(12))


def test_paragraph_by_paragraph_is_found_what_the_whole_has() -> None:
    for text in texts(40):
        for function in (names, numbers, people, things):
            assert sorted(function(text)) == sorted(inspect.unwrap(function)(text)), text


def test_after_an_edit_only_its_paragraph_is_gone_through() -> None:
    seen: list[str] = []

    @by_paragraph(MIB)
    def towns(text: str) -> Iterator[Found]:
        seen.append(text)
        return (Found(*one.span(), one[0]) for one in re.finditer("..镇", text))

    text = "云岭镇缺水。\n杏坪镇也缺。\n柳沟镇不缺。"
    assert [(one.start, one.said) for one in towns(text)] == [(0, "云岭镇"), (7, "杏坪镇"), (14, "柳沟镇")]
    seen.clear()
    assert [(one.start, one.said) for one in towns(text.replace("也缺", "前年也缺"))] == [
        (0, "云岭镇"), (7, "杏坪镇"), (16, "柳沟镇"),
    ]  # fmt: skip
    assert seen == ["\n杏坪镇前年也缺。"]


def test_a_check_is_given_up_between_paragraphs() -> None:
    asked = iter((False, False, True))
    with pytest.raises(Cancelled), cancellable(lambda: next(asked), "稿"):
        list(names("云岭镇缺水。\n杏坪镇也缺。\n柳沟镇不缺。"))


def test_anchors_are_all_that_a_source_has_of_a_draft() -> None:
    for ours, theirs in zip(texts(30), texts(60), strict=False):
        taken = [(3, 30), (50, 50), (70, 90)]
        for (start, end), at in anchors(ours, taken, theirs + ours[::2]):
            assert ours[start:end] == (theirs + ours[::2])[at : at + end - start]
            assert all(end <= first or start >= last for first, last in taken if first < last)
    text = "挠力河灌区实行轮灌，育才小学停了课。"
    found = {text[slice(*span)] for span, _ in anchors(text, [], "育才小学离挠力河不远。")}
    assert found == {"挠力河", "育才小学"}
    assert not list(anchors(text, [(0, len(text))], "育才小学离挠力河不远。"))
    assert not list(anchors("", [], ""))
    assert not list(anchors(text, [], "河"))
