"""A process that checks draft after draft does not grow: of a draft nothing stays but what caches bound."""

from __future__ import annotations

import functools
import gc
import importlib
import inspect
import pkgutil
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import speech, speeches
from made import random_chinese

import simcheck
from simcheck import Corpus, Document, Session, compare
from simcheck.align import shelf
from simcheck.caching import LRUCache
from simcheck.proof import figures
from simcheck.proof.tagger import tagger
from simcheck.text.analyze import Analyzed, script_of

#: Functions of few arguments there can be, whose results are constants: a language, the file of the background, a
#: function of PDFium, the ranges of a kind of script, a group of plugins, a type of our own.
CONSTANTS = {"words", "server_words", "load_background", "function", "_table", "_found", "_hints"} | {
    "_sentences",  # of a catalogue
    "_pattern",  # of such a sentence
    "_cluster",  # of the settings
    "_moves",  # of the record of constants
    "_analyzed",  # texts of the shelf
    "_words",  # of a language
    "_is_called",  # cities and counties without their endings
}


def drafts(first: int, last: int) -> Iterator[str]:
    """Texts that have little in common: speeches, characters, names and numbers; each copies a line of a source."""
    for number in range(first, last):
        names = f"In Mianyang and Chengdu {number} people saw Leshan{'abcdefghij'[number % 10]}."
        copied = speech(number % 6)[:80]
        yield f"{speech(1000 + number)}\n{random_chinese(number, 90)}。\n{names}\n{copied}"


def check_by_every_door(corpus: Corpus, session: Session, first: int, last: int) -> None:
    for number, text in enumerate(drafts(first, last)):
        if number % 3 == 0:
            corpus.check(Document(f"稿{first + number}", text))
        elif number % 3 == 1:
            compare(text, [Document(f"源{first + number}", speech(number + first)), *speeches(2)])
        else:
            session.replace(text)
            session.report()


def caches() -> list[LRUCache[object, object]]:
    gc.unfreeze()  # conftest.py has put away what was loaded with the tests
    gc.collect()
    return [found for found in gc.get_objects() if type(found) is LRUCache]


def texts_taken_apart() -> int:
    gc.collect()
    return sum(type(found) is Analyzed for found in gc.get_objects())


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus.create(tmp_path / "讲话库")
    made.add(speeches(6))
    return made


@pytest.mark.long
def test_of_200_checks_nothing_stays_but_what_is_cached(corpus: Corpus) -> None:
    def taken() -> int:
        for cache in caches():
            assert cache.nbytes <= cache.maxbytes
            cache.clear()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    for number in range(len(shelf._texts())):  # each is taken apart once, when a draft first comes near it
        script_of(shelf._analyzed(number))
    tagger()  # what names and figures are told by, read when a draft first has some
    figures._weights()
    session, others = Session(corpus), texts_taken_apart()
    check_by_every_door(corpus, session, 0, 50)
    tracemalloc.start()
    try:
        check_by_every_door(corpus, session, 50, 80)
        before = taken()
        check_by_every_door(corpus, session, 80, 200)
        grown = taken() - before
    finally:
        tracemalloc.stop()
    assert grown < 120 * 1500  # one array of a draft's tokens that stayed each time would be twice that
    assert texts_taken_apart() <= others + 2


def test_a_cache_without_bounds_holds_nothing_but_constants() -> None:
    unbounded = set()
    for module in pkgutil.walk_packages(simcheck.__path__, "simcheck."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:  # these Alembic runs
            for name, found in vars(importlib.import_module(module.name)).items():
                ours = isinstance(found, functools._lru_cache_wrapper) and found.__module__.startswith("simcheck")
                if ours and found.cache_parameters()["maxsize"] is None and inspect.signature(found).parameters:
                    unbounded.add(name)
    assert unbounded == CONSTANTS


@pytest.mark.long
def test_5000_checks_of_different_drafts_do_not_grow_the_process(tmp_path: Path) -> None:
    # With caches a sixteenth as large, so that they are full halfway.
    program = (
        "import sys; sys.path.insert(0, sys.argv[2]); from simcheck import caching; caching.MIB //= 16;"
        "import test_growth; test_growth.check_5000(sys.argv[1])"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "讲话库"), str(Path(__file__).parent)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    halfway, end = map(float, done.stdout.split())
    assert end - halfway < 8, done.stdout


def check_5000(folder: str) -> None:
    """Writes the most MiB that this process took, after half of the checks and after all."""
    with Corpus.create(folder) as corpus:
        corpus.add(speeches(6))
        session = Session(corpus)
        for begin in (0, 2500):
            check_by_every_door(corpus, session, begin, begin + 2500)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            sys.stdout.write(f"{peak / (1 << 20 if sys.platform == 'darwin' else 1 << 10)}\n")
