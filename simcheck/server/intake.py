"""What a request to check something says: texts or files, and how they are to be checked, as JSON or as a form."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from simcheck.config.names import meaning
from simcheck.errors import UsageError
from simcheck.limits import LIMITS, Limits
from simcheck.server.checks import Upload
from simcheck.server.problems import Problem
from simcheck.server.settings import Settings
from simcheck.server.uploads import safe_name

#: The fields of a request; those of the second line hold files or texts.
_OPTIONS = (
    "corpora", "corpus", "limits", "marks", "author", "place", "year", "wait", "previous", "name", "lang",
)  # fmt: skip
_TEXTS = ("text", "draft", "drafts", "file", "files", "source", "sources")
_MOST_FILES = 200
#: A draft of so many bytes at most is answered at once where nothing else is asked for; seconds that it is waited for.
SHORT, SHORT_SECONDS = 60_000, 10.0


@dataclass(slots=True)
class Intake:
    """What was asked. ``wait`` is how many seconds the client waits, None where it did not say."""

    drafts: list[Upload] = field(default_factory=list)
    sources: list[Upload] = field(default_factory=list)
    corpora: list[str] = field(default_factory=list)
    limits: dict[str, Any] = field(default_factory=dict)
    marks: bool = True
    authors: list[str] = field(default_factory=list)
    place: str | None = None
    year: int | None = None
    wait: float | None = None
    previous: str | None = None

    @property
    def options(self) -> dict[str, Any]:
        """How to check, as it is kept with the check."""
        return {
            "corpora": self.corpora, "limits": self.limits, "marks": self.marks, "authors": self.authors,
            "place": self.place, "year": self.year,
        }  # fmt: skip

    def seconds(self, most: float) -> float:
        """How long to wait for the answer: a short draft is answered at once where nothing was said."""
        if self.wait is not None:
            return min(self.wait, most)
        return SHORT_SECONDS if sum(len(one.data) for one in self.drafts) <= SHORT else 0.0


async def intake(request: Request, settings: Settings, *, compares: bool = False) -> Intake:
    """What a request asks. Raises Problem for what cannot be understood, each time with the field."""
    said = await (_form(request) if _is_form(request) else _json(request))
    for name in ("wait", "corpus", "corpora", "marks", "lang", "place", "year", "author"):
        if name in request.query_params:
            said.setdefault(name, request.query_params.getlist(name))
    if unknown := sorted(set(said) - set(_OPTIONS) - set(_TEXTS)):
        raise Problem("invalid", f"{unknown[0][:64]}: no field; there are {', '.join((*_OPTIONS, *_TEXTS))}")
    name = _label(_one(said.get("name")) or "draft")
    asked = Intake(
        corpora=_names(said.get("corpora")) + _names(said.get("corpus")),
        limits=limits_of(_one(said.get("limits"))),
        marks=_truth("marks", _one(said.get("marks")), otherwise=True),
        authors=[one for one in map(partial(_text, "author"), _many(said, "author")) if one],
        place=_text("place", _one(said.get("place"))),
        year=_year(_one(said.get("year"))),
        wait=_wait(_one(said.get("wait"))),
        previous=_text("previous", _one(said.get("previous"))),
    )
    asked.drafts = [
        _upload(one, name) for key in ("text", "draft", "drafts", "file", "files") for one in _many(said, key)
    ]
    asked.sources = [
        _upload(one, f"source {n}") for n, one in enumerate(_many(said, "source") + _many(said, "sources"), 1)
    ]
    if "name" in said and len(asked.drafts) == 1:
        asked.drafts = [Upload(name, asked.drafts[0].data)]
    _require(asked, settings, compares=compares)
    return asked


def limits_of(given: Any) -> dict[str, Any]:
    """Limits as people write them (``"5%"``, ``"off"``) or as a report tells them, complete. Raises Problem."""
    if given is None or given == "":
        return asdict(Limits())
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise Problem("invalid", "limits: not JSON") from None
    if not isinstance(given, Mapping):
        raise Problem("invalid", 'limits: an object such as {"max_overlap": 0.05}')
    held = dict(given)
    numbers = [*held.values(), *(held["by_kind"].values() if isinstance(held.get("by_kind"), Mapping) else ())]
    if any(isinstance(one, float) and not math.isfinite(one) for one in numbers):  # JSON as Python reads it has these
        raise Problem("invalid", "limits: numbers that are finite")
    try:
        for name in LIMITS:
            if isinstance(held.get(name), str):
                held[name] = meaning(name, held[name], Path())
        if "fail_on" in held:
            held["fail_on"] = meaning("fail_on", held["fail_on"], Path())
        return asdict(Limits(**held))
    except UsageError as error:
        raise Problem("invalid", f"limits: {error}") from None
    except (TypeError, AttributeError):
        raise Problem(
            "invalid", f"limits: there are {', '.join((*LIMITS, 'by_kind', 'severity', 'fail_on'))}"
        ) from None


def _label(name: Any) -> str:
    """A name that somebody gave to a draft: shown, never a path of ours."""
    if not isinstance(name, str):
        raise Problem("invalid", "name: a text")
    return "".join(char for char in name if char.isprintable())[:400] or "draft"


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith(
        ("multipart/form-data", "application/x-www-form-urlencoded")
    )


async def _json(request: Request) -> dict[str, Any]:
    try:
        said = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        raise Problem("bad_request", "the body is no JSON") from None
    if not isinstance(said, dict):
        raise Problem("bad_request", "the body is no JSON object")
    for name in set(said) - {*_TEXTS, "corpora", "corpus", "author"}:
        if isinstance(said[name], list):
            raise Problem("invalid", f"{name[:64]}: one value, no list")
    return said


async def _form(request: Request) -> dict[str, Any]:
    said: dict[str, Any] = {}
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES, max_part_size=16 << 20) as form:
            for key, value in form.multi_items():
                given = (
                    Upload(safe_name(value.filename or ""), await value.read())
                    if isinstance(value, UploadFile)
                    else value
                )
                said.setdefault(key, []).append(given)
    except Problem:
        raise
    except Exception as error:
        raise Problem("bad_request", f"the form cannot be read ({str(getattr(error, 'detail', ''))[:200]})") from None
    return said


def _one(value: Any) -> Any:
    return value[-1] if isinstance(value, list) and value else value


def _many(said: Mapping[str, Any], key: str) -> list[Any]:
    value = said.get(key)
    if isinstance(value, Mapping) and key == "sources":
        return [{"name": name, "text": text} for name, text in value.items()]
    return [] if value is None else value if isinstance(value, list) else [value]


def _upload(given: Any, name: str) -> Upload:
    if isinstance(given, Upload):
        return given
    if isinstance(given, Mapping) and set(given) <= {"name", "text"} and "text" in given:
        given, name = given["text"], _label(given.get("name", name))
    if not isinstance(given, str):
        raise Problem("invalid", 'a text, or an object such as {"name": "讲话稿.txt", "text": "…"}')
    try:
        return Upload(name, given.encode("utf-8"))
    except UnicodeEncodeError:
        raise Problem("invalid", "text: not valid Unicode") from None


def _require(asked: Intake, settings: Settings, *, compares: bool) -> None:
    if not asked.drafts:
        raise Problem("invalid", "text or file: nothing to check")
    if compares and (not asked.sources or len(asked.drafts) != 1):
        raise Problem("invalid", "sources: one draft and at least one source to compare it with")
    if not compares and asked.sources:
        raise Problem("invalid", "sources: a field of /compare only")
    if len(asked.drafts) > _MOST_FILES or len(asked.sources) > _MOST_FILES:
        raise Problem("invalid", f"text or file: at most {_MOST_FILES} at once")
    if any(not one.data for one in (*asked.drafts, *asked.sources)):
        raise Problem("invalid", "text or file: empty")
    if any(len(one.data) > settings.upload_bytes for one in (*asked.drafts, *asked.sources)):
        raise Problem("too_large", f"at most {settings.upload_bytes:,} bytes a file")


def _names(value: Any) -> list[str]:
    if value is None:
        return []
    names = [part.strip() for one in (value if isinstance(value, list) else [value]) for part in str(one).split(",")]
    return [name for name in names if name]


def _truth(name: str, value: Any, *, otherwise: bool) -> bool:
    if value is None or value == "":
        return otherwise
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if str(value).lower() not in known:
        raise Problem("invalid", f"{name}: true or false")
    return known[str(value).lower()]


def _wait(value: Any) -> float | None:
    if value is None or value == "":
        return None
    if str(value).lower() in ("true", "yes"):
        return math.inf
    if str(value).lower() in ("false", "no"):
        return 0.0
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = math.nan
    if not seconds >= 0:
        raise Problem("invalid", "wait: true, false, or seconds")
    return seconds


def _year(value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not re.fullmatch(r"(19|20|21)\d\d", str(value)):
        raise Problem("invalid", "year: four digits, such as 2026")
    return int(value)


def _text(name: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > 64:
        raise Problem("invalid", f"{name}: a text")
    return value
