"""The reference of the library: one page of all public names, made from their docstrings by pdoc.

    python docs/reference.py [FOLDER]

writes FOLDER/simcheck.html, by default into build/docs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pdoc

import simcheck


def main(folder: Path) -> None:
    for name in simcheck.__all__:
        getattr(simcheck, name)  # names that are taken in when they are first used
    pdoc.render.configure(docformat="restructuredtext", show_source=False)
    pdoc.pdoc("simcheck", "!simcheck.cli", "!simcheck.lsp", output_directory=folder)
    print(folder / "simcheck.html")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build") / "docs")
