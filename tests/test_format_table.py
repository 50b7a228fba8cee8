"""The table of the formats in the documents: a file of each format with every part that it has, each cell held true."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import test_pdf_parts
from packages import docx, odt, relation, zipped
from scans import scribble
from test_docx import box, mark, p, run
from test_docx_parts import graphic, line
from test_docx_scans import png
from test_formats import hexed
from test_ofd import NS, WHITE, ofd, page, patch, text

from simcheck.errors import DraftError
from simcheck.readers import ocr, read
from simcheck.readers.formats import READERS
from simcheck.readers.worker import WORKER
from simcheck.types import Document

DOCS = Path(__file__).parent.parent / "docs"
READ, TOLD, QUIET, REFUSED = "读报略拒"
#: Different words for different parts, of 13 letters and more.
WORDS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃寒来暑往"


def table(language: str = "zh") -> dict[str, dict[str, str]]:
    """The words by format and part, each part by its name up to the first space."""
    page = (DOCS / language / "formats.md").read_text("utf-8")
    rows = [re.split(r"\s*\|\s*", row.strip().strip("|")) for row in page.splitlines() if row.startswith("| ")]
    heads = [head.strip() for head in rows[0][1:]]
    return {
        head: {row[0].strip().split(" ")[0]: row[at + 1].strip() for row in rows[1:] if row[at + 1].strip()}
        for at, head in enumerate(heads)
    }


TABLE = table()


def said(part: str) -> str:
    """A sentence that stands in one part only."""
    number = list(next(iter(TABLE.values())) | {one: "" for column in TABLE.values() for one in column}).index(part)
    return f"这一句{WORDS[number]}话只写在{WORDS[number]}一个地方{WORDS[number]}"


SHORT = "短短的"
#: So much that no format takes the document for a scan.
TYPED = "这一段写满了字，免得看着像一份扫描出来的文稿，其中的每一个字都看得见。" * 20


#: A picture of ten lines, and one of nothing.
WRITING, BLANK = png([row.tobytes() for row in scribble(700, 900, lines=10)]), png([b"\xff" * 90] * 90)


def as_docx() -> bytes:
    def s(part: str, properties: str = "") -> str:
        return run(said(part), properties)

    pic = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    picture = f"<pic:blip xmlns:pic='{pic}'/>"
    large = graphic(picture).replace("cy='3000000'", "cy='9000000'")
    anchored = (
        "<w:r><w:pict><v:shape style='margin-left:-2000pt;width:90pt;height:90pt'><v:textbox>"
        + box(p(s("页面以外的"))) + "</v:textbox></v:shape></w:pict></w:r>"
    )  # fmt: skip
    alternative = (
        "<mc:AlternateContent><mc:Choice Requires='z' xmlns:z='urn:z'>"
        f"<w:t>{said('程序不取的另一种写法')}</w:t></mc:Choice><mc:Fallback><w:t>好</w:t></mc:Fallback></mc:AlternateContent>"
    )
    ole = "<w:r><w:object><o:OLEObject r:id='{}'/></w:object></w:r>"
    body = [
        p(s("正文")),
        f"<w:tbl><w:tr><w:tc>{p(s('表格'))}</w:tc></w:tr></w:tbl>",
        p(run("项"), properties="<w:numPr><w:numId w:val='1'/></w:numPr>"),
        p(f"<w:r><w:pict><v:textbox>{box(p(s('文本框')))}</v:textbox></w:pict></w:r>"),
        p("<w:r><w:footnoteReference w:id='1'/></w:r>"),
        p(f"<w:r><w:ruby><w:rt><w:r><w:t>{said('注音')}</w:t></w:r></w:rt><w:rubyBase/></w:ruby></w:r>"),
        p(f"<w:r><w:pict><v:shape><v:textpath string='{said('艺术字')}'/></v:shape></w:pict></w:r>"),
        p(graphic("<c:chart r:id='c'/>"), graphic("<dgm:relIds r:dm='d'/>")),
        p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{s('表单和内容控件')}</w:sdtContent></w:sdt>"),
        p(ole.format("e1"), ole.format("e2"), graphic(picture), large, "<w:r><w:commentReference w:id='1'/></w:r>"),
        p(s("设为隐藏的", "<w:vanish/>"), run("好")),
        p(s("与背景同色的", "<w:color w:val='FFFFFF'/>"), s("不到", "<w:sz w:val='2'/>")),
        p(s("透明的", "<w14:textFill><w14:noFill/></w14:textFill>"), anchored, f"<w:r>{alternative}</w:r>"),
        p(f"<w:del><w:r><w:delText>{said('修订中删去的')}</w:delText></w:r></w:del>"),
        p(
            mark("begin"),
            f"<w:r><w:instrText>{said('域代码')}</w:instrText></w:r>",
            mark("separate"),
            run("3"),
            mark("end"),
        ),
        *[p(run("这一段写满了字，免得看着像一份扫描出来的文稿，其中的每一个字都看得见。")) for _ in range(20)],
        "<w:sectPr><w:headerReference r:id='h1'/><w:footerReference r:id='h2'/></w:sectPr>",
    ]
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    level = f"<w:lvl w:ilvl='0'><w:lvlText w:val='{said('列表编号')}'/></w:lvl>"
    levels = f"<w:abstractNum w:abstractNumId='0'>{level}</w:abstractNum>"
    more: dict[str, str | bytes] = {
        "word/c.xml": f"<c:x xmlns:c='urn:c' xmlns:a='{a}'>{line(said('图表的标题和标签'))}</c:x>",
        "word/d.xml": f"<c:x xmlns:c='urn:c' xmlns:a='{a}'>{line(said('图示'))}</c:x>",
        "word/h1.xml": f"<w:hdr xmlns:w='{w}'>{p(s('13'))}</w:hdr>",
        "word/h2.xml": f"<w:ftr xmlns:w='{w}'>{p(run(SHORT))}</w:ftr>",
        "word/e1.bin": docx(p(s("里面的文档"))),
        "word/e2.bin": b"\xd0\xcf\x11\xe0",
    }
    related = "".join(
        relation(name, kind, f"{target}")
        for name, kind, target in (
            ("c", "chart", "c.xml"), ("d", "diagramData", "d.xml"), ("h1", "header", "h1.xml"),
            ("h2", "footer", "h2.xml"), ("e1", "package", "e1.bin"), ("e2", "oleObject", "e2.bin"),
        )
    )  # fmt: skip
    return docx(
        "".join(body), related=related, more=more,
        footnotes=f"<w:footnote w:id='1'>{p(s('脚注'))}</w:footnote>",
        numbering=f"{levels}<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
    )  # fmt: skip


def as_odt() -> bytes:
    from test_odt import SPACES, STYLES, SVG, XLINK, span, with_bytes
    from test_odt import p as par
    from test_odt import table as cells

    off = f'<draw:frame {SVG} svg:x="-90in"><draw:text-box>{par(said("页面以外的"))}</draw:text-box></draw:frame>'
    large = f'{SVG} svg:width="16cm" svg:height="24cm"'
    levels = (
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="" '
        f'style:num-prefix="{said("列表编号")}"/></text:list-style>'
    )
    form = 'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
    body = "".join(
        (
            f'<office:forms {form}><form:text form:current-value="{said("表单和内容控件")}"/></office:forms>',
            par(said("正文")),
            cells(par(said("表格"))),
            f'<text:list text:style-name="N"><text:list-item>{par("项")}</text:list-item></text:list>',
            par(f"<draw:frame><draw:text-box>{par(said('文本框'))}</draw:text-box></draw:frame>"),
            par(f"<text:note><text:note-body>{par(said('脚注'))}</text:note-body></text:note>"),
            par(
                f"<text:ruby><text:ruby-base>重</text:ruby-base><text:ruby-text>{said('注音')}</text:ruby-text></text:ruby>"
            ),
            par(f'<draw:frame><draw:object {XLINK} xlink:href="./O1"/></draw:frame>'),
            par(f'<draw:frame><draw:object {XLINK} xlink:href="./O2"/></draw:frame>'),
            par(f'<draw:frame><draw:object-ole {XLINK} xlink:href="./O3"/></draw:frame>'),
            par(f"<draw:frame><draw:image/></draw:frame><draw:frame {large}><draw:image/></draw:frame>"),
            par("文<office:annotation><text:p>批注里的话</text:p></office:annotation>"),
            par(
                "好",
                span(said("设为隐藏的"), "none"),
                span(said("与背景同色的"), "white"),
                span(said("不到"), "tiny"),
                off,
            ),
            f"<text:tracked-changes><text:deletion>{par(said('修订中删去的'))}</text:deletion></text:tracked-changes>",
            *[par("这一段写满了字，免得看着像一份扫描出来的文稿，其中的每一个字都看得见。") for _ in range(20)],
        )
    )
    inner = "<office:document-content {}><office:body>{}</office:body></office:document-content>"
    title = f"<chart:title>{par(said('图表的标题和标签'))}</chart:title>"
    chart = f"<office:chart><chart:chart>{title}</chart:chart></office:chart>"
    return with_bytes(
        odt(body, styles=STYLES + levels),
        {
            "O1/content.xml": inner.format(SPACES, chart),
            "O2/content.xml": inner.format(SPACES, f"<office:text>{par(said('里面的文档'))}</office:text>"),
            "styles.xml": f"<office:document-styles {SPACES}><office:master-styles><style:master-page>"
            f"<style:header>{par(said('13'))}</style:header><style:footer>{par(SHORT)}</style:footer>"
            "</style:master-page></office:master-styles></office:document-styles>",
        },
    )


def as_rtf() -> bytes:
    def s(part: str) -> str:
        return hexed(said(part))

    inside = (
        rf"{s('正文')}\par {hexed(TYPED)}\par\trowd\cellx9\intbl {s('表格')}\cell\row"
        rf"{{\listtext {s('列表编号')}\tab}}a\par"
        rf"{{\shp{{\*\shpinst{{\shptxt {s('文本框')}\par}}}}}}{{\footnote {s('脚注')}}}"
        rf"{{\header {s('13')}}}{{\footer {hexed(SHORT)}}}"
        rf"{{\shp{{\*\shpinst{{\sp{{\sn gtextUNICODE}}{{\sv {s('艺术字')}}}}}}}}}"
        rf"{{\object{{\*\objclass Excel.Sheet.8}}{{\*\objdata 00}}{{\result}}}}"
        rf"{{\pict {BLANK.hex()}}}{{\pict {WRITING.hex()}}}{{\*\annotation x}}"
        rf"{{\v {s('设为隐藏的')}}}{{\cf1 {s('与背景同色的')}}}{{\fs2 {s('不到')}}}"
        rf"{{\shprslt {s('程序不取的另一种写法')}}}"
        rf"{{\deleted {s('修订中删去的')}}}{{\field{{\*\fldinst {s('域代码')}}}{{\fldrslt 3}}}}"
    )
    head = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}{\colortbl;\red255\green255\blue255;}"
    return f"{head}{inside}}}".encode("latin-1")


def hidden_in_a_page() -> str:
    return "".join(
        f"<p>好<span style='{style}'>{said(part)}</span></p>"
        for part, style in (
            ("设为隐藏的", "display:none"), ("与背景同色的", "color:white"), ("不到", "font-size:1pt"),
            ("透明的", "opacity:0"), ("页面以外的", "position:absolute;left:-9999px"),
        )
    )  # fmt: skip


def as_html() -> bytes:
    body = (
        f"<style>b::before{{content:'{said('样式表写出的文字')}'}}</style><p>{said('正文')}</p>"
        f"<table><td>{said('表格')}</table><ol><li>项</ol><footer>{said('13')}</footer><footer>{SHORT}</footer><ruby>重<rt>{said('注音')}</rt></ruby>"
        f"<svg><text>{said('艺术字')}</text></svg><textarea>{said('表单和内容控件')}</textarea><p><b></b>好</p>"
        f"<iframe srcdoc='<p>{said('里面的文档')}</p>'></iframe><object data=x></object><img src=y>{hidden_in_a_page()}"
        f"<noscript>{said('程序不取的另一种写法')}</noscript><script>say('{said('脚本里的长文字') * 9}')</script>"
        f"<!-- {said('注释')} --><img src='data:image/png;base64,{base64.b64encode(WRITING).decode()}'>{TYPED}"
    )
    return f"<!doctype html><meta charset=utf-8>{body}".encode()


def as_markdown() -> bytes:
    return (
        f"{said('正文')}\n\n| {said('表格')} |\n|---|\n| 乙 |\n\n1. 项\n\n![图](y.png)\n\n{hidden_in_a_page()}\n\n"
        f"好~~{said('修订中删去的')}~~\n\n<!-- {said('注释')} -->\n"
    ).encode()


def as_mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "通知"
    message.set_content(f"{said('正文')}\n{said('表格')}\n{TYPED}\n{said('程序不取的另一种写法')}")
    message.add_alternative(
        f"<p>{said('正文')}</p><table><td>{said('表格')}</table>{TYPED}{hidden_in_a_page()}", subtype="html"
    )
    message.add_attachment(
        said("里面的文档").encode(), maintype="application", subtype="octet-stream", filename="a.txt"
    )
    message.add_attachment(b"\x1f\x8b\0", maintype="application", subtype="gzip", filename="a.gz")
    message.add_attachment(BLANK, maintype="image", subtype="png", filename="a.png")
    message.add_attachment(WRITING, maintype="image", subtype="png", filename="b.png")
    return message.as_bytes()


def as_ofd() -> bytes:
    def s(part: str, y: float, **more: str) -> str:
        return text(said(part), y, **more)  # type: ignore[arg-type]

    large = '<ofd:ImageObject ID="4" Boundary="10 40 180 60" ResourceID="9"/>'
    media = f'<ofd:Res {NS}><ofd:MultiMedia ID="9"><ofd:MediaFile>w.png</ofd:MediaFile></ofd:MultiMedia></ofd:Res>'
    objects = [
        s("正文", 20), s("设为隐藏的", 30, more='Visible="false"'), s("与背景同色的", 40, inside=WHITE),
        text(said("不到"), 50, size=1), s("透明的", 60, more='Alpha="0"'), text(said("页面以外的"), 70, x=300),
        s("被盖住的", 80), patch("10 78 190 10"),
    ]  # fmt: skip
    small = page(text("第二页也有一行看得见的字", 20), '<ofd:ImageObject ID="5" Boundary="10 50 20 20"/>')
    typed = (text("第三页的字写得多一些，" * 3, 110 + 9 * n) for n in range(20))
    attached = f"<ofd:Attachments {NS}><ofd:Attachment/></ofd:Attachments>"
    return ofd(
        page(*objects), small, page(*typed, large),
        common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>",
        more={"Doc_0/A.xml": attached, "Doc_0/R.xml": media, "Doc_0/w.png": WRITING},
        rest="<ofd:Attachments>A.xml</ofd:Attachments>",
    )  # fmt: skip


MADE: dict[str, Callable[[], bytes]] = {
    ".docx": as_docx, ".odt": as_odt, ".rtf": as_rtf, ".html": as_html, ".md": as_markdown, ".eml": as_mail,
    ".ofd": as_ofd, ".txt": lambda: said("正文").encode(),
}  # fmt: skip
#: What is told of a part that has no text of its own, by kind.
UNREAD = {
    "里面的其他对象": {"embedded", "attachment"}, "图片": {"picture"}, "有文字的图片": {"writing"}, "批注": {"comment"},
    "脚本里的长文字": {"generated"},
}  # fmt: skip
REASONS = {
    "设为隐藏的": "hidden", "与背景同色的": "colour", "不到": "size", "透明的": "transparent", "页面以外的": "outside",
    "被盖住的": "covered", "程序不取的另一种写法": "hidden",
}  # fmt: skip


def test_the_table_has_a_column_for_each_format_that_is_made_here() -> None:
    assert set(TABLE) == {*MADE, ".pdf"}
    assert {word for column in TABLE.values() for word in column.values()} == {READ, TOLD, QUIET, REFUSED}


def test_the_english_table_says_the_same() -> None:
    words = {READ: "read", TOLD: "told", QUIET: "–", REFUSED: "refused"}
    rows, english = (
        [row for row in (DOCS / language / "formats.md").read_text("utf-8").splitlines() if row.startswith("| ")]
        for language in ("zh", "en")
    )
    cells, said = ([[cell.strip() for cell in row.split("|")[2:]] for row in page] for page in (rows, english))
    assert [[words.get(cell, cell) for cell in row] for row in cells] == said


@pytest.fixture(scope="module", params=MADE)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Document]:
    file = tmp_path_factory.mktemp("made") / f"稿{request.param}"
    file.write_bytes(MADE[request.param]())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ocr, "available", lambda: False)
        patched.setattr(WORKER, "read", lambda form, data, name: READERS[form](data, name))  # in this process
        return request.param, read(file)


def test_each_part_is_what_the_table_says(made: tuple[str, Document]) -> None:
    form, found = made
    hidden = {one.reason: one.excerpt for one in found.reading.hidden}
    unread = {one.kind for one in found.reading.unread}
    for part, word in TABLE[form].items():
        if part in UNREAD:
            assert (word, bool(unread & UNREAD[part])) == (TOLD, True), part
        elif part == "短的页眉":
            assert (word, SHORT in found.text) == (QUIET, False)
        elif part in REASONS and word == TOLD:
            assert said(part) not in found.text, part
            assert said(part)[:9] in hidden.get(REASONS[part], ""), part
        elif word in (READ, QUIET) and not (part == "列表编号" and word == QUIET):
            assert (said(part) in found.text) == (word == READ), part
            assert all(said(part)[:9] not in one.excerpt for one in found.reading.hidden), part
    told = {kind for kinds in UNREAD.values() for kind in kinds if unread & kinds}
    assert unread <= told


def test_each_part_of_a_pdf_is_what_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_pdf_parts.ocr, "available", lambda: False)
    found = test_pdf_parts.content(test_pdf_parts.document(), "稿.pdf")
    parts = {
        "正文": test_pdf_parts.READ["text"], "文本框": test_pdf_parts.READ["note"],
        "表单和内容控件": test_pdf_parts.READ["field"],
    }  # fmt: skip
    column = dict(TABLE[".pdf"])
    assert all(text in found.text and column.pop(part) == READ for part, text in parts.items())
    # Tables and running heads: see test_pdf.py.
    assert (column.pop("表格"), column.pop("短的页眉"), column.pop("加了密的")) == (READ, QUIET, REFUSED)
    hidden, unread = ({one.reason for one in found.reading.hidden}, {one.kind for one in found.reading.unread})
    for part, word in column.items():
        assert word == TOLD
        assert unread & UNREAD[part] if part in UNREAD else REASONS[part] in hidden, part


def test_what_the_table_refuses_is_refused(tmp_path: Path) -> None:
    from test_hostile import locked_zip
    from test_misread import CODES
    from test_odt import SPACES

    locked_mail = b"MIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n"
    coded_mail = b"MIME-Version: 1.0\nContent-Type: text/plain\n\n" + CODES["base64"].encode()
    locked_pdf = test_pdf_parts.document().replace(
        b"trailer<<",
        b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<41><41>]" % ((b"41" * 32,) * 2),
    )
    assert b"/Encrypt" in locked_pdf
    unknown = bytes(range(128, 256)) * 9
    locked_odt = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"<x {SPACES}/>",
            "META-INF/manifest.xml": "<m><encryption-data/></m>",
        }
    )  # fmt: skip
    refused = {
        ("别的文件拼进来的", ".docx"): docx(p(run("甲")) + "<w:altChunk r:id='x'/>"),
        ("加了密的", ".docx"): locked_zip(),
        ("加了密的", ".odt"): locked_odt,
        ("加了密的", ".eml"): locked_mail,
        ("加了密的", ".pdf"): locked_pdf,
        ("加了密的", ".ofd"): zipped({"OFD.xml": f"<ofd:OFD {NS}><ofd:Encryptions/></ofd:OFD>"}),
        ("编码认不出的", ".html"): b"<html><p>" + unknown,
        ("编码认不出的", ".txt"): unknown,
        ("用代码写的", ".eml"): coded_mail,
        ("用代码写的", ".txt"): CODES["addresses"].encode(),
    }
    cells = {(part, form) for form, column in TABLE.items() for part, word in column.items() if word == REFUSED}
    assert cells == set(refused)
    for (part, form), data in refused.items():
        file = tmp_path / f"稿{form}"
        file.write_bytes(data)
        with pytest.raises(DraftError, match="password|encrypted" if part == "加了密的" else None):
            read(file)
