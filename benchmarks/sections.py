"""Tables of what was measured, as Markdown: each function takes one file of ``results/`` and gives its block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Json = Mapping[str, Any]

CATEGORIES = {
    "02-no-obfuscation": "copied as it is",
    "03-random-obfuscation": "words shuffled, exchanged, added, left out by program",
    "04-translation-obfuscation": "translated by machine, through other languages and back",
    "05-summary-obfuscation": "summaries of whole documents",
    "all": "all pairs",
}
WAYS = {"product": "the product's rules", "conventions": "PAN's conventions"}
#: The kinds of the Chinese bench that tell ablations apart.
HARD = ("hand_synonym", "hand_heavy", "hand_condense", "hand_translate_en")
MISSED = {
    "nothing": "nothing grew there: no seed, or less evidence than is kept at all",
    "faint": "a fragment with too little evidence of its own",
    "rival": "evidence enough, but other sources offer nearly as much for the same words",
    "quotation": "found, but taken for a quotation or a set phrase",
    "other_source": "the words were given to another source",
    "stretch": "another stretch of the right source was named",
    "less": "less than half of the passage was found",
}
WRONG = {
    "wrong_source": "copied, but from another source",
    "wrong_stretch": "copied, but from another stretch of that source",
    "negative": "a passage made to look alike",
    "words": "not copied; most of the evidence is words in common",
    "meaning": "not copied; most of the evidence is likeness of meaning",
}


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    names = list(heads)
    lines = (f"| {' | '.join(row)} |" for row in (names, *rows))
    return "\n".join([next(lines), "|---" * len(names) + "|", *lines])


def few(found: Json) -> str:
    """What is found in a corpus of a few pages, by their number."""
    kinds = {"hand_heavy": "heavily rewritten", "hand_translate_en": "translated", "hand_condense": "condensed"}
    heads = ["pages", "plagdet, all kinds", "precision", "recall", *kinds.values(), "text around the copies, counted"]
    rows = [
        [
            number,
            *(f"{one['all'][key]:.3f}" for key in ("plagdet", "precision", "recall")),
            *(f"{one['kinds'][kind]:.3f}" for kind in kinds),
            f"{one['counted_though_not_copied']['unrelated']:.2%}",
        ]
        for number, one in found["numbers"].items()
    ]
    return table(heads, rows)


def pan(found: Json) -> str:
    """plagdet, precision, recall and granularity of each category of PAN, in both ways of counting."""
    heads = [
        "category",
        "cases",
        *(f"{name}: {title}" for title in WAYS.values() for name in ("plagdet", "P", "R", "g")),
    ]
    rows = []
    for category, title in CATEGORIES.items():
        shown = [found[way]["categories"][category] for way in WAYS if category in found[way]["categories"]]
        if shown:
            figures = [f"{one[key]:.3f}" for one in shown for key in ("plagdet", "precision", "recall", "granularity")]
            rows.append([title, str(shown[0]["cases"]), *figures])
    clean = [f"{found[way]['clean_flagged']:.1%}" for way in WAYS]
    rows.append(["pairs without a case that have a match", "", clean[0], "", "", "", clean[1], "", "", ""])
    return table(heads, rows)


def baselines(found: Json) -> str:
    """plagdet of each method by kind, what it counts wrongly, and its seconds."""
    methods = list(found["methods"].values())
    rows = [[f"`{kind}`", *(f"{m['kinds'][kind]['plagdet']:.3f}" for m in methods)] for kind in methods[0]["kinds"]]
    wrong = "counted_though_not_copied"
    rows += [[f"counted: {name}", *(f"{m[wrong][name]:.1%}" for m in methods)] for name in methods[0][wrong]]
    rows.append(["seconds for all drafts", *(f"{m['seconds_drafts']:.0f}" for m in methods)])
    return table(["", *(m["title"] for m in methods)], rows)


def ablations(found: Json) -> str:
    """plagdet of the engine without each of its parts."""
    heads = ["", *(f"`{kind}`" for kind in HARD), "all", "all, best threshold", "unrelated text counted", "PAN sample"]
    rows = []
    for name, one in found["ablations"].items():
        zh = one["zh"]
        shown = [f"{zh['kinds'][kind]:.3f}" if kind in zh["kinds"] else "–" for kind in [*HARD, "all"]]
        shown += [f"{zh['best_threshold']['plagdet']:.3f}", f"{zh['counted_though_not_copied']['unrelated']:.1%}"]
        rows.append([found["titles"][name], *shown, f"{one['pan']['all']:.3f}" if "pan" in one else "–"])
    return table(heads, rows)


def reliability(found: Json) -> str:
    """The share of real matches by score, on held-out folds and as shipped."""
    bins: dict[tuple[float, float], list[str]] = {}
    for place, way in enumerate(("held_out", "as_shipped")):
        for one in found[way]["bins"]:
            row = bins.setdefault((one["from"], one["to"]), ["–"] * 6)
            row[3 * place : 3 * place + 3] = [str(one["count"]), f"{one['score']:.2f}", f"{one['real']:.2f}"]
    heads = (
        "score",
        *(f"{way}: {name}" for way in ("held out", "as shipped") for name in ("matches", "mean score", "real")),
    )
    rows = [[f"{low:.2f}–{high:.2f}", *row] for (low, high), row in sorted(bins.items())]
    for name, key in (("Brier score", "brier"), ("expected calibration error", "ece")):
        rows.append([name, "", "", f"{found['held_out'][key]:.4f}", "", "", f"{found['as_shipped'][key]:.4f}"])
    above = [f"{found[way]['ece_above_0.05']:.3f}" for way in ("held_out", "as_shipped")]
    rows.append(["the same, scores above .05", "", "", above[0], "", "", above[1]])
    return table(heads, rows)


def errors(found: Json, which: str) -> str:
    """The causes of what is ``missed`` or ``wrong``, with numbers and kinds."""
    causes = MISSED if which == "missed" else WRONG
    rows = []
    for cause, kinds in found[which].items():
        listed = ", ".join(f"`{kind}` {count}" for kind, count in kinds.items()) or "–"
        rows.append([causes[cause], str(sum(kinds.values())), listed])
    return table(("cause", "number", "of the kinds"), rows)


def scale(found: Json, part: str) -> str:
    """The ``curve`` over sizes, the ``bench`` among distractors, or the ``peers``."""
    if part not in found:
        return f"Not measured yet: `python benchmarks/scale.py --parts {part}`."
    return {"curve": _curve, "bench": _among, "peers": _peers}[part](found[part])


def vectors(found: Json, part: str) -> str:
    """The ``inverted`` lists of several sizes, or how an index is opened (``opening``)."""
    if part == "opening":
        rows = ((way, f"{taken['ms']:,.0f}", f"{taken['mb']:,.0f}") for way, taken in found["opening"].items())
        return table(["a million sentences opened by", "milliseconds", "MB"], rows)
    lists = (
        [str(one["rows_per_list"]), str(one["probes"]), *(f"{share:.1%}" for share in one["recall"].values()),
         f"{one['ms']:.2f}", f"{one['build_core_seconds']:.0f}"]
        for one in found["inverted"]
    )  # fmt: skip
    heads = ["sentences a list", "lists looked at", *(f"found of {k}" for k in found["inverted"][0]["recall"])]
    exact = found["exact"]
    told = (
        f"Among {exact['rows']:,} sentences FAISS Flat takes {exact['flat_ms']:.2f} ms a sentence, products and a "
        f"partition in NumPy {exact['numpy_ms']:.2f} ms, {exact['ratio']:.1f} times as long, for the same neighbours."
    )
    return f"{table([*heads, 'ms a sentence', 'build, s'], lists)}\n\n{told}"


def _curve(steps: list[Json]) -> str:
    rows = [
        ("documents", "build.documents", ",.0f"),
        ("build, seconds", "build.seconds", ",.1f"),
        ("… seconds of a core", "build.core_seconds", ",.1f"),
        ("build, peak memory, MB", "build.peak_mb", ",.0f"),
        ("on disk, MB", "build.disk_mb", ",.0f"),
        ("check as a process of its own, seconds", "cold.seconds", ".2f"),
        ("… seconds of a core", "cold.core_seconds", ".2f"),
        ("… peak memory, MB", "cold.peak_mb", ",.0f"),
        ("check with the corpus open, seconds", "warm.seconds", ".2f"),
        ("… seconds of a core", "warm.core_seconds", ".2f"),
        ("add one speech, seconds", "change.add_seconds", ".2f"),
        ("remove it, seconds", "change.remove_seconds", ".2f"),
    ]
    heads = ["sentences", *(f"{step['build']['sentences']:,}" for step in steps)]
    return table(heads, ([name, *(format(_at(step, path), form) for step in steps)] for name, path, form in rows))


def _among(found: Json) -> str:
    names = {
        "alone": "its own sources alone",
        "among_all": "all the data beside them",
        "among_all_exact": "the same, searched exactly",
    }
    keys = ("plagdet", "precision", "recall")
    rows = ([name, *(f"{found[key][one]:.3f}" for one in keys)] for key, name in names.items())
    near = ", ".join(f"{share:.1%} among the {k} nearest" for k, share in found["recall"].items())
    told = f"{found['drafts']} drafts. Of the sentences that are nearest exactly the index finds {near}."
    return f"{table(['corpus', *keys], rows)}\n\n{told}"


def _peers(found: Json) -> str:
    keys = ("build", "check", "peak_mb")
    heads = ["", "build, s", "check, s", "memory, MB", *(f"{key.removesuffix('_mb')} ×" for key in keys)]
    return table(
        heads,
        (
            [name, *(f"{one[key]:,.4g}" for key in keys), *(f"{one[f'{key}_ratio']:,.3g}" for key in keys)]
            for name, one in found.items()
        ),
    )


def _at(step: Json, path: str) -> float:
    part, key = path.split(".")
    return float(step[part][key])
