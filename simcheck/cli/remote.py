"""A check by a server in the place of a local corpus: the same report, so that gates share one corpus."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path, PurePath
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from simcheck.accept import Acceptance
from simcheck.check import reconsider
from simcheck.cli.paths import FoundFile, refuse_report
from simcheck.cli.streams import Failures, say
from simcheck.encode.endpoint import NoRedirect, is_local
from simcheck.errors import ConfigError, DraftError, ServerError, UsageError
from simcheck.limits import Limits
from simcheck.messages import language_of_locale
from simcheck.readers import MAX_BYTES, raw, read_bytes
from simcheck.report import Report
from simcheck.types import Identity

#: The environment variable with the API token.
TOKEN = "SIMCHECK_TOKEN"  # noqa: S105 - its name
#: Seconds that the server is asked to wait in one request, and that a request may take besides.
WAIT, PATIENCE = 20, 60
#: How often a check that takes longer is asked for, in seconds.
_PAUSES = (0.2, 0.5, 1.0, 2.0)
_FINAL = ("done", "failed", "cancelled")
#: What is wrong with a draft, and not with the server.
_OF_DRAFT = ("unreadable", "too_large", "timed_out", "worker_died")
_FULL = ("queue_full", "queue_full_user", "too_many", "busy", "stopping")


class Remote:
    """A server at ``url``; ``corpus`` is the name of one of its corpora, None for its default one.

    Raises UsageError for an address that is none. Methods raise ServerError when the server cannot be reached, refuses
    or is full, DraftError for a draft that it could not check.
    """

    def __init__(self, url: str, corpus: str | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise UsageError(f"--server {url!r}: no address of a server; write http://127.0.0.1:8765")
        self._shown = url.rstrip("/")
        self._api, self._corpus = f"{self._shown}/api/v1", corpus
        self._opener = build_opener(NoRedirect(), *([ProxyHandler({})] if is_local(url) else []))
        self._token = os.environ.get(TOKEN, "").strip()

    def check(self, draft: FoundFile, *, limits: Limits, acceptance: Acceptance, identity: Identity) -> Report:
        """The report of a draft: what the server finds, judged with what is accepted here."""
        report = self._report(draft, limits, acceptance, identity)
        if report.sources or not report.matches:
            return reconsider(report, acceptance)
        entries = acceptance.baseline.entries if acceptance.baseline else ()
        if entries or acceptance.own or acceptance.old or acceptance.authors:
            say(f"simcheck: {draft.id}: {self._shown} shows no sources to this token; what is accepted here counts")
        return report

    def _report(self, draft: FoundFile, limits: Limits, acceptance: Acceptance, identity: Identity) -> Report:
        fields = {
            "name": draft.id, "corpora": self._corpus, "limits": json.dumps(asdict(limits), ensure_ascii=False),
            "marks": "true" if acceptance.marks else "false", "place": identity.place,
            "year": None if identity.year is None else str(identity.year), "wait": str(WAIT),
        }  # fmt: skip
        said = [(name, value) for name, value in fields.items() if value is not None]
        kind, body = _form([*said, *(("author", name) for name in acceptance.authors)], draft.id, _bytes(draft))
        check = self._asked("POST", "/checks", body, kind)
        with self._given_up(check):
            for pause in _pauses():
                if check.get("state") in _FINAL:
                    break
                time.sleep(pause)
                check = self._asked("GET", f"/checks/{check['id']}")
        self._require_done(check, draft)
        try:
            return Report.from_dict(self._asked("GET", f"/checks/{check['id']}/report.json?texts=true"))
        except UsageError as error:
            raise self._wrong(f"is of another version than this simcheck ({error})") from None

    def _require_done(self, check: dict[str, Any], draft: FoundFile) -> None:
        if check["state"] == "done":
            return
        problem = check.get("problem") or {"code": check["state"], "detail": ""}
        told = problem.get("detail") or problem["code"]
        if problem["code"] == "unreadable":
            raise DraftError(told)
        if problem["code"] in (*_OF_DRAFT, "cancelled"):
            raise DraftError(f"{draft.id}: not checked, the server gave up ({told}); check it again")
        raise self._wrong(f"could not check {draft.id} ({told})")

    @contextlib.contextmanager
    def _given_up(self, check: dict[str, Any]) -> Iterator[None]:
        """Cancel a check that nobody waits for any more."""
        try:
            yield
        except KeyboardInterrupt:
            with contextlib.suppress(ServerError):
                self._asked("DELETE", f"/checks/{check['id']}")
            raise

    def _asked(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> dict[str, Any]:
        headers = {"Accept": "application/json", "Accept-Language": language_of_locale(os.environ) or "en"}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            request = Request(f"{self._api}{path}", body, headers, method=method)  # noqa: S310 - the scheme is known
            with self._opener.open(request, timeout=WAIT + PATIENCE) as opened:
                answer = json.loads(opened.read() or b"{}")
        except HTTPError as error:
            raise self._refused(error) from None
        except (URLError, HTTPException, OSError) as error:
            reason = str(getattr(error, "reason", None) or error) or type(error).__name__
            raise ServerError(
                f"{self._shown}: the server cannot be reached ({reason}); start it, or check --server",
                code="server.unreachable",
            ) from None
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise self._wrong("answers something else than simcheck's does; check --server")
        return answer

    def _refused(self, error: HTTPError) -> ServerError:
        try:
            told = json.loads(error.read())
            code, title, detail = str(told["code"]), str(told["title"]), str(told.get("detail", ""))
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            return self._wrong(f"answers {error.code}; is this the address of `simcheck serve`?")
        said = " ".join(f"{title}: {detail}".split() if detail else title.split())
        if code in _FULL:
            later = error.headers.get("Retry-After", "")
            when = f"try again in {later} seconds" if later.isdigit() else "try again later"
            return ServerError(f"{self._shown}: the server is full ({said}); {when}", code="server.full")
        remedy = f"; set {TOKEN} to a valid token" if error.code == 401 else ""
        remedy = remedy or ("; ask its administrator for more rights" if error.code == 403 else "")
        return self._wrong(f"refuses ({said}){remedy}")

    def _wrong(self, what: str) -> ServerError:
        return ServerError(f"{self._shown}: the server {what}", code="server.refused")


def unread(found: Iterable[FoundFile], _failures: Failures) -> Iterator[tuple[Path, FoundFile]]:
    """The files themselves, in the place of their texts that ``readable`` gives: the server reads them."""
    return ((one.path, one) for one in found)


def refuse_local(model: str | None) -> None:
    """Raise ConfigError for an option that only a local corpus can have."""
    if model is not None:
        raise ConfigError("--model: the server's corpus has its own model; leave out --model, or --server")


def _pauses() -> Iterator[float]:
    yield from _PAUSES
    while True:
        yield _PAUSES[-1]


def _bytes(draft: FoundFile) -> bytes:
    """The file of a draft. Raises DraftError for what no server need be asked about."""
    refuse_report(draft)
    data = raw(draft.path)
    if not 0 < len(data) <= MAX_BYTES:
        read_bytes(data, draft.id)  # which says what is wrong
    return data


def _form(fields: Iterable[tuple[str, str]], name: str, data: bytes) -> tuple[str, bytes]:
    """A form with a file (RFC 7578): its media type and its bytes. The name goes in a field, where any sign may
    stand; the file's own says only the ending."""
    boundary = secrets.token_hex(16)
    suffix = "".join(char for char in PurePath(name).suffix if char.isascii() and char.isalnum())
    parts = [(f'name="{key}"', value.encode()) for key, value in fields]
    parts.append((f'name="file"; filename="draft.{suffix or "txt"}"', data))
    body = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (boundary.encode(), about.encode(), value)
        for about, value in parts
    )
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
