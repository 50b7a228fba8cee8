"""What changes when a number of the scoring record moves by a fifth, in a cell of a table: from the results of
``benchmarks/sensitivity.py``, and of ``benchmarks/fit.py --sensitivity`` for the order model."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "results"
#: The figures by what is measured: what they are called, and how they are written.
FIGURES = {
    "drafts": {
        "laundered_that_fail": ("laundered drafts that fail", "{:.0f}"),
        "honest_that_fail": ("honest drafts that fail", "{:.0f}"),
        "characters_found": ("found", "{:.2f}"),
        "counted_outside": ("outside", "{:.1%}"),
    },
    "pages": {
        "recall": ("recall", "{:.3f}"),
        "precision": ("precision", "{:.3f}"),
        "unrelated": ("counted though not copied", "{:.2%}"),
    },
    "leftovers": {"found": ("leftovers found", "{:.0f}"), "false": ("false ones", "{:.0f}")},
    "disguises": {
        "copies_that_fail": ("disguised copies that fail", "{:.0f}"),
        "honest_that_fail": ("honest texts that fail", "{:.0f}"),
        "letters_counted": ("letters counted", "{:.0f}"),
        "findings": ("findings", "{:.0f}"),
        "honest_findings": ("findings in honest texts", "{:.0f}"),
    },
}


@functools.cache
def _results() -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The figures as it is, and those of each number by factor; of the order model under the names of the record."""
    told = json.loads((RESULTS / "moved.json").read_bytes())
    order = json.loads((RESULTS / "sensitivity.json").read_bytes())["numbers"]
    numbers = dict(told["numbers"])
    whole = {"order": order["as it is"]["1.0"], **told["as it is"]}
    for name, factors in order.items():
        numbers[f"order.{name}"] = {factor: {"order": figures} for factor, figures in factors.items()}
    return whole, numbers


def moved(name: str) -> str:
    """What changes with a number, less and more: figures that change, "nothing", or "–" where it was not measured.

    Of the example drafts it is told of how many the report says anything else, if only a score's last digit.
    """
    whole, numbers = _results()
    if name not in numbers:
        return "–"
    said = [f"cannot be {one['cannot']}" for one in numbers[name].values() if "cannot" in one]
    less, *others = [one for one in numbers[name].values() if "cannot" not in one] or [{}]
    for measure in [one for one in less if one != "examples"]:
        for key, (label, form) in FIGURES["drafts" if measure == "order" else measure].items():
            before, *after = (form.format(one[measure][key]) for one in (whole, less, *others))
            if set(after) != {before}:
                said.append(f"{label} {before} → {', '.join(after)}")
    examples = [str(one.get("examples", 0)) for one in (less, *others)]
    said += [f"example reports {', '.join(examples)} of 6"] if set(examples) != {"0"} else []
    return "; ".join(said) or "nothing"
