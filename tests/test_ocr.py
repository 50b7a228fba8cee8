"""Optical character recognition: what it reads of pages that are pictures, and what is told of it."""

from __future__ import annotations

import difflib
import io
import random

import numpy as np
import pytest
from pages import Leaf, Put, leaves, lines, stream, wrapped
from scans import Grey, font, needs_ocr, photograph, picture, printed

from simcheck.errors import DraftError
from simcheck.readers import ocr
from simcheck.readers.content import Content
from simcheck.readers.images import read_image
from simcheck.readers.pdf import content
from simcheck.readers.progress import listening
from simcheck.readers.worker import Worker

pytestmark = needs_ocr

SAID = [
    "　　今年以来，全县上下一心，办成了十二件群众看得见",
    "的实事：河道清了淤，学校添了操场，村里的路灯也亮起",
    "来了。下一步要把重心放在安全生产上。",
]
TEXT = "".join(SAID).strip()
#: Points of a small page, which is recognised sooner than a large one, and pixels of its picture.
WIDTH, HEIGHT = 300, 150
BOX = (0, 0, WIDTH, HEIGHT)
PAGE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q\n"
SIZE = (500, 1000)


def alike(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, "".join(one.split()), "".join(other.split())).ratio()


def scan(said: list[str] = SAID, noise: float = 0.0) -> Grey:
    page = printed(said, *SIZE, size=32, left=100)
    if noise:
        grain = np.random.default_rng(0).normal(0, noise, page.shape)
        page = np.asarray((page * 0.85 + 25 + grain).clip(0, 255), dtype=np.uint8)
    return page


def document(*pages: Leaf, shown: Grey, objects: tuple[str, ...] = ()) -> bytes:
    return leaves(*(Leaf(page.content, f"/XObject<</I 4 0 R>>{page.resources}", page.more, page.box) for page in pages),
                  objects=[picture(shown), *objects])  # fmt: skip


def read(*pages: Leaf, shown: Grey, objects: tuple[str, ...] = ()) -> Content:
    return content(document(*pages, shown=shown, objects=objects), "稿.pdf")


def test_a_scanned_page_is_read_behind_a_typed_one() -> None:
    """Through the worker, which tells how far it is."""
    cover = "在全县教育大会上的讲话"
    data = document(Leaf(lines([Put(cover, 200, 600, 18)])), Leaf(PAGE, box=BOX), shown=scan(noise=8))
    told: list[tuple[int, int]] = []
    worker = Worker()
    with listening(lambda page, pages: told.append((page, pages))):
        found = worker.read("pdf", data, "稿.pdf")
    worker.close()
    first, second = found.text.split("\n", 1)
    assert first == cover
    assert alike(second, TEXT) > 0.97
    assert second.count("\n") == 0, "lines of one paragraph"
    (page,) = found.reading.recognized
    assert (page.page, found.text[page.start : page.end]) == (2, second)
    assert 0.8 < page.confidence <= 1.0
    assert not found.reading.unread
    assert found.reading.page(len(first) + 5) == 2
    assert told == [(2, 2)]


@pytest.mark.long
@pytest.mark.parametrize("rotate", [90, 180])
def test_a_scan_that_lies_on_its_side_or_its_head(rotate: int) -> None:
    found = read(Leaf(PAGE, more=f"/Rotate {rotate}", box=BOX), shown=scan())
    assert alike(found.text, TEXT) > 0.97


def test_a_picture_of_text_beside_text() -> None:
    said = "会议指出，要毫不放松抓好粮食生产。"
    page = Leaf(f"{PAGE}{lines([Put(said, 20, 160)])}", box=(0, 0, WIDTH, 180))
    found = read(page, shown=scan())
    assert found.text.startswith(said)
    assert alike(found.text.removeprefix(said), TEXT) > 0.97


def test_the_text_behind_a_scan_is_what_the_scan_shows() -> None:
    """Invisible text that says the same is neither read twice nor told; what says something else is hidden text."""
    places = [HEIGHT - 27 - 15.4 * at for at in range(3)]
    same = lines([Put(line, 30, base, 9.6) for line, base in zip(SAID, places, strict=True)], "3 Tr {}")
    others = "夜里起了雾路灯像浮在半空的橘子卖馄饨的担子转进来"
    other = lines([Put(others, 30, base, 9.6) for base in places], "3 Tr {}")
    found = read(Leaf(PAGE + same, box=BOX), shown=scan())
    assert alike(found.text, TEXT) > 0.97
    assert not found.reading.hidden
    found = read(Leaf(PAGE + other, box=BOX), shown=scan())
    assert alike(found.text, TEXT) > 0.97
    assert {one.reason for one in found.reading.hidden} == {"hidden"}


def test_a_photograph_is_told_as_a_picture() -> None:
    body = lines(wrapped(["今年以来全县上下一心，办成了几件群众看得见的实事。"]))
    found = read(Leaf(body), Leaf(PAGE, box=BOX), Leaf(body), shown=photograph(600, 400))
    assert [part.kind for part in found.reading.unread] == ["picture"]


def type3(said: str, as_if: str) -> tuple[str, ...]:
    """A font (object 5) that draws the characters of ``said`` and says that they are those of ``as_if``: the objects
    from 5 on. Character n has the code n + 33."""
    face = font(64)
    characters = list(dict.fromkeys(said))
    drawn, names, told = [], [], []
    for number, (char, name) in enumerate(zip(characters, as_if, strict=False)):
        mask = face.getmask(char, mode="1")
        width, height = mask.size
        rows = (
            np.packbits(np.array(mask, dtype=np.uint8).reshape(height, width) > 0, axis=1)
            if width
            else np.zeros((1, 1), np.uint8)
        )
        below = 64 * 0.88 - face.getbbox(char)[1] - height
        data = rows.tobytes().hex() + ">"
        drawn.append(
            stream(
                f"64 0 0 0 64 64 d1 q {width} 0 0 {height} {face.getbbox(char)[0]} {below:.0f} cm"
                f" BI /W {width} /H {height} /IM true /D [1 0] /BPC 1 /F /AHx ID {data} EI Q"
            )
        )
        names.append(f"/c{number} {7 + number} 0 R")
        told.append(f"<{33 + number:02x}> <{ord(name):04x}>")
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 "
        f"begincodespacerange <00> <ff> endcodespacerange {len(told)} beginbfchar\n"
        + "\n".join(told)
        + "\nendbfchar endcmap end end"
    )
    last = 33 + len(names) - 1
    own = (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 0 64 64]/FontMatrix[0.015625 0 0 0.015625 0 0]"
        f"/CharProcs<<{''.join(names)}>>"
        f"/Encoding<</Type/Encoding/Differences[33{''.join(f'/c{at}' for at in range(len(names)))}]>>/FirstChar 33"
        f"/LastChar {last}/Widths[{' '.join(['64'] * len(names))}]/ToUnicode 6 0 R/Resources<<>>>>"
    )
    return (own, stream(table), *drawn)


def in_type3(puts: list[str]) -> str:
    characters = list(dict.fromkeys("".join(puts)))
    codes = [bytes(33 + characters.index(char) for char in put).hex() for put in puts]
    return "".join(f"BT /T 12 Tf 1 0 0 1 20 {120 - 19 * at} Tm <{code}> Tj ET\n" for at, code in enumerate(codes))


PUTS = [
    "今年以来全县上下一心办成了几件群众",
    "看得见的实事河道清了淤学校添了操场",
    "村里的路灯也亮起来了下一步要把重心放",
    "在安全生产和防汛抗旱上面各单位负责人",
    "必须把责任落实到每一个环节每一个岗位",
    "发现问题立即整改不留死角确保平安稳定",
]


def wrong(said: str, how: str) -> str:
    characters = list(dict.fromkeys(said))
    if how == "right":
        return "".join(characters)
    if how == "private":
        return "".join(chr(0xE000 + at) for at in range(len(characters)))
    if how == "unlikely":
        return "".join(chr(ord(char) + 1) for char in characters)
    random.Random(3).shuffle(characters)
    return "".join(characters)


def misleading(how: str) -> bytes:
    """A page in a font that says that its characters are others."""
    page = Leaf(in_type3(PUTS), "/Font<</F 3 0 R/T 5 0 R>>", box=BOX)
    objects = type3("".join(PUTS), wrong("".join(PUTS), how))
    return leaves(page, objects=[picture(np.zeros((1, 1), np.uint8)), *objects])


@pytest.mark.parametrize(
    "how", ["right", "shuffled", *(pytest.param(one, marks=pytest.mark.long) for one in ("private", "unlikely"))]
)
def test_fonts_that_say_something_else_are_read_by_their_shapes(how: str) -> None:
    found = content(misleading(how), "稿.pdf")
    assert alike(found.text, "".join(PUTS)) > 0.95
    assert bool(found.reading.recognized) == (how != "right")


@pytest.mark.parametrize("how", ["private", "unlikely", "shuffled"])
def test_fonts_that_say_something_else_are_refused_without_ocr(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(DraftError, match=r"page 1 is in fonts that do not say which characters they show; to have"):
        content(misleading(how), "稿.pdf")


def test_a_picture_of_a_document() -> None:
    from PIL import Image

    page = Image.fromarray(scan())
    for form in ("PNG", "JPEG"):
        data = io.BytesIO()
        page.save(data, form)
        found = read_image(data.getvalue())
        assert alike(found.text, TEXT) > 0.97
        assert found.confidence > 0.8
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    clear.putalpha(Image.fromarray(255 - scan()))
    data = io.BytesIO()
    clear.save(data, "PNG")
    assert alike(read_image(data.getvalue()).text, TEXT) > 0.97
    with pytest.raises(ValueError, match="no picture"):
        read_image(b"\x89PNG nonsense")


def test_nothing_is_read_in_an_empty_picture() -> None:
    assert ocr.recognize(np.full((200, 300, 3), 255, dtype=np.uint8)) == ()


@pytest.mark.parametrize(("said", "threads"), [("1", 1), ("", -1), ("0", -1), ("2,1", -1)])
def test_recognition_takes_no_more_threads_than_it_may(
    said: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many workers of a server read scans beside each other."""
    import rapidocr

    monkeypatch.setenv("OMP_NUM_THREADS", said)
    monkeypatch.setattr(rapidocr, "RapidOCR", lambda params: params)
    assert ocr._engine.__wrapped__()["EngineConfig.onnxruntime.intra_op_num_threads"] == threads
