"""Compiles the innermost loops, those of the aligner and of the search, where there is a C compiler.

Ordinary extension modules of setuptools and Cython beside their sources: by ``python hatch_build.py`` in a checkout,
by the hook below in wheels and editable installs. Without a compiler the package is built all the same, and is slower.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
#: Every module beside which types stand.
SOURCES = sorted(types.with_suffix(".py") for types in (ROOT / "simcheck").rglob("*.pxd"))
#: One file for Python 3.11 and all that follow it (the stable ABI); the free-threaded Python has none.
STABLE = sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")
ENDING = (".pyd" if sys.platform == "win32" else ".abi3.so") if STABLE else sysconfig.get_config_var("EXT_SUFFIX")
#: The same sums everywhere: no multiplication and addition in one step.
FLAGS = [] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off"]


def build() -> list[Path]:
    """Compile the loops; the files made of them, or none where that cannot be done."""
    try:
        from Cython.Build import cythonize
        from setuptools import Distribution, Extension
        from setuptools.errors import BaseError, CCompilerError
    except ImportError as error:
        return _not_built(error)
    extensions = [
        Extension(
            ".".join(source.relative_to(ROOT).with_suffix("").parts),
            [str(source)],
            extra_compile_args=FLAGS,
            define_macros=[("Py_LIMITED_API", "0x030B0000")] if STABLE else [],
            py_limited_api=STABLE,
        )
        for source in SOURCES
    ]
    with tempfile.TemporaryDirectory() as folder:
        try:
            command = Distribution({"ext_modules": cythonize(extensions, build_dir=folder, quiet=True)})
            builder = command.get_command_obj("build_ext")
            builder.build_temp, builder.build_lib, builder.parallel = folder, folder, os.cpu_count()
            builder.ensure_finalized()
            builder.run()
        except (BaseError, CCompilerError, OSError) as error:
            return _not_built(error)
        return [_put(Path(made), source) for made, source in zip(builder.get_outputs(), SOURCES, strict=True)]


def built() -> list[Path]:
    """What is compiled already, of all sources; none unless it is newer than all that it is made of."""
    made = [source.with_name(f"{source.stem}{ENDING}") for source in SOURCES]
    of = [Path(__file__), *SOURCES, *(source.with_suffix(".pxd") for source in SOURCES)]
    there = all(one.exists() for one in made)
    return made if there and min(map(_changed, made)) > max(map(_changed, of)) else []


def _changed(file: Path) -> float:
    return file.stat().st_mtime


def _put(made: Path, source: Path) -> Path:
    """Put what was made beside its source; renamed into its place, so that a process that runs the old one keeps it."""
    beside = source.with_name(f".{made.name}")
    beside.write_bytes(made.read_bytes())
    return beside.replace(source.with_name(made.name))


def _not_built(error: Exception) -> list[Path]:
    """Say so; what was compiled before is not left in the place of the sources."""
    for source in SOURCES:
        for old in [*source.parent.glob(f"{source.stem}.*.so"), *source.parent.glob(f"{source.stem}*.pyd")]:
            old.unlink()
    sys.stderr.write(f"compiled loops: not built ({error}); simcheck works without them, more slowly\n")
    return []


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    pass
else:

    class CompiledLoops(BuildHookInterface):
        """Puts the loops into wheels and editable installs, which then belong to one platform."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch calls it so
            """Build them before the files are gathered."""
            # A wheel for every system has none: SIMCHECK_PURE=1. What this machine compiled before: SIMCHECK_BUILT=1.
            if self.target_name != "wheel" or os.environ.get("SIMCHECK_PURE") == "1":
                return
            if made := (built() if os.environ.get("SIMCHECK_BUILT") == "1" else []) or build():
                build_data["artifacts"] += [one.relative_to(ROOT).as_posix() for one in made]
                build_data["pure_python"] = False
                platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
                build_data.update({"tag": f"cp311-abi3-{platform}"} if STABLE else {"infer_tag": True})


if __name__ == "__main__":
    sys.exit(not build())
