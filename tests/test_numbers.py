"""Every number that decides what is found stands in the scoring record; what else stands in a module has a reason."""

from __future__ import annotations

import ast
import json
import math
from pathlib import Path

import pytest

import simcheck
from simcheck.scoring import SCORING, constants

PACKAGE = Path(simcheck.__file__).parent
#: Where it is decided what is found, and what it is taken for.
ROOMS = (
    "accept", "align", "check.py", "corpus", "encode", "judge", "mosaic.py", "pairing", "proof", "retrieve.py",
    "shards", "sharded.py", "translations.py", "two_hits.py", "text", "texts.py",
)  # fmt: skip
#: Numbers of modules by what they are.
ELSE = {
    "how much is held or done at once, which changes nothing that is found": {
        "align/lexical_seeds.py BAND", "align/loops/chain.py BATCH", "align/loops/dot_plot.py BAND",
        "align/loops/nearness.py BAND", "align/query.py _known", "align/reference.py _known",
        "align/sections.py SECTION", "align/sections.py _known", "align/shelf.py _known",
        "align/word_meaning.py HELD", "align/word_meaning.py KNOWN",
        "align/word_meaning.py _cuts",
        "corpus/phrases.py BATCH", "encode/endpoint.py BATCH", "encode/evaluate.py _BLOCK", "encode/load.py _recent",
        "encode/products.py DIGEST", "encode/static.py CHUNK", "encode/static.py DRAFT", "mosaic.py _AT_ONCE",
        "retrieve.py AT_ONCE", "retrieve.py SPARSE", "encode/products.py KNOWN", "encode/products.py _known",
        "text/words.py _APART", "text/words.py _known",
    },
    "how a corpus is stored, and how much of it is held, written, merged or looked at together": {
        "corpus/cached.py neighbours", "corpus/cached.py shared", "corpus/changes.py PACKED",
        "corpus/database.py APPLICATION", "corpus/database.py BUSY_SECONDS", "corpus/database.py FORMAT",
        "corpus/database.py INDEX_FORMAT", "corpus/database.py LOG_BYTES", "corpus/database.py UNKNOWN",
        "corpus/database.py _ADDED", "corpus/database.py _TOLD_BEFORE",
        "corpus/disk.py ATTEMPTS", "corpus/disk.py WORTH_A_THREAD", "corpus/embed.py BATCH_CHARACTERS",
        "corpus/embed.py FIRST_STEP", "corpus/files.py MAPPED_BYTES", "corpus/files.py NPY_HEADER",
        "corpus/folder.py LOCK_SECONDS", "corpus/folder.py RESERVE_BYTES", "corpus/memory.py BLOCK",
        "corpus/memory.py CACHED", "corpus/merging.py DELETED_SHARE", "corpus/merging.py FANOUT",
        "corpus/merging.py LARGEST", "corpus/prefetch.py THREADS", "corpus/publish.py BLOCK",
        "corpus/sample.py PER_DOCUMENT", "corpus/scan.py BYTE", "corpus/scan.py EXACT", "corpus/scan.py ROWS",
        "corpus/scan.py TOGETHER", "corpus/scan.py WORK", "corpus/source_cache.py CHARACTER",
        "corpus/source_cache.py MOST", "corpus/source_cache.py OF_VECTORS", "corpus/tables.py TOGETHER",
        "corpus/vectors.py ID_BYTES", "corpus/writer.py REWRITTEN", "corpus/writer.py UNMERGED",
        "proof/entities.py _AT_ONCE", "proof/entities.py _known", "shards/manifest.py FORMAT",
        "shards/sources.py COMPARED", "shards/split.py TOGETHER", "text/classes.py RULES",
    },
    "features of a model that ships: another value asks for another training": {
        "proof/entity_features.py PAIRS", "proof/entity_features.py WORDS", "proof/entity_features.py _ALONE",
        "proof/entity_features.py _SPREAD", "proof/entity_features.py _TIMES", "proof/figures.py SIZE",
        "proof/figures.py _BEFORE", "proof/figures.py _DIGITS", "proof/figures.py _NEAR", "proof/rarity.py GRAMS",
        "proof/tagger.py STEPS", "proof/tagger.py TAGS",
    },
    "how Chinese names, places and years are": {
        "proof/almanac.py _LAST", "proof/recognised.py _PLACE", "proof/spelt.py _FULL",
        "proof/calendar.py _BEGUN", "proof/calendar.py _COUNTED", "proof/calendar.py _DIGITS",
        "proof/consistency.py _BEGAN", "proof/gazetteer.py _LONGEST", "proof/people.py _SHORT",
        "proof/shared.py _SHORT_NAME", "proof/shared.py _WHOLE_NAMES", "proof/towns.py _PAIR",
        "proof/wider.py _UPPER",
    },
    "a guard of a division, of a protocol or of memory": {
        "proof/anchors.py _TABLE", "proof/tagger.py _MOST", "proof/tagger.py _AT_ONCE", "proof/names.py _BEFORE",
        "text/spans.py _start",
        "align/loops/chain.py LEAST", "align/loops/stretches.py LEAST_CHANCE", "align/loops/stretches.py LEAST_SHARE",
        "check.py LONGEST", "encode/endpoint.py _LONGEST", "encode/endpoint.py _PASSING",
        "encode/validated.py TOLERANCE", "accept/revision.py _SECONDS",
    },
    "how numbers are written in a file, in bits or in code points": {
        "align/reference.py FINE", "corpus/near_duplicates.py SAMPLE", "encode/grid.py POINTS",
        "corpus/near_duplicates.py _BITS", "text/background.py BUCKET_BITS", "text/background.py ORDER",
        "text/background.py RAREST", "text/background.py STEPS", "text/characters.py _IGNORABLE",
        "text/evasion.py _PLAIN", "text/lookup.py CODE_POINTS", "text/normalize.py _UNKNOWN", "text/normalize.py _DROP",
        "text/normalize.py _EXPAND", "text/scripts.py _UNSPACED", "text/scripts.py _CLOSED", "text/scripts.py _JOINING",
        "text/scripts.py _BREAKING", "text/split.py ALPHABETS", "text/tokens.py _NOTHING",
        "text/tokens.py WORDS", "text/evasion.py _kinds", "text/words.py _NO_WORD",
        "text/normalize.py _is_mark", "judge/figures.py _visible", "proof/legible.py _GUISES",
        "proof/legible.py _TYPED", "proof/legible.py _WIDE",
    },
    "values of numerals": {
        "text/numerals.py _DIGITS", "text/numerals.py _SMALL", "text/numerals.py _LARGE", "text/tokens.py _SCALES",
    },
    "what makes texts comparable at all: pinned by NORMALIZATION, or by the encoder, not tuned": {
        "text/fingerprint.py RUN", "text/fingerprint.py WINDOW", "text/names.py SHORTEST", "text/names.py SYLLABLES",
        "text/normalize.py NORMALIZATION", "text/split.py LONGEST", "text/split.py WANTED", "text/split.py SHORTEST",
        "text/split.py HEADING", "text/tokens.py STEM", "text/tokens.py GAP", "encode/centred.py SAMPLE",
        "encode/static.py SPELLED_OUT",
    },
    "how often a part of a document's frame may stand there": {"text/structure.py _TIMES"},
    "how many names a warning lists": {"accept/authors.py _NEAREST", "accept/same_hand.py _LISTED"},
    "a part of a pattern": {
        "proof/days.py ALONE", "proof/days.py WEEKDAY",
        "align/evidence.py _DAY", "text/apart.py _APART", "text/apart.py _GAP",
        "text/formal_clauses.py _LEADING",
        "text/evasion.py _LINED", "text/evasion.py _SPACED", "text/formalities.py _CLOSING",
    },
    "nothing": {"retrieve.py level", "retrieve.py shared", "align/evidence.py permuted", "align/evidence.py short"},
}  # fmt: skip


def files() -> list[Path]:
    found = [PACKAGE / room for room in ROOMS]
    return sorted(file for one in found for file in ([one] if one.is_file() else one.rglob("*.py")))


def numbers(tree: ast.Module) -> set[str]:
    """The names that a module or a class gives to something with a number in it, the first of each statement."""
    found = set()
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for node in (node for body in bodies for node in body):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            values = {type(one.value) for one in ast.walk(node.value) if isinstance(one, ast.Constant)}
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if values & {int, float}:
                found.add(next(one.id for one in ast.walk(target) if isinstance(one, ast.Name)))
    return found


def test_a_number_of_a_module_decides_nothing_that_is_found() -> None:
    held = {
        f"{file.relative_to(PACKAGE).as_posix()} {name}"
        for file in files()
        for name in numbers(ast.parse(file.read_text("utf-8")))
    }
    known = set().union(*ELSE.values())
    assert sorted(held - known) == [], "put it into simcheck/scoring, with unit, meaning and origin"
    assert sorted(known - held) == [], "gone: take it off this list"


#: Fractions within functions by what they are.
FRACTIONS = {
    "even odds, and more than half": {"align/evidence.py 0.5", "align/pipeline.py 0.5", "text/analyze.py 0.5"},
    "a guard of a division, of a logarithm or of an exponential": {
        "align/explanation.py 60.0", "align/likelihood.py 60.0", "align/order.py 1e-300", "align/semantic.py 0.001",
        "align/source_evidence.py 1e-09", "judge/matches.py 1e-09", "text/background.py 0.5",
    },
    "seconds, bytes, and how a number is written": {
        "align/loops/nearness.py 255.0", "encode/endpoint.py 0.1", "encode/transformer.py 3.0",
        "text/tokens.py 10000000000.0",
    },
    "what a caller asks for": {"sharded.py 0.5"},
}  # fmt: skip


def test_a_fraction_within_a_function_decides_nothing_that_is_found() -> None:
    held = {
        f"{file.relative_to(PACKAGE).as_posix()} {one.value}"
        for file in files()
        for function in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for one in ast.walk(function)
        if isinstance(one, ast.Constant) and type(one.value) is float and one.value not in (0.0, 1.0)
    }
    known = set().union(*FRACTIONS.values())
    assert sorted(held - known) == [], "put it into simcheck/scoring, with unit, meaning and origin"
    assert sorted(known - held) == [], "gone: take it off this list"


def test_numbers_are_seen_wherever_they_stand() -> None:
    written = (
        "A = 1\nB: float = 0.5\nC, D = (2, 3)\nE = True\nF = 'a'\nclass G:\n    H = 4\n    def i(self):\n        j = 5"
    )
    assert numbers(ast.parse(written)) == {"A", "B", "C", "H"}


def test_what_is_fitted_is_what_the_script_that_is_named_found() -> None:
    results = PACKAGE.parent / "benchmarks" / "results"
    found = {
        f"reuse.{name}": value
        for name, value in json.loads((results / "fit.json").read_bytes())["fitted_on_all"].items()
    }
    score = json.loads((results / "reliability.json").read_bytes())["fitted_on_all"]
    found |= {"decision.even": score["EVEN"], "decision.scale": score["SCALE"]}
    fitted = {one.name: one for one in constants(SCORING) if one.origin == "fitted"}
    assert set(fitted) == set(found)
    for name, one in fitted.items():
        assert one.value == pytest.approx(found[name], rel=0.1), one
        assert (PACKAGE.parent / "benchmarks" / one.why.split()[0].rstrip(",")).is_file(), one


def test_every_number_says_what_it_is() -> None:
    for one in constants(SCORING):
        assert one.origin in ("derived", "fitted", "chosen"), one
        assert one.unit, one
        assert one.meaning, one
        assert one.why, one
        assert not isinstance(one.value, float) or math.isfinite(one.value), one
