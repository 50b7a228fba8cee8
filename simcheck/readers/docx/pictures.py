"""Pictures in a .docx that may show pages of text: read by OCR where that is installed, else told, or the file is
refused because it is little else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from simcheck.errors import DraftError
from simcheck.readers import ocr
from simcheck.readers.content import Content
from simcheck.readers.docx.parts import Parts
from simcheck.readers.progress import tell
from simcheck.readers.safe_xml import Element, attribute, local
from simcheck.types import RecognizedText, UnreadPart

#: Square points from which on a picture is a page (A4 has half a million), and from which on text may be read in it.
_PAGE, _READ = 200_000.0, 10_000.0
#: Letters that a page of a document has at least. With fewer for each page that is a picture, these are the text.
_LETTERS = 200
#: Pictures that are read at most, which takes seconds for each.
MOST = 100
_INCHES = 12_700.0
_LENGTH = re.compile(r"(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
_OTHERWISE = "recognise its text (OCR), or ask for the original file"


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture: the part of the package that it is in, None for none, and its area on the page in square points."""

    target: str | None
    area: float


def with_pictures(found: Content, read: Parts, name: str) -> Content:
    """The content with the text of its pictures behind its own. Raises DraftError if it is little but pictures of pages
    that were not read."""
    shown = [one for one in _shown(read) if one.area >= _READ]
    texts = _texts(shown, read, name) if shown and ocr.available() else {}
    unread = [one for one in shown if one.area >= _PAGE and not texts.get(one.target)]
    letters = sum(map(str.isalnum, found.text))
    if unread and letters < _LETTERS * len(unread):
        what = f"{name}: scanned, {len(unread)} of its pages are pictures"
        if ocr.available():
            raise DraftError(f"{what} in which no text can be read; {_OTHERWISE}")
        raise DraftError(f"{what}; to have them read `{ocr.INSTALL}`, or {_OTHERWISE}")
    return _joined(_told(found, len(unread), sum(1 for one in shown if texts.get(one.target))), texts)


def _told(found: Content, pages: int, read: int) -> Content:
    """Pictures of whole pages told as pictures of text, those that were read not at all."""
    parts = []
    for part in found.reading.unread:
        count = part.count - pages - read if part.kind == "picture" else part.count
        parts += [replace(part, count=count)] if count > 0 else []
    if pages:
        parts.append(UnreadPart("writing", 0, pages))
    return replace(found, reading=replace(found.reading, unread=tuple(parts)))


def _joined(found: Content, texts: dict[str | None, tuple[str, float]]) -> Content:
    text, recognized = found.text, list[RecognizedText]()
    for number, (said, sure) in enumerate((one for one in texts.values() if one), start=1):
        text += "" if text.endswith("\n") or not text else "\n"
        recognized.append(RecognizedText(number, len(text), len(text) + len(said), sure))
        text += said
    return replace(found, text=text, reading=replace(found.reading, recognized=tuple(recognized)))


def _texts(shown: Sequence[_Shown], read: Parts, name: str) -> dict[str | None, tuple[str, float]]:
    """What OCR reads in each picture and how sure it is, by its part; nothing for one that shows no text."""
    from simcheck.readers.images import read_image

    targets = list(dict.fromkeys(one.target for one in shown if one.target is not None))
    if len(targets) > MOST:
        raise DraftError(f"{name}: more than {MOST} pictures to be read; split it into smaller files")
    texts: dict[str | None, tuple[str, float]] = {}
    for number, target in enumerate(targets, start=1):
        data = read.package.part(target)
        tell(number, len(targets))
        try:
            found = read_image(data or b"")
        except ValueError:
            continue
        if found.text:
            texts[target] = found.text, found.confidence
    return texts


def _shown(read: Parts) -> Iterator[_Shown]:
    for part in (read.main, *read.notes, *read.headers):
        for mark in part.root.iter("{*}blip", "{*}imagedata"):
            if next(mark.iterancestors("{*}object"), None) is not None:  # how another program's object looks
                continue
            relation = read.related(part.path, attribute(mark, "embed") or attribute(mark, "id"))
            yield _Shown(None if relation is None else relation.target, _area(mark))


def _area(mark: Element) -> float:
    """How much of the page a picture takes; enough to be read where the file does not say."""
    for above in mark.iterancestors():
        if local(above) in ("inline", "anchor"):
            extent = next((one for one in above if local(one) == "extent"), None)
            return _READ if extent is None else _emu(extent.get("cx")) * _emu(extent.get("cy"))
        if local(above) in ("shape", "rect"):
            sides = {
                side: float(size) * _POINTS[unit or "pt"]
                for side, size, unit in _LENGTH.findall(above.get("style", ""))
            }
            return sides.get("width", 100.0) * sides.get("height", 100.0)
    return _READ


def _emu(length: str | None) -> float:
    try:
        return float(length or "") / _INCHES
    except ValueError:
        return 100.0
