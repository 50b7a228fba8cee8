"""Evasion: what normalisation had to undo, as findings with spans of the original text."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from simcheck.text.characters import fold, is_han
from simcheck.text.normalize import Normalized
from simcheck.types import Finding

#: Characters of one trick no further apart than this are one finding.
NEAR = 40
#: So many Chinese characters in a row, each with a space behind it, are spacing; fewer may be a heading (目 录).
SPACED = 6

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_SPACED = re.compile(rf"(?:[{_HAN}][ \t\u3000\xa0]+){{{SPACED - 1},}}[{_HAN}]")
_MIXED_WIDTH = re.compile(
    r"(?=[0-9A-Za-z]*[０-９Ａ-Ｚａ-ｚ])(?=[０-９Ａ-Ｚａ-ｚ]*[0-9A-Za-z])[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{2,}"
)
_KANA = re.compile("[\u3040-\u30ff\u3100-\u318f]")
_EMOJI_JOINERS = "\u200d\ufe0f\ufe0e"
#: Makes a key of the digit before it (1️⃣), with a joiner between them.
_KEYCAP = "\u20e3"


def evasion(normalized: Normalized) -> tuple[Finding, ...]:
    """What hides or breaks up words in a text, in order of place.

    Kinds are ``zero_width``, ``homoglyph``, ``mixed_script``, ``spacing``, ``mixed_width`` and ``watermark``.

    >>> from simcheck.text.normalize import normalize
    >>> [(f.kind, f.count, f.start, f.end) for f in evasion(normalize("坚持\\u200b稳中\\u200b求进，⼤⼒推進"))]
    [('zero_width', 2, 2, 6), ('homoglyph', 2, 9, 11)]
    """
    text, chars = normalized.source, set(normalized.source)
    mixed = _MIXED_WIDTH.finditer(text) if any("\uff10" <= char <= "\uff5a" for char in chars) else ()
    found = [
        *_clusters("zero_width", text, _zero_width(text, chars)),
        *_clusters("homoglyph", text, _homoglyphs(text, chars)),
        *_clusters("mixed_script", text, sorted(_strangers(text, chars))),
        *(_finding("spacing", text, *m.span(), len(re.findall(r"\s+", m.group()))) for m in _SPACED.finditer(text)),
        *(_finding("mixed_width", text, *m.span(), len(m.group())) for m in mixed),
        *(_finding("watermark", text, start, end, end - start) for start, end in normalized.watermarks),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind)))


def _zero_width(text: str, chars: set[str]) -> Iterator[int]:
    """Invisible characters beside a letter. Joiners of emoji, and a byte order mark at the very start, are none."""
    if text.isascii():
        return
    for at in _places(text, set(filter(_is_nothing, chars))):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        emoji = text[at] in _EMOJI_JOINERS and (_is_emoji(before) or after == _KEYCAP)
        if not emoji and not (at == 0 and text[at] == "\ufeff") and (before.isalnum() or after.isalnum()):
            yield at


def _is_emoji(char: str) -> bool:
    return bool(char) and unicodedata.category(char) in ("So", "Sk", "Cn")


def _homoglyphs(text: str, chars: set[str]) -> Iterator[int]:
    """Chinese characters in another guise: radicals and compatibility ideographs."""
    return _places(text, set(filter(_in_guise, chars)))


@functools.cache
def _is_nothing(char: str) -> bool:
    return not fold(char)


@functools.cache
def _in_guise(char: str) -> bool:
    code = ord(char)
    guise = 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F
    return guise and is_han(ord(fold(char)[:1] or "a"))


def _strangers(text: str, chars: set[str]) -> Iterator[int]:
    """Letters of a script other than their neighbours': Greek and Cyrillic in a Latin word, a Japanese or phonetic
    letter in the place of a Chinese character."""
    latin = {c for c in chars if "\u0250" <= c < "\u0600" and fold(c).isascii() and fold(c).isalpha()}
    for at in _places(text, latin):
        if any(c.isascii() and c.isalpha() for c in _beside(text, at)):
            yield at
    for at in _places(
        text, {c for c in chars if "\u3040" <= c <= "\u318f" and _KANA.match(c) and is_han(ord(fold(c)[:1] or "a"))}
    ):
        beside = _beside(text, at)
        if any(is_han(ord(c)) for c in beside) and not _KANA.search(beside):
            yield at


def _beside(text: str, at: int) -> str:
    return text[max(0, at - 1) : at] + text[at + 1 : at + 2]


def _places(text: str, chars: set[str]) -> Iterator[int]:
    """Where one of the characters stands."""
    if chars:
        yield from (found.start() for found in re.finditer(f"[{re.escape(''.join(sorted(chars)))}]", text))


def _clusters(kind: str, text: str, places: Iterable[int]) -> Iterator[Finding]:
    start = last = count = -1
    for at in places:
        if count > 0 and at - last <= NEAR:
            last, count = at, count + 1
            continue
        if count > 0:
            yield _finding(kind, text, start, last + 1, count)
        start = last = at
        count = 1
    if count > 0:
        yield _finding(kind, text, start, last + 1, count)


def _finding(kind: str, text: str, start: int, end: int, count: int) -> Finding:
    return Finding(kind, start, end, text[start:end], count)
