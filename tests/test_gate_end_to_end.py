"""The gate where it stands: pre-commit, a server that is pushed to, pipelines; set up as the documents say."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from forked import python
from made import speeches

from simcheck.cli.app import run

ROOT = Path(__file__).parent.parent
#: A paragraph of a speech of the corpus, and text of our own.
COPIED = next(line for line in speeches()["speeches/教育大会讲话.txt"].splitlines() if len(line) > 150)
OWN = (ROOT / "examples" / "drafts" / "clean.txt").read_text("utf-8")
NAME = "稿件/“今年” 的讲话.txt"

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a POSIX shell"),
]


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with git, this simcheck, and no settings of the user's."""
    programs = tmp_path / "bin"
    programs.mkdir()
    forked(tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        '[user]\nname = 某\nemail = m@example.org\n[init]\ndefaultBranch = main\n[protocol "file"]\nallow = always\n',
        encoding="utf-8",
    )
    for name in list(os.environ):
        if name.startswith(("GIT_", "SIMCHECK_", "PRE_COMMIT", "LC_")):
            monkeypatch.delenv(name)
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    for name, value in {
        "HOME": str(home), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": path,
        "PYTHONUTF8": "1", "LANG": "C.UTF-8", "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"), "GIT_CONFIG_NOSYSTEM": "1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return tmp_path


def script(path: Path, *words: str) -> None:
    """A program that is Python with these words and those it is given."""
    path.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, *words])} "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def forked(surroundings: Path) -> None:
    """From now on simcheck is the forked one."""
    script(surroundings / "bin" / "simcheck", *python("-m", "simcheck"))


@pytest.fixture
def started(surroundings: Path) -> None:
    """A simcheck that is started, as users' is: each way to a gate has a test that refuses with it."""
    script(surroundings / "bin" / "simcheck", "-m", "simcheck")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of some example speeches, for copies of it: each process that checks has to take them apart."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "speeches").mkdir()
    for name in ("教育大会", "人才工作会议", "防汛抗旱工作会议", "基层治理工作推进会"):
        shutil.copy(ROOT / "examples" / "speeches" / f"{name}讲话.txt", folder / "speeches")
    assert run(["corpus", "add", str(folder / "speeches"), "--corpus", str(folder / "语料库")]) == 0
    return folder / "语料库"


@pytest.fixture
def repository(library: Path, surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository set up as docs/zh/gate.md says, but for the hooks: settings, a corpus beside it, one clean draft."""
    place = surroundings / "文稿"
    place.mkdir()
    monkeypatch.chdir(place)
    shutil.copytree(library, surroundings / "语料库")
    Path("simcheck.toml").write_text(block("docs/zh/gate.md", "toml"), encoding="utf-8")
    assert 'corpus = "../语料库"' in Path("simcheck.toml").read_text("utf-8")
    Path("稿件").mkdir()
    Path(NAME).write_text(OWN, encoding="utf-8")
    done("git", "init", "-q")
    done("git", "add", ".")
    done("git", "commit", "-q", "-m", "初稿")
    return place


def block(document: str, language: str) -> str:
    """The first block of a language in a document, which the reader is told to put into a file."""
    found = re.search(rf"```{language}\n(.*?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found.group(1)


def call(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **environment}
    )


def done(*command: str) -> str:
    finished = call(*command)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout + finished.stderr


def commit(*, offline: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    done("git", "add", "-A")
    return call(*offline, "git", "commit", "-q", "-m", "改稿")


def without_network() -> tuple[str, ...]:
    """A prefix that takes the network away, where the system lets us."""
    unshare = shutil.which("unshare")
    if unshare and call(unshare, "-n", "true").returncode == 0:
        return (unshare, "-n")
    return ()


@pytest.fixture
def hooked(repository: Path, surroundings: Path) -> Path:
    """The repository with the hook of this project in pre-commit, as the document has it."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    hooks = surroundings / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    done("git", "-C", str(hooks), "init", "-q")
    done("git", "-C", str(hooks), "add", ".")
    done("git", "-C", str(hooks), "commit", "-q", "-m", "hooks")
    revision = done("git", "-C", str(hooks), "rev-parse", "HEAD").strip()
    config = block("docs/zh/gate.md", "yaml")
    assert re.search(r"repo: \S+\n +rev: \S+\n", config)
    config = re.sub(r"repo: \S+", f"repo: {hooks.as_posix()}", config)
    Path(".pre-commit-config.yaml").write_text(re.sub(r"rev: \S+", f"rev: {revision}", config), encoding="utf-8")
    done(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    done("git", "add", "-A")
    done("git", "commit", "-q", "-m", "pre-commit")
    return repository


def test_a_commit_that_copies_is_refused_and_an_accepted_one_goes_through(hooked: Path) -> None:
    offline = without_network()
    Path(NAME).write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    refused = commit(offline=offline)
    assert refused.returncode == 1
    shown = refused.stdout + refused.stderr
    assert f"{NAME}：不通过" in shown
    assert "教育大会讲话.txt" in shown
    assert done("git", "log", "--oneline").count("\n") == 2
    done("simcheck", "baseline", "write", NAME, "--reason", "沿用去年部署，经办公室同意")
    assert "稿件/“今年” 的讲话.txt" in Path("simcheck-baseline.toml").read_text("utf-8")
    passed = commit(offline=offline)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    Path(NAME).write_text(f"前面又添了一段自己写的话。\n{OWN}\n{COPIED}\n", encoding="utf-8")
    assert commit(offline=offline).returncode == 0
    Path("稿件/照片.png").write_bytes(b"\x89PNG\r\n")  # a picture beside the drafts is no draft
    assert commit(offline=offline).returncode == 0


@pytest.mark.usefixtures("started")
def test_a_mark_is_text_to_the_hook_unless_it_is_told_to_obey_them(hooked: Path, surroundings: Path) -> None:
    offline = without_network()
    Path("稿件/另一篇.md").write_text(f"{OWN}\n<!-- simcheck: ignore 引自上级文件 -->\n{COPIED}\n", encoding="utf-8")
    assert commit(offline=offline).returncode == 1
    forked(surroundings)
    config = Path(".pre-commit-config.yaml")
    obeying = config.read_text("utf-8").replace(
        "      - id: simcheck ", "      - id: simcheck\n        args: [--marks, --] "
    )
    config.write_text(obeying, encoding="utf-8")
    passed = commit(offline=offline)
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_what_cannot_be_checked_is_not_committed(hooked: Path, surroundings: Path) -> None:
    Path(NAME).write_bytes(b"\x00\x01\x02" * 99)
    refused = commit()
    assert refused.returncode == 1
    assert "- exit code: 3" in refused.stdout + refused.stderr
    Path(NAME).write_text(OWN + "又添一句。", encoding="utf-8")
    shutil.rmtree(surroundings / "语料库")
    refused = commit()
    assert refused.returncode == 1
    assert "- exit code: 3" in refused.stdout + refused.stderr
    Path("simcheck.toml").write_text("max_overlp = 0.5", encoding="utf-8")
    assert "did you mean 'max_overlap'?" in commit().stderr


def test_the_hook_for_new_text_lets_old_text_stand(hooked: Path) -> None:
    Path(NAME).write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    done("git", "add", "-A")
    done("git", "commit", "-q", "--no-verify", "-m", "早先就有")
    config = Path(".pre-commit-config.yaml")
    config.write_text(config.read_text("utf-8").replace("id: simcheck", "id: simcheck-new"), encoding="utf-8")
    Path(NAME).write_text(f"{COPIED}\n{OWN}\n又添了一段自己写的话。\n", encoding="utf-8")
    passed = commit()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    another = next(line for line in speeches()["speeches/人才工作会议讲话.txt"].splitlines() if len(line) > 150)
    Path(NAME).write_text(f"{COPIED}\n{OWN}\n{another}\n", encoding="utf-8")
    assert commit().returncode == 1
    done("git", "commit", "-q", "--no-verify", "-m", "绕过")  # what is in the last commit now is new all the same
    over = [sys.executable, "-m", "pre_commit", "run", "--to-ref", "HEAD", "--from-ref"]
    refused = call(*over, "HEAD~1")
    assert refused.returncode == 1
    assert another[:20] in refused.stdout.replace("\n        │", "")
    Path(NAME).write_text(f"{COPIED}\n{OWN}\n{another}\n再添一段自己写的话。\n", encoding="utf-8")
    assert commit().returncode == 0
    done(*over, "HEAD~1")


@pytest.fixture
def server(repository: Path, surroundings: Path) -> Path:
    """A bare repository with the hook, its own settings, and the first commit."""
    bare = surroundings / "文稿.git"
    done("git", "init", "-q", "--bare", str(bare))
    done("git", "remote", "add", "origin", str(bare))
    done("git", "push", "-q", "origin", "main")
    shutil.copy(ROOT / "ci" / "pre-receive", bare / "hooks")
    (bare / "simcheck.toml").write_text('corpus = "../语料库"\nlang = "zh"\n', encoding="utf-8")
    return bare


def test_a_server_refuses_a_push_that_copies(server: Path) -> None:
    before = {path for path in server.rglob("*") if path.is_file()}
    Path(NAME).write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    Path("simcheck.toml").write_text("max_overlap = 1", encoding="utf-8")  # the server has settings of its own
    assert commit().returncode == 0
    refused = call("git", "push", "origin", "main")
    assert refused.returncode == 1
    assert re.search(r"remote: 稿件/“今年” 的讲话.txt：不通过", refused.stderr)
    assert "the push is refused; mend the drafts" in refused.stderr
    assert {path for path in server.rglob("*") if path.is_file()} == before
    assert call("git", "push", "origin", "main:refs/heads/新").returncode == 1
    done("simcheck", "baseline", "write", NAME, "-r", "经办公室同意", "--config", str(server / "simcheck.toml"),
         "--baseline", "simcheck-baseline.toml")  # fmt: skip
    draft = Path(NAME).read_text("utf-8")
    done("git", "checkout", "-q", "HEAD~", "--", NAME)
    assert commit().returncode == 0
    done("git", "push", "-q", "-f", "origin", "main")  # what is accepted goes first
    Path(NAME).write_text(draft, encoding="utf-8")
    assert commit().returncode == 0
    done("git", "push", "-q", "origin", "main")
    done("git", "push", "-q", "origin", "main:refs/heads/新")
    assert "main" in done("git", "-C", str(server), "branch")
    done("git", "push", "-q", "origin", ":新")
    done("git", "tag", "v1")
    done("git", "push", "-q", "origin", "v1")
    Path("说明.md").write_text("没有讲话稿改动。", encoding="utf-8")
    assert commit().returncode == 0
    assert "simcheck: refs/heads/main: no draft has changed" in done("git", "push", "-q", "origin", "main")


def test_a_server_reads_no_file_of_its_own_through_a_link(server: Path, surroundings: Path) -> None:
    secret = surroundings / "机密.txt"
    secret.write_text(f"绝密内容。{COPIED}", encoding="utf-8")
    Path("稿件/链接.txt").symlink_to(secret)
    assert commit().returncode == 0
    pushed = call("git", "push", "origin", "main")
    assert pushed.returncode == 1
    assert "a draft is a link" in pushed.stderr
    assert "绝密内容" not in pushed.stderr


@pytest.mark.usefixtures("started")
def test_a_mark_in_a_draft_is_not_the_servers_word(server: Path, surroundings: Path) -> None:
    Path(NAME).write_text(f"{OWN}\n【simcheck：忽略 领导同意】\n{COPIED}\n", encoding="utf-8")
    assert commit().returncode == 0
    assert call("git", "push", "origin", "main").returncode == 1
    forked(surroundings)
    done("git", "-C", str(server), "config", "simcheck.marks", "true")
    marked = call("git", "push", "origin", "main")
    assert marked.returncode == 0, marked.stderr


def test_a_server_checks_every_reference_and_name(server: Path) -> None:
    Path("稿件/副本.TXT").write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    assert commit().returncode == 0
    done("git", "tag", "-a", "v2", "-m", "二")
    for reference in ("main", "v2", "main:refs/别处/一"):
        assert call("git", "push", "origin", reference).returncode == 1


def test_a_server_without_settings_or_corpus_lets_nothing_through(server: Path) -> None:
    Path(NAME).write_text(f"{OWN}\n又添一句。\n", encoding="utf-8")
    assert commit().returncode == 0
    (server / "simcheck.toml").rename(server / "settings.toml")
    refused = call("git", "push", "origin", "main")
    assert refused.returncode == 1
    assert "the server has no settings" in refused.stderr
    done("git", "-C", str(server), "config", "simcheck.config", "settings.toml")
    done("git", "-C", str(server), "config", "simcheck.drafts", ":(glob)稿件/**/*.txt")
    (server / "settings.toml").write_text('corpus = "没有"', encoding="utf-8")
    assert call("git", "push", "origin", "main").returncode == 1
    (server / "settings.toml").write_text('corpus = "../语料库"', encoding="utf-8")
    done("git", "push", "-q", "origin", "main")


def template(name: str) -> Any:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.fixture
def changed(repository: Path) -> str:
    """The repository with a copied draft in a second commit, and the name of the first one."""
    base = done("git", "rev-parse", "HEAD").strip()
    Path("稿件/旧.txt").write_text(f"{OWN}\n{COPIED}\n", encoding="utf-8")
    assert commit().returncode == 0
    return base


def test_the_template_for_gitlab_gives_code_quality(changed: str) -> None:
    job = template("ci/gitlab.yml")[".simcheck"]
    (script,) = job["script"]
    environment = {name: str(value) for name, value in job["variables"].items()}
    environment |= {"SIMCHECK_BASE": changed, "SIMCHECK_DRAFTS": "稿件/*.txt"}
    finished = call("bash", "-c", script, **environment)
    assert finished.returncode == 1, finished.stderr
    assert "稿件/旧.txt：不通过" in finished.stdout
    assert NAME not in finished.stdout
    entries = json.loads(Path(job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert {entry["location"]["path"] for entry in entries} == {"稿件/旧.txt"}
    assert [entry["check_name"] for entry in entries if entry["severity"] == "blocker"] == ["simcheck/max_overlap"]
    worst = [entry for entry in entries if entry["severity"] == "critical"]
    text = Path("稿件/旧.txt").read_text("utf-8").splitlines()
    assert [COPIED in text[entry["location"]["lines"]["begin"] - 1] for entry in worst] == [True] * len(worst) != []
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert call("bash", "-c", script, **environment | {"SIMCHECK_BASE": "HEAD"}).returncode == 0
    assert call("bash", "-c", script, **environment | {"SIMCHECK_BASE": "没有"}).returncode == 3
    mistyped = call("bash", "-c", script, **environment | {"SIMCHECK_DRAFTS": "稿见/*.txt\n*.docx\n"})
    assert (mistyped.returncode, mistyped.stdout) == (3, "")
    assert mistyped.stderr == "simcheck: 稿见/*.txt *.docx: no file here is called that; mend SIMCHECK_DRAFTS\n"
    code = [line for line in (ROOT / "ci/check.sh").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert script.splitlines()[1:-1] == "\n".join(code).strip("\n").splitlines()


def test_the_script_checks_what_changed_below_its_folder_or_says_that_it_cannot(
    changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = str(ROOT / "ci" / "check.sh")
    done("git", "checkout", "-q", "--orphan", "别处")
    done("git", "commit", "-q", "-m", "没有共同的祖先")
    apart = call("bash", script, SIMCHECK_BASE=changed)
    assert (apart.returncode, apart.stdout) == (3, "")
    assert "cannot be told; fetch more" in apart.stderr
    done("git", "checkout", "-q", "main")
    monkeypatch.chdir("稿件")
    below = call("bash", script, SIMCHECK_BASE=changed)
    assert below.returncode == 1, below.stderr
    assert below.stdout.startswith("旧.txt：不通过")
    monkeypatch.chdir("../..")
    assert call("bash", script).returncode == 3


def test_the_script_takes_everything_but_the_drafts_from_the_base(changed: str) -> None:
    done("git", "rm", "-q", "--cached", "稿件/旧.txt")
    script = str(ROOT / "ci" / "check.sh")
    settings = Path("simcheck.toml").read_text("utf-8")
    loose = 'own = ["笔记"]\n' + re.sub(r"(?m)^max_overlap.*$", "max_overlap = 1", settings)
    Path("simcheck.toml").write_text(loose, encoding="utf-8")
    Path("笔记").mkdir()
    Path("笔记/笔记.md").write_text(COPIED, encoding="utf-8")
    Path("-o稿.txt").write_text(COPIED, encoding="utf-8")
    assert commit().returncode == 0
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and ".git" not in path.parts}
    assert call("bash", script).returncode == 0
    finished = call("bash", script, SIMCHECK_BASE=changed)
    assert finished.returncode == 1, finished.stderr
    after = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and ".git" not in path.parts}
    assert after == before
    Path("稿件/链接.txt").symlink_to("../笔记/笔记.md")
    assert commit().returncode == 0
    assert call("bash", script, SIMCHECK_BASE=changed).returncode == 3


@pytest.mark.usefixtures("started")
def test_a_mark_in_a_draft_is_not_the_pipelines_word(changed: str, surroundings: Path) -> None:
    marked = f"{OWN}\n【simcheck：忽略 领导同意】\n{COPIED}\n"
    Path("稿件/旧.txt").write_text(marked, encoding="utf-8")
    assert commit().returncode == 0
    script = str(ROOT / "ci" / "check.sh")
    assert call("bash", script, SIMCHECK_BASE=changed).returncode == 1
    forked(surroundings)
    assert call("bash", script, SIMCHECK_BASE=changed, SIMCHECK_MARKS="true").returncode == 0


def test_the_action_for_github_gives_sarif(changed: str, surroundings: Path) -> None:
    action = template("action.yml")
    steps = {step.get("id"): step for step in action["runs"]["steps"]}
    inputs = {name: about["default"] for name, about in action["inputs"].items()}
    inputs |= {"base": changed, "drafts": "稿件/*.txt\n*.md\n", "args": "--max-run=40\n--severity=max_run=warning"}
    output = surroundings / "output"
    values = {**{f"inputs.{name}": value for name, value in inputs.items()}, "runner.temp": str(surroundings)}
    environment = {
        name: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], value)
        for name, value in steps["check"]["env"].items()
    }
    environment |= {"GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(output)}
    finished = call("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps["check"]["run"], **environment)
    assert finished.returncode == 1, finished.stderr
    report = Path(output.read_text("utf-8").strip().removeprefix("report="))
    log = json.loads(report.read_text("utf-8"))
    (result,) = [one for one in log["runs"][0]["results"] if one["level"] == "error"]
    assert result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"].strip() in COPIED
    assert "警告：最长连续相同" in finished.stdout
    output.unlink()
    none = environment | {"SIMCHECK_BASE": "HEAD", "SIMCHECK_REPORT": str(surroundings / "none.sarif")}
    finished = call("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps["check"]["run"], **none)
    assert (finished.returncode, output.exists()) == (0, False)
    schema = {"type": "object", "required": ["name", "description", "inputs", "runs"]}
    jsonschema.validate(action, schema)
