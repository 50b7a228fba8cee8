"""The font that stands in for every font that a PDF names and does not hold: each of its characters is a block.

What of a page is seen is told from its rendering, which must not depend on the fonts of the machine: without a Chinese
font a page with 仿宋 would be blank.
"""

from __future__ import annotations

import ctypes
import functools
import struct
from typing import Any

#: Units of the square on which a character is drawn, and the block inside it.
_EM, _LOW, _HIGH, _SIDE = 1000, -100, 860, 60


@functools.cache
def stand_in() -> None:
    """Tell PDFium to take this font wherever it would look for one on the machine. Once in a process."""
    import pypdfium2.raw as pdfium

    data = block_font()

    def give(_: Any, __: Any, table: int, buffer: Any, size: int) -> int:
        if table:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    _KEPT.append(
        pdfium.FPDF_SYSFONTINFO(
            version=1,
            Release=_of("Release", lambda _: None),
            EnumFonts=_of("EnumFonts", lambda _, __: None),
            MapFont=_of("MapFont", lambda *_: 1),
            GetFont=_of("GetFont", lambda *_: 1),
            GetFontData=_of("GetFontData", give),
            GetFaceName=_of("GetFaceName", lambda *_: 0),
            GetFontCharset=_of("GetFontCharset", lambda *_: pdfium.FXFONT_GB2312_CHARSET),
            DeleteFont=_of("DeleteFont", lambda *_: None),
        )
    )
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_KEPT[-1]))


#: What PDFium holds on to as long as the process lives.
_KEPT: list[Any] = []


def _of(field: str, function: Any) -> Any:
    import pypdfium2.raw as pdfium

    return dict(pdfium.FPDF_SYSFONTINFO._fields_)[field](function)


def block_font() -> bytes:
    """A TrueType font in which every character is a block: one em wide, and half of that up to U+00FF."""
    wide, narrow = _block(_EM), _block(_EM // 2)
    # The first one stands for characters that the font lacks.
    glyphs = (wide, wide, narrow)
    tables = {
        b"OS/2": struct.pack(
            ">HhHHHhhhhhhhhhhh10s4L4sHHHhhhHHLL", 1, _EM, 400, 5, 0, *[0] * 11, b"\0" * 10, *[0xFFFFFFFF] * 4, b"    ",
            0x40, 0x20, 0xFFFF, _HIGH, _LOW, 0, _HIGH, -_LOW, 0x40000, 0,
        ),
        b"cmap": _cmap(),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">LLLLHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, _SIDE, _LOW, _EM - _SIDE, _HIGH, 0, 8,
            2, 1, 0,
        ),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, _HIGH, _LOW, 0, _EM, *[0] * 11, len(glyphs)),
        b"hmtx": struct.pack(">HhHhHh", _EM, _SIDE, _EM, _SIDE, _EM // 2, _SIDE),
        b"loca": struct.pack(">4L", *(len(wide) * at for at in range(len(glyphs) + 1))),
        b"maxp": struct.pack(">LH13H", 0x10000, len(glyphs), 4, 1, 0, 0, 1, *[0] * 8),
    }  # fmt: skip
    out, place = b"", 12 + 16 * len(tables)
    for tag, table in tables.items():
        out += tag + struct.pack(">LLL", 0, place, len(table))
        place += len(table) + -len(table) % 4
    body = b"".join(table + b"\0" * (-len(table) % 4) for table in tables.values())
    return struct.pack(">LHHHH", 0x10000, len(tables), 128, 3, 0) + out + body


def _block(width: int) -> bytes:
    """The outline of a block in a square of this width."""
    left, right = _SIDE, width - _SIDE
    points = [(left, _LOW), (left, _HIGH), (right, _HIGH), (right, _LOW)]
    steps = [(x - w, y - z) for (x, y), (w, z) in zip(points, [(0, 0), *points], strict=False)]
    outline = struct.pack(">hhhhh", 1, left, _LOW, right, _HIGH) + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)
    outline += b"".join(struct.pack(">h", x) for x, _ in steps) + b"".join(struct.pack(">h", y) for _, y in steps)
    return outline + b"\0" * (-len(outline) % 4)


def _cmap() -> bytes:
    """All characters of Unicode to two glyphs, many to one (format 13)."""
    groups = struct.pack(">LLL", 0x20, 0xFF, 2) + struct.pack(">LLL", 0x100, 0x10FFFF, 1)
    table = struct.pack(">HHLLL", 13, 0, 16 + len(groups), 0, 2) + groups
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table
