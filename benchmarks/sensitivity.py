"""What changes when a number that decides what is found moves by a fifth, less and more.

    python benchmarks/sensitivity.py [--speech FOLDER] [--zh FOLDER] [--every 8] [--numbers proof,rarity.works]
        [--fresh] [--workers 2] [--json benchmarks/results/moved.json]

Each value is measured in a process of its own, in which the number was set before anything else was imported, so that
numbers of text and of files move too. What is measured depends on what the number is for (``MEASURES``):

* ``examples``: of how many example drafts the report says anything else than before;
* ``leftovers``: what was left behind and is found, and what is found where nothing was left, in the sets of
  ``leftovers.py``, of each second draft (the reports before proofreading are worked out once);
* ``disguises``: each so many-th disguise of ``evasion.py``, and what is honest there;
* ``pages``: recall and precision, and characters counted though nothing was copied, of drafts of every kind of the
  bench ``zh``, a folder as for ``zh.py``, each against five pages (``few.py``);
* ``drafts``: laundered and honest drafts that fail, characters found, and characters counted outside, of each so
  many-th draft of the bench of whole drafts, a folder as for ``speech.py``, each in its corpus of 15 documents.

The numbers of the order model are moved by ``fit.py --sensitivity`` instead, on all drafts. Numbers that are in the
file already are left out, unless ``--fresh``; the file is written after each number. ``derived`` numbers stay.
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from simcheck.scoring import SCORING, Constant, constants

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results" / "moved.json"
BASE = "as it is"
_TEXT = ("examples", "disguises")
_FOUND = ("examples", "drafts")
#: What is measured, by the part of the record.
MEASURES = {
    **dict.fromkeys(("naming", "rarity", "identifying", "proof"), ("examples", "leftovers")),
    **dict.fromkeys(("writing", "framing", "quoting", "classes"), _TEXT),
    **dict.fromkeys(("judgement", "mosaic", "phrases"), ("examples", "disguises", "drafts")),
    **dict.fromkeys(("lexical", "seeding", "extension", "rivalry", "decision"), ("examples", "pages")),
    **dict.fromkeys(("words",), ("examples", "leftovers", "drafts")),
}
#: Numbers of large corpora alone, which no small set moves; ``vectors.py`` and ``scale.py`` measure them.
LEFT_OUT = frozenset(("searching", "order"))


def moved(value: Any, unit: str, factor: float) -> Any:
    """The value a fifth less or more; whole numbers by one at least, shares no further than half the way to one."""
    if isinstance(value, tuple):
        return tuple(moved(one, unit, factor) for one in value)
    if isinstance(value, int):
        return max(round(value * factor), value + 1) if factor > 1 else max(0, min(round(value * factor), value - 1))
    if value == 0:
        return factor - 1
    further = value * factor
    return (1 + value) / 2 if unit in ("probability", "share", "similarity") and value < 1 <= further else further


def put(name: str, value: Any) -> None:
    """Set a number of the record for this process, before a module has read it."""
    part, _, number = name.partition(".")
    object.__setattr__(getattr(SCORING, part), number, value)


def examples(_: argparse.Namespace) -> dict[str, str]:
    """What the report of each example draft says."""
    from golden import EXAMPLES, told

    from simcheck import compare
    from simcheck.readers import read

    sources, drafts = ([read(path) for path in sorted((EXAMPLES / name).iterdir())] for name in ("speeches", "drafts"))
    return {draft.id: json.dumps(told(compare(draft, sources))) for draft in drafts}


def before_proofreading(arguments: argparse.Namespace) -> list[Any]:
    """Each case of the sets of leftovers with what the stage of proofreading is given for it; kept in a file."""
    from simcheck import check as stages

    file = arguments.kept / "leftovers.pickle"
    if not file.is_file():
        from benchmarks.leftovers import NAMES, checked, read

        held: list[Any] = []
        stages.proofread = lambda *given: held.append(given) or given[0]
        every = [one for name in NAMES for one in (*read(name).cases, *read(name).clean)][::2]
        for one in every:
            checked(one)
        whole = [
            (tuple(one), (report, who, tuple(beside))) for one, (report, who, beside) in zip(every, held, strict=True)
        ]
        file.write_bytes(pickle.dumps(whole))
    return list(pickle.loads(file.read_bytes()))


def leftovers(arguments: argparse.Namespace) -> dict[str, float]:
    from simcheck.proof import proofread

    held = before_proofreading(arguments)
    from benchmarks.leftovers import Case, measured

    given = dict(held)
    told = measured([Case(*case) for case in given], lambda one: proofread(*given[tuple(one)]).leftovers)
    return {"found": told["planted"] - len(told["missed"]), "false": len(told["false"])}


def disguises(arguments: argparse.Namespace) -> dict[str, float]:
    from evasion import ATTACKS, HONEST, as_file, passage

    from simcheck import Document

    sources = [
        Document(one.name, one.read_text("utf-8")) for one in sorted((FOLDER.parent / "examples/speeches").iterdir())
    ]
    copy = passage(600)
    attacked = [as_file(ATTACKS[name](copy), sources) for name in sorted(ATTACKS)[:: arguments.every]]
    honest = [as_file(form.replace("%s", copy.split("。")[0] + "。"), sources) for form in HONEST.values()]
    return {
        "copies_that_fail": sum(one["fails"] for one in attacked),
        "honest_that_fail": sum(one["fails"] for one in honest),
        "letters_counted": sum(one["reused"] for one in attacked),
        "findings": sum(len(one["findings"]) for one in attacked),
        "honest_findings": sum(len(one["findings"]) for one in honest),
    }


def pages(arguments: argparse.Namespace) -> dict[str, float]:
    from few import checked
    from zh import by_kind, flagged, load

    held, sources = load(arguments.zh)
    chosen = sorted(held, key=lambda one: one["kind"])[:: arguments.every]
    found = {draft["id"]: checked(draft, sources=sources, number=5) for draft in chosen}
    whole = by_kind(chosen, found)["all"]
    return {"recall": whole.recall, "precision": whole.precision, "unrelated": flagged(chosen, found)["unrelated"]}


def drafts(arguments: argparse.Namespace) -> dict[str, float]:
    from gate import Library, checked
    from speech import corpora, figures, own_sources
    from zh import records

    from simcheck import Document

    held, sources = (list(records(arguments.speech / f"{name}.jsonl.gz")) for name in ("drafts", "sources"))
    library = Library([Document(one["id"], one["text"]) for one in sources], arguments.kept / "library.pickle")
    names = [one["id"] for one in sources]
    chosen = sorted(held, key=lambda one: one["style"])[:: arguments.every]
    told = figures(
        chosen, checked(library, chosen, corpora(chosen, own_sources(chosen, library, names), names, [], 15), None, 1)
    )
    return {
        key: told[key] for key in ("laundered_that_fail", "honest_that_fail", "characters_found", "counted_outside")
    }


def told_of(name: str, value: Any, measures: list[str], arguments: list[str]) -> dict[str, Any]:
    """What a process tells in which the number has the value; the error of one that no check can be made with."""
    command = [sys.executable, __file__, "--one", json.dumps([name, value, measures]), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return {"cannot": f"{value}: {done.stderr.splitlines()[-1]}"}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measures_of(one: Constant, arguments: argparse.Namespace) -> list[str]:
    """What is measured for a number, with the benches that there are."""
    lacking = {name for name, folder in (("drafts", arguments.speech), ("pages", arguments.zh)) if folder is None}
    return [name for name in MEASURES.get(one.name.partition(".")[0], _FOUND) if name not in lacking]


def as_moved(one: Constant, wanted: list[str], base: dict[str, Any], passed: list[str]) -> dict[str, Any]:
    """What changes with a number: by factor, the figures of what is measured; equal ones too."""
    found: dict[str, Any] = {}
    for factor in (0.8, 1.2):
        found[str(factor)] = told = told_of(one.name, moved(one.value, one.unit, factor), wanted, passed)
        if "cannot" in told:
            continue
        told["examples"] = sum(told["examples"][draft] != base["examples"][draft] for draft in base["examples"])
    return found


def wanted_numbers(asked: str | None) -> Iterator[Constant]:
    """The numbers that are asked for, by their names or those of their parts; all without a question."""
    names = set(asked.split(",")) if asked else None
    for one in constants(SCORING):
        part = one.name.partition(".")[0]
        if one.origin != "derived" and part not in LEFT_OUT and (names is None or {one.name, part} & names):
            yield one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", type=Path, help="folder of the bench of whole drafts")
    parser.add_argument("--zh", type=Path, help="folder of the bench of city reports")
    parser.add_argument("--every", type=int, default=8, help="take each so many-th draft, and disguise")
    parser.add_argument("--numbers", help="only these numbers, or parts of the record, comma separated")
    parser.add_argument("--fresh", action="store_true", help="measure again what is in the file")
    parser.add_argument("--workers", type=int, default=1, help="how many numbers are measured side by side")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the figures are written")
    parser.add_argument("--kept", type=Path, help="where to keep what is worked out once, for later runs")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        name, value, measures = json.loads(arguments.one)
        if name:
            put(name, tuple(value) if isinstance(value, list) else value)
        print(json.dumps({measure: globals()[measure](arguments) for measure in measures}))
        return
    file: Path = arguments.json
    told: dict[str, Any] = json.loads(file.read_bytes()) if file.is_file() else {BASE: {}, "numbers": {}}
    with tempfile.TemporaryDirectory() as folder:
        passed = ["--every", str(arguments.every), "--kept", str(arguments.kept or folder)]
        for option, value in (("--speech", arguments.speech), ("--zh", arguments.zh)):
            passed += [option, str(value)] if value else []
        asked = [one for one in wanted_numbers(arguments.numbers) if arguments.fresh or one.name not in told["numbers"]]
        wanted = {one: measures_of(one, arguments) for one in asked}
        base: dict[str, Any] = {}
        with ThreadPoolExecutor(arguments.workers) as workers:
            for figures in workers.map(
                lambda name: told_of("", None, [name], passed), sorted({name for one in asked for name in wanted[one]})
            ):
                base |= figures
            told[BASE] |= {measure: figures for measure, figures in base.items() if measure != "examples"}
            for one, figures in zip(
                asked, workers.map(lambda one: as_moved(one, wanted[one], base, passed), asked), strict=True
            ):
                told["numbers"][one.name] = figures
                file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
                print(one.name, figures, flush=True)


if __name__ == "__main__":
    main()
