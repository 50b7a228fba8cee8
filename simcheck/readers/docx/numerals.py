"""Numbers as Word writes them before the paragraphs of a list: 三, （3）, ③, iii, 丙 (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS, _UNITS = "〇一二三四五六七八九", ("", "十", "百", "千")
_LEGAL_DIGITS, _LEGAL_UNITS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
_OLD_DIGITS, _OLD_UNITS = "零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
#: No list of a speech is longer; larger numbers are written in digits.
_LARGEST = 9_999


def numeral(number: int, form: str) -> str:
    """A number in one of Word's forms, in plain digits for a form that is not known.

    >>> [numeral(12, form) for form in ("chineseCounting", "decimalEnclosedCircle", "lowerRoman")]
    ['十二', '⑫', 'xii']
    """
    write = _FORMS.get(form)
    return str(number) if write is None or not 0 <= number <= _LARGEST else write(number)


def _counted(digits: str, units: tuple[str, ...], *, short: bool = False) -> Callable[[int], str]:
    """Chinese with units: 一百零三; ``short`` leaves out the one of 一十二."""

    def write(number: int) -> str:
        if number == 0:
            return digits[0]
        places = [int(digit) for digit in reversed(str(number))]
        text, gap = "", False
        for place in range(len(places) - 1, -1, -1):
            if places[place]:
                text += ("零" if gap and text else "") + digits[places[place]] + units[place]
            gap = not places[place]
        return text[1:] if short and text.startswith(f"{digits[1]}{units[1]}") else text

    return write


def _by_digit(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _from(first: str, last: int) -> Callable[[int], str]:
    """The characters from ``first`` on, as far as there are some."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= last else str(number)


def _turning(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)] if number else ""


def _letter(number: int) -> str:
    """a … z, aa … zz, as Word goes on."""
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26) if number else ""


def _roman(number: int) -> str:
    text = ""
    for size, digits in _ROMAN:
        count, number = divmod(number, size)
        text += digits * count
    return text


_chinese = _counted(_DIGITS, _UNITS, short=True)
_FORMS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _by_digit("０１２３４５６７８９")),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("①", 20)),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "numberInDash": lambda number: f"- {number} -",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting"), _chinese),
    **dict.fromkeys(("taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"), _chinese),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand"), _by_digit(_DIGITS)),
    **dict.fromkeys(("taiwaneseDigital", "koreanDigital2"), _by_digit(_DIGITS)),
    "chineseLegalSimplified": _counted(_LEGAL_DIGITS, _LEGAL_UNITS),
    **dict.fromkeys(("ideographLegalTraditional", "japaneseLegal"), _counted(_OLD_DIGITS, _OLD_UNITS)),
    "ideographTraditional": _turning(_STEMS),
    "ideographZodiac": _turning(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _turning(_STEMS)(number) + _turning(_BRANCHES)(number),
    "ideographEnclosedCircle": _from("㊀", 10),
}
