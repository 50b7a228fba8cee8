"""The pages of the library and of the editors: examples run as they stand, and nothing there is left out."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simcheck.lsp import actions, features, lenses
from simcheck.lsp.settings import NAMES, Editor

ROOT = Path(__file__).parents[1]
EDITORS = (ROOT / "docs" / "editors.md").read_text("utf-8")
LIBRARY = (ROOT / "docs" / "library.md").read_text("utf-8")
PACKAGE = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text("utf-8"))
SETTINGS = PACKAGE["contributes"]["configuration"]["properties"]


def test_the_examples_of_the_library_print_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", LIBRARY, re.DOTALL)
    assert len(examples) == LIBRARY.count("```python")
    names: dict[str, Any] = {}
    for code, printed in examples:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)
        assert out.getvalue() == printed


def test_every_setting_of_the_editor_is_documented_with_its_default_and_no_other() -> None:
    table = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", EDITORS, re.MULTILINE)
    documented = {name: default for names, default in table for name in re.findall(r"`(\w+)`", names)}
    assert set(documented) == set(NAMES)
    defaults = {
        "delay": Editor().delay,
        "within": Editor().within,
        "show_ignored": Editor().show_ignored,
        "sources": [],
    }
    assert {name: json.loads(documented[name].strip("` ")) for name in defaults} == defaults


def test_the_extension_offers_every_setting_of_the_server_and_one_of_its_own() -> None:
    names = {name.removeprefix("simcheck.") for name in SETTINGS}
    assert names == {*NAMES, "command"}
    assert SETTINGS["simcheck.delay"]["default"] == Editor().delay
    assert SETTINGS["simcheck.within"]["default"] == Editor().within
    assert SETTINGS["simcheck.show_ignored"]["default"] == Editor().show_ignored
    assert all(f"simcheck.{name}" in EDITORS for name in ("command", "corpus"))


def test_every_command_of_the_server_is_documented() -> None:
    offered = {actions.ACCEPT, actions.OPEN_SOURCE, lenses.SHOW_REPORT, lenses.CHECK}
    assert set(features.make_server().protocol.fm.commands) == offered
    assert [name for name in offered if f"`{name}`" not in EDITORS] == []


def test_the_examples_for_editors_name_settings_that_there_are() -> None:
    blocks = re.findall(r"```(?:lua|elisp|json)\n(.*?)```", EDITORS, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        options = re.search(
            r"(?:init_options = |:initializationOptions |\"initializationOptions\": )[({](.*?)[)}]", block
        )
        assert options is not None
        names = re.findall(r"[:\"]?(\w+)\"?(?: =|:| ) ?\"", options.group(1))
        assert names
        assert set(names) <= set(NAMES)


def test_the_reference_is_made_of_every_public_name(tmp_path: Path) -> None:
    pytest.importorskip("pdoc", reason="pdoc is not installed")
    made = subprocess.run(
        [sys.executable, ROOT / "docs" / "reference.py", tmp_path], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    page = (tmp_path / "simcheck.html").read_text("utf-8")
    tree = ast.parse((ROOT / "simcheck" / "__init__.py").read_text("utf-8"))
    (names,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
    )
    assert [name for name in names if f'id="{name}"' not in page and name != "__version__"] == []
    assert "A draft that is being written" in page
