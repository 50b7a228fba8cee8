"""PDF: the row of the table of formats, held true by a document with every part that a PDF may have."""

from __future__ import annotations

import pytest
from pages import Leaf, Put, leaves, lines, stream, wrapped
from scans import picture, scribble
from test_pdf_forms import appearance, string

from simcheck.readers import ocr
from simcheck.readers.pdf import content

#: What is read, each sentence once.
READ = {
    "text": "今年以来全县上下一心办成了几件实事。",
    "upside down": "河道清了淤，学校添了操场。",
    "up the margin": "村里的路灯也亮起来了。",
    "column": "群众说干部的脚上沾满泥土",
    "bold": "这是全县人民的共同心愿。",
    "white on dark": "我们要一件一件抓到底。",
    "field": "下一步要紧盯建筑施工。",
    "note": "要紧盯人员密集的场所。",
    "stamp": "请各单位遵照执行办理。",
    "landscape": "下一页说的是经费安排，" + "修路的钱要用在修路上，建校的钱要用在建校上，" * 6 + "一分也不许挪用。",
}
#: What is left out with a word in the report.
HIDDEN = {
    "white": "夜里起了雾看不见人影。",
    "invisible": "路灯像浮在半空的橘子。",
    "tiny": "卖馄饨的担子从巷口转进来。",
    "off the page": "孩子们蹲在石阶上吹蒲公英。",
    "covered": "河边的老码头早已不走船。",
}
UNREAD = {"comment": 1, "attachment": 1, "writing": 1}


def upside_down(put: Put) -> str:
    return f"BT /F 10 Tf -1 0 0 -1 {put.left} {put.base} Tm <{put.text.encode('utf-16-be').hex()}> Tj ET\n"


def document() -> bytes:
    column = [Put(char, 520, 600 - 13 * at) for at, char in enumerate(READ["column"])]
    first = (
        lines([Put(READ["text"], 90, 780)])
        + upside_down(Put(READ["upside down"], 480, 700))
        + f"BT /F 10 Tf 0 1 -1 0 40 300 Tm <{READ['up the margin'].encode('utf-16-be').hex()}> Tj ET\n"
        + lines(column)
        + lines([Put(READ["bold"], 90, 660), Put(READ["bold"], 90.4, 660)])
        + f"0 g 80 610 300 30 re f\n{lines([Put(READ['white on dark'], 90, 620)], '1 g {} 0 g')}"
        + lines([Put(HIDDEN["white"], 90, 580)], "1 g {} 0 g")
        + lines([Put(HIDDEN["invisible"], 90, 560)], "q 3 Tr {} Q")
        + lines([Put(HIDDEN["tiny"], 90, 540, 2)])
        + lines([Put(HIDDEN["off the page"], 700, 520)])
        + lines([Put(HIDDEN["covered"], 90, 500)])
        + "1 g 80 490 300 30 re f 0 g\n"
    )
    second = lines(wrapped([READ["landscape"]], letters=64, top=500)) + "q 400 0 0 180 90 60 cm /I Do Q\n"
    box = "/Rect[90 {} 500 {}]"
    objects = [
        f"<</Type/Annot{box.format(400, 440)}/Subtype/Widget/FT/Tx/F 4/T(a)/V{string(READ['field'])}>>",
        f"<</Type/Annot{box.format(350, 390)}/Subtype/FreeText/F 4/DA(/F 10 Tf)/Contents{string(READ['note'])}>>",
        f"<</Type/Annot{box.format(250, 340)}/Subtype/Stamp/F 4/AP<</N 7 0 R>>>>",
        appearance(READ["stamp"]),
        f"<</Type/Annot{box.format(200, 220)}/Subtype/Text/F 4/Contents{string('请改一改')}>>",
        "<</Type/Filespec/F(a.pdf)/EF<</F 10 0 R>>>>",
        stream("no", "/Type/EmbeddedFile"),
        picture(scribble(300, 1190, 3)),
    ]
    form = "/AcroForm<</Fields[4 0 R]/DR<</Font<</F 3 0 R>>>>/DA(/F 10 Tf)>>"
    catalog = f"{form}/Names<</EmbeddedFiles<</Names[(a.pdf)9 0 R]>>>>"
    return leaves(
        Leaf(first, more="/Annots[4 0 R 5 0 R 6 0 R 8 0 R]"),
        Leaf(second, "/XObject<</I 11 0 R>>", "/Rotate 90", (0, 0, 842, 595)),
        objects=objects,
        catalog=catalog,
    )


def test_every_part_is_read_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    found = content(document(), "稿.pdf")
    assert sorted(found.text.split("\n")) == sorted(READ.values())
    assert {one.excerpt for one in found.reading.hidden} == set(HIDDEN.values())
    assert {part.kind: part.count for part in found.reading.unread} == UNREAD
    assert found.reading.page(found.text.index(READ["landscape"])) == 2
