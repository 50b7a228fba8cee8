"""The server: its contract, the rights of each role on each route, work that is cut off, and what must not leak."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
import zipfile
from typing import Any

import pytest

pytest.importorskip("fastapi")

from servers import DRAFT, PASSWORD, ROOT, SPEECHES, Server, done
from starlette.testclient import TestClient

from simcheck.cli.app import run
from simcheck.readers import read
from simcheck.server.rights import PERMISSIONS, ROLES


def test_the_token_of_the_administrator_is_secret_and_may_everything(server: Server) -> None:
    assert stat.S_IMODE(server.token_file.stat().st_mode) == 0o600
    headers = {"authorization": f"Bearer {server.token_file.read_text().strip()}"}
    me = TestClient(server.app, headers=headers).get("/api/v1/me").json()
    assert (me["role"], me["permissions"]) == ("administrator", sorted(PERMISSIONS))


Way = tuple[str, list[str], dict[str, str]]
#: Ways to check a draft: its name, options of the command line, and what is sent for them. With the first one both
#: kinds of database are tried.
FIRST: Way = ("tricked.txt", ["--max-overlap", "2%"], {"limits": '{"max_overlap": "2%"}'})
WAYS: list[Way] = [
    ("edited.txt", [], {}),
    ("set_phrases.txt", ["--place", "青禾县", "--year", "2026"], {"place": "青禾县", "year": "2026"}),
    ("translated.txt", ["--no-marks", "--author", "市政府"], {"marks": "false", "author": "市政府"}),
    ("paraphrased.txt", ["--lang", "en", "--fail-on", "off"], {"limits": '{"fail_on": ["off"]}', "lang": "en"}),
]


@pytest.mark.parametrize("way", WAYS, ids=[way[0] for way in WAYS])
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)  # its first kind, or each way had a server of its own
def test_a_report_is_the_command_lines_byte_for_byte(
    server: Server, way: Way, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared(server, way, capfdbinary, monkeypatch)


def test_a_report_is_that_of_the_command_line_with_each_kind_of_database(
    server: Server, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared(server, FIRST, capfdbinary, monkeypatch)


def compared(
    server: Server, way: Way, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft checked by the command line and by a server."""
    name, options, fields = way
    draft = DRAFT.parent / name
    command = [str(draft), "--corpus", "default", "-f", "json", *options]
    with monkeypatch.context() as there:
        there.chdir(server.office.settings.corpora)
        if options:
            code = run(command)
            said = capfdbinary.readouterr().out
        else:  # as a process, once
            environ = {**os.environ, "PYTHONPATH": str(ROOT)}
            whole = [sys.executable, "-m", "simcheck", *command]
            done_by_it = subprocess.run(whole, capture_output=True, env=environ, check=False)
            code, said = done_by_it.returncode, done_by_it.stdout
    assert code in (0, 1)
    client = server.client("writer")
    lang = fields.get("lang", "zh")
    sent = {"name": str(draft), "wait": "true"} | {key: value for key, value in fields.items() if key != "lang"}
    answer = client.post(f"/api/v1/checks?lang={lang}", files={"file": (name, draft.read_bytes())}, data=sent)
    found = done(client, answer)
    assert client.get(f"/api/v1/checks/{found['id']}/report.json?lang={lang}").content == said
    assert found["report"] == json.loads(said)
    assert found["decision"] == ("fail" if code else "pass")
    assert str(server.office.settings.data) not in json.dumps(found)


def test_every_format_of_a_report(server: Server) -> None:
    found = server.checked()
    for form in ("html", "docx", "sarif", "csv", "md", "txt"):
        answer = server.client("writer").get(f"/api/v1/checks/{found['id']}/report.{form}")
        assert answer.status_code == 200, form
        assert answer.content, form


def test_hidden_sources_tell_nothing_of_them(server: Server) -> None:
    """Of what is reused nothing but its place in the draft: no name, no title, no word around the passages."""
    whole = read(SPEECHES[0]).text
    draft = "青禾县的同志们：\n" + whole[: len(whole) * 2 // 3] + DRAFT.read_text(encoding="utf-8")
    client = server.client("writer")
    found = client.post("/api/v1/checks", json={"text": draft, "wait": True}).json()
    assert found["report"]["sources"]
    names = {path.name for path in SPEECHES} | {path.stem for path in SPEECHES}
    names |= {source["title"] for source in found["report"]["sources"] if source["title"]} - {*draft.splitlines()}
    rest = whole[len(whole) * 2 // 3 :][50:70]
    assert any(name in json.dumps(found, ensure_ascii=False) for name in names)
    shown = [client.get(f"/api/v1/checks/{found['id']}?sources=none").text]
    shown += [client.post("/api/v1/checks?sources=none", json={"text": draft, "wait": True}).text]
    shown += [client.get(f"/api/v1/checks/{found['id']}/report.json?texts=true&sources=none").text]
    for form in ("html", "csv", "md", "sarif", "txt", "json"):
        shown.append(client.get(f"/api/v1/checks/{found['id']}/report.{form}?sources=none").text)
    for text in shown:
        assert [name for name in names if name in text] == []
        assert rest not in text
    again = client.post("/api/v1/checks", json={"text": draft, "wait": True, "previous": found["id"]}).json()
    shown = client.get(f"/api/v1/checks/{again['id']}/changes?sources=none").json()
    assert {one["source"] for one in shown["remaining"]} <= {f"来源 {number}" for number in range(1, 20)}
    packed = client.get(f"/api/v1/checks/{found['id']}/report.docx?sources=none").content
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    assert [name for name in names for part in parts if name in part] == []
    assert not any(rest in re.sub(r"<[^>]*>", "", part) for part in parts)


def test_a_writer_sees_no_draft_of_another_and_a_reviewer_does(server: Server) -> None:
    found = server.checked("administrator")
    paths = [f"/api/v1/checks/{found['id']}{rest}" for rest in ("", "/report.json", "/events", "/comments", "/changes")]
    assert {server.client("writer").get(path).status_code for path in paths} == {404}
    assert server.client("writer").delete(paths[0]).status_code == 404
    assert server.client("reviewer").get(paths[0]).status_code == 200


def operations(server: Server) -> list[tuple[str, str]]:
    described = server.client(None).get("/api/v1/openapi.json").json()
    return [(method, path) for path, item in described["paths"].items() for method in item]


#: What asks for nobody's name.
PUBLIC = {("get", "/api/v1/healthz"), ("get", "/api/v1/readyz"), ("get", "/api/v1/metrics"),
          ("post", "/api/v1/session"), ("post", "/api/v1/session/link"), ("post", "/api/v1/session/first")}  # fmt: skip
#: What each role is refused, whatever it asks about.
REFUSED = {
    "administrator": (),
    "reviewer": ("/users", "/audit", ("post", "/corpora"), ("patch", "/corpora/{name}"), ("delete", "/corpora/{name}"),
                 "/corpora/{name}/grants"),
}  # fmt: skip
REFUSED["writer"] = (
    *REFUSED["reviewer"],
    ("post", "/corpora/{name}/documents"),
    ("put", "/corpora/{name}/documents/{document}"),
    ("patch", "/corpora/{name}/documents/{document}"),
    ("delete", "/corpora/{name}/documents/{document}"),
    ("post", "/baseline"),
    ("post", "/baseline/preview"),
    ("delete", "/baseline/{entry_id}"),
)


def refused(role: str, method: str, path: str) -> bool:
    short = path.removeprefix("/api/v1")
    rules = REFUSED[role]
    return any(short.startswith(rule) if isinstance(rule, str) else rule == (method, short) for rule in rules)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_the_rights_hold_on_every_route(server: Server, role: str | None) -> None:
    client = server.client(role)
    walked = operations(server)
    assert len(walked) > 45
    for method, path in walked:
        if (method, path) == ("delete", "/api/v1/session"):
            continue
        asked = path.replace("{name}", "nowhere").replace("{form}", "json")
        for name in ("check_id", "document", "entry_id", "token_id", "user_id"):
            asked = asked.replace(f"{{{name}}}", "nobody")
        status = client.request(method, asked, json={} if method in ("post", "put", "patch") else None).status_code
        if role is None and (method, path) not in PUBLIC:
            assert status == 401, (method, path)
        elif role is not None and (method, path) not in PUBLIC:
            # A body that is not valid is told before a right that is missing only to who has the right.
            assert (status == 403) == refused(role, method, path), (role, method, path, status)
        assert status < 500, (method, path)


def test_a_token_may_no_more_than_its_scopes(server: Server) -> None:
    _, secret = server.office.accounts.make_token(server.users["administrator"], "narrow", ["search"])
    client = TestClient(server.app, headers={"authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/users").status_code == 403
    assert client.post("/api/v1/tokens", json={"name": "x", "scopes": ["users:manage"]}).status_code == 403
    _, gone = server.office.accounts.make_token(server.users["administrator"], "old", ["search"], days=-1)
    assert client.get("/api/v1/me", headers={"authorization": f"Bearer {gone}"}).status_code == 401


def test_a_session_needs_its_csrf_token_and_the_cookie_is_guarded(server: Server) -> None:
    client = server.client(None)
    answer = client.post("/api/v1/session", json={"name": "a-writer", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    # A text that no other test sends in: of one that was checked the answer is there at once.
    body = {"text": "各位代表，请审议关于会话与令牌的这份报告。", "wait": False}
    assert client.post("/api/v1/checks", json=body).status_code == 403
    csrf = {"x-csrf-token": answer.json()["csrf"]}
    assert client.post("/api/v1/checks", json=body, headers=csrf).status_code == 202
    elsewhere = csrf | {"origin": "https://elsewhere.example"}
    assert client.post("/api/v1/checks", json=body, headers=elsewhere).status_code == 403
    assert client.delete("/api/v1/session", headers=csrf).status_code == 204
    assert client.get("/api/v1/me").status_code == 401


def test_wrong_passwords_lock_and_tell_nothing(server: Server) -> None:
    server.office.accounts.create("locked", "writer", password=PASSWORD)
    client = server.client(None)

    def log_in(name: str, password: str) -> tuple[int, str]:
        answer = client.post("/api/v1/session", json={"name": name, "password": password})
        return answer.status_code, answer.json().get("code", "")

    assert log_in("locked", "wrong") == log_in("nobody-at-all", "wrong") == (401, "wrong_password")
    assert [log_in("locked", "wrong")[0] for _ in range(2)] == [401, 401]
    assert log_in("locked", PASSWORD) == (429, "locked_out")


def test_the_first_link_sets_a_password_once(server: Server) -> None:
    made = server.client().post("/api/v1/users", json={"name": "new", "role": "writer"}).json()
    code = made["link"].partition("#")[2]
    body = {"code": code, "password": PASSWORD}
    assert server.client(None).post("/api/v1/session/first", json=body).status_code == 200
    assert server.client(None).post("/api/v1/session/first", json=body).status_code == 410


def test_an_archive_leads_nowhere_and_no_bomb_is_unpacked(server: Server) -> None:
    def upload(members: dict[str, bytes]) -> Any:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        client = server.client()
        return client.post("/api/v1/corpora/zip/documents", files={"file": ("a.zip", packed.getvalue())})

    assert server.client().post("/api/v1/corpora", json={"name": "zip"}).status_code == 201
    text = "各位同志：今天我们召开全市防汛工作会议，请大家抓好落实。".encode()
    added = upload({"../../出去.txt": text, "甲/乙.txt": text + b"\n", "x.exe": b"MZ"})
    assert sorted(added.json()["added"]) == ["出去.txt", "甲/乙.txt"]
    assert [one["name"] for one in added.json()["refused"]] == ["x.exe"]
    assert not list(server.office.settings.data.parent.rglob("出去*"))
    assert upload({"炸.txt": b"a" * 50_000_000}).status_code == 422
    read_back = server.client().get("/api/v1/corpora/zip/documents/甲/乙.txt").json()
    assert read_back["text"].encode() == text + b"\n"
    assert server.client().delete("/api/v1/corpora/zip/documents/甲/乙.txt").status_code == 204
    assert server.client().delete("/api/v1/corpora/zip").status_code == 204
    assert server.client().get("/api/v1/corpora/zip").status_code == 404


def test_accepting_in_place_judges_anew_and_holds_for_the_next_check(server: Server) -> None:
    found = server.checked("reviewer")
    at = next(n for n, match in enumerate(found["report"]["matches"]) if match["ignored"] is None)
    client = server.client("reviewer")
    body = {"check": found["id"], "match": at, "reason": "固定表述"}
    entry = client.post("/api/v1/baseline", json=body)
    assert entry.status_code == 201
    again = client.get(f"/api/v1/checks/{found['id']}").json()
    assert again["report"]["matches"][at]["ignored"] == "baseline"
    fresh = server.checked("reviewer", previous=found["id"])
    assert fresh["report"]["matches"][at]["ignored"] == "baseline"
    assert client.get(f"/api/v1/checks/{fresh['id']}/changes").json()["new"] == []
    assert client.delete(f"/api/v1/baseline/{entry.json()['id']}").status_code == 204


def test_search_finds_the_very_words_first(server: Server) -> None:
    text = SPEECHES[0].read_text(encoding="utf-8")
    wanted = max(text.replace("\n", "。").split("。"), key=len)[:20]
    results = server.client("writer").get("/api/v1/search", params={"q": wanted}).json()["results"]
    assert results[0]["words"]
    assert results[0]["document"] == SPEECHES[0].name
    assert text[results[0]["start"] : results[0]["end"]] == results[0]["text"]


def test_compare_events_and_problems_in_both_languages(server: Server) -> None:
    client = server.client("writer")
    sentence = "我们要坚决守住安全生产的底线，绝不允许任何人触碰这条红线。"
    body = {"text": sentence, "sources": [{"name": "旧.txt", "text": sentence}], "wait": True}
    found = client.post("/api/v1/compare", json=body).json()
    assert [match["source"]["document_id"] for match in found["report"]["matches"]] == ["旧.txt"]
    assert "event: done" in client.get(f"/api/v1/checks/{found['id']}/events").text
    for language, title in (("zh", "没有找到"), ("en", "Not found")):
        answer = client.get("/api/v1/checks/none", headers={"accept-language": language})
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title"] == title


def test_a_killed_worker_gives_a_retried_check_and_a_cancelled_one_ends(server: Server) -> None:
    client = server.client("writer")
    long = DRAFT.read_text(encoding="utf-8") * 60
    first = client.post("/api/v1/checks", json={"text": long, "wait": False}).json()["id"]
    waiting = client.post("/api/v1/checks", json={"text": long, "wait": False}).json()["id"]
    assert client.delete(f"/api/v1/checks/{waiting}").status_code == 204
    assert client.get(f"/api/v1/checks/{waiting}").json()["state"] == "cancelled"
    until = time.monotonic() + 300
    while not server.office.checking.processes() and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(server.office.checking.processes()[0], signal.SIGKILL)
    task = server.office.checks.task(first)
    assert task is not None
    assert client.delete(f"/api/v1/checks/{first}").status_code == 204
    task.kept.result(timeout=300)
    assert client.get(f"/api/v1/checks/{first}").json()["state"] in ("cancelled", "done")
    assert server.checked()["state"] == "done"


def test_the_page_is_guarded_and_escapes(server: Server) -> None:
    client = server.client(None)
    assert client.get("/", follow_redirects=False).headers["location"] == "/login"
    page = client.get("/login")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    client.post("/api/v1/session", json={"name": "a-administrator", "password": PASSWORD})
    for path in ("/", "/search", "/corpora", "/corpora/default", "/admin", "/account", "/batches/x"):
        assert client.get(path).status_code == 200
    assert "<img" not in client.get("/corpora/<img src=x>").text


def test_what_is_too_large_or_full_is_refused(server: Server) -> None:
    most = server.office.settings.upload_bytes + (8 << 20)
    answer = server.client().post("/api/v1/checks", content=b"x", headers={"content-length": str(most + 1)})
    assert answer.status_code == 413
    assert server.client().post("/api/v1/checks", content=b"{").status_code == 400
    assert server.client().post("/api/v1/checks", json={"text": "稿", "limits": {"max_run": -1}}).status_code == 422


def test_the_audit_names_no_text(server: Server) -> None:
    server.client(None).post("/api/v1/session", json={"name": "a-writer", "password": PASSWORD})
    server.checked()
    lines = server.client().get("/api/v1/audit", params={"most": 1000}).json()["lines"]
    assert {"check.create", "document.add", "log_in"} <= {line["action"] for line in lines}
    assert DRAFT.read_text(encoding="utf-8")[10:20] not in json.dumps(lines, ensure_ascii=False)
    assert b"simcheck_requests_total" in server.client().get("/api/v1/metrics", headers={}).content
