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
Pair = tuple[Path, Path]
#: As short as a text that fails the gate may be: how long a check takes is not what is looked at here.
COPIED = "同志们：今年汛期来得早、雨量大，城北三条老河道连续两次漫堤。"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """A draft and the source that it is."""
    draft, source = tmp_path / "稿.txt", tmp_path / "旧稿.txt"
    for path in (draft, source):
        path.write_text(COPIED, encoding="utf-8")
    return draft, source


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """A line of a shell, in which SIMCHECK is the program."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SIMCHECK": f"{sys.executable} -m simcheck", **variables}
    return subprocess.run(["sh", "-c", line], capture_output=True, check=False, cwd=ROOT, env=environment)


def test_a_report_that_goes_nowhere_is_no_pass(pair: Pair, tmp_path: Path) -> None:
    draft, source = pair
    clean = f"$SIMCHECK compare {draft} {source} --max-overlap 1"
    done = shell(f"{clean} -f json >&-")
    assert (done.returncode, done.stderr) == (
        3,
        b"simcheck: standard output is closed; write to a file with -o, or leave it open\n",
    )
    assert shell(f"{clean} -o {tmp_path}/report.html >&-").returncode == 0
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert shell(f"{clean} >&- 2>&-").returncode == 3
    assert shell("$SIMCHECK --help >&-").returncode == 3


def test_a_file_that_is_opened_never_gets_the_number_of_a_closed_stream(pair: Pair, tmp_path: Path) -> None:
    done = shell(f"$SIMCHECK corpus add {pair[1]} --corpus {tmp_path}/c >&- 2>&- <&-")
    assert done.returncode == 3
    done = shell(f"$SIMCHECK corpus verify --corpus {tmp_path}/c")
    assert done.returncode == 0, done.stdout


def test_closed_standard_input_is_said(pair: Pair) -> None:
    done = shell(f"$SIMCHECK compare - {pair[1]} <&-")
    assert done.returncode == 3
    assert b"<stdin>: standard input is closed" in done.stderr


@pytest.mark.parametrize("locale", ["C", pytest.param("POSIX", marks=pytest.mark.long)])
def test_a_locale_of_ascii_shows_chinese(pair: Pair, locale: str) -> None:
    draft, source = pair
    plain = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell(f"$SIMCHECK compare {draft} {source} --lang zh", **plain)
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
