"""What ships with the package is found from a checkout and from an installed wheel."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import simcheck
from simcheck import resources


def test_the_model_folder_is_complete() -> None:
    folder = resources.model_folder()
    assert folder.name == resources.MODEL
    for name in ("model.safetensors", "tokenizer.json", "modules.json", "simcheck.json", "README.md"):
        assert (folder / name).is_file(), name


def test_data_text_reads_a_data_file() -> None:
    assert json.loads(resources.data_text("report.schema.json"))["$schema"].startswith("https://json-schema.org/")


def test_a_missing_data_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        resources.data_text("none.txt")


def test_an_installed_package_uses_the_models_inside_it(tmp_path: Path) -> None:
    package = Path(simcheck.__file__).parent
    site = tmp_path / "site"
    shutil.copytree(package, site / "simcheck", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "simcheck" / "models" / resources.MODEL).mkdir(parents=True)
    program = "from simcheck import resources; print(resources.model_folder())"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == site / "simcheck" / "models" / resources.MODEL
