"""Old text: what stood in a revision of a git repository already, so that only new work counts."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simcheck.accept.letters import Known, Letters, letters
from simcheck.caching import MIB, memoize
from simcheck.errors import DraftError, UsageError
from simcheck.types import Document

_SECONDS = 60
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
#: The tree of a repository before its first commit.
_EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@dataclass(frozen=True, slots=True, eq=False)
class OldText:
    """What stood in a revision: its name, and the runs of letters that were there."""

    revision: str
    known: Known


def old_text(path: Path | str, revision: str, read: Callable[[Path], Document]) -> OldText:
    """What stood in a revision of a draft, and of every file that was changed, renamed or removed since and has its
    ending or, in another format, its name.

    So text that was moved, within the draft or from another file, is old, and a renamed draft, or one that was saved in
    another format, keeps its text. ``read``
    makes a document of a file; an old file that it cannot read is passed over, which counts more and never less. Raises
    UsageError for a revision that is none, DraftError where there is no git repository to ask.
    """
    place = Path(path).absolute()
    root = Path(_git(place.parent, path, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    commit = _commit(root, path, revision)
    own = Path(os.path.relpath(place.resolve(), root.resolve())).as_posix()
    changed = _names(_git(root, path, "diff", "--name-only", "--no-renames", "-z", commit))
    there = _names(_git(root, path, "ls-tree", "-z", "--name-only", "--full-tree", commit, "--", own))
    names = [name for name in dict.fromkeys([*there, *changed]) if _related(Path(name), place)]
    return OldText(revision, Known(_known(root, commit, names, read)))


def _related(old: Path, draft: Path) -> bool:
    """Whether the text of an old file may have become the draft's: by its ending, or by its name.

    >>> _related(Path("旧/讲话.doc"), Path("讲话.docx")), _related(Path("照片.png"), Path("讲话.docx"))
    (True, False)
    """
    return old.suffix.lower() == draft.suffix.lower() or old.stem == draft.stem


def _known(root: Path, commit: str, names: Sequence[str], read: Callable[[Path], Document]) -> Iterator[Letters]:
    for name in names:
        # Not there in that revision, a new file; or one that cannot be read.
        with contextlib.suppress(DraftError):
            yield _letters(root, commit, name, read)


@memoize(32 * MIB)
def _letters(root: Path, commit: str, name: str, read: Callable[[Path], Document]) -> Letters:
    """The letters of a file as a checkout of the commit has it, read once for all drafts of a run."""
    data = _git(root, name, "cat-file", "--filters", f"{commit}:{name}")
    with tempfile.TemporaryDirectory(prefix="simcheck-") as folder:
        copy = Path(folder) / f"old{Path(name).suffix}"
        copy.write_bytes(data)
        return letters(read(copy).text)


def _commit(root: Path, path: Path | str, revision: str) -> str:
    """The commit that a revision names; the empty tree for HEAD before the first commit."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        return _git(root, path, *asked).decode().strip()
    except DraftError:
        if revision == "HEAD":
            return _EMPTY
        cut = _git(root, path, "rev-parse", "--is-shallow-repository").strip() == b"true"
        remedy = "fetch more of it, it is a shallow clone" if cut else "name a commit, branch or tag for --since"
        raise UsageError(
            f"{revision!r} is no revision of the repository {root}; {remedy}", code="usage.revision"
        ) from None


def _surroundings() -> dict[str, str]:
    """The environment without what git sets for its hooks: the repository is the one around the draft."""
    return {name: value for name, value in os.environ.items() if name not in _OF_HOOKS} | {"LC_ALL": "C.UTF-8"}


def _names(data: bytes) -> list[str]:
    return [os.fsdecode(name) for name in data.split(b"\0") if name]


def _git(folder: Path, path: Path | str, *arguments: str) -> bytes:
    """What git answers. Raises DraftError with git's own reason when it refuses."""
    command = ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, check=False, timeout=_SECONDS, env=_surroundings()
        )
    except FileNotFoundError:
        raise DraftError(f"{path}: cannot be compared with a revision, git is not installed; install it") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DraftError(f"{path}: cannot be compared with a revision ({error}); check the repository") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = lines[0].removeprefix("fatal: ") if lines else "git refuses"
        raise DraftError(f"{path}: cannot be compared with a revision ({reason}); leave out --since or check git")
    return done.stdout
