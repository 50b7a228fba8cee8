"""The examples of the HTTP API: played against a server, recorded, and written into the documents as ``curl`` lines.

python docs/make/routes.py      plays simcheck/server/examples.json and records the answers in it
"""

from __future__ import annotations

import json
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
FILE = ROOT / "simcheck" / "server" / "examples.json"
#: What a file that is sent holds.
TEXT = "各位代表：我们要坚决守住安全生产的底线，压实各级责任，把隐患消除在萌芽状态。请予审议。"
#: Routes of a session, which a token cannot stand for.
_OF_SESSION = ("/session", "/session/link", "/session/first", "/me/password")
#: Those of them that need no CSRF token, since nobody has logged in yet.
_BEFORE = ("/session/link", "/session/first")
_LONGEST, _DEPTH = 80, 2


def examples() -> list[dict[str, Any]]:
    """The examples in the order in which they can be played."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def played(token: Any, session: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each example with its answer; ``token`` is a client with a token, ``session`` one without."""
    known: dict[str, str] = {}
    for example in examples():
        client, headers = (session, {}) if example["path"] in _OF_SESSION else (token, {})
        if client is session and "csrf" in known:
            headers["x-csrf-token"] = known["csrf"]
        sent = {"params": example.get("query"), "headers": headers, **_sent(example, known)}
        answer = client.request(example["method"], f"/api/v1{_path(example, known)}", **sent)
        if answer.status_code < 300 and answer.headers.get("content-type", "").startswith("application/json"):
            told = answer.json()
            for name, key in example.get("save", {}).items():
                known[name] = told[key].rpartition("#")[2]
            if client is session and "csrf" in told:
                known["csrf"] = told["csrf"]
        yield example, answer


def table(language: str) -> str:
    """One ``curl`` line for each route, in a table, in the order in which they can be played; and what they need."""
    head = {"zh": "| 做什么 | 怎样做 |", "en": "| what | how |"}[language]
    lines, told = [head, "|---|---|"], set()
    for example in examples():
        if example[language] not in told:
            told.add(example[language])
            lines.append(f"| {example[language]} | `{curl(example)}` |")
    return "\n".join(lines)


def curl(example: dict[str, Any]) -> str:
    """The example as it is typed, with the token in ``$AUTH`` and the address in ``$API``."""
    session = example["path"] in _OF_SESSION
    words = ["curl"]
    words += [] if session else ['-H "$AUTH"']
    words += ["-b cookies -c cookies"] if session else []
    words += (
        ['-H "X-CSRF-Token: $CSRF"'] if session and example["path"] not in _BEFORE and not _logs_in(example) else []
    )
    method = example["method"].upper()
    if method not in ("GET", "POST") or (method == "POST" and not _sends(example)):
        words.append(f"-X {method}")
    for name, value in example.get("form", {}).items():
        words.append(f"-F {name}={value}")
    if "body" in example:
        text = json.dumps(example["body"], ensure_ascii=False)
        words += ["-H 'Content-Type: application/json'", "-d", _quoted(_shell(text))]
    path = _shell(_path(example, {}))
    words.append(f'"$API{path}"' if "$" in path or not example.get("query") else f"-G $API{path}")
    words += [f"--data-urlencode {name}={value}" for name, value in example.get("query", {}).items()]
    return " ".join(words).replace("|", "\\|")


def main() -> None:
    from servers import Server

    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        recorded = []
        for example, answer in played(server.client(), server.client(None)):
            assert answer.status_code == example["status"], (example, answer.text)
            example.pop("answer", None)
            if answer.headers.get("content-type", "").startswith("application/json"):
                example["answer"] = _short(answer.json())
            recorded.append(example)
        server.office.close()
    FILE.write_text(json.dumps(recorded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _path(example: dict[str, Any], known: dict[str, str]) -> str:
    names = example.get("to", {})
    return re.sub(r"\{(\w+)\}", lambda found: str(_filled(names[found[1]], known)), example["path"])


def _sent(example: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    if "body" in example:
        return {"json": {key: _filled(value, known) for key, value in example["body"].items()}}
    form = example.get("form", {})
    files = {key: (value[1:], TEXT.encode()) for key, value in form.items() if value.startswith("@")}
    return {"files": files, "data": {key: value for key, value in form.items() if key not in files}} if form else {}


def _filled(value: Any, known: dict[str, str]) -> Any:
    return known.get(value[1:], value) if isinstance(value, str) and value.startswith("$") else value


def _sends(example: dict[str, Any]) -> bool:
    return "body" in example or "form" in example


def _logs_in(example: dict[str, Any]) -> bool:
    return example["path"] == "/session" and example["method"] == "post"


def _shell(text: str) -> str:
    """Names of what an earlier answer told, as variables of a shell."""
    return re.sub(r"\$(\w+)", lambda found: f"${found[1].upper()}", text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"' if "$" in text else shlex.quote(text)


def _short(value: Any, depth: int = 0) -> Any:
    """An answer cut to what shows its form: lists to one entry, long texts and what lies deep left out."""
    if isinstance(value, dict):
        if depth > _DEPTH:
            return {}
        return {key: _short(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_short(one, depth + 1) for one in value[:1]] if depth <= _DEPTH else []
    return value[:_LONGEST] if isinstance(value, str) else value


if __name__ == "__main__":
    main()
