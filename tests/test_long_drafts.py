"""Long drafts: the work of a check grows with the length of its draft, and it looks all along whether it is wanted.

What is counted are calls of functions, the same on every machine: those of a whole check, and the most between
two looks.
"""

from __future__ import annotations

import functools
import random
import re
import sys
import threading
from collections.abc import Callable

import pytest
from made import EXAMPLES, example_sources, shipped

from simcheck import Document
from simcheck.cancelling import cancellable
from simcheck.check import check

#: Calls between two looks: some 100 ms.
MOST = 100_000


@functools.cache
def sentences() -> list[str]:
    files = sorted((EXAMPLES / "speeches").glob("*.txt"))
    return re.findall(r"[^。\n]+[。\n]+", "".join(file.read_text("utf-8") for file in files))


def varied(size: int) -> str:
    """The sentences of the examples again and again, in any order, and most of them with other words."""
    chance, told, words = random.Random(1), "", "扎实 切实 推进 加强 全面 深入 提升 优化 项目 企业 服务 群众".split()
    while len(told) < size:
        sentence = chance.choice(sentences()).replace(chance.choice(words), chance.choice(words))
        at = chance.randrange(len(sentence))
        told += sentence[:at] + chance.choice([chance.choice(words), "", ""]) + sentence[at:]
    return told[:size]


def quoting(size: int) -> str:
    """As much that is quoted as not."""
    chance, told = random.Random(2), ""
    while len(told) < size:
        told += f"习近平总书记指出：“{chance.choice(sentences()).strip()}”{chance.choice(sentences())}"
    return told[:size]


def in_one_line(size: int) -> str:
    return varied(size).replace("\n", "")


def repeated(size: int) -> str:
    files = sorted((EXAMPLES / "drafts").glob("*.txt"))
    told = "".join(file.read_text("utf-8") for file in files)
    return (told * (size // len(told) + 1))[:size]


def calls(text: str) -> tuple[int, int]:
    """How many functions a check of a text calls, and the most between two looks."""
    count = last = most = 0

    def counted(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    def looked() -> bool:
        nonlocal last, most
        if threading.current_thread() is threading.main_thread():
            last, most = count, max(most, count - last)
        return False

    with cancellable(looked, "稿"):
        sys.setprofile(counted)
        try:
            check(Document("稿", text), example_sources(), shipped())
        finally:
            sys.setprofile(None)
    return count, max(most, count - last)


@pytest.mark.parametrize(
    ("made", "size"),
    [
        (in_one_line, 4_000),
        (repeated, 8_000),
        *(pytest.param(one, 8_000, marks=pytest.mark.long) for one in (in_one_line, varied, quoting)),
    ],
)
def test_work_grows_with_the_draft_and_no_faster_and_looks_come_often(made: Callable[[int], str], size: int) -> None:
    calls(made(500))
    (once, _), (threefold, between) = calls(made(size)), calls(made(3 * size))
    assert threefold < 4.5 * once
    assert between < MOST
