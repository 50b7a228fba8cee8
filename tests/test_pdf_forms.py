"""PDF: what stands in form fields, in notes typed on a page and in stamps is part of what a reader sees."""

from __future__ import annotations

import pytest
from pages import Leaf, Put, leaves, lines, stream, wrapped

from simcheck.errors import DraftError
from simcheck.readers.content import Content
from simcheck.readers.pdf import content

BODY = "今年以来全县上下一心办成了几件群众看得见的实事。"
SAID = "二是河道清了淤，学校添了操场，村里的路灯也亮起来了。"
OTHER = "夜里起了雾，路灯像浮在半空的橘子，卖馄饨的担子从巷口转进来。"
_FORM = "/AcroForm<</Fields[4 0 R]/DR<</Font<</F 3 0 R>>>>/DA(/F 10 Tf){}>>"
_BOX = "/Rect[90 600 500 700]"


def string(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


def appearance(text: str, around: str = "{}", box: str = "0 0 410 100") -> str:
    """How a field or note is shown: its text in lines of 40 letters."""
    puts = [Put(text[at : at + 40], 4, 80 - 16 * (at // 40)) for at in range(0, len(text), 40)]
    return stream(lines(puts, around), f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources<</Font<</F 3 0 R>>>>")


def field(entries: str, *objects: str, needs: str = "") -> Content:
    """A page with a line of text and a field (object 4) with these entries; further objects are numbered from 5 on."""
    page = Leaf(lines(wrapped([BODY])), more="/Annots[4 0 R]")
    own = f"<</Type/Annot{_BOX}{entries}>>"
    return content(leaves(page, objects=[own, *objects], catalog=_FORM.format(needs)), "稿.pdf")


TEXT = f"/Subtype/Widget/FT/Tx/Ff 4096/F 4/T(text)/V{string(SAID)}"
CHOICE = "/Subtype/Widget/FT/Ch/F 4/T(choice)"
#: By what it is: the entries of the annotation, and further objects.
SHOWN: dict[str, tuple[str, list[str]]] = {
    "a text field": (TEXT + "/AP<</N 5 0 R>>", [appearance(SAID)]),
    "a text field without an appearance": (TEXT, []),
    "a field that shows only a beginning": (TEXT + "/AP<</N 5 0 R>>", [appearance(SAID[:12])]),
    "a field that is cut at its edge": (TEXT + "/AP<</N 5 0 R>>", [appearance(SAID, box="0 0 60 100")]),
    "a value of the field's parent": (
        "/Subtype/Widget/F 4/Parent 5 0 R", [f"<</FT/Tx/Ff 4096/T(text)/V{string(SAID)}/Kids[4 0 R]>>"],
    ),
    "a chosen value": (CHOICE + f"/Ff 131072/Opt[{string(OTHER)}{string(SAID)}]/V{string(SAID)}/I[1]", []),
    "a chosen value with a label": (
        CHOICE + f"/Ff 131072/Opt[[(a){string(OTHER)}][(b){string(SAID)}]]/V(b)/I[1]", [],
    ),
    "a list": (CHOICE + f"/Opt[{string(SAID)}]/V{string(SAID)}/I[0]/AP<</N 5 0 R>>", [appearance(SAID)]),
    "a note on the page": (f"/Subtype/FreeText/F 4/DA(/F 10 Tf)/Contents{string(SAID)}", []),
    "a note that is drawn": (
        f"/Subtype/FreeText/F 4/DA(/F 10 Tf)/Contents{string(SAID)}/AP<</N 5 0 R>>", [appearance(SAID)],
    ),
    "a stamp": ("/Subtype/Stamp/F 4/AP<</N 5 0 R>>", [appearance(SAID)]),
    "a watermark": ("/Subtype/Watermark/F 4/AP<</N 5 0 R>>", [appearance(SAID)]),
    "a mark on text that says something": ("/Subtype/Underline/F 4/AP<</N 5 0 R>>", [appearance(SAID)]),
    "a note with a flag for unknown kinds": ("/Subtype/Stamp/F 1/AP<</N 5 0 R>>", [appearance(SAID)]),
    "a note that is told with its formatting": (
        f"/Subtype/FreeText/F 4/DA(/F 10 Tf)/RC{string(f'<body><p>{SAID}</p></body>')}", [],
    ),
    "a signature": ("/Subtype/Widget/FT/Sig/F 4/T(sig)/AP<</N 5 0 R>>", [appearance(SAID)]),
}  # fmt: skip


@pytest.mark.parametrize("case", SHOWN)
def test_what_is_shown_beside_the_content_is_read_once(case: str) -> None:
    entries, objects = SHOWN[case]
    found = field(entries, *objects)
    assert found.text == f"{BODY}\n{SAID}"
    assert not found.reading.unread


def test_a_field_is_what_it_shows() -> None:
    """Another value behind it is told, and so is one whose field is hidden or shows nothing."""
    found = field(TEXT.replace(string(SAID), string(OTHER)) + "/AP<</N 5 0 R>>", appearance(SAID))
    assert found.text == f"{BODY}\n{SAID}"
    assert [(one.reason, one.excerpt) for one in found.reading.hidden] == [("hidden", OTHER)]
    for entries, objects in (
        (TEXT.replace("/F 4", "/F 2"), []),
        (TEXT.replace("/F 4", "/F 2") + "/AP<</N 5 0 R>>", [appearance(SAID)]),
        (TEXT + "/AP<</N 5 0 R>>", [appearance("")]),
        (TEXT + "/AP<</N 5 0 R>>", [appearance(SAID, "1 g {}")]),
    ):
        found = field(entries, *objects)
        assert found.text == BODY
        assert SAID in {one.excerpt for one in found.reading.hidden}


def test_programs_that_must_draw_the_fields_show_their_values() -> None:
    found = field(TEXT + "/AP<</N 5 0 R>>", appearance(""), needs="/NeedAppearances true")
    assert found.text == f"{BODY}\n{SAID}"


def test_comments_are_told_and_not_read() -> None:
    for entries, comments in (
        (f"/Subtype/Text/F 4/Contents{string(OTHER)}", 1),
        (f"/Subtype/Highlight/F 4/QuadPoints[90 760 200 760 90 775 200 775]/Contents{string(OTHER)}", 1),
        ("/Subtype/Highlight/F 4/QuadPoints[90 760 200 760 90 775 200 775]", 0),
        ("/Subtype/Link/F 4", 0),
        (f"/Subtype/Line/F 4/L[90 600 500 700]/Contents{string(OTHER)}", 1),
        (f"/Subtype/Square/F 4/Contents{string(OTHER)}", 1),
        (f"/Subtype/Ink/F 4/InkList[[90 600 500 700]]/Contents{string(OTHER)}", 1),
        (f"/Subtype/Caret/F 4/Contents{string(OTHER)}", 1),
        ("/Subtype/Circle/F 4", 0),
        ("/Subtype/Popup/F 4/Open true/AP<</N 5 0 R>>", 1),
        ("/Subtype/Popup/F 4", 0),
    ):
        found = field(entries, appearance(SAID))
        assert (found.text, found.reading.hidden) == (BODY, ())
        assert sum(part.count for part in found.reading.unread if part.kind == "comment") == comments


def test_a_note_covers_what_is_behind_it() -> None:
    cover = stream("1 g 0 0 410 100 re f", "/Type/XObject/Subtype/Form/BBox[0 0 410 100]")
    page = Leaf(lines([Put(BODY, 90, 760), Put(OTHER, 90, 650)]), more="/Annots[4 0 R]")
    stamp = f"<</Type/Annot{_BOX}/Subtype/Stamp/F 4/AP<</N 5 0 R>>>>"
    found = content(leaves(page, objects=[stamp, cover]), "稿.pdf")
    assert found.text == BODY
    assert [one.excerpt for one in found.reading.hidden] == [OTHER]


def test_attached_files_are_told() -> None:
    found = field("/Subtype/FileAttachment/F 4/FS<</Type/Filespec/F(a.docx)>>")
    assert [(part.kind, part.count) for part in found.reading.unread] == [("attachment", 1)]
    names = "/Names<</EmbeddedFiles<</Names[(a.pdf)4 0 R]>>>>"
    page = Leaf(lines(wrapped([BODY])))
    attached = ["<</Type/Filespec/F(a.pdf)/EF<</F 5 0 R>>>>", stream("no", "/Type/EmbeddedFile")]
    found = content(leaves(page, objects=attached, catalog=names), "稿.pdf")
    assert [(part.kind, part.count) for part in found.reading.unread] == [("attachment", 1)]


XFA = (
    '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><subform><draw><value><text>{}</text></value></draw>'
    '<field name="a"><event><script>app.alert("{}");</script></event></field></subform></template>'
    "<xfa:datasets><xfa:data><a>{}</a></xfa:data></xfa:datasets></xdp:xdp>"
)


def form(drawn: str, program: str, data: str) -> Content:
    """A page with a line of text and an empty field, over which stands a form in XML."""
    own = f"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(a){_BOX}>>"
    catalog = "/AcroForm<</Fields[4 0 R]/XFA 5 0 R/DR<</Font<</F 3 0 R>>>>/DA(/F 10 Tf)>>"
    xml = "".join(f"&#x{ord(char):x};" if char > "~" else char for char in XFA.format(drawn, program, data))
    page = Leaf(lines(wrapped([BODY])), more="/Annots[4 0 R]")
    return content(leaves(page, objects=[own, stream(xml)], catalog=catalog), "稿.pdf")


@pytest.mark.parametrize("said", [(SAID, "", ""), ("", "", SAID), ("", "", f"{BODY}{SAID}")])
def test_a_form_in_xml_that_says_what_no_page_shows_is_refused(said: tuple[str, str, str]) -> None:
    with pytest.raises(DraftError, match="XFA"):
        form(*said)


@pytest.mark.parametrize("said", [("", "", ""), (BODY, "", BODY[:9]), ("填表人", OTHER, "张三")])
def test_a_form_in_xml_that_says_what_the_page_says_is_read(said: tuple[str, str, str]) -> None:
    assert form(*said).text == BODY
