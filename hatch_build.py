"""Builds the aligner's compiled loops into the package, where there is a C compiler: `python hatch_build.py`.

Without one the package is built all the same, and is slower.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zlib
from pathlib import Path
from typing import Any

ALIGN = Path(__file__).parent / "simcheck" / "align"
LIBRARY = "_kernel.so"
FLAGS = ["-O3", "-shared", "-fPIC", "-ffp-contract=off"]


def build() -> bool:
    """Compile ``kernel.c``; whether that could be done."""
    compiler = shlex.split(os.environ.get("CC", "")) or [shutil.which("cc") or shutil.which("gcc") or "clang"]
    made = ALIGN / f"{LIBRARY}.{os.getpid()}"
    source = f"-DSOURCE={zlib.crc32((ALIGN / 'kernel.c').read_bytes())}u"
    command = [*compiler, *FLAGS, source, "-o", str(made), str(ALIGN / "kernel.c"), "-lm"]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - the compiler of whoever builds
        made.replace(ALIGN / LIBRARY)
    except (OSError, subprocess.CalledProcessError) as error:
        made.unlink(missing_ok=True)
        sys.stderr.write(f"compiled loops: not built ({error}); simcheck works without them, more slowly\n")
        return False
    return True


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
            if self.target_name == "wheel" and build():
                build_data["artifacts"].append(f"/simcheck/align/{LIBRARY}")
                build_data["pure_python"] = False
                platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
                build_data["tag"] = f"py3-none-{platform}"


if __name__ == "__main__":
    sys.exit(not build())
