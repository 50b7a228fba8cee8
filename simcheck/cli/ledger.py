"""The folder of a batch's reports, with the ledger of what is in it: so a batch that was cut off goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simcheck.cli.outputs import OutputNames
from simcheck.cli.paths import FoundFile
from simcheck.errors import UsageError
from simcheck.messages import Language, language_of_locale

if TYPE_CHECKING:
    from simcheck.reporters.formats import Format
    from simcheck.reporters.summary import Line

#: What was done already, one draft a line, in the folder of the reports.
LEDGER = "batch.jsonl"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What became of a draft: the digest of all that its report depends on, its line of the summary, and the files."""

    key: str
    line: dict[str, Any]
    files: tuple[str, ...]


class Folder:
    """The folder of the reports, and the ledger of what is in it; each draft is written down when its reports are."""

    def __init__(self, folder: Path, found: Sequence[FoundFile], forms: list[Format], lang: Any) -> None:
        self.folder, self.forms, self.lang = folder, forms, lang
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be made a folder ({error.strerror}); choose another one") from error
        names = OutputNames([one.path for one in found])
        self._files = {one.id: [names.choose(folder, one.path, form) for form in forms] for one in found}
        self.known = self._read()

    def done(self, draft: str, key: str) -> LedgerEntry | None:
        """What was done of a draft, if it is what would be done now and its reports are there."""
        entry = self.known.get(draft)
        if entry is None or entry.key != key or not all((self.folder / name).exists() for name in entry.files):
            return None
        return entry if {*entry.files} == {file.name for file in self._files[draft]} else None

    @property
    def say(self) -> Language:
        """The language of the summary."""
        return self.lang or language_of_locale(os.environ) or "zh"

    def write(self, draft: str, key: str, reports: Sequence[str | bytes], line: Line) -> LedgerEntry:
        """Write the reports of a draft, one of each format, then that they are there."""
        from simcheck.reporters.files import write_file

        for file, content in zip(self._files[draft], reports, strict=True):
            write_file(file, content)
        entry = LedgerEntry(key, asdict(line), tuple(file.name for file in self._files[draft]))
        with (self.folder / LEDGER).open("a", encoding="utf-8") as ledger:
            ledger.write(json.dumps({"draft": draft, **asdict(entry)}, ensure_ascii=False) + "\n")
        return entry

    def _read(self) -> dict[str, LedgerEntry]:
        """The last entry of each draft; a line that was cut off counts for nothing."""
        found: dict[str, LedgerEntry] = {}
        with suppress(FileNotFoundError):
            for text in (self.folder / LEDGER).read_text(encoding="utf-8", errors="replace").splitlines():
                with suppress(ValueError, TypeError, KeyError):
                    data = json.loads(text)
                    found[data["draft"]] = LedgerEntry(data["key"], data["line"], tuple(data["files"]))
        return found
