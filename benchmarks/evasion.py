"""Evasion: a copy that is disguised, and honest texts that look alike, made by program from the examples.

    python benchmarks/evasion.py [--json benchmarks/results/evasion.json] [--letters 600] [--attacks lines,digits]

Every attack is made as plain text, and as a .docx of the same paragraphs, from a passage of an example speech, and
checked against all of them. Printed are the share and the letters that count without and with the attack, whether the
gate fails, and which findings tell. "kept" is what counts with the attack, of what counts without it. Below stand the
honest counterparts: what each counter-measure could accuse, and of the later attacks (``guises.py``, ``veils.py``) the
same form around text of one's own. Files of further kinds and encodings (``covers.py``) are told between them: these
count, are refused, or hold the copy where no reader sees it, which is told.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import disguises
import guises
import veils
from covers import COVERS
from disguises import OWN, columns
from docx import Document as Word

from simcheck import Document, Report, compare
from simcheck.errors import DraftError
from simcheck.readers import read, read_bytes

#: Every attack by its name.
ATTACKS = disguises.ATTACKS | guises.ATTACKS | veils.ATTACKS
ROOT = Path(__file__).parent.parent
SOURCE = "教育大会讲话.txt"
#: What its body begins with, behind the salutation and the opening.
FIRST = "刚才受到表彰"

#: What a file that is refused counts as: it is not checked (exit code 3).
REFUSED = {"overlap": 0.0, "reused": 0, "fails": True, "findings": ["refused"]}

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
    "an account is recommended": f"{OWN}\n欢迎关注微信公众号“青禾发布”。",
    "an address on the web": f"{OWN}报名请登录www.qinghe-life.com。\n网址：www.qinghe-life.com",
    "an old book": columns(12)(OWN[:600]),
    "a notice with its frame": f"青禾县人民政府文件\n青政〔2026〕7号\n关于做好春耕的通知\n各乡镇人民政府：\n{OWN}\n"
    "特此通知。\n"
    "附件：春耕任务分工表\n青禾县人民政府\n2026年3月5日\n（此件公开发布）\n（联系人：王明，联系电话：1234567）",
    "accents of other languages": f"{OWN} Café, naïve, Ångström, Tiếng Việt, e\u0301te\u0301.",
    "phonetic notes": f"{OWN}垚（yáo）、淼（miǎo）、焱（yàn）三个村都到了。",
    "applause": f"{OWN[:300]}（掌声）{OWN[300:600]}（热烈鼓掌）",
    "a list of words in marks": f"{OWN}“清底数”“建台账”“包到户”“督到位”四张清单要对上。",
    "a dialogue": "\n".join(f"问：{one}？\n答：当天就办。" for one in OWN.split("。")[:20]),
    "numbered lines of one's own": "\n".join(f"{at + 1}. {one}。" for at, one in enumerate(OWN.split("。")[:30])),
    "traditional characters": "\n".join(["鄉親們，機井要修好，曬場要騰空，糧食要顆粒歸倉。"] * 2 + [OWN]),
    "footnotes of one's own": f"{OWN[:400]}[1]\n{OWN[400:800]}[2]\n[1] 县统计局台账。\n[2] 乡镇上报数。",
    "a mark that was agreed": f"{OWN}\n【simcheck：忽略 领导同意】\n%s\n{OWN}",
    "a bilingual list": f"{OWN}\n春 spring\n夏 summer\n秋 autumn\n冬 winter",
    "a table of ticks": OWN + "\n" + "\n".join(f"村{chr(0x7532 + at)}\t√\t×\t√" for at in range(12)),
}


def passage(letters: int) -> str:
    """So many characters of the source's body, its lines put together."""
    text = (ROOT / "examples" / "speeches" / SOURCE).read_text("utf-8")
    whole = "".join(line.strip() for line in text.splitlines()[2:])
    start = whole.index(FIRST)
    return whole[start : start + letters]


def as_word(text: str) -> Document:
    """The text as it is read from a .docx, a paragraph a line; what XML cannot hold is left out by the writer."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "稿.docx"
        word = Word()
        for line in text.split("\n"):
            word.add_paragraph("".join(char for char in line if char in "\t\r" or char >= " "))
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


def as_file(text: str, sources: list[Document]) -> dict[str, Any]:
    """What is told of the text in a .txt; one that is refused fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "稿.txt"
        file.write_bytes(text.encode("utf-8"))
        try:
            return told(compare(read(file), sources))
        except DraftError:
            return dict(REFUSED)


def as_cover(name: str, copy: str, sources: list[Document]) -> dict[str, Any]:
    """What is told of a file of another kind."""
    called, data = COVERS[name](copy)
    try:
        return told(compare(read_bytes(data, called), sources))
    except DraftError:
        return dict(REFUSED)


def as_docx(text: str, plain: dict[str, Any], sources: list[Document]) -> dict[str, Any]:
    """What is told of the text in a .docx: the same where it is read as the same text; one that is refused fails."""
    try:
        word = as_word(text)
    except DraftError:
        return dict(REFUSED)
    same = word.text == text and not word.reading.hidden and not word.reading.unread and plain != REFUSED
    return plain if same else told(compare(word, sources))


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
    results: dict[str, Any] = {"plain": plain, "attacks": {}, "diluted": {}, "files": {}, "honest": {}}
    for name in arguments.attacks.split(",") if arguments.attacks else ATTACKS:
        text = ATTACKS[name](copy)
        found = {"txt": as_file(text, sources)}
        found["docx"] = as_docx(text, found["txt"], sources)
        results["attacks"][name] = found
        shares = " | ".join(
            f"{one['overlap']:.1%} | {min(1, one['reused'] / plain['reused']):.0%}" for one in found.values()
        )
        gate = ", ".join("fails" if one["fails"] else "passes" for one in found.values())
        print(f"| {name} | {shares} | {gate} | {', '.join(found['txt']['findings']) or '–'} |", flush=True)
    print("\n| diluted | counts | letters | gate | findings |\n|---|---|---|---|---|")
    for name in () if arguments.attacks else veils.DILUTIONS:
        one = results["diluted"][name] = as_file(veils.DILUTIONS[name](copy), sources)
        gate = "fails" if one["fails"] else "passes"
        print(
            f"| {name} | {one['overlap']:.1%} | {one['reused']} | {gate} | {', '.join(one['findings'])} |", flush=True
        )
    print("\n| file | counts | kept | gate | findings |\n|---|---|---|---|---|")
    for name in () if arguments.attacks else COVERS:
        one = results["files"][name] = as_cover(name, copy, sources)
        gate = "fails" if one["fails"] else "passes"
        kept = min(1, one["reused"] / plain["reused"])
        print(
            f"| {name} | {one['overlap']:.1%} | {kept:.0%} | {gate} | {', '.join(one['findings']) or '–'} |", flush=True
        )
    print("\n| honest | counts | gate | findings |\n|---|---|---|---|")
    honest = {name: form.replace("%s", copy.split("。")[0] + "。") for name, form in HONEST.items()}
    of_own = [name for name in guises.ATTACKS | veils.ATTACKS if name not in (*guises.OF_TWO, *veils.OF_THE_COPY)]
    honest |= {f"of one's own: {name}": ATTACKS[name](OWN[: arguments.letters]) for name in of_own}
    for name, text in honest.items():
        one = told(compare(Document("稿", text), sources))
        results["honest"][name] = one
        gate = "fails" if one["fails"] else "passes"
        print(f"| {name} | {one['overlap']:.1%} | {gate} | {', '.join(one['findings']) or '–'} |", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
