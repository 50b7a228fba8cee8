"""Numerals: the numbers of a text by their value, in digits and in Chinese characters, so that 三成, 30% and 百分之三十
are one number, as are 1.2万 and 一万二千."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcheck.patterns import regex
from simcheck.text.tokens import number_value

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_FIGURE = regex(r"(?<![\w.])\d+(?:[.,]\d+)*|(?<=[^\W\d_a-zA-Z])\d+(?:[.,]\d+)*")
_PERCENT = regex(r"\s?(?:%|percent\b|per cent\b)")
_CHARACTERS = r"[零〇一二两三四五六七八九十百千万亿]"
_CHINESE = regex(
    rf"(?P<percent>百分之){_CHARACTERS}+|[一二两三四五六七八九](?P<tenths>成)(?![员立为果功长就效熟型份本交都语])"
    rf"|(?<![第数几])[一二两三四五六七八九十]{_CHARACTERS}*"
)
_YEAR = regex("(?:19|20)[0-9]{2}")


def numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """The numbers of a folded text that tell it from another: where each stands, and its value, with % for a share.

    Years, and numbers below ten, which any text has, are left out.

    >>> text = "二〇二四年投入1.2万元,三成农户、二十六个村受益,增长12.5%"
    >>> [(text[start:end], value) for start, end, value in numbers(text)]
    [('1.2万', '12000'), ('三成', '30%'), ('二十六', '26'), ('12.5%', '12.5%')]
    """
    found = sorted([*_figures(text), *_characters(text)])
    return (one for one in found if one[2].endswith("%") or _tells(one[2]))


def _figures(text: str) -> Iterator[tuple[int, int, str]]:
    for one in _FIGURE.finditer(text):
        start, end = one.span()
        value = number_value(text, start, end)
        percent = _PERCENT.match(text, end)
        if percent:
            yield start, percent.end(), f"{value}%"
        else:
            end += len(_scale(text, end))
            yield start, end, value


def _scale(text: str, at: int) -> str:
    found = re.compile(r" ?(?:[十百千]?[万亿]|万亿|[百千]|hundred\b|thousand\b|million\b|billion\b|trillion\b)").match(
        text, at
    )
    return found[0] if found else ""


def _characters(text: str) -> Iterator[tuple[int, int, str]]:
    for one in _CHINESE.finditer(text):
        said = one[0]
        if one["tenths"]:
            yield *one.span(), f"{10 * _DIGITS[said[0]]}%"
        elif (value := chinese_value(said.removeprefix("百分之"))) is not None:
            yield *one.span(), f"{value}%" if one["percent"] else str(value)


def chinese_value(numeral: str) -> int | None:
    """The value of a number in Chinese characters; None for what is none, such as 三四 for three or four.

    >>> [chinese_value(one) for one in ("二十六", "一万二千", "三亿零五百", "二〇二四", "十", "三四")]
    [26, 12000, 300000500, 2024, 10, None]
    """
    if all(char in _DIGITS for char in numeral):
        spelled = "".join(str(_DIGITS[char]) for char in numeral)
        return int(spelled) if len(numeral) == 1 or len(numeral) >= 4 else None
    total, section, digit, last = 0, 0, None, 10**9
    for char in numeral:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (1 if digit is None and not section else digit or 0) * _SMALL[char]
            digit, last = None, _SMALL[char]
        else:
            section += digit or 0
            total = (total + section) * _LARGE[char] if total < _LARGE[char] else total + section * _LARGE[char]
            section, digit, last = 0, None, _LARGE[char]
    # 一万二 is twelve thousand, 一万零二 is ten thousand and two.
    if digit and last >= 100 and numeral[-2:-1] not in ("零", "〇"):
        digit *= last // 10
    return total + section + (digit or 0)


def _tells(value: str) -> bool:
    try:
        number = float(value)
    except ValueError:  # 3.10.2
        return True
    return (number >= 10 or number != int(number)) and not _YEAR.fullmatch(value)
