"""The folder that installs without a network: its checksums are true, and Windows can run its script."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bundle import build

HERE = Path(build.__file__).parent


def folder(tmp_path: Path) -> Path:
    for name in build.SCRIPTS:
        shutil.copy(HERE / name, tmp_path / name)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"wheel")
    (tmp_path / "extras.txt").write_text("documents,server\n", "ascii")
    (tmp_path / "pythons.txt").write_text(f"3.9 {sys.version_info[0]}.{sys.version_info[1]}\n", "ascii")
    (tmp_path / "SHA256SUMS").write_text(build.checksums(tmp_path), "utf-8")
    return tmp_path


def test_checksums_name_every_file_by_its_digest(tmp_path: Path) -> None:
    place = folder(tmp_path)
    told = dict(line.split("  ")[::-1] for line in (place / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {file.relative_to(place).as_posix(): file for file in place.rglob("*") if file.is_file()}
    assert set(told) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in told.items())


def test_a_folder_that_was_damaged_on_its_way_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"whee1")
    done = subprocess.run(
        [sys.executable, str(place / "install.py")], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "a-1-py3-none-any.whl" in done.stderr
    assert not (place / "app").exists()


def test_the_script_for_windows_ends_its_lines_as_windows_does() -> None:
    written = (HERE / "start.bat").read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n")
    assert not written.startswith(b"\xef\xbb\xbf")
    text = written.decode("utf-8")
    for label in ("installed", "ready", "next", "serve"):
        assert f"\r\n:{label}\r\n" in text
    assert "chcp 65001" in text.split("\r\n", 4)[2]


def test_no_torch_unless_asked_for() -> None:
    assert "transformers" not in build.EXTRAS


def test_a_python_that_the_folder_has_no_files_for_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "pythons.txt").write_text("3.8 3.9\n", "ascii")
    done = subprocess.run(
        [sys.executable, str(place / "install.py")], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "3.8、3.9" in done.stderr
    assert not (place / "app").exists()


def test_the_scripts_name_the_pythons_that_are_built_for() -> None:
    """A newer one may be there, too, and the launcher of Windows would choose it."""
    text = (HERE / "start.bat").read_text("utf-8")
    assert f"in ({' '.join(reversed(build.PYTHONS))}) do" in text
    first, *others = reversed(build.PYTHONS)
    named = f"{'、'.join(reversed(others))} 或 {first}"
    assert text.count(f"请安装 Python {named}") + text.count(f"请先安装 Python {named}") == 2
    assert "以上版本" not in text
    assert named in (HERE / "README.txt").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="the script for Linux")
@pytest.mark.parametrize(("code", "opened"), [(0, True), (1, True), (3, False)])
def test_an_older_report_is_not_shown_for_a_draft_that_was_not_checked(
    tmp_path: Path, code: int, *, opened: bool
) -> None:
    place = folder(tmp_path)
    programs = place / "app" / "bin"
    programs.mkdir(parents=True)
    for name, text in (("python", f'[ "$1" = -c ] || exit {code}'), ("xdg-open", f'echo "$1" >"{place}/opened"')):
        (programs / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (programs / name).chmod(0o700)
    (place / "草稿.report.html").write_text("去年的报告", "utf-8")
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    command = ["sh", str(place / "start.sh"), str(place / "草稿.docx")]
    subprocess.run(command, env={**os.environ, "PATH": path}, check=False)
    assert (place / "opened").exists() == opened
    assert "if errorlevel 2 (pause) else" in (HERE / "start.bat").read_text("utf-8")
