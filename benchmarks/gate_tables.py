"""What was measured of whole drafts before the gate, as tables for the documents."""

from __future__ import annotations

from tables import LABELS, result, table


def speech(language: str) -> str:
    """What the gate says of whole drafts, laundered and honest, by the number of documents in the corpus."""
    found = result("speech")
    among = {"zh": "百万句", "en": "a million sentences"}[language]
    measured = [(f"{int(size):,}", one) for size, one in found["sizes"].items()]
    measured += [(among, found["among"])] if "among" in found else []
    rows = (
        [
            size,
            f"{one['laundered_that_fail']} / {one['laundered']}",
            f"{one['honest_that_fail']} / {one['honest']}",
            f"{one['characters_found']:.2f}",
            f"{one['counted_outside']:.1%}",
        ]
        for size, one in measured
    )
    return table(LABELS["speech"][language], rows)


def notices() -> str:
    """Short documents of one subject that were written apart, and laundered ones, by the number of documents; and with
    texts off the shelf."""
    found, measured = result("notices"), []
    for name, facts in (("own_facts", "facts of their own"), ("one_brief", "one brief")):
        measured += [(f"{facts}, corpus of {size}", one) for size, one in found[name]["sizes"].items()]
        taken_off = found[name]["left_out"].items()
        measured += [(f"{facts}, of 5, {number} of the shelf taken off", one) for number, one in taken_off]
    rows = (
        [
            name,
            *(f"{one[f'{who}_that_fail']} / {one[who]}" for who in ("laundered", "honest")),
            f"{one['laundered_counted']:.2f}",
            f"{one['honest_counted']:.2f}",
        ]
        for name, one in measured
    )
    return table(("", "laundered that fail", "honest that fail", "counted of laundered ones", "of honest ones"), rows)


def source_reuse() -> str:
    """How well the probability of a source is calibrated on held-out folds, and which drafts are above a limit."""
    rows = []
    for size, one in result("fit")["sizes"].items():
        limits = one.get("fail_held_out", {})
        cells = ["{} / {}, {} / {}".format(*limits[limit]["laundered"], *limits[limit]["honest"]) for limit in limits]
        rows.append([size, str(one["rows"]), str(one["real"]), f"{one['held_out']['ece']:.3f}", *cells])
    limits = next(iter(result("fit")["sizes"].values()))["fail_held_out"]
    return table(["documents", "rows", "real", "calibration error", *(f"above {limit}" for limit in limits)], rows)


def honest() -> str:
    """How many honest texts of other genres fail the gate, and by what kind of reuse."""
    rows = (
        [
            genre.replace("_", " "),
            str(one["texts"]),
            str(one["fail"]),
            ", ".join(f"{k} {n}" for k, n in one["by_kind"].items()),
        ]
        for genre, one in result("honest")["genres"].items()
    )
    return table(("genre", "texts", "fail", "by what"), rows)


def gate_baselines() -> str:
    """Laundered drafts that fail by simpler methods, none or few of the honest ones accused."""
    methods, product = result("gate_baselines")["methods"], result("speech")["sizes"]
    sizes = list(dict.fromkeys(size for one in methods.values() for size in one["sizes"]))
    heads = ["", *(f"{size} documents: {which}" for size in sizes for which in ("none accused", "few accused"))]
    genres = [one for name, one in result("honest")["genres"].items() if name != "laws_as_peers"]
    failed, texts = (sum(one[what] for one in genres) for what in ("fail", "texts"))
    own = [f"{one['laundered_that_fail']}, {one['honest_that_fail']}" for one in (product[size] for size in sizes)]
    rows = [["simcheck", *(cell for cell in own for _ in range(2)), f"{failed} of {texts}"]]
    for one in methods.values():
        cells = [
            f"{found['laundered']}, {found['honest']}" if found else "–"
            for size in sizes
            for found in (one["sizes"].get(size, {}).get(which) for which in ("none_accused", "few_accused"))
        ]
        rows.append([one["title"], *cells, f"{one['genres']} of {one['texts']}" if "texts" in one else "–"])
    return table([*heads, "texts of other genres that fail"], rows)


def gate_ablations() -> str:
    """The gate's word on whole drafts without each part of the engine."""
    found = result("gate_ablations")["ablations"]
    sizes = list(found["whole"]["sizes"])
    heads = [
        f"{size} documents: {what}" for size in sizes for what in ("laundered, honest that fail", "found", "outside")
    ]
    rows = []
    for one in found.values():
        cells = [
            cell
            for size in sizes
            for told in (one["sizes"][size],)
            for cell in (
                f"{told['laundered_that_fail']}, {told['honest_that_fail']}",
                f"{told['characters_found']:.2f}",
                f"{told['counted_outside']:.1%}",
            )
        ]
        rows.append([one["title"], *cells, str(one.get("texts_that_fail", "–"))])
    return table(["", *heads, "texts of other genres that fail"], rows)


def gate_errors() -> str:
    """Why laundered drafts pass, by cause and size of the corpus."""
    sizes = result("gate_errors")["sizes"]
    rows = [
        [label, *(str(one["causes"].get(cause, 0)) for one in sizes.values())]
        for cause, label in LABELS["gate_errors"].items()
    ]
    return table(["cause", *(f"{int(size):,} documents" for size in sizes)], rows)


def sensitivity() -> str:
    """What changes when a number of the order model moves by a fifth: the numbers that move more than one draft."""
    found = result("sensitivity")["numbers"]
    [whole] = found["as it is"].values()
    rows = []
    for name, factors in found.items():
        apart = [abs(one["laundered_that_fail"] - whole["laundered_that_fail"]) for one in factors.values()]
        if name == "as it is" or max(apart) > 1 or any(one["honest_that_fail"] for one in factors.values()):
            cells = [_moved(one) for one in factors.values()]
            rows.append([f"`{name}`" if name != "as it is" else name, *cells[:2], *([""] if len(cells) == 1 else [])])
    return table(("number", "a fifth less: laundered, honest that fail, found, outside", "a fifth more"), rows)


def _moved(one: dict[str, float]) -> str:
    counts = f"{one['laundered_that_fail']:.0f}, {one['honest_that_fail']:.0f}"
    return f"{counts}, {one['characters_found']:.2f}, {one['counted_outside']:.1%}"
