"""The extension for VS Code builds, passes its own tests and can be packaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "editors" / "vscode"

pytestmark = [
    pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed"),
    pytest.mark.skipif(
        not (FOLDER / "node_modules").is_dir(), reason="the extension's packages are not there: npm install"
    ),
]


def npm(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "npm_config_offline": "true"}
    return subprocess.run(
        ["npm", *words], cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_its_own_tests_pass() -> None:
    done = npm("test")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_holds_the_extension_and_nothing_else() -> None:
    done = npm("run", "package")
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(FOLDER / "dist" / "simcheck.vsix") as package:
        names = set(package.namelist())
        code = package.read("extension/dist/extension.js").decode("utf-8")
    assert {name for name in names if name.startswith("extension/")} == {
        "extension/package.json", "extension/readme.md", "extension/dist/extension.js",
    }  # fmt: skip
    assert "workspace/textDocumentContent" in code
