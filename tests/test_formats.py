"""One text in every format: the same sentences, the same report; and what each format says in its own way."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import speech
from packages import docx_of, odt, zipped

from simcheck import Report, compare
from simcheck.errors import DraftError
from simcheck.readers import read
from simcheck.readers.content import Content
from simcheck.readers.html import content as html
from simcheck.readers.markdown import content as markdown
from simcheck.readers.odt import content as opened
from simcheck.readers.rtf import content as rtf
from simcheck.text.analyze import analyze

TITLE = "在青禾县教育大会上的讲话"
LINES = [
    TITLE,
    "（2024年9月10日）",
    "同志们：",
    *(speech(seed, 7) for seed in range(12)),
    "一、把学校布好点",
    (
        "The county has built sixty-two kilometres of new roads and cleaned nine rivers, and no village school was "
        "closed against the will of its parents. We will go on with it in the coming year, and we ask for your help."
    ),
    "𠮷野家与“引号”——破折号……都要留下。增长5.8%，达到96.3%。",
    *(speech(seed, 5) for seed in range(20, 24)),
]
TEXT = "\n".join(LINES)
SOURCE = "\n".join(["某年的讲话", speech(3, 7), "别的话，" + speech(77, 4), speech(21, 5)])
OFFICE = shutil.which("soffice")


def as_rtf(text: str) -> bytes:
    r"""Word's manner: \u for every Chinese character, with a stand-in behind it."""
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little", signed=False) for at in range(0, len(units), 2)]
    body = "".join(
        "\\par\n" if code == 10 else chr(code) if 32 <= code < 127 else f"\\u{code - 65536 * (code > 32767)}?"
        for code in codes
    )
    return rf"{{\rtf1\ansi\ansicpg936\uc1{{\fonttbl{{\f0\fcharset134 SimSun;}}}}\f0 {body}\par}}".encode("ascii")


def as_html(text: str, encoding: str = "utf-8") -> bytes:
    body = "\n".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f'<html><head><meta charset="{encoding}"><title>x</title></head><body>{body}</body></html>'.encode(encoding)


def made(folder: Path) -> list[Path]:
    """The text in every format that a test can write by itself."""
    files = {
        "稿.txt": TEXT.encode(),
        "稿.gbk.txt": TEXT.encode("gb18030"),
        "稿.docx": docx_of(TEXT),
        "稿.odt": odt("".join(f"<text:p>{line}</text:p>" for line in LINES)),
        "稿.rtf": as_rtf(TEXT),
        "稿.html": as_html(TEXT),
        "稿.htm": as_html(TEXT, "gb18030"),
        "稿.md": f"# {TITLE}\n\n".encode() + "\n\n".join(LINES[1:]).encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def office(file: Path, folder: Path, *suffixes: str, more: Sequence[Path] = ()) -> list[Path]:
    """What LibreOffice makes of a file, and of others beside it while it runs."""
    assert OFFICE is not None
    for suffix in suffixes:
        subprocess.run(
            [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", suffix,
             "--outdir", folder, file, *more],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return [folder / f"{file.stem}.{suffix}" for suffix in suffixes]


def judged(report: Report) -> str:
    """The report as JSON without the draft's name, pages, spans and length, which blank lines of a format move."""
    data = replace(report, draft=replace(report.draft, id="稿"), findings=()).to_dict()
    data["draft"]["characters"] = 0
    data["draft"]["author"] = None
    data["draft"]["pages"] = []
    for match in data["matches"]:
        match["draft"] |= {"document_id": "稿", "start": 0, "end": 0, "text": match["draft"]["text"].split()}
        for run in match["equal"]:
            run |= {"draft_start": 0, "draft_end": 0}
    return json.dumps(data, ensure_ascii=False)


def sentences(file: Path) -> list[str]:
    return [sentence.text for sentence in analyze(read(file)).sentences]


def test_the_formats_made_here_give_the_same_sentences_and_the_same_report(tmp_path: Path) -> None:
    first, *others = made(tmp_path)
    expected, report = sentences(first), judged(compare(read(first), {"某年": SOURCE}))
    assert len(expected) > 50
    assert len(json.loads(report)["matches"]) >= 2
    for file in others:
        document = read(file)
        assert document.text.split("\n") == LINES, file.name
        assert (document.title, document.date) == (TITLE, "2024-09-10"), file.name
        assert sentences(file) == expected, file.name
        assert judged(compare(document, {"某年": SOURCE})) == report, file.name


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here to write the formats")
@pytest.mark.parametrize(
    "suffixes", [("odt", "doc"), pytest.param(("rtf", "html", "pdf", "fodt"), marks=pytest.mark.long)], ids=" ".join
)
def test_the_formats_that_libreoffice_writes_give_the_same_sentences_and_the_same_report(
    tmp_path: Path, suffixes: tuple[str, ...]
) -> None:
    (tmp_path / "稿.docx").write_bytes(docx_of(TEXT, author="教育局"))
    expected = sentences(tmp_path / "稿.docx")
    report = judged(compare(read(tmp_path / "稿.docx"), {"某年": SOURCE}))
    written = office(tmp_path / "稿.docx", tmp_path, *suffixes)
    if "doc" in suffixes:
        written.append(tmp_path / "稿.wps")
        shutil.copy(tmp_path / "稿.doc", written[-1])
    for file in written:
        if file.suffix in {".doc", ".wps"} and shutil.which("antiword") is None:
            continue
        assert sentences(file) == expected, file.name
        assert judged(compare(read(file), {"某年": SOURCE})) == report, file.name


@pytest.mark.parametrize("suffix", [".doc", ".docx", ".txt", ".wps", ""])
@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "html"])
def test_the_content_tells_the_format_whatever_the_name(suffix: str, form: str, tmp_path: Path) -> None:
    (source,) = (file for file in made(tmp_path) if file.suffix == f".{form}")
    named = tmp_path / f"别名{suffix}"
    named.write_bytes(source.read_bytes())
    assert read(named).text == TEXT


@pytest.mark.parametrize(
    "before",
    ["<div>", "<p>", "<style>p{}</style>", "<table><tr><td>", "<o:p></o:p>", "<svg width=1></svg>", "<x-doc>",
     "讲话<br>", "<title>讲话</title>", "<!-- 稿 -->\n<center>", "<?xml version='1.0'?><div>"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_pieces_of_web_pages_under_the_name_of_word(before: str, encoding: str, tmp_path: Path) -> None:
    """Letters as entities and each in a span of its own, which are no text when they are read as they are."""
    file = tmp_path / "稿.doc"
    wanted = speech(1, 9)
    first = "".join(f"<span>&#{ord(char)};</span>" for char in wanted[:20])
    file.write_bytes(f"{before}<p>{first}{wanted[20:]}</p><p>{speech(2, 9)}</p>".encode(encoding))
    assert read(file).text.removeprefix("讲话\n").split("\n") == [wanted, speech(2, 9)]


def test_xml_that_is_no_document_is_refused(tmp_path: Path) -> None:
    for name, before in (("稿.xml", "<doc><p>"), ("稿.txt", "<?xml version='1.0'?><doc>"), ("稿.txt", "<a xmlns='u'>")):
        (tmp_path / name).write_text(before + speech(1, 9), "utf-8")
        with pytest.raises(DraftError, match="an XML file of a kind that is not read"):
            read(tmp_path / name)


@pytest.mark.parametrize("form", ["txt", "docx", "odt", "rtf", "html"])
def test_standard_input_may_be_any_format(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = next(file for file in made(tmp_path) if file.suffix == f".{form}")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(source.read_bytes())))
    document = read("-")
    assert (document.id, document.text) == ("<stdin>", TEXT)


def paragraph(*inside: str) -> str:
    return f"<text:p>{''.join(inside)}</text:p>"


NOTE = '<text:note text:id="1"><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p>'
ODT = {
    "white space": (paragraph("甲\n   乙<text:s text:c='2'/>丙<text:tab/>丁<text:line-break/>戊"), "甲 乙  丙\t丁\n戊"),
    "spans": (paragraph("稳<text:span>中<text:a>求</text:a></text:span>进"), "稳中求进"),
    "table": (
        (
            "<table:table><table:table-row><table:table-cell><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>"
            "<table:covered-table-cell><text:p>盖</text:p></table:covered-table-cell></table:table-row></table:table>"
        ),
        "甲\n乙",
    ),
    "note": (paragraph("前", f"{NOTE}</text:note-body></text:note>", "后") + paragraph("末"), "前后\n末\n注"),
    "box": (
        paragraph("前<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>后"),
        "前后\n框",
    ),
    "deleted": (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>" + paragraph("留<text:change/>"),
        "留",
    ),
    "comment": (paragraph("文<office:annotation><text:p>批注</text:p></office:annotation>"), "文"),
    "ruby": (
        paragraph("<text:ruby><text:ruby-base>重</text:ruby-base><text:ruby-text>zhòng</text:ruby-text></text:ruby>"),
        "重\nzhòng",
    ),
    "list": (
        "<text:list><text:list-item><text:number>1.</text:number><text:p>项</text:p></text:list-item></text:list>",
        "1.\t项",
    ),
    "hidden": (
        '<text:section text:display="none"><text:p>藏</text:p></text:section>'
        + paragraph('明<text:span text:style-name="T1">暗</text:span><text:span text:style-name="T2">暗</text:span>')
        + '<text:p text:style-name="T2">暗</text:p>',
        "明",
    ),
}
HIDING = (
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T2" style:parent-style-name="T1"/>'
)


@pytest.mark.parametrize("case", ODT)
def test_opendocument(case: str) -> None:
    body, text = ODT[case]
    assert opened(odt(body, styles=HIDING), "稿.odt").text == text


def test_opendocument_properties() -> None:
    found = opened(odt(paragraph("文"), title="教育大会讲话", author="教育局"), "稿.odt")
    assert (found.title, found.author) == ("教育大会讲话", "教育局")


FONTS = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset134 SimSun;}{\f2\fcharset136 M;}}"


def rich(inside: str, head: str = "") -> bytes:
    return f"{{\\rtf1\\ansi\\ansicpg936\\deff0{FONTS}{head}{inside}}}".encode("latin-1")


def hexed(text: str, encoding: str = "gb18030") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


RTF = {
    "bytes of the code page": (hexed("稳中求进") + r"\par " + hexed("第二段"), "稳中求进\n第二段"),
    "bytes in a Western font": (rf"\f0 {hexed('稳中')}{{\f1 {hexed('求进')}}}", "稳中求进"),
    "bytes of another code page": (rf"{{\f2 {hexed('發展', 'big5')}}}", "發展"),
    "far eastern font": (rf"\loch\f0 abc\dbch\af2 {hexed('發展', 'big5')}", "abc發展"),
    "second byte a letter": (r"\f1 \'81@\'d6\'d0", b"\x81@\xd6\xd0".decode("gb18030")),
    "raw bytes": ("\\f1 " + "稳中求进".encode("gb18030").decode("latin-1"), "稳中求进"),
    "unicode": (r"\uc1\u31283?\u20013?{\uc0\u27714\u36827}", "稳中求进"),
    "two stand-ins": (r"\uc2\u31283\'ce\'c8\u20013\'d6\'d0", "稳中"),
    "beyond the plane": (r"\uc1\u-10174?\u-8265?", "𠮷"),
    "marks": (r"a\~b\_c\-d\{\}\\\ldblquote e\rdblquote\emdash\tab f\line g", "a\u00a0b-cd{}\\“e”—\tf\ng"),
    "hidden and deleted": (r"a{\v b}{\deleted c}{\v0 d}{\v x\plain e}", "ade"),
    "note behind the text": (r"a{\footnote \pard n}b\par c", "ab\nc\nn"),
    "head and foot": (r"{\header h}{\footer\pard f\par}a{\headerl x}", "a"),
    "list number": (r"{\listtext 1.\tab}{\*\pn{\pntxtb (}}a\par{\pntext 2.}b", "1.\ta\n2.b"),
    "table": (r"\trowd\intbl a\cell b\par c\cell\row d", "a\nb\nc\nd"),
    "field": (r'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt a}}b', "ab"),
    "comment": (r"a{\*\atnid x}{\*\annotation c}b", "ab"),
    "text box": (r"a{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt b\par}}{\shprslt r}}c", "ac\nb"),
    "picture with raw bytes": ("a{\\pict\\bin5 {}}{{}b", "ab"),
    "unknown destination": (r"{\*\unknown x{\b y}}a{\b z}", "az"),
}


@pytest.mark.parametrize("case", RTF)
def test_rich_text(case: str) -> None:
    inside, text = RTF[case]
    assert rtf(rich(inside), "稿.rtf").text == text


def test_rich_text_properties() -> None:
    info = (
        rf"{{\info{{\title {hexed('教育大会讲话')}}}{{\upr{{\author ??}}{{\*\ud{{\author\u23616?}}}}}}{{\operator x}}}}"
    )
    assert rtf(rich("a", info), "稿.rtf") == Content("a", "教育大会讲话", "局")


HTML = {
    "blocks": ("<h1>题</h1><p>甲<b>乙</b></p><div>丙<div>丁</div>戊</div>己", "题\n甲乙\n丙\n丁\n戊\n己"),
    "white space": ("<p>  稳中\n   求进  and\n  more </p>", "稳中求进 and more"),
    "line break": ("<p>甲<br>乙</p>", "甲\n乙"),
    "preformatted": ("<pre>甲\n乙</pre>", "甲\n乙"),
    "table": ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),
    "list": ("<ol><li>甲</li><li>乙</li></ol>", "甲\n乙"),
    "no text of the page": (
        (
            "<nav>导航</nav><script>var x='脚本'</script><style>p{}</style><aside>旁</aside><footer>页脚</footer>"
            "<form>表<input value='x'></form><template>模</template><!-- 注释 --><noscript>无</noscript><p>文</p>"
        ),
        "表x\n文",
    ),
    "not displayed": (
        (
            "<p hidden>藏</p><p style='color:red; display : none'>藏</p><div aria-hidden='true'>明</div>"
            "<span style='visibility:hidden'>藏</span>文"
        ),
        "明\n文",
    ),
    "phonetic guide": ("<ruby>重<rp>(</rp><rt>zhòng</rt></ruby>", "重\nzhòng"),
    "entities": ("<p>&ldquo;&#x7a33;&amp;&lt;&nbsp;</p>", "“稳&<\u00a0"),
    "unclosed": ("<p>甲<p>乙<b>丙", "甲\n乙丙"),
}


@pytest.mark.parametrize("case", HTML)
def test_web_pages(case: str) -> None:
    body, text = HTML[case]
    assert html(f"<!doctype html><meta charset=utf-8>{body}".encode(), "稿.html").text == text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("utf-8", "utf-8"), ("gb2312", "gb18030"), ("GBK", "gbk"), ("big5", "big5"), ("utf-8", "gb18030"),
        ("gb2312", "utf-8"), ("iso-8859-1", "utf-8"), ("utf-8", "utf-16"), ("no-such", "gb18030"), ("utf-7", "utf-8"),
    ],
)  # fmt: skip
def test_pages_are_decoded_as_they_say_or_as_they_are(said: str, written: str) -> None:
    text = "各位代表過去一年我們堅持把羣衆的小事當作自己的大事" if written == "big5" else speech(1, 9)
    text = text.encode("big5", "ignore").decode("big5") if written == "big5" else text
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={said}"></head><p>{text}</p>'
    assert html(page.encode(written), "稿.html").text == text


def test_page_properties() -> None:
    page = (
        '<title>讲话-某某网</title><meta name="ArticleTitle" content="教育大会讲话">'
        '<meta name="PubDate" content="2024-09-10 08:00"><meta name="ContentSource" content="县教育局"><p>文</p>'
    )
    assert html(page.encode(), "稿.html") == Content("文", "教育大会讲话", "县教育局", "2024-09-10 08:00")


def test_a_web_archive(tmp_path: Path) -> None:
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + as_html(TEXT, "gb18030")
        + b"\r\n--x--\r\n"
    )
    file = tmp_path / "稿.doc"
    file.write_bytes(archive)
    assert read(file).text == TEXT


MARKDOWN = {
    "marks": ("# 题\n\n稳**中**_求_`进`[链](http://x)![图](y)~~删~~", "题\n稳中求进链"),
    "lists": ("1. 甲\n2. 乙\n\n* 丙\n  - 丁", "甲\n乙\n丙\n丁"),
    "table": ("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", "甲\n乙\n丙\n丁"),
    "quotation": ("> 引文\n\n正文", "> 引文\n正文"),
    "a quotation of several lines": ("> 甲\n>\n> 乙。\n> 丙", "> 甲\n> 乙。\n> 丙"),
    "hidden by HTML": ("<div hidden>\n\n暗\n\n</div>\n\n明<span style='color:white'>暗</span>", "明"),
    "bold beside marks": ("他说，**“甲。”**乙**“丙”**，丁", "他说，“甲。”乙“丙”，丁"),
    "code": ("```\n甲\n\n乙\n```", "甲\n乙"),
    "lines wrapped by an editor": (
        "坚持以人民为中心的发展思想推动高质量发\n展，着力改善民生保障各项工作落到实处，\n不断前进。",
        "坚持以人民为中心的发展思想推动高质量发展，着力改善民生保障各项工作落到实处，不断前进。",
    ),
    "English wrapped by an editor": ("the county has built many new\nroads in this year and more", None),
    "lines ended by the writer": ("一、工作回顾\n过去一年，我们坚持把群众的小事当作自己的大事。\n新的一年。", None),
    "hard break": ("甲  \n乙", "甲\n乙"),
    "html": ("<div>甲<b>乙</b></div>\n\n丙<br>丁<!-- 注 -->", "甲乙\n丙\n丁"),
    "footnotes": ("甲[^1]\n\n[^1]: 刚才受到表彰的老师", "甲[^1]\n[^1]：刚才受到表彰的老师"),
    "text as an address": (
        "甲[乙][1]\n\n[1]: 刚才受到表彰的老师\n\n[2]: http://x",
        "甲[乙][1]\n[1]：刚才受到表彰的老师",
    ),
    "escapes": ("1\\. 甲 &lt;乙\\*", "1. 甲 <乙*"),
}


@pytest.mark.parametrize("case", MARKDOWN)
def test_markdown(case: str) -> None:
    source, text = MARKDOWN[case]
    if text is None:
        text = source.replace("\n", " ") if source.isascii() else source
    assert markdown(source.encode(), "稿.md").text == text


def test_front_matter() -> None:
    source = "---\ntitle: '教育大会讲话'\nauthor: 教育局\ndate: 2024-09-10\ntags: [x]\n---\n\n正文\n"
    assert markdown(source.encode(), "稿.md") == Content("正文", "教育大会讲话", "教育局", "2024-09-10", stated=True)


def test_other_packages_are_named(tmp_path: Path) -> None:
    for parts, what in (
        ({"xl/workbook.xml": "<x/>"}, "an Excel file"),
        ({"ppt/presentation.xml": "<x/>"}, "a PowerPoint file"),
        ({"a.txt": "x"}, "a ZIP file, but no document"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "a file of the kind spreadsheet"),
        ({"mimetype": "application/epub+zip"}, "a file of the kind epub"),
    ):
        file = tmp_path / "稿.docx"
        file.write_bytes(zipped(parts))
        with pytest.raises(DraftError, match=rf"稿\.docx: .*{what}.*; open it in its program and save"):
            read(file)
