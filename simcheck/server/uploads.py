"""What a request to add documents says: files, archives or texts, and what is known of them."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from simcheck.patterns import regex
from simcheck.server.checks import Upload
from simcheck.server.problems import Problem
from simcheck.types import SOURCE_CLASSES

#: How the folder of an upload begins that is being added, and the file in it that says so.
SPOOLED, _NOTE = "up-", "about.json"
_MOST_FILES = 5000
#: What can be said of a document, and how long it may be.
_ABOUT = {"title": 500, "author": 500, "date": 16, "class": 16, "department": 128}
_DAY = regex(r"(\d{4})年?(?:[-./]?(\d{1,2})月?(?:[-./]?(\d{1,2})日?)?)?")
_SWITCHES = ("replace", "duplicates")
_FIELDS = (*_ABOUT, *_SWITCHES, "metadata")


@dataclass(slots=True)
class Uploads:
    """Documents to add. ``about`` holds for all of them and ``each`` for those of one name, by the names of the fields
    of ``Document``."""

    files: list[Upload]
    about: dict[str, Any] = field(default_factory=dict)
    each: dict[str, dict[str, Any]] = field(default_factory=dict)
    replace: bool = False
    duplicates: bool = False


async def uploads(request: Request, *, name: str = "") -> Uploads:
    """What a form with files asks, or a JSON object with a text and its name (or ``id``), or with several under
    ``documents``; ``name`` is that of a text without one. Raises Problem, each time with the field."""
    is_form = request.headers.get("content-type", "").startswith("multipart/form-data")
    files, fields, each = await (_form(request) if is_form else _json(request, name))
    if unknown := sorted(set(fields) - set(_FIELDS)):
        raise Problem("invalid", f"{unknown[0][:64]}: no field; there are {', '.join(_FIELDS)}")
    if not files or len(files) > _MOST_FILES:
        raise Problem("invalid", "file: none" if not files else f"file: at most {_MOST_FILES:,} at once")
    switches = {key: str(fields.get(key)).lower() in ("true", "1", "yes") for key in _SWITCHES}
    about, each = about_of(fields), {**_metadata(fields.get("metadata")), **each}
    return Uploads(files, about, each, **switches)


def about_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a document, by the names of the fields of ``Document``; empty texts say nothing.

    >>> about_of({"class": "authority", "date": "2026-01", "department": "研究室"})
    {'date': '2026-01', 'source_class': 'authority', 'meta': {'department': '研究室'}}
    """
    found: dict[str, Any] = {}
    for key in (key for key in _ABOUT if said.get(key) not in (None, "")):
        value = said[key]
        if not isinstance(value, str) or len(value) > _ABOUT[key] or not value.isprintable():
            raise Problem("invalid", f"{key}: a text on one line of at most {_ABOUT[key]} characters")
        found[key] = value
    if "date" in found:
        found["date"] = day_of(found["date"])
    if found.get("class", "peer") not in SOURCE_CLASSES:
        raise Problem("invalid", f"class: one of {', '.join(SOURCE_CLASSES)}")
    renamed = {"class": "source_class"}
    told = {renamed.get(key, key): value for key, value in found.items() if key != "department"}
    return told | ({"meta": {"department": found["department"]}} if "department" in found else {})


def day_of(written: str) -> str:
    """A day, a month or a year as a corpus keeps it. Raises Problem for anything else.

    >>> day_of("2025年"), day_of("2025年3月"), day_of("２０２５．３．５"), day_of("2025/12/31"), day_of("2025-03")
    ('2025', '2025-03', '2025-03-05', '2025-12-31', '2025-03')
    """
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", written).replace(" ", ""))
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        dt.date(*[*parts, 1, 1][:3])
    except (TypeError, ValueError):
        raise Problem("bad_date") from None
    return "-".join(f"{part:02}" for part in parts)


def year_of(written: str) -> str:
    """A year, or how it begins, as the dates of a corpus begin.

    >>> year_of("2025年"), year_of(" ２０２５"), year_of("202")
    ('2025', '2025', '202')
    """
    return unicodedata.normalize("NFKC", written).strip().removesuffix("年")


def begin(folder: Path, corpus: str, names: list[str]) -> None:
    """Note in the folder of an upload what it is, for the case that the server is cut off."""
    about = {"corpus": corpus, "files": len(names), "first": names[0]}
    (folder / _NOTE).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def cut_off_uploads(spool: Path) -> Iterator[str]:
    """What was being added when the server was cut off, each told once: its files are deleted. Of a document the
    corpus holds all or nothing."""
    for folder in sorted(spool.glob(f"{SPOOLED}*")):
        with contextlib.suppress(OSError, ValueError, KeyError):
            about = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
            yield f"{about['first']} and {about['files'] - 1} more, to {about['corpus']}"
        shutil.rmtree(folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """The name of a file as it was sent, without a way anywhere and without signs that cannot be seen.

    >>> safe_name("..\\\\..\\\\C:\\\\讲话\\u202e.docx"), safe_name("/")
    ('讲话.docx', 'draft')
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..") and ":" not in part]
    return "".join(char for char in "/".join(parts) if char.isprintable())[-400:] or "draft"


def _metadata(given: Any) -> dict[str, dict[str, Any]]:
    """What is said of single files: an object ``{"2024.txt": {"class": "authority", …}}``."""
    if given in (None, ""):
        return {}
    try:
        said = json.loads(given) if isinstance(given, str) else given
        return {safe_name(name): _only_about(one) for name, one in said.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise Problem("invalid", 'metadata: an object such as {"2024.txt": {"class": "authority"}}') from None


def _only_about(said: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(said) - set(_ABOUT)):
        raise Problem("invalid", f"{unknown[0][:64]}: no field; there are {', '.join(_ABOUT)}")
    return about_of(said)


async def _json(request: Request, name: str) -> tuple[list[Upload], dict[str, Any], dict[str, dict[str, Any]]]:
    try:
        said = json.loads(await request.body())
        if "documents" not in said:
            text = said.pop("text")
            names = [said.pop(key) for key in ("name", "id") if key in said]
            return [Upload(safe_name((names or [name])[0]), text.encode("utf-8"))], said, {}
        files, each = [], {}
        for one in said.pop("documents"):
            text = one.pop("text")
            names = [one.pop(key) for key in ("name", "id") if key in one]
            files.append(Upload(safe_name(names[0]), text.encode("utf-8")))
            each[files[-1].name] = _only_about(one)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError):
        raise Problem("bad_request", 'a form with files, or {"name": "2024.txt", "text": "…"}') from None
    return files, said, each


async def _form(request: Request) -> tuple[list[Upload], dict[str, Any], dict[str, dict[str, Any]]]:
    files: list[Upload] = []
    fields: dict[str, Any] = {}
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=100, max_part_size=4 << 20) as form:
            for key, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files.append(Upload(safe_name(value.filename or ""), await value.read()))
                else:
                    fields[key] = value
    except Problem:
        raise
    except Exception as error:
        raise Problem("bad_request", f"the form cannot be read ({str(getattr(error, 'detail', ''))[:200]})") from None
    return files, fields, {}
