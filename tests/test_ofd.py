"""OFD: text objects become lines and paragraphs in reading order; what is not seen is told, what is not read too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from packages import zipped

from simcheck.errors import DraftError
from simcheck.readers import read
from simcheck.readers.kinds import kind
from simcheck.readers.ofd import content
from simcheck.types import UnreadPart

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PARAGRAPHS = [
    (
        "　　今天的会议只有一个议题，就是把汛期的堤防再检查一遍，一处也不能漏。各乡镇要在月底以前把名单报上来，"
        "不得推给下一级，也不得用去年的材料顶替。河长要亲自上堤，看一看护坡的石头松了没有，闸门的螺丝锈了没有，"
        "值班室的灯晚上亮不亮。"
    ),
    "　　各单位回去以后要马上开会，把今天说的每一件事落到人头上，谁去、哪天去、去了看什么，都要写在纸上，贴在墙上。",
]
#: As a page of 22 letters breaks them.
LINES = [line[at : at + 22] for line in PARAGRAPHS for at in range(0, len(line), 22)]


def text(line: str, y: float, *, x: float = 20, size: float = 5, more: str = "", inside: str = "") -> str:
    """A line of text at a place, in millimetres, its letters beside each other."""
    steps = f"g {len(line) - 1} {size}" if len(line) > 1 else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 170 {size * 1.2}" Font="1" Size="{size}" {more}>{inside}'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{line}</ofd:TextCode></ofd:TextObject>'
    )


def page(*objects: str, before: str = "") -> str:
    return (
        f'<ofd:Page {NS}>{before}<ofd:Content><ofd:Layer ID="2" Type="Body">{"".join(objects)}'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def ofd(*pages: str, common: str = "", more: Mapping[str, str | bytes] | None = None, rest: str = "") -> bytes:
    listed = "".join(f'<ofd:Page ID="p{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    return zipped(
        {
            "OFD.xml": f'<ofd:OFD {NS} DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>教育大会讲话</ofd:Title>'
            "<ofd:Author>教育局</ofd:Author></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
            "</ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea>"
            f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{rest}</ofd:Document>",
            **{f"Doc_0/Pages/{n}.xml": one for n, one in enumerate(pages)},
            **(more or {}),
        }
    )


def speech() -> str:
    return page(*(text(line, 40 + 10 * n) for n, line in enumerate(LINES)))


def test_lines_become_paragraphs_and_the_file_tells_title_and_author(tmp_path: Path) -> None:
    file = tmp_path / "公文.ofd"
    file.write_bytes(ofd(speech(), page(text("第二页上的另一段话。", 40))))
    assert kind(file.read_bytes(), file.name) == "ofd"
    found = read(file)
    lines = [line.strip("　") for line in found.text.split("\n")]
    assert lines == [*(line.strip("　") for line in PARAGRAPHS), "第二页上的另一段话。"]
    assert found.reading.page(found.text.index("第二页")) == 2
    assert (content(file.read_bytes(), "x").title, content(file.read_bytes(), "x").author) == ("教育大会讲话", "教育局")


def test_the_order_of_the_file_does_not_matter() -> None:
    shuffled = page(text("后面的一行字。", 60), text("前面的一行字。", 40), text("中间的一行字。", 50))
    assert content(ofd(shuffled), "稿").text.split("\n") == ["前面的一行字。", "中间的一行字。", "后面的一行字。"]


def test_letter_by_letter_in_several_codes_and_turned() -> None:
    codes = "".join(f'<ofd:TextCode X="{5 * n}" Y="5">{char}</ofd:TextCode>' for n, char in enumerate("一个一个的字"))
    single = f'<ofd:TextObject ID="1" Boundary="20 40 170 6" Size="5">{codes}</ofd:TextObject>'
    assert content(ofd(page(single)), "稿").text == "一个一个的字"
    turned = text("横着写的一行字", 100, more='CTM="0 1 -1 0 0 0"')
    assert content(ofd(page(turned)), "稿").text == "横着写的一行字"
    head = text("倒着写的一行字", 200, x=180, more='CTM="-1 0 0 -1 0 0"')
    assert content(ofd(page(head)), "稿").text == "倒着写的一行字"
    scaled = text("放大了的小字", 40, size=0.5, more='CTM="10 0 0 10 0 0"')
    assert content(ofd(page(scaled)), "稿").text == "放大了的小字"


WHITE = '<ofd:FillColor Value="255 255 255"/>'


def patch(box: str, colour: str = "0 0 128") -> str:
    return (
        f'<ofd:PathObject ID="3" Boundary="{box}" Fill="true"><ofd:FillColor Value="{colour}"/>'
        "<ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 L 0 9 C</ofd:AbbreviatedData></ofd:PathObject>"
    )


HIDING = {
    "white": ([text("暗", 60, inside=WHITE)], "colour"),
    "white on blue": ([patch("10 50 190 30"), text("暗", 60, inside=WHITE)], None),
    "white on a picture": (['<ofd:ImageObject ID="4" Boundary="10 50 90 30"/>', text("暗", 60, inside=WHITE)], None),
    "under blue": ([text("暗", 60), patch("10 50 190 30")], "covered"),
    "not to be seen": ([text("暗", 60, more='Visible="false"')], "hidden"),
    "not filled": ([text("暗", 60, more='Fill="false"')], "hidden"),
    "not to be seen, drawn with a line": ([text("暗", 60, more='Visible="false" Stroke="true"')], "hidden"),
    "white with a black line": ([text("暗", 60, more='Stroke="true"', inside=WHITE)], None),
    "drawn with a white line": (
        [text("暗", 60, more='Fill="false" Stroke="true"', inside=WHITE.replace("Fill", "Stroke"))],
        "colour",
    ),
    "transparent": ([text("暗", 60, more='Alpha="0"')], "transparent"),
    "in a transparent colour": ([text("暗", 60, inside='<ofd:FillColor Value="0 0 0" Alpha="2"/>')], "transparent"),
    "small": ([text("暗", 60, size=1)], "size"),
    "made small": ([text("暗", 60, more='CTM="0.1 0 0 0.1 0 0"')], "size"),
    "off the page": ([text("暗", 60, x=300)], "outside"),
    "by parameters": ([text("暗", 60, more='DrawParam="9"')], "colour"),
}


@pytest.mark.parametrize("case", HIDING)
def test_what_is_hidden(case: str) -> None:
    objects, reason = HIDING[case]
    res = f'<ofd:Res {NS}><ofd:DrawParams><ofd:DrawParam ID="9" Relative="8"/><ofd:DrawParam ID="8">{WHITE}'
    more = {"Doc_0/Res.xml": f"{res}</ofd:DrawParam></ofd:DrawParams></ofd:Res>"}
    data = ofd(page(text("明明白白的一行字", 40), *objects), common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", more=more)
    found = content(data, "稿")
    assert "".join(found.text.split()) == ("明明白白的一行字" if reason else "明明白白的一行字暗")
    assert [(one.reason, one.excerpt) for one in found.reading.hidden] == ([(reason, "暗")] if reason else [])


def test_templates_groups_and_stamps_are_on_the_page() -> None:
    common = '<ofd:TemplatePage ID="t" BaseLoc="Tpls/t.xml"/><ofd:PublicRes>Res.xml</ofd:PublicRes>'
    more = {
        "Doc_0/Tpls/t.xml": page(text("模板上的一句话", 30)),
        "Doc_0/Res.xml": f'<ofd:Res {NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="u"><ofd:Content>'
        f"{text('组合里的一句话', 10)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>",
        "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {NS}><ofd:Page PageID="p0"><ofd:FileLoc>a.xml</ofd:FileLoc>'
        "</ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/a.xml": f'<ofd:PageAnnot {NS}><ofd:Annot><ofd:Appearance Boundary="0 0 210 297">'
        f'{text("批注里的一句话", 90)}</ofd:Appearance></ofd:Annot><ofd:Annot Visible="false"><ofd:Appearance>'
        f"{text('看不见的', 95)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
        "Doc_0/Attachs/Attachments.xml": f"<ofd:Attachments {NS}><ofd:Attachment/></ofd:Attachments>",
    }
    objects = '<ofd:CompositeObject ID="5" ResourceID="u" Boundary="0 50 210 100"/>'
    block = f"<ofd:PageBlock>{text('块里的一句话', 45)}</ofd:PageBlock>"
    rest = (
        "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
    )
    one = page(objects, block, before='<ofd:Template TemplateID="t"/>')
    found = content(ofd(one, common=common, more=more, rest=rest), "稿")
    assert found.text.split("\n") == ["模板上的一句话", "块里的一句话", "组合里的一句话", "批注里的一句话"]
    assert found.reading.unread == (UnreadPart("attachment", len(found.text), 1),)


def test_what_cannot_be_read_is_refused() -> None:
    scan = page('<ofd:ImageObject ID="4" Boundary="0 0 210 297"/>')
    for data, what in (
        (ofd(page()), "holds no text"),
        (ofd(scan), "page 1 is scanned, a picture of text"),
        (ofd(speech(), more={"Doc_0/Pages/0.xml": "<ofd:Page"}), "its XML is damaged"),
        (zipped({"OFD.xml": f"<ofd:OFD {NS}><ofd:Encryptions/></ofd:OFD>"}), "an encrypted OFD"),
        (zipped({"Doc_0/OFD.xml": "<x/>"}), "an OFD file without OFD.xml"),
    ):
        with pytest.raises(DraftError, match=rf"^稿: {what}"):
            content(data, "稿")


def test_a_page_of_a_picture_among_others_is_refused_unless_it_is_read() -> None:
    scan = page(text("扫描全能王 创建", 290), '<ofd:ImageObject ID="4" Boundary="0 0 210 297"/>')
    with pytest.raises(DraftError, match="page 2 is scanned"):
        content(ofd(speech(), scan), "稿")


def test_small_pictures_and_drawings_are_told() -> None:
    drawn = " ".join(f"M {n} 0 L {n} 5 L 9 {n}" for n in range(400))
    shape = f"<ofd:AbbreviatedData>{drawn}</ofd:AbbreviatedData>"
    path = f'<ofd:PathObject ID="5" Boundary="0 200 90 90">{shape}</ofd:PathObject>'
    for more in ('<ofd:ImageObject ID="4" Boundary="0 200 30 30"/>', path):
        found = content(ofd(page(*(text(line, 40 + 10 * n) for n, line in enumerate(LINES)), more)), "稿")
        assert {(one.kind, one.count) for one in found.reading.unread} == {("picture", 1)}


def test_a_line_drawn_twice_is_read_once() -> None:
    twice = [text(line, 40 + 10 * n, x=20 + shift) for n, line in enumerate(LINES) for shift in (0, 0.1)]
    assert content(ofd(page(*twice)), "稿").text == content(ofd(speech()), "稿").text


@pytest.mark.parametrize("letters", ["shapes", "private", "wrong"])
def test_letters_that_say_no_characters_are_no_text(letters: str) -> None:
    def told(line: str) -> str:
        if letters == "shapes":
            return " " * len(line)
        start = 0xE000 if letters == "private" else 0x4E00 + 9_000
        return "".join(chr(start + ord(char) % 3_000) for char in line)

    glyphs = "".join(
        text(
            told(line), 40 + 10 * n,
            inside=f"<ofd:CGTransform><ofd:Glyphs>{'7 ' * len(line)}</ofd:Glyphs></ofd:CGTransform>",
        )
        for n, line in enumerate(LINES)
    )  # fmt: skip
    with pytest.raises(DraftError, match="page 2 is in fonts that do not say"):
        content(ofd(page(text("一句话。", 40).replace('Font="1"', 'Font="2"')), page(glyphs)), "稿")
