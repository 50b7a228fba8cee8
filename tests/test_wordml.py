"""Word's documents in one XML file: read as the .docx that they are otherwise, by the same rules of what is seen."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from packages import docx
from test_docx import box, p, run

from simcheck.errors import DraftError
from simcheck.readers import docx as word
from simcheck.readers import wordml as reader
from simcheck.readers.docx.objects import picture
from simcheck.readers.kinds import kind
from simcheck.readers.read import read_bytes

_2003 = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:st1="urn:schemas-microsoft-com:office:smarttags" '
    'xmlns:form="urn:our-form"'
)


def of_2003(body: str, before: str = "") -> bytes:
    """Word's XML of 2003 around its body, with what stands before that."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        f"<w:wordDocument {_2003}>{before}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    ).encode()


def changed(what: str, inside: str) -> str:
    return f"<aml:annotation aml:id='1' w:type='Word.{what}'><aml:content>{inside}</aml:content></aml:annotation>"


DELETED = changed("Deletion", "<w:r><w:delText>删</w:delText></w:r>")
STYLES = (
    "<w:styles><w:style w:type='paragraph' w:default='on' w:styleId='a'><w:name w:val='Normal'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='gone'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
)
LISTS = (
    "<w:lists><w:listDef w:listDefId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:nfc w:val='37'/>"
    "<w:suff w:val='Nothing'/><w:lvlText w:val='%1、'/></w:lvl></w:listDef>"
    "<w:list w:ilfo='7'><w:ilst w:val='0'/></w:list></w:lists>"
)
ITEM = "<w:listPr><w:ilvl w:val='0'/><w:ilfo w:val='7'/></w:listPr>"

WHITE = "<w:color w:val='FFFFFF'/>"
GONE = p(run("暗"), properties="<w:pStyle w:val='gone'/>")
PAGE = "<w:bgPict><w:background w:bgcolor='#000080'/></w:bgPict><w:docPr><w:displayBackgroundShape/></w:docPr>"
BOX = f"<w:r><w:pict><v:shape><v:textbox>{box(p(run('盒')))}</v:textbox></v:shape></w:pict></w:r>"
FLAT = (
    f"<w:tbl><w:tr><w:trPr><w:trHeight w:val='10' w:h-rule='exact'/></w:trPr><w:tc>{p(run('暗'))}</w:tc></w:tr></w:tbl>"
)
UNENDED = p(run("明"), properties="<w:rPr><aml:annotation w:type='Word.Deletion'/></w:rPr>")
NOTE = f"<w:r><w:footnote>{p(run('注'))}</w:footnote></w:r>"
ITEMS = p(run("明"), properties=ITEM) + p(run("天"), properties=ITEM)
TAGGED = p("<st1:place><st1:City>", run("明"), "</st1:City>", run("天"), "</st1:place>")
FORM = f"<form:speech>{p('<form:who>', run('明'), '</form:who>')}</form:speech>"
HEADERS = (
    f"<w:sectPr><w:hdr w:type='odd'>{p(run('坚持以人民为中心的发展思想'))}</w:hdr>"
    f"<w:ftr w:type='even'>{p(run('这一页脚只在双数页上而文件没有'))}</w:ftr></w:sectPr>"
)

#: What stands before the body, the body, what a page shows, and what is hidden in it and why.
CASES: dict[str, tuple[str, str, str, list[tuple[str, str]]]] = {
    "plain": ("", p(run("明天")), "明天", []),
    "hidden": ("", p(run("明"), run("暗", "<w:vanish/>")), "明", [("hidden", "暗")]),
    "hidden, switched off": ("", p(run("明"), run("暗", "<w:vanish w:val='off'/>")), "明暗", []),
    "hidden by style": (STYLES, GONE + p(run("明")), "明", [("hidden", "暗")]),
    "white": ("", p(run("明"), run("暗", WHITE)), "明", [("colour", "暗")]),
    "white, highlighted": ("", p(run("明", WHITE + "<w:highlight w:val='dark-blue'/>")), "明", []),
    "white on the page's colour": (PAGE, p(run("明", WHITE)), "明", []),
    "white, shaded by a pattern": ("", p(run("明", WHITE + "<w:shd w:val='pct-90'/>")), "明", []),
    "a point high": ("", p(run("明"), run("暗", "<w:sz w:val='2'/>")), "明", [("size", "暗")]),
    "a flat row": ("", p(run("明")) + FLAT, "明", [("size", "暗")]),
    "a text box": ("", p(run("明"), BOX), "明\n盒", []),
    "changes": ("", p(changed("Insertion", run("增")), DELETED, run("明")), "增明", []),
    "a former look": ("", p(run("明", changed("Formatting", "<w:rPr><w:vanish/></w:rPr>"))), "明", []),
    "a deleted end of a paragraph": ("", UNENDED + p(run("天")), "明天", []),
    "a note": ("", p(run("明"), NOTE) + p(run("天")), "明\n天\n注", []),
    "list": (LISTS, ITEMS, "一、明\n二、天", []),
    "smart tags": ("", TAGGED, "明天", []),
    "a form of its own": ("", FORM + p(run("天")), "明\n天", []),
    "a header": ("", p(run("明")) + HEADERS, "明\n坚持以人民为中心的发展思想", []),
}


@pytest.mark.parametrize(("before", "body", "shown", "hidden"), CASES.values(), ids=CASES)
def test_of_2003(before: str, body: str, shown: str, hidden: list[tuple[str, str]]) -> None:
    found = reader.content(of_2003(body, before), "稿.xml")
    assert found.text.strip() == shown
    assert [(one.reason, one.excerpt) for one in found.reading.hidden] == hidden


def test_comments_and_objects_are_told() -> None:
    comment = changed("Comment", p(run("批注"))).replace("<aml:content>", "<aml:annotation/><aml:content>")
    body = p(run("明"), f"<w:r>{comment}</w:r>", "<w:r><w:pict><o:OLEObject ProgID='Word.Document.8'/></w:pict></w:r>")
    found = reader.content(of_2003(body), "稿.xml")
    assert found.text.strip() == "明"
    assert {one.kind: one.count for one in found.reading.unread} == {"comment": 1, "embedded": 1}


def test_pictures_keep_their_bytes() -> None:
    held = base64.b64encode(b"picture").decode()
    image = f"<w:pict><w:binData w:name='wordml://1.png'>{held}</w:binData><v:imagedata src='wordml://1.png'/></w:pict>"
    parts = word.parts(reader.packed(of_2003(p(f"<w:r>{image}</w:r>")), "稿.xml"), "稿.xml")
    [mark] = parts.main.root.iter("{*}imagedata")
    assert picture(parts, parts.main.path, mark) == b"picture"


def test_as_many_wrappers_as_one_likes() -> None:
    inside = "".join(f"<a:b xmlns:a='urn:{number}'>{run('明')}</a:b>" for number in range(2_000))
    assert reader.content(of_2003(p(inside)), "稿.xml").text == "明" * 2_000


def test_title_and_author() -> None:
    said = "<o:DocumentProperties><o:Title>题</o:Title><o:Author>某人</o:Author></o:DocumentProperties>"
    found = reader.content(of_2003(p(run("明")), said), "稿.xml")
    assert (found.title, found.author) == ("题", "某人")


def flat(data: bytes) -> bytes:
    """A .docx as one XML file, as Word saves it."""
    parts = ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            parts += f"<pkg:part pkg:name='/{name}'><pkg:xmlData>{text}</pkg:xmlData></pkg:part>"
    return (
        f"<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>{parts}</pkg:package>".encode()
    )


def test_the_one_of_today_is_the_same_document() -> None:
    written = docx(
        p(run("明"), run("暗", "<w:vanish/>")), title="题", footnotes=f"<w:footnote>{p(run('注'))}</w:footnote>"
    )
    assert reader.content(flat(written), "稿.xml") == word.content(written, "稿.xml")


@pytest.mark.parametrize("name", ["稿.xml", "稿.doc", "稿.txt"])
def test_known_by_its_content(name: str) -> None:
    data = of_2003(p(run("明"), run("暗", "<w:vanish/>")))
    assert kind(data, name) == "wordml"
    assert read_bytes(data, name).text.strip() == "明"


@pytest.mark.parametrize(
    "data",
    [
        of_2003(p("<w:r><w:pict><w:binData w:name='a'>一</w:binData></w:pict></w:r>")),
        of_2003(p(run("明")))[:-5],
        b'<?mso-application progid="Word.Document"?><other/>',
        b"<pkg:package xmlns:pkg='urn:p'/>",
        of_2003("").replace(b"</w:body>", b"</w:body><w:body/>"),
        flat(docx("")).replace(
            b"</pkg:package>",
            b"<pkg:part pkg:name='/word/document.xml'><pkg:xmlData><a/></pkg:xmlData></pkg:part></pkg:package>",
        ),
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + of_2003("").partition(b"?>")[2],
    ],
)
def test_damaged(data: bytes) -> None:
    with pytest.raises(DraftError, match=r"稿\.xml"):
        reader.content(data, "稿.xml")
