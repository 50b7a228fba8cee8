"""Honest texts, however odd they look, are told nothing of: scripts, signs, tables, verses, lists, programs.

Nothing here hides a word. A finding on one of them is a false accusation, and teaches readers to look away.
"""

from __future__ import annotations

import pytest
from made import taken_apart

from simcheck.judge.findings import findings

HONEST = {
    # Scripts that need characters which take no room, or are written in their own way.
    "Tibetan": "བཀྲ་ཤིས་བདེ་ལེགས། དེ་རིང་ང་ཚོས་སློབ་གྲྭ་གསར་པ་ཞིག་བཙུགས་སོ། །",
    "Uyghur": "بۈگۈن يېزىمىزدا يېڭى مەكتەپ ئېچىلدى، ھەممەيلەن خۇشال بولدى.",
    "Mongolian, with its vowel separator": "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ\u202fᠶᠢᠨ ᠰᠤᠷᠭᠠᠭᠤᠯᠢ ᠨᠢᠭᠡ\u180eᠠ ᠪᠠᠶᠢᠨ\u180eᠠ᠃",
    "Mongolian, with selectors": "ᠠ\u180bᠯᠲᠠ ᠪᠣᠯᠤᠨ\u180dᠠ",
    "Yi": "ꆈꌠꁱꂷ ꉢꍏꐨꄮ ꊿꂵꃅ",
    "Zhuang": "Ngoenzneix raeuz hoihgeiq, gyoengqvunz cungj angqyangz raixcaix.",
    "Kazakh": "بۇگىن اۋىلىمىزدا جاڭا مەكتەپ اشىلدى",
    "Korean": "오늘 우리 마을에 새 학교가 문을 열었습니다. 모두 기뻐하였습니다.",
    "Korean, letters apart": "\u1112\u1161\u11ab\u1100\u1173\u11af",
    "Thai, with breaks": "วันนี้\u200bเรา\u200bเปิด\u200bโรงเรียน\u200bใหม่",
    "Hindi": "क्\u200dष और क्\u200cष; आज हमने नया विद्यालय खोला।",
    "Persian": "می\u200cخواهم کتاب\u200cها را بخوانم",
    "Arabic, with a mark of direction": "قال\u200f: (العام 2026)\u200f",
    "Hebrew": "היום\u200f פתחנו בית ספר (חדש)\u200f.",
    "Russian": "Сегодня в нашем уезде открылась новая школа, все рады.",
    "Greek": "Σήμερα άνοιξε το νέο σχολείο μας.",
    "Vietnamese": "Hôm nay trường mới của chúng tôi đã mở cửa.",
    "Japanese": "本日、新しい学校が開校しました。カラオケとエアコンもあります。",
    "half-width kana": "ｶﾀｶﾅ ﾊﾝｶｸ ﾃﾞｽ",
    "a Japanese name with its own glyph": "葛\U000e0100城市と辻\U000e0101堂の代表が来訪した。",
    "Vai": "ꕙꔤ ꕞꕊ",
    # Signs.
    "emoji": "好👍🏽！一家👨‍👩‍👧出游，❤️祖国，⚠️注意，1️⃣第一，🏳️‍🌈🇨🇳。",
    "signs of text and picture": "☎️ 电话 ✉︎ 信 ☑️ 已办 ✔︎",
    "formula": "设 f(x)=∫₀¹ e^{−x²}dx，则 ∀ε>0，∃δ>0，使 |x−a|<δ ⇒ |f(x)−f(a)|<ε。",
    "letters of mathematics": "向量 𝐚·𝐛 = |𝐚||𝐛|cosθ，集合 ℝⁿ、ℂ、𝔽₂。",
    "chemistry": "2H₂ + O₂ → 2H₂O；CO₂、SO₄²⁻、Ca(OH)₂、C₆H₁₂O₆；²³⁵U。",
    "units": "气温 −5 ℃，面积 12 m²，降水 35㎜，浓度 20 μg/m³，功率 5 kΩ、3 Å。",
    "numbers with thin spaces": "人口 1\u2009234\u2009567 人，财政 12\u202f345 万元。",
    "numbers in full width": "２０２６年５月６日，完成３５．６％。",
    "enclosed numbers": "①摸底②建账③销号 ⑴⑵⑶ ⒈⒉⒊ ㈠㈡㈢ ❶❷❸ Ⅰ、Ⅱ、Ⅲ",
    "phonetics": "cat /kæt/，thing /θɪŋ/，measure /ˈmɛʒə/",
    "ligatures": "The oﬃce ﬁles of the ﬂood.",
    "accents apart": "Cafe\u0301, nai\u0308ve, A\u030angstro\u0308m",
    "a soft hyphen": "The inter\xadnational co\xadoperation",
    "a mark where files were joined": "第一份。\n\ufeff第二份。",
    "no-break spaces": "第\xa0三\xa0章　工作要求\n张\xa0伟　李\xa0娜",
    "a rare letter": "𠮷野家、㐂、𡈽、䶮（yǎn）、堃（kūn）。",
    "a private letter of a name": "张\ue123伟同志",
    "a radical in a dictionary": "部首：⺮、⺾、⻊、氵、灬",
    "brands": "iPhone、eV、5G、α粒子、β受体、γ射线、Δt、μ子",
    # Tables, lists and programs.
    "scores": "\n".join(f"第{at}组\t{60 + at}分\t{70 + at}分\t{80 + at}分" for at in range(12)),
    "ticks": "\n".join(f"{name}村\t√\t×\t√" for name in "东西南北上下前后"),
    "yes and no": "\n".join("是否是是否是否否是是是否是是"),
    "a rota": "周一 周二 周三 周四 周五\n张伟 李娜 王芳 刘洋 陈杰\n杨敏 赵磊 周涛 吴强 徐艳",
    "names with spaces": "王　伟　李　娜　张志强　欧阳修远　刘　洋　陈　杰　杨　敏　赵　磊　周　涛　吴　强",
    "names in a line": "、".join(
        f"{one}{two}" for one in "赵钱孙李周吴郑王冯陈褚卫" for two in ("振邦", "淑芬", "亦凡", "梓涵", "建国", "伟")
    ),
    "names below each other": "\n".join(f"{one}{two}" for one in "赵钱孙李周吴郑王冯陈" for two in ("振邦", "淑芬")),
    "surnames": "赵\n钱\n孙\n李\n周\n吴",
    "herbs": "当归、川芎、白芍、熟地黄、党参、黄芪、白术、茯苓、甘草、陈皮、半夏、枳实、厚朴、苍术、柴胡、黄芩",
    "elements": "氢氦锂铍硼碳氮氧氟氖钠镁铝硅磷硫氯氩钾钙",
    "the twelve": "子、丑、寅、卯、辰、巳、午、未、申、酉、戌、亥",
    "stems and branches": "甲子 乙丑 丙寅 丁卯 戊辰 己巳 庚午 辛未 壬申 癸酉 甲戌 乙亥",
    "strokes": "横、竖、撇、捺、点、提、折、钩",
    "a calendar": "日 一 二 三 四 五 六\n1 2 3 4 5 6 7\n8 9 10 11 12 13 14",
    "a program": "def f(x):\n    return x**2  # 平方\n\nfor i in range(10):\n    print(f'{i}: {f(i)}')",
    "a query": "SELECT name, SUM(amount) FROM t WHERE year = 2026 GROUP BY name;",
    "a key": "SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "addresses": "报名：www.qinghe-life.com，邮箱 zhang.wei@qinghe.example，电话 0123-4567890，传真同上",
    "addresses in pinyin": "地址：Qinghe Xian Renmin Zhengfu Bangongshi, 12 Jiefang Lu, Qinghe Zhen",
    "names in pinyin": "Zhang Wei, Li Na, Wang Fang, Liu Yang, Chen Jie, Yang Min, Zhao Lei, Zhou Tao, Wu Qiang, "
    "Xu Yan, Sun Li, Ma Chao, Zhu Lin, Hu Bin, Guo Hua, He Ping, Gao Feng, Lin Tao",
    "a lesson": "wǒ men yào bǎ lù xiū hǎo\n我们要把路修好\nbǎ shuǐ yǐn lái\n把水引来\n" * 8,
    "Indonesian": "Hari ini kami membuka sekolah baru di desa; semua orang senang dan bernyanyi bersama-sama.",
    "Swahili": "Leo tumefungua shule mpya kijijini; watu wote wamefurahi sana na wanaimba pamoja.",
    # Layout.
    "art": "  /\\_/\\\n ( o.o )\n  > ^ <\n┌──┬──┐\n│甲│乙│\n└──┴──┘\n████▓▓▒▒░░",
    "a contents page": "目　录\n一、总体要求…………1\n二、主要任务…………3\n三、保障措施…………7",
    "spaced titles": "中 共 青 禾 县 委 员 会 文 件\n通　　知",
    "a heading downwards": "工\n作\n要\n点\n各乡镇要把机井修好，把晒场腾空。",
    "a couplet": "上联：春回大地千山秀\n下联：日照青禾万象新\n横批：国泰民安",
    "verses": "东边日出西山雨，\n北岸梅开南浦烟。\n老树盘根临古渡，\n新苗带露满平川。\n" * 3,
    "free verses": "风\n吹过\n麦田\n像水\n流过\n我们的\n手\n一年\n又一年",
    "an old text": "夫国之兴也，必有良吏；民之安也，必有善政。昔者先贤治县，劝农桑，兴学校，轻徭役，薄赋敛，百姓歌之。"
    * 3,
    "a dialect": "俺们这旮旯的庄稼长得可带劲了，恁瞅瞅那苞米棒子，咋就恁大个儿哩。" * 4,
    "foreign names": "阿卜杜拉、买买提江、吐尔逊古丽、阿依努尔、扎西顿珠、次仁拉姆、格桑梅朵、巴特尔、其木格、乌兰图雅"
    * 3,
    "numbered music": "1 2 3 | 5 - 6 | 5 3 2 | 1 - - ‖",
    "a dialogue": "问：什么时候修？\n答：下月就修。\n问：谁来修？\n答：水利所。",
    "footnotes": "机井一百二十眼①，晒场四十处②。\n①县水利局台账。②乡镇上报数。",
    "tags": "#春耕进行时# @青禾发布 【提示】各村注意防火！！！",
    "a form": "姓名：＿＿＿＿　性别：□男　□女　　　年　　月　　日",
    "applause": "（热烈鼓掌）（笑声）——谢谢大家！……",
    "an oath": "我宣誓\n我\n宣\n誓",
}


@pytest.mark.parametrize("name", HONEST)
def test_nothing_is_told_of_an_honest_text(name: str) -> None:
    text = HONEST[name]
    assert findings(taken_apart(text)) == ()
    around = f"各乡镇要把机井修好，把晒场腾空，谁家的事谁来办。\n{text}\n水利所把底数摸清，用坏了当天就修。"
    assert findings(taken_apart(around)) == ()
