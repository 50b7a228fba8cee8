"""Trust, probed: whatever an author calls a draft, and whatever lies beside it, no gate opens.

Each test names the row of docs/en/trust.md that it is about.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from forked import python
from made import random_chinese, speeches

from simcheck.cli.app import run

ROOT = Path(__file__).parent.parent
SOURCE = speeches()["speeches/教育大会讲话.txt"]
COPY = "".join(line.strip() for line in SOURCE.splitlines()[2:])[:300]

#: Names that a shell, a terminal, a pattern, a list of names or an option could take for something else.
NAMES = [
    "-o稿.txt", "--exit-zero.txt", "--.txt", "-.txt", "稿\n二.txt", "稿\r.txt", "稿\t三.txt",
    "\u202e稿文.txt", "稿\u200b.txt", "稿\x1b[2J.txt", "稿\x07.txt", "*.txt", "?.txt", "[稿].txt",
    "{稿,件}.txt", "$(touch 开).txt", "`touch 开`.txt", "稿;true.txt", "稿'\".txt", "稿 & 件.txt",
    "稿\\件.txt", " 稿.txt", "稿.TXT", "稿.tXt", "%s%n.txt", "simcheck.toml.txt", "稿.md", "稿.MD",
    f"{'长' * 80}.txt", "e\u0301.txt", "\u00e9.txt", "🙂.txt", "稿.docx.txt", "CON.txt", "稿..txt", "#稿.txt",
    "!稿.txt", "@稿.txt", "稿=件.txt", "稿:件.txt", "稿|件.txt", "稿>件.txt", "~稿.txt", "稿.report2.txt",
]  # fmt: skip
#: What a file beside a draft could say for it.
LOOSE = (
    'max_overlap = "off"\nmax_source = "off"\nmax_passage = "off"\nmax_run = "off"\nmax_mosaic = "off"\nmarks = true\n'
    'corpus = "空"\nown = ["**"]\nauthor = ["青禾县"]\nbaseline = "清单.toml"\nsince = "HEAD"\nfail_on = "off"\n'
    'severity = {max_overlap = "note", max_run = "note", max_passage = "note"}\n'
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with settings at its root, and a corpus outside of it."""
    for name in list(os.environ):
        if name.startswith("SIMCHECK_"):
            monkeypatch.delenv(name)
    (tmp_path / "讲话").mkdir()
    (tmp_path / "讲话" / "教育.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "讲话" / "别.txt").write_text(random_chinese(3, 600), encoding="utf-8")
    assert run(["corpus", "add", str(tmp_path / "讲话"), "--corpus", str(tmp_path / "库")]) == 0
    root = tmp_path / "文稿"
    (root / "稿件").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "simcheck.toml").write_text('corpus = "../库"\n', encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def test_a_name_is_only_a_name(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Name and kind of the file: the author's; the content decides, and every file is checked and reported."""
    for name in NAMES:
        (place / "稿件" / name).write_text(COPY, encoding="utf-8")
    capsys.readouterr()
    assert run(["check", "--format", "json", "稿件"]) == 1
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(reports) == len(NAMES)
    assert {report["verdict"]["decision"] for report in reports} == {"fail"}
    assert not list(place.rglob("开"))
    os.chdir(place / "稿件")
    assert run(["check", "--format", "json", "--", *NAMES]) == 1
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["verdict"]["decision"] for report in reports] == ["fail"] * len(NAMES)


def test_a_name_reaches_no_terminal(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Name of the file: control characters and turned text are shown as what they are."""
    names = ["稿\x1b[2J.txt", "稿\u202e.txt", "稿\n不通过：0.txt", "稿\x07.txt"]
    for name in names:
        (place / "稿件" / name).write_text(COPY, encoding="utf-8")
    for form in ("text", "markdown", "csv", "gitlab", "sarif"):
        capsys.readouterr()
        assert run(["check", "--lang", "zh", "--format", form, "稿件"]) == 1
        shown = "".join(capsys.readouterr())
        assert not set("\x1b\x07\u202e") & set(shown), form
        assert "\n不通过：0.txt" not in shown, form


def test_what_is_left_out_of_a_folder_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Name of the file, links: what a folder shows is not passed over in silence; what is named, as hooks and pipelines
    name all drafts, is checked or refused."""
    inside = place / "稿件"
    (inside / "清.txt").write_text(random_chinese(9, 200), encoding="utf-8")
    for name in (".稿.txt", "~$稿.txt", "稿.report.txt", "稿.txt ", "稿.bak", "稿"):
        (inside / name).write_text(COPY, encoding="utf-8")
    (inside / ".藏").mkdir()
    (inside / ".藏" / "抄.txt").write_text(COPY, encoding="utf-8")
    (inside / "链接").symlink_to(place.parent / "讲话", target_is_directory=True)
    capsys.readouterr()
    run(["check", "--format", "json", "稿件"])
    told = capsys.readouterr().err
    for name in ("稿.report.txt", "稿.txt ", "稿.bak", "链接"):  # hidden files are none of a folder's
        assert name in told, name
    for name in (".稿.txt", "~$稿.txt", "稿.report.txt", "稿.txt ", "稿.bak", "稿", ".藏/抄.txt"):
        assert run(["check", "--format", "json", "--", f"稿件/{name}"]) in (1, 3), name


@pytest.mark.parametrize("name", ["simcheck.toml", "pyproject.toml"])
@pytest.mark.parametrize("where", ["稿件", "稿件/甲"])
def test_no_file_beside_a_draft_opens_the_gate(place: Path, name: str, where: str) -> None:
    """Settings files nearer to the draft, ``.git`` below, baselines, own work, marks: the author's."""
    folder = place / where
    folder.mkdir(exist_ok=True)
    said = LOOSE if name == "simcheck.toml" else f"[tool.simcheck]\n{LOOSE}"
    (folder / name).write_text(said, encoding="utf-8")
    (folder / "空").mkdir()
    draft = place / "稿件" / "甲" / "稿.md"
    draft.parent.mkdir(exist_ok=True)
    (draft.parent / ".git").mkdir()
    front = "---\nsimcheck: off\nmax_overlap: off\nauthor: 青禾县\n---\n<!-- simcheck: ignore 领导同意 -->\n"
    draft.write_text(front + COPY, encoding="utf-8")
    (draft.parent / "稿.md.simcheck.toml").write_text(LOOSE, encoding="utf-8")
    for name_of_list in ("清单.toml", "simcheck-baseline.toml"):
        (draft.parent / name_of_list).write_text("version = 1\n", encoding="utf-8")
    (place / "稿件" / "讲话.txt").write_text(SOURCE, encoding="utf-8")  # own work, if `own` held
    assert run(["check", "--format", "json", str(draft)]) == 1
    os.chdir(place / "稿件")
    assert run(["check", "--format", "json", "甲/稿.md"]) == 1


def test_options_are_errors_whatever_a_file_says(place: Path) -> None:
    """Options, --config, SIMCHECK_…: who runs the gate."""
    (place / "simcheck.toml").write_text(
        'corpus = "../库"\nmax_overlap = 0.99\nmax_passage = "off"\n', encoding="utf-8"
    )
    draft = place / "稿件" / "稿.txt"
    draft.write_text(random_chinese(5, 900) + COPY[:120], encoding="utf-8")
    (place / "稿件" / "simcheck.toml").write_text('severity.max_overlap = "note"', encoding="utf-8")
    assert run(["check", "--format", "json", str(draft)]) == 0
    assert run(["check", "--format", "json", "--max-overlap", "5%", str(draft)]) == 1
    strict = place.parent / "严.toml"
    strict.write_text('corpus = "库"\nmax_overlap = 0.05\n', encoding="utf-8")
    assert run(["check", "--format", "json", "--config", str(strict), str(draft)]) == 1


@pytest.mark.skipif(shutil.which("bash") is None or shutil.which("git") is None, reason="bash or git is not installed")
def test_the_script_of_pipelines_takes_names_as_names(place: Path, tmp_path: Path) -> None:
    """What a change calls its drafts: pathspecs, options, patterns and lists of names see names."""
    shutil.rmtree(place / ".git")
    names = [name for name in NAMES if name.lower().endswith(".txt")]
    for name in names:
        (place / "稿件" / name).write_text(COPY, encoding="utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    shim = programs / "simcheck"
    begun = shlex.join([sys.executable, *python("-m", "simcheck")])
    shim.write_text(f'#!/bin/sh\nexec {begun} "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    known = {
        **os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": paths,
        "HOME": str(tmp_path),
        "GIT_AUTHOR_NAME": "某", "GIT_AUTHOR_EMAIL": "m@example.org", "GIT_COMMITTER_NAME": "某",
        "GIT_COMMITTER_EMAIL": "m@example.org", "SIMCHECK_ARGS": "--format\njson", "PYTHONUTF8": "1",
    }  # fmt: skip
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "稿"]):
        subprocess.run(["git", *command], cwd=place, env=known, check=True)
    done = subprocess.run(
        ["bash", str(ROOT / "ci" / "check.sh")], cwd=place, env=known, capture_output=True, text=True, check=False
    )
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(reports)) == (1, len(names)), done.stderr
    assert {report["verdict"]["decision"] for report in reports} == {"fail"}
