"""Untold: what a reader may read in a file and no comparison sees fails, or is told; and what honest files hold."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from made import speeches
from test_plagdet import load

from simcheck import Document, Report, compare
from simcheck.readers import read_bytes
from simcheck.resources import data_text
from simcheck.text.no_words import without_words
from simcheck.text.pinyin import spelled_out

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
OWN, passage = load("disguises").OWN, load("evasion").passage
COPY = passage(600)
SOURCES = [Document(name, text) for name, text in speeches().items()]


def checked(text: str, name: str = "稿.txt") -> Report:
    return compare(read_bytes(text.encode(), name), SOURCES)


def by_chance(letters: int, *, marks: int = 0) -> str:
    """Characters that any text has, in no order."""
    draw = random.Random(letters)
    frequent = "".join(line for line in data_text("frequent_characters.txt").splitlines() if line[:1] != "#")
    return "".join(draw.choice(frequent) + ("，" if marks and at % marks == marks - 1 else "") for at in range(letters))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("稿.md", f"---\ntitle: 讲话\ndescription: {COPY}\n---\n{OWN}"),
        ("稿.md", f"---\ntitle: {COPY}\n---\n{OWN}"),
        ("稿.md", "---\nsummary: |\n  " + COPY.replace("。", "。\n  ") + f"\n---\n{OWN}"),
        ("稿.md", f"{OWN}\n\n[//]: # ({COPY})\n"),
        ("稿.md", f'{OWN}\n\n[a]: https://example.org "{COPY}"\n'),
        ("稿.md", f"{OWN}\n\n![{COPY}](a.png)\n"),
        ("稿.html", f"<body><p>{OWN}<img src=a.png alt='{COPY}'>"),
    ],
)
def test_what_an_editor_or_a_lost_picture_shows_counts(name: str, text: str) -> None:
    assert checked(text, name).figures.reused_characters >= 500


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("稿.md", f"{OWN}\n\n<!-- {COPY} -->\n"),
        ("稿.html", f"<title>{COPY}</title><body><p>{OWN}"),
        ("稿.html", f"<meta name=description content='{COPY}'><body><p>{OWN}"),
        ("稿.html", f"<body><!-- {COPY} --><p>{OWN}"),
        ("稿.html", f"<body><p title='{COPY}' data-x='{COPY}'>{OWN}"),
        ("稿.html", f"<body><p>{OWN}<canvas>{COPY}</canvas>"),
        ("稿.html", f"<body><p title='{''.join(f'&#{ord(char)};' for char in COPY)}'>{OWN}"),
    ],
)
def test_what_only_the_source_of_a_page_says_is_told(name: str, text: str) -> None:
    [finding] = checked(text, name).findings
    assert (finding.kind, finding.detail) == ("hidden_text", "hidden")
    assert finding.count >= 600


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "稿.md",
            f"---\ntitle: 在全县教育大会上的讲话\nauthor: 县委办公室\ntags: [教育, 讲话]\n---\n<!-- 待审 -->\n{OWN}",
        ),
        ("稿.md", f"{OWN}\n\n[a]: https://example.org '县政府网站'\n![会场](a.png)\n"),
        (
            "稿.html",
            (
                f"<title>在全县教育大会上的讲话_青禾县人民政府</title><meta name=description content='{OWN[:200]}'>"
                f"<body><!-- 正文开始 --><p title='{OWN[:150]}'>{OWN}<img src=a.png alt=会场><!-- 正文结束 -->"
            ),
        ),
    ],
)
def test_what_files_hold_in_all_honesty_is_not_told(name: str, text: str) -> None:
    found = read_bytes(text.encode(), name)
    assert found.text.strip("\n") == OWN
    assert not found.reading.hidden


def test_pinyin_was_not_compared() -> None:
    from pypinyin import Style, lazy_pinyin

    for style in (Style.NORMAL, Style.TONE, Style.TONE3):
        for between in (" ", "", "-"):
            said = between.join(lazy_pinyin(COPY[:70], style=style))
            report = checked(f"{OWN}{said}")
            assert report.verdict.decision == "fail"
            assert ("unread_parts", "pinyin") in [(one.kind, one.detail) for one in report.findings]


@pytest.mark.parametrize(
    "text",
    [
        "地址：Qinghe Xian Renmin Zhengfu Bangongshi，Qinghe Xian Jiefang Lu 12 Hao",
        (
            "参会人员：Zhang Wei, Li Na, Wang Fang, Liu Yang, Chen Jie, Yang Min, Zhao Lei, Zhou Tao, Wu Qiang, "
            "Xu Yan, Sun Li, Ma Chao, Zhu Lin, Hu Bin, Guo Hua, He Ping, Gao Feng, Lin Tao, Luo Gang, Liang Jun"
        ),
        "We can change the long plan and women sing along; he came to Beijing, Shanghai and Qinghe in the end.",
        "我们要把路修好，把水引来。\nwo men yao ba lu xiu hao, ba shui yin lai. " * 6,
        "垚（yáo）、淼（miǎo）、焱（yàn）、犇（bēn）、骉（biāo）、麤（cū）、羴（shān）、鱻（xiān）三个村都到了。",
        "Makan nasi di rumah, lalu minum teh dan kopi; hari ini panas sekali, kata ibu kepada anak-anak di desa.",
        "春 chun 夏 xia 秋 qiu 冬 dong 东 dong 南 nan 西 xi 北 bei 金 jin 木 mu 水 shui 火 huo 土 tu",
    ],
)
def test_names_aids_and_other_languages_are_no_pinyin(text: str) -> None:
    assert spelled_out(OWN + text) == ()


@pytest.mark.parametrize("marks", [0, 9, 17])
def test_letters_by_chance_are_told_and_hide_no_letter_of_a_copy(marks: int) -> None:
    copy = passage(200)
    plain = checked(OWN[:240] + copy)
    around = checked(by_chance(1500, marks=marks) + "\n" + OWN[:240] + copy + "\n" + by_chance(1400, marks=marks))
    assert around.figures.reused_characters >= 0.9 * plain.figures.reused_characters
    assert {one.kind for one in around.findings} == {"no_words"}
    assert sum(one.count for one in around.findings) > 2_500


VERSE = (
    "东边日出西山雨，北岸梅开南浦烟。老树盘根临古渡，新苗带露满平川。渔翁夜傍芦汀宿，牧子朝骑犊背眠。"
    "莫道村深无客到，松风竹影绕门前。"
)


@pytest.mark.parametrize(
    "text",
    [
        VERSE * 3,
        "、".join(f"{one}{two}" for one in "赵钱孙李周吴郑王冯陈" for two in ("振邦", "淑芬", "亦凡", "梓涵", "建国")),
        "当归、川芎、白芍、熟地黄、党参、黄芪、白术、茯苓、甘草、陈皮、半夏、枳实、厚朴、苍术、柴胡、黄芩、黄连" * 3,
        "\n".join(f"{one}家{two}" for one in "王李张刘陈杨黄吴" for two in ("湾", "坡", "营", "寨", "店", "桥")),
        "乡亲们呀，俺们这旮旯的庄稼长得可带劲了，恁瞅瞅那苞米棒子，咋就恁大个儿哩。" * 5,
        "夫国之兴也，必有良吏；民之安也，必有善政。昔者先贤治县，劝农桑，兴学校，轻徭役，薄赋敛，百姓歌之。" * 4,
        "阿卜杜拉、买买提江、吐尔逊古丽、阿依努尔、扎西顿珠、次仁拉姆、格桑梅朵、巴特尔、其木格、乌兰图雅" * 4,
    ],
)
def test_lists_verses_and_old_texts_have_letters(text: str) -> None:
    assert without_words(text) == ()


@pytest.mark.parametrize("where", ["subject", "comments", "keywords", "a picture"])
def test_properties_and_descriptions_of_a_file_of_word_are_told(where: str) -> None:
    from io import BytesIO

    from docx import Document as Word
    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    for said, told in ((COPY[:240], True), (OWN[:240], False), ("会场照片", False)):
        word, packed = Word(), BytesIO()
        word.add_paragraph(OWN)
        if where == "a picture":
            word.add_picture(BytesIO(picture.getvalue()))
            word.inline_shapes[0]._inline.docPr.set("descr", said)
        else:
            setattr(word.core_properties, where, said)
        word.save(packed)
        found = read_bytes(packed.getvalue(), "稿.docx")
        assert [one.reason for one in found.reading.hidden] == ["hidden"] * told


def test_descriptions_in_open_document_are_told() -> None:
    for said, told in ((COPY[:240], True), (OWN[:240], False)):
        name, data = load("covers")._odt("<text:p><draw:frame><svg:desc>{}</svg:desc></draw:frame></text:p>")(said)
        found = read_bytes(data.replace(load("covers")._MINE.encode(), OWN.encode()), name)
        assert [one.reason for one in found.reading.hidden] == ["hidden"] * told
