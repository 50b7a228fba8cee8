"""Build a folder that installs simcheck without a network: wheels for Linux and Windows, start scripts, checksums.

    python bundle/build.py build/bundle                     # for Python 3.11, 3.12 and 3.13, without torch
    python bundle/build.py build/bundle --python 3.12       # for one Python
    python bundle/build.py build/bundle --torch             # with what other models need (about 1.5 GB)

What the folder holds is chosen by uv from ``constraints/`` for each system and Python, and downloaded by pip; a package
without a wheel is built here. Whoever installs needs Python and this folder alone.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
PYTHONS = ("3.11", "3.12", "3.13")
#: Each system by what uv calls it and by the tags of the wheels that it takes.
SYSTEMS = {
    "windows": ("x86_64-pc-windows-msvc", ("win_amd64",)),
    "linux": ("x86_64-manylinux_2_28", ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")),
}
EXTRAS = ("documents", "server")
#: Packages that have no wheel on the index; they are Python alone, so that one built here fits everywhere.
SOURCES = ("jieba",)
SCRIPTS = ("install.py", "start.bat", "start.sh", "README.txt")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the folder that is named; its path goes to stdout."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", action="append", choices=PYTHONS, help="Pythons to build for [default: all]")
    parser.add_argument("--system", action="append", choices=list(SYSTEMS), help="systems to build for [default: all]")
    parser.add_argument("--torch", action="store_true", help="with torch, for models of sentence-transformers")
    given = parser.parse_args(arguments)
    wheels = given.folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    own_wheels(wheels)
    extras = (*EXTRAS, "transformers") if given.torch else EXTRAS
    for system in given.system or SYSTEMS:
        for python in given.python or PYTHONS:
            download(wheels, system, python, extras)
    for name in SCRIPTS:
        shutil.copy2(HERE / name, given.folder / name)
    (given.folder / "extras.txt").write_text(",".join(extras) + "\n", "ascii")
    (given.folder / "pythons.txt").write_text(" ".join(given.python or PYTHONS) + "\n", "ascii")
    (given.folder / "SHA256SUMS").write_text(checksums(given.folder), "utf-8")
    sys.stdout.write(f"{given.folder}\n")
    return 0


def own_wheels(wheels: Path) -> None:
    """The wheel of this system, with compiled loops, and one without them that fits every system."""
    for pure in ("", "1"):
        environment = {**os.environ, "SIMCHECK_PURE": pure}
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)]
        subprocess.run(command, check=True, env=environment)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels)]
    subprocess.run([*command, "-c", str(ROOT / "constraints.txt"), *SOURCES], check=True)


def download(wheels: Path, system: str, python: str, extras: Sequence[str]) -> None:
    """The wheels of everything that simcheck needs on a system with a Python."""
    target, tags = SYSTEMS[system]
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder) / "requirements.txt"
        resolve = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-annotate", "--no-header"]
        resolve += ["--python-platform", target, "--python-version", python, "--output-file", str(chosen)]
        for extra in extras:
            resolve += ["--extra", extra]
        resolve += ["--constraint", str(ROOT / "constraints.txt"), str(ROOT / "pyproject.toml")]
        subprocess.run(resolve, check=True)
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        fetch += ["--implementation", "cp", "--python-version", python, "--find-links", str(wheels)]
        fetch += [f"--abi={abi}" for abi in (f"cp{python.replace('.', '')}", "abi3", "none")]
        fetch += [f"--platform={tag}" for tag in tags]
        subprocess.run([*fetch, "--dest", str(wheels), "--requirement", str(chosen)], check=True)


def checksums(folder: Path) -> str:
    """A line for each file: its SHA-256 and its path, as ``sha256sum --check`` reads them."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != "SHA256SUMS")
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files
    )


if __name__ == "__main__":
    sys.exit(main())
