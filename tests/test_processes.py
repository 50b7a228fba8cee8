"""After a check in one process: forked and spawned children and threads find what it finds, and nobody hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

#: Makes a corpus that is searched exactly and in inverted lists, checks against it, and so do others then.
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

def added(folder):
    merging.EXACT, vectors.ROWS = 60, 40
    with Corpus.open(folder) as corpus:
        corpus.add(speeches(30, first=100))
        return corpus.verify() == [] and len(corpus.documents())

if __name__ == "__main__":
    folder, way = sys.argv[1:]
    with Corpus.create(folder) as corpus:
        corpus.add(speeches(30))
        corpus.add(speeches(2, first=40))
        before = corpus.check(DRAFT).to_dict()
        assert before["matches"]
        if way == "os.fork":
            child = os.fork()
            if not child:
                same = corpus.check(DRAFT).to_dict() == before
                os._exit(0 if same and added(folder) == 62 else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        elif way == "threads":
            found = []
            threads = [threading.Thread(target=lambda: found.append(corpus.check(DRAFT).to_dict())) for _ in range(4)]
            for step in (threading.Thread.start, threading.Thread.join):
                for thread in threads:
                    step(thread)
            assert found == [before] * 4
        else:
            with ProcessPoolExecutor(2, multiprocessing.get_context(way)) as pool:
                assert list(pool.map(check, [folder] * 4)) == [before] * 4
                assert pool.submit(added, folder).result() == 62
"""


@pytest.mark.parametrize("way", ["os.fork", "fork", "spawn", "threads"])
def test_a_warm_check_can_be_followed_by_others(tmp_path: Path, way: str) -> None:
    """OpenMP's threads do not survive a fork; a child that waited for them would hang."""
    if os.name == "nt" and "fork" in way:
        pytest.skip("there is no fork")
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM.format(tests=str(Path(__file__).parent)), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "OMP_NUM_THREADS": "4"}
    started = subprocess.Popen(
        [sys.executable, str(program), str(tmp_path / "库"), way],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        _, errors = started.communicate(timeout=600)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
    assert started.returncode == 0, errors
