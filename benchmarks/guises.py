"""Guises: further disguises, as somebody tries them who knows the first ones (``disguises.py``) and reads the reports.

Each is a function from the copy to a draft that a reader still reads. Its honest counterpart is the same form around
text of one's own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from disguises import OWN, Attack, columns

_HAN = "\u4e00-\u9fff"
_OWN = [f"{one}。" for one in OWN.split("。") if one]
#: Another speech of the examples, from which sentences are taken in turn with those of the copy.
OTHER = "".join(
    line.strip()
    for line in (Path(__file__).parent.parent / "examples/speeches/防汛抗旱工作会议讲话.txt")
    .read_text("utf-8")
    .splitlines()[3:]
)[:700]
#: Words that offices use for each other, beside those of the first disguises.
_NEAR = dict(
    pair.split("=")
    for pair in (
        "我们=咱们 大家=各位 孩子=娃娃 学校=校舍 老师=先生 教师=老师 学生=孩子 村=庄 县=本县 教育=育人 工作=活计 "
        "投入=花费 "
        "解决=办妥 问题=难处 每年=年年 今年=今岁 去年=去岁 已经=早就 必须=定要 不能=不可 没有=没 可以=能 因为=由于 "
        "所以=因此 "
        "但是=然而 如果=要是 一定=务必 都要=皆须 就是=便是 非常=十分 重要=要紧 认真=用心 落实=办到 建设=修建 增加=添加 "
        "减少=削减"
    ).split()
)
_INSERTED = ("这一点大家都清楚", "说一千道一万", "从这几年看", "不用我多讲", "在座的都知道", "话说回来")
_TRADITIONAL = str.maketrans("会学师教县们来为这个时间过问题国发给长业", "會學師教縣們來為這個時間過問題國發給長業")
_VARIANTS = str.maketrans("群峰略够裏杯泪烟线岩床径窗", "羣峯畧夠裡盃淚煙綫巖牀徑窓")
_WRONG = str.maketrans("的地得在再做作已以那哪", "地得的再在作做以已哪那")
_ABBREVIATED = {"同志们": "同志", "教师节": "教节", "高级教师": "高教师", "人民政府": "政府", "县委、县政府": "两委"}


def _sentences(text: str) -> list[str]:
    return re.findall("[^。！？；]+[。！？；]?", text)


def _clauses(text: str) -> list[str]:
    return re.findall("[^。！？；，]+[。！？；，]?", text)


def _words(form: Callable[[str], str], every: int = 1, size: int = 2) -> Attack:
    """Every so manieth word of so many letters changed."""

    def attack(text: str) -> str:
        seen = 0

        def changed(found: re.Match[str]) -> str:
            nonlocal seen
            seen += 1
            return form(found.group()) if seen % every == 0 else found.group()

        return re.sub(f"[{_HAN}]{{{size}}}", changed, text)

    return attack


def _lines(form: str, pieces: Callable[[str], list[str]] = _sentences, between: str = "\n") -> Attack:
    """Each piece in a form that knows its number ``n``, and itself."""
    return lambda text: between.join(
        form.format(one, n=at + 1, t=f"{at // 60:02}:{at % 60:02}") for at, one in enumerate(pieces(text))
    )


def _inserted(text: str) -> str:
    """A clause of one's own in the middle of every sentence."""
    found = []
    for at, one in enumerate(_sentences(text)):
        clauses = _clauses(one)
        middle = max(1, len(clauses) // 2) if len(clauses) > 1 else 0
        found.append("".join([*clauses[:middle], f"{_INSERTED[at % 6]}，", *clauses[middle:]]))
    return "".join(found)


def _inserted_in_clauses(text: str) -> str:
    """Two letters in the middle of every clause."""
    filled = ("确实", "的确", "当然", "其实", "显然", "必然")
    return "".join(
        one[: len(one) // 2] + filled[at % 6] + one[len(one) // 2 :] for at, one in enumerate(_clauses(text))
    )


def _merged(text: str) -> str:
    """Three sentences made one."""
    ones = [one.rstrip("。！？；") for one in _sentences(text)]
    return "".join("，并且".join(ones[at : at + 3]) + "。" for at in range(0, len(ones), 3))


def _split(text: str) -> str:
    """Every clause a sentence with a subject of its own."""
    return "".join(
        f"{'我看' if at % 2 else '这里'}，{one.rstrip('。！？；，')}。" for at, one in enumerate(_clauses(text))
    )


def _transposed(every: int) -> Attack:
    """Two neighbouring letters exchanged, which readers hardly see."""

    def attack(text: str) -> str:
        letters = list(text)
        for at in range(1, len(letters) - 1, every):
            if re.match(f"[{_HAN}]{{2}}", "".join(letters[at : at + 2])):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
        return "".join(letters)

    return attack


def _left_out(every: int, instead: str = "") -> Attack:
    """Every so manieth letter left out, or another sign in its place."""
    return lambda text: "".join(
        instead if at % every == every - 1 and re.match(f"[{_HAN}]", char) else char for at, char in enumerate(text)
    )


def _in_turn(*others: str, pieces: Callable[[str], list[str]] = _sentences) -> Attack:
    """The copy's pieces in turn with those of other texts."""

    def attack(text: str) -> str:
        mine, found = [pieces(one) for one in others], []
        for at, one in enumerate(pieces(text)):
            found += [one, *(listed[at % len(listed)] for listed in mine)]
        return "".join(found)

    return attack


def _near_words(text: str) -> str:
    return re.sub("|".join(sorted(_NEAR, key=len, reverse=True)), lambda found: _NEAR[found.group()], text)


def _read(char: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])


def _spelled(text: str) -> str:
    """Numbers in words."""
    digits = "零一二三四五六七八九"

    def words(found: re.Match[str]) -> str:
        number = found.group()
        return "".join(digits[int(one)] if one.isdigit() else "点" for one in number)

    return re.sub(r"\d+(?:\.\d+)?", words, text)


def _quoted(opening: str, closing: str, before: str = "会议指出：", share: float = 1.0) -> Attack:
    """Such a share of the sentences quoted."""

    def attack(text: str) -> str:
        ones = _sentences(text)
        return "".join(
            f"{before}{opening}{one}{closing}" if at < share * len(ones) else one for at, one in enumerate(ones)
        )

    return attack


def _padded(letters: int, piece: int, own: int) -> Attack:
    """Pieces of the copy so long, between so many own sentences."""

    def attack(text: str) -> str:
        mine = iter(_OWN * 20)
        found = []
        for at in range(0, min(letters, len(text)), piece):
            found += [next(mine) for _ in range(own)]
            found.append(text[at : at + piece])
        return "".join(found)

    return attack


def _mixture(text: str) -> str:
    """A different trick for each letter in turn."""
    tricks: list[Callable[[str], str]] = [
        lambda char: char, lambda char: char.translate(_TRADITIONAL), lambda char: f"{char}\u200b",
        lambda char: char.translate(_VARIANTS), lambda char: f"{char}\u0301",
    ]  # fmt: skip
    return "".join(tricks[at % len(tricks)](char) for at, char in enumerate(text))


def _shuffled_in_sentences(text: str) -> str:
    found = []
    for at, one in enumerate(_sentences(text)):
        clauses = [clause.strip("，。！？；") for clause in _clauses(one)]
        random.Random(at).shuffle(clauses)
        found.append("，".join(clauses) + "。")
    return "".join(found)


def _there_and_back(height: int) -> Attack:
    """Columns of which every second one is read upwards."""

    def attack(text: str) -> str:
        ones = _pieces_of(text, height, -(-len(text) // height))
        return "\n".join(map("".join, zip(*(one[:: -1 if at % 2 else 1] for at, one in enumerate(ones)), strict=True)))

    return attack


def _own_lines(size: int) -> Attack:
    """Lines of the copy, and as long ones of one's own between them."""
    return lambda text: "\n".join(f"{text[at : at + size]}\n{OWN[at : at + size]}" for at in range(0, len(text), size))


def _pieces_of(text: str, size: int, count: int) -> list[str]:
    """So many pieces of one size, filled up with wide spaces."""
    return [text[at : at + size].ljust(size, "\u3000") for at in range(0, size * count, size)]


#: Letters as the two that are their halves, which readers put together.
_PARTS = {
    one[0]: one[1:]
    for one in (
        "好女子 明日月 林木木 们亻门 说讠兑 政正攵 他亻也 作亻乍 校木交 "
        "根木艮 语讠吾 课讠果 许讠午 认讠人 识讠只 话讠舌 河氵可 活氵舌 "
        "法氵去 海氵每 没氵殳 打扌丁 把扌巴 找扌戈 提扌是 村木寸 机木几 "
        "样木羊 地土也 城土成 如女口 时日寸 加力口 动云力 功工力 和禾口 "
        "种禾中 科禾斗 到至刂 别另刂 "
        "利禾刂 知矢口 短矢豆 教孝攵 放方攵 数娄攵 初衤刀 给纟合 红纟工 结纟吉 位亻立 住亻主 体亻本 但亻旦"
    ).split()
}

#: Those that hold a second copy, so that the same form around text of one's own is none.
OF_TWO = (
    "two sources in turn",
    "two sources in turn by the clause",
    "three sources in turn",
    "two of another behind each",
)

ATTACKS: dict[str, Attack] = {
    # Letters in several guises at once.
    "a trick for each letter": _mixture,
    "variants of letters": lambda text: text.translate(_VARIANTS),
    "some letters traditional": lambda text: text.translate(_TRADITIONAL),
    "words traditional in turn": _words(lambda word: word.translate(_TRADITIONAL), 2),
    "wrong particles": lambda text: text.translate(_WRONG),
    "neighbours exchanged, every fourth": _transposed(4),
    "neighbours exchanged, every sixth": _transposed(6),
    "neighbours exchanged, every tenth": _transposed(10),
    "every eighth letter left out": _left_out(8),
    "every twelfth letter left out": _left_out(12),
    "every sixth letter a star": _left_out(6, "*"),
    "every sixth letter a circle": _left_out(6, "○"),
    "every eighth letter a box": _left_out(8, "□"),
    "every second word turned": _words(lambda word: word[::-1], 2),
    "every fourth word turned": _words(lambda word: word[::-1], 4),
    # Sounds and numbers.
    "every third word by its sound": _words(lambda word: "".join(map(_read, word)), 3),
    "every fifth word by its first letters": _words(lambda word: "".join(_read(char)[0] for char in word), 5),
    "every fourth word with its sound behind": _words(lambda word: f"{word}({' '.join(map(_read, word))})", 4),
    "numbers in words": _spelled,
    "numbers about": lambda text: re.sub(r"\d+(?:\.\d+)?", lambda found: f"近{found.group()}", text),
    "numbers hidden": lambda text: re.sub(r"\d+(?:\.\d+)?", "若干", text),
    "percentages in words": lambda text: re.sub(r"(\d+(?:\.\d+)?)[%％]", r"百分之\1", text),
    # Several sources, and clauses of one's own.
    "two sources in turn": _in_turn(OTHER),
    "two sources in turn by the clause": _in_turn(OTHER, pieces=_clauses),
    "three sources in turn": _in_turn(OTHER, OWN),
    "two of another behind each": _in_turn(OTHER, OTHER[340:], OWN),
    "a clause in every sentence": _inserted,
    "two letters in every clause": _inserted_in_clauses,
    "brackets in every clause": lambda text: "".join(
        f"{one[: len(one) // 2]}（下同）{one[len(one) // 2 :]}" for one in _clauses(text)
    ),
    "a clause in, others in another order": lambda text: _inserted(_shuffled_in_sentences(text)),
    "adverbs before verbs": lambda text: re.sub("(要|把|让|给|有|是)", r"切实\1", text),
    # Sentences divided and put together.
    "three sentences made one": _merged,
    "every clause a sentence": _split,
    "one sentence": lambda text: re.sub("[。！？；]", "，", text).rstrip("，") + "。",
    "clauses of a sentence shuffled": _shuffled_in_sentences,
    "points of a list": _lines("第{n}点，{}", _clauses, ""),
    "一是, 二是": lambda text: "".join(
        f"{'一二三四五六七八九'[at % 9]}是{one}" for at, one in enumerate(_clauses(text))
    ),
    "divided and joined anew": lambda text: _merged(_split(text)),
    # Words.
    "words near each other": _near_words,
    "words near each other, a clause in": lambda text: _inserted(_near_words(text)),
    "words near each other, shuffled": lambda text: _shuffled_in_sentences(_near_words(text)),
    "no particles": lambda text: re.sub(f"(?<=[{_HAN}])[的了着地](?=[{_HAN}])", "", text),
    "abbreviations": lambda text: re.sub("|".join(_ABBREVIATED), lambda found: _ABBREVIATED[found.group()], text),
    "pairs the other way round": lambda text: re.sub(f"([{_HAN}]{{2}})[和与、]([{_HAN}]{{2}})", r"\2与\1", text),
    "a word of filler at each line end": _lines("{}啊", lambda text: re.findall(".{1,14}", text)),
    "said by somebody else": _lines("老张说，{}", _sentences, ""),
    # Quotation marks.
    "quoted in double corner brackets": _quoted("『", "』"),
    "quoted in vertical brackets": _quoted("﹁", "﹂"),
    "quoted in white brackets": _quoted("〖", "〗"),
    "quoted in backquotes": _quoted("`", "`"),
    "quoted in straight single marks": _quoted("'", "'"),
    "quoted by elements": _quoted("<q>", "</q>"),
    "a leader is quoted": _quoted("“", "”", "习近平总书记指出："),
    "a newspaper is quoted": _quoted("“", "”", "据《光明日报》报道，"),
    "a law is quoted": _quoted("“", "”", "《中华人民共和国教育法》规定："),
    "scholars are quoted": _quoted("“", "”", "有学者认为："),
    "said without marks": _quoted("", "", "县委指出，"),
    "half quoted by the meeting": _quoted("“", "”", share=0.5),
    "quoted, with a note for each": _lines("会议指出：“{}”[{n}]", _sentences, ""),
    "quoted line by line in mail": _lines(">> {}"),
    "told to be one's own": lambda text: f"以下均为本人原创：{text}",
    "told to be common": lambda text: f"众所周知，{text}（以上为通用表述）",
    # Frames.
    "minutes": _lines("会议纪要\n议题{n}：{}"),
    "a letterhead for each sentence": _lines("青禾县教育局文件\n青教〔2026〕{n}号\n{}\n青禾县教育局\n2026年5月6日"),
    "annexes of a notice": lambda text: (
        "关于印发材料的通知\n各单位：\n现将材料印发给你们。\n青禾县教育局\n2026年5月6日\n附件\n" + text
    ),
    "annexes by the sentence": _lines("附件{n}\n{}"),
    "an agenda": _lines("{n}．{}（5分钟）"),
    "a table of figures": _lines("{n}\t{}\t{n}.5\t{n}00"),
    "a table of one cell": lambda text: f"| {text} |\n|---|",
    "a table of one column": _lines("| {} |"),
    "forms to fill in": _lines("姓名：____  内容：{}  日期：____"),
    "a list of duties": _lines("责任单位：教育局；任务：{}；时限：年底"),
    # Layout of programs.
    "footnotes of Markdown": _lines("见注[^{n}]。\n\n[^{n}]: {}"),
    "items with boxes": _lines("- [ ] {}", _clauses),
    "definitions": _lines("词{n}\n: {}"),
    "headings by the clause": _lines("## {}", lambda text: [one.rstrip("，。！？；") for one in _clauses(text)]),
    "titles by the clause": _lines("{}", lambda text: [one.rstrip("，。！？；") for one in _clauses(text)], "\n\n"),
    "addresses on the web": _lines(
        "https://example.org/{}", lambda text: [one.rstrip("，。！？；") for one in _clauses(text)]
    ),
    "names of files": _lines("D:\\稿件\\{}.docx", lambda text: [one.rstrip("，。！？；") for one in _clauses(text)]),
    "links of Markdown": _lines("[{}](https://example.org/{n})"),
    "pictures of Markdown": _lines("![{}](a{n}.png)"),
    "hashtags": _lines("#{}#", lambda text: [one.rstrip("，。！？；") for one in _clauses(text)], " "),
    "told to somebody": _lines("@张三 {}", _clauses, " "),
    "a chat": _lines("[{t}] 张三：{}", _clauses),
    "subtitles": _lines("{n}\n00:{t},000 --> 00:{t},900\n{}\n", _clauses),
    "a log": _lines("2026-05-06 {t} INFO {}", _clauses),
    "elements": _lines("<p n='{n}'>{}</p>", _clauses),
    "settings": _lines('key{n} = "{}"'),
    "a poem": _lines("{}", lambda text: re.findall(".{1,7}", re.sub(r"[^\w]", "", text)), "，\n"),
    "a line each seven letters": _lines("{}", lambda text: re.findall(".{1,7}", text)),
    "initials": _lines("★{}★", _clauses, ""),
    "strokes between clauses": lambda text: re.sub("[，。！？；]", "／", text),
    "no break at all, spaced by the word": _words(lambda word: f"{word} "),
    # Order of letters.
    "columns of two": columns(2),
    "columns there and back": _there_and_back(10),
    "lines there and back": lambda text: "\n".join(
        text[at : at + 20][:: -1 if at // 20 % 2 else 1] for at in range(0, len(text), 20)
    ),
    "lines of one's own between": _own_lines(20),
    "short lines of one's own between": _own_lines(4),
    "letters of one's own between": lambda text: "".join(map("".join, zip(text, re.sub(r"\W", "", OWN), strict=False))),
    "letters taken apart": lambda text: "".join(_PARTS.get(char, char) for char in text),
    "letters taken apart, in columns": lambda text: columns(12)("".join(_PARTS.get(char, char) for char in text)),
    "words in the opposite order": lambda text: "".join(reversed(re.findall(rf"[{_HAN}]{{1,2}}|\W", text))),
    "a table of three columns, read down": lambda text: "\n".join(
        "\t".join(row) for row in zip(*(_pieces_of(text[at : at + 200], 10, 20) for at in (0, 200, 400)), strict=True)
    ),
    "a word of one's own after every second": lambda text: "".join(
        text[at : at + 2] + ("水利所", "粮站", "农机站", "林场")[at // 2 % 4] for at in range(0, len(text), 2)
    ),
    "another letter for every fourth": lambda text: "".join(
        chr(ord(char) + 1) if at % 4 == 3 and re.match(f"[{_HAN}]", char) else char for at, char in enumerate(text)
    ),
    # Sizes.
    "pieces of 60 in a long draft": _padded(600, 60, 6),
    "pieces of 100 in a long draft": _padded(600, 100, 10),
    "pieces of 30 in a draft": _padded(600, 30, 2),
    "a sentence each fourth": lambda text: "".join(
        one + "".join(_OWN[at % 60 : at % 60 + 3]) for at, one in enumerate(_sentences(text))
    ),
}
