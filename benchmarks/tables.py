"""What was measured, as tables and figures for the documents: each function gives one block of Markdown.

``python docs/make/refresh.py`` writes the blocks into the documents, so that no figure is typed by hand. What rows are
called stands in ``labels.toml``.
"""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LABELS: dict[str, Any] = tomllib.loads((HERE / "labels.toml").read_text(encoding="utf-8"))
#: The kinds that the first pages show; the whole table is in benchmarks/README.md.
SHORT = ("verbatim", "zero_width", "homoglyph", "traditional", "sentence_shuffle", "patchwork", "hand_synonym",
    "hand_restructure", "hand_expand", "hand_condense", "hand_heavy", "hand_translate_en", "all")  # fmt: skip
#: The kinds that tell ablations and small corpora apart, with the heads of their columns.
HARD = {"hand_heavy": "heavily rewritten", "hand_translate_en": "translated", "hand_condense": "condensed"}
MEASURES = ("plagdet", "precision", "recall")
WRONG = "counted_though_not_copied"


@functools.cache
def result(name: str) -> Any:
    """The measured figures of ``benchmarks/results/NAME.json``. Exits where they were not measured yet."""
    file = HERE / "results" / f"{name}.json"
    if not file.is_file():
        raise SystemExit(f"benchmarks/results/{name}.json is not there; run `python benchmarks/{name}.py` first")
    return json.loads(file.read_text(encoding="utf-8"))


def reach(value: Any, path: str) -> Any:
    """The value at a dotted path, None where there is none; a member of a list by its number from 0."""
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else value[int(key)] if isinstance(value, list) else None
    return value


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(heads)
    lines = (f"| {' | '.join(row)} |" for row in (names, *rows))
    return "\n".join([next(lines), "|---" * len(names) + "|", *lines])


def listed(name: str, columns: Mapping[str, Any]) -> str:
    """The rows that ``labels.toml`` lists under a name, with a column for each result; what none has is left out."""
    rows = []
    for path, label, form in LABELS[name]:
        values = [reach(one, path) for one in columns.values()]
        if any(value is not None for value in values):
            rows.append([label, *("–" if value is None else format(value, form) for value in values)])
    return table(["", *columns], rows)


def shown(figures: Mapping[str, float], form: str = ".3f", names: Iterable[str] = MEASURES) -> list[str]:
    """Some figures of a result as cells."""
    return [format(figures[name], form) for name in names]


def figure(name: str, path: str, form: str) -> str:
    """One figure, such as ``zh kinds.all.plagdet .2f``."""
    value = reach(result(name), path)
    if value is None:
        raise SystemExit(f"benchmarks/results/{name}.json has no {path}; run that bench again or correct the marker")
    return format(value, form)


def kinds(language: str = "en", length: str = "all") -> str:
    """What is found of each kind of disguise."""
    chinese = language == "zh"
    heads = ("手法", "plagdet", "查准率", "查全率") if chinese else ("disguise", *MEASURES)
    found, names = result("zh")["kinds"], LABELS["kinds"]
    if length == "short":
        return table(heads, ([names[kind][chinese], *shown(one)] for kind, one in found.items() if kind in SHORT))
    rows = (
        [f"`{kind}`", names[kind][chinese], *shown(one), f"{one['granularity']:.3f}", str(one["cases"])]
        for kind, one in found.items()
    )
    return table(("kind", *heads, "granularity", "cases"), rows)


def not_copied(language: str = "en") -> str:
    """The shares of characters that are counted although nothing was copied there."""
    chinese = language == "zh"
    heads = ("并非抄来的文字", "误计入的字数比例") if chinese else ("nothing copied there", "characters counted")
    return table(heads, ([LABELS["not_copied"][name][chinese], f"{v:.2%}"] for name, v in result("zh")[WRONG].items()))


def measured(language: str = "en") -> str:
    """With which model and on which machine the Chinese bench was run."""
    found = result("zh")
    told = {
        "en": "Model `{model}`; machine {machine}; {seconds_per_draft_median:.2f} s a draft (median).",
        "zh": "模型 `{model}`，机器 {machine}，每篇草稿用时中位数 {seconds_per_draft_median:.2f} 秒。",
    }
    return told[language].format(**found)


def few() -> str:
    """What is found in a corpus of a few pages, by their number."""
    heads = ("pages", "plagdet, all kinds", "precision", "recall", *HARD.values(), "text around the copies, counted")
    rows = (
        [number, *shown(one["all"]), *shown(one["kinds"], names=HARD), f"{one[WRONG]['unrelated']:.2%}"]
        for number, one in result("few")["numbers"].items()
    )
    return table(heads, rows)


def baselines() -> str:
    """plagdet of each method by kind, what it counts wrongly, and its seconds."""
    methods = list(result("baselines")["methods"].values())
    rows = [[f"`{kind}`", *(f"{m['kinds'][kind]['plagdet']:.3f}" for m in methods)] for kind in methods[0]["kinds"]]
    rows += [[f"counted: {name}", *(f"{m[WRONG][name]:.1%}" for m in methods)] for name in methods[0][WRONG]]
    rows.append(["seconds for all drafts", *(f"{m['seconds_drafts']:.0f}" for m in methods)])
    return table(["", *(m["title"] for m in methods)], rows)


def ablations(found: Any = None) -> str:
    """plagdet of the engine without each of its parts."""
    found = found or result("ablations")
    hard = ("hand_synonym", *HARD, "all")
    heads = ["", *(f"`{kind}`" for kind in hard), "all, best threshold", "unrelated text counted", "PAN sample"]
    rows = []
    for name, one in found["ablations"].items():
        zh, pan_sample = one["zh"], reach(one, "pan.all")
        cells = [f"{zh['kinds'][kind]:.3f}" if kind in zh["kinds"] else "–" for kind in hard]
        cells += [f"{zh['best_threshold']['plagdet']:.3f}", f"{zh[WRONG]['unrelated']:.1%}"]
        rows.append([found["titles"][name], *cells, "–" if pan_sample is None else f"{pan_sample:.3f}"])
    return table(heads, rows)


def pan() -> str:
    """plagdet, precision, recall and granularity of each category of PAN, in both ways of counting."""
    ways = {"product": "the product's rules", "conventions": "PAN's conventions"}
    heads = [f"{name}: {title}" for title in ways.values() for name in ("plagdet", "P", "R", "g")]
    found = [result("pan")[way] for way in ways]
    rows = []
    for category, title in LABELS["pan"].items():
        ones = [one["categories"][category] for one in found]
        cells = [cell for one in ones for cell in shown(one, names=(*MEASURES, "granularity"))]
        rows.append([title, str(ones[0]["cases"]), *cells])
    clean = [f"{one['clean_flagged']:.1%}" for one in found]
    rows.append(["pairs without a case that have a match", "", clean[0], "", "", "", clean[1], "", "", ""])
    return table(["category", "cases", *heads], rows)


def reliability() -> str:
    """The share of real matches by score, on held-out folds and as shipped."""
    ways = {"held_out": "held out", "as_shipped": "as shipped"}
    found = {way: result("reliability")[way] for way in ways}
    bins: dict[str, list[str]] = {}
    for place, one in enumerate(found.values()):
        for bin_ in one["bins"]:
            row = bins.setdefault(f"{bin_['from']:.2f}–{bin_['to']:.2f}", ["–"] * 6)
            row[3 * place : 3 * place + 3] = [str(bin_["count"]), f"{bin_['score']:.2f}", f"{bin_['real']:.2f}"]
    heads = ["score", *(f"{way}: {name}" for way in ways.values() for name in ("matches", "mean score", "real"))]
    rows = [[scores, *bins[scores]] for scores in sorted(bins)]
    for name, key, form in (
        ("Brier score", "brier", ".4f"),
        ("expected calibration error", "ece", ".4f"),
        ("the same, scores above .05", "ece_above_0.05", ".3f"),
    ):
        held_out, as_shipped = (format(one[key], form) for one in found.values())
        rows.append([name, "", "", held_out, "", "", as_shipped])
    return table(heads, rows)


def errors(which: str, found: Any = None) -> str:
    """The causes of what is ``missed`` or ``wrong``, with numbers and kinds."""
    rows = []
    for cause, of in (found or result("errors"))[which].items():
        named = ", ".join(f"`{kind}` {count}" for kind, count in of.items()) or "–"
        rows.append([LABELS[which][cause], str(sum(of.values())), named])
    return table(("cause", "number", "of the kinds"), rows)


def scale(part: str, language: str = "en") -> str:
    """A million sentences: the ``curve`` over sizes, its main figures (``speed``), the ``bench`` among distractors, or
    the ``peers``."""
    found = result("scale")["curve" if part == "speed" else part]
    if part in ("curve", "speed"):
        unit = {"en": " sentences", "zh": " 句"}[language]
        steps = {f"{step['build']['sentences']:,}{unit}": step for step in found}
        return listed("curve" if part == "curve" else f"speed_{language}", steps)
    if part == "bench":
        rows = ([name, *shown(found[key])] for key, name in LABELS["among"].items())
        near = ", ".join(f"{share:.1%} among the {k} nearest" for k, share in found["recall"].items())
        told = f"{found['drafts']} drafts. Of the sentences that are nearest exactly the index finds {near}."
        return f"{table(['corpus', *MEASURES], rows)}\n\n{told}"
    keys = ("build", "check", "peak_mb")
    ratios = [f"{key}_ratio" for key in keys]
    heads = ("", "build, s", "check, s", "memory, MB", "build ×", "check ×", "peak ×")
    rows = ([name, *shown(one, ",.4g", keys), *shown(one, ",.3g", ratios)] for name, one in found.items())
    return table(heads, rows)


def vectors(part: str) -> str:
    """The ``inverted`` lists of several sizes, or how an index is opened (``opening``)."""
    found = result("vectors")
    if part == "opening":
        rows = ([way, f"{taken['ms']:,.0f}", f"{taken['mb']:,.0f}"] for way, taken in found["opening"].items())
        return table(["a million sentences opened by", "milliseconds", "MB"], rows)
    lists = found["inverted"]
    heads = ["sentences a list", "lists looked at", *(f"found of {k}" for k in lists[0]["recall"]), "ms", "build, s"]
    rows = (
        [str(one["rows_per_list"]), str(one["probes"]), *shown(one["recall"], ".1%", one["recall"]), f"{one['ms']:.2f}",
         f"{one['build_core_seconds']:.0f}"]
        for one in lists
    )  # fmt: skip
    exact = found["exact"]
    told = (
        f"Among {exact['rows']:,} sentences FAISS Flat takes {exact['flat_ms']:.2f} ms a sentence, products and a "
        f"partition in NumPy {exact['numpy_ms']:.2f} ms, {exact['ratio']:.1f} times as long, for the same neighbours."
    )
    return f"{table(heads, rows)}\n\n{told}"


def encoder() -> str:
    """What ``benchmarks/encoder.py`` measured."""
    found = result("encoder")
    return listed("encoder", {f"`{found['model']}`; {found['machine']}": found})


def transformer() -> str:
    """What ``benchmarks/transformer.py`` measured of the shipped encoder and of a small transformer."""
    found = result("transformer")
    heads = {
        "static": f"`{found['static']['model']}`",
        "rescaled": "the same, rescaled",
        "transformer": f"transformer, {found['steps']} steps",
    }
    return listed("transformer", {head: found[side] for side, head in heads.items()})


def editing(language: str = "en") -> str:
    """How long a draft that is being written waits for its new report."""
    heads = {
        "en": ("corpus", "sentences", "a word, median", "95 %", "a sentence, median", "95 %", "processor, median"),
        "zh": ("语料库", "句数", "改一个词（中位数）", "95%", "加一句（中位数）", "95%", "处理器时间（中位数）"),
    }[language]
    called = {"examples": "`examples/speeches`", "large": {"en": "a larger one", "zh": "更大的语料库"}[language]}
    times = [f"{one}_ms" for one in ("word_median", "word_p95", "sentence_median", "sentence_p95", "processor_median")]
    found = result("editing")
    rows = [
        [name, f"{found[key]['sentences']:,}", *(f"{found[key][time]:.0f} ms" for time in times)]
        for key, name in called.items()
        if key in found
    ]
    return table(heads, rows)


def background() -> str:
    """What stands in the file of the set-phrase background."""
    import numpy as np

    from simcheck.text.background import BUCKET_BITS, ORDER, RAREST, REST_BITS

    file = HERE.parent / "models" / "background" / "ngrams.npz"
    with np.load(file) as data:
        works, count = int(data["documents"]), len(data["levels"])
    rows = (
        ("works counted", f"{works:,}"),
        ("n-grams kept", f"{count:,}"),
        ("lengths of an n-gram", f"1 to {ORDER} units (a Chinese character, a word or a number is one)"),
        ("works an n-gram stands in, at least", str(RAREST)),
        ("bits of each n-gram's hash", str(BUCKET_BITS + REST_BITS)),
        ("bits of each frequency", "4, in steps of half a unit of the natural logarithm"),
        ("size of the file", f"{file.stat().st_size / 1e6:.1f} MB"),
    )
    return table(("", ""), rows)
