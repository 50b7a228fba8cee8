"""A real Neovim, without a screen, shows the diagnostic on the right characters."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made import speeches

from simcheck import Corpus, Document

SOURCE = "安全生产工作会议讲话.txt"
#: One line of the source, so that it is one line of the draft.
COPIED = max(speeches()[f"speeches/{SOURCE}"].split("\n"), key=len).strip()


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim (nvim) is not installed")
def test_the_diagnostic_stands_on_the_copied_characters(tmp_path: Path) -> None:
    with Corpus.create(tmp_path / "讲话库") as corpus:
        corpus.add([Document(name.removeprefix("speeches/"), text) for name, text in speeches().items()])
    draft, result = tmp_path / "稿.txt", tmp_path / "result.json"
    before = "𠮷先生🙂昨天在图书馆门口学会了骑自行车。"
    draft.write_text(f"{before}{COPIED}\n猫也来了。\n", "utf-8")
    environment = {
        **os.environ,
        "SERVER": json.dumps([sys.executable, "-m", "simcheck", "lsp"]),
        "SETTINGS": json.dumps({"corpus": str(tmp_path / "讲话库"), "show_ignored": False, "delay": 0}),
        "DRAFT": str(draft),
        "TYPED": "𠮷𠮷🙂",
        "RESULT": str(result),
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
    }
    script = Path(__file__).with_name("neovim.lua")
    done = subprocess.run(
        ["nvim", "--headless", "--clean", "-n", "-c", f"luafile {script}"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert result.exists(), done.stderr
    for state in json.loads(result.read_text("utf-8")).values():
        (found,) = state
        assert found["text"] == COPIED
        assert SOURCE in found["message"]
        assert found["severity"] == 1
