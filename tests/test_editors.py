"""Real editors without a screen, set up by the lines of docs/en/editors.md, show what is copied at its place."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made import speeches

from simcheck import Corpus, Document
from simcheck.lsp.settings import Settings, settings_of

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "en" / "editors.md").read_text("utf-8")
SOURCE = "安全生产工作会议讲话.txt"
#: One line of the source, so that it is one line of the draft.
COPIED = max(speeches()[f"speeches/{SOURCE}"].split("\n"), key=len).strip()
#: The corpus of the page's examples.
THEIRS = "~/讲话库"
#: What a client of Sublime's LSP package may have, by its documentation.
SUBLIME = {
    "enabled", "command", "env", "settings", "initializationOptions", "selector", "priority_selector",
    "diagnostics_mode", "tcp_port", "experimental_capabilities", "disabled_capabilities",
}  # fmt: skip


def block(language: str) -> str:
    """The only block of the page in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def has_eglot() -> bool:
    if shutil.which("emacs") is None:
        return False
    lisp = "(progn (require 'package) (package-initialize) (require 'eglot))"
    return subprocess.run(["emacs", "--batch", "--eval", lisp], capture_output=True, check=False).returncode == 0


def shown(tmp_path: Path, command: list[str], lines: str) -> dict[str, Any]:
    """What an editor shows of a draft when opened, and when something was typed before all of it.

    The lines of the page are its set-up, and find ``simcheck`` on the path.
    """
    with Corpus.create(tmp_path / "讲话库") as corpus:
        corpus.add([Document(name.removeprefix("speeches/"), text) for name, text in speeches().items()])
    draft, result, setup = tmp_path / "稿.txt", tmp_path / "result.json", tmp_path / "setup"
    draft.write_text(f"𠮷先生🙂昨天在图书馆门口学会了骑自行车。{COPIED}\n猫也来了。\n", "utf-8")
    assert THEIRS in lines
    setup.write_text(lines.replace(THEIRS, (tmp_path / "讲话库").as_posix()), "utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "simcheck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m simcheck "$@"\n', "utf-8")
    (tmp_path / "bin" / "simcheck").chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "SETUP": str(setup),
        "DRAFT": str(draft),
        "TYPED": "𠮷𠮷🙂",
        "RESULT": str(result),
        "LANG": "C.UTF-8",
        **{name: str(tmp_path) for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")},
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert result.exists(), done.stderr
    found: dict[str, Any] = json.loads(result.read_text("utf-8"))
    assert found.keys() == {"opened", "typed"}
    return found


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim (nvim) is not installed")
def test_neovim_shows_the_diagnostic_on_the_copied_characters(tmp_path: Path) -> None:
    script = Path(__file__).with_name("neovim.lua")
    command = ["nvim", "--headless", "--clean", "-n", "-c", f"luafile {script}"]
    for state in shown(tmp_path, command, block("lua")).values():
        (found,) = state
        assert (found["text"], found["severity"]) == (COPIED, 1)
        assert SOURCE in found["message"]


@pytest.mark.skipif(not has_eglot(), reason="Emacs with eglot (emacs-nox, elpa-eglot) is not installed")
def test_emacs_shows_the_diagnostic_on_the_copied_characters(tmp_path: Path) -> None:
    script = Path(__file__).with_name("emacs.el")
    for state in shown(tmp_path, ["emacs", "--batch", "-l", str(script)], block("elisp")).values():
        (found,) = state
        assert (found["text"], found["type"]) == (COPIED, "eglot-error")
        assert SOURCE in found["message"]


def test_the_settings_for_sublime_are_those_of_its_package_and_ours() -> None:
    ((name, client),) = json.loads(block("json"))["clients"].items()
    assert name == "simcheck"
    assert client.keys() <= SUBLIME
    assert client["enabled"] is True
    assert client["command"] == ["simcheck", "lsp"]
    settings, problems = settings_of(client["initializationOptions"], Path.home())
    assert isinstance(settings, Settings)
    assert problems == ()
    assert Path(settings.given.corpus or "") == Path(THEIRS).expanduser()
