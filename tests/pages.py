"""PDFs made in a test: pages of lines at places, in a Chinese font that every reader knows, without one inside."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000"
    "/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880"
    "/Descent -120/FontBBox[0 -120 1000 880]/CapHeight 880/StemV 80/ItalicAngle 0>>>>]>>"
)


@dataclass(frozen=True)
class Put:
    """A piece of text with its left end of the base line."""

    text: str
    left: float
    base: float
    size: float = 10.0


def packed(objects: Sequence[str], *, information: bool = False) -> bytes:
    """A PDF of these objects, the first being the catalogue; the last one may be its properties."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj {body} endobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    told = f"/Info {len(objects)} 0 R" if information else ""
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R{told}>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def pdf(*pages: Iterable[Put], title: str = "", author: str = "") -> bytes:
    """A PDF with these pieces of text on its pages, in the order given."""
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", _FONT]
    for number, page in enumerate(pages):
        shown = "".join(
            f"BT /F {put.size} Tf {put.left} {put.base} Td <{put.text.encode('utf-16-be').hex()}> Tj ET\n"
            for put in page
        )
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {first + 2 * number + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(shown)}>>stream\n{shown}endstream")
    known = (f"<feff{value.encode('utf-16-be', 'surrogatepass').hex()}>" for value in (title, author))
    objects.append("<</Title {}/Author {}>>".format(*known))
    return packed(objects, information=True)


def wrapped(
    paragraphs: Iterable[str], *, letters: int = 40, left: float = 90.0, top: float = 760.0, indent: int = 2
) -> list[Put]:
    """Chinese paragraphs set as lines of so many letters, the first one of each indented."""
    puts = []
    base = top
    for paragraph in paragraphs:
        rest, room, start = paragraph, letters - indent, left + 10.0 * indent
        while rest:
            puts.append(Put(rest[:room], start, base))
            rest, room, start = rest[room:], letters, left
            base -= 16.0
    return puts


@dataclass(frozen=True)
class Leaf:
    """A page by its content in PDF's own operators; text is shown in the font /F by ``shown``.

    ``resources`` and ``more`` are put into its dictionary of resources and its own.
    """

    content: str
    resources: str = ""
    more: str = ""
    box: tuple[float, float, float, float] = (0, 0, WIDTH, HEIGHT)


def shown(text: str) -> str:
    """The operator that shows a text."""
    return f"<{text.encode('utf-16-be').hex()}> Tj"


def lines(puts: Iterable[Put], around: str = "{}") -> str:
    """The content that shows pieces of text; ``around`` holds further operators of each, such as ``3 Tr {}``."""
    return "".join(
        around.format(f"BT /F {put.size} Tf 1 0 0 1 {put.left} {put.base} Tm {shown(put.text)} ET") + "\n"
        for put in puts
    )


def leaves(*pages: Leaf, objects: Sequence[str] = (), catalog: str = "") -> bytes:
    """A PDF of these pages; ``objects`` are numbered from 4 on, ``catalog`` is added to its catalogue."""
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    written = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", _FONT, *objects,
    ]  # fmt: skip
    for number, page in enumerate(pages):
        box = " ".join(map(str, page.box))
        written.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Resources<</Font<</F 3 0 R>>{page.resources}>>"
            f"/Contents {first + 2 * number + 1} 0 R{page.more}>>"
        )
        written.append(stream(page.content))
    return packed(written)


def stream(content: str, entries: str = "") -> str:
    """A stream object."""
    return f"<<{entries}/Length {len(content.encode('latin-1'))}>>stream\n{content}\nendstream"


def image(rows: Sequence[bytes]) -> str:
    """A grey picture, a byte to a pixel, as an object to be drawn by its name in /XObject."""
    data = b"".join(rows).hex() + ">"
    return stream(
        data,
        f"/Type/XObject/Subtype/Image/Width {len(rows[0])}/Height {len(rows)}/ColorSpace/DeviceGray/BitsPerComponent 8"
        "/Filter/ASCIIHexDecode",
    )
