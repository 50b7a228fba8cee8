"""After a check in one process: forked and spawned children and threads find what it finds, and nobody hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from fakes import speeches

from simcheck import Corpus, forks
from simcheck.corpus import database

#: Makes a corpus that is searched exactly and in inverted lists, checks against it, and so do others then, one way
#: after the other.
_PROGRAM = """
import multiprocessing, os, sys, threading
from concurrent.futures import ProcessPoolExecutor
sys.path.insert(0, {tests!r})
from fakes import speeches
from simcheck import Corpus, Document
from simcheck.corpus import merging, vectors

merging.EXACT, vectors.ROWS = 60, 40
DRAFT = speeches(1, first=3, sentences=12)[0].text

def check(folder):
    merging.EXACT, vectors.ROWS = 60, 40
    with Corpus.open(folder) as corpus:
        return corpus.check(DRAFT).to_dict()

def added(folder, first):
    merging.EXACT, vectors.ROWS = 60, 40
    with Corpus.open(folder) as corpus:
        corpus.add(speeches(10, first=first))
        return corpus.verify() == [] and len(corpus.documents())

if __name__ == "__main__":
    folder, *ways = sys.argv[1:]
    with Corpus.create(folder) as corpus:
        corpus.add(speeches(30))
        corpus.add(speeches(2, first=40))
        for number, way in enumerate(ways):
            before = corpus.check(DRAFT).to_dict()
            assert before["matches"]
            first, all_of_them = 100 * (1 + number), len(corpus.documents()) + 10
            if way == "os.fork":
                child = os.fork()
                if not child:
                    same = corpus.check(DRAFT).to_dict() == before
                    os._exit(0 if same and added(folder, first) == all_of_them else 1)
                assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            elif way == "threads":
                found = []
                threads = [
                    threading.Thread(target=lambda: found.append(corpus.check(DRAFT).to_dict())) for _ in range(4)
                ]
                for step in (threading.Thread.start, threading.Thread.join):
                    for thread in threads:
                        step(thread)
                assert found == [before] * 4
            else:
                some = 1 if way == "spawn" else 2
                with ProcessPoolExecutor(some, multiprocessing.get_context(way)) as pool:
                    assert list(pool.map(check, [folder] * 2 * some)) == [before] * 2 * some
                    assert pool.submit(added, folder, first).result() == all_of_them
            print(way)
"""


#: Forks while another thread makes the first check of the process, or something in the midst of a later one.
_IN_THE_MIDST = """
import os, signal, sys, threading, time
sys.path.insert(0, {tests!r})
from fakes import speeches
import simcheck
from simcheck import Corpus, forks

folder, way, delay = sys.argv[1], sys.argv[2], float(sys.argv[3])
DRAFT = speeches(1, first=3, sentences=12)[0].text
if way == "late":
    forks.WAIT = 0.0
begun, go_on = threading.Event(), threading.Event()

def watch(stage):
    begun.set()
    if way == "late":
        go_on.wait(300)

def first():
    with Corpus.open(folder) as corpus:
        for _ in range(20 if way == "later" else 1):
            found.append(corpus.check(DRAFT, watch=watch).to_dict())

found = []
thread = threading.Thread(target=first)
thread.start()
if way != "anywhere":
    begun.wait(300)
time.sleep(delay)
children = []
for _ in range(8 if way == "later" else 1):
    child = os.fork()
    if not child:
        signal.alarm(120)  # who hangs is killed
        try:
            with Corpus.open(folder) as corpus:
                same = [corpus.check(DRAFT).to_dict() for _ in range(2)]
            os._exit(0 if same == [same[0]] * 2 and same[0]["matches"] else 1)
        except simcheck.SimcheckError as error:
            print(error, flush=True)
            os._exit(3 if error.code == "process.forked" else 1)
        except BaseException as error:
            print(repr(error), flush=True)
            os._exit(1)
    children.append(child)
codes = {{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children}}
go_on.set()
thread.join()
assert found[0]["matches"]
assert codes == {{3 if way == "late" else 0}}, codes
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
@pytest.mark.parametrize(
    ("way", "delay"),
    [
        ("late", 0.0),
        ("later", 0.0),
        ("begun", 0.0),
        ("anywhere", 0.0),
        *(pytest.param("anywhere", at / 16, marks=pytest.mark.long) for at in range(1, 28)),
        *(pytest.param("begun", at / 16, marks=pytest.mark.long) for at in range(1, 8)),
    ],
)
def test_a_fork_in_the_midst_of_a_check_waits_or_is_told(tmp_path: Path, way: str, delay: float) -> None:
    """Before, six of ten children hung: of a lock, or of an import, that a thread of their parent was at."""
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add(speeches(30))
    done = _run(tmp_path, _IN_THE_MIDST, way, str(delay))
    assert ("Corpus.load()" in done) == (way == "late")


def _run(folder: Path, program: str, *words: str) -> str:
    """What a program writes about the corpus in a folder; it is killed with its children if it does not end."""
    file = folder / "program.py"
    file.write_text(program.format(tests=str(Path(__file__).parent)), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "OMP_NUM_THREADS": "4"}
    started = subprocess.Popen(
        [sys.executable, str(file), str(folder / "库"), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        written, errors = started.communicate(timeout=600)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
    assert started.returncode == 0, written + errors
    return written


def test_a_warm_check_can_be_followed_by_others(tmp_path: Path) -> None:
    """OpenMP's threads do not survive a fork; a child that waited for them would hang."""
    ways = ["spawn", "threads"] if os.name == "nt" else ["os.fork", "fork", "spawn", "threads", "fork"]
    assert _run(tmp_path, _PROGRAM, *ways).split() == ways


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
def test_a_fork_waits_for_who_writes_and_not_for_who_reads_on(tmp_path: Path) -> None:
    """A reader may be left in the midst of a corpus for ever; children were refused after that."""
    with Corpus.create(tmp_path / "库") as corpus:
        corpus.add(speeches(2))
    for transaction, free in ((database.read_transaction, True), (database.write_transaction, False)):
        inside, go_on = threading.Event(), threading.Event()

        def hold(transaction: Any = transaction, inside: Any = inside, go_on: Any = go_on) -> None:
            with transaction(tmp_path / "库"):
                inside.set()
                go_on.wait(300)

        thread = threading.Thread(target=hold)
        thread.start()
        assert inside.wait(300)
        assert forks._begun.free() is free
        go_on.set()
        thread.join()
        assert forks._begun.free()
