"""Log-in by the office's own identity provider: OpenID Connect, the authorization code flow with PKCE (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from simcheck.encode.endpoint import is_local
from simcheck.errors import ConfigError
from simcheck.server.problems import Problem
from simcheck.server.settings import Settings

#: The environment variable with the client's secret, where no file is named.
SECRET = "SIMCHECK_OPENID_SECRET"  # noqa: S105 - its name
#: Signatures that are believed: those with a public key. "none" and shared secrets are not among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
#: Seconds that a user has to log in at the provider, that the provider has to answer, that its addresses hold, and by
#: which its clock may differ.
PATIENCE, _TIMEOUT, _FRESH, _LEEWAY = 600, 10, 3600, 60
_MOST, _LARGEST = 10_000, 1 << 20
#: How many characters are kept of whom the provider knows.
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Identified:
    """Who the provider says somebody is: ``subject`` never changes, ``name`` is what they are called there."""

    subject: str
    name: str
    display: str


@dataclass(frozen=True, slots=True)
class _Begun:
    """A log-in that has begun, by its state."""

    nonce: str
    verifier: str
    redirect: str
    ends: float


class OpenId:
    """The provider that the settings name. Methods raise Problem; none believes what is not signed."""

    def __init__(self, settings: Settings) -> None:
        self._issuer, self._client = settings.openid_issuer.rstrip("/"), settings.openid_client
        parts = urlsplit(self._issuer)
        if not self._client or parts.scheme not in ("https", "http") or not parts.hostname:
            raise ConfigError("openid_issuer: an address such as https://id.example.cn, with openid_client")
        if parts.scheme == "http" and not is_local(self._issuer):
            raise ConfigError(f"openid_issuer: {self._issuer} is not encrypted; use https")
        self._secret = _secret(settings)
        self._opener = build_opener(_NoRedirect(), *([ProxyHandler({})] if is_local(self._issuer) else []))
        self._lock = threading.Lock()
        self._begun: dict[str, _Begun] = {}
        self._found: tuple[float, dict[str, Any], dict[str, Any]] | None = None

    def begin(self, redirect: str) -> tuple[str, str]:
        """The provider's address to log in at, and the state that the browser must bring back from there."""
        about, _ = self._provider()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        now = time.monotonic()
        with self._lock:
            self._begun = {key: one for key, one in self._begun.items() if one.ends > now}
            if len(self._begun) >= _MOST:
                raise Problem("busy", retry_after=60)
            self._begun[state] = _Begun(nonce, verifier, redirect, now + PATIENCE)
        asked = {
            "response_type": "code", "client_id": self._client, "redirect_uri": redirect, "state": state,
            "scope": "openid profile email", "nonce": nonce, "code_challenge_method": "S256",
            "code_challenge": _digest(verifier),
        }  # fmt: skip
        there = about["authorization_endpoint"]
        return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}", state

    def finish(self, state: str, code: str) -> Identified:
        """Who came back with a state and a code. Each state is good once."""
        with self._lock:
            begun = self._begun.pop(state, None)
        if begun is None or begun.ends < time.monotonic() or not code:
            raise Problem("sign_in_failed", "state: unknown or too old")
        about, keys = self._provider()
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": begun.redirect,
            "client_id": self._client, "code_verifier": begun.verifier,
        }  # fmt: skip
        headers = {}
        if self._secret:
            pair = base64.b64encode(f"{self._client}:{self._secret}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        answer = self._asked(about["token_endpoint"], urlencode(form).encode(), headers)
        claims = self._claims(str(answer.get("id_token", "")), keys, begun.nonce)
        name = str(claims.get("preferred_username") or claims.get("email") or claims["sub"])
        return Identified(_subject(self._issuer, claims["sub"]), name[:64], str(claims.get("name") or "")[:128])

    def _claims(self, token: str, keys: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """What an ID token says (OpenID Connect Core, 3.1.3.7), once its signature and all of its bounds hold."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        try:
            read = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
            wanted: Any = {
                "iss": {"essential": True, "value": self._issuer}, "aud": {"essential": True, "value": self._client},
                "exp": {"essential": True}, "iat": {"essential": True}, "sub": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            }  # fmt: skip
            jwt.JWTClaimsRegistry(leeway=_LEEWAY, **wanted).validate(read.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            self._found = None  # the provider may have new keys
            raise Problem("sign_in_failed", f"id_token: {type(error).__name__}") from None
        claims: dict[str, Any] = read.claims
        if not isinstance(claims["aud"], str) and claims.get("azp") != self._client:
            raise Problem("sign_in_failed", "id_token: azp")
        return claims

    def _provider(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the provider says of itself, and its keys."""
        found = self._found
        if found is None or found[0] < time.monotonic():
            about = self._asked(f"{self._issuer}/.well-known/openid-configuration")
            if str(about.get("issuer", "")).rstrip("/") != self._issuer:
                raise Problem("sign_in_failed", "issuer: the provider calls itself otherwise")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                self._require_safe(str(about.get(name, "")), name)
            found = time.monotonic() + _FRESH, about, self._asked(about["jwks_uri"])
            self._found = found
        return found[1], found[2]

    def _require_safe(self, url: str, name: str) -> None:
        try:
            scheme = urlsplit(url).scheme
        except ValueError:
            scheme = ""
        if scheme != "https" and not (scheme == "http" and is_local(url) and is_local(self._issuer)):
            raise Problem("sign_in_failed", f"{name}: not encrypted")

    def _asked(self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        try:
            request = Request(url, body, {"Accept": "application/json", **kind, **(headers or {})})  # noqa: S310
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                told = json.loads(answer.read(_LARGEST))
        except (URLError, HTTPException, OSError, ValueError, RecursionError) as error:
            code = getattr(error, "code", "")
            raise Problem(
                "sign_in_failed", f"the provider refuses ({code})" if code else "the provider is away"
            ) from None
        if not isinstance(told, dict):
            raise Problem("sign_in_failed", "the provider answers no object")
        return told


class _NoRedirect(HTTPRedirectHandler):
    """A secret goes where it was sent to, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """None: the redirect is an error."""


def _secret(settings: Settings) -> str:
    if not settings.openid_secret_file:
        return os.environ.get(SECRET, "")
    path = Path(settings.openid_secret_file)
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"openid_secret_file: {path}: cannot be read ({error.strerror}); check the path") from None


def _subject(issuer: str, sub: object) -> str:
    """What one somebody of a provider is kept as: two who differ anywhere differ in it, however long it is."""
    if not isinstance(sub, str) or not sub.strip():
        raise Problem("sign_in_failed", "id_token: sub")
    whole = f"{issuer} {sub}"
    return (
        whole if len(whole) <= _LONGEST else whole[: _LONGEST - 65] + "#" + hashlib.sha256(whole.encode()).hexdigest()
    )


def _digest(verifier: str) -> str:
    """The challenge that a verifier answers (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
