"""The formats of a report: what they are called, what their files end in, and the function that writes each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args, overload

from simcheck import plugins
from simcheck.errors import UsageError
from simcheck.messages import Language
from simcheck.report import Report
from simcheck.reporters.files import write_file
from simcheck.signatures import as_annotated

TextFormat = Literal["text", "json", "html", "csv", "markdown", "sarif", "gitlab"]
Format = Literal["text", "json", "html", "csv", "markdown", "sarif", "gitlab", "docx"]

FORMATS: tuple[Format, ...] = get_args(Format)
#: The first ending of a format is the one that simcheck gives.
SUFFIXES: dict[Format, tuple[str, ...]] = {
    "text": (".txt",), "json": (".json", ".jsonl"), "html": (".html", ".htm"), "csv": (".csv",),
    "markdown": (".md", ".markdown"), "sarif": (".sarif",), "gitlab": (".codequality.json",), "docx": (".docx",),
}  # fmt: skip
#: The formats of which a file holds the report of one draft only.
SINGLE: frozenset[Format] = frozenset(("html", "docx"))


def format_of(path: Path) -> Format | None:
    """The format that a file's ending asks for, None where it asks for none.

    >>> format_of(Path("报告.HTML")), format_of(Path("报告.sarif.json")), format_of(Path("报告"))
    ('html', 'sarif', None)
    """
    name = path.name.lower()
    if name.endswith(".sarif.json"):
        return "sarif"
    if name.endswith(("code-quality-report.json", *SUFFIXES["gitlab"])):
        return "gitlab"
    return next((form for form, endings in SUFFIXES.items() if name.endswith(endings)), None)


@overload
def render(
    report: Report, form: Literal["docx"], *, language: Language | None = None, original: bytes | None = None
) -> bytes: ...
@overload
def render(
    report: Report, form: TextFormat, *, language: Language | None = None, original: bytes | None = None
) -> str: ...
@overload
def render(
    report: Report, form: Format, *, language: Language | None = None, original: bytes | None = None
) -> str | bytes: ...
@as_annotated("form", "language")
def render(
    report: Report, form: Format, *, language: Language | None = None, original: bytes | None = None
) -> str | bytes:
    """The report in a format: text, or the bytes of a Word file.

    Without ``language`` it speaks the draft's. ``original`` is the .docx that the draft was read from, which the Word
    file is then a copy of; the other formats do without. A format may also be one of another package's, by the name of
    its entry point in ``simcheck.reporters``. Raises UsageError for an unknown format.

    >>> render(report, "markdown", language="zh")                                       # doctest: +SKIP
    '### ❌ 讲话稿.docx：不通过…'
    """
    if form == "docx":
        from simcheck.reporters import docx

        return docx.render(report, original=original, language=language)
    if form == "html":
        from simcheck.reporters import html

        return html.render(report, language=language)
    return render_all([report], form, language=language)


def _by_plugin(form: str, reports: Sequence[Report], language: Language | None) -> str | bytes:
    """What the reporter of another package gives; refused where there is none."""
    if form in FORMATS:
        raise UsageError(f"a {form} file holds one report; write one file for each draft", code="output.format")
    if form not in plugins.names("reporters"):
        raise UsageError(
            f"{form!r} is no format of a report; choose one of {', '.join(known_formats())}", code="output.format"
        )
    found = plugins.load("reporters", form)(reports, language)
    if not isinstance(found, str | bytes):
        raise UsageError(f"{form}: its reporter, of another package, gave {type(found).__name__}", code="output.format")
    return found


def known_formats() -> tuple[str, ...]:
    """The formats of simcheck, and those of other packages (entry points ``simcheck.reporters``)."""
    return (*FORMATS, *(name for name in plugins.names("reporters") if name not in FORMATS))


def ending_of(form: str) -> str:
    """What the files of a format end in: those of another package's in its name."""
    return next((endings[0] for known, endings in SUFFIXES.items() if known == form), f".{form}")


def render_all(reports: Sequence[Report], form: Format, *, language: Language | None = None) -> str | bytes:
    """Several reports in one text: one after another, as one table, as one log, or in JSON one a line.

    Raises UsageError for a format that holds one report only, and for an unknown one.
    """
    if form in ("text", "json"):
        return _one_by_one(reports, form, language)
    if form == "csv":
        from simcheck.reporters import csv

        return csv.render(reports, language=language)
    if form == "markdown":
        from simcheck.reporters import markdown

        return markdown.render(reports, language=language)
    if form == "sarif":
        from simcheck.reporters import sarif

        return sarif.render(reports, language=language)
    if form == "gitlab":
        from simcheck.reporters import gitlab

        return gitlab.render(reports, language=language)
    return _by_plugin(form, reports, language)


def _one_by_one(reports: Sequence[Report], form: Format, language: Language | None) -> str:
    if form == "text":
        from simcheck.reporters import text

        return text.SEPARATOR.join(text.render(report, language=language) for report in reports)
    from simcheck.reporters import json

    indent = 2 if len(reports) == 1 else None
    return "".join(json.render(report, indent=indent, language=language) for report in reports)


@as_annotated("form", "language")
def write(
    report: Report,
    path: str | Path,
    form: Format | None = None,
    *,
    language: Language | None = None,
    original: bytes | None = None,
) -> None:
    """Write the report to a file, all of it or nothing, in ``form`` or in the format that the file's ending names.

    See ``render`` for the rest. Raises UsageError when the ending names none, DraftError when the file cannot be
    written.
    """
    chosen = form or format_of(Path(path))
    if chosen is None:
        endings = ", ".join(ending for ending, *_ in SUFFIXES.values())
        raise UsageError(
            f"{path}: the ending names no format; use one of {endings}, or name the format", code="output.format"
        )
    write_file(Path(path), render(report, chosen, language=language, original=original))
