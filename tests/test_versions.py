"""One version: package, changelog, extension and examples agree; and what the tests run with is pinned."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
CONFIGURED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = CONFIGURED["project"]
VERSION = PROJECT["version"]
EXTENSION = ROOT / "editors" / "vscode"

# An action or a package at a version, a hook of a revision, a template of a revision.
NAMED = re.compile(r"(?:\bsimcheck(?:\.git)?@|\bsimcheck==|\b(?:rev|ref): *[\"']?)v?(\d+\.[\w.]+)")
EXAMPLES = [
    path
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "ci/*",
        "*.yml",
        ".pre-commit-hooks.yaml",
        "editors/**/*.md",
        "examples/**/*.md",
    )
    for path in sorted(ROOT.glob(pattern))
    if path.name != "CHANGELOG.md" and "node_modules" not in path.parts
]

PYTHONS = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
PINNED = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "constraints").glob("*.txt"))}


def pins(text: str) -> dict[str, Version]:
    """The versions that a constraints file asks for, by name; it holds nothing but pins and comments."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = [re.fullmatch(r"([a-z0-9.-]+)==([0-9][0-9a-z.]*)", line) for line in lines]
    assert [line for line, match in zip(lines, found, strict=True) if match is None] == []
    return {canonicalize_name(match[1]): Version(match[2]) for match in found if match}


def requirements() -> list[Requirement]:
    """Everything that the package, its extras, its build and its tests name, but the package itself."""
    groups = [
        PROJECT["dependencies"],
        *PROJECT["optional-dependencies"].values(),
        CONFIGURED["build-system"]["requires"],
    ]
    named = [Requirement(line) for group in groups for line in group]
    return [one for one in named if one.name != PROJECT["name"]]


def lower(requirement: Requirement) -> Version:
    (bound,) = (Version(one.version) for one in requirement.specifier if one.operator == ">=")
    return bound


def test_the_newest_release_of_the_changelog_is_the_package() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings[1] == VERSION
    released = [Version(heading) for heading in headings[1:]]
    assert released == sorted(released, reverse=True)


def test_the_extension_has_the_version_of_the_package() -> None:
    package = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    lock = json.loads((EXTENSION / "package-lock.json").read_text("utf-8"))
    assert {package["version"], lock["version"], lock["packages"][""]["version"]} == {VERSION}


def test_hooks_and_pipelines_of_the_examples_name_the_release() -> None:
    named = {(path.name, found) for path in EXAMPLES for found in NAMED.findall(path.read_text("utf-8"))}
    assert {found for _, found in named} == {VERSION}
    text = "\n".join(path.read_text("utf-8") for path in EXAMPLES)
    for way in (
        rf"uses: \S+/simcheck@v{VERSION}\b",
        rf"rev: v{VERSION}\b",
        rf"ref: v{VERSION}\b",
        rf"simcheck@v{VERSION}\b",
    ):
        assert re.search(way, text), way


def test_each_python_that_the_package_names_has_its_versions() -> None:
    assert set(PINNED) == {"lowest.txt", *(f"py{python.replace('.', '')}.txt" for python in PYTHONS)}
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"


@pytest.mark.parametrize("name", PINNED)
def test_everything_that_the_tests_need_is_pinned(name: str) -> None:
    pinned = pins(PINNED[name])
    for requirement in requirements():
        assert canonicalize_name(requirement.name) in pinned, f"run `make constraints`: {requirement.name}"
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"run `make constraints`: {requirement}"
    assert pinned["torch"] == pins((ROOT / "constraints.txt").read_text("utf-8"))["torch"]


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    pinned = pins(PINNED["lowest.txt"])
    above = [str(one) for one in requirements() if pinned[canonicalize_name(one.name)] != lower(one)]
    assert above == [], (
        "a bound that cannot be had beside the others says too little: raise it, or run `make constraints`"
    )
