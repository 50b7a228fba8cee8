"""Veils: disguises of a third kind, found by reading what the first ones (``disguises.py``, ``guises.py``) left out.

Each is a function from the copy to a draft that a reader still reads, and its honest counterpart the same form around
text of one's own.
"""

from __future__ import annotations

import random
import re
import unicodedata

from disguises import OWN, Attack

from simcheck.resources import data_text

_HAN = re.compile("[\u4e00-\u9fff]")


def _between(what: str, every: int = 1) -> Attack:
    """Something behind every so manieth letter."""
    return lambda text: "".join(char + what * (at % every == every - 1) for at, char in enumerate(text))


def _replaced(ours: str, theirs: str) -> Attack:
    return lambda text: text.translate(str.maketrans(ours, theirs))


def _around(opening: str, closing: str, size: int = 1) -> Attack:
    """So many letters at a time within marks."""
    return lambda text: "".join(f"{opening}{text[at : at + size]}{closing}" for at in range(0, len(text), size))


def _sentences(text: str) -> list[str]:
    return re.findall("[^。！？；]+[。！？；]?", text)


def _pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _folded_to(low: int, high: int) -> dict[int, str]:
    """The characters of a block that stand for one Chinese character, by that."""
    forms = ((unicodedata.normalize("NFKC", chr(code)).strip("()"), chr(code)) for code in range(low, high))
    return {ord(plain): form for plain, form in forms if len(plain) == 1 and _HAN.match(plain)}


def _read(char: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])


def _by_chance(letters: int, *, marks: int = 0, seed: int = 5) -> str:
    """Characters that any text has, in no order, with a comma after every so manieth."""
    draw = random.Random(seed)
    frequent = "".join(line for line in data_text("frequent_characters.txt").splitlines() if line[:1] != "#")
    chosen = [draw.choice(frequent) for _ in range(letters)]
    return "".join(char + "，" * bool(marks and at % marks == marks - 1) for at, char in enumerate(chosen))


def _two_columns(size: int, between: str) -> Attack:
    """Cells of a table of two columns, of which the left one is read first."""

    def attack(text: str) -> str:
        cells = _pieces(text, size)
        half = (len(cells) + 1) // 2
        rest = [*cells[half:], ""] if len(cells) % 2 else cells[half:]
        return "\n".join(f"{one}{between}{other}" for one, other in zip(cells[:half], rest, strict=True))

    return attack


def _turned(rows: int, size: int) -> Attack:
    """A table of words, turned: columns are read one after the other."""

    def attack(text: str) -> str:
        words = _pieces(text, size)
        columns = [words[at : at + rows] for at in range(0, len(words), rows)]
        filled = [[*column, *[""] * (rows - len(column))] for column in columns]
        return "\n".join("| " + " | ".join(row) + " |" for row in zip(*filled, strict=True))

    return attack


def _described(text: str) -> str:
    """Letters by their parts (⿰女子)."""
    parts = {"好": "⿰女子", "明": "⿰日月", "们": "⿰亻门", "的": "⿰白勺", "他": "⿰亻也", "林": "⿰木木"}
    return "".join(parts.get(char, char) for char in text)


def _guises_in_turn(text: str) -> str:
    """Marks, spaces, look-alikes and joiners by turns, a word each."""
    forms: list[Attack] = [
        str,
        "\u2060".join,
        " ".join,
        "·".join,
        "\u3099".join,
        lambda word: word[::-1].join("\u202e\u202c"),
    ]
    return "".join(forms[at % len(forms)](word) for at, word in enumerate(_pieces(text, 2)))


#: Those that hold no form of an honest text: nothing that was not compared passes, whosever it is.
OF_THE_COPY = (
    "the copy ten times",
    "the copy behind itself, backwards",
    "all in pinyin",
    "all in pinyin, one word",
    "own text, a passage in pinyin",
)

ATTACKS: dict[str, Attack] = {
    # Other forms of letters.
    "enclosed letters": lambda text: text.translate(_folded_to(0x3200, 0x3400)),
    "letters in circles and squares": lambda text: text.translate(
        _folded_to(0x3280, 0x32B1) | _folded_to(0x1F210, 0x1F23C)
    ),
    "Kanbun letters": lambda text: text.translate(_folded_to(0x3190, 0x31A0)),
    "supplementary compatibility": lambda text: text.translate(_folded_to(0x2F800, 0x2FA20)),
    "vertical marks": _replaced("，。、：；！？（）《》“”", "︐︒︑︓︔︕︖︵︶︽︾﹁﹂"),
    "small marks": _replaced("，。、：；！？（）", "﹐﹒﹑﹕﹔﹗﹖﹙﹚"),
    "Hangul letters that look alike": _replaced("口人一〇丨", "ㅁㅅㅡㅇㅣ"),
    "phonetic letters that look alike": _replaced("儿丫日一丨么匚", "ㄦㄚㄖㄧㄧㄠㄈ"),
    "kana that look alike, half width": _replaced("二工力口八千夕三", "ﾆｴｶﾛﾊﾁﾀﾐ"),
    "Suzhou numerals": _replaced("123456789", "〡〢〣〤〥〦〧〨〩"),
    "Thai digits": _replaced("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
    "digits in segments": _replaced("0123456789", "🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹"),
    "Roman numerals": _replaced("123456789", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨ"),
    "letters by their parts": _described,
    # What takes no room.
    "voiced marks between": _between("\u3099"),
    "tone marks between": _between("\u302a"),
    "half marks between": _between("\ufe20"),
    "strokes through letters": _between("\u0338"),
    "marks of musicians between": _between("\U0001d173"),
    "marks of shorthand between": _between("\U0001bca0"),
    "Mongolian selectors between": _between("\u180b"),
    "invisible signs of mathematics between": _between("\u2062\u2063\u2064"),
    "marks of direction between": _between("\u200f\u200e"),
    "isolates around words": _around("\u2067\u2066", "\u2069\u2069", 2),
    "overrides to the right around words": _around("\u202d", "\u202c", 2),
    "annotations between lines": lambda text: "".join(f"\ufff9{char}\ufffa\ufffb" for char in text),
    "flags between": _between("\U0001f1e8\U0001f1f3"),
    "tones of skin between": _between("\U0001f3fd"),
    "selectors and joiners by turns": lambda text: "".join(
        char + ("\ufe0e", "\u200d", "\U000e0150", "\u2061")[at % 4] for at, char in enumerate(text)
    ),
    "soft hyphens and line ends": lambda text: "\xad\n".join(_pieces(text, 6)),
    # Marks and words within.
    "each letter in quotation marks": _around("“", "”"),
    "each word in title marks": _around("《", "》", 2),
    "each word in lenticular brackets": _around("【", "】", 2),
    "each letter a key": _between("\u20e3"),
    "dashes between words": lambda text: "——".join(_pieces(text, 2)),
    "tabs after every third": _between("\t", 3),
    "line ends of all kinds": lambda text: "".join(
        char + ("\v", "\f", "\x85", "\u2028", "\r\n")[at // 2 % 5] * (at % 2) for at, char in enumerate(text)
    ),
    "着过之 after every third": lambda text: "".join(
        char + "着过之"[at % 3] * (at % 3 == 2) for at, char in enumerate(text)
    ),
    "another word behind every third": lambda text: "".join(
        word + "（也就是这个意思）" * (at % 3 == 2) for at, word in enumerate(_pieces(text, 3))
    ),
    "each sentence in pinyin behind": lambda text: "".join(
        f"{one}（{' '.join(map(_read, one[:24]))}）" for one in _sentences(text)
    ),
    "all in pinyin": lambda text: " ".join(map(_read, text)),
    "all in pinyin, one word": lambda text: "".join(map(_read, text)),
    "own text, a passage in pinyin": lambda text: f"{OWN}\n{' '.join(map(_read, text[:70]))}\n{OWN}",
    "forms by turns": _guises_in_turn,
    # Layout.
    "two columns of cells": _two_columns(20, "\t"),
    "two columns, ruled": _two_columns(24, " ｜ "),
    "a table turned": _turned(6, 2),
    "a table turned, of three letters": _turned(8, 3),
    "a thousand empty lines": lambda text: ("\n" * 1000).join(_sentences(text)),
    "a thousand spaces": lambda text: (" " * 1000).join(_sentences(text)),
    "a line of a hundred thousand marks": lambda text: f"{'—' * 100_000}{text}",
    "lines of 的 between": lambda text: f"\n{'的' * 30}\n".join(_sentences(text)),
    "TeX around words": lambda text: "".join(f"\\mbox{{{word}}}" for word in _pieces(text, 2)),
    "entities with zeros": lambda text: "".join(f"&#00{ord(char)};" for char in text),
    "escapes of programs": lambda text: text.encode("unicode_escape").decode("ascii"),
    "base64 in lines": lambda text: "\n".join(_pieces(__import__("base64").b64encode(text.encode()).decode(), 76)),
    # The same again and again.
    "the copy ten times": lambda text: "\n".join([text] * 10),
    "the copy behind itself, backwards": lambda text: f"{text}\n{text[::-1]}",
    "one sentence, a thousand times": lambda text: f"{text}\n" + "我们要把机井修好。" * 1000,
    "a sentence of numbers, a thousand times": lambda text: (
        text + "".join(f"第{at}号机井已经修好。" for at in range(1000))
    ),
}

#: A copy shorter than the absolute limits among letters that nobody reads: each of its letters counts as without them,
#: the share is that of any short copy in a long text, and ``no_words`` tells why.
DILUTIONS: dict[str, Attack] = {
    "letters by chance around": lambda text: f"{_by_chance(1500)}{text[:215]}{_by_chance(1500, seed=6)}",
    "letters by chance with commas": lambda text: (
        f"{_by_chance(1500, marks=9)}{text[:215]}{_by_chance(1500, marks=9, seed=6)}"
    ),
    "rare letters around": lambda text: (
        text[:215] + "".join(random.Random(7).choices([chr(code) for code in range(0x4E00, 0x9FA0)], k=3000))
    ),
    "letters by chance, joiners between": lambda text: text[:215] + "\u200b".join(_by_chance(3000)),
}
