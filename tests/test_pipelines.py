"""The files that others' programs read are what these programs document: schemas of GitHub and GitLab, shell, hooks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from simcheck.readers import SUFFIXES

ROOT = Path(__file__).parent.parent
PAGES = [(ROOT / "docs" / language / "ci.md").read_text("utf-8") for language in ("en", "zh")]
BLOCKS = [re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) for page in PAGES]
yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")


class Loader(yaml.SafeLoader):  # type: ignore[name-defined,misc]
    """YAML 1.2, as the code hosts read it: ``on`` is a word."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load(text: str) -> Any:
    return yaml.load(text, Loader)


ACTION = load((ROOT / "action.yml").read_text("utf-8"))
TEMPLATE = load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("schema", "content"),
    [
        ("github-actions", ACTION),
        ("gitlab-ci", TEMPLATE),
        *(("github-workflows", load(workflow)) for workflow, _ in BLOCKS),
        *(("gitlab-ci", load(included)) for _, included in BLOCKS),
    ],
)
def test_a_file_of_a_pipeline_is_valid_by_the_schema_of_its_host(schema: str, content: Any) -> None:
    schemas = pytest.importorskip("check_jsonschema.builtin_schemas", reason="check-jsonschema is not installed")
    text = (Path(schemas.__file__).parent / "vendor" / f"{schema}.json").read_text("utf-8")
    jsonschema.validate(content, json.loads(text))


@pytest.mark.parametrize(("workflow", "included"), BLOCKS, ids=["en", "zh"])
def test_the_pages_set_only_what_the_action_and_the_template_have(workflow: str, included: str) -> None:
    (step,) = [one for one in load(workflow)["jobs"]["simcheck"]["steps"] if "simcheck" in one["uses"]]
    assert step["with"].keys() <= ACTION["inputs"].keys()
    job = load(included)["simcheck"]
    assert job["extends"] in TEMPLATE
    known = {*TEMPLATE[job["extends"]]["variables"], *re.findall(r"SIMCHECK_[A-Z]+", str(TEMPLATE))}
    assert job["variables"].keys() <= known


def test_what_the_action_puts_together_is_there() -> None:
    inputs = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert inputs == set(ACTION["inputs"])
    assert all(about["description"] for about in ACTION["inputs"].values())
    identities = [step["id"] for step in ACTION["runs"]["steps"] if "id" in step]
    for output in ACTION["outputs"].values():
        (identity,) = re.findall(r"steps\.([\w-]+)\.", output["value"])
        assert identity in identities
    for file in re.findall(r"\$GITHUB_ACTION_PATH/([\w./-]+)", str(ACTION)):
        assert (ROOT / file).is_file()


def scripts() -> dict[str, tuple[str, str]]:
    """Every script that a pipeline or a server runs: its shell and its text."""
    found = {"ci/check.sh": "bash", "ci/pre-receive": "sh"}
    texts = {name: (shell, (ROOT / name).read_text("utf-8")) for name, shell in found.items()}
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            texts[f"action: {step['name']}"] = step["shell"], step["run"]
    job = TEMPLATE[".simcheck"]
    texts["gitlab"] = "bash", "\n".join([*job["before_script"], *job["script"]])
    return texts


@pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a POSIX shell")
@pytest.mark.parametrize("name", scripts())
def test_a_script_has_no_mistake_that_a_shell_or_shellcheck_sees(name: str) -> None:
    shell, text = scripts()[name]
    parsed = subprocess.run([shell, "-n"], input=text, capture_output=True, text=True, check=False)
    assert (parsed.returncode, parsed.stderr) == (0, "")
    if shutil.which("shellcheck"):
        command = ["shellcheck", "--norc", f"--shell={shell}", "-"]
        seen = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        assert seen.returncode == 0, seen.stdout


def test_the_hooks_look_at_every_kind_of_document() -> None:
    for hook in load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        assert all(re.search(hook["files"], f"稿件/讲话{suffix}") for suffix in SUFFIXES)
        assert not re.search(hook["files"], "稿件/图.png")


def test_marks_are_text_to_every_hook_and_a_name_is_no_option() -> None:
    for hook in load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        assert hook["args"] == ["--no-marks", "--"]
