"""From bytes to text: byte order mark, strict UTF-8, then the encoding that reads most like Chinese, or a refusal."""

from __future__ import annotations

import codecs

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers.plausible import controls, plausibility

#: Longer marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32-LE"),
    (codecs.BOM_UTF32_BE, "UTF-32-BE"),
    (codecs.BOM_UTF16_LE, "UTF-16-LE"),
    (codecs.BOM_UTF16_BE, "UTF-16-BE"),
)
#: Encodings without a mark. Windows's Big5 before Hong Kong's: they differ in rare characters only.
_UNMARKED = (("gb18030",), ("cp950", "big5hkscs"), ("utf-16-le",), ("utf-16-be",))
#: Encodings of the age of seven-bit mail, which look like English: a mark of each, and its codec if one is needed.
_SEVEN_BIT = (
    ("UTF-7", regex(rb"\+[A-Za-z0-9+/]{5,}-?"), "utf-7"),
    ("HZ", regex(rb"~\{[!-~]{2,}"), "hz"),
    ("ISO 2022", regex(rb"\x1b\$\)?[A-H@]"), None),
)
#: The lowest plausibility that is believed (Korean read as GB 18030 has 0.36), the lead that the best reading must have
#: over the next, and the plausibility below which a text is no Chinese at all.
_FLOOR, _LEAD, _NOT_CHINESE = 0.42, 0.1, 0.1
#: Bytes beyond ASCII from which an encoding is guessed: five characters.
_FEWEST = 10
#: Above this share of control characters a file is binary.
_MAX_CONTROLS = 0.01


def decode(data: bytes, name: str) -> str:
    """The text that ``data`` holds, without its byte order mark. ``name`` is the file's name for the messages.

    Raises DraftError if the bytes are binary, in an unknown or damaged encoding, or hold NUL characters.
    """
    _refuse_seven_bit(data, name)
    text = _marked(data, name)
    if text is None:
        text = _strict(data, "utf-8")
        # English in UTF-16 is valid UTF-8 with a NUL in every second place.
        if text is None or "\0" in text:
            text = _most_plausible(data) or text
    if text is None:
        raise DraftError(_complaint(data, name))
    if "\0" in text:
        where = text.index("\0") + 1
        raise DraftError(f"{name}: character {where} is NUL, which no text holds; save it again as plain text (UTF-8)")
    if controls(text) > _MAX_CONTROLS:
        raise DraftError(f"{name}: binary, not text; check that it is the right file")
    return text


def _refuse_seven_bit(data: bytes, name: str) -> None:
    """Chinese in letters and digits would pass for English, and be checked as such."""
    if not data.isascii():
        return
    for label, mark, encoding in _SEVEN_BIT:
        if mark.search(data):
            text = "" if encoding is None else data.decode(encoding, "ignore")
            chinese = "".join(char for char in text if not char.isascii())
            if encoding is None or (chinese and plausibility(chinese) > _FLOOR):
                raise DraftError(f"{name}: in the old encoding {label}, not read; save it again as UTF-8 in an editor")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _marked(data: bytes, name: str) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                where = len(mark) + error.start
                raise DraftError(
                    f"{name}: marked as {encoding} but damaged at byte {where}; save it again as UTF-8 in an editor"
                ) from None
    return None


def _most_plausible(data: bytes) -> str | None:
    """The reading that clearly looks most like Chinese (or UTF-16 English); a Western one if none looks Chinese."""
    readings: list[tuple[float, str]] = []
    for encodings in _UNMARKED:
        texts = (_strict(data, encoding) for encoding in encodings)
        text = next((text for text in texts if text is not None), None)
        if text is not None:
            readings.append((plausibility(text, wide=encodings[0].startswith("utf-16")), text))
    readings.sort(key=lambda reading: reading[0], reverse=True)
    best = readings[0][0] if readings else _NOT_CHINESE - 1
    if best < _NOT_CHINESE:
        return _western(data)
    lead = best - readings[1][0] if len(readings) > 1 else _LEAD
    return readings[0][1] if best >= _FLOOR and lead >= _LEAD else None


def guessed(data: bytes) -> str | None:
    """The encoding of Chinese bytes that nobody told, as in an old RTF; None where they do not clearly look Chinese.

    >>> guessed("在全县安全生产工作会议上的讲话".encode("gb18030")), guessed("Änderungen für Größe".encode("cp1252"))
    ('gb18030', None)
    """
    high = sum(byte >= 0x80 for byte in data)
    if high < _FEWEST:
        return None
    encodings = ("gb18030", "cp950", "utf-8")
    readings = [(plausibility(data.decode(encoding, "replace")), encoding) for encoding in encodings]
    readings.sort(reverse=True)
    (best, encoding), (next_best, _) = readings[:2]
    return encoding if best >= _FLOOR and best - next_best >= _LEAD else None


def _western(data: bytes) -> str | None:
    """Charset-normalizer's reading, for drafts in a Western encoding: mostly ASCII, some accents or curly quotes."""
    from charset_normalizer import from_bytes

    sample = data[:100_000]
    if b"\0" in sample or sum(byte >= 0x80 for byte in sample) > len(sample) // 10:
        return None
    best = from_bytes(sample).best()
    return None if best is None else _strict(data, best.encoding)


def _complaint(data: bytes, name: str) -> str:
    """Why no reading was believed: binary, damaged in a known encoding, or unknown."""
    sample = data[:100_000]
    if b"\0" in sample or sum(byte < 0x20 and byte not in b"\t\n\v\f\r\x1b" for byte in sample) > len(sample) // 50:
        return f"{name}: binary, not text; check that it is the right file, or save it as plain text (UTF-8)"
    for label, encoding in (("UTF-8", "utf-8"), ("GB 18030", "gb18030"), ("Big5", "cp950")):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            mended = sample.decode(encoding, "replace")
            if mended.count("\ufffd") * 20 < len(mended) and plausibility(mended) >= _FLOOR:
                return f"{name}: {label} but damaged at byte {error.start}; save it again as UTF-8 in an editor"
    return f"{name}: in none of the encodings UTF-8, UTF-16, GB 18030 and Big5; save it again as UTF-8 in an editor"
