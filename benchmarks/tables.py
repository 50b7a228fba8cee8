"""Writes what was measured, and what the demo prints, into the documents, so that no figure is typed by hand.

    python benchmarks/tables.py           tables and figures of benchmarks/results/*.json, the list of files
    python benchmarks/tables.py --demo    the report of the demo as well (needs simcheck and its models)
    python benchmarks/tables.py --check   changes nothing; exit code 1 if a document is out of date

A block stands between ``<!-- begin NAME ARGUMENTS -->`` and ``<!-- end -->``; what is inside is overwritten. The names
are the keys of ``BLOCKS``. A figure within a sentence is ``<!-- begin figure FILE PATH FORMAT -->…<!-- end -->``.
"""

from __future__ import annotations

import argparse
import ast
import functools
import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from simcheck.report import Report

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import sections  # noqa: E402
from sections import table  # noqa: E402

DOCUMENTS = ("README.md", "README.zh-CN.md", "benchmarks/README.md", "models/background/README.md", "docs/editors.md")
RESULTS = ROOT / "benchmarks" / "results"
DRAFT, SPEECHES = "examples/drafts/edited.txt", "examples/speeches"
#: Characters of a passage that the example of a JSON report shows.
SHOWN = 24

_BLOCK = re.compile(r"(<!-- begin (\S+)((?: (?!-->)\S+)*) -->)(.*?)(<!-- end -->)", re.DOTALL)

KINDS = {
    "verbatim": ("copied as it is", "原样照抄"),
    "entity_swap": ("places, names and numbers exchanged", "换地名、人名、数字"),
    "char_noise": ("single characters added, left out, changed", "零星增删改字"),
    "clause_shuffle": ("clauses reordered", "调换分句顺序"),
    "sentence_shuffle": ("sentences reordered", "调换句子顺序"),
    "zero_width": ("zero-width characters inserted", "插入零宽字符"),
    "homoglyph": ("look-alike characters", "换形近字符"),
    "traditional": ("traditional characters", "改成繁体"),
    "watermark": ("a website's watermark inserted", "插入网站水印"),
    "synonym_auto": ("synonyms exchanged by program", "程序换同义词"),
    "patchwork": ("two sources in turn", "两篇交替拼接"),
    "hand_synonym": ("by hand: words exchanged", "人工：换词"),
    "hand_restructure": ("by hand: sentences rebuilt", "人工：改句式"),
    "hand_expand": ("by hand: expanded", "人工：扩写"),
    "hand_condense": ("by hand: condensed", "人工：缩写"),
    "hand_heavy": ("by hand: heavily rewritten", "人工：深度改写"),
    "hand_translate_en": ("by hand: translated into English", "人工：译成英文"),
    "all": ("all together", "合计"),
}
NOT_COPIED = {
    "unrelated": ("text around the copies", "抄来段落以外的正文"),
    "hand_independent": ("same topic and genre, written independently", "同题材、独立写成的段落"),
    "set_phrases": ("set phrases", "套话"),
    "attributed_quote": ("quotations that name their source", "注明出处的引文"),
    "english_unrelated": ("unrelated English passages", "不相干的英文段落"),
}
ENCODER = (
    ("agreement.stsb_zh_dev", "agreement with people, STS-B in Chinese, dev", ".1f"),
    ("agreement.lcqmc_dev", "agreement with people, LCQMC dev", ".1f"),
    ("retrieval.report.zh_en", "work reports, English translation found first, %", ".1f"),
    ("retrieval.report.en_zh", "work reports, Chinese original found first, %", ".1f"),
    ("retrieval.tatoeba.zh_en", "everyday sentences, English translation found first, %", ".1f"),
    ("retrieval.tatoeba.en_zh", "everyday sentences, Chinese translation found first, %", ".1f"),
    ("speed.sentences_per_second", "sentences a second, two cores that other work used as well", ",.0f"),
    ("speed.sentences_per_core_second", "sentences a second of one core's time", ",.0f"),
    ("speed.minilm_l12_sentences_per_core_second", "the same, a transformer of MiniLM-L12's shape", ",.0f"),
    ("speed.ratio_per_core_second", "ratio of the two", ",.0f"),
    ("parity.largest_difference", "largest difference to sentence-transformers, cosine of any two sentences", ".0e"),
    ("start.load_ms", "import, load and first sentence in a fresh process, ms", ",.0f"),
    ("start.memory_mib", "memory that this takes, MiB", ".0f"),
    ("start.disk_mib", "size on disk, MiB", ".1f"),
)
TRANSFORMER = (
    ("bench.plagdet.hand_heavy", "bench: heavily rewritten, plagdet", ".3f"),
    ("bench.plagdet.hand_translate_en", "bench: translated into English, plagdet", ".3f"),
    ("bench.plagdet.verbatim", "bench: copied as it is, plagdet", ".3f"),
    ("bench.counted_though_not_copied.hand_heavy", "bench: characters around heavy rewriting, counted", ".2%"),
    ("bench.counted_though_not_copied.hand_independent", "bench: written independently, counted", ".2%"),
    ("bench.counted_though_not_copied.english_unrelated", "bench: unrelated English, counted", ".2%"),
    ("chance_similarity.mean", "similarity of two sentences by chance, mean", ".2f"),
    ("chance_similarity.deviation", "similarity of two sentences by chance, standard deviation", ".2f"),
    ("retrieval.report.zh_en", "work reports, English translation found first, %", ".1f"),
    ("retrieval.tatoeba.zh_en", "everyday sentences, English translation found first, %", ".1f"),
    ("agreement.stsb_zh_dev", "agreement with people, STS-B in Chinese, dev", ".1f"),
    ("agreement.lcqmc_dev", "agreement with people, LCQMC dev", ".1f"),
    ("sentences_per_core_second", "sentences a second of one core's time", ",.0f"),
    ("bench.corpus_core_seconds", "bench: seconds of one core's time to add the reports", ",.0f"),
    ("bench.core_seconds_per_draft", "bench: seconds of one core's time a draft", ".1f"),
    ("disk_mib", "size on disk, MiB", ".1f"),
)
#: The results whose block is a function of ``sections``.
SECTIONS = ("few", "pan", "baselines", "ablations", "reliability", "errors", "scale", "vectors")
#: The kinds that the READMEs show; the whole table is in benchmarks/README.md.
SHORT = ("verbatim", "zero_width", "homoglyph", "traditional", "sentence_shuffle", "patchwork", "hand_synonym",
    "hand_restructure", "hand_expand", "hand_condense", "hand_heavy", "hand_translate_en", "all")  # fmt: skip


@functools.cache
def result(name: str) -> Any:
    """The measured figures of ``benchmarks/results/NAME.json``, None when there are none yet."""
    file = RESULTS / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def figure(name: str, path: str, form: str) -> str:
    """One figure, such as ``zh kinds.all.plagdet .2f``."""
    value = reach(result(name), path)
    if value is None:
        raise SystemExit(f"benchmarks/results/{name}.json has no {path}; run that bench again or correct the marker")
    return format(value, form)


def kinds(language: str = "en", length: str = "all") -> str:
    """What is found of each kind of disguise, as a table."""
    chinese = language == "zh"
    heads = ("手法", "plagdet", "查准率", "查全率") if chinese else ("disguise", "plagdet", "precision", "recall")
    if length != "short":
        heads = ("kind", *heads, "granularity", "cases")
    rows = []
    for kind, measures in result("zh")["kinds"].items():
        name = KINDS.get(kind, (kind, kind))[chinese]
        shown = [f"{measures[key]:.3f}" for key in ("plagdet", "precision", "recall")]
        if length != "short":
            rows.append([f"`{kind}`", name, *shown, f"{measures['granularity']:.3f}", str(measures["cases"])])
        elif kind in SHORT:
            rows.append([name, *shown])
    return table(heads, rows)


def not_copied(language: str = "en") -> str:
    """The shares of characters that are counted although nothing was copied there, as a table."""
    chinese = language == "zh"
    heads = ("并非抄来的文字", "被误计的字") if chinese else ("nothing copied there", "characters counted")
    shares = result("zh")["counted_though_not_copied"]
    return table(heads, [[NOT_COPIED.get(name, (name, name))[chinese], f"{v:.2%}"] for name, v in shares.items()])


def encoder() -> str:
    """What ``benchmarks/encoder.py`` measured, as a table."""
    found = result("encoder")
    if found is None:
        return "Not measured yet: `python benchmarks/encoder.py --data FOLDER`."
    rows = [[name, format(value, form)] for path, name, form in ENCODER if (value := reach(found, path)) is not None]
    return table((f"`{found['model']}`; {found['machine']}", ""), rows)


def transformer() -> str:
    """What ``benchmarks/transformer.py`` measured of the shipped encoder and of a small transformer, as a table."""
    found = result("transformer")
    if found is None:
        return "Not measured yet: `python benchmarks/transformer.py --data FOLDER --bench FOLDER`."
    rows = [
        [label, *(format(reach(found[side], path), form) for side in ("static", "rescaled", "transformer"))]
        for path, label, form in TRANSFORMER
    ]
    return table(
        ("", f"`{found['static']['model']}`", "the same, rescaled", f"transformer, {found['steps']} steps"), rows
    )


def section(name: str, *arguments: str) -> str:
    """The block ``name`` of ``sections.py`` from the results of that name."""
    found = result(name)
    if found is None:
        return f"Not measured yet: `python benchmarks/{name}.py`."
    return str(getattr(sections, name)(found, *arguments))


def reach(value: Any, path: str) -> Any:
    """The value at a dotted path, None where there is none."""
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def measured(language: str = "en") -> str:
    """With which model and on which machine the bench was run."""
    found = result("zh")
    model, machine, seconds = found["model"], found["machine"], found["seconds_per_draft_median"]
    if language == "zh":
        return f"模型 `{model}`；机器 {machine}；每篇草稿耗时中位数 {seconds:.2f} 秒。"
    return f"Model `{model}`; machine {machine}; {seconds:.2f} s a draft (median)."


def editing(language: str = "en") -> str:
    """How long a draft that is being written waits for its new report, as a table."""
    found = result("editing")
    heads = {
        "en": ("corpus", "sentences", "a word, median", "95 %", "a sentence, median", "95 %", "processor, median"),
        "both": (
            "语料库 corpus", "句数 sentences", "改一个词 a word", "95 %",
            "加一句 a sentence", "95 %", "处理器 processor",
        ),
    }[language]  # fmt: skip
    rows = []
    larger = {"en": "a larger one", "both": "更大的 a larger one"}[language]
    for name, called in (("examples", "`examples/speeches`"), ("large", larger)):
        if name in found:
            one = found[name]
            times = ("word_median_ms", "word_p95_ms", "sentence_median_ms", "sentence_p95_ms", "processor_median_ms")
            rows.append((called, f"{one['sentences']:,}", *(f"{one[time]:.0f} ms" for time in times)))
    return table(heads, rows)


def house() -> str:
    """Every file of the package and what belongs in it, which is the first paragraph of its docstring."""
    package = ROOT / "simcheck"
    files = [path for path in package.rglob("*.py") if path.name != "__init__.py"]
    rows = []
    for path in sorted(files, key=lambda path: (path.parent != package, path.relative_to(package).as_posix())):
        about = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        sentence = " ".join(about.split("\n\n")[0].split()).replace("``", "`").replace("|", "\\|")
        rows.append([f"`{path.relative_to(package).as_posix()}`", sentence])
    return table(("file", "what belongs in it"), rows)


def background() -> str:
    """What stands in the file of the set-phrase background."""
    from simcheck.text.background import BUCKET_BITS, ORDER, RAREST, REST_BITS

    file = ROOT / "models" / "background" / "ngrams.npz"
    with np.load(file) as data:
        works, count = int(data["documents"]), len(data["levels"])
    rows = [
        ["works counted", f"{works:,}"],
        ["n-grams kept", f"{count:,}"],
        ["lengths of an n-gram", f"1 to {ORDER} units (a Chinese character, a word or a number is one)"],
        ["works an n-gram stands in, at least", str(RAREST)],
        ["bits of each n-gram's hash", str(BUCKET_BITS + REST_BITS)],
        ["bits of each frequency", "4, in steps of half a unit of the natural logarithm"],
        ["size of the file", f"{file.stat().st_size / 1e6:.1f} MB"],
    ]
    return table(("", ""), rows)


@functools.cache
def demo_report() -> Report:
    """The report that ``make demo`` prints, by the same calls."""
    from simcheck import Corpus
    from simcheck.readers import read

    with tempfile.TemporaryDirectory() as folder, Corpus.create(Path(folder) / "corpus") as corpus:
        corpus.add([replace(read(file), id=file.name) for file in sorted((ROOT / SPEECHES).iterdir())])
        report = corpus.check(replace(read(ROOT / DRAFT), id=DRAFT))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return replace(report, corpus=replace(report.corpus, path=".demo/corpus"), version=version)


def demo(language: Literal["zh", "en"] = "zh") -> str:
    """The text report: the verdict, the first match, the figures, with … for what is left out; else as printed."""
    from simcheck.reporters.text import render

    parts = [
        part.splitlines() for part in render(demo_report(), width=80, language=language).rstrip("\n").split("\n\n")
    ]
    found = [part for part in parts if part[0].startswith("[")]
    lines = ["…", *parts[0], "", *parts[1], "", *found[0], "", "…", "", *parts[-2], "", *parts[-1]]
    return "\n".join(["```text", "$ make demo", *lines, "```"])


def json_report() -> str:
    """The JSON report with one match, one equal run and short texts; else as it is, one line a field."""
    data = demo_report().to_dict()
    match = next(match for match in data["matches"] if match["ignored"] is None)
    match["equal"] = match["equal"][:1]
    data["sources"] = [source for source in data["sources"] if source["id"] == match["source"]["document_id"]]
    for side in (match["draft"], match["source"]):
        side["text"] = side["text"][:SHOWN] + "…"

    def fields(record: dict[str, Any], indent: int) -> str:
        rows = (f'{" " * indent}"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in record.items())
        return ",\n".join(rows)

    text = "{\n" + fields(data | {"matches": None, "figures": None}, 2) + "\n}"
    text = text.replace('"matches": null', '"matches": [{\n' + fields(match, 4) + "\n  }]")
    text = text.replace('"figures": null', '"figures": {\n' + fields(data["figures"], 4) + "\n  }")
    return f"```json\n{text}\n```"


BLOCKS: dict[str, Callable[..., str]] = {
    "figure": figure, "kinds": kinds, "not-copied": not_copied, "encoder": encoder, "transformer": transformer,
    "measured": measured,
    **{name: functools.partial(section, name) for name in SECTIONS},
    "house": house, "background": background, "editing": editing, "demo": demo, "json": json_report,
}  # fmt: skip
#: Blocks that take a check, a second or two.
CHECKED = ("demo", "json")


def refreshed(text: str, *, demo: bool) -> str:
    """The document with every block written anew; those that need a check only with ``demo``."""

    def write(found: re.Match[str]) -> str:
        begin, name, arguments, _, end = found.groups()
        if name in CHECKED and not demo:
            return found.group()
        content = BLOCKS[name](*arguments.split())
        return f"{begin}{content}{end}" if name == "figure" else f"{begin}\n{content}\n{end}"

    return _BLOCK.sub(write, text)


def stale(*, demo: bool) -> dict[Path, str]:
    """The documents that are out of date, and what they should say."""
    texts = {ROOT / name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
    new = {path: refreshed(text, demo=demo) for path, text in texts.items()}
    return {path: text for path, text in new.items() if text != texts[path]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demo", action="store_true", help="run the demo too")
    parser.add_argument("--check", action="store_true", help="write nothing, exit with 1 if a document is out of date")
    options = parser.parse_args()
    changed = stale(demo=options.demo)
    for path, text in changed.items():
        if not options.check:
            path.write_text(text, encoding="utf-8")
        print(f"{'out of date' if options.check else 'written'}: {path.relative_to(ROOT)}")
    return int(bool(changed) and options.check)


if __name__ == "__main__":
    sys.exit(main())
