"""Other packages bring encoders, readers and formats of reports by their entry points, also to the command line."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from editing import editor, server_that
from fakes import HashingEncoder, speeches
from forked import python

from simcheck import Corpus, ModelError

ROOT = Path(__file__).parents[1]
MODULE = """
import sys
sys.path.insert(0, {tests!r})
from fakes import HashingEncoder

def encoder():
    return HashingEncoder()

ready = HashingEncoder(name="ready:7")

def broken():
    raise LookupError("模型不见了")

def read(data, name):
    if data == b"number":
        return 5
    return data.decode("utf-16")

def report(reports, language):
    return "\\n".join(f"{{one.draft.id}}\\t{{one.figures.overlap:.3f}}\\t{{language}}" for one in reports) + "\\n"

def nothing(reports, language):
    return None
"""
POINTS = """[simcheck.encoders]
hashing = added:encoder
ready = added:ready
broken = added:broken
gone = absent:encoder
[simcheck.readers]
hwp = added:read
speech = added:read
[simcheck.reporters]
tsv = added:report
nothing = added:nothing
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installed package."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "added.py").write_text(MODULE.format(tests=str(ROOT / "tests")), encoding="utf-8")
    about = folder / "added-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: added\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for document in speeches(3):
        (tmp_path / document.id).write_text(document.text, encoding="utf-8")
    (tmp_path / "稿.txt").write_text(speeches(1)[0].text, encoding="utf-8")
    return tmp_path


def started(site: Path, folder: Path, *words: str) -> Any:
    """Python with these words, where the package is installed and little else is known."""
    environment = {"PYTHONPATH": f"{ROOT}:{site}", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder)}
    command = [sys.executable, *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


def run(site: Path, folder: Path, *arguments: str) -> Any:
    return started(site, folder, *python("-m", "simcheck", *arguments))


def test_an_encoder_by_its_entry_point(site: Path, folder: Path) -> None:
    for name, identity in (("hashing", "hashing:1"), ("ready", "ready:7")):
        made = run(site, folder, "corpus", "add", "讲话0.txt", "讲话1.txt", "-c", name, "--model", name)
        assert made.returncode == 0, made.stderr
        checked = run(site, folder, "check", "稿.txt", "-c", name, "-f", "json")
        assert checked.returncode == 1, checked.stderr
        assert json.loads(checked.stdout)["corpus"]["model"] == identity


def test_a_corpus_that_was_made_with_an_object_is_opened_by_its_entry_point(site: Path, folder: Path) -> None:
    program = """if True:
        from added import encoder
        from simcheck import Corpus, Document
        from fakes import speeches
        with Corpus.create("库", encoder()) as corpus:
            corpus.add(speeches(2))
    """
    made = started(site, folder, *python("-c", program))
    assert made.returncode == 0, made.stderr
    checked = started(site, folder, "-m", "simcheck", "check", "稿.txt", "-c", "库", "-f", "json")
    assert checked.returncode == 1, checked.stderr
    assert json.loads(checked.stdout)["corpus"]["model"] == "hashing:1"


def test_the_language_server_finds_the_encoder_of_a_corpus_by_its_entry_point(site: Path, folder: Path) -> None:
    made = run(site, folder, "corpus", "add", "讲话0.txt", "讲话1.txt", "-c", "库", "--model", "hashing")
    assert made.returncode == 0, made.stderr

    async def scenario() -> None:
        command = server_that(f"sys.path.insert(0, {str(site)!r})\nsys.path.insert(0, {str(ROOT)!r})")
        async with editor(folder, {"corpus": str(folder / "库")}, command=command) as ed:
            uri = ed.open("稿.txt", speeches(1)[0].text)
            (found,) = await ed.diagnostics(uri)
            assert found.source == "simcheck"

    asyncio.run(scenario())


def test_a_corpus_that_was_made_with_an_object_tells_so_where_its_package_is_missing(tmp_path: Path) -> None:
    """Its name was looked up on the model hub, which took seconds, and sentence-transformers was asked for."""
    with Corpus.create(tmp_path / "库", HashingEncoder(name="自制:1")) as corpus:
        corpus.add(speeches(2))
    with Corpus.open(tmp_path / "库") as corpus, pytest.raises(ModelError, match=r"^自制:1: .*give it again") as caught:
        corpus.check(speeches(1)[0])
    assert caught.value.code == "model.missing"


@pytest.mark.parametrize(
    ("name", "told"),
    [("broken", "cannot be made (LookupError: 模型不见了)"), ("gone", "cannot be imported (ModuleNotFound")],
)
def test_an_encoder_that_breaks_down_is_one_line(site: Path, folder: Path, name: str, told: str) -> None:
    found = run(site, folder, "compare", "稿.txt", "讲话0.txt", "--model", name)
    assert found.returncode == 3
    assert told in found.stderr
    assert "Traceback" not in found.stderr


def test_a_reader_by_the_ending(site: Path, folder: Path) -> None:
    drafts, endings = folder / "稿件", ("hwp", "speech")
    drafts.mkdir()
    for ending in endings:
        (drafts / f"稿.{ending}").write_bytes(speeches(1)[0].text.encode("utf-16"))
    (drafts / "说明.TXT").write_text("这份说明与讲话无关，只写会场的座位怎样安排。", encoding="utf-8")
    assert run(site, folder, "corpus", "add", "讲话0.txt", "讲话1.txt", "-c", "库").returncode == 0
    found = run(site, folder, "check", "稿件", "-c", "库", "-f", "json")
    assert found.returncode == 1, found.stderr
    overlaps = {one["draft"]["id"]: one["figures"]["overlap"] for one in map(json.loads, found.stdout.splitlines())}
    assert len(overlaps) == 3
    for ending in endings:
        assert overlaps[f"稿件/稿.{ending}"] > 0.9
        alone = run(site, folder, "check", f"稿件/稿.{ending}", "-c", "库", "-f", "json")
        assert alone.returncode == 1, alone.stderr
        assert json.loads(alone.stdout)["figures"]["overlap"] > 0.9
        (drafts / f"坏.{ending}").write_bytes(b"number")
        broken = run(site, folder, "compare", f"稿件/坏.{ending}", "讲话0.txt")
        assert broken.returncode == 3
        assert f"坏.{ending}: its reader, of another package, gave int" in broken.stderr


def test_a_format_by_its_name(site: Path, folder: Path) -> None:
    shown = run(site, folder, "compare", "稿.txt", "讲话0.txt", "-f", "tsv", "--lang", "zh")
    assert shown.returncode == 1, shown.stderr
    assert shown.stdout.startswith("稿.txt\t1.000\tzh")
    written = run(site, folder, "compare", "稿.txt", "讲话0.txt", "-f", "tsv", "-o", "报告.tsv", "--lang", "zh")
    assert written.returncode == 1, written.stderr
    assert (folder / "报告.tsv").read_text("utf-8") == shown.stdout
    wrong = run(site, folder, "compare", "稿.txt", "讲话0.txt", "-f", "tvs")
    assert wrong.returncode == 2
    assert "tsv" in wrong.stderr
    nothing = run(site, folder, "compare", "稿.txt", "讲话0.txt", "-f", "nothing")
    assert nothing.returncode == 2, nothing.stderr
    assert "gave NoneType" in nothing.stderr
