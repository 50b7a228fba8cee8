"""Classes of sources by folder: the table ``[classes]`` of a settings file, for ``simcheck corpus add``.

    [classes]
    "上级文件" = "authority"
    "范本/*.docx" = "template"

A key is a folder, at any depth, or a pattern for the path below the file with the settings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from simcheck.config.files import SettingsFile
from simcheck.errors import ConfigError
from simcheck.types import SOURCE_CLASSES, SourceClass

TABLE = "classes"


@dataclass(frozen=True, slots=True)
class FolderClasses:
    """Which class a file is given by where it lies below a folder; the first entry that means it holds. Two are equal
    that say the same, as two configurations must be that were read from the same files."""

    entries: Mapping[str, SourceClass] = field(default_factory=dict, hash=False)
    folder: Path | None = None

    @classmethod
    def of(cls, found: SettingsFile) -> FolderClasses:
        """Those of a file. Raises ConfigError, with file and line, for a class that does not exist."""
        table = found.table.get(TABLE, {})
        if not isinstance(table, Mapping):
            raise ConfigError(f'{found.place(TABLE)}: {TABLE}: is no table; write [classes] and "folder" = "authority"')
        entries: dict[str, SourceClass] = {}
        for pattern, named in table.items():
            known = next((name for name in SOURCE_CLASSES if name == named), None)
            if known is None:
                raise ConfigError(
                    f"{found.place(TABLE)}: {pattern}: {named!r} is no class of sources; "
                    f"classes are {', '.join(SOURCE_CLASSES)}"
                )
            entries[pattern.strip("/\\")] = known
        return cls(entries, found.path.absolute().parent)

    def of_file(self, file: Path) -> SourceClass | None:
        """The class that a file is given; None where no entry means it.

        >>> FolderClasses({"上级文件": "authority"}, Path("/讲话")).of_file(Path("/讲话/历年/上级文件/安全.docx"))
        'authority'
        """
        path = PurePosixPath(file.absolute().as_posix())
        with contextlib.suppress(ValueError):
            path = path.relative_to((self.folder or Path()).absolute().as_posix())
        folders = [str(above) for above in path.parents if above.name]
        for pattern, named in self.entries.items():
            inside = any(f"/{folder}".endswith(f"/{pattern}") for folder in folders)
            if inside or fnmatchcase(str(path), pattern) or fnmatchcase(path.name, pattern):
                return named
        return None
