"""New work only: what stood in a git revision is old, wherever it was moved and whatever the file is called."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from made import EXAMPLES, speeches

from simcheck.accept import old_text
from simcheck.accept.letters import letters
from simcheck.cli.app import run
from simcheck.errors import DraftError, UsageError
from simcheck.readers import read
from simcheck.types import Document

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
DRAFT = (EXAMPLES / "drafts" / "edited.txt").read_text("utf-8")
OWN = (EXAMPLES / "drafts" / "clean.txt").read_text("utf-8")
#: Two paragraphs of a speech: one that stood in the draft already, one that is copied now.
FIRST, SECOND = [line for line in speeches()["speeches/教育大会讲话.txt"].splitlines() if len(line) > 120][:2]


def git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=某", "-c", "user.email=m@example.org", "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose draft holds one copied paragraph, committed."""
    monkeypatch.chdir(tmp_path)
    for name in ("SIMCHECK_CORPUS", "GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    git("init", "-q", "-b", "main")
    Path("稿 子").mkdir()
    Path("稿 子/“今年”讲话.txt").write_text(f"{OWN}\n{FIRST}\n", encoding="utf-8")
    Path("源.txt").write_text(speeches()["speeches/教育大会讲话.txt"], encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "初稿")
    return tmp_path


def known(path: str, revision: str = "HEAD", text: str = FIRST) -> bool:
    return bool(old_text(path, revision, read).known.mask(letters(text)).all())


def test_text_that_was_moved_or_whose_file_was_renamed_is_old(repository: Path) -> None:
    draft = Path("稿 子/“今年”讲话.txt")
    assert known(str(draft))
    assert known(str(draft.absolute()))
    assert not known(str(draft), text=SECOND)
    draft.write_text(f"{FIRST}\n\n{SECOND}\n{OWN}", encoding="utf-8")
    assert known(str(draft))
    assert not known(str(draft), text=SECOND)
    renamed = draft.rename("稿 子/改名.txt")  # not yet known to git
    assert known(str(renamed))
    git("add", "-A")
    assert known(str(renamed))
    git("commit", "-q", "-m", "改名")
    assert known(str(renamed), text=SECOND)
    assert not known(str(renamed), "HEAD~1", SECOND)
    other = Path("另一篇.txt")
    other.write_text(FIRST, encoding="utf-8")
    assert not known(str(other))  # the file that holds it has not changed: a copy is new
    renamed.write_text(OWN, encoding="utf-8")
    assert known(str(other))  # now it was moved


def test_a_draft_that_was_saved_in_another_format_keeps_its_text(repository: Path) -> None:
    draft = Path("稿 子/“今年”讲话.txt")
    other = Path("“今年”讲话.md")
    other.write_text(f"# 题\n\n{FIRST}\n", encoding="utf-8")
    assert not known(str(other))  # both are there: a copy is new
    draft.unlink()
    assert known(str(other))
    assert not known(str(other), text=SECOND)
    assert not known(str(other.rename("别的.md")))


def test_an_old_file_is_read_once_for_all_drafts(repository: Path) -> None:
    for number in range(3):
        Path(f"稿{number}.txt").write_text(f"{OWN}{number}", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "三篇")
    seen: list[Path] = []

    def reading(path: Path) -> Document:
        seen.append(path)
        return read(path)

    for number in range(3):
        Path(f"稿{number}.txt").write_text(FIRST, encoding="utf-8")
    for number in range(3):
        assert old_text(f"稿{number}.txt", "HEAD", reading).known.mask(letters(OWN)).all()
    assert len(seen) == 3


def test_old_text_is_what_a_checkout_gives(repository: Path) -> None:
    git("config", "filter.rot.smudge", "sed s/密/学/g")
    git("config", "filter.rot.clean", "sed s/学/密/g")
    draft = Path("稿 子/“今年”讲话.txt")
    Path(".gitattributes").write_text("*.txt filter=rot\n", encoding="utf-8")
    git("add", "--renormalize", ".")
    git("commit", "-q", "-m", "过滤")
    assert "学" not in git("cat-file", "blob", f"HEAD:{draft.as_posix()}")
    assert known(str(draft))


def test_a_revision_that_a_shallow_clone_lacks_is_told(repository: Path) -> None:
    draft = Path("稿 子/“今年”讲话.txt")
    draft.write_text(OWN, encoding="utf-8")
    git("commit", "-qam", "二")
    git("-c", "protocol.file.allow=always", "clone", "-q", "--depth=1", repository.as_uri(), "浅")
    with pytest.raises(UsageError, match=r"'HEAD~1' is no revision .*; fetch more of it, it is a shallow clone"):
        old_text("浅" / draft, "HEAD~1", read)
    assert not known(str("浅" / draft), "main")


def test_a_new_repository_has_no_old_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    Path("稿.txt").write_text(FIRST, encoding="utf-8")
    assert not known("稿.txt")
    git("add", ".")
    assert not known("稿.txt")
    git("commit", "-q", "-m", "一")
    assert known("稿.txt")


def test_what_git_refuses_is_no_pass(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = "稿 子/“今年”讲话.txt"
    for wrong in ("没有", "--all", "HEAD:源.txt", ""):
        with pytest.raises(UsageError, match="is no revision of the repository"):
            old_text(draft, wrong, read)
    assert run(["corpus", "add", "源.txt", "-c", "库"]) == 0
    assert run([draft, "-c", "库", "--since", "没有"]) == 2
    assert "'没有' is no revision of the repository" in capsys.readouterr().err
    outside = tmp_path_factory.mktemp("外") / "稿.txt"
    outside.write_text(OWN, encoding="utf-8")
    with pytest.raises(DraftError, match="cannot be compared with a revision"):
        old_text(outside, "HEAD", read)
    assert run([str(outside), "-c", "库", "--new-only"]) == 3
    assert run([str(outside), "-c", "库", "--new-only", "--exit-zero"]) == 3
    assert "not a git repository" in capsys.readouterr().err


def test_without_git_nothing_is_passed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(DraftError, match="git is not installed"):
        old_text("源.txt", "HEAD", read)


def test_standard_input_has_no_old_text(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io
    import sys

    assert run(["corpus", "add", "源.txt", "-c", "库"]) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OWN.encode())))
    assert run(["-", "-c", "库", "--new-only"]) == 3
    assert "standard input has no earlier text" in capsys.readouterr().err


def test_old_text_fails_no_new_work(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = Path("稿 子/“今年”讲话.txt")
    assert run(["corpus", "add", "源.txt", "-c", "库"]) == 0
    where = [str(draft), "-c", "库", "--max-passage", "30", "--max-overlap", "off"]
    assert run(where) == 1
    capsys.readouterr()
    assert run([*where, "--new-only", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [match["ignored"] for match in report["matches"] if match["note"] == "HEAD"] == ["unchanged"]
    draft.write_text(f"{SECOND}\n{OWN}\n{FIRST}\n", encoding="utf-8")
    assert run([*where, "--new-only", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    counted = [match for match in report["matches"] if match["ignored"] is None]
    assert [match["draft"]["text"].strip() in SECOND for match in counted] == [True] * len(counted) != []
    assert run([*where, "--since", "main", "--new-only"]) == 2


def test_a_linked_working_copy_and_a_hook_find_their_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("worktree", "add", "-q", "../分支", "-b", "别")
    assert known("../分支/稿 子/“今年”讲话.txt")
    monkeypatch.setenv("GIT_DIR", ".git")  # as git sets it for some hooks: relative, and of another folder
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert known("../分支/稿 子/“今年”讲话.txt")
