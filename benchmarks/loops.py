"""What machine code is worth: each inner loop, and a whole check, compiled and interpreted.

    python benchmarks/loops.py [--data FOLDER] [--runs 5] [--json benchmarks/results/loops.json]

The example drafts against the example speeches; with --data also the longest draft of the Chinese bench in FOLDER (see
``zh.py``) against its sources. One check records what it asks of each loop; then the same calls go to both backends in
turn. Milliseconds of processor time, the least of the runs. Ends with an error when a report differs, or when the loops
are not compiled.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from editing import documents, draft  # noqa: E402
from interpreted import interpreted  # noqa: E402
from zh import load  # noqa: E402

from simcheck import Document  # noqa: E402
from simcheck.align import loops  # noqa: E402
from simcheck.check import check  # noqa: E402
from simcheck.corpus.memory import memory_sources  # noqa: E402
from simcheck.encode import load_encoder  # noqa: E402

LOOPS = ("mark", "box_sums", "window_score", "stretch_score", "extend", "trim", "tiles")
Call = tuple[tuple[Any, ...], dict[str, Any]]


@contextmanager
def replaced(others: Mapping[str, Any]) -> Iterator[None]:
    """Other things in the place of those that the loops have under such names, wherever they were imported."""
    originals = {name: getattr(loops, name) for name in others}
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("simcheck."):
                held = {n: o for n, o in others.items() if getattr(module, n, None) is originals[n]}
                stack.enter_context(mock.patch.multiple(module, **held) if held else nullcontext())
        yield


def running(backend: ModuleType) -> AbstractContextManager[None]:
    """The loops of another backend."""
    return replaced({name: getattr(backend, name) for name in (*LOOPS, "Side", "Limits", "Extended")})


def recorded(backend: ModuleType, checked: Callable[[], Any]) -> dict[str, list[Call]]:
    """What a check asks of each loop."""
    calls: dict[str, list[Call]] = {name: [] for name in LOOPS}

    def recording(name: str) -> Callable[..., Any]:
        loop = getattr(backend, name)

        def called(*given: Any, **named: Any) -> Any:
            calls[name].append((given, named))
            return loop(*given, **named)

        return called

    types = {name: getattr(backend, name) for name in ("Side", "Limits", "Extended")}
    with replaced({name: recording(name) for name in LOOPS} | types):
        checked()
    return {name: found for name, found in calls.items() if found}


def processor_ms(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def compared(text: str, sources: Any, encoder: Any, runs: int) -> dict[str, Any]:
    backends = {"compiled": loops, "interpreted": interpreted("simcheck.align.loops")}
    asked: dict[str, dict[str, list[Call]]] = {}
    least: dict[str, dict[str, float]] = {}
    reports = []

    def checked() -> Any:
        return check(Document("draft", text), sources, encoder)

    for name, backend in backends.items():
        # What is shown as equal is remembered from the first check on.
        asked[name] = {"tiles": asked["compiled"]["tiles"] if asked else [], **recorded(backend, checked)}
    for _ in range(runs):
        for name, backend in backends.items():
            with running(backend):
                took = {"check": processor_ms(lambda: reports.append([(m.draft, m.source) for m in checked().matches]))}
                for loop, calls in asked[name].items():
                    function = getattr(backend, loop)
                    took[loop] = processor_ms(lambda f=function, c=calls: [f(*given, **named) for given, named in c])
            best = least.setdefault(name, took)
            least[name] = {loop: min(ms, best[loop]) for loop, ms in took.items()}
    if any(report != reports[0] for report in reports):
        raise SystemExit("the reports differ")
    calls = {loop: len(found) for loop, found in asked["compiled"].items()}
    rounded = {f"{name}_ms": {loop: round(ms, 2) for loop, ms in took.items()} for name, took in least.items()}
    ratio = round(least["interpreted"]["check"] / least["compiled"]["check"], 2)
    return {"characters": len(text), "ratio": ratio, "calls": calls, **rounded}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of the Chinese bench")
    parser.add_argument("--runs", type=int, default=5, help="times each is run")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    if not loops.COMPILED:
        raise SystemExit("the loops are not compiled: python hatch_build.py")
    encoder = load_encoder(None)
    texts = {"examples": (draft(), list(documents(ROOT / "examples" / "speeches")))}
    if arguments.data:
        drafts, sources = load(arguments.data)
        texts["zh"] = max((one["text"] for one in drafts), key=len), sources
    figures: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} processors", "runs": arguments.runs}
    for name, (text, sources) in texts.items():
        figures[name] = compared(text, memory_sources(sources, encoder), encoder, arguments.runs)
    print(json.dumps(figures, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
