"""Evasion: a copy that is disguised, and honest texts that look alike, made by program from the examples.

    python benchmarks/evasion.py [--json benchmarks/results/evasion.json] [--letters 600] [--attacks lines,digits]

Every attack is made as plain text, and as a .docx of the same paragraphs, from a passage of an example speech, and
checked against all of them. Printed are the share and the letters that count without and with the attack, whether the
gate fails, and which findings tell. "kept" is what counts with the attack, of what counts without it. Below stand the
honest counterparts: what each counter-measure could accuse.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document as Word

from simcheck import Document, Report, compare
from simcheck.readers import read

ROOT = Path(__file__).parent.parent
SOURCE = "教育大会讲话.txt"
Attack = Callable[[str], str]

OWN = "".join(
    f"{place}把{what}的底数摸清，谁家的事谁来办，{place}的老熟人替大家记账，{what}用坏了当天就修。"
    for place in ("水利所", "粮站", "农机站", "供销社", "卫生院", "邮政所", "林场", "电管站", "文化站")
    for what in ("机井", "晒场", "收割机", "化肥", "药柜", "包裹", "苗圃", "台区", "戏台")
)


def _between(what: str) -> Attack:
    return what.join


def _pieces(size: int, form: str) -> Attack:
    return lambda text: "\n".join(form.format(text[at : at + size]) for at in range(0, len(text), size))


def _every(count: int, what: str) -> Attack:
    return lambda text: "".join(char + (what if at % count == count - 1 else "") for at, char in enumerate(text))


ATTACKS: dict[str, Attack] = {
    "marks around all": _pieces(100, "【simcheck：忽略 {}】"),
    "marks of 18 letters": _pieces(18, "【simcheck：忽略 {}】"),
    "quoted as a whole": lambda text: f"会议指出：“{text}”",
    "quoted by the sentence": _pieces(60, "会议指出：“{}”"),
    "quoted by a saying": _pieces(60, "古人云：“{}”"),
    "three quarters quoted": lambda text: f"会议指出：“{text[: len(text) * 3 // 4]}”{text[len(text) * 3 // 4 :]}",
    "dots behind": lambda text: text + "." * 6000,
    "digits behind": lambda text: text + "1" * 6000,
    "U+E0080 behind": lambda text: text + "\U000e0080" * 6000,
    "a sentence again and again": lambda text: text + "各项工作都要抓紧抓实抓细抓出成效。" * 400,
    "a page in a book": lambda text: OWN * 1 + text + OWN,
    "U+2028 between": _between("\u2028"),
    "U+2029 between": _between("\u2029"),
    "U+0085 between": _between("\x85"),
    "U+001E between": _between("\x1e"),
    "U+E0080 between": _between("\U000e0080"),
    "U+FFF0 between": _between("\ufff0"),
    "U+2065 between": _between("\u2065"),
    "a letter a line": _between("\n"),
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
    "a picture between": _between("\U0001f642"),
    "Hangul filler between": _between("\u3164"),
    "Braille blank between": _between("\u2800"),
    "an accent between": _between("\u0300"),
    "variation selectors between": _between("\U000e0100"),
    "tags between": _between("\U000e0041"),
    "word joiners between": _between("\u2060"),
    "combining joiners between": _between("\u034f"),
    "private letters between": _between("\ue000"),
    "object marks between": _between("\ufffc"),
    "々 between": _between("々"),
    "circled digits between": lambda text: "".join(f"{char}{'①②③④⑤'[at % 5]}" for at, char in enumerate(text)),
    "raised digits between": lambda text: "".join(f"{char}{'⁰¹²³⁴'[at % 5]}" for at, char in enumerate(text)),
    "right to left": lambda text: f"\u202e{text[::-1]}\u202c",
    "backwards": lambda text: text[::-1],
    "each letter bold": lambda text: "".join(f"**{char}**" for char in text),
    "each letter in tags": _between("<b></b>"),
    "two letters a line": _pieces(2, "{}"),
    "three letters a line": _pieces(3, "{}"),
    "eight letters an item": _pieces(8, "- {}"),
    "headings": _pieces(18, "一、{}"),
    "copies to": _pieces(60, "抄送：{}。"),
    "footnotes": _pieces(50, "[^1]: {}"),
    "a comment": lambda text: f"<!-- {text} -->",
    "settings in front": lambda text: f"---\nsimcheck: off\n---\n{text}",
    "code": lambda text: f"```\n{text}\n```",
    "quoted as works": _pieces(60, "会议指出：《{}》"),
    "quoted in corner brackets": _pieces(60, "会议指出：「{}」"),
    "quoted in nested marks": lambda text: (
        f"会议指出：“{'“'.join(text[at : at + 40] for at in range(0, len(text), 40))}”"
    ),
    "quoted and never closed": lambda text: f"会议指出：“{text}",
    "radicals": lambda text: text.translate(str.maketrans("大人生力", "⼤⼈⽣⼒")),
    "letters of chance behind": lambda text: text + "".join(chr(0x4E00 + at * 7919 % 4096) for at in range(6000)),
    "rare letters behind": lambda text: text + "".join(chr(0x20000 + at * 7919 % 4096) for at in range(6000)),
    "words of chance behind": lambda text: text + "".join(f" qz{at * 7919 % 9973:o}wv" for at in range(900)),
    "columns read downwards": lambda text: "\n".join(text[at::10] for at in range(10)),
}

HONEST: dict[str, str] = {
    "a superior is quoted": f"{OWN}会议指出：“%s”{OWN}",
    "a document is quoted": f"{OWN}《在全县教育大会上的讲话》指出：“%s”{OWN}",
    "a spaced title": f"中 共 青 禾 县 委 员 会 文 件\n{OWN}",
    "a list of single letters": f"{OWN}按子、丑、寅、卯、辰、巳、午、未、申、酉、戌、亥十二时辰排班。",
    "a table of scores": OWN + "\n" + "\n".join(f"第{at}组\t{60 + at}分\t{70 + at}分\t{80 + at}分" for at in range(9)),
    "soft hyphens": f"{OWN} The co\xadoper\xadation agree\xadment was signed.",
    "a byte order mark where files were joined": f"{OWN}\n\ufeff{OWN}",
    "joiners that a script needs": f"{OWN} می\u200cخواهم کتاب\u200cها را بخوانم",
    "a refrain": OWN + "为了大地的丰收和乡亲们的笑脸。" * 4,
}


def passage(letters: int) -> str:
    """So many characters of the source, its lines put together."""
    text = (ROOT / "examples" / "speeches" / SOURCE).read_text("utf-8")
    return "".join(line.strip() for line in text.splitlines()[2:])[:letters]


def as_word(text: str) -> Document:
    """The text as it is read from a .docx, a paragraph a line; what XML cannot hold is left out by the writer."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "稿.docx"
        word = Word()
        for line in text.split("\n"):
            word.add_paragraph(line.replace("\x1e", ""))
        word.save(str(file))
        return read(file)


def told(report: Report) -> dict[str, Any]:
    """What the bench keeps of a report."""
    return {
        "overlap": round(report.figures.overlap, 4),
        "reused": report.figures.reused_characters,
        "fails": report.verdict.decision == "fail",
        "findings": sorted({finding.kind for finding in report.findings}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--letters", type=int, default=600, help="characters of the passage that is copied")
    parser.add_argument("--attacks", help="only these, comma separated")
    arguments = parser.parse_args()
    sources = [Document(file.name, file.read_text("utf-8")) for file in sorted((ROOT / "examples/speeches").glob("*"))]
    copy = passage(arguments.letters)
    plain = told(compare(Document("稿", copy), sources))
    print(f"without an attack: {plain['overlap']:.1%}, {plain['reused']} letters\n")
    print("| attack | txt counts | kept | docx counts | kept | gate | findings |\n|---|---|---|---|---|---|---|")
    results: dict[str, Any] = {"plain": plain, "attacks": {}, "honest": {}}
    for name in arguments.attacks.split(",") if arguments.attacks else ATTACKS:
        text = ATTACKS[name](copy)
        found = {"txt": told(compare(Document("稿", text), sources)), "docx": told(compare(as_word(text), sources))}
        results["attacks"][name] = found
        shares = " | ".join(
            f"{one['overlap']:.1%} | {min(1, one['reused'] / plain['reused']):.0%}" for one in found.values()
        )
        gate = ", ".join("fails" if one["fails"] else "passes" for one in found.values())
        print(f"| {name} | {shares} | {gate} | {', '.join(found['txt']['findings']) or '–'} |", flush=True)
    print("\n| honest | counts | gate | findings |\n|---|---|---|---|")
    for name, form in HONEST.items():
        text = form.replace("%s", copy.split("。")[0] + "。")
        one = told(compare(Document("稿", text), sources))
        results["honest"][name] = one
        gate = "fails" if one["fails"] else "passes"
        print(f"| {name} | {one['overlap']:.1%} | {gate} | {', '.join(one['findings']) or '–'} |", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
