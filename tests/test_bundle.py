"""The folder that installs without a network: its checksums are true, and Windows can run its script."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from bundle import build

HERE = Path(build.__file__).parent


def folder(tmp_path: Path) -> Path:
    for name in build.SCRIPTS:
        shutil.copy(HERE / name, tmp_path / name)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"wheel")
    (tmp_path / "extras.txt").write_text("documents,server\n", "ascii")
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
