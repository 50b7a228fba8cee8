"""Real processes cut off at random moments, and real disks that are full: long tests, run with ``-m long``."""

from __future__ import annotations

import contextlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import speech

from simcheck import Corpus, CorpusError, Document

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")]

#: Adds documents, telling each batch that is acknowledged.
_ADD = """
import resource, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from fakes import speech
from simcheck import Corpus, Document
from simcheck.corpus import embed, merging, vectors, writer
embed.BATCH_CHARACTERS, merging.FANOUT, merging.EXACT, vectors.ROWS, writer.LOOSE = 4_000, 3, 2_000, 100, 5
documents = [Document(f"{{i}}.txt", speech(i, 20)) for i in range({count})]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
with Corpus.open(sys.argv[1]) as corpus:
    print("ready", flush=True)
    corpus.add(documents, lambda done, _: print(done, flush=True))
"""
COUNT = 400


def adding(folder: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """A process that adds ``COUNT`` documents; no file may grow beyond ``limit`` bytes."""

    code = _ADD.format(tests=str(Path(__file__).parent), count=COUNT)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(limit or resource.RLIM_INFINITY)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def assert_holds(folder: Path, least: int) -> int:
    """The corpus opens, is sound to the last byte, and holds the first documents, at least so many."""
    with Corpus.open(folder) as corpus:
        assert corpus.verify() == []
        held = [document.id for document in corpus.documents()]
        assert held == [f"{i}.txt" for i in range(len(held))]
        assert len(held) >= least
        if held:
            report = corpus.check(speech(len(held) - 1, 20))
            assert report.figures.largest_source_id == held[-1]
    return len(held)


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT])
def test_adding_goes_on_after_any_interruption(tmp_path: Path, way: signal.Signals) -> None:
    """Twenty times cut off at a random moment: what was acknowledged stays, and adding again goes on from there."""
    chance = random.Random(int(way))
    folder = tmp_path / "库"
    Corpus.create(folder).close()
    held = cut_off = 0
    while cut_off < 20:
        process = adding(folder)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        told: list[int] = []
        until = time.monotonic() + chance.uniform(0, 1.5)
        for line in process.stdout:
            told.append(int(line))
            if time.monotonic() > until:
                break
        process.send_signal(way)
        told += map(int, process.stdout.read().split())
        process.communicate()
        held = assert_holds(folder, max([held, *told]))
        cut_off += 1
        if held == COUNT:
            with Corpus.open(folder) as corpus:
                corpus.remove([f"{i}.txt" for i in range(20, COUNT)])
            held = 20
    process = adding(folder)
    process.communicate()
    assert process.returncode == 0
    assert assert_holds(folder, COUNT) == COUNT


def test_no_room_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """Files that may not grow further, at ever larger sizes: the error has one line and the corpus stays as it was."""
    folder = tmp_path / "库"
    Corpus.create(folder).close()
    held = refused = 0
    for limit in range(50_000, 1_600_000, 120_000):
        process = adding(folder, limit)
        told, errors = process.communicate()
        if process.returncode:
            refused += 1
            assert re.search(r"CorpusError|NoRoomError", errors), errors
            assert "free space" in errors
        held = assert_holds(folder, max([held, *map(int, told.split()[1:])]))
    assert refused > 3
    adding(folder).communicate()
    assert assert_holds(folder, COUNT) == COUNT


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    place = tmp_path / "盘"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(path: Path) -> None:
    """Leave no room on the disk."""
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    assert shutil.disk_usage(path.parent).free == 0


def test_a_full_disk_can_be_read_and_documents_removed(small_disk: Path) -> None:
    folder = small_disk / "库"
    with Corpus.create(folder) as corpus:
        corpus.add([Document(f"{i}.txt", speech(i, 20)) for i in range(60)])
        with pytest.raises(CorpusError, match="free space"):
            corpus.add([Document(f"{i}.txt", speech(i, 20)) for i in range(10_000)])
        held = len(corpus.documents())
        assert held >= 60
        fill(small_disk / "满")
        assert corpus.check(speech(5, 20)).figures.largest_source_id == "5.txt"
        assert corpus.remove([f"{i}.txt" for i in range(10, held)]) == held - 10
        assert corpus.check(speech(5, 20)).figures.largest_source_id == "5.txt"
        (small_disk / "满").unlink()
        corpus.add([Document("新.txt", speech(9999, 20))])
        assert corpus.verify() == []
        assert len(corpus.documents()) == 11


def test_two_first_additions_at_once_both_arrive(tmp_path: Path) -> None:
    folder = tmp_path / "库"
    for name in "甲乙":
        (tmp_path / f"{name}.txt").write_text(speech(ord(name), 20), encoding="utf-8")
    command = [sys.executable, "-m", "simcheck", "corpus", "add", "--wait", "--corpus", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    both = [
        subprocess.Popen([*command, str(tmp_path / f"{name}.txt")], stderr=subprocess.PIPE, text=True, env=environment)
        for name in "甲乙"
    ]
    told = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    with Corpus.open(folder) as corpus:
        assert {document.id for document in corpus.documents()} == {"甲.txt", "乙.txt"}
