"""The language server's worker, its copies of sources, and settings by folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import HashingEncoder, speeches

from simcheck.config import Config, load_config
from simcheck.errors import CODES, ConfigError, CorpusError, DraftError
from simcheck.library import Corpus
from simcheck.lsp.checker import Checker, Draft, told
from simcheck.lsp.origins import PREFIX, Origins
from simcheck.lsp.settings import settings_of
from simcheck.lsp.worker import Worker
from simcheck.messages import LANGUAGES, words


@dataclass
class File:
    touched: int


def test_what_was_touched_last_is_done_first_and_overtakes() -> None:
    worker, begun, gate, done = Worker(), threading.Event(), threading.Event(), []
    files = [File(number) for number in range(200)]

    def first() -> str:
        begun.set()
        gate.wait(300)
        return "overtaken" if worker.overtaken(files[0]) else "alone"

    opened = worker.submit(files[0], first)
    assert begun.wait(300)
    waiting = [worker.submit(file, lambda number=file.touched: done.append(number)) for file in files[1:]]
    waiting[7].cancel()
    files[60].touched = 1000  # somebody types in it
    gate.set()
    assert opened.result(300) == "overtaken"
    waiting[0].result(300)
    with pytest.raises(CancelledError):
        waiting[7].result(300)
    assert done == [60, *(number for number in range(199, 0, -1) if number not in (60, 8))]
    failing = worker.submit(files[0], lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        failing.result(300)
    worker.shutdown()


def test_copies_of_a_killed_server_go_and_those_of_a_living_one_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living = Origins("utf-16", virtual=False)
    assert living.show("讲话.txt", "各位代表") is not None
    program = f"""if True:
        import os, tempfile
        tempfile.tempdir = {str(tmp_path)!r}
        from simcheck.lsp.origins import Origins
        origins = Origins("utf-16", virtual=False)
        origins.show("讲话.txt", "同志们")
        os.kill(os.getpid(), 9)
    """
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -9
    assert len([*tmp_path.glob(f"{PREFIX}*")]) == 2
    (tmp_path / f"{PREFIX}foreign").mkdir()
    Origins.sweep()
    left = sorted(path.read_text("utf-8") for path in tmp_path.rglob("*.txt"))
    assert left == ["各位代表"]
    living.close()
    Origins.sweep()
    assert not [*tmp_path.rglob("*.txt")]


def test_settings_are_those_of_the_folder_that_a_draft_lies_in(tmp_path: Path) -> None:
    outer, inner = tmp_path / "甲", tmp_path / "甲" / "乙"
    whole = settings_of({"corpus": "库"}, tmp_path)[0]
    checker = Checker("utf-16", Origins("utf-16", virtual=False), whole)
    checker.by_folder = {folder: settings_of({"corpus": "库"}, folder)[0] for folder in (outer, inner)}
    for path, folder in ((outer / "稿.txt", outer), (inner / "丙" / "稿.txt", inner), (tmp_path / "稿.txt", tmp_path)):
        assert checker.settings_for(path).given.corpus == str(folder / "库")


def test_however_many_drafts_lie_idle_it_is_looked_once_for_each_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    def load(path: Path, given: object) -> Config:
        looked.append(path.parent)
        return load_config(path, given)  # type: ignore[arg-type]

    monkeypatch.setattr("simcheck.lsp.checker.load_config", load)
    with Corpus.create(tmp_path / "库", HashingEncoder()) as corpus:
        corpus.add(speeches(1))
        checker = Checker("utf-16", Origins("utf-16", virtual=False), settings_of({"corpus": "库"}, tmp_path)[0])
        folders = [tmp_path / name for name in ("甲", "乙")]
        paths = [folder / f"{number}.txt" for number in range(200) for folder in folders]
        drafts = [Draft(path.as_uri(), path, "plaintext", "", 1) for path in paths]
        assert checker.stale(drafts) == drafts
        for draft in drafts:
            draft.stamp = checker._stamp_of(draft.path)
        looked.clear()
        assert checker.stale(drafts) == checker.stale([]) == []
        assert sorted(looked) == sorted(folders)
        corpus.add(speeches(1, first=5))
        assert checker.stale(drafts) == drafts
        checker.close()


def test_what_went_wrong_is_said_in_the_language_of_the_draft() -> None:
    missing = CorpusError("/srv/库: no such corpus; make one", code="corpus.missing")
    assert told(missing, "zh") == "没有语料库，请先添加讲话（/srv/库）"
    assert told(missing, "en") == str(missing)
    assert told(ConfigError("a/simcheck.toml:3: max_overlop: no such setting; did you mean"), "zh") == (
        "设置有误（a/simcheck.toml:3: max_overlop）"
    )
    assert told(DraftError("there is nothing", code="draft.empty"), "zh") == "里面没有一个字"


def test_every_code_has_its_words() -> None:
    for language in LANGUAGES:
        texts = words(language).texts
        assert {name.removeprefix("error.") for name in texts if name.startswith("error.")} == set(CODES)
    assert {code: words("en").texts[f"error.{code}"] for code in CODES} == CODES
