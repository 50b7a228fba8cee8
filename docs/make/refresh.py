"""Writes what the program says and what was measured into the documents, so that nothing of it is typed by hand.

    python docs/make/refresh.py            every block of every document, and the pictures of the architecture
    python docs/make/refresh.py --check    changes nothing; exit code 1 if something is out of date

A block stands between ``<!-- begin NAME ARGUMENTS -->`` and ``<!-- end -->``; what is inside is overwritten. The names
are those of ``BLOCKS`` in ``program.py`` here and in ``benchmarks/blocks.py``. A figure within a sentence is
``<!-- begin figure RESULT PATH FORMAT -->…<!-- end -->``, a number of the scoring record ``constant NAME FORMAT``.
"""

from __future__ import annotations

import functools
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks"), str(ROOT / "docs" / "make")]

import blocks  # noqa: E402
import pictures  # noqa: E402
import program  # noqa: E402

_BLOCK = re.compile(r"(<!-- begin (\S+)((?: (?!-->)\S+)*) -->)(.*?)(<!-- end -->)", re.DOTALL)
BLOCKS = {**blocks.BLOCKS, **program.BLOCKS}
#: Blocks within a sentence.
INLINE = ("figure", "constant")
#: Where Markdown with blocks may stand.
FOLDERS = (
    ".",
    "docs/en",
    "docs/zh",
    "benchmarks",
    "examples",
    "models/static-zh-en",
    "models/background",
    "models/names",
)


def documents() -> list[Path]:
    """All documents of the repository."""
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.md"))]


def refreshed(text: str) -> str:
    """The document with every block written anew."""

    def anew(found: re.Match[str]) -> str:
        begin, name, arguments, _, end = found.groups()
        content = block(name, arguments)
        return f"{begin}{content}{end}" if name in INLINE else f"{begin}\n{content}\n{end}"

    return _BLOCK.sub(anew, text)


@functools.cache
def block(name: str, arguments: str) -> str:
    """What stands in a block; worked out once a run."""
    return str(BLOCKS[name](*arguments.split()))


def stale() -> dict[Path, str]:
    """The documents and pictures that are out of date, and what they should say."""
    new = {path: refreshed(path.read_text(encoding="utf-8")) for path in documents()} | pictures.drawn()
    return {path: text for path, text in new.items() if not path.exists() or path.read_text(encoding="utf-8") != text}


def write(path: Path, text: str) -> None:
    """Write a picture, or into a document what its blocks say: what somebody typed beside them meanwhile stays."""
    if path.suffix == ".md":
        text = refreshed(path.read_text(encoding="utf-8"))
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def main() -> int:
    check = sys.argv[1:] == ["--check"]
    changed = stale()
    for path, text in changed.items():
        if not check:
            write(path, text)
        print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
    return int(bool(changed) and check)


if __name__ == "__main__":
    sys.exit(main())
