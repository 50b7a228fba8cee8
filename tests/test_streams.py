"""Streams: closed from the start, in a locale of ASCII, for a user without a home folder. Silence is never a pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simcheck.config import default_corpus
from simcheck.errors import ConfigError, UsageError
from simcheck.files import expanded, home

ROOT = Path(__file__).parent.parent
DRAFT, SOURCE = "examples/drafts/edited.txt", "examples/speeches/安全生产工作会议讲话.txt"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell, in which SIMCHECK is the program."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIMCHECK": f"{sys.executable} -m simcheck", **variables}
    return subprocess.run(["sh", "-c", line], capture_output=True, check=False, cwd=ROOT, env=environment)


def test_a_report_that_goes_nowhere_is_no_pass(tmp_path: Path) -> None:
    clean = f"$SIMCHECK compare {DRAFT} {SOURCE} --max-overlap 1"
    for form in ("text", "json"):
        done = shell(f"{clean} -f {form} >&-")
        assert (done.returncode, done.stderr) == (
            3,
            b"simcheck: standard output is closed; write to a file with -o, or leave it open\n",
        )
    assert shell(f"{clean} -o {tmp_path}/report.html >&-").returncode == 0
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert shell(f"{clean} >&- 2>&-").returncode == 3
    assert shell("$SIMCHECK --help >&-").returncode == 3


def test_a_file_that_is_opened_never_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    done = shell(f"$SIMCHECK corpus add {SOURCE} --corpus {tmp_path}/c >&- 2>&- <&-")
    assert done.returncode == 3
    done = shell(f"$SIMCHECK corpus verify --corpus {tmp_path}/c")
    assert done.returncode == 0, done.stdout


def test_closed_standard_input_is_said() -> None:
    done = shell(f"$SIMCHECK compare - {SOURCE} <&-")
    assert done.returncode == 3
    assert b"<stdin>: standard input is closed" in done.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_locale_of_ascii_shows_chinese(locale: str) -> None:
    plain = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell(f"$SIMCHECK compare {DRAFT} {SOURCE} --lang zh", **plain)
    assert "不通过" in done.stdout.decode("utf-8")
    assert b"\\u" not in done.stdout


def test_a_user_without_a_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.delenv("HOME", raising=False)
    assert home() is None
    with pytest.raises(UsageError, match=r"^~/库: this user has no home folder; write the whole path"):
        expanded("~/库")
    assert expanded("库") == Path("库")
    if sys.platform.startswith("linux"):
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        with pytest.raises(ConfigError, match=r"^this user has no home folder and so no corpus; name one"):
            default_corpus()
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert default_corpus() == tmp_path / "simcheck" / "corpus"
