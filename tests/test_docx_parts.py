"""Word files: text in other parts than the main one is read as Word shows it, or it is said that it was not."""

from __future__ import annotations

import pytest
from packages import docx, docx_of, relation, relations, zipped
from test_docx import box, p, run

from simcheck.errors import DraftError
from simcheck.readers import docx as reader
from simcheck.readers.content import Content
from simcheck.types import UnreadPart

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_DSP = "http://schemas.microsoft.com/office/drawing/2008/diagram"


def read(body: str, **more: object) -> Content:
    return reader.content(docx(body, **more), "稿.docx")  # type: ignore[arg-type]


def unread(found: Content) -> dict[str, int]:
    return {one.kind: one.count for one in found.reading.unread}


def graphic(inside: str) -> str:
    """A drawing in a line."""
    return (
        "<w:r><w:drawing><wp:inline><wp:extent cx='5000000' cy='3000000'/><a:graphic><a:graphicData>"
        f"{inside}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def line(text: str) -> str:
    """A paragraph of DrawingML in two runs."""
    return f"<a:p><a:r><a:t>{text[:1]}</a:t></a:r><a:r><a:t>{text[1:]}</a:t></a:r></a:p>"


def test_titles_and_labels_of_charts() -> None:
    chart = (
        f"<c:chartSpace xmlns:c='{_C}' xmlns:a='{_A}'><c:chart>"
        f"<c:title><c:tx><c:rich>{line('各乡镇得分')}</c:rich></c:tx></c:title>"
        "<c:plotArea><c:ser><c:tx><c:strRef><c:strCache><c:pt><c:v>去年</c:v></c:pt></c:strCache></c:strRef>"
        "</c:tx><c:cat><c:strRef><c:strCache><c:pt><c:v>东门</c:v></c:pt><c:pt><c:v>西河</c:v></c:pt></c:strCache>"
        "</c:strRef></c:cat><c:val><c:numRef><c:numCache><c:pt><c:v>60</c:v></c:pt></c:numCache></c:numRef></c:val>"
        "</c:ser></c:plotArea></c:chart><c:userShapes r:id='s' "
        "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'/></c:chartSpace>"
    )
    more = {
        "word/charts/chart1.xml": chart,
        "word/charts/_rels/chart1.xml.rels": relations(relation("s", "chartUserShapes", "../drawings/d.xml")),
        "word/drawings/d.xml": f"<x xmlns:a='{_A}'>{line('画在图上')}</x>",
    }
    body = p(run("前"), graphic("<c:chart r:id='c'/>"), run("后"))
    found = read(body, related=relation("c", "chart", "charts/chart1.xml"), more=more)
    assert found.text.split("\n") == ["前后", "各乡镇得分", "去年", "东门", "西河", "画在图上"]
    assert found.reading.unread == ()
    assert unread(read(body)) == {"damaged": 1}


def test_smart_art() -> None:
    points = "".join(f"<dgm:pt><dgm:t>{line(text)}</dgm:t></dgm:pt>" for text in ("先排查", "再整改"))
    more = {
        "word/diagrams/data1.xml": f"<dgm:dataModel xmlns:dgm='{_DGM}' xmlns:a='{_A}'>{points}</dgm:dataModel>",
        "word/diagrams/drawing1.xml": f"<dsp:drawing xmlns:dsp='{_DSP}' xmlns:a='{_A}'>{line('再整改')}{line('只画了')}"
        "</dsp:drawing>",
    }
    related = relation("d", "diagramData", "diagrams/data1.xml") + relation(
        "e", "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing", "diagrams/drawing1.xml"
    )
    body = p(run("前"), graphic("<dgm:relIds r:dm='d'/>"))
    assert read(body, related=related, more=more).text.split("\n") == ["前", "先排查", "再整改", "只画了"]
    assert unread(read(body)) == {"damaged": 1}


def embedded(kind: str = "") -> str:
    preview = "<v:shape><v:imagedata r:id='i'/></v:shape>"
    return f"<w:r><w:object>{preview}<o:OLEObject ProgID='{kind}' r:id='o'/></w:object></w:r>"


def test_documents_inside_of_documents() -> None:
    body = p(run("前"), embedded()) + p(run("后"))
    inner = docx(p(run("里面")) + p(graphic("<pic:blip xmlns:pic='" + _A + "'/>")))
    twice = docx(
        p(run("外面"), embedded()), related=relation("o", "package", "e/inner.docx"), more={"word/e/inner.docx": inner}
    )
    for data, lines, missed in (
        (inner, ["前", "里面", "", "后"], {"picture": 1}),
        (twice, ["前", "外面", "里面", "", "后"], {"picture": 1}),
        (docx(p(run("里面")) + "<w:altChunk/>"), ["前", "里面", "后"], {"embedded": 1}),
        (b"\xd0\xcf\x11\xe0 a program's own", ["前", "后"], {"embedded": 1}),
        (b"PK\x03\x04 damaged", ["前", "后"], {"embedded": 1}),
    ):
        found = read(body, related=relation("o", "package", "e/o.bin"), more={"word/e/o.bin": data})
        assert found.text.split("\n") == lines
        assert unread(found) == missed
    assert unread(read(body)) == {"embedded": 1}
    assert unread(read(p(run("前"), embedded("Equation.3")))) == {"picture": 1}


def test_tables_and_slides_inside_of_documents() -> None:
    sheet = zipped(
        {
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": "<sst><si><t>乡镇</t></si><si><r><t>得</t></r><r><t>分</t></r></si></sst>",
            "xl/worksheets/sheet1.xml": "<worksheet><c><v>5</v></c><c><is><t>备注</t></is></c></worksheet>",
        }
    )
    slides = zipped({"ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": f"<p xmlns:a='{_A}'>{line('一页')}</p>"})
    for data, lines in ((sheet, ["前", "乡镇", "得分", "备注"]), (slides, ["前", "一页"])):
        body = p(run("前"), embedded())
        found = read(body, related=relation("o", "package", "o.bin"), more={"word/o.bin": data})
        assert found.text.split("\n") == lines
        assert found.reading.unread == ()


def test_pictures_and_comments_are_told() -> None:
    picture = graphic("<pic:blip xmlns:pic='" + _A + "'/>")
    comment = "<w:r><w:commentReference w:id='1'/></w:r>"
    found = read(p(run("文"), picture, comment) + p(picture))
    assert found.text == "文\n"
    assert found.reading.unread == (UnreadPart("picture", 2, 2), UnreadPart("comment", 2, 1))


HEADERS = {
    "word/h1.xml": "会议材料",
    "word/h2.xml": "这一行页眉写了整整一句要查的话",
    "word/h3.xml": "只在首页才有的这一句话也不算短",
    "word/h4.xml": "只在双页才有的这一句话也不算短",
}


@pytest.mark.parametrize(
    ("section", "settings", "shown"),
    [
        ("", "", ["h2"]),
        ("<w:titlePg/>", "", ["h2", "h3"]),
        ("<w:titlePg w:val='0'/>", "<w:evenAndOddHeaders/>", ["h2", "h4"]),
    ],
)
def test_headers_that_hold_a_text_of_their_own(section: str, settings: str, shown: list[str]) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    more = {path: f"<w:hdr xmlns:w='{w}'>{p(run(text))}</w:hdr>" for path, text in HEADERS.items()}
    related = "".join(relation(f"h{n}", "header", f"h{n}.xml") for n in range(1, 5))
    kinds = ("footer", "default"), ("header", "default"), ("header", "first"), ("header", "even")
    marks = "".join(
        f"<w:{name}Reference w:type='{kind}' r:id='h{n}'/>" for n, (name, kind) in enumerate(kinds, start=1)
    )
    body = p(run("正文")) + f"<w:sectPr>{marks}{section}</w:sectPr>"
    found = read(body, related=related, more=more, settings=settings)
    assert found.text.split("\n") == ["正文", *(HEADERS[f"word/{name}.xml"] for name in shown)]


def test_a_text_box_in_a_header() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "页眉里的文本框盖住了整整一页纸"
    header = (
        f"<w:hdr xmlns:w='{w}' xmlns:v='urn:schemas-microsoft-com:vml'><w:p><w:r><w:pict><v:shape><v:textbox>"
        f"{box(p(run(text)))}</v:textbox></v:shape></w:pict></w:r></w:p></w:hdr>"
    )
    body = p(run("正文")) + "<w:sectPr><w:headerReference r:id='h'/></w:sectPr>"
    found = read(body, related=relation("h", "header", "h.xml"), more={"word/h.xml": header})
    assert [one for one in found.text.split("\n") if one] == ["正文", text]


def bound(path: str) -> str:
    binding = f"<w:dataBinding w:storeItemID='{{AB}}' w:xpath='{path}' w:prefixMappings='xmlns:n=\"urn:n\"'/>"
    return f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{run('旧')}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/n:a[1]/n:b[1]", "新"), ("/n:a/n:c", "旧"), ("/n:a/@x", "属"), ("count(//*)", "旧"), ("/q:a", "旧")],
)
def test_controls_show_what_they_are_bound_to(path: str, shown: str) -> None:
    ds = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    more = {
        "customXml/item1.xml": "<a xmlns='urn:n' x='属'><b>新</b></a>",
        "customXml/_rels/item1.xml.rels": relations(relation("p", "customXmlProps", "itemProps1.xml")),
        "customXml/itemProps1.xml": f"<ds:datastoreItem xmlns:ds='{ds}' ds:itemID='{{ab}}'/>",
    }
    found = read(p(run("前"), bound(path)), related=relation("x", "customXml", "../customXml/item1.xml"), more=more)
    assert found.text == f"前{shown}"


TRUE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
DECOY = "urn:x/officeDocument"


def with_mains(*named: tuple[str, str]) -> bytes:
    def main(text: str) -> str:
        return (
            "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            f"<w:body>{p(run(text))}</w:body></w:document>"
        )

    related = relations(*(relation(f"r{n}", kind, target) for n, (kind, target) in enumerate(named)))
    return zipped({"_rels/.rels": related, "a.xml": main("甲"), "word/document.xml": main("乙")})


def test_the_main_part_is_named_by_the_exact_type() -> None:
    def text(data: bytes) -> str:
        return reader.content(data, "稿.docx").text

    assert text(with_mains((DECOY, "a.xml"), (TRUE, "word/document.xml"))) == "乙"
    assert text(with_mains((TRUE, "a.xml"), (DECOY, "word/document.xml"))) == "甲"
    assert text(with_mains((DECOY, "a.xml"))) == "乙"
    with pytest.raises(DraftError, match=r"稿\.docx: names two main parts"):
        text(with_mains((TRUE, "a.xml"), (TRUE, "word/document.xml")))


def renamed(data: bytes, *changes: tuple[str, str]) -> bytes:
    """A package whose parts are called otherwise in the archive."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    named = {}
    for name, content in parts.items():
        for old, new in changes:
            name = name.replace(old, new)  # noqa: PLW2901
        named[name] = content
    return zipped(named)


@pytest.mark.parametrize("changes", [[("/", "\\")], [("word/", "Word/"), ("[Content_Types]", "[content_types]")]])
def test_parts_may_be_called_as_other_programs_call_them(changes: list[tuple[str, str]]) -> None:
    data = renamed(docx_of("甲\n乙"), *changes)
    assert reader.content(data, "稿.docx").text == "甲\n乙"


def test_two_parts_whose_names_differ_in_letter_case_are_refused() -> None:
    main = docx_of("甲")
    data = renamed(main, ("docProps/core.xml", "word/Document.xml"))
    with pytest.raises(DraftError, match=r"holds two parts called 'word/document\.xml'"):
        reader.content(data, "稿.docx")
