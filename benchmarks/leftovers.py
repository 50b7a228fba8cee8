"""Leftovers: what is found of what an earlier text left behind, over sets of drafts that were written for it.

    python -m benchmarks.leftovers tenth eleventh     writes benchmarks/results/leftovers_tenth.json and so on
    python -m benchmarks.leftovers                    all sets

A set is a file of ``sets/``, which says by whom and when it was written; ``planted`` is made by ``planted.py``. A text
is written once: what differs is ``[[source|draft]]``, and what the draft should not have kept stands in ``{}``. Recall
is the share of what was left that a leftover lies on; a false finding is any leftover that lies on nothing of it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import planted
from simcheck import Document, Leftover, compare

HERE = Path(__file__).parent
NAMES = (
    "written",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
)
_DIFFERS = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")
_BRACES = str.maketrans("", "", "{}")


class Case(NamedTuple):
    """A draft, the text it was made from, and what the draft should not have kept."""

    source: str
    draft: str
    left: tuple[str, ...]
    author: str | None = None

    def documents(self) -> tuple[Document, Document]:
        """Draft and source."""
        return Document("稿", self.draft), Document(
            "来源", self.source, title=self.source.partition("\n")[0], author=self.author
        )


def case(marked: str) -> Case:
    """The source, the draft and what was left, of a text that says both."""
    source, draft = (_DIFFERS.sub(side, marked) for side in (r"\1", r"\2"))
    left = tuple(dict.fromkeys(re.findall(r"\{([^}]+)\}", draft)))
    return Case(source.translate(_BRACES), draft.translate(_BRACES), left)


@dataclass(frozen=True, slots=True)
class Set:
    """A set: what its first run found, before anything was mended by it; drafts with leftovers, and without; and their
    marked texts, where it has such."""

    first_seen: Mapping[str, float]
    cases: tuple[Case, ...]
    clean: tuple[Case, ...]
    marked: tuple[str, ...]


def read(name: str) -> Set:
    """The set of a name."""
    held = tomllib.loads((HERE / "sets" / f"{name}.toml").read_text("utf-8"))
    left, clean = held["left"], held.get("clean", [])
    sources = [one.get("source") for one in left]

    def read_case(one: Mapping[str, Any]) -> Case:
        if "text" in one:
            return case(one["text"])
        source = sources[one["of"]] if "of" in one else one["source"]
        return Case(source, one["draft"], tuple(one.get("left", ())), one.get("author"))

    cases, honest = (tuple(map(read_case, listed)) for listed in (left, clean))
    marked = tuple(one["text"] for one in (*left, *clean) if "text" in one)
    return Set(held.get("first_seen", {}), cases, honest, marked)


def checked(one: Case) -> Iterable[Leftover]:
    """The leftovers of a draft against its source."""
    draft, source = one.documents()
    return compare(draft, [source]).leftovers


def measured(cases: Iterable[Case], found_of: Callable[[Case], Iterable[Leftover]] = checked) -> dict[str, Any]:
    """Recall, and findings on nothing that was left, of all drafts."""
    missed, false, planted_, drafts = list[str](), list[str](), 0, 0
    for one in cases:
        told = [(found.start, found.end, f"{found.kind} {found.text}") for found in found_of(one)]
        places = {left: [at.start() for at in re.finditer(f"(?={re.escape(left)})", one.draft)] for left in one.left}
        spans = [(left, at, at + len(left)) for left, starts in places.items() for at in starts]
        lies_on = [{left for left, first, last in spans if start < last and end > first} for start, end, _ in told]
        missed += [left for left in one.left if left not in set().union(*lies_on)]
        false += [text for (*_, text), on in zip(told, lies_on, strict=True) if not on]
        planted_, drafts = planted_ + len(one.left), drafts + 1
    return {
        "drafts": drafts, "planted": planted_, "recall": round(1 - len(missed) / planted_, 3) if planted_ else None,
        "false_findings_per_draft": round(len(false) / drafts, 3), "missed": missed, "false": false,
    }  # fmt: skip


def figures(name: str, found_of: Callable[[Case], Iterable[Leftover]] = checked) -> dict[str, Any]:
    """The figures of a set, drafts with leftovers and without."""
    if name == "planted":
        return planted.run()
    held = read(name)
    told = {"first_seen": held.first_seen} if held.first_seen else {}
    told |= measured(held.cases, found_of)
    if held.clean:
        clean = measured(held.clean, found_of)
        told |= {
            "clean_drafts": clean["drafts"],
            "false_findings_per_clean_draft": clean["false_findings_per_draft"],
            "false_in_clean_drafts": clean["false"],
        }
    return told


def write_results(file: str, told: Mapping[str, Any]) -> None:
    """Write figures beside those of the other benches, and print them."""
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (HERE / "results" / f"{file}.json").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    for name in sys.argv[1:] or ("planted", *NAMES):
        write_results("leftovers" if name == "planted" else f"leftovers_{name}", figures(name))
