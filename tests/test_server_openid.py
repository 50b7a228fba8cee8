"""Log-in at an identity provider, which runs in this test: who it vouches for comes in, and nobody else."""

from __future__ import annotations

import base64
import functools
import hashlib
import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("joserfc")

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from servers import Server
from starlette.testclient import TestClient

from simcheck.errors import ConfigError
from simcheck.server.openid import OpenId
from simcheck.server.problems import Problem
from simcheck.server.settings import Settings


@functools.cache
def key(of: str = "the provider") -> RSAKey:
    """A key of somebody's, made when it is first needed: that takes long."""
    return RSAKey.generate_key(2048, {"kid": "1"}, private=True)


class Provider(http.server.ThreadingHTTPServer):
    """Gives anybody who asks a code, and for it an ID token with ``claims``, signed with ``key``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.reset()

    def reset(self) -> None:
        self.key: Any = key()
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        self.issuer = self.url

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if proof != self.asked["code_challenge"] or form["redirect_uri"] != self.asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "simcheck", "sub": "u1", "iat": now, "exp": now + 60,
                  "nonce": self.asked["nonce"], "preferred_username": "li.si", "name": "李四"}  # fmt: skip
        claims |= self.claims
        header = {"alg": self.algorithm, "kid": "1"}
        return {"id_token": jwt.encode(header, claims, self.key, algorithms=[self.algorithm])}


class Answers(http.server.BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        if self.path.endswith("openid-configuration"):
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            self._tell({"issuer": self.server.issuer} | {key: f"{self.server.url}/{one}" for key, one in names.items()})
        else:
            self._tell({"keys": [key().as_dict(private=False)]})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._tell(self.server.token({key: one[0] for key, one in parse_qs(body).items()}))

    def _tell(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()


@pytest.fixture(scope="module")
def office(running: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    held = Server(tmp_path_factory.mktemp("openid"), openid_issuer=running.url, openid_role="writer")
    yield held
    held.office.close()


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.reset()
    return running


def gone(office: Server, provider: Provider) -> tuple[TestClient, str]:
    """A browser that has been at the provider, and its way back."""
    browser = office.client(None)
    answer = browser.get("/api/v1/session/openid", follow_redirects=False)
    assert answer.status_code == 303
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}" == provider.url
    provider.asked = {key: one[0] for key, one in parse_qs(address.query).items()}
    assert provider.asked["redirect_uri"] == "http://testserver/api/v1/session/openid/back"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    return browser, f"/api/v1/session/openid/back?code=c&state={provider.asked['state']}"


def came_back(office: Server, provider: Provider) -> Any:
    browser, way = gone(office, provider)
    return browser.get(way, follow_redirects=False)


def test_whom_the_provider_knows_is_logged_in_and_stays_the_same_user(office: Server, provider: Provider) -> None:
    browser, way = gone(office, provider)
    answer = browser.get(way, follow_redirects=False)
    assert answer.status_code == 200
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    me = browser.get("/api/v1/me").json()
    assert (me["name"], me["role"]) == ("li.si", "writer")
    provider.claims = {"preferred_username": "renamed"}
    browser, way = gone(office, provider)
    browser.get(way)
    assert browser.get("/api/v1/me").json()["id"] == me["id"]
    outcomes = [line["outcome"] for line in office.office.trail.lines(action="log_in")]
    assert outcomes[:2] == ["done", "done"]
    office.office.accounts.change(me["id"], disabled=True)
    assert came_back(office, provider).status_code == 403
    office.office.accounts.change(me["id"], disabled=False)


def test_a_state_is_good_once_and_in_the_browser_that_began(office: Server, provider: Provider) -> None:
    browser, way = gone(office, provider)
    assert office.client(None).get(way).status_code == 401  # another browser
    assert browser.get(way).status_code == 200
    assert browser.get(way).status_code == 401
    assert browser.get("/api/v1/session/openid/back").status_code == 401


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://elsewhere.example"}, {"aud": "another"}, {"nonce": "old"}, {"exp": 1}, {"iat": 9_999_999_999},
     {"aud": ["simcheck", "another"]}],
    ids=str,
)  # fmt: skip
def test_a_token_for_another_purpose_is_refused(office: Server, provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    answer = came_back(office, provider)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")


def test_a_token_that_nobody_signed_is_refused(office: Server, provider: Provider) -> None:
    provider.key = key("somebody else")
    assert came_back(office, provider).status_code == 401
    provider.key, provider.algorithm = OctKey.import_key(json.dumps(key().as_dict(private=False))), "HS256"
    assert came_back(office, provider).status_code == 401
    plain = [base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in (b'{"alg":"none"}', b'{"sub":"u1"}')]
    provider.token = lambda _: {"id_token": f"{plain[0]}.{plain[1]}."}  # type: ignore[method-assign]
    try:
        assert came_back(office, provider).status_code == 401
    finally:
        del provider.token  # type: ignore[attr-defined]


def test_log_ins_that_begin_are_bounded_for_each_address(
    office: Server, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.office.accounts._attempts, "_settings", replace(office.office.settings, login_rate=1))
    monkeypatch.setattr(office.office.accounts._attempts, "_recent", {})
    there = [office.client(None).get("/api/v1/session/openid", follow_redirects=False) for _ in range(2)]
    assert [one.status_code for one in there] == [303, 429]


def test_a_user_who_is_here_is_not_taken_over(office: Server, provider: Provider) -> None:
    provider.claims = {"sub": "u2", "preferred_username": "a-administrator"}
    assert came_back(office, provider).status_code == 409
    subject = f"{provider.url} u2"
    changed = office.client().patch(f"/api/v1/users/{office.users['administrator']}", json={"subject": subject})
    assert changed.json()["subject"] == subject
    browser, way = gone(office, provider)
    browser.get(way)
    assert browser.get("/api/v1/me").json()["role"] == "administrator"


def test_without_a_role_for_new_users_nobody_new_comes_in(
    office: Server, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    held = dataclasses.replace(office.office.settings, openid_role="")
    monkeypatch.setattr(office.office.accounts, "_settings", held)
    provider.claims = {"sub": "u3", "preferred_username": "new"}
    assert came_back(office, provider).status_code == 403


def test_a_provider_that_is_away_is_said(office: Server, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = OpenId(Settings(Path(), openid_issuer="http://127.0.0.1:1"))
    monkeypatch.setattr(office.office, "openid", lost)
    assert office.client(None).get("/api/v1/session/openid").json()["code"] == "sign_in_failed"
    monkeypatch.setattr(office.office, "openid", None)
    assert office.client(None).get("/api/v1/session/openid").status_code == 404


def test_two_whom_the_provider_tells_apart_are_two_however_long_their_names(office: Server, provider: Provider) -> None:
    known = set()
    for end in ("a", "b"):
        provider.claims = {"sub": "x" * 300 + end, "preferred_username": f"long-{end}"}
        browser, way = gone(office, provider)
        assert browser.get(way).status_code == 200
        known.add(browser.get("/api/v1/me").json()["name"])
    assert known == {"long-a", "long-b"}
    for sub in (7, "", " ", ["u1"], None):
        provider.claims = {"sub": sub}
        assert came_back(office, provider).status_code == 401


@pytest.mark.parametrize(
    "said", [b"HTTP/9 nonsense\r\n\r\n", b"\0", b"", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[",
             b"HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n" + b"[" * 200_000]
)  # fmt: skip
def test_a_provider_that_answers_nonsense_is_told_as_such(
    office: Server, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    def answers(trap: socket.socket) -> None:
        with trap.accept()[0] as client:
            client.recv(4096)
            client.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as trap:
        threading.Thread(target=answers, args=(trap,), daemon=True).start()
        odd = OpenId(Settings(Path(), openid_issuer=f"http://127.0.0.1:{trap.getsockname()[1]}"))
        monkeypatch.setattr(office.office, "openid", odd)
        answer = office.client(None).get("/api/v1/session/openid")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")


def test_addresses_of_the_provider_are_taken_as_they_are(office: Server, provider: Provider) -> None:
    """An address with a query keeps it; one that is no address is refused."""
    held = OpenId(replace(office.office.settings))
    held._provider()
    about, keys = held._provider()
    held._found = time.monotonic() + 60, about | {"authorization_endpoint": "https://x.example/in?realm=a"}, keys
    assert held.begin("http://testserver/back")[0].startswith("https://x.example/in?realm=a&response_type=code")
    with pytest.raises(Problem, match="not encrypted"):
        held._require_safe("http://[", "token_endpoint")


@pytest.mark.parametrize("issuer", ["http://id.example.cn", "id.example.cn", "ftp://x"])
def test_an_issuer_that_is_not_encrypted_is_refused(issuer: str) -> None:
    with pytest.raises(ConfigError, match="openid_issuer"):
        OpenId(Settings(Path(), openid_issuer=issuer))
