"""Is the score a probability? Of the matches scored about 0.9, about nine of ten should be real.

    python benchmarks/zh.py --data FOLDER --details FILE
    python benchmarks/reliability.py --details FILE [--json benchmarks/results/reliability.json] [--svg FILE.svg]

Every fragment that the engine weighs is a proposal, counted or not, overlapping worse ones left out. It is real when
more than half of its draft characters were copied from the stretch of the source that it names (``proposals.py``).
Attributed quotations are left out: they are copies, and ignored for what they are. The constants of the score are
fitted by maximum likelihood on four fifths of the drafts and judged on the last fifth, in turn; the constants that the
product ships are judged on all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from engine import Found
from logistic import FOLDS, Model, folds_of
from numpy.typing import NDArray
from proposals import features, proposals, real
from zh import Record, spans_of

Floats = NDArray[np.float64]

#: Borders of the bins of scores.
BINS = (0.0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.0)
#: More net evidence never lowers the score and shortness never raises it.
SCORE = Model(signs=(1, -1, 0), ridge=1e-3)
#: The picture: its size in pixels and the room around the plot.
SIZE, EDGE = 320, 40


def curve(scores: Floats, real_ones: Floats) -> dict[str, Any]:
    """The reliability by bin, the Brier score, and the expected calibration error in all and of scores above 0.05."""
    place = np.clip(np.searchsorted(BINS, scores, side="right") - 1, 0, len(BINS) - 2)
    bins = []
    for number in range(len(BINS) - 1):
        here = place == number
        if here.any():
            share = {"score": float(scores[here].mean()), "real": float(real_ones[here].mean())}
            bins.append({"from": BINS[number], "to": BINS[number + 1], "count": int(here.sum()), **share})
    apart = [abs(one["score"] - one["real"]) * one["count"] for one in bins]
    told = [one["count"] * (one["from"] >= BINS[1]) for one in bins]
    return {
        "bins": bins,
        "brier": float(((scores - real_ones) ** 2).mean()),
        "ece": sum(apart) / len(scores),
        "ece_above_0.05": sum(gap for gap, count in zip(apart, told, strict=True) if count) / max(sum(told), 1),
    }


def picture(curves: dict[str, dict[str, Any]]) -> str:
    """The curves as SVG: score to the right, share of real ones upwards, a dot's area its count."""
    plot = SIZE - 2 * EDGE

    def at(score: float, share: float) -> tuple[float, float]:
        return round(EDGE + plot * score, 1), round(SIZE - EDGE - plot * share, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" font-family="sans-serif" font-size="10">',
        f'<rect width="{SIZE}" height="{SIZE}" fill="white"/>',
        f'<rect x="{EDGE}" y="{EDGE}" width="{plot}" height="{plot}" fill="none" stroke="#999"/>',
        f'<path d="M{EDGE} {SIZE - EDGE}L{SIZE - EDGE} {EDGE}" stroke="#999" stroke-dasharray="4"/>',
        f'<text x="{SIZE / 2}" y="{SIZE - 12}" text-anchor="middle">score</text>',
        f'<text transform="translate(14 {SIZE / 2}) rotate(-90)" text-anchor="middle">share that is real</text>',
    ]
    for tick in (0.0, 0.5, 1.0):
        parts.append(f'<text x="{at(tick, 0)[0]}" y="{SIZE - EDGE + 12}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{EDGE - 4}" y="{at(0, tick)[1] + 3}" text-anchor="end">{tick}</text>')
    for (name, found), colour in zip(curves.items(), ("#d55e00", "#0072b2"), strict=False):
        points = [(*at(one["score"], one["real"]), one["count"]) for one in found["bins"]]
        line = "L".join(f"{x} {y}" for x, y, _ in points)
        parts.append(f'<path d="M{line}" fill="none" stroke="{colour}"/>')
        parts += [
            f'<circle cx="{x}" cy="{y}" r="{min(2 + count**0.5 / 4, 9):.1f}" fill="{colour}" fill-opacity=".6"/>'
            for x, y, count in points
        ]
        height = EDGE + 14 + 13 * list(curves).index(name)
        parts.append(f'<text x="{EDGE + 6}" y="{height}" fill="{colour}">{name.replace("_", " ")}</text>')
    return "\n".join([*parts, "</svg>\n"])


def quoted(one: Found, draft: Record) -> bool:
    """Whether a fragment touches a quotation that names its source."""
    return draft["kind"] == "attributed_quote" and any(
        span["draft_offset"] < one.draft_end and one.draft_start < span["draft_offset"] + span["draft_length"]
        for span in draft["negatives"]
    )


def measured(details: Sequence[Record]) -> dict[str, Any]:
    """The curves, from what ``zh.py --details`` wrote."""
    listed: list[tuple[str, Found, bool]] = []
    for draft in details:
        cases = spans_of(draft)
        found = [one for one in proposals(draft["found"]) if not quoted(one, draft)]
        listed += [(draft["id"], one, real(one, cases)) for one in found]
    columns = np.array([features(one) for _, one, _ in listed])
    real_ones = np.array([is_real for _, _, is_real in listed], dtype=np.float64)
    folds = folds_of(name for name, _, _ in listed)
    net, short, one = SCORE.fit(columns, real_ones).tolist()
    return {
        "drafts": len(details),
        "proposals": len(listed),
        "real": int(real_ones.sum()),
        "folds": FOLDS,
        "fitted_on_all": {"SCALE": 1 / net, "EVEN": -one / net, "SHORT": -short / net} if net > 0 else None,
        "held_out": curve(SCORE.held_out(columns, real_ones, folds), real_ones),
        "as_shipped": curve(np.array([found.score for _, found, _ in listed]), real_ones),
    }


def table(found: dict[str, Any]) -> str:
    """A curve as a table."""
    lines = ["| score | matches | mean score | real |", "|---|---|---|---|"]
    lines += [
        f"| {one['from']}–{one['to']} | {one['count']} | {one['score']:.3f} | {one['real']:.3f} |"
        for one in found["bins"]
    ]
    shown = f"Brier {found['brier']:.4f}, ECE {found['ece']:.4f}, above .05 {found['ece_above_0.05']:.4f}"
    return "\n".join([*lines, "", shown])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--details", type=Path, required=True, help="what zh.py --details wrote")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--svg", type=Path, help="where to draw the curves")
    arguments = parser.parse_args()
    with gzip.open(arguments.details, "rb") as file:
        figures = measured(pickle.load(file))
    for name in ("held_out", "as_shipped"):
        print(f"{name}\n\n{table(figures[name])}\n")
    print(f"{figures['proposals']} proposals, {figures['real']} real; fitted on all: {figures['fitted_on_all']}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if arguments.svg:
        arguments.svg.write_text(picture({n: figures[n] for n in ("held_out", "as_shipped")}), encoding="utf-8")


if __name__ == "__main__":
    main()
