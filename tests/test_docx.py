"""Word files: everything a reader of the page sees, nothing else, and for each stretch of it the run that holds it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import docx, docx_of, zipped

from simcheck.errors import DraftError
from simcheck.readers import docx as reader
from simcheck.readers.docx import Walked


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def box(*paragraphs: str) -> str:
    return f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"


def walked(data: bytes) -> Walked:
    return reader.walk(reader.parts(data, "稿.docx"))


NOTES = {
    "footnotes": f'<w:footnote w:type="separator" w:id="-1">{p("<w:r><w:separator/></w:r>")}</w:footnote>'
    f'<w:footnote w:id="1">{p(run("注一"))}</w:footnote><w:footnote w:id="2">{p(run("没有人提到"))}</w:footnote>',
    "endnotes": f'<w:endnote w:id="1">{p(run("尾注"))}</w:endnote>',
}
STYLES = (
    '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    '<w:style w:styleId="c"><w:basedOn w:val="b"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:styleId="d"><w:basedOn w:val="e"/></w:style><w:style w:styleId="e"><w:basedOn w:val="d"/></w:style>'
)

CASES = {
    "runs": (p(run("稳中"), run("求进"), run("。")), "稳中求进。"),
    "spaces": (p("<w:r><w:t xml:space='preserve'>甲 \n乙</w:t><w:tab/><w:t>丙</w:t></w:r>"), "甲  乙\t丙"),
    "breaks": (p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>"), "甲\n乙\n丙"),
    "empty lines": (p(run("甲")) + p() + p(run("乙")), "甲\n\n乙"),
    "table": (
        p(run("上"))
        + f"<w:tbl><w:tblPr/><w:tr><w:tc>{p(run('甲'))}</w:tc><w:tc>{p(run('乙'))}{p(run('丙'))}</w:tc></w:tr></w:tbl>"
        + p(run("下")),
        "上\n甲\n乙\n丙\n下",
    ),
    "insertion": (p(run("原有"), f"<w:ins w:id='1'>{run('新加')}</w:ins>"), "原有新加"),
    "deletion": (p(run("留"), "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"), "留"),
    "moved": (p(f"<w:moveFrom>{run('旧处')}</w:moveFrom>", f"<w:moveTo>{run('新处')}</w:moveTo>"), "新处"),
    "deleted line end": (p(run("前"), properties="<w:rPr><w:del w:id='1'/></w:rPr>") + p(run("后")), "前后"),
    "control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{p(run('控件'))}</w:sdtContent></w:sdt>", "控件"),
    "control in a line": (p(f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", run("后")), "控件后"),
    "placeholder": (
        p(
            run("前"),
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>",
        ),
        "前单击此处",
    ),
    "link": (p(f"<w:hyperlink r:id='x'>{run('链接')}</w:hyperlink>"), "链接"),
    "text box once": (
        p(
            run("前"),
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            + box(p(run("框")))
            + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            + box(p(run("框")))
            + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            run("后"),
        ),
        "前后\n框",
    ),
    "old text box": (p(f"<w:r><w:pict><v:textbox>{box(p(run('框')))}</v:textbox></w:pict></w:r>", run("旁")), "旁\n框"),
    "watermark": (
        p(run("文"), "<w:r><w:pict><v:shape><v:textpath string='草稿'/></v:shape></w:pict></w:r>"),
        "文\n草稿",
    ),
    "field": (
        p(
            mark("begin"),
            "<w:r><w:instrText>PAGE</w:instrText></w:r>",
            run("藏"),
            mark("separate"),
            run("3"),
            mark("end"),
        ),
        "3",
    ),
    "field inside a field's instruction": (
        p(
            mark("begin"),
            mark("begin"),
            mark("separate"),
            run("条件"),
            mark("end"),
            mark("separate"),
            run("果"),
            mark("end"),
        ),
        "果",
    ),
    "field over paragraphs": (p(mark("begin"), run("藏")) + p(run("藏"), mark("end"), run("露")), "\n露"),
    "a field that never ends hides nothing": (p(mark("begin"), run("全文")) + p(run("都在")), "全文\n都在"),
    "simple field": (p(f"<w:fldSimple w:instr='DATE'>{run('今天')}</w:fldSimple>"), "今天"),
    "hidden": (p(run("明"), run("暗", "<w:vanish/>"), run("明", "<w:vanish w:val='0'/>")), "明明"),
    "hidden by style": (
        p(run("一", "<w:rStyle w:val='a'/>"), run("二", "<w:rStyle w:val='b'/>"), run("三", "<w:rStyle w:val='c'/>"))
        + p(run("四"), run("五", "<w:vanish w:val='0'/>"), properties="<w:pStyle w:val='b'/>")
        + p(run("六", "<w:rStyle w:val='d'/>")),
        "三\n五六",
    ),
    "notes": (
        p(
            run("甲"),
            "<w:r><w:endnoteReference w:id='1'/></w:r>",
            "<w:r><w:footnoteReference w:id='1'/></w:r>",
            run("乙"),
        ),
        "甲乙\n尾注\n注一",
    ),
    "phonetic guide": (
        p(
            "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>zhòng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>重</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>"
        ),
        "重\nzhòng",
    ),
    "symbols": (
        p("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:sym w:char='2460'/><w:sym w:char='?'/></w:r>"),
        "①",
    ),
    "formula": (p(run("设"), "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "设x=1"),
    "numbered": (p(run("要求"), properties="<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"), "要求"),
    "comment": (p(run("文"), "<w:r><w:commentReference w:id='0'/></w:r>"), "文"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_page_shows_is_the_text(case: str) -> None:
    body, text = CASES[case]
    found = walked(docx(body, styles=STYLES, **NOTES))
    assert found.text == text
    for piece in found.pieces:
        shown = found.text[piece.start : piece.end]
        assert shown
        assert piece.element.text in (shown, None) or (piece.element.text or "").split() == shown.split()
        assert piece.run is None or piece.element in list(piece.run.iter())


@settings(deadline=None)
@given(st.lists(st.lists(st.text(st.sampled_from("稳中求进。，& <>𠮷a\u200b"), max_size=6), max_size=4), max_size=6))
def test_pieces_tile_the_text_but_for_line_ends(paragraphs: list[list[str]]) -> None:
    escape = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    found = walked(docx("".join(p(*(run(text.translate(escape)) for text in runs)) for runs in paragraphs)))
    assert found.text == "\n".join("".join(runs) for runs in paragraphs)
    reached = 0
    for piece in found.pieces:
        assert set(found.text[reached : piece.start]) <= {"\n"}
        assert found.text[piece.start : piece.end] == piece.element.text
        assert piece.element.getparent() is piece.run
        reached = piece.end
    assert set(found.text[reached:]) <= {"\n"}


def test_headers_footers_and_comments_are_other_parts() -> None:
    data = docx(p(run("正文")), comments=p(run("批注")), header1=p(run("页眉")))
    assert reader.content(data, "稿.docx").text == "正文"


def test_properties() -> None:
    found = reader.content(docx_of("正文", title="在教育大会上的讲话", author="教育局"), "稿.docx")
    assert (found.title, found.author, found.date) == ("在教育大会上的讲话", "教育局", None)


def test_the_main_part_may_have_another_name_and_namespace() -> None:
    strict = "http://purl.oclc.org/ooxml"
    data = zipped(
        {
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Type="{strict}/officeDocument/relationships/officeDocument" Target="/w/d2.xml"/>'
            "</Relationships>",
            "w/d2.xml": f'<w:document xmlns:w="{strict}/wordprocessingml/main"><w:body><w:p><w:r><w:t>严格</w:t></w:r>'
            "</w:p></w:body></w:document>",
        }
    )
    assert walked(data).text == "严格"


def test_text_in_another_file_is_not_passed_over_in_silence() -> None:
    with pytest.raises(DraftError, match=r"稿\.docx: holds another document inside \(altChunk\); open it in Word"):
        reader.content(docx(p(run("甲")) + "<w:altChunk r:id='x'/>"), "稿.docx")
