"""Leftovers of texts that nobody tuned for, as far as can be told: each set by weights that were trained without it.

The rules beside the weights were mended by all of these sets, so that this is more than a first run finds, and less
than is found of a set once everything has seen it.

    for s in fourth fifth sixth seventh eighth ninth; do
      python models/train/names.py --data DATA --annotated 199801.txt --without $s --out FOLDER/$s/names/tagger.npz
      python models/train/figures.py --data DATA --without $s --out FOLDER/$s/names/figures.npz
    done
    python -m benchmarks.leftovers_unseen FOLDER     writes benchmarks/results/leftovers_unseen.json
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from benchmarks.leftovers import figures as figures_of
from benchmarks.leftovers import write_results
from simcheck.proof import entities, figures, tagger

SETS = ("fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TOLD = ("drafts", "planted", "recall", "false_findings_per_draft", "clean_drafts", "false_findings_per_clean_draft")


def unseen(folder: Path, name: str) -> dict[str, Any]:
    """The figures of a set by the weights of a folder."""
    for module, read in ((tagger, tagger.tagger), (figures, figures._weights)):
        setattr(module, "models_folder", lambda: folder / name)  # noqa: B010 - another module's own name
        read.cache_clear()
    entities._known.clear()
    told = figures_of(name)
    return {key: told[key] for key in (*_TOLD, "missed", "false", "false_in_clean_drafts")}


def run(folder: Path) -> dict[str, Any]:
    """The figures of all sets, and of all together."""
    sets = {name: unseen(folder, name) for name in SETS if (folder / name).is_dir()}
    planted, drafts, clean = (sum(one[key] for one in sets.values()) for key in ("planted", "drafts", "clean_drafts"))
    together = {
        "planted": planted,
        "recall": round(sum(one["recall"] * one["planted"] for one in sets.values()) / planted, 3),
        "false_findings_per_draft": round(sum(len(one["false"]) for one in sets.values()) / drafts, 3),
        "false_findings_per_clean_draft": round(
            sum(len(one["false_in_clean_drafts"]) for one in sets.values()) / clean, 3
        ),
    }
    return {"all": together, **sets}


if __name__ == "__main__":
    write_results("leftovers_unseen", run(Path(sys.argv[1])))
