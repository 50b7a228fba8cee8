"""Disguises: what a copier can do to a text without making it unreadable, each a function from the copy to a draft.

The names are those of the table in ``benchmarks/README.md``. Nothing is drawn by chance: the same copy makes the same
draft.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import zip_longest

Attack = Callable[[str], str]

OWN = "".join(
    f"{place}把{what}的底数摸清，谁家的事谁来办，{place}的老熟人替大家记账，{what}用坏了当天就修。"
    for place in ("水利所", "粮站", "农机站", "供销社", "卫生院", "邮政所", "林场", "电管站", "文化站")
    for what in ("机井", "晒场", "收割机", "化肥", "药柜", "包裹", "苗圃", "台区", "戏台")
)
_OWN_SENTENCES = [f"{one}。" for one in OWN.split("。") if one]
#: Words that may stand for each other in a speech.
_SYNONYMS = dict(
    one.split("=")
    for one in (
        "坚持=秉持 推进=推动 加强=强化 提高=提升 重要=关键 工作=事务 问题=难题 群众=百姓 全面=全方位 "
        "落实=落地 发展=进步 建设=建造 解决=化解 老师=教师 学校=校园 孩子=小孩 困难=艰难 必须=务必 "
        "认真=用心 总结=归纳 希望=盼望 感谢=谢意 成绩=成果 家长=父母 学生=学子 去年=上年 今年=本年 "
        "现在=眼下 大家=诸位 我县=本县 表示=表达 长期=一直 关心=关怀 支持=扶持 社会=全社会 面临=面对 "
        "突出=明显 优先=率先 时间=时日 用两年=花两年 达到=达至 提高到=升到 最大=最多 缺口=空缺 中学生=初高中生 "
        "已经=业已"
    ).split()
)
_HOMOPHONES = str.maketrans("的在是和有这事要为会以时中作工成家大学生", "地再事合又浙式耀维惠已十种做公城佳达雪声")
_LOOKING_ALIKE = str.maketrans("已未土日入人末王大太天", "己末士曰人入未玉太大夫")
_NUMERALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_HAN = re.compile("[\u4e00-\u9fff]")


def _between(what: str) -> Attack:
    return what.join


def _pieces(size: int, form: str, between: str = "\n") -> Attack:
    return lambda text: between.join(form.format(text[at : at + size]) for at in range(0, len(text), size))


def _every(count: int, what: str) -> Attack:
    return lambda text: "".join(char + (what if at % count == count - 1 else "") for at, char in enumerate(text))


def _each(change: Callable[[str], str], count: int = 1) -> Attack:
    """Every so manieth Chinese character changed."""

    def attack(text: str) -> str:
        seen = 0
        found = []
        for char in text:
            if _HAN.match(char):
                seen += 1
            found.append(change(char) if _HAN.match(char) and seen % count == 0 else char)
        return "".join(found)

    return attack


def _sentences(text: str) -> list[str]:
    return re.findall("[^。！？；]+[。！？；]?", text)


def _clauses(text: str) -> list[str]:
    return re.findall("[^。！？；，]+[。！？；，]?", text)


def _by_sentence(form: str, between: str = "\n") -> Attack:
    return lambda text: between.join(form.format(one) for one in _sentences(text))


def _by_clause(form: str, between: str = "") -> Attack:
    return lambda text: between.join(form.format(one) for one in _clauses(text))


def _shuffled(pieces: Iterable[str], between: str = "") -> str:
    found = list(pieces)
    random.Random(3).shuffle(found)
    return between.join(found)


def columns(height: int, *, left: bool = False, between: str = "", blank: str = "\u3000") -> Attack:
    """The text written downwards in columns of so many letters, the first column on the right (or the left)."""

    def attack(text: str) -> str:
        columns = [text[at : at + height].ljust(height, blank) for at in range(0, len(text), height)]
        rows = ["".join(row) for row in zip(*columns, strict=True)]
        return "\n".join(between.join(row if left else row[::-1]) for row in rows)

    return attack


def _pages(height: int, width: int, between: str = "") -> Attack:
    """The same in pages of so many columns."""

    def attack(text: str) -> str:
        size = height * width
        return "\n\n".join(columns(height, between=between)(text[at : at + size]) for at in range(0, len(text), size))

    return attack


def _side_by_side(width: int) -> Attack:
    """Two columns of lines beside each other, read one after the other."""

    def attack(text: str) -> str:
        lines = [text[at : at + width] for at in range(0, len(text), width)]
        half = (len(lines) + 1) // 2
        pairs = zip_longest(lines[:half], lines[half:], fillvalue="")
        return "\n".join(f"{one}\u3000\u3000\u3000\u3000{other}".rstrip() for one, other in pairs)

    return attack


def _radical(char: str) -> str:
    return _RADICALS.get(char, char)


def _compatible(char: str) -> str:
    return _COMPATIBLE.get(char, char)


_RADICALS = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
_COMPATIBLE = {
    unicodedata.normalize("NFKC", chr(code)): chr(code) for code in [*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
}


def _pinyin(style: str) -> Callable[[str], str]:
    def read(char: str) -> str:
        from pypinyin import Style, lazy_pinyin

        kind = {"tone": Style.TONE, "plain": Style.NORMAL, "bopomofo": Style.BOPOMOFO}[style]
        return str(lazy_pinyin(char, style=kind)[0])

    return read


def _converted(configuration: str) -> Attack:
    import opencc

    return lambda text: str(opencc.OpenCC(configuration).convert(text))


def _synonyms(text: str) -> str:
    return re.sub("|".join(sorted(_SYNONYMS, key=len, reverse=True)), lambda found: _SYNONYMS[found[0]], text)


def _interleaved(own: int, copied: int, pieces: Callable[[str], list[str]] = _sentences) -> Attack:
    """So many own sentences, then so many copied ones, by turns."""

    def attack(text: str) -> str:
        mine, found = iter(_OWN_SENTENCES * 9), []
        copy = pieces(text)
        for at in range(0, len(copy), copied):
            found += [*(next(mine) for _ in range(own)), *copy[at : at + copied]]
        return "".join(found)

    return attack


def _swapped(text: str) -> str:
    """The clauses of each sentence in the opposite order."""
    found = []
    for one in _sentences(text):
        words = [clause.strip("，。！？；") for clause in _clauses(one)]
        found.append("，".join(reversed(words)) + "。")
    return "".join(found)


def _doubled(text: str) -> str:
    return "".join(char * 2 for char in text)


def _marked_pieces(mark: str, size: int = 120) -> Attack:
    return lambda text: "\n".join(f"{mark}\n{text[at : at + size]}" for at in range(0, len(text), size))


def _nested(text: str) -> str:
    return f"会议指出：“{'“'.join(text[at : at + 40] for at in range(0, len(text), 40))}”"


def _percent(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


ATTACKS: dict[str, Attack] = {
    # Marks.
    "marks around all": _pieces(100, "【simcheck：忽略 {}】"),
    "marks of 18 letters": _pieces(18, "【simcheck：忽略 {}】"),
    "a mark before each paragraph": _marked_pieces("【simcheck：忽略 领导同意】"),
    "a comment before each paragraph": _marked_pieces("<!-- simcheck: ignore 领导同意 -->"),
    "a mark before one line": lambda text: f"【simcheck：忽略 领导同意】\n{text}",
    "marks in capitals": _marked_pieces("<!--SIMCHECK：认可 已审-->"),
    "a mark that never ends": lambda text: f"<!-- simcheck: ignore 领导同意\n{text}",
    "marks within marks": _pieces(60, "【simcheck：忽略 【simcheck：忽略 {}】】"),
    # Quotations.
    "quoted as a whole": lambda text: f"会议指出：“{text}”",
    "quoted by the sentence": _pieces(60, "会议指出：“{}”"),
    "quoted by a saying": _pieces(60, "古人云：“{}”"),
    "three quarters quoted": lambda text: f"会议指出：“{text[: len(text) * 3 // 4]}”{text[len(text) * 3 // 4 :]}",
    "quoted as works": _pieces(60, "会议指出：《{}》"),
    "quoted in corner brackets": _pieces(60, "会议指出：「{}」"),
    "quoted in nested marks": _nested,
    "quoted and never closed": lambda text: f"会议指出：“{text}",
    "quoted lines": _pieces(60, "> {}"),
    "quoted lines of lines": _pieces(60, "> > {}"),
    "quoted by the clause": _by_clause("他强调，“{}”"),
    "quoted in straight marks": _by_sentence('会议指出："{}"'),
    "quoted in guillemets": _by_sentence("会议指出：«{}»"),
    "quoted in single marks": _by_sentence("会议指出：‘{}’"),
    "quoted, then said by whom": _by_sentence("“{}”县委书记强调。"),
    "quoted with a source behind": _by_sentence("“{}”（《在全县教育大会上的讲话》）"),
    "quoted with a footnote": _by_sentence("会议指出[1]：“{}”"),
    "quoted between own sentences": lambda text: "".join(
        f"会议指出：“{one}”{own}" for one, own in zip(_sentences(text), _OWN_SENTENCES, strict=False)
    ),
    "words in quotation marks": lambda text: re.sub("([\u4e00-\u9fff]{2,4})", r"“\1”", text),
    "words in brackets": lambda text: re.sub("([\u4e00-\u9fff]{2,4})", r"【\1】", text),
    "words as works": lambda text: re.sub("([\u4e00-\u9fff]{2,4})", r"《\1》", text),
    # What is added.
    "dots behind": lambda text: text + "." * 6000,
    "digits behind": lambda text: text + "1" * 6000,
    "U+E0080 behind": lambda text: text + "\U000e0080" * 6000,
    "a sentence again and again": lambda text: text + "各项工作都要抓紧抓实抓细抓出成效。" * 400,
    "letters of chance behind": lambda text: text + "".join(chr(0x4E00 + at * 7919 % 4096) for at in range(6000)),
    "rare letters behind": lambda text: text + "".join(chr(0x20000 + at * 7919 % 4096) for at in range(6000)),
    "words of chance behind": lambda text: text + "".join(f" qz{at * 7919 % 9973:o}wv" for at in range(900)),
    "a page in a book": lambda text: OWN + text + OWN,
    "a page in five books": lambda text: OWN * 2 + text + OWN * 3,
    "its own letters, shuffled, behind": lambda text: text + "".join(_shuffled(text) for _ in range(12)),
    "its own words, shuffled, behind": lambda text: text + "".join(_shuffled(_clauses(text)) for _ in range(9)),
    "paragraphs again behind": lambda text: text + "\n" + "\n".join(_OWN_SENTENCES * 3),
    "a list of names behind": lambda text: (
        text + "、".join(f"{a}{b}{c}" for a in "张王李赵刘陈杨黄" for b in "建国志文晓玉春秋" for c in "军华明芳平强辉")
    ),
    "a table of scores behind": lambda text: (
        text + "\n" + "\n".join(f"第{at}组\t{at * 7 % 100}分\t合格\t张{chr(0x4E00 + at)}" for at in range(300))
    ),
    "the alphabet behind": lambda text: text + "abcdefghijklmnopqrstuvwxyz " * 200,
    "English behind": lambda text: (
        text + " The town keeps its wells and mends the roads before the rain comes, as it did in the year before." * 60
    ),
    "Japanese behind": lambda text: text + "春になると川の水がぬるみ、村の人たちは畑に出て働きはじめます。" * 60,
    "Hangul behind": lambda text: text + "봄이 오면 마을 사람들은 밭에 나가 일을 시작합니다. " * 60,
    "interjections behind": lambda text: text + "（掌声）" * 900,
    "blank lines behind": lambda text: text + "\n\u3000" * 6000,
    "a numbered list behind": lambda text: text + "\n".join(f"{at}.待定事项第{at}项；" for at in range(600)),
    "Roman numerals behind": lambda text: text + "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ" * 600,
    "accents behind": lambda text: text + "e\u0301\u0300" * 3000,
    "modifier letters behind": lambda text: text + "ˈʰʲʷˠˤ" * 1000,
    "applause within": _by_sentence("{}（热烈鼓掌）", ""),
    "a clause before each sentence": _by_sentence("同志们想一想，{}", ""),
    "own sentences within, 1:1": _interleaved(1, 1),
    "own sentences within, 2:1": _interleaved(2, 1),
    "own sentences within, 3:1": _interleaved(3, 1),
    "own clauses within, 1:1": _interleaved(1, 1, _clauses),
    # What stands between letters.
    "U+2028 between": _between("\u2028"),
    "U+2029 between": _between("\u2029"),
    "U+0085 between": _between("\x85"),
    "U+001E between": _between("\x1e"),
    "U+E0080 between": _between("\U000e0080"),
    "U+FFF0 between": _between("\ufff0"),
    "U+2065 between": _between("\u2065"),
    "a letter a line": _between("\n"),
    "a letter a paragraph": _between("\n\n"),
    "a letter a cell": _between("\t"),
    "、，、 between": _between("、，、"),
    "digits between": lambda text: "".join(f"{char}{at % 10}" for at, char in enumerate(text)),
    "的 between": _between("的"),
    "x between": _between("x"),
    "a dot after every second": _every(2, "."),
    "x after every second": _every(2, "x"),
    "的 after every third": _every(3, "的"),
    "了 after every second": _every(2, "了"),
    "(a) after every fourth": _every(4, "(a)"),
    "| between": _between("|"),
    "· between": _between("·"),
    "_ between": _between("_"),
    "/ between": _between("/"),
    "- between": _between("-"),
    "~ between pairs": _every(2, "~"),
    "* after every third": _every(3, "*"),
    "… after every third": _every(3, "……"),
    "a comma after every second": _every(2, "，"),
    "a full stop after every third": _every(3, "。"),
    "a full stop after every second": _every(2, "。"),
    "a line end after every fifth": _every(5, "\n"),
    "a long row of dots between": _between("............"),
    "brackets around each letter": lambda text: "".join(f"（{char}）" for char in text),
    "a picture between": _between("\U0001f642"),
    "a picture after every third": _every(3, "\U0001f642"),
    "a family between": _between("\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    "Hangul filler between": _between("\u3164"),
    "Braille blank between": _between("\u2800"),
    "an accent between": _between("\u0300"),
    "a circle around each letter": _between("\u20dd"),
    "a line through each letter": _between("\u0336"),
    "a line below each letter": _between("\u0332"),
    "a tower of accents": _between("\u0300\u0316\u0323\u0341\u035c\u0360\u0489\u0334\u0327\u0328"),
    "accents after every third": _every(3, "\u0301\u0302"),
    "variation selectors between": _between("\U000e0100"),
    "variation selectors of text between": _between("\ufe0e"),
    "tags between": _between("\U000e0041"),
    "word joiners between": _between("\u2060"),
    "combining joiners between": _between("\u034f"),
    "many zero widths between": _between("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c\u180e\u2061"),
    "zero widths after every fifth": _every(5, "\u200b"),
    "private letters between": _between("\ue000"),
    "object marks between": _between("\ufffc"),
    "replacement marks between": _between("\ufffd"),
    "々 between": _between("々"),
    "〇 between": _between("〇"),
    "circled digits between": lambda text: "".join(f"{char}{'①②③④⑤'[at % 5]}" for at, char in enumerate(text)),
    "raised digits between": lambda text: "".join(f"{char}{'⁰¹²³⁴'[at % 5]}" for at, char in enumerate(text)),
    "footnotes after each clause": _by_clause("{}[12]"),
    "thin spaces between": _between("\u2009"),
    "hair spaces between": _between("\u200a"),
    "wide spaces between": _between("\u3000"),
    "no-break spaces between": _between("\xa0"),
    "three spaces between": _between("   "),
    "spaces between pairs": _every(2, " "),
    "a vertical tab between": _between("\v"),
    "a form feed between": _between("\f"),
    "carriage returns between": _between("\r"),
    "null characters between": _between("\x00"),
    "backspaces between": _between("x\x08"),
    "escape sequences between": _between("\x1b[0m"),
    "Ogham spaces between": _between("\u1680"),
    "kana between": _between("の"),
    "Hangul between": _between("의"),
    "Latin words after every fourth": _every(4, " the "),
    "啊 after every fourth": _every(4, "啊"),
    "啊吧呢 after every second": lambda text: "".join(
        char + ("啊吧呢吗呀"[at % 5] if at % 2 else "") for at, char in enumerate(text)
    ),
    "each letter twice": _doubled,
    "each word twice": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"\1\1", text),
    # Ruby and reading aids.
    "pinyin in brackets": _each(lambda char: f"{char}({_pinyin('tone')(char)})"),
    "pinyin behind": _each(lambda char: f"{char}{_pinyin('tone')(char)}"),
    "pinyin without tones behind": _each(lambda char: f"{char} {_pinyin('plain')(char)} "),
    "bopomofo behind": _each(lambda char: f"{char}{_pinyin('bopomofo')(char)}"),
    "bopomofo in brackets": _each(lambda char: f"{char}（{_pinyin('bopomofo')(char)}）"),
    "ruby": _each(lambda char: f"<ruby>{char}<rt>{_pinyin('tone')(char)}</rt></ruby>"),
    "ruby of Aozora": _each(lambda char: f"{char}《{_pinyin('tone')(char)}》"),
    "every fourth letter in pinyin": _each(_pinyin("plain"), 4),
    "every third letter in pinyin": _each(lambda char: f" {_pinyin('tone')(char)} ", 3),
    "every fourth letter in bopomofo": _each(_pinyin("bopomofo"), 4),
    # Other forms of a letter.
    "radicals": lambda text: text.translate(str.maketrans("大人生力", "⼤⼈⽣⼒")),
    "all radicals": _each(_radical),
    "compatibility ideographs": _each(_compatible),
    "traditional": _converted("s2t"),
    "traditional of Taiwan": _converted("s2twp"),
    "traditional of Hong Kong": _converted("s2hk"),
    "Japanese letters": lambda text: _converted("t2jp")(_converted("s2t")(text)),
    "traditional, every second letter": lambda text: "".join(
        other if at % 2 else one for at, (one, other) in enumerate(zip(text, _converted("s2t")(text), strict=True))
    ),
    "look-alike kana": lambda text: text.translate(str.maketrans("一二力口工八千才夕又", "ーニカロエハチオタヌ")),
    "look-alike letters": lambda text: text.translate(_LOOKING_ALIKE),
    "look-alike strokes": lambda text: text.translate(
        str.maketrans("一十丨丶乙二三", "\u2015\uff0b\u31d1\u31d4\u31e0\u4e8c\u4e09")
    ),
    "numbers in letters of money": lambda text: text.translate(_NUMERALS),
    "digits as Chinese numerals": lambda text: text.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
    "digits in full width": lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "digits in circles": lambda text: text.translate(str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")),
    "digits of mathematics": lambda text: text.translate(str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")),
    "Arabic digits": lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "words of the same sound": lambda text: text.translate(_HOMOPHONES),
    "synonyms": _synonyms,
    "variation selectors on each": _between("\U000e0101"),
    # Marks of sentences.
    "no punctuation": lambda text: re.sub(r"[^\w]", "", text),
    "spaces for punctuation": lambda text: re.sub(r"[^\w]+", " ", text),
    "line ends for punctuation": lambda text: re.sub(r"[^\w]+", "\n", text),
    "commas for full stops": lambda text: re.sub("[。！？；]", "，", text),
    "full stops for commas": lambda text: text.replace("，", "。"),
    "marks of ASCII": lambda text: text.translate(str.maketrans("，。！？；：、", ",.!?;:,")),
    "rare full stops": lambda text: text.replace("。", "｡").replace("，", "︐"),
    "Arabic marks": lambda text: text.replace("，", "،").replace("。", "۔"),
    "ellipses": lambda text: re.sub("[，。！？；]", "……", text),
    # Order.
    "right to left": lambda text: f"\u202e{text[::-1]}\u202c",
    "right to left by the sentence": lambda text: "".join(f"\u202e{one[::-1]}\u202c" for one in _sentences(text)),
    "right to left, isolated": lambda text: f"\u2067\u202e{text[::-1]}\u202c\u2069",
    "right to left by the pair": lambda text: "".join(
        f"\u202e{text[at : at + 2][::-1]}\u202c" for at in range(0, len(text), 2)
    ),
    "right to left without an end": lambda text: f"\u202e{text[::-1]}",
    "right to left by the line": lambda text: "\n".join(
        f"\u202e{text[at : at + 30][::-1]}" for at in range(0, len(text), 30)
    ),
    "backwards": lambda text: text[::-1],
    "backwards by the line": lambda text: "\n".join(text[at : at + 30][::-1] for at in range(0, len(text), 30)),
    "backwards by the sentence": lambda text: "".join(one[::-1] for one in _sentences(text)),
    "sentences in the opposite order": lambda text: "".join(reversed(_sentences(text))),
    "sentences shuffled": lambda text: _shuffled(_sentences(text)),
    "sentences shuffled, a line each": lambda text: _shuffled(_sentences(text), "\n"),
    "clauses in the opposite order": _swapped,
    "clauses shuffled": lambda text: _shuffled(_clauses(text)),
    # Layout.
    "each letter bold": lambda text: "".join(f"**{char}**" for char in text),
    "each letter in tags": _between("<b></b>"),
    "each word bold": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"**\1**", text),
    "each word slanted": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"_\1_", text),
    "each word as code": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"`\1`", text),
    "each word struck out": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"~~\1~~", text),
    "each word a link": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"[\1](https://example.org/a)", text),
    "each word in tags": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"<span>\1</span>", text),
    "each word in TeX": lambda text: re.sub("([\u4e00-\u9fff]{2})", r"\\textbf{\1}", text),
    "comments between": _between("<!---->"),
    "comments after every third": _every(3, "<!-- 注 -->"),
    "letters as entities": _percent,
    "two letters a line": _pieces(2, "{}"),
    "three letters a line": _pieces(3, "{}"),
    "eight letters an item": _pieces(8, "- {}"),
    "numbered lines": lambda text: "\n".join(
        f"{at // 18 + 1:>4}  {text[at : at + 18]}" for at in range(0, len(text), 18)
    ),
    "rows of a table": _pieces(4, "| {} |"),
    "cells of a table": lambda text: "\n".join(
        "| " + " | ".join(text[at : at + 24][by : by + 4] for by in range(0, 24, 4)) + " |"
        for at in range(0, len(text), 24)
    ),
    "cells of one letter": lambda text: "\n".join(
        "| " + " | ".join(text[at : at + 12]) + " |" for at in range(0, len(text), 12)
    ),
    "headings": _pieces(18, "一、{}"),
    "headings of Markdown": _pieces(18, "# {}"),
    "articles": lambda text: "\n".join(f"第{at + 1}条 {one}" for at, one in enumerate(_sentences(text))),
    "a table of contents": _pieces(16, "{}…………12"),
    "page numbers within": _pieces(40, "{}\n— 12 —"),
    "wrapped with hyphens": _pieces(12, "{}-"),
    "side by side": _side_by_side(16),
    "side by side, narrow": _side_by_side(8),
    "columns read downwards": columns(10, left=True),
    "columns from the right": columns(10),
    "columns of twenty": columns(20),
    "columns of six": columns(6),
    "columns of four": columns(4),
    "columns with spaces": columns(10, between=" "),
    "columns with wide spaces": columns(10, between="\u3000"),
    "columns of cells": columns(10, between="\t"),
    "columns of ruled cells": columns(10, between="│"),
    "columns from the left with spaces": columns(12, left=True, between=" "),
    "columns in pages": _pages(10, 12),
    "columns in pages with spaces": _pages(12, 8, " "),
    "columns in pages of cells": _pages(8, 10, "\t"),
    # Parts of a document.
    "copies to": _pieces(60, "抄送：{}。"),
    "footnotes": _pieces(50, "[^1]: {}"),
    "attachments": _pieces(40, "附件：{}表"),
    "attachments, numbered": lambda text: "\n".join(
        f"{'附件：' if not at else ''}{at // 40 + 1}.{text[at : at + 40]}表" for at in range(0, len(text), 40)
    ),
    "notes": _pieces(45, "（此件{}）"),
    "notes without marks": lambda text: _pieces(45, "（此件{}）")(re.sub("[。！？；]", "，", text)),
    "who to ask": lambda text: _pieces(36, "联系人：{}")(re.sub("[。！？；]", "，", text)),
    "formalities": lambda text: _pieces(44, "会上，{}，我都同意。", "")(re.sub("[。！？；]", "，", text)),
    "announcements": lambda text: _pieces(28, "现将{}通报如下：", "")(re.sub("[。！？；]", "，", text)),
    "signers": lambda text: "县委文件\n青委〔2026〕1号\n" + _pieces(18, "签发人：{}")(re.sub(r"[^\w]", "", text)),
    "speakers": lambda text: (
        "在会上的讲话\n" + _pieces(22, "讲话人：{}")(re.sub(r"[^\w]", "", text)) + "\n同志们：\n大家好。"
    ),
    "titles": lambda text: "关于" + _pieces(40, "{}的通知")(re.sub(r"[^\w]", "", text)) + "\n大家好。",
    "offices": lambda text: (
        _pieces(22, "{}委员会")(re.sub(r"[^\w]", "", text)) + "\n关于此事的通知\n各单位：\n请照办。"
    ),
    "recipients": lambda text: (
        "关于此事的通知\n" + _pieces(20, "{}单位", "、")(re.sub(r"[^\w]", "", text)) + "：\n请照办。"
    ),
    "signatures": lambda text: "请照办。\n" + _pieces(22, "{}委员会")(re.sub(r"[^\w]", "", text)) + "\n2026年5月6日",
    "signatures, dated": lambda text: "请照办。\n" + _pieces(22, "{}委员会\n2026年5月6日")(re.sub(r"[^\w]", "", text)),
    "printed by": lambda text: "请照办。\n" + _pieces(28, "{}办公室2026年5月6日印发")(re.sub(r"[^\w]", "", text)),
    "sent to": lambda text: (
        "请照办。\n" + _pieces(20, "{}单位", "、")(re.sub(r"[^\w]", "", text)).join(["抄送：", "。"])
    ),
    "occasions": lambda text: (
        "在会上的讲话\n" + _pieces(38, "（在{}会议上）")(re.sub(r"[^\w]", "", text)) + "\n同志们：\n大家好。"
    ),
    "closings": _by_sentence("特此通知，{}"),
    "watermarks": _pieces(16, "关注公众号“{}”"),
    "watermarks, more of it": _pieces(16, "更多范文请关注公众号“{}”"),
    "watermarks, for study only": lambda text: _pieces(6, "仅供学习{0}使用请勿{0}", "")(re.sub(r"[^\w]", "", text)),
    "watermarks, from a site": lambda text: _pieces(8, "本文来自{}网", "")(re.sub(r"[^\w]", "", text)),
    "references": lambda text: "参考文献\n" + _pieces(50, "[1] {}[J]. 2026.")(text),
    "references quoted": lambda text: "引用：\n" + _pieces(50, "　　{}")(text),
    "front matter": lambda text: f"---\ntitle: {text}\n---\n大家好。",
    "settings in front": lambda text: f"---\nsimcheck: off\n---\n{text}",
    "a comment": lambda text: f"<!-- {text} -->",
    "code": lambda text: f"```\n{text}\n```",
    "code, indented": _pieces(50, "    {}"),
    "mathematics": lambda text: f"$$\n\\text{{{text}}}\n$$",
    "a page of the web": lambda text: f"<html><body><p>{text}</p></body></html>",
    "data": lambda text: "{" + ", ".join(f'"{at}": "{one}"' for at, one in enumerate(_sentences(text))) + "}",
    "comma separated": lambda text: "\n".join(f'{at},"{one}",1' for at, one in enumerate(_sentences(text))),
    "said by people in turn": lambda text: "\n".join(
        f"{'甲乙'[at % 2]}：{one}" for at, one in enumerate(_clauses(text))
    ),
    "verses": lambda text: re.sub(r"[^\w]+", "，\n", text),
    "questions and answers": _by_clause("问：是不是{}？答：是。", "\n"),
    "rewritten as a denial": _by_clause("并非不是{}"),
    "settled by 的": _by_clause("其实呢，{}"),
    "several at once": lambda text: _every(3, "\u200b")(_converted("s2t")(_each(_radical)(_swapped(text)))),
}
