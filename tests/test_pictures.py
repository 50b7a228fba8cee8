"""Pictures in documents: one that shows a text is read or told, whatever its size and the format it comes in."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from packages import odt, zipped
from scans import Grey, photograph, scribble
from test_docx_scans import document, line, shown

from simcheck.errors import DraftError
from simcheck.readers import docx, html, ocr, rtf
from simcheck.readers import odt as odts
from simcheck.readers.content import Content
from simcheck.readers.images import writing
from simcheck.readers.mime import content as mail

LONG = "".join(f"第{at}件事已经办成，群众都说好。" for at in range(60))


def png(grey: Grey, form: str = "PNG") -> bytes:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    out = io.BytesIO()
    image.fromarray(grey).save(out, form)
    return out.getvalue()


def in_docx(text: str, picture: bytes) -> Content:
    return docx.content(document(line(text) + shown(200, 150), picture), "稿.docx")


def in_html(text: str, picture: bytes) -> Content:
    address = base64.b64encode(picture).decode()
    return html.content(f"<!doctype html><p>{text}</p><img src='data:image/png;base64,{address}'>".encode(), "稿.html")


def in_rtf(text: str, picture: bytes) -> Content:
    said = "".join(f"\\u{ord(char)}?" for char in text)
    return rtf.content(
        f"{{\\rtf1 {said}\\par{{\\*\\shppict{{\\pict\\pngblip\\picw9 {picture.hex()}}}}}}}".encode(), "稿.rtf"
    )


def in_rtf_as_it_is(text: str, picture: bytes) -> Content:
    said = "".join(f"\\u{ord(char)}?" for char in text)
    head = f"{{\\rtf1 {said}\\par{{\\pict\\pngblip\\bin{len(picture)} "
    return rtf.content(head.encode() + picture + b"}}", "稿.rtf")


def in_mail(text: str, picture: bytes) -> Content:
    message = EmailMessage()
    message.set_content(text)
    message.add_attachment(picture, maintype="image", subtype="png", filename="讲话.png")
    return mail(message.as_bytes(), "稿.eml")


def in_odt(text: str, picture: bytes) -> Content:
    import zipfile

    svg = "xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' svg:width='7cm' svg:height='5cm'"
    place = "xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='Pictures/1.png'"
    made = odt(f"<text:p>{text}<draw:frame {svg}><draw:image {place}/></draw:frame></text:p>")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return odts.content(zipped({**parts, "Pictures/1.png": picture}), "稿.odt")


FORMATS: dict[str, Callable[[str, bytes], Content]] = {
    "docx": in_docx, "odt": in_odt, "html": in_html, "rtf": in_rtf, "rtf as it is": in_rtf_as_it_is, "mail": in_mail,
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_a_picture_of_text_is_told_and_a_photograph_is_a_picture(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    text = png(scribble(700, 900, lines=10))
    found = FORMATS[form](LONG, text)
    assert [(part.kind, part.count) for part in found.reading.unread] == [("writing", 1)]
    assert found.text.strip() == LONG
    found = FORMATS[form](LONG, png(photograph(700, 900)))
    assert [(part.kind, part.count) for part in found.reading.unread] == [("picture", 1)]
    with pytest.raises(DraftError, match=r"scanned, its pages are pictures without text; install what reads them"):
        FORMATS[form]("扫描全能王 创建", text)


def test_a_text_in_strips_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    strip = png(scribble(200, 900, lines=1))
    assert 2 <= writing(strip, 200) < 10
    found = docx.content(document(line(LONG) + shown(200, 40) * 8, strip), "稿.docx")
    assert [(part.kind, part.count) for part in found.reading.unread] == [("writing", 8)]
    found = docx.content(document(line(LONG) + shown(200, 40), strip), "稿.docx")
    assert [(part.kind, part.count) for part in found.reading.unread] == [("picture", 1)]


def test_what_is_no_picture_shows_nothing() -> None:
    page = scribble(700, 900, lines=10)
    assert writing(b"GIF8") == writing(b"") == writing(png(page)[:60]) == 0
    assert all(writing(png(page, form), 200) > 10 for form in ("PNG", "JPEG", "TIFF", "BMP", "GIF"))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "GIF"])
@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, of damaged TIFF files
def test_damaged_pictures_end_nothing(form: str) -> None:
    whole = png(scribble(300, 500, lines=3), form)
    chance = random.Random(form)
    for _ in range(60):
        data = bytearray(whole[: chance.choice((len(whole), chance.randrange(len(whole))))])
        for _ in range(chance.randint(0, min(6, len(data)))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert writing(bytes(data), chance.choice((0, 90, 400))) >= 0
