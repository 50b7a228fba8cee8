"""Characters by which a font names a shape, and the ordinary characters that are meant.

A PDF keeps shapes, and a table of its font says which character each is. Tables name 一 as the radical ⼀, 車 as its
copy for compatibility, and the marks of vertical writing as characters of their own.
"""

from __future__ import annotations

import functools
import unicodedata

from simcheck.resources import data_text

#: Marks as they stand in vertical writing, and beside them as they are typed.
_UPRIGHT = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…：—–_（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)


@functools.lru_cache(maxsize=10_000)
def ordinary(text: str) -> str:
    """The character that a font means by ``text``.

    >>> ordinary("⼀"), ordinary("⺠"), ordinary("︒"), ordinary("\\uf900"), ordinary("，")
    ('一', '民', '。', '豈', '，')
    """
    code = ord(text[0])
    if 0x2E80 <= code <= 0x2EFF:
        return _radicals().get(text, text)
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        return unicodedata.normalize("NFKC", text)
    return _UPRIGHT.get(text, text)


@functools.cache
def _radicals() -> dict[str, str]:
    lines = (line.split(" ") for line in data_text("radicals.txt").splitlines() if line and not line.startswith("#"))
    return {form: plain for plain, forms in lines for form in forms}
