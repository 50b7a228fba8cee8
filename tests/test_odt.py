"""OpenDocument: what a page shows is read, in lists, boxes and objects too; what nobody sees is taken out and told."""

from __future__ import annotations

import io
import zipfile

import pytest
from packages import odt, zipped

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.odt import content
from simcheck.types import UnreadPart

FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
SVG = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
LONG = "这一句话写得很长足足有十五个字"


def style(name: str, text: str = "", *, family: str = "text", parent: str = "", more: str = "") -> str:
    above = f'style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}" {above}><style:text-properties {FO} {text}/>'
        f"{more}</style:style>"
    )


def span(text: str, name: str) -> str:
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def p(*inside: str, name: str = "") -> str:
    styled = f' text:style-name="{name}"' if name else ""
    return f"<text:p{styled}>{''.join(inside)}</text:p>"


STYLES = (
    style("white", 'fo:color="#ffffff"')
    + style("dark", 'fo:color="#ffffff" fo:background-color="#000080"')
    + style("auto", 'style:use-window-font-color="true"', parent="white")
    + style("outlined", 'fo:color="#ffffff" style:text-outline="true"')
    + style("shadowed", 'fo:color="#ffffff" fo:text-shadow="1pt 1pt"')
    + style("bare", 'fo:color="#ffffff" fo:text-shadow="none" style:font-relief="none"')
    + style("larger", 'fo:font-size="500%" style:font-size-asian="500%"', parent="tiny")
    + style("tiny", 'fo:font-size="2pt" style:font-size-asian="2pt"')
    + style("western", 'fo:font-size="2pt" style:font-size-asian="12pt"')
    + style("share", 'fo:font-size="10%" style:font-size-asian="10%"')
    + style("narrow", 'style:text-scale="1%"')
    + style("stacked", 'fo:letter-spacing="-12pt"')
    + style("none", 'text:display="none"')
    + style("P", family="paragraph", more=f'<style:paragraph-properties {FO} fo:background-color="#000080"/>')
    + style("flat", family="paragraph", more=f'<style:paragraph-properties {FO} fo:line-height="0.5pt"/>')
    + style("far", family="paragraph", more=f'<style:paragraph-properties {FO} fo:margin-left="-99in"/>')
    + style("Quotations", family="paragraph")
    + style("Q1", family="paragraph", parent="Quotations")
    + style("cell", family="table-cell", more=f'<style:table-cell-properties {FO} fo:background-color="#000080"/>')
    + style("blue", family="graphic", more='<style:graphic-properties draw:fill="solid" draw:fill-color="#000080"/>')
    + style("clear", family="graphic", more='<style:graphic-properties draw:fill="none"/>')
)


def box(inside: str, name: str, more: str = "") -> str:
    frame = f'<draw:frame draw:style-name="{name}" {SVG} {more}>'
    return f"{frame}<draw:text-box>{inside}</draw:text-box></draw:frame>"


def table(*cells: str, more: str = "") -> str:
    """A table of one row, its first cell blue."""
    inside = "".join(
        f'<table:table-cell table:style-name="{"other" if number else "cell"}">{cell}</table:table-cell>'
        for number, cell in enumerate(cells)
    )
    return f"<table:table><table:table-row {more}>{inside}</table:table-row></table:table>"


CASES: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "white": (p("明", span("暗", "white"), "明"), "明明", [("colour", "暗")]),
    "white on blue": (p("明", span("亮", "dark")), "明亮", []),
    "automatic again": (p("明", span("亮", "auto")), "明亮", []),
    "white in a blue paragraph": (p("明", span("亮", "white"), name="P"), "明亮", []),
    "white in a blue cell": (
        table(p(span("亮", "white")), p(span("暗", "white"))),
        "亮", [("colour", "暗")],
    ),
    "white with an outline": (p("明", span("许", "outlined")), "明许", [("pale", "许")]),
    "white with a shadow": (p("明", span("许", "shadowed")), "明许", [("pale", "许")]),
    "white with edges that are none": (p("明", span("暗", "bare")), "明", [("colour", "暗")]),
    "a share of a small size": (p("明", span("亮", "larger")), "明亮", []),
    "small": (p("明", span("暗", "tiny")), "明", [("size", "暗")]),
    "small for Western letters": (p("明", span("亮", "western"), span("a", "western")), "明亮", [("size", "a")]),
    "a share of the size": (p("明", span("暗", "share")), "明", [("size", "暗")]),
    "narrow": (p("明", span("暗", "narrow")), "明", [("size", "暗")]),
    "upon each other": (p("明", span("暗", "stacked")), "明", [("size", "暗")]),
    "a line without height": (p("明") + p("暗", name="flat"), "明", [("size", "暗")]),
    "left of the page": (p("明") + p("暗", name="far"), "明", [("outside", "暗")]),
    "hidden inside of hidden": (p("明", span("暗", "none")), "明", [("hidden", "暗")]),
    "a hidden section": (
        f'<text:section text:display="none">{p("暗")}</text:section>{p("明")}', "明", [("hidden", "暗")],
    ),
    "a hidden row": (
        table(p("暗"), more='table:visibility="collapse"') + p("明"),
        "明", [("hidden", "暗")],
    ),
    "a hidden paragraph": (
        p("暗", '<text:hidden-paragraph text:is-hidden="true"/>') + p("明"), "明", [("hidden", "暗")],
    ),
    "a hidden field": (
        p("明", '<text:hidden-text text:is-hidden="true">暗</text:hidden-text>'), "明", [("hidden", "暗")],
    ),
    "a field that is shown": (p("明", '<text:hidden-text text:is-hidden="false">亮</text:hidden-text>'), "明亮", []),
    "a placeholder": (p("明", "<text:placeholder>亮</text:placeholder>"), "明亮", []),
    "a blue box": (p("明", box(p(span("亮", "white")), "blue")), "明\n亮", []),
    "a box that one sees through": (p("明", box(p(span("许", "white")), "clear")), "明\n许", [("pale", "许")]),
    "a box without size": (p("明", box(p("暗"), "blue", 'svg:width="1pt"')), "明", [("size", "暗")]),
    "a box off the page": (p("明", box(p("暗"), "blue", 'svg:x="-90in"')), "明", [("outside", "暗")]),
    "quoted": (p("他说：") + p("甲<text:line-break/>乙", name="Q1"), "他说：\n> 甲\n> 乙", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_seen_is_taken_out_and_told(case: str) -> None:
    body, text, hidden = CASES[case]
    found = content(odt(body, styles=STYLES), "稿.odt")
    assert found.text.strip("\n") == text
    assert [(one.reason, one.excerpt) for one in found.reading.hidden] == hidden


LEVELS = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、">'
    '<style:list-level-properties><style:list-level-label-alignment text:label-followed-by="nothing"/>'
    "</style:list-level-properties></text:list-level-style-number>"
    '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="●"/></text:list-style>'
    '<text:list-style style:name="M"><text:list-level-style-number text:level="1" style:num-format="" '
    'style:num-prefix="写在编号里的一句话"/></text:list-style>'
)


def listed(*items: str, name: str = "", more: str = "") -> str:
    styled = f'text:style-name="{name}"' if name else ""
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list {styled} {more}>{inside}</text:list>"


def test_numbers_of_lists_stand_before_their_items() -> None:
    inner = listed(p("乙"), p("丙") + listed(p("丁")))
    body = listed(p("甲") + inner, p("戊") + p("己"), name="L") + listed(
        p("庚"), name="L", more='text:continue-numbering="true"'
    )
    body += listed(p("辛"), name="L") + listed(p("壬"), name="M") + listed(p("癸"))
    found = content(odt(body, styles=LEVELS), "稿.odt")
    assert found.text.split("\n") == [
        "一、甲", "一.1\t乙", "一.2\t丙", "●\t丁", "二、戊", "己", "三、庚", "一、辛", "写在编号里的一句话\t壬", "癸",
    ]  # fmt: skip


def with_bytes(data: bytes, parts: dict[str, str]) -> bytes:
    """A package with more parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**held, **parts})


def with_parts(body: str, parts: dict[str, str], styles: str = "") -> Content:
    return content(with_bytes(odt(body), {**parts, **({"styles.xml": styles} if styles else {})}), "稿.odt")


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def test_charts_and_documents_inside_are_read_and_other_objects_told() -> None:
    chart = (
        f"<office:document-content {SPACES}><office:body><office:chart><chart:chart><chart:title>{p('各乡镇得分')}"
        "</chart:title></chart:chart></office:chart></office:body></office:document-content>"
    )
    inner = (
        f"<office:document-content {SPACES}><office:body><office:text>{p('里面的文')}</office:text></office:body>"
        "</office:document-content>"
    )
    frames = "".join(
        f'<draw:frame><draw:object {XLINK} xlink:href="./{name}"/><draw:image/></draw:frame>' for name in ("O1", "O2")
    )
    frames += f'<draw:frame><draw:object-ole {XLINK} xlink:href="./O3"/></draw:frame>'
    frames += f'<draw:frame><draw:object {XLINK} xlink:href="./O4"/></draw:frame><draw:frame><draw:image/></draw:frame>'
    found = with_parts(p("前", frames), {"O1/content.xml": chart, "O2/content.xml": inner, "O4/content.xml": "<x"})
    assert found.text == "前\n各乡镇得分\n里面的文"
    assert {(one.kind, one.count) for one in found.reading.unread} == {("picture", 1), ("embedded", 1), ("damaged", 1)}


def test_headers_that_hold_a_text_of_their_own_and_forms_that_are_filled_in() -> None:
    styles = (
        f'<office:document-styles {SPACES}><office:master-styles><style:master-page style:name="S">'
        f"<style:header>{p(LONG)}</style:header><style:footer>{p('第一页')}</style:footer>"
        f'<style:header-left style:display="false">{p(LONG)}</style:header-left>'
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    form = 'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
    fields = f'<form:textarea form:current-value="{LONG}填"/><form:button form:label="好"/>'
    body = f"<office:forms {form}><form:form>{fields}"
    found = with_parts(f"{body}</form:form></office:forms>{p('正文')}", {}, styles)
    assert found.text.split("\n") == [f"{LONG}填", "正文", LONG]


def test_comments_are_told() -> None:
    found = content(odt(p("文<office:annotation><text:p>批注</text:p></office:annotation>")), "稿.odt")
    assert found.reading.unread == (UnreadPart("comment", 1, 1),)


def test_pictures_of_pages_are_a_scan() -> None:
    size = f'{SVG} svg:width="16cm" svg:height="24cm"'
    scan = p(f"<draw:frame {size}><draw:image {XLINK} xlink:href='Pictures/1.png'/></draw:frame>")
    with pytest.raises(DraftError, match=r"^稿\.odt: scanned, its pages are pictures"):
        content(odt(p("扫描全能王 创建") + scan * 3), "稿.odt")
    found = content(odt(p(LONG) * 60 + scan), "稿.odt")
    assert [(one.kind, one.count) for one in found.reading.unread] == [("writing", 1)]


@pytest.mark.parametrize("name", ["Citation", "Quote_20_Char"])
def test_a_style_for_quotations_inside_of_a_line_is_one(name: str) -> None:
    styles = (
        f'<style:style style:name="{name}" style:family="text"/>'
        f'<style:style style:name="T1" style:family="text" style:parent-style-name="{name}"/>'
    )
    for before, after, style in (("", "", name), ("“", "”", name), ("", "", "T1")):
        span = f'<text:span text:style-name="{style}">门推不开，就是隐患。</text:span>'
        body = f"<text:p>会议指出：{before}{span}{after}</text:p>"
        assert content(odt(body, styles=styles), "稿.odt").text == "会议指出：“门推不开，就是隐患。”"
