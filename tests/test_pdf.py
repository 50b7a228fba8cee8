"""PDF: the paragraphs that were set, not the lines that a page broke them into, and nothing of the page's furniture."""

from __future__ import annotations

import random
import re

import pytest
from fakes import speech
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import Put, pdf, wrapped

from simcheck.errors import DraftError
from simcheck.readers.pdf import content

#: Without numbers, which a page does not break.
PARAGRAPHS = [re.sub(r"\d+", "多", speech(seed, 1 + seed % 5)) for seed in range(12)]


def text(*pages: list[Put]) -> str:
    return content(pdf(*pages), "稿.pdf").text


def test_wrapped_lines_are_joined() -> None:
    assert text(wrapped(PARAGRAPHS)) == "\n".join(PARAGRAPHS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 130), min_size=1, max_size=10), st.integers(0, 10**6))
def test_paragraphs_of_any_length_come_back_if_they_are_indented(lengths: list[int], seed: int) -> None:
    chance = random.Random(seed)
    # A page without a second line in a paragraph does not show its margin.
    lengths = [90, *lengths]
    words = "坚持 稳中 求进 推动 高质量 发展 改革 开放 以人民 为中心 保障 民生".split()
    paragraphs = ["".join(chance.choices(words, k=length))[:length] for length in lengths]
    assert text(wrapped(paragraphs)) == "\n".join(paragraphs)


def test_paragraphs_without_an_indent_are_told_by_short_lines_and_gaps() -> None:
    whole = "坚持稳中求进工作总基调推动高质量发展取得新成效" * 5
    puts = wrapped([whole[:90], whole[:75]], indent=0)
    assert text(puts) == f"{whole[:90]}\n{whole[:75]}"
    full = [*wrapped([whole[:80]], indent=0), *wrapped([whole[:80]], indent=0, top=760 - 2 * 16 - 12)]
    assert text(full) == f"{whole[:80]}\n{whole[:80]}"


def test_headings_and_numbered_paragraphs_begin_anew() -> None:
    line = "坚持稳中求进工作总基调推动高质量发展取得新成效坚持稳中求进工作总基调推动高质"[:40]
    puts = [
        Put("在全市教育大会上的讲话", 200, 760, 18),
        *wrapped([line + line[:20]], top=720, indent=0),
        Put("二、" + line[:38], 90, 720 - 32),
        Put("（三）" + line[:37], 90, 720 - 48),
    ]
    assert text(puts) == f"在全市教育大会上的讲话\n{line}{line[:20]}\n二、{line[:38]}\n（三）{line[:37]}"


def test_lines_far_apart_in_another_size_are_joined_too() -> None:
    whole = "坚持稳中求进工作总基调推动高质量发展取得新成效" * 9
    wide = [Put(whole[at : at + 27], 90, 400 - 30 * at / 27, 15) for at in range(0, 27 * 5, 27)]
    assert text([*wrapped([whole], top=760), *wide]) == f"{whole}\n{whole[: 27 * 5]}"


def test_western_words_are_joined_with_a_space() -> None:
    puts = [
        Put(
            "The county has built sixty-two kilometres of new roads and cleaned nine rivers so that the people of",
            60,
            700,
        ),
        Put("the villages can reach the school and the hospital in half an hour.", 60, 684),
        Put("It will go on.", 60, 668),
    ]
    assert text(puts) == f"{puts[0].text} {puts[1].text}\n{puts[2].text}"


def furnished(number: int, body: list[Put], style: str = "— {} —") -> list[Put]:
    return [
        Put("青禾县人民政府文件", 250, 810),
        *body,
        Put(style.format(number), 280, 30),
    ]


@pytest.mark.parametrize(
    "style", ["— {} —", "{}", "- {} -", "第 {} 页", "第{}页 共3页", "{}/3", "Page {} of 3", "·{}·"]
)
def test_page_numbers_and_running_heads_are_left_out(style: str) -> None:
    pages = [furnished(number, wrapped(PARAGRAPHS[4 * number : 4 * number + 4]), style) for number in range(3)]
    assert text(*pages) == "\n".join(PARAGRAPHS)


def test_text_at_the_edge_of_a_single_page_stays() -> None:
    body = wrapped(["现在我代表县人民政府向大会报告工作请予审议", "过去一年成绩来之不易"], top=815)
    assert text(body).startswith("现在我代表县人民政府")
    assert text([*body, Put("青禾县人民政府办公室", 90, 40)]).endswith("青禾县人民政府办公室")


def test_a_paragraph_goes_on_over_the_page() -> None:
    whole = "坚持稳中求进工作总基调推动高质量发展取得新成效" * 40
    lines = wrapped([whole])
    first = [*lines[:10], Put("1", 290, 30)]
    second = [Put(line.text, line.left, line.base + 160) for line in lines[10:]] + [Put("2", 290, 30)]
    assert text(first, second) == whole


@pytest.mark.parametrize("by_rows", [False, True])
def test_two_columns_are_read_one_after_the_other(by_rows: bool) -> None:
    left = wrapped(PARAGRAPHS[:6], letters=19, left=80, top=700)
    right = wrapped(PARAGRAPHS[6:], letters=19, left=300, top=700)
    columns = [*left, *right]
    if by_rows:  # as some programs write them
        columns.sort(key=lambda put: (-put.base, put.left))
    assert text([Put("在全市教育大会上的讲话", 200, 760, 18), *columns]) == "\n".join(
        ["在全市教育大会上的讲话", *PARAGRAPHS]
    )


def test_a_line_in_pieces_is_put_together() -> None:
    puts = [Put("与", 90, 700), Put("引号", 110, 700), Put("“", 100, 700), Put("”之后", 130, 700)]
    assert text(puts) == "与“引号”之后"


def test_cells_of_a_table_stay_together() -> None:
    cells = [
        [Put("第一格里的话比较长要", left, 700), Put("折行", left, 684)]
        if column == 0
        else [Put(f"第{column}格里的话也比较长", left, 700), Put("同样折行", left, 684)]
        for column, left in enumerate((90, 220, 350))
    ]
    found = text([put for cell in cells for put in cell])
    assert found.split("\n") == [
        "第一格里的话比较长要折行",
        "第1格里的话也比较长同样折行",
        "第2格里的话也比较长同样折行",
    ]


def test_properties() -> None:
    found = content(pdf([Put("正文", 90, 700)], title="教育大会讲话", author="县教育局"), "稿.pdf")
    assert (found.text, found.title, found.author) == ("正文", "教育大会讲话", "县教育局")
    assert content(pdf([Put("正文", 90, 700)], title="\ud800"), "稿.pdf").text == "正文"


def test_fonts_that_explain_nothing_are_refused() -> None:
    with pytest.raises(DraftError, match=r"稿\.pdf: its fonts do not say which characters they show; recognise"):
        content(pdf([Put("\ue123\ue124\ue125正文", 90, 700)]), "稿.pdf")
    assert text([Put("\uf0b7 正文也有项目符号", 90, 700)]) == "正文也有项目符号"
