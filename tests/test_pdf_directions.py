"""PDF: lines are read the way they run, in whatever direction the page shows them."""

from __future__ import annotations

import random
import re

import pytest
from fakes import speech
from pages import HEIGHT, WIDTH, Leaf, Put, leaves, lines, pdf, wrapped

from simcheck.readers.pdf import content
from simcheck.readers.pdf.letter import Letter
from simcheck.readers.pdf.lines import lines_of

PARAGRAPHS = [re.sub(r"\d+", "多", speech(seed, 1 + seed % 4)) for seed in range(8)]
#: The operators that turn what follows by so many degrees to the left on a page of the same size.
TURNS = {
    90: f"q 0 1 -1 0 {WIDTH} 0 cm ",
    180: f"q -1 0 0 -1 {WIDTH} {HEIGHT} cm ",
    270: f"q 0 -1 1 0 0 {HEIGHT} cm ",
}


def text(*pages: Leaf) -> str:
    return content(leaves(*pages), "稿.pdf").text


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_or_its_text_may_be_turned(rotate: int, turn: int) -> None:
    """The page by its own entry, the text by a matrix, or both, as scanners and printers do."""
    body = lines(wrapped(PARAGRAPHS, top=560, left=60))
    turned = f"{TURNS[turn]}{body}Q" if turn else body
    assert text(Leaf(turned, more=f"/Rotate {rotate}")) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_may_be_turned_by_its_own_matrix(turn: int) -> None:
    matrix = {90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
    places = {
        90: lambda x, y: (WIDTH - y, x),
        180: lambda x, y: (WIDTH - x, HEIGHT - y),
        270: lambda x, y: (y, HEIGHT - x),
    }
    puts = wrapped(PARAGRAPHS, top=560, left=60)
    body = lines([Put(put.text, *places[turn](put.left, put.base)) for put in puts]).replace("1 0 0 1", matrix)
    assert text(Leaf(body)) == "\n".join(PARAGRAPHS)


def test_an_origin_away_from_the_corner() -> None:
    body = lines([Put(put.text, put.left - 1000, put.base + 300) for put in wrapped(PARAGRAPHS)])
    for rotate in (0, 90):
        page = Leaf(body, box=(-1000, 300, WIDTH - 1000, HEIGHT + 300), more=f"/Rotate {rotate}")
        assert text(page) == "\n".join(PARAGRAPHS)


def columns(paragraphs: list[str], letters: int = 40, pitch: float = 12, apart: float = 20) -> list[Put]:
    """Vertical writing, letter by letter: columns from right to left, the first one of each paragraph set in."""
    puts = []
    x = 540.0
    for paragraph in paragraphs:
        rest, room = paragraph, letters - 2
        while rest:
            for at, char in enumerate(rest[:room]):
                puts.append(Put(char, x, 780 - pitch * (at + letters - room)))
            rest, room = rest[room:], letters
            x -= apart
    return puts


@pytest.mark.parametrize("pitch", [10.5, 12, 14])
@pytest.mark.parametrize("order", ["written", "shuffled", "by rows"])
def test_vertical_writing(pitch: float, order: str) -> None:
    puts = columns(PARAGRAPHS, pitch=pitch)
    if order == "shuffled":
        random.Random(1).shuffle(puts)
    elif order == "by rows":
        puts.sort(key=lambda put: (-put.base, put.left))
    assert text(Leaf(lines(puts))) == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_vertical_writing_on_a_page_that_is_turned(rotate: int) -> None:
    matrix = {90: f"0 1 -1 0 {HEIGHT} 0", 180: f"-1 0 0 -1 {WIDTH} {HEIGHT}", 270: f"0 -1 1 0 0 {WIDTH}"}[rotate]
    body = lines(columns(PARAGRAPHS))
    box = (0, 0, WIDTH, HEIGHT) if rotate == 180 else (0, 0, HEIGHT, WIDTH)
    assert text(Leaf(body, more=f"/Rotate {rotate}")) == "\n".join(PARAGRAPHS)
    assert text(Leaf(f"q {matrix} cm {body}Q", box=box)) == "\n".join(PARAGRAPHS)


def test_numbers_side_by_side_in_a_column() -> None:
    puts, y = [], 760.0
    for part in ["今", "年", "建", "成", "20", "所", "小", "学", "，", "修", "路", "6", "里"]:
        for at, char in enumerate(part):
            puts.append(Put(char, 500 + (5 * at if len(part) > 1 else 0), y))
        y -= 12
    assert text(Leaf(lines(puts))) == "今年建成20所小学，修路6里"


def test_sideways_words_in_a_column() -> None:
    """As Word sets Western words in vertical text: turned to the right, along the column."""
    before, after = "我们建成了一个", "网络并且投入使用"
    puts = [Put(char, 500, 760 - 12 * at) for at, char in enumerate(before)]
    rest = [Put(char, 500, 760 - 12 * (len(before) + 2 + at)) for at, char in enumerate(after)]
    word = f"BT /F 10 Tf 0 -1 1 0 502 {760 - 12 * len(before) + 8} Tm <00460069006200650072> Tj ET\n"
    assert text(Leaf(lines(puts) + word + lines(rest))) == before + "Fiber" + after


def test_directions_mixed_on_a_page() -> None:
    """A page with a heading and lines, a column at its side, and a line up its margin."""
    heading, column, margin = "在全县教育大会上的讲话", "青禾县人民政府办公室印发", "内部资料注意保存不得外传"
    body = lines([Put(heading, 200, 780, 16), *wrapped(PARAGRAPHS)])
    side = lines([Put(char, 540, 500 - 13 * at) for at, char in enumerate(column)])
    up = f"BT /F 10 Tf 0 1 -1 0 40 300 Tm <{margin.encode('utf-16-be').hex()}> Tj ET\n"
    found = text(Leaf(body + side + up)).split("\n")
    assert (found[:-2], set(found[-2:])) == ([heading, *PARAGRAPHS], {column, margin})


def test_a_page_on_its_side_among_others() -> None:
    """A paragraph goes on from one page to the next, whatever way each is turned."""
    whole = "坚持稳中求进工作总基调推动高质量发展取得新成效" * 24
    puts = wrapped([whole], top=500)
    first, second = puts[:7], [Put(put.text, put.left, put.base + 112) for put in puts[7:]]
    assert text(Leaf(lines(first)), Leaf(f"{TURNS[90]}{lines(second)}Q", more="/Rotate 90")) == whole


def test_a_mark_across_every_page_is_left_out() -> None:
    slanted = f"BT /F 40 Tf 0.7071 0.7071 -0.7071 0.7071 150 250 Tm <{'内部资料'.encode('utf-16-be').hex()}> Tj ET\n"
    pages = [Leaf("0.8 g " + slanted + "0 g " + lines(wrapped([one]))) for one in PARAGRAPHS[:3]]
    assert text(*pages) == "\n".join(PARAGRAPHS[:3])


def test_tables_are_no_columns() -> None:
    """Single letters in cells below each other, read row by row."""
    rows = [("是", "东门小学建成操场"), ("否", "西街小学建成食堂"), ("是", "南门小学修好了路")]
    puts = [
        put
        for at, (mark, said) in enumerate(rows)
        for put in (Put(mark, 90, 700 - 24 * at), Put(said, 160, 700 - 24 * at))
    ]
    found = text(Leaf(lines(puts)))
    assert [found.index(said) for _, said in rows] == sorted(found.index(said) for _, said in rows)
    assert sorted(found.replace("\n", "")) == sorted("".join(mark + said for mark, said in rows))


def test_squares_for_writing_are_read_row_by_row() -> None:
    text = "今年以来全县上下一心办成了几件群众看得见的实事河道清了淤学校添了操场村里的路灯也亮起来了"
    puts = [Put(char, 90 + 24 * (at % 10), 700 - 20 * (at // 10)) for at, char in enumerate(text)]
    assert content(pdf(puts), "稿").text.replace("\n", "") == text


def set_line(line: str, base: float, *, width: float = 6.0, right: float = 500.0) -> list[Letter]:
    """Letters of Hebrew as they stand, from the right to the left."""
    return [Letter(char, right - width * (at + 1), base, right - width * at, base + 10) for at, char in enumerate(line)]


def test_hebrew_is_read_from_right_to_left_with_its_numbers() -> None:
    letters = set_line("בשנת 6202 נבנתה", 700) + set_line("ספרייה חדשה", 680)
    written = sorted(letters, key=lambda one: (-one.bottom, one.left))
    for order in (letters, written):
        assert [line.text for line in lines_of(order, 595)] == ["בשנת 2026 נבנתה", "ספרייה חדשה"]


def test_hebrew_within_a_chinese_line_and_its_points() -> None:
    chinese = [Letter(char, 90 + 10 * at, 700, 100 + 10 * at, 710) for at, char in enumerate("他们在会上说")]
    hebrew = [Letter(char, 150 + 6 * at, 700, 156 + 6 * at, 710) for at, char in enumerate("םולש")]
    (line,) = lines_of([*chinese, *hebrew], 595)
    assert line.text == "他们在会上说שלום"
    points = [Letter("\u05b8", 490, 700, 492, 710)]
    (line,) = lines_of([*set_line("שלום", 700), *points], 595)
    assert line.text == "של\u05b8ום"
