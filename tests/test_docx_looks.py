"""Word files: a text that no reader of the page sees is taken out and told; one that is seen stays."""

from __future__ import annotations

import pytest
from packages import docx
from test_docx import box, p, run

from simcheck.readers import docx as reader
from simcheck.readers.docx.numerals import numeral
from simcheck.types import HiddenText

#: Colours of letters as files tell them.
WHITE, NEARLY, BLACK, YELLOW = (f"<w:color w:val='{value}'/>" for value in ("FFFFFF", "f8F8F8", "000000", "FFFF00"))
PAGE = "<w:color w:val='000000' w:themeColor='background1'/>"
INK = "<w:color w:val='FFFFFF' w:themeColor='text1'/>"
DARK = "<w:shd w:val='clear' w:fill='1F3864'/>"
STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/></w:rPr></w:rPrDefault></w:docDefaults>"
    "<w:style w:type='paragraph' w:default='1' w:styleId='n'/>"
    "<w:style w:type='paragraph' w:styleId='gone'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='gone2'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='back'><w:basedOn w:val='gone2'/>"
    "<w:rPr><w:vanish w:val='0'/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='white'><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='dark'><w:pPr><w:shd w:val='clear' w:fill='000000'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='flat'><w:pPr><w:spacing w:line='10' w:lineRule='exact'/></w:pPr></w:style>"
    "<w:style w:type='table' w:styleId='grid'><w:tblStylePr w:type='firstRow'>"
    "<w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:tcPr><w:shd w:val='clear' w:fill='4472C4'/></w:tcPr></w:tblStylePr>"
    "</w:style>"
)


def shaped(fill: str, *paragraphs: str) -> str:
    """A text box of Word 2010 with a fill."""
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        "<wp:extent cx='5000000' cy='900000'/>"
        f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx>{box(*paragraphs)}</wps:txbx></wps:wsp></wp:anchor></w:drawing>"
        "</mc:Choice></mc:AlternateContent></w:r>"
    )


def table(*rows: str, look: str = "") -> str:
    """A table of one column in the style with a dark first row."""
    cells = "".join(f"<w:tr><w:tc>{p(row)}</w:tc></w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr><w:tblStyle w:val='grid'/><w:tblLook {look}/></w:tblPr>{cells}</w:tbl>"


def solid(colour: str) -> str:
    return f"<a:solidFill><a:srgbClr val='{colour}'/></a:solidFill>"


INKED = "<w14:textFill><w14:solidFill><w14:srgbClr w14:val='000000'/></w14:solidFill></w14:textFill>"
OUTLINED = (
    "<w14:textOutline w14:w='9525'><w14:solidFill><w14:srgbClr w14:val='000000'/></w14:solidFill></w14:textOutline>"
)
UNLINED = "<w14:textOutline><w14:noFill/></w14:textOutline>"
CLEAR = "<w14:textFill><w14:noFill/></w14:textFill>"
PALE = [("pale", "许")]

#: What a page shows, and what is hidden in it and why.
CASES: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "white": (p(run("明"), run("暗", WHITE), run("明")), "明明", [("colour", "暗")]),
    "nearly white": (p(run("明"), run("暗", NEARLY)), "明", [("colour", "暗")]),
    "white with a shadow": (p(run("明"), run("许", WHITE + "<w:shadow/>")), "明许", [("pale", "许")]),
    "white without a shadow": (p(run("明"), run("暗", WHITE + "<w:shadow w:val='0'/>")), "明", [("colour", "暗")]),
    "white and embossed": (p(run("明"), run("许", WHITE + "<w:emboss/>")), "明许", [("pale", "许")]),
    "yellow is seen": (p(run("明", YELLOW)), "明", []),
    "the colour of the page by the theme": (p(run("明"), run("暗", PAGE)), "明", [("colour", "暗")]),
    "black by the theme, whatever else is said": (p(run("明", INK)), "明", []),
    "white on a dark run": (p(run("明", WHITE + DARK)), "明", []),
    "white on a dark paragraph": (p(run("明", WHITE), properties=DARK), "明", []),
    "white on a dark paragraph by style": (p(run("明", WHITE), properties="<w:pStyle w:val='dark'/>"), "明", []),
    "black on a dark paragraph": (
        p(run("明", WHITE), run("暗", BLACK), properties="<w:pStyle w:val='dark'/>"),
        "明",
        [("colour", "暗")],
    ),
    "white by style": (p(run("明"), run("暗", "<w:rStyle w:val='white'/>")), "明", [("colour", "暗")]),
    "highlighted": (p(run("明", WHITE + "<w:highlight w:val='darkBlue'/>")), "明", []),
    "highlighted in its own colour": (
        p(run("明"), run("暗", "<w:color w:val='FF0000'/><w:highlight w:val='red'/>")),
        "明",
        [("colour", "暗")],
    ),
    "a solid pattern": (p(run("明", WHITE + "<w:shd w:val='solid' w:color='000000'/>")), "明", []),
    "the head of a table": (table(run("明"), run("明"), look="w:val='0020'"), "明\n明", []),
    "the head of a table that is none": (table(run("明", WHITE), run("亮")), "亮", [("colour", "明")]),
    "white below the head of a table": (
        table(run("明"), run("暗", WHITE), run("亮"), look="w:firstRow='1'"),
        "明\n\n亮",
        [("colour", "暗")],
    ),
    "a box with a dark fill": (p(run("文"), shaped(solid("203864"), p(run("明", WHITE)))), "文\n明", []),
    "a box with a white fill": (p(run("文"), shaped(solid("FFFFFF"), p(run("暗", WHITE)))), "文", [("colour", "暗")]),
    "a box that one sees through": (p(run("文"), shaped("<a:noFill/>", p(run("许", WHITE)))), "文\n许", PALE),
    "filled letters go before coloured ones": (
        p(run("明", WHITE + INKED)),
        "明",
        [],
    ),
    "white with an outline": (p(run("许", WHITE + OUTLINED)), "许", PALE),
    "white with an outline that is none": (p(run("明"), run("暗", WHITE + UNLINED)), "明", [("colour", "暗")]),
    "without a fill but with an outline": (p(run("许", CLEAR + OUTLINED)), "许", PALE),
    "letters without a fill": (
        p(run("明"), run("暗", "<w14:textFill><w14:noFill/></w14:textFill>")),
        "明",
        [("transparent", "暗")],
    ),
    "one point": (p(run("明"), run("暗", "<w:sz w:val='2'/>")), "明", [("size", "暗")]),
    "four points": (p(run("明"), run("亮", "<w:sz w:val='8'/>")), "明亮", []),
    "one per cent wide": (p(run("明"), run("暗", "<w:w w:val='1'/>")), "明", [("size", "暗")]),
    "letters upon each other": (p(run("明"), run("暗", "<w:spacing w:val='-210'/>")), "明", [("size", "暗")]),
    "letters a little closer": (p(run("明亮", "<w:spacing w:val='-10'/>")), "明亮", []),
    "squeezed to nothing": (p(run("明"), run("暗无天日", "<w:fitText w:val='4'/>")), "明", [("size", "暗无天日")]),
    "a line without height": (
        p(run("明")) + p(run("暗"), properties="<w:spacing w:line='20' w:lineRule='exact'/>"),
        "明\n",
        [("size", "暗")],
    ),
    "a line without height by style": (
        p(run("暗"), properties="<w:pStyle w:val='flat'/>") + p(run("明")),
        "\n明",
        [("size", "暗")],
    ),
    "hidden twice is not hidden": (
        p(run("明", "<w:rStyle w:val='gone2'/>"), run("暗"), properties="<w:pStyle w:val='gone'/>"),
        "明",
        [("hidden", "暗")],
    ),
    "hidden and back": (p(run("明", "<w:rStyle w:val='back'/>")), "明", []),
    "a hidden row": (
        f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p(run('暗'))}</w:tc></w:tr></w:tbl>" + p(run("明")),
        "\n明",
        [("hidden", "暗")],
    ),
    "a row without height": (
        "<w:tbl><w:tr><w:trPr><w:trHeight w:val='1' w:hRule='exact'/></w:trPr>"
        f"<w:tc>{p(run('暗'))}</w:tc></w:tr></w:tbl>" + p(run("明")),
        "\n明",
        [("size", "暗")],
    ),
    "a deleted row": (
        f"<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{p(run('删'))}</w:tc></w:tr></w:tbl>" + p(run("明")),
        "明",
        [],
    ),
    "off the page": (
        p(run("明"), "<w:r><w:pict><v:shape style='margin-left:-2000pt;width:90pt;height:90pt'><v:textbox>"
          + box(p(run("暗"))) + "</v:textbox></v:shape></w:pict></w:r>"),
        "明\n",
        [("outside", "暗")],
    ),
    "a box without size": (
        p(run("明"), "<w:r><w:pict><v:shape style='width:1pt;height:90pt'><v:textbox>" + box(p(run("暗")))
          + "</v:textbox></v:shape></w:pict></w:r>"),
        "明\n",
        [("size", "暗")],
    ),
    "the branch that Word does not take": (
        p("<w:r><mc:AlternateContent><mc:Choice xmlns:z='urn:z' Requires='z'><w:t>暗</w:t></mc:Choice>"
          "<mc:Fallback><w:t>明</w:t></mc:Fallback></mc:AlternateContent></w:r>"),
        "明",
        [("hidden", "暗")],
    ),
    "an element that Word does not know": (
        p(run("明"), "<z:r xmlns:z='urn:z'><w:t>暗</w:t></z:r>"),
        "明",
        [("hidden", "暗")],
    ),
    "a field's instruction": (
        p("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", run("暗"), "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
          run("明")),
        "明",
        [("hidden", "暗")],
    ),
}  # fmt: skip


QUOTES = (
    "<w:style w:type='paragraph' w:styleId='a5'><w:name w:val='Quote'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='a6'><w:name w:val='我的'/><w:basedOn w:val='a5'/></w:style>"
)


def test_a_paragraph_in_a_style_for_quotations_is_one() -> None:
    quoted = p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", properties="<w:pStyle w:val='a6'/>")
    data = docx(p(run("他说：")) + quoted + p(run("丙")), styles=QUOTES)
    walked = reader.walk(reader.parts(data, "稿.docx"))
    assert walked.text == "他说：\n> 甲\n> 乙\n丙"
    assert "".join(walked.text[one.start : one.end] for one in walked.pieces) == "他说：甲\n乙丙"


def told(hidden: tuple[HiddenText, ...]) -> list[tuple[str, str]]:
    return [(one.reason, one.excerpt) for one in hidden]


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_seen_is_taken_out_and_told(case: str) -> None:
    body, text, hidden = CASES[case]
    found = reader.content(docx(body, styles=STYLES), "稿.docx")
    assert found.text.strip("\n") == text.strip("\n")
    assert told(found.reading.hidden) == hidden


def test_a_white_text_may_stand_on_a_large_picture() -> None:
    picture = (
        "<w:r><w:drawing><wp:anchor behindDoc='{}'><wp:extent cx='{}' cy='9000000'/></wp:anchor></w:drawing></w:r>"
    )
    for behind, width, reason in ((1, 7000000, "pale"), (1, 70000, "colour"), (0, 7000000, "colour")):
        found = reader.content(docx(p(picture.format(behind, width), run("字", WHITE)) + p(run("明"))), "稿.docx")
        assert told(found.reading.hidden) == [(reason, "字")]
        assert found.text == ("字\n明" if reason == "pale" else "\n明")
        if reason == "pale":
            (stretch,) = found.reading.hidden
            assert found.text[stretch.start : stretch.end] == "字"


def test_a_page_may_have_a_colour_of_its_own() -> None:
    for setting, text in (("", "明"), ("<w:displayBackgroundShape/>", "亮")):
        data = docx(p(run("明", "<w:color w:val='112233'/>"), run("亮", WHITE)), settings=setting)
        data = data_with(data, "<w:body>", "<w:background w:color='112233'/><w:body>")
        assert reader.content(data, "稿.docx").text == text


def data_with(data: bytes, before: str, after: str) -> bytes:
    """The .docx with something else in its main part."""
    import io
    import zipfile

    from packages import zipped

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main = parts["word/document.xml"].decode()
    assert before in main
    return zipped({**parts, "word/document.xml": main.replace(before, after)})


LISTS = (
    "<w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:suff w:val='nothing'/>"
    "<w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:suff w:val='space'/><w:lvlText w:val='%1.%2'/><w:isLgl/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:numFmt w:val='bullet'/><w:lvlText w:val='\uf06c'/></w:lvl>"
    "<w:lvl w:ilvl='3'><w:numFmt w:val='none'/><w:suff w:val='nothing'/><w:lvlText w:val='一句写在编号里的话'/>"
    "<w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:lvl>"
    "</w:abstractNum><w:num w:numId='7'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='8'><w:abstractNumId w:val='0'/>"
    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='9'/></w:lvlOverride></w:num>"
)


def item(text: str, level: int = 0, number: int = 7) -> str:
    return p(run(text), properties=f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")


def test_numbers_of_lists_stand_before_their_paragraphs() -> None:
    body = item("甲") + item("乙", 1) + item("丙", 1) + item("丁") + item("戊", 1) + item("己", 2) + item("庚", 0, 8)
    body += item("辛", 0, 0) + item("壬", 0, 99)
    found = reader.content(docx(body, numbering=LISTS), "稿.docx")
    assert found.text.split("\n") == ["一、甲", "1.1 乙", "1.2 丙", "二、丁", "2.1 戊", "己", "九、庚", "辛", "壬"]


def test_each_list_has_its_own_labels() -> None:
    """A list may take those of a style, which another one is made for."""
    level = "<w:lvl w:ilvl='0'><w:suff w:val='nothing'/><w:lvlText w:val='{}'/></w:lvl>"
    lists = "".join(
        f"<w:abstractNum w:abstractNumId='{number}'>{inside}</w:abstractNum>"
        for number, inside in enumerate(
            (
                level.format("子"), level.format("丑") + "<w:styleLink w:val='S'/>",
                "<w:numStyleLink w:val='S'/>", level.format("寅"),
            )
        )
    ) + "".join(f"<w:num w:numId='{n + 1}'><w:abstractNumId w:val='{n}'/></w:num>" for n in range(4))  # fmt: skip
    body = "".join(item("文", number=number) for number in (1, 2, 3, 4))
    assert reader.content(docx(body, numbering=lists), "稿.docx").text.split("\n") == ["子文", "丑文", "丑文", "寅文"]


def test_a_text_in_a_number_is_a_text() -> None:
    found = reader.content(docx(item("甲", 3), numbering=LISTS), "稿.docx")
    assert found.text == "甲"
    assert told(found.reading.hidden) == [("colour", "一句写在编号里的话")]
    found = reader.content(docx(item("甲", 3), numbering=LISTS.replace("FFFFFF", "auto")), "稿.docx")
    assert found.text == "一句写在编号里的话甲"


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (3, "decimal", "3"), (3, "decimalZero", "03"), (103, "chineseCounting", "一百零三"),
        (10, "chineseCounting", "十"),
        (20, "chineseCountingThousand", "二十"), (1010, "japaneseCounting", "一千零一十"), (0, "chineseCounting", "〇"),
        (205, "ideographDigital", "二〇五"), (3, "decimalEnclosedCircle", "③"), (30, "decimalEnclosedCircle", "30"),
        (4, "upperRoman", "IV"), (1994, "lowerRoman", "mcmxciv"), (27, "lowerLetter", "aa"), (2, "upperLetter", "B"),
        (11, "ideographTraditional", "甲"), (2, "ideographZodiac", "丑"), (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalFullWidth", "３"), (5, "没有这种", "5"), (-1, "lowerLetter", "-1"), (7, "none", ""),
    ],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them(number: int, form: str, text: str) -> None:
    assert numeral(number, form) == text


def test_a_character_style_for_quotations_is_one() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="QC"><w:name w:val="Quote Char"/></w:style>'
        '<w:style w:type="character" w:styleId="Own"><w:basedOn w:val="QC"/><w:name w:val="自用"/></w:style>'
    )

    def styled(text: str, style: str) -> str:
        return run(text, f'<w:rStyle w:val="{style}"/>')

    for body in (
        run("会议指出：") + styled("门推不开，", "QC") + styled("就是隐患。", "Own") + run("我们照办。"),
        run("会议指出：“") + styled("门推不开，就是隐患。", "QC") + run("”我们照办。"),
        run("会议指出：") + styled("“门推不开，就是隐患。”", "QC") + run("我们照办。"),
    ):
        found = reader.content(docx(f"<w:p>{body}</w:p>", styles=styles), "稿.docx")
        assert found.text == "会议指出：“门推不开，就是隐患。”我们照办。"
