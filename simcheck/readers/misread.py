"""Texts that are none: letters in a wrong encoding, and Chinese written in the codes of mail, addresses or programs.

Both look like a text in another language to whatever compares them, so that a copy would pass; what was not understood
is refused.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import re
from collections.abc import Callable, Iterator
from html import unescape

from simcheck.errors import DraftError
from simcheck.patterns import regex
from simcheck.readers.plausible import plausibility

#: Letters beyond which something is a text, and the share of a text in codes from which it is one in codes.
_FEWEST, _SHARE = 13, 0.3
#: How plausible a reading is that is believed, and by how much more so than the one that was taken.
_FLOOR, _LEAD = 0.5, 0.3
#: Runs of letters that come from bytes read wrongly: of Western, Greek, Cyrillic, Thai, Korean, half-width Japanese.
_STRANGE = regex(
    "[\u0080-\u024f\u02c6-\u02dc\u0370-\u04ff\u0e00-\u0e7f\u2018-\u203a\u20ac\u2122\uac00-\ud7af\uff61-\uff9f]{8,}"
)
#: What a text may have been read as, and what it may be.
_WRONG = ("cp1252", "latin-1", "cp1251", "mac_roman", "cp949", "cp932", "gb18030", "cp950", "cp874")
_RIGHT = {"gb18030": _FLOOR, "utf-8": _FLOOR, "cp950": 0.65}  # Russian read as Big5 has up to 0.56
#: Characters of a sample, of which three are taken.
_SAMPLE = 700

_SOFT_END = regex(r"=\r?\n")
_BASE64 = regex(r"(?:^[A-Za-z0-9+/]{40,}={0,2}[ \t]*\r?\n?){2,}", re.MULTILINE)
_UUENCODED = regex(r"^begin [0-7]{3,4} .*\n(?:[ -`]{1,62}\r?\n)+", re.MULTILINE)
_HEXADECIMAL = regex(r"(?:[0-9A-Fa-f]{2}[\s:,-]{0,2}){20,}")
#: A character by its number in programs: \\u4e8c, \\u{4e8c}, \\x{4e8c}, %u4e8c, U+4E8C, and \\4e8c of stylesheets.
_NUMBER = r"(?:\\(?:u\{?|x\{)?|%u|U\+)([0-9A-Fa-f]{4,5})\}?[\s,]?"
#: Bytes in programs: \\xe4\\xba\\x8c, \\344\\272\\214.
_BYTES = r"(?:\\x[0-9A-Fa-f]{2}|\\[0-3][0-7]{2}){2,}"
#: First bytes of documents.
_FILES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<html", b"<!DOCTYPE", b"<?xml")


def refuse_misread(text: str, name: str, *, plain: bool = False, chosen: bool = False) -> None:
    """Raise DraftError for a text of the file ``name`` that is in codes, or in a wrong encoding unless that was
    ``chosen`` from its letters; ``plain`` text has no markup."""
    if not chosen and _in_wrong_encoding(text):
        raise DraftError(
            f"{name}: its letters are in an encoding that it does not name; open it in its program and save it as .docx"
        )
    label = _in_codes(text)
    if label is not None:
        raise DraftError(
            f"{name}: written in {label}, not in letters; open it in its program and save it as plain text"
        )
    if plain and _is_json(text):
        raise DraftError(f"{name}: a JSON file, no document; save its text as plain text")


def _is_json(text: str) -> bool:
    """Whether a text, or its first line, is an object or a list of JSON that holds a text of some length."""
    begun = text.lstrip("\ufeff \t\r\n")
    if not begun.startswith(("{", "[")) or '"' not in begun:
        return False
    for part in (begun, begun.partition("\n")[0]):
        try:
            return isinstance(json.loads(part), dict | list)
        except (ValueError, RecursionError):
            continue
    return False


def _in_wrong_encoding(text: str) -> bool:
    middle = max(0, (len(text) - _SAMPLE) // 2)
    samples = {text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]}
    samples = {sample for sample in samples if sum(char > "\x7f" for char in sample) >= _FEWEST}
    doubtful = [sample for sample in samples if plausibility(sample) < _FLOOR]
    return any(map(_better, doubtful)) or any(map(_better, _runs(text)))


def _runs(text: str) -> Iterator[str]:
    """The first stretches that look like bytes read wrongly, put together: one alone is too short to tell."""
    import numpy as np

    from simcheck.text.lookup import codes_of

    codes = codes_of(text)
    strange = ((codes >= 0x80) & (codes < 0x500)) | ((codes >= 0xE00) & (codes < 0xE80)) | (codes >= 0xAC00)
    if np.count_nonzero(strange & (codes < 0xFFA0) & ~((codes >= 0xF900) & (codes < 0xFF61))) < _FEWEST:
        return
    found = "\n".join(run[0] for run, _ in zip(_STRANGE.finditer(text), range(200), strict=False))
    if len(found) >= 2 * _FEWEST:
        yield found


def _better(text: str) -> bool:
    """Whether the bytes behind a text are clearly Chinese in another encoding."""
    own = plausibility(text)
    for wrong in _WRONG:
        data = text.encode(wrong, "ignore")
        if len(data) < len(text):  # most of it is not from there
            continue
        for right, floor in _RIGHT.items():
            if right != wrong:
                read = data.decode(right, "ignore")
                chinese = sum("\u4e00" <= char <= "\u9fff" for char in read)
                if chinese >= _FEWEST and plausibility(read) >= max(floor, own + _LEAD):
                    return True
    return False


def _in_codes(text: str) -> str | None:
    """The name of the codes in which a good part of a text is written, None if it is in letters."""
    if 2 * len(text.encode("ascii", "ignore")) < len(text):  # codes take several characters for each that they mean
        return None
    for label, mark, pattern, meaning in _CODES:
        if mark in text:
            plain = _SOFT_END.sub("", text) if label == "quoted-printable" else text
            meant, spent = 0, 0
            for found in pattern.finditer(plain):
                meant += meaning(found[0])
                spent += len(found[0])
            if meant >= _FEWEST and meant >= _SHARE * (meant + _letters(plain, spent)):
                return label
    return None


def _letters(text: str, spent: int) -> int:
    """How many letters stand outside of codes that are so long, a Latin one counting a third."""
    wide = sum(char > "\x7f" and char.isalpha() for char in text)
    return wide + max(0, len(text) - wide - spent) // 3


def _chinese(data: bytes) -> int:
    """How many Chinese characters bytes are, if they are a text in Chinese."""
    best = 0
    for encoding in ("utf-8", "gb18030"):
        read = data.decode(encoding, "ignore")
        found = sum("\u4e00" <= char <= "\u9fff" for char in read)
        best = max(best, found if found and plausibility(read) >= _FLOOR else 0)
    return best


def _unquoted(code: str) -> int:
    return _chinese(bytes.fromhex(code.replace("=", "").replace("%", "")))


def _escaped(code: str) -> int:
    return sum("4e00" <= one <= "9fff" for one in re.findall(_NUMBER, code.lower().replace("u+", "U+")))


def _in_bytes(code: str) -> int:
    pairs = re.findall(r"\\(?:x([0-9A-Fa-f]{2})|([0-3][0-7]{2}))", code)
    return _chinese(bytes(int(one, 16) if one else int(other, 8) for one, other in pairs))


def _numbered(code: str) -> int:
    return sum("\u4e00" <= char <= "\u9fff" for char in unescape(code))


def _of_digits(code: str) -> int:
    digits = re.sub(r"[^0-9A-Fa-f]", "", code)
    return _meaning(bytes.fromhex(digits[: len(digits) // 2 * 2]))


def _packed(code: str) -> int:
    joined = "".join(code.split())
    try:
        return _meaning(base64.b64decode(joined + "=" * (-len(joined) % 4)))
    except (binascii.Error, ValueError):
        return 0


def _uuencoded(code: str) -> int:
    data = b""
    for line in code.splitlines()[1:]:
        with contextlib.suppress(binascii.Error):
            data += binascii.a2b_uu(line)
    return _meaning(data)


def _meaning(data: bytes) -> int:
    """How many Chinese characters bytes are, or how many bytes if they are a document."""
    return len(data) if data.startswith(_FILES) else _chinese(data)


_CODES: tuple[tuple[str, str, re.Pattern[str], Callable[[str], int]], ...] = (
    ("quoted-printable", "=", regex(r"(?:=[0-9A-Fa-f]{2}){2,}"), _unquoted),
    ("the codes of addresses (%E4%BA%8C)", "%", regex(r"(?:%[0-9A-Fa-f]{2}){2,}"), _unquoted),
    ("the codes of programs (\\u4e8c)", "\\", regex(f"(?:{_NUMBER})+"), _escaped),
    ("the codes of programs (%u4e8c)", "%u", regex(f"(?:{_NUMBER})+"), _escaped),
    ("the codes of programs (U+4E8C)", "U+", regex(f"(?:{_NUMBER})+"), _escaped),
    ("the codes of programs (\\xe4\\xba\\x8c)", "\\", regex(_BYTES), _in_bytes),
    ("the codes of web pages (&#20108;)", "&#", regex(r"(?:&#[xX]?[0-9a-fA-F]{1,6};)+"), _numbered),
    ("base64", "\n", _BASE64, _packed),
    ("uuencode", "begin ", _UUENCODED, _uuencoded),
    ("hexadecimal digits", "", _HEXADECIMAL, _of_digits),
)
