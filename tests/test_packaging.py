"""The wheel: it carries model and data, and does its job outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SPEECH = (
    "今年汛期来得早、雨量大，城北三条老河道连续两次漫堤。我们把排水管网普查提前到二月，逐段测量、逐井清淤，"
    "新装液位计一百四十台，在低洼小区备足沙袋和抽水泵。镇村干部轮流值守，遇到预警先转移独居老人，再处置积水点。\n"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=ROOT,
        env={**os.environ, "SIMCHECK_BUILT": "1"},  # an installation compiled it, by the same hook
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


def test_the_wheel_holds_every_module_the_data_and_the_models(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = [path for path in (ROOT / "simcheck").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    models = [path for name in ("static-zh-en", "background", "names") for path in (ROOT / "models" / name).rglob("*")]
    wanted = {path.relative_to(ROOT).as_posix() for path in package}
    wanted |= {"simcheck/" + path.relative_to(ROOT).as_posix() for path in models if path.is_file()}
    assert "simcheck/models/static-zh-en/model.safetensors" in wanted
    assert "simcheck/data/report.schema.json" in wanted
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == wanted
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_declares_what_it_needs(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    archive = zipfile.ZipFile(wheel)
    # One with compiled loops is for one system and, by the stable ABI, for every Python from 3.11 on.
    compiled = "simcheck/align/loops/tiling.abi3.so" in archive.namelist()
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    tag = f"cp311-abi3-{platform}" if compiled else "py3-none-any"
    assert wheel.name == f"simcheck-{project['version']}-{tag}.whl"
    (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    lines = archive.read(metadata).decode().splitlines()
    plain = {line.split(" ")[1].split(">")[0] for line in lines if line.startswith("Requires-Dist") and ";" not in line}
    assert {"tokenizers", "faiss-cpu", "jieba", "typer", "numpy"} <= plain
    assert not plain & {"sentence-transformers", "torch", "pytest", "ruff", "mypy"}
    assert "Requires-Python: >=3.11" in lines
    (scripts,) = (name for name in archive.namelist() if name.endswith("/entry_points.txt"))
    assert "simcheck = simcheck.cli:main" in archive.read(scripts).decode()


def declared(*extras: str) -> set[str]:
    """The distributions that an installation with these extras brings, by what it and they ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    found: set[str] = set()
    while lines:
        asked = Requirement(lines.pop())
        wanted = asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *asked.extras))
        if wanted and canonicalize_name(asked.name) not in found:
            found.add(canonicalize_name(asked.name))
            lines += metadata.requires(asked.name) or []
    return found


def test_a_light_installation_has_all_that_it_imports(tmp_path: Path) -> None:
    """Without the extra for transformers: checks, readers and every report use nothing that is not declared."""
    outputs = [
        word for name in ("html", "docx", "sarif", "csv", "md", "json") for word in ("-o", str(tmp_path / f"r.{name}"))
    ]
    (tmp_path / "稿.html").write_text(f"<p>同志们：</p><p>{SPEECH}</p>", encoding="utf-8")
    (tmp_path / "稿.md").write_text(f"# 讲话\n\n{SPEECH}", encoding="utf-8")
    (tmp_path / "源.txt").write_text(SPEECH, encoding="utf-8")
    code = (
        "import sys; from simcheck.cli.app import run; assert run(sys.argv[1:]) == 1; "
        "print(*{name.partition('.')[0] for name in sys.modules if name[0] != '_'})"
    )
    words = ["compare", str(tmp_path / "稿.html"), str(tmp_path / "源.txt"), *outputs]
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    distributions = metadata.packages_distributions()
    used = {
        canonicalize_name(one) for name in done.stdout.splitlines()[-1].split() for one in distributions.get(name, [])
    }
    assert {"numpy", "lxml", "typer"} <= used
    assert used - declared("documents") - {"simcheck"} == set()


def test_the_wheel_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "讲话").mkdir()
    (tmp_path / "讲话" / "防汛.txt").write_text(SPEECH, encoding="utf-8")
    (tmp_path / "稿.txt").write_text("同志们：\n" + SPEECH, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "SIMCHECK_CORPUS": str(tmp_path / "库")}

    def python(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *words]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    where = python("-c", "import simcheck; from simcheck.resources import model_folder; print(model_folder())")
    assert where.stdout.strip() == str(tmp_path / "site" / "simcheck" / "models" / "static-zh-en")
    added = python("-m", "simcheck", "corpus", "add", "讲话")
    assert (added.returncode, added.stderr) == (0, "")
    checked = python("-m", "simcheck", "稿.txt")
    assert (checked.returncode, checked.stderr) == (1, "")
    assert "防汛.txt" in checked.stdout


@pytest.mark.long
def test_the_wheel_in_an_empty_environment_brings_no_torch_and_checks_a_draft(wheel: Path, tmp_path: Path) -> None:
    """By pip as it is configured here, index and all; in an environment that sees no package of this one."""
    folder = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    outside = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    constraints = ROOT / "constraints" / f"py{sys.version_info.major}{sys.version_info.minor}.txt"
    pinned = {"PIP_CONSTRAINT": str(constraints)} if constraints.exists() else {}
    command = [programs / "python", "-m", "pip", "install", "--quiet", "--retries", "1", wheel]
    done = subprocess.run(command, env=outside | pinned, capture_output=True, text=True, check=False)
    if done.returncode and any(
        sign in done.stderr for sign in ("No matching distribution", "connection", "Connection")
    ):
        pytest.skip(f"pip's index does not answer, or does not have it: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    listed = [programs / "python", "-m", "pip", "list", "--format", "freeze"]
    named = subprocess.run(listed, env=outside, capture_output=True, text=True, check=True).stdout
    known = {canonicalize_name(line.partition("==")[0]) for line in named.split()}
    assert "simcheck" in known
    assert not [name for name in known if name.startswith(("torch", "nvidia", "transformers", "sentence-transformers"))]
    draft, speeches = ROOT / "examples" / "drafts" / "edited.txt", ROOT / "examples" / "speeches"
    check = [programs / "simcheck", "compare", draft, speeches, "--lang", "zh"]
    checked = subprocess.run(check, cwd=tmp_path, env=outside, capture_output=True, text=True, check=False)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "不通过" in checked.stdout
