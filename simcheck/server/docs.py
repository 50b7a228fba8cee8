"""What the OpenAPI description says of bodies that are JSON or a form, with examples."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from simcheck.types import SOURCE_CLASSES

_TEXT = "各位代表：现在，我代表市人民政府，向大会报告工作，请予审议。"
_LIMITS = {"max_overlap": 0.1, "max_run": 40}

_OPTIONS: dict[str, Any] = {
    "name": {"type": "string", "description": "what the draft is called in the report", "maxLength": 400},
    "corpora": {"type": "array", "items": {"type": "string"}, "description": "by default the corpus `default`"},
    "limits": {"type": "object", "description": "as in a report, max_overlap, max_run, by_kind and the others"},
    "marks": {"type": "boolean", "description": "whether marks in the draft are obeyed"},
    "author": {"type": "string", "description": "sources of an author whose name holds this are own work"},
    "place": {"type": "string", "description": "the place the draft is of; by default told from the draft"},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2199,
             "description": "the year the draft is of; by default told from the draft"},
    "wait": {"description": "true, false, or seconds; a short draft is waited for by default",
             "oneOf": [{"type": "boolean"}, {"type": "number", "minimum": 0}]},
    "previous": {"type": "string", "description": "the check of an earlier version of this draft", "maxLength": 64},
}  # fmt: skip
_ID = "6f1e0a2b4c6d8e0f1a3b5c7d"
_FILE = {"type": "string", "format": "binary"}


def _body(json_fields: dict[str, Any], form_fields: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": json_fields | _OPTIONS, "additionalProperties": False}
    form = {"type": "object", "properties": form_fields | _OPTIONS}
    content = {"application/json": {"schema": schema, "example": example}, "multipart/form-data": {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}


CHECK_BODY = _body(
    {"text": {"type": "string", "minLength": 1}},
    {"file": {"type": "array", "items": _FILE}, "text": {"type": "string"}},
    {"text": _TEXT, "name": "报告.txt", "corpora": ["default"], "limits": _LIMITS},
)
COMPARE_BODY = _body(
    {"text": {"type": "string"}, "sources": {"type": "array", "items": {"type": "object", "required": ["name", "text"],
     "properties": {"name": {"type": "string"}, "text": {"type": "string"}}}}},
    {"file": _FILE, "source": {"type": "array", "items": _FILE}},
    {"text": _TEXT, "sources": [{"name": "2024.txt", "text": "现在我代表市人民政府向大会报告工作，请予审议。"}]},
)  # fmt: skip
_ABOUT_DOCUMENT: dict[str, Any] = {
    "class": {"type": "string", "enum": list(SOURCE_CLASSES), "description": "what the text is to those who write"},
    "department": {"type": "string", "maxLength": 128}, "title": {"type": "string", "maxLength": 500},
    "author": {"type": "string", "maxLength": 500}, "date": {"type": "string", "maxLength": 16,
             "description": "2026, 2026-03, 2026-03-05 or 2026年3月5日"},
    "replace": {"type": "boolean", "description": "replace another text of the same name"},
    "duplicates": {"type": "boolean", "description": "add what the corpus holds under another name too"},
}  # fmt: skip
UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "array", "items": _FILE, "description": "documents, or ZIP archives of them"},
                        **_ABOUT_DOCUMENT,
                        "metadata": {"type": "string", "contentMediaType": "application/json",
                                     "description": "what is said of single files, as an object by their names"},
                    },
                }
            },
            "application/json": {
                "schema": {"type": "object", "required": ["name", "text"],
                           "properties": {"name": {"type": "string"}, "text": {"type": "string"}, **_ABOUT_DOCUMENT}},
                "example": {"name": "2024.txt", "text": _TEXT, "class": "peer", "date": "2024-01-18"},
            },
        },
    }
}  # fmt: skip


#: Routes that ask for nobody's name.
PUBLIC = {
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
    ("post", "/session"),
    ("post", "/session/link"),
    ("post", "/session/first"),
}


def described(operation: dict[str, Any], method: str, path: str) -> None:
    """Say in the description of a route how its problems look, whether it is open to all, and give its example."""
    for status, told in operation["responses"].items():
        if status in ("default", "422") and "content" in told:
            told["content"] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}}
    if (method, path) in PUBLIC:
        operation["security"] = []
    for example in examples():
        if (example["method"], example["path"]) != (method, path):
            continue
        held = {**example.get("to", {}), **example.get("query", {})}
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in held and "example" not in parameter:
                parameter["example"] = held[parameter["name"]].replace("$check_id", _ID).replace("$", "")
        answer = operation["responses"][str(example["status"])]
        if "answer" in example and "application/json" in answer.get("content", {}):
            answer["content"]["application/json"].setdefault("example", example["answer"])
        sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if sent is not None and "body" in example and not {"example", "examples"} & set(sent):
            sent["example"] = example["body"]


@cache
def examples() -> list[dict[str, Any]]:
    """One request after the other, with what was answered; ``docs/make/routes.py`` plays and records them."""
    found: list[dict[str, Any]] = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))
    return found
