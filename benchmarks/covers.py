"""Covers: files that show a copy to a reader, each in a way that a reader of files could miss.

Each is a function from the copy to the name and the bytes of a file; around the copy stands text of one's own. What is
asked is that the copy counts, or that a finding tells of it, or that the file is refused.
"""

from __future__ import annotations

import base64
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from html import escape

from disguises import OWN

Cover = Callable[[str], tuple[str, bytes]]

_MINE = OWN[:600]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MORE = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _file(name: str, form: str, encoding: str = "utf-8") -> Cover:
    """A text file of a form: ``{}`` is the copy, ``{own}`` text of one's own."""
    return lambda copy: (name, form.replace("{}", copy).replace("{own}", _MINE).encode(encoding, "replace"))


def _entities(copy: str) -> str:
    return "".join(f"&#{ord(char)};" for char in copy)


def _docx(body: str, parts: dict[str, tuple[str, str]] | None = None) -> Cover:
    """A .docx whose body is so, with further parts: kind and XML by name. ``{}`` is the copy in all of them."""

    def cover(copy: str) -> tuple[str, bytes]:
        said, more = escape(copy), parts or {}
        own = f"<w:p><w:r><w:t>{_MINE}</w:t></w:r></w:p>"
        packed = io.BytesIO()
        kinds = "".join(
            f'<Override PartName="/word/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, (kind, _) in more.items()
        )
        links = "".join(
            f'<Relationship Id="r{at}" Type="{_RELATION}/{kind}" Target="{name}"/>'
            for at, (name, (kind, _)) in enumerate(more.items())
        )
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(
                "[Content_Types].xml",
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{kinds}</Types>',
            )
            archive.writestr(
                "_rels/.rels",
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="a" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            archive.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}'
                "</Relationships>",
            )
            whole = (
                f'<w:document xmlns:w="{_WORD}" {_MORE}><w:body>{own}{body.replace("{}", said)}</w:body></w:document>'
            )
            archive.writestr("word/document.xml", whole)
            for name, (_, xml) in more.items():
                archive.writestr(f"word/{name}", xml.replace("{}", said).replace("{ns}", f'xmlns:w="{_WORD}" {_MORE}'))
        return "稿.docx", packed.getvalue()

    return cover


def _run(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def _odt(body: str, styles: str = "") -> Cover:
    """A flat .fodt whose body is so."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
            ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"),
        )
    )  # fmt: skip
    return lambda copy: (
        "稿.fodt",
        (
            f'<?xml version="1.0"?><office:document{names} office:version="1.2" '
            'office:mimetype="application/vnd.oasis.opendocument.text">'
            f"{styles.replace('{}', escape(copy))}<office:body><office:text><text:p>{_MINE}</text:p>"
            f"{body.replace('{}', escape(copy))}</office:text></office:body></office:document>"
        ).encode(),
    )


def _encoded(encoding: str, mark: bytes = b"", convert: str = "") -> Cover:
    def cover(copy: str) -> tuple[str, bytes]:
        text = f"{_MINE}\n{copy}"
        if convert:
            import opencc

            text = opencc.OpenCC(convert).convert(text)
        return "稿.txt", mark + text.encode(encoding, "ignore")

    return cover


def _two_encodings(copy: str) -> tuple[str, bytes]:
    return "稿.txt", f"{_MINE}\n".encode() + copy.encode("gb18030")


def _twice_encoded(copy: str) -> tuple[str, bytes]:
    return "稿.txt", f"{_MINE}\n{copy}".encode().decode("latin-1").encode()


def _surrogates(copy: str) -> tuple[str, bytes]:
    return "稿.txt", f"{_MINE}\n{copy}\U00020bb7".encode("utf-16-le").decode("utf-16-le").encode() + b"\xed\xa0\x80"


def _packed(name: str, pack: Callable[[bytes], bytes]) -> Cover:
    return lambda copy: (name, pack(f"{_MINE}\n{copy}".encode()))


def _zip(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("稿.txt", data)
    return packed.getvalue()


def _tar(data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        told = tarfile.TarInfo("稿.txt")
        told.size = len(data)
        archive.addfile(told, io.BytesIO(data))
    return packed.getvalue()


def _mail(copy: str) -> tuple[str, bytes]:
    body = base64.encodebytes(f"{_MINE}\n{copy}".encode()).decode()
    head = "From: a@example.org\nTo: b@example.org\nSubject: a\nMIME-Version: 1.0\n"
    return (
        "稿.eml",
        f"{head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{body}".encode(),
    )


def _rtf(copy: str) -> tuple[str, bytes]:
    coded = "".join(f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?" for char in f"{_MINE}{copy}")
    return (
        "稿.rtf",
        f"{{\\rtf1\\ansi {{\\*\\x {coded[:60]}}}{{\\field{{\\*\\fldinst a}}{{\\fldrslt {coded}}}}}}}".encode(),
    )


_HEADER = {"header1.xml": ("header", "<w:hdr {ns}><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:hdr>")}
_NOTES = {"footnotes.xml": ("footnotes", ("<w:footnotes {ns}><w:footnote w:id='2'><w:p><w:r><w:t>{}</w:t></w:r></w:p>"
                            "</w:footnote></w:footnotes>"))}  # fmt: skip
_ENDNOTES = {
    name.replace("foot", "end"): (kind.replace("foot", "end"), xml.replace("foot", "end"))
    for name, (kind, xml) in _NOTES.items()
}
_COMMENTS = {"comments.xml": ("comments", ("<w:comments {ns}><w:comment w:id='1'><w:p><w:r><w:t>{}</w:t></w:r></w:p>"
                              "</w:comment></w:comments>"))}  # fmt: skip

COVERS: dict[str, Cover] = {
    # Markdown.
    "md: front matter": _file("稿.md", "---\ntitle: 讲话\ndescription: {}\n---\n{own}"),
    "md: a long title": _file("稿.md", "---\ntitle: {}\n---\n{own}"),
    "md: a comment": _file("稿.md", "{own}\n\n<!-- {} -->\n"),
    "md: a comment as a link": _file("稿.md", "{own}\n\n[//]: # ({})\n"),
    "md: the title of a link": _file("稿.md", '{own}\n\n[县里](https://example.org "{}")\n'),
    "md: instead of a picture": _file("稿.md", "{own}\n\n![{}](a.png)\n"),
    "md: an element with its own look": _file("稿.md", "{own}\n\n<details><summary>详</summary>{}</details>\n"),
    "md: mathematics": _file("稿.md", "{own}\n\n$$\\text{{}}$$\n"),
    "md: a language of code": _file("稿.md", "{own}\n\n```{}\nx\n```\n"),
    "md: settings of TOML": _file("稿.md", "+++\ndescription = '{}'\n+++\n{own}"),
    # Web pages.
    "html: the title": _file("稿.html", "<title>{}</title><body><p>{own}"),
    "html: a description": _file("稿.html", "<meta name=description content='{}'><body><p>{own}"),
    "html: a comment": _file("稿.html", "<body><p>{own}<!-- {} -->"),
    "html: instead of a picture": _file("稿.html", "<body><p>{own}<img src=a.png alt='{}'>"),
    "html: shown where one points": _file("稿.html", "<body><p title='{}'>{own}"),
    "html: made by a stylesheet": _file("稿.html", "<style>p::after{content:'{}'}</style><body><p>{own}"),
    "html: from an attribute": _file(
        "稿.html", "<style>p::after{content:attr(data-x)}</style><body><p data-x='{}'>{own}"
    ),
    "html: made by a script": _file("稿.html", "<body><p>{own}<script>document.write('{}')</script>"),
    "html: where scripts are off": _file("稿.html", "<body><p>{own}<noscript><p>{}</noscript>"),
    "html: in a canvas": _file("稿.html", "<body><p>{own}<canvas>{}</canvas>"),
    "html: in a drawing": _file("稿.html", "<body><p>{own}<svg><text>{}</text></svg>"),
    "html: in a field": _file("稿.html", "<body><p>{own}<textarea>{}</textarea>"),
    "html: in a page within": _file("稿.html", "<body><p>{own}<iframe srcdoc='<p>{}'></iframe>"),
    "html: from right to left": lambda copy: (
        "稿.html",
        f"<body><p>{_MINE}<p><bdo dir=rtl>{copy[::-1]}</bdo>".encode(),
    ),
    "html: a letter an element": lambda copy: (
        "稿.html",
        f"<body><p>{_MINE}<p>{''.join(f'<i>{char}</i>' for char in copy)}".encode(),
    ),
    "html: ruby": lambda copy: (
        "稿.html",
        f"<body><p>{_MINE}<p><ruby>{''.join(f'{char}<rt>甲</rt>' for char in copy)}</ruby>".encode(),
    ),
    "html: entities": lambda copy: ("稿.html", f"<body><p>{_MINE}<p>{_entities(copy)}".encode()),
    "html: named .txt": lambda copy: ("稿.txt", f"<html><body><p>{_MINE}<p>{_entities(copy)}".encode()),
    "html: in another encoding than it says": lambda copy: (
        "稿.html",
        f"<meta charset=utf-8><body><p>{_MINE}<p>{copy}".encode("gb18030"),
    ),
    # Word.
    "docx: a header": _docx("<w:sectPr><w:headerReference w:type='default' r:id='r0'/></w:sectPr>", _HEADER),
    "docx: a footnote": _docx(_run("<w:footnoteReference w:id='2'/>"), _NOTES),
    "docx: an endnote": _docx(_run("<w:endnoteReference w:id='2'/>"), _ENDNOTES),
    "docx: a comment": _docx(_run("<w:commentReference w:id='1'/>"), _COMMENTS),
    "docx: inserted": _docx("<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>{}</w:t></w:r></w:ins></w:p>"),
    "docx: moved here": _docx("<w:p><w:moveTo w:id='1' w:author='a'><w:r><w:t>{}</w:t></w:r></w:moveTo></w:p>"),
    "docx: the result of a field": _docx(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>QUOTE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>{}</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    ),
    "docx: a field that is quoted": _docx(
        "<w:p><w:fldSimple w:instr='QUOTE'><w:r><w:t>{}</w:t></w:r></w:fldSimple></w:p>"
    ),
    "docx: ruby": _docx(
        _run("<w:ruby><w:rt><w:r><w:t>注</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{}</w:t></w:r></w:rubyBase></w:ruby>")
    ),
    "docx: ruby, upside down": _docx(
        _run("<w:ruby><w:rt><w:r><w:t>{}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>注</w:t></w:r></w:rubyBase></w:ruby>")
    ),
    "docx: a text box": _docx(
        _run(
            "<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
            "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
            "</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent>"
        )
    ),
    "docx: only the fallback": _docx(
        _run(
            "<mc:AlternateContent><mc:Choice Requires='zzz'/><mc:Fallback><w:t>{}</w:t></mc:Fallback>"
            "</mc:AlternateContent>"
        )
    ),
    "docx: a box of VML": _docx(
        _run(
            "<w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
            "</v:shape></w:pict>"
        )
    ),
    "docx: art of words": _docx(_run("<w:pict><v:shape><v:textpath string='{}'/></v:shape></w:pict>")),
    "docx: a control": _docx("<w:sdt><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>"),
    "docx: mathematics": _docx("<w:p><m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath></w:p>"),
    "docx: an element of nobody": _docx(
        "<w:p><w:smartTag><w:customXml><w:r><w:t>{}</w:t></w:r></w:customXml></w:smartTag></w:p>"
    ),
    "docx: a nested table": _docx(
        "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc>"
        "</w:tr></w:tbl>"
    ),
    # OpenDocument.
    "odt: a note": _odt("<text:p><text:note><text:note-body><text:p>{}</text:p></text:note-body></text:note></text:p>"),
    "odt: a text box": _odt(
        "<text:p><draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame></text:p>"
    ),
    "odt: a section": _odt("<text:section text:name='a'><text:p>{}</text:p></text:section>"),
    "odt: ruby": _odt(
        "<text:p><text:ruby><text:ruby-base>{}</text:ruby-base><text:ruby-text>注</text:ruby-text></text:ruby></text:p>"
    ),
    "odt: a field": _odt("<text:p><text:user-field-get text:name='a'>{}</text:user-field-get></text:p>"),
    "odt: a header": _odt(
        "",
        "<office:master-styles><style:master-page style:name='Standard'><style:header>"
        "<text:p>{}</text:p></style:header>"
        "</style:master-page></office:master-styles>",
    ),
    # Encodings.
    "GB 18030": _encoded("gb18030"),
    "UTF-16 without a mark": _encoded("utf-16-le"),
    "UTF-16, big end first": _encoded("utf-16-be", b"\xfe\xff"),
    "UTF-32": _encoded("utf-32-le", b"\xff\xfe\0\0"),
    "UTF-32 without a mark": _encoded("utf-32-be"),
    "Big5": _encoded("cp950", convert="s2t"),
    "HZ": _encoded("hz"),
    "UTF-7": _encoded("utf-7"),
    "ISO 2022": _encoded("iso2022_jp_2", convert="s2t"),
    "EUC of Korea": _encoded("cp949", convert="s2t"),
    "two encodings": _two_encodings,
    "encoded twice": _twice_encoded,
    "half a character": _surrogates,
    # Packed.
    "gzip": _packed("稿.txt", gzip.compress),
    "an archive named .docx": _packed("稿.docx", _zip),
    "an archive in an archive": _packed("稿.docx", lambda data: _zip(_zip(data))),
    "a tape": _packed("稿.txt", _tar),
    "a mail": _mail,
    "rtf: the result of a field": _rtf,
}
