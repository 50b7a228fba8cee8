"""Evasion: what normalisation had to undo, as findings with spans of the original text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np

from simcheck.patterns import regex
from simcheck.scoring import SCORING
from simcheck.text.characters import fold, is_han, is_invisible
from simcheck.text.downwards import words_in_use
from simcheck.text.lookup import Codes, Lookup, codes_of
from simcheck.text.normalize import Normalized, han_mask
from simcheck.text.scripts import needed
from simcheck.types import Finding

_NUMBERS = SCORING.writing

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_SPACED = regex(rf"(?:[{_HAN}][ \t\u3000\xa0]+){{{_NUMBERS.spaced - 1},}}[{_HAN}]")
#: Separators that no editor sets at the end of a line, between single characters; line ends may be vertical writing.
_LINED = regex(rf"[{_HAN}](?:[\u2028\u2029\x85\x1c-\x1e][{_HAN}]){{{_NUMBERS.spaced - 1},}}")
_MIXED_WIDTH = regex(
    r"(?=[0-9A-Za-z]*[０-９Ａ-Ｚａ-ｚ])(?=[０-９Ａ-Ｚａ-ｚ]*[0-9A-Za-z])[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{2,}"
)
_KANA_LETTER = regex("[\u3040-\u30ff\u3100-\u318f]")
_EMOJI_JOINERS = "\u200d\ufe0f\ufe0e"
#: Kinds of characters.
_PLAIN, _NOTHING, _SPACE, _GUISE, _LATIN, _KANA, _WIDE = range(7)
#: Makes a key of the digit before it (1️⃣), with a joiner between them.
_KEYCAP = "\u20e3"


def evasion(normalized: Normalized) -> tuple[Finding, ...]:
    """What hides or breaks up words in a text, in order of place.

    Kinds are ``zero_width``, ``homoglyph``, ``mixed_script``, ``spacing``, ``mixed_width``, ``watermark`` and
    ``reading_order``: each line is one letter, as where it is written downwards.

    >>> from simcheck.text.normalize import normalize
    >>> [(f.kind, f.count, f.start, f.end) for f in evasion(normalize("坚持\\u200b稳中\\u200b求进，⼤⼒推進"))]
    [('zero_width', 2, 2, 6), ('homoglyph', 2, 9, 11)]
    """
    text = normalized.source
    codes = codes_of(text)
    suspects = _suspects(codes)
    found = [
        *_clusters("zero_width", text, _zero_width(text, suspects[_NOTHING])),
        *_clusters("homoglyph", text, (at for at in suspects[_GUISE] if _in_a_word(text, at))),
        *_clusters("mixed_script", text, sorted(_strangers(text, suspects[_LATIN], suspects[_KANA]))),
        *(
            _finding("spacing", text, *m.span(), len(re.findall(r"\s+", m.group())))
            for m in _spacing(text, codes, suspects)
        ),
        *(
            _finding("mixed_width", text, *m.span(), len(m.group()))
            for m in (_MIXED_WIDTH.finditer(text) if suspects[_WIDE] else ())
        ),
        *_apart(text, normalized.apart),
        *(_finding("spacing", text, *m.span(), len(m.group()) // 2) for m in _LINED.finditer(text)),
        *(
            _finding("reading_order", text, *span, span[1] - span[0])
            for span in normalized.letter_lines
            if _are_words(text[slice(*span)])
        ),
        *(_finding("watermark", text, start, end, end - start) for start, end in normalized.watermarks),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.kind)))


def _apart(text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[Finding]:
    """One finding for each stretch whose letters were set apart by marks, digits or line ends."""
    first, count = 0, 0
    for number, (_, end) in enumerate(spans):
        following = spans[number + 1][0] if number + 1 < len(spans) else end + _NUMBERS.near
        count += 1
        if following - end > _NUMBERS.near // 4 or number + 1 == len(spans):
            yield _finding("spacing", text, spans[first][0], end, count)
            first, count = number + 1, 0


def _are_words(text: str) -> bool:
    """Whether lines of one letter each are a text: a column of 是 and 否 says always the same."""
    letters = "".join(text.split())
    return len(set(letters)) >= min(_NUMBERS.apart_different * len(letters), 2 * _NUMBERS.apart)


def _title(text: str, found: re.Match[str]) -> bool:
    """Whether a spaced stretch is a line by itself, as a title is set: no more than so many letters."""
    start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
    line = text[start : len(text) if end < 0 else end]
    return line.strip() == found.group() and len(found.group().split()) <= _NUMBERS.spaced_title


def _kind(char: str) -> int:
    """What a character may be a sign of."""
    code, folded = ord(char), fold(char)
    if not folded:
        return _NOTHING
    if char in " \t\u3000\xa0":
        return _SPACE
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F:
        return _GUISE if is_han(ord(folded[0])) else _PLAIN
    if "\u0250" <= char < "\u0600" and folded.isascii() and folded.isalpha():
        return _LATIN
    if _KANA_LETTER.match(char) and is_han(ord(folded[0])):
        return _KANA
    return _WIDE if "\uff10" <= char <= "\uff5a" else _PLAIN


_kinds = Lookup(_kind, np.int8, -1)


def _suspects(codes: Codes) -> dict[int, list[int]]:
    """Where the characters of each kind but plain ones are."""
    kinds = _kinds(codes)
    return {kind: np.flatnonzero(kinds == kind).tolist() for kind in (_NOTHING, _SPACE, _GUISE, _LATIN, _KANA, _WIDE)}


def _zero_width(text: str, invisible: list[int]) -> Iterator[int]:
    """Invisible characters beside a letter. Joiners of emoji, a byte order mark at the very start, and what ordinary
    spelling needs, such as the vowel separator of Mongolian, are none."""
    if text.isascii():
        return
    glyphs = [at for at in invisible if _selects_glyph(text, at)]
    named = frozenset(glyphs if len(glyphs) <= _NUMBERS.glyphs else ())
    for at in invisible:
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        emoji = text[at] in _EMOJI_JOINERS and (_is_emoji(before) or after == _KEYCAP)
        begins = text[at] == "\ufeff" and (at == 0 or before == "\n")  # files that were joined keep their marks
        hyphen = text[at] == "\xad" and _latin(before) and _latin(after)
        ordinary = emoji or begins or hyphen or at in named or needed(text[at], *_letters_beside(text, at))
        if not ordinary and (before.isalnum() or after.isalnum()):
            yield at


def _selects_glyph(text: str, at: int) -> bool:
    """Whether a character says which glyph of the Chinese character before it is meant."""
    return "\U000e0100" <= text[at] <= "\U000e01ef" and at > 0 and is_han(ord(text[at - 1]))


def _letters_beside(text: str, at: int) -> tuple[str, str]:
    """The nearest characters before and behind a place that take room."""
    before = next((char for char in reversed(text[max(0, at - 4) : at]) if not is_invisible(char)), "")
    after = next((char for char in text[at + 1 : at + 5] if not is_invisible(char)), "")
    return before, after


def _latin(char: str) -> bool:
    """Whether a word may be divided behind or before a letter."""
    return char.isalpha() and ord(char) < 0x0590


def _is_emoji(char: str) -> bool:
    return bool(char) and unicodedata.category(char) in ("So", "Sk", "Cn")


def _strangers(text: str, latin: list[int], kana: list[int]) -> Iterator[int]:
    """Letters of a script other than their neighbours': Greek and Cyrillic in a Latin word, a Japanese or phonetic
    letter in the place of a Chinese character."""
    for at in latin:
        if any(c.isascii() and c.isalpha() for c in _beside(text, at)):
            yield at
    for at in kana:
        beside = _beside(text, at)
        if any(is_han(ord(c)) for c in beside) and not _KANA_LETTER.search(beside):
            yield at


def _spacing(text: str, codes: Codes, suspects: dict[int, list[int]]) -> Iterator[re.Match[str]]:
    """Where Chinese characters have spaces between them; looked for only where enough have one behind."""
    before = np.array(suspects[_SPACE], dtype=np.int64) - 1
    if np.count_nonzero(han_mask(codes[before[before >= 0]])) >= _NUMBERS.spaced - 1:
        found = list(_SPACED.finditer(text))
        titles = [one for one in found if _title(text, one)]
        told = (one for one in found if len(titles) > _NUMBERS.spaced_titles or one not in titles)
        yield from (one for one in told if _has_words(one.group()))


def _has_words(spaced: str) -> bool:
    """Whether letters with spaces between them are words: those of a list of names are none."""
    size, words = words_in_use("".join(spaced.split()))
    return len(words) >= _NUMBERS.words_share * size


def _in_a_word(text: str, at: int) -> bool:
    """Whether a letter stands beside a character, or what is folded to one."""
    return any(fold(one).isalnum() for one in _beside(text, at))


def _beside(text: str, at: int) -> str:
    return text[max(0, at - 1) : at] + text[at + 1 : at + 2]


def _clusters(kind: str, text: str, places: Iterable[int]) -> Iterator[Finding]:
    start = last = count = -1
    for at in places:
        if count > 0 and at - last <= _NUMBERS.near:
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
