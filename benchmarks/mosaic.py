"""Mosaics: drafts put together from passages, or single sentences, of as many sources.

    python benchmarks/mosaic.py --text FOLDER [--json benchmarks/results/mosaic.json] [--sizes 20,80,160,320]
        [--cache FILE] [--documents 2900]

FOLDER holds ``peoples_daily``, ``city_work_reports``, ``national_reports``, ``news_broadcasts`` and ``laws`` as
``.jsonl.gz``, lines {"id", "text"}. The corpus are so many of them. A mosaic takes 150 characters in a row, or one
sentence, or one clause of 12 to 18 letters, from each of so many sources. ``edited`` are single sentences in which
words are exchanged, ``reworded`` those of which clauses change places and words are put in, too. Printed, and written
as JSON, are the share that counts, that which counts as verbatim, the figures of the mosaic, whether the gate fails,
seconds and the memory that the process took at most, the corpus included.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gate import Library, Stock
from zh import records

from simcheck import Document, Report
from simcheck.check import check

#: Documents of the corpus by collection, of 2,900.
PARTS = {"peoples_daily": 1900, "laws": 500, "news_broadcasts": 320, "city_work_reports": 97, "national_reports": 83}
PASSAGE = 150
#: Letters of a sentence of a mosaic of sentences.
SHORTEST, LONGEST = 20, 60
#: Characters of a clause of a mosaic of clauses, with the mark behind it.
CLAUSE = (13, 19)


#: Words that stand for each other in what offices write; each is exchanged for the other one.
WORDS = dict(
    pair.split("=")
    for one in (
        "坚持=秉持 推进=推动 加强=强化 提高=提升 重要=关键 工作=事务 问题=难题 群众=百姓 全面=全方位 落实=落地 "
        "发展=进步 "
        "建设=建造 解决=化解 必须=务必 认真=用心 努力=奋力 积极=主动 促进=助推 实现=达成 完善=健全 建立=设立 "
        "组织=安排 "
        "开展=进行 提供=给予 保障=确保 服务=帮助 管理=管控 监督=督查 检查=查验 加快=加速 深入=扎实 继续=接着 不断=持续 "
        "进一步=更加 大力=着力 严格=从严 规定=要求 有关=相关 情况=状况 能力=本领 水平=层次 机制=制度 体系=系统 "
        "政策=举措 "
        "项目=工程 企业=公司 经济=产业 社会=民间 人民=民众 国家=我国 地方=当地 部门=单位 负责=承担 实施=施行 执行=贯彻 "
        "支持=扶持 鼓励=激励 引导=带动 参与=投身 投入=投放 增加=增长 减少=降低 扩大=拓宽 稳定=平稳 安全=平安 生产=制造 "
        "技术=科技 创新=革新 改革=变革 开放=放开 合作=协作 交流=沟通 学习=研习 教育=培育 培训=培养 宣传=宣讲 文化=人文 "
        "生活=日子 环境=生态 保护=守护 资源=资财 农业=农耕 农村=乡村 城市=城镇 市场=行市 消费=花费 "
        "投资=投入资金 财政=公共财力 "
        "目标=目的 任务=职责 要求=标准 方面=领域 过程=进程 基础=根基 条件=前提 作用=功效 影响=冲击 成果=成效 经验=做法 "
        "今年=本年 去年=上年 目前=眼下 已经=业已 同时=与此同时 以及=还有 通过=经由 根据=依据 按照=依照 为了=为 "
        "由于=因为 "
        "取得=获得 达到=达至 超过=超出 成为=变为 形成=构成 突出=凸显 明显=显著 主要=首要 共同=一道 相互=彼此 充分=充足"
    ).split()
    for pair in (one, "=".join(reversed(one.split("="))))
)
_ANY_WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
#: What is put before a clause.
PUT_IN = ("说到底，", "大家知道，", "可以说，", "从实际看，", "实践证明，", "总的看，")


def edited(text: str) -> str:
    """A sentence with every known word exchanged, and some particles gone.

    >>> edited("要坚持全面推进农村改革，提高群众的生活水平。")
    '要秉持全方位推动乡村变革，提升百姓日子层次。'
    """
    found = _ANY_WORD.sub(lambda one: WORDS[one.group()], text)
    return re.sub("(?<=[\u4e00-\u9fff])的(?=[\u4e00-\u9fff]{2})", "", found).replace("和", "与")


def reworded(text: str) -> str:
    """The same with its clauses in another order and some words put in."""
    clauses = edited(text).rstrip("。").split("，")
    return PUT_IN[len(text) % len(PUT_IN)] + "，".join([*clauses[1:], clauses[0]]) + "。"


def collected(folder: Path, documents: int) -> list[Document]:
    """The corpus, always the same."""
    found = []
    for name, count in PARTS.items():
        listed = [one for one in records(folder / f"{name}.jsonl.gz") if len(one["text"]) >= 4 * PASSAGE]
        chosen = random.Random(name).sample(listed, min(len(listed), count * documents // 2900))
        found += [Document(one["id"], one["text"], source_class="peer") for one in chosen]  # laws, too, are found
    return found


def passages(sources: Sequence[Document], count: int) -> str:
    """A mosaic of passages in a row, a line each."""
    chosen = random.Random(f"passages {count}").sample(list(sources), count)
    found = []
    for source in chosen:
        text = re.sub(r"\s+", "", source.text)
        at = random.Random(source.id).randrange(len(text) - PASSAGE)
        found.append(text[at : at + PASSAGE])
    return "\n".join(found)


def sentences(sources: Sequence[Document], count: int) -> str:
    """A mosaic of single sentences, five in a line."""
    found = _pieces(sources, count, r"[^。！？\n]+。", (SHORTEST, LONGEST))
    return "\n".join("".join(found[at : at + 5]) for at in range(0, len(found), 5))


def edited_sentences(sources: Sequence[Document], count: int) -> str:
    """The same sentences with words exchanged."""
    return "\n".join(re.sub(r"[^。]+。", lambda one: edited(one.group()), line) for line in _lines(sources, count))


def reworded_sentences(sources: Sequence[Document], count: int) -> str:
    """The same with clauses in another order."""
    return "\n".join(re.sub(r"[^。]+。", lambda one: reworded(one.group()), line) for line in _lines(sources, count))


def _lines(sources: Sequence[Document], count: int) -> list[str]:
    return sentences(sources, count).split("\n")


def clauses(sources: Sequence[Document], count: int) -> str:
    """A mosaic of single clauses, too short to be found one by one; four make a sentence."""
    found = [one[:-1] for one in _pieces(sources, count, r"[^。！？，；、：“”\s]+[，；。]", CLAUSE)]
    return "\n".join("，".join(found[at : at + 4]) + "。" for at in range(0, len(found), 4))


def _pieces(sources: Sequence[Document], count: int, form: str, sizes: tuple[int, int]) -> list[str]:
    """One piece of so many sources, chosen by chance, always alike."""
    dice, found = random.Random(f"{form} {count}"), []
    for source in dice.sample(list(sources), len(sources)):
        whole = [one for one in re.findall(form, source.text) if sizes[0] <= len(one) <= sizes[1]]
        if whole:
            found.append(dice.choice(whole).strip())
        if len(found) == count:
            break
    return found


def told(report: Report, seconds: float) -> dict[str, Any]:
    """What is kept of a report."""
    figures = report.figures
    return {
        "letters": figures.characters,
        "counted": round(figures.overlap, 4),
        "verbatim": round(figures.overlap_by_kind.get("verbatim", 0.0), 4),
        "mosaic": round(figures.mosaic, 4),
        "mosaic_sources": figures.mosaic_sources,
        "fails": report.verdict.decision == "fail",
        "reasons": [reason.code for reason in report.verdict.reasons],
        "seconds": round(seconds, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def timed(text: str, corpus: Stock, library: Library) -> dict[str, Any]:
    """A report and the processor's seconds that it took."""
    began = time.process_time()
    report = check(Document("稿", text), corpus, library.encoder)
    return told(report, time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--sizes", default="20,80,160,320", help="sources of a mosaic, comma separated")
    parser.add_argument("--documents", type=int, default=2900, help="documents of the corpus")
    parser.add_argument("--cache", type=Path, help="where to keep the documents taken apart")
    arguments = parser.parse_args()
    sources = collected(arguments.text, arguments.documents)
    library = Library(sources, arguments.cache)
    corpus = library.corpus([source.id for source in sources])
    results: dict[str, Any] = {"machine": platform.machine(), "documents": len(sources), "mosaics": {}}
    print("| mosaic | letters | counts | verbatim | mosaic, sources | gate | seconds | MiB |\n" + "|---" * 8 + "|")
    for form in (passages, sentences, edited_sentences, reworded_sentences, clauses):
        for size in map(int, arguments.sizes.split(",")):
            one = timed(form(sources, size), corpus, library)
            results["mosaics"][f"{form.__name__} {size}"] = one
            reasons = ", ".join(one["reasons"])
            print(
                f"| {form.__name__} {size} | {one['letters']} | {one['counted']:.1%} | {one['verbatim']:.1%} | "
                f"{one['mosaic']:.1%}, {one['mosaic_sources']} | {reasons} | {one['seconds']} | {one['peak_mib']} |",
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
