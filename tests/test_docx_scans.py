"""Word files of page pictures: refused without the extra simcheck[ocr], read with it."""

from __future__ import annotations

import difflib
import io
import struct
import zlib

import pytest
from packages import docx, relation
from scans import font, needs_ocr, printed

from simcheck.errors import DraftError
from simcheck.readers import ocr
from simcheck.readers.docx import content

TITLE = "在全县教育大会上的讲话"
SAID = "今年以来全县上下一心，办成了几件群众看得见的实事。"
LONG = "".join(f"第{at}件事已经办成，群众都说好。" for at in range(60))


def paragraph(inside: str) -> str:
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def line(said: str) -> str:
    return paragraph(f"<w:t>{said}</w:t>")


def shown(width: float, height: float, old: bool = False) -> str:
    """A picture of so many points a side, as Word writes it now or wrote it once."""
    if old:
        inner = f'<v:shape style="width:{width}pt;height:{height}pt"><v:imagedata r:id="i"/></v:shape>'
        return paragraph(f"<w:pict>{inner}</w:pict>")
    picture = '<a:graphic><a:graphicData><a:blip r:embed="i"/></a:graphicData></a:graphic>'
    extent = f'<wp:extent cx="{width * 12700:.0f}" cy="{height * 12700:.0f}"/>'
    return paragraph(f"<w:drawing><wp:inline>{extent}{picture}</wp:inline></w:drawing>")


def png(rows: list[bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def document(body: str, picture: bytes) -> bytes:
    return docx(body, related=relation("i", "image", "media/image1.png"), more={"word/media/image1.png": picture})


BLANK = png([b"\xff" * 40] * 40)


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("before", ["", line(TITLE), line(TITLE) + line("扫描全能王 创建")])
def test_pages_that_are_pictures_are_refused(old: bool, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(DraftError, match=r"稿\.docx: scanned, its pages are pictures .*pip install 'simcheck\[ocr\]'"):
        content(document(before + shown(440, 630, old) * 2, BLANK), "稿.docx")


def test_a_page_that_is_a_picture_behind_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    found = content(document(line(LONG) + shown(440, 630), BLANK), "稿.docx")
    assert [(part.kind, part.count) for part in found.reading.unread] == [("writing", 1)]
    assert found.text.rstrip() == LONG


def test_small_pictures_are_told_as_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    found = content(document(line(SAID) + shown(200, 150) + shown(20, 20), BLANK), "稿.docx")
    assert [(part.kind, part.count) for part in found.reading.unread] == [("picture", 2)]


@needs_ocr
def test_pictures_of_text_are_read() -> None:
    font(10)
    data = io.BytesIO()
    from PIL import Image

    Image.fromarray(printed([SAID[:13], SAID[13:]], 300, 700, size=40)).save(data, "PNG")
    found = content(document(line(TITLE) + shown(440, 630), data.getvalue()), "稿.docx")
    first, rest = found.text.split("\n", 1)
    assert first == TITLE
    assert difflib.SequenceMatcher(None, rest.replace("\n", ""), SAID).ratio() > 0.95
    (one,) = found.reading.recognized
    assert found.text[one.start : one.end] == rest.strip()
    assert one.confidence > 0.8
    assert not found.reading.unread
    with pytest.raises(DraftError, match="scanned"):
        content(document(line(TITLE) + shown(440, 630), BLANK), "稿.docx")
