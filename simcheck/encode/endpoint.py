"""Encoders behind a server that answers ``POST /v1/embeddings``, the form that most servers of embeddings share."""

from __future__ import annotations

import ipaddress
import json
import os
import time
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import numpy as np

from simcheck.cancelling import look
from simcheck.encode.centred import centred, sample, shared_direction
from simcheck.encode.protocol import Counts, Vectors
from simcheck.errors import ModelError

#: The environment variable with the key that a server asks for.
KEY = "SIMCHECK_MODEL_KEY"
#: Sentences in a request; seconds that the server has for one; how often it is asked, and the seconds before it is
#: asked again, twice as many each time, at most.
BATCH, SECONDS, TRIES, PAUSE, LONGEST_PAUSE = 64, 60.0, 4, 0.5, 20.0
#: What may pass by itself: too many requests, and a server that starts or is overrun.
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_LONGEST = 200


class EndpointEncoder:
    """The vectors of a server, scaled to length 1.

    ``url`` is its address: ``http://127.0.0.1:8080`` stands for ``http://127.0.0.1:8080/v1/embeddings``, a path for
    itself with ``/embeddings`` behind, and what follows ``#`` is the name of the model, which a server with several
    needs. ``SIMCHECK_MODEL_KEY`` is sent as a bearer token. For any threads.

    The name is that of the model and its dimension; vectors that stand close together are centred, see centred.py, and
    the name says so. A server cannot say which words it does not know: it counts as
    knowing all of them. Raises ModelError where the server cannot be reached, refuses, or answers something else.
    """

    def __init__(self, url: str, *, seconds: float = SECONDS, tries: int = TRIES, pause: float = PAUSE) -> None:
        parts = urlsplit(url)
        self._url = _embeddings(parts)
        self._shown = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"
        self._seconds, self._tries, self._pause = seconds, tries, pause
        self._opener = build_opener(NoRedirect(), *([ProxyHandler({})] if is_local(url) else []))
        self._model = unquote(parts.fragment) or self._only_model()
        self.dimension = 0
        answer, vectors = self._asked(list(sample()))
        self.dimension = int(vectors.shape[1])
        self._direction = np.zeros(self.dimension, dtype=np.float32)
        self._direction = shared_direction(self._unit(vectors))
        named = self._model or str(answer.get("model") or parts.hostname)
        self.name = f"{named}:{self.dimension}" + (":centred" if self._direction.any() else "")

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, float32 (sentences, dimension)."""
        parts = [np.zeros((0, self.dimension), dtype=np.float32)]
        for start in range(0, len(sentences), BATCH):
            look()
            parts.append(self._asked(list(sentences[start : start + BATCH]))[1])
        return self._unit(np.concatenate(parts))

    def _unit(self, vectors: Vectors) -> Vectors:
        """Vectors of length 1, centred where the server's need that."""
        unit = centred(vectors, np.zeros_like(self._direction))
        return centred(unit, self._direction) if self._direction.any() else unit

    def unknown(self, sentences: Sequence[str]) -> Counts:
        """See ``Encoder.unknown``: the letters, none of them unknown."""
        counts = [(sum(map(str.isalpha, sentence)), 0) for sentence in sentences]
        return np.array(counts, dtype=np.int64).reshape(-1, 2)

    def _asked(self, sentences: list[str]) -> tuple[dict[str, Any], Vectors]:
        body: dict[str, Any] = {"input": sentences, "encoding_format": "float"}
        if self._model:
            body["model"] = self._model
        answer = self._answer(self._url, body)
        try:
            rows = sorted(answer["data"], key=lambda row: row["index"])
            order = [row["index"] for row in rows]
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._wrong("answers no list of embeddings") from error
        if order != list(range(len(sentences))) or vectors.ndim != 2 or not vectors.shape[1]:
            raise self._wrong(f"was asked for {len(sentences)} embeddings and answers {len(order)}, or none of numbers")
        if not np.isfinite(vectors).all():
            raise self._wrong("answers embeddings that are not finite")
        if self.dimension and vectors.shape[1] != self.dimension:
            raise self._wrong(
                f"changed the dimension of its embeddings from {self.dimension} to {vectors.shape[1]}; another model?"
            )
        return answer, vectors

    def _only_model(self) -> str:
        """The name of the server's model; empty where it does not tell. Raises ModelError where it has several."""
        try:
            listed = self._answer(self._url.removesuffix("embeddings") + "models", None)["data"]
            found = [str(one["id"]) for one in listed]
        except (ModelError, KeyError, TypeError):  # not every server has this list
            return ""
        if len(found) > 1:
            names = ", ".join(found[:8])
            raise self._wrong(f"has several models; name one behind the address, as {self._shown}#{found[0]} ({names})")
        return "".join(found)

    def _answer(self, url: str, body: dict[str, Any] | None) -> dict[str, Any]:
        """What the server answers, asked again while the reason not to may pass by itself."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        pause, reason = self._pause, ""
        for attempt in range(self._tries if body is not None else 1):
            if attempt:
                _sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            try:
                request = Request(url, data, headers)  # noqa: S310 - the scheme was looked at
                with self._opener.open(request, timeout=self._seconds) as opened:
                    answer = json.loads(opened.read())
            except HTTPError as error:
                reason = f"{error.code} {_line(error.read())}".strip()
                if error.code not in _PASSING:
                    raise self._wrong(f"refuses ({reason})" + _remedy(error.code)) from None
                pause = _seconds(error.headers.get("Retry-After"), pause)
            except ValueError as error:
                raise self._wrong("does not answer JSON") from error
            except (URLError, HTTPException, OSError) as error:
                reason = str(getattr(error, "reason", None) or error) or type(error).__name__
            else:
                if isinstance(answer, dict):
                    return answer
                raise self._wrong("answers no object of JSON")
        raise self._wrong(f"cannot be asked ({reason}); start it, or check the address")

    def _wrong(self, what: str) -> ModelError:
        return ModelError(f"{self._shown}: the server of embeddings {what}", code="model.endpoint")


class NoRedirect(HTTPRedirectHandler):
    """Texts go where they were sent to, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """None: the redirect is an error."""


def is_local(url: str) -> bool:
    """Whether an address is one of this machine.

    >>> is_local("http://127.0.0.1:8080"), is_local("http://localhost"), is_local("https://example.com")
    (True, True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _embeddings(parts: SplitResult) -> str:
    try:
        known = bool(parts.hostname) and parts.port is not False
    except ValueError:
        known = False
    if not known or parts.username or parts.password:
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise ModelError(f"{shown}: no address of a server; write http://127.0.0.1:8080", code="model.endpoint")
    path = parts.path.rstrip("/") or "/v1"
    path = path if path.endswith("/embeddings") else f"{path}/embeddings"
    return parts._replace(path=path, fragment="").geturl()


def _remedy(code: int) -> str:
    if code in (401, 403):
        return f"; set {KEY} to the key that it asks for"
    return "; is this the address of /v1/embeddings?" if code in (404, 405) else ""


def _line(answer: bytes) -> str:
    """What an answer says, on one line."""
    try:
        told = json.loads(answer)
        error = told.get("error", told)
        text = str(error.get("message", error) if isinstance(error, dict) else error)
    except (ValueError, AttributeError):
        text = answer.decode("utf-8", "replace")
    return " ".join(text.split())[:_LONGEST]


def _seconds(told: str | None, otherwise: float) -> float:
    try:
        return min(max(float(told or otherwise), 0.0), LONGEST_PAUSE)
    except ValueError:  # a date
        return otherwise


def _sleep(seconds: float) -> None:
    """Wait, and look meanwhile whether anybody still wants the answer."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        look()
        time.sleep(min(left, 0.1))
