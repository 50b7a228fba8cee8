"""PDF: what a reader sees is read, each character once, and what no reader sees is told and not read."""

from __future__ import annotations

from typing import Any

import pytest
from pages import HEIGHT, WIDTH, Leaf, Put, image, leaves, lines, stream, wrapped

from simcheck.readers.content import Content
from simcheck.readers.pdf import changes, content, rendering

SEEN = "今年以来全县上下一心办成了几件群众看得见的实事。河道清了淤，学校添了操场，村里的路灯也亮起来了。"
UNSEEN = "夜里起了雾，路灯像浮在半空的橘子，卖馄饨的担子从巷口转进来，孩子们蹲在石阶上吹蒲公英。"

BODY = lines(wrapped([SEEN]))
AWAY = wrapped([UNSEEN], top=600)


def read(*pages: Leaf, objects: tuple[str, ...] = (), catalog: str = "") -> Content:
    return content(leaves(*pages, objects=objects, catalog=catalog), "稿.pdf")


def hidden(found: Content) -> set[str]:
    return {one.reason for one in found.reading.hidden}


WHITE_PICTURE = image([b"\xff" * 4] * 4)
LAYER = "/OCProperties<</OCGs[4 0 R]/D<</OFF[4 0 R]>>>>"
#: By what it is: the reason, the content, further resources, objects from 4 on, and what the catalogue says.
HIDDEN: dict[str, tuple[str, str, str, tuple[str, ...], str]] = {
    "white": ("colour", lines(AWAY, "1 g {} 0 g"), "", (), ""),
    "nearly white": ("colour", lines(AWAY, "0.95 g {} 0 g"), "", (), ""),
    "white on a white box": ("colour", "1 g 80 500 400 120 re f " + lines(AWAY, "1 g {}"), "", (), ""),
    "yellow on yellow": ("colour", "1 1 0.6 rg 80 500 420 120 re f " + lines(AWAY, "1 1 0.55 rg {}"), "", (), ""),
    "invisible": ("hidden", lines(AWAY, "q 3 Tr {} Q"), "", (), ""),
    "only for clipping": ("hidden", lines(AWAY, "q 7 Tr {} Q"), "", (), ""),
    "cut away": ("covered", lines(AWAY, "q 0 0 50 50 re W n {} Q"), "", (), ""),
    "beside the page": ("outside", lines(AWAY, "q 1 0 0 1 700 0 cm {} Q"), "", (), ""),
    "above the page": ("outside", lines(AWAY, "q 1 0 0 1 0 900 cm {} Q"), "", (), ""),
    "tiny": ("size", lines([Put(UNSEEN, 90, 600, 3.9)]), "", (), ""),
    "scaled down": ("size", lines(AWAY, "q 0.05 0 0 0.05 90 600 cm {} Q"), "", (), ""),
    "transparent": ("transparent", lines(AWAY, "q /G gs {} Q"), "/ExtGState<</G 4 0 R>>", ("<</ca 0/CA 0>>",), ""),
    "white, multiplied": ("colour", lines(AWAY, "q /G gs 1 g {} Q"), "/ExtGState<</G<</BM/Multiply>>>>", (), ""),
    "behind a box": ("covered", lines(AWAY) + "1 g 60 500 500 130 re f", "", (), ""),
    "behind a dark box": ("colour", lines(AWAY) + "0 g 60 500 500 130 re f", "", (), ""),
    "behind a picture": (
        "covered", lines(AWAY) + "q 500 0 0 130 60 500 cm /I Do Q", "/XObject<</I 4 0 R>>", (WHITE_PICTURE,), "",
    ),
    "behind other text": (
        "covered",
        lines(AWAY) + "1 g 60 500 500 130 re f 0 g " + lines(wrapped([SEEN[10:] + SEEN[:6]], top=600)),
        "", (), "",
    ),
    "squeezed": ("size", lines(AWAY).replace("BT", "BT 1 Tz"), "", (), ""),
    "white by another colour space": (
        "colour", f"/S cs 0 scn {lines(AWAY)} 0 g ", "/ColorSpace<</S[/Separation/Spot/DeviceGray 4 0 R]>>",
        ("<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>",), "",
    ),
    "masked": (
        "covered", f"q /G gs {lines(AWAY)} Q", "/ExtGState<</G<</SMask<</S/Luminosity/G 4 0 R>>>>>>",
        (
            stream(
                f"0 g 0 0 {WIDTH} {HEIGHT} re f",
                f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]/Group<</S/Transparency/CS/DeviceGray>>",
            ),
        ), "",
    ),
    "a form on a layer that is off": (
        "covered", "/X Do", "/XObject<</X 5 0 R>>",
        (
            "<</Type/OCG/Name(L)>>",
            stream(
                lines(AWAY),
                f"/Type/XObject/Subtype/Form/OC 4 0 R/BBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F 3 0 R>>>>",
            ),
        ), LAYER,
    ),
    "on a layer that is off": (
        "hidden",
        "/OC /L BDC " + lines(AWAY) + "EMC",
        "/Properties<</L 4 0 R>>", ("<</Type/OCG/Name(L)>>",), LAYER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HIDDEN)
def test_what_nobody_sees_is_told_and_not_read(case: str) -> None:
    reason, more, resources, objects, catalog = HIDDEN[case]
    found = read(Leaf(BODY + more, resources), objects=objects, catalog=catalog)
    assert not set(UNSEEN) & set(found.text) - set(SEEN)
    assert found.text.startswith(SEEN)
    assert hidden(found) == {reason}
    assert sum(one.characters for one in found.reading.hidden) == len(UNSEEN)
    assert found.reading.hidden[0].excerpt == UNSEEN[:60]


#: By what it is: the content and further resources and objects of a page that shows SEEN.
VISIBLE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "white on a dark box": ("0.1 0.2 0.5 rg 60 700 500 90 re f " + lines(wrapped([SEEN]), "1 g {}"), "", ()),
    "white on a dark picture": (
        "q 500 0 0 130 60 680 cm /I Do Q " + lines(wrapped([SEEN]), "1 g {}"), "/XObject<</I 4 0 R>>",
        (image([b"\x20" * 4] * 4),),
    ),
    "grey": (lines(wrapped([SEEN]), "0.75 g {}"), "", ()),
    "red on green": ("0 0.6 0 rg 60 700 500 90 re f " + lines(wrapped([SEEN]), "0.9 0 0 rg {}"), "", ()),
    "yellow": (lines(wrapped([SEEN]), "1 0.9 0 rg {}"), "", ()),
    "outlined": (lines(wrapped([SEEN]), "q 1 Tr {} Q"), "", ()),
    "white, in the difference to its paper": (
        lines(wrapped([SEEN[:20]])) + lines(wrapped([SEEN[20:]], top=700), "q /G gs 1 g {} Q"),
        "/ExtGState<</G 4 0 R>>", ("<</BM/Difference>>",),
    ),
    "white, a form in the difference to its paper": (
        "/G gs /X Do", "/ExtGState<</G 4 0 R>>/XObject<</X 5 0 R>>",
        (
            "<</BM/Exclusion>>",
            stream(
                lines(wrapped([SEEN]), "1 g {}"),
                f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]/Group<</S/Transparency>>"
                "/Resources<</Font<</F 3 0 R>>>>",
            ),
        ),
    ),
    "half transparent": (lines(wrapped([SEEN]), "q /G gs {} Q"), "/ExtGState<</G 4 0 R>>", ("<</ca 0.5>>",)),
    "within a clip": (lines(wrapped([SEEN]), "q 60 600 500 200 re W n {} Q"), "", ()),
    "on a white box": ("1 g 60 700 500 90 re f 0 g " + BODY, "", ()),
    "on a layer that is on": ("/OC /L BDC " + BODY + "EMC", "/Properties<</L 4 0 R>>", ("<</Type/OCG/Name(L)>>",)),
    "small": (lines(wrapped([SEEN])).replace("10.0 Tf", "4.2 Tf"), "", ()),
    "in a form": (
        "q 1 0 0 1 0 0 cm /X Do Q", "/XObject<</X 4 0 R>>",
        (stream(BODY, f"/Type/XObject/Subtype/Form/BBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F 3 0 R>>>>"),),
    ),
    "with a line through it": (BODY + "90 763.5 400 0.7 re f", "", ()),
    "under a transparent marker": (
        BODY + "q /G gs 1 1 0 rg 80 740 420 40 re f Q", "/ExtGState<</G 4 0 R>>", ("<</ca 0.4>>",),
    ),
}  # fmt: skip


SHADES = (
    "<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 595 0]/Extend[true true]"
    "/Function<</FunctionType 2/Domain[0 1]/C0[%s]/C1[%s]/N 1>>>>"
)


def cut(paint: str) -> str:
    """The text as a shape that is cut out of what is painted over it."""
    first, *rest = lines(wrapped([SEEN])).split("BT")[1:]
    body = "".join(part.replace("ET", "") for part in [first, *rest])
    return f"q 7 Tr BT{body}ET {paint} Q "


@pytest.mark.parametrize("paint", ["0 g 0 0 600 850 re f", "/S sh"])
def test_a_text_to_whose_shape_a_ground_is_cut_is_read(paint: str) -> None:
    shade = SHADES % ("0 0 0", "0 0.2 0.8")
    found = read(Leaf(cut(paint), "/Shading<</S 4 0 R>>"), objects=(shade,))
    assert found.text.replace("\n", "").startswith(SEEN)
    assert not found.reading.hidden


def test_a_text_to_whose_shape_white_is_cut_is_hidden() -> None:
    shade = SHADES % ("1 1 1", "1 1 1")
    page = lines(wrapped([UNSEEN], top=600)) + cut("/S sh")
    found = read(Leaf(page, "/Shading<</S 4 0 R>>"), objects=(shade,))
    assert (found.text.replace("\n", ""), hidden(found)) == (UNSEEN, {"hidden"})


@pytest.mark.parametrize("case", VISIBLE)
def test_what_is_seen_is_read(case: str) -> None:
    page, resources, objects = VISIBLE[case]
    found = read(Leaf(page, resources), objects=objects)
    assert found.text.replace("\n", "") == SEEN
    assert not found.reading.hidden
    assert not found.reading.unread


SHIFTS = [(0, 0), (0.3, 0), (0.5, 0.2), (-0.4, 0.3), (1.0, -0.8)]


@pytest.mark.parametrize("shift", SHIFTS)
@pytest.mark.parametrize("by", ["line", "letter", "page"])
def test_bold_by_drawing_twice_counts_once(shift: tuple[float, float], by: str) -> None:
    puts = wrapped([SEEN])
    if by == "letter":
        puts = [Put(char, put.left + 10 * at, put.base) for put in puts for at, char in enumerate(put.text)]
    moved = [Put(put.text, put.left + shift[0], put.base + shift[1]) for put in puts]
    order = [*puts, *moved] if by == "page" else [put for pair in zip(puts, moved, strict=True) for put in pair]
    found = read(Leaf(lines(order)))
    assert (found.text, found.reading.hidden) == (SEEN, ())


def test_letters_that_are_said_twice_stay() -> None:
    said = "人人都说好好学习天天向上，Illinois 的 99 米 111 号。"
    assert read(Leaf(lines([Put(said, 90, 700)]))).text == said


def test_white_letters_between_all_letters() -> None:
    puts = [Put(char, 90 + 10 * at, 700) for at, char in enumerate(SEEN)]
    between = [Put(char, put.left + 9.5, 700, 1) for put, char in zip(puts, UNSEEN, strict=False)]
    found = read(Leaf(lines(puts) + lines(between, "1 g {}"), box=(0, 0, 800, 800)))
    assert found.text == SEEN
    assert hidden(found) == {"size"}


@pytest.mark.parametrize("ground", ["", "0.1 0.2 0.5 rg 0 600 800 200 re f "])
def test_letters_in_the_colour_of_the_paper_that_cut_into_others(ground: str) -> None:
    """They change the page, but nobody sees them; and white letters on a dark ground are seen."""
    ink, paper = ("1 g", "0.1 0.2 0.5 rg") if ground else ("0 g", "1 g")
    puts = [Put(char, 90 + 10 * at, 700) for at, char in enumerate(SEEN)]
    between = [Put("x", put.left + 8, 701, 6) for put in puts]
    page = ground + "".join(
        lines([put], f"{ink} {{}}") + lines([other], f"{paper} {{}}") for put, other in zip(puts, between, strict=True)
    )
    found = read(Leaf(page, box=(0, 0, 800, 800)))
    assert (found.text, hidden(found)) == (SEEN, {"colour"})


def test_one_copy_that_is_seen_is_enough() -> None:
    twice = lines(wrapped([SEEN]), "1 g {} 0 g") + BODY
    found = read(Leaf(twice))
    assert (found.text, found.reading.hidden) == (SEEN, ())


def test_characters_in_a_heap_are_told_apart() -> None:
    """A text that a white box covers under another one that stands in its place."""
    covered = lines([Put(UNSEEN[:20], 90, 700, 14)]) + "1 g 60 690 500 40 re f 0 g " + lines([Put(SEEN[:30], 90, 703)])
    found = read(Leaf(covered))
    assert found.text == SEEN[:30]
    assert hidden(found) == {"covered"}


def test_hidden_text_is_told_where_it_stands() -> None:
    first, second = SEEN[:22], SEEN[25:]
    page = lines([Put(first, 90, 700), Put(second, 90, 600)]) + lines([Put(UNSEEN[:20], 90, 650)], "1 g {}")
    found = read(Leaf(page))
    assert found.text == f"{first}\n{second}"
    (one,) = found.reading.hidden
    assert one.start == one.end == len(first) or one.start == one.end == len(found.text)


def test_what_lies_outside_the_crop_box() -> None:
    found = read(Leaf(BODY + lines(AWAY), more=f"/CropBox[0 650 {WIDTH} {HEIGHT}]"))
    assert (found.text, hidden(found)) == (SEEN, {"outside"})


def test_radicals_and_copies_of_a_font_are_the_characters_that_they_show() -> None:
    """No writer typed them, so that nobody is accused of it."""
    shown_as = "⼈⺠群众⽣活⽔平提⾼，︒豈不是好事"
    assert read(Leaf(lines([Put(shown_as, 90, 700)]))).text == "人民群众生活水平提高，。豈不是好事"


@pytest.mark.parametrize("case", HIDDEN)
def test_a_later_page_hides_its_text_too_where_the_first_one_has_shown_the_font(case: str) -> None:
    reason, away, resources, objects, catalog = HIDDEN[case]
    found = read(Leaf(BODY), Leaf(BODY + away, resources), objects=objects, catalog=catalog)
    assert UNSEEN[:9] not in found.text
    assert hidden(found) == {reason}


def test_pages_on_which_nothing_can_hide_a_text_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def counted(page: Any, scale: float, *, grey: bool = False) -> rendering.Picture:
        drawn.append(page)
        return rendering.render(page, scale, grey=grey)

    monkeypatch.setattr(changes, "render", counted)
    rule = "80 740 400 0.5 re f 80 735 m 400 735 l S "
    pages = [Leaf(rule + lines(wrapped([f"第{number}回说{SEEN[:30]}"], top=700 - 30 * number))) for number in range(5)]
    assert read(*pages).text.count(SEEN[:30]) == 5
    assert len(drawn) == 1
    read(Leaf(BODY), Leaf(BODY + "1 g 60 500 500 130 re f"))
    assert len(drawn) > 2


@pytest.mark.parametrize("given", [UNSEEN, ""])
def test_a_text_in_place_of_what_is_drawn_is_not_believed(given: str) -> None:
    told = f"/Span <</ActualText <feff{given.encode('utf-16-be').hex()}>>> BDC {BODY} EMC"
    assert read(Leaf(told)).text == SEEN


def test_a_font_on_its_head_is_turned_back() -> None:
    turned = lines(wrapped([SEEN])).replace("/F 10.0 Tf 1 0 0 1", "/F -10.0 Tf -1 0 0 -1")
    assert read(Leaf(turned)).text == SEEN
