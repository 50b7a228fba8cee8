"""Pictures by themselves, as documents hold them: the text that OCR reads in one, set down in paragraphs."""

from __future__ import annotations

import io
from dataclasses import dataclass

from simcheck.readers import ocr
from simcheck.readers.pdf.frames import frames
from simcheck.readers.pdf.lines import Page, lines_of
from simcheck.readers.pdf.paragraphs import paragraphs
from simcheck.readers.pdf.pictures import letters_of
from simcheck.readers.pdf.rendering import Picture

#: Pixels that a picture may have: a page of A3 at 600 to an inch. What is larger could fill the memory.
MOST = 70_000_000
#: Pixels of the shorter side below which a picture is a sign or a bullet.
LEAST = 24


@dataclass(frozen=True, slots=True)
class ImageText:
    """The text in a picture, a line a paragraph, and in [0, 1] how sure it is; empty and 0 where none was found."""

    text: str
    confidence: float


def read_image(data: bytes) -> ImageText:
    """What OCR reads in a picture of a usual format (PNG, JPEG, TIFF, BMP, GIF, WebP): its first page.

    A text of which it is less sure than by half is left out, its confidence told. Takes seconds for a page. Raises
    ImportError without the extra ``simcheck[ocr]`` (see ``ocr.available``), ValueError for what is no picture or
    larger than MOST.
    """
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            width, height = opened.size
            if width * height > MOST:
                raise ValueError(f"a picture of {width} × {height} pixels is too large")
            if min(width, height) < LEAST:
                return ImageText("", 0.0)
            opened.thumbnail((ocr.SIDE, ocr.SIDE))
            shown = opened.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise ValueError(f"no picture that can be read ({error})") from None
    # What is transparent shows the page.
    paper = Image.new("RGBA", shown.size, (255, 255, 255, 255))
    pixels = np.asarray(Image.alpha_composite(paper, shown).convert("RGB"))[:, :, ::-1]
    found = ocr.recognize(np.ascontiguousarray(pixels))
    sure = ocr.confidence(found)
    if sure < ocr.GUESS:
        return ImageText("", sure)
    width, height = shown.size
    upwards = Picture(b"", width, height, 0, (1.0, 0.0, 0.0, -1.0, 0.0, float(height)))
    letters = [letter for line in found if line.confidence >= ocr.GUESS for letter in letters_of(line, upwards)]
    turned = frames(letters, (0.0, 0.0, float(width), float(height)))
    pages = [Page(lines_of(one.letters, one.width), one.width, one.height) for one in turned]
    text = "".join(line.lead + line.text for line in paragraphs(pages))
    return ImageText(text.removeprefix("\n"), sure)
