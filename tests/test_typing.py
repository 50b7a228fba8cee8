"""A client of the library passes the strictest type checkers that are there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLIENT = ROOT / "tests" / "data" / "client.py"


def test_mypy_is_content_with_a_client() -> None:
    """With the settings of the package, whose check leaves what it found for this one."""
    command = [sys.executable, "-m", "mypy", "--strict", str(CLIENT)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pyright_is_content_with_a_client(tmp_path: Path) -> None:
    """basedpyright is pyright as a package that brings its own Node.js: nothing is fetched when it runs."""
    settings = {
        "typeCheckingMode": "strict",
        "include": [str(CLIENT)],
        "extraPaths": [str(ROOT)],
        "reportMissingModuleSource": False,
    }
    project = tmp_path / "pyrightconfig.json"
    project.write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--pythonpath", sys.executable, "--project", str(project)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors, 0 warnings" in done.stdout
