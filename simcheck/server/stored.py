"""Reports as they are stored: every field with the whole texts, and the report made of it again, so that it can be
rendered in any format, or judged anew, later."""

from __future__ import annotations

import json
import types
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from simcheck.report import Report


def dump(report: Report) -> str:
    """The report as one line of JSON."""
    return json.dumps(asdict(report), ensure_ascii=False, allow_nan=False)


def load(text: str) -> Report:
    """The report that ``dump`` wrote. Raises ValueError for anything else."""
    try:
        made: Report = _made(Report, json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a stored report ({error})") from error
    return made


def _made(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        known = {one.name for one in fields(kind)}
        return kind(**{name: _made(hints[name], one) for name, one in value.items() if name in known})
    if origin in (Union, types.UnionType):
        inner = [one for one in arguments if one is not type(None)]
        return None if value is None else _made(inner[0], value) if len(inner) == 1 else value
    if origin is tuple:
        each = arguments[:1] * len(value) if arguments[1:] == (Ellipsis,) else arguments
        return tuple(_made(one, part) for one, part in zip(each, value, strict=True))
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
