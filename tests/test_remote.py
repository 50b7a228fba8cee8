"""``simcheck DRAFT --server URL``: the output and the exit code of a local corpus, or one line and 3."""

from __future__ import annotations

import http.server
import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

pytest.importorskip("fastapi")
pytest.importorskip("docx")

import docx
from servers import DRAFT, SPEECHES, Server, listening

from simcheck.cli import result
from simcheck.cli.app import run

DRAFTS = DRAFT.parent
#: Stands for a folder with two drafts and a page.
FOLDER = Path("稿件")
Said = tuple[int, bytes, str]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    held = Server(tmp_path_factory.mktemp("remote"), workers=1)
    held.fill()
    with listening(held.app) as url:
        yield held, url
    held.office.close()


class Stopped(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 11, 28, 18, 49, tzinfo=UTC).astimezone(tz)


@pytest.fixture
def said(
    office: tuple[Server, str], monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Said]:
    """Runs the command line beside the corpora, so that both ways name the corpus alike, at one time: a report says
    the minute."""
    server, _ = office
    monkeypatch.setattr(result, "datetime", Stopped)
    monkeypatch.chdir(server.office.settings.corpora)
    monkeypatch.setenv("SIMCHECK_TOKEN", server.tokens["writer"])

    def ask(*arguments: str) -> Said:
        code = run([*map(str, arguments)])
        out, error = capfdbinary.readouterr()
        return code, out, error.decode()

    return ask


@pytest.mark.parametrize(
    "options",
    [
        [DRAFTS / "edited.txt"],
        [DRAFTS / "edited.txt", "-f", "json"],
        [DRAFTS / "translated.txt", "-f", "json", "--max-overlap", "off"],
        [FOLDER, "-f", "json", "--max-overlap", "1%"],
        [FOLDER],
        [FOLDER, "--include", "*.txt", "-f", "csv", "--lang", "en"],
        [DRAFTS / "tricked.txt", "-f", "sarif", "--place", "青禾县", "--year", "2026"],
        [DRAFTS / "edited.txt", "-f", "html", "--own", SPEECHES[0], "--author", "市"],
        [DRAFTS / "edited.txt", "-f", "markdown", "--no-marks", "--exit-zero"],
        [DRAFTS / "edited.txt", DRAFTS / "missing.txt"],
    ],
    ids=lambda options: " ".join(getattr(one, "name", one) for one in options),
)
def test_output_and_exit_code_are_those_of_a_local_corpus(
    said: Callable[..., Said], office: tuple[Server, str], options: list[str | Path], tmp_path: Path
) -> None:
    if FOLDER in options:
        options = [tmp_path / FOLDER, *options[1:]]
        options[0].mkdir()  # type: ignore[union-attr]
        for name in ("clean.txt", "edited.txt"):
            shutil.copy(DRAFTS / name, options[0])
        shutil.copy(DRAFTS / "translated.txt", options[0] / "translated.md")  # type: ignore[operator]
    assert said(*options, "--server", office[1]) == said(*options, "--corpus", "default")


def test_what_is_accepted_here_does_not_count(
    said: Callable[..., Said], office: tuple[Server, str], tmp_path: Path
) -> None:
    shutil.copy(DRAFT, tmp_path / "稿.txt")
    made = said("baseline", "write", tmp_path / "稿.txt", "--reason", "固定表述", "--corpus", "default",
                "--baseline", tmp_path / "b.toml")  # fmt: skip
    assert made[0] == 0, made
    given = (tmp_path / "稿.txt", "-f", "json", "--baseline", tmp_path / "b.toml")
    by_server, here = said(*given, "--server", office[1]), said(*given, "--corpus", "default")
    assert by_server == here
    assert {one["ignored"] for one in json.loads(here[1])["matches"]} == {"baseline", "set_phrase"}


def test_a_marked_copy_keeps_the_layout(said: Callable[..., Said], office: tuple[Server, str], tmp_path: Path) -> None:
    draft = docx.Document()
    for line in DRAFT.read_text(encoding="utf-8").splitlines():
        draft.add_paragraph(line)
    draft.save(tmp_path / "稿.docx")
    written = []
    for name, way in (("1", ["--server", office[1]]), ("2", ["--corpus", "default"])):
        said(tmp_path / "稿.docx", "-o", tmp_path / f"{name}.docx", *way)
        written.append((tmp_path / f"{name}.docx").read_bytes())
    assert written[0] == written[1]


def test_a_named_corpus_of_the_server(said: Callable[..., Said], office: tuple[Server, str]) -> None:
    assert said(DRAFT, "--server", office[1], "--corpus", "default")[0] in (0, 1)
    code, _, told = said(DRAFT, "--server", office[1], "--corpus", "nowhere")
    assert (code, "nowhere" in told, told.count("\n")) == (3, True, 1)


def test_an_unreadable_draft_is_told_and_the_others_are_checked(
    said: Callable[..., Said], office: tuple[Server, str], tmp_path: Path
) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no document")
    (tmp_path / "空.txt").touch()
    shutil.copy(DRAFT, tmp_path / "稿.txt")
    by_server, here = said(tmp_path, "--server", office[1]), said(tmp_path, "--corpus", "default")
    assert by_server[:2] == here[:2]
    assert by_server[0] == 3
    assert sorted(by_server[2].splitlines()) == sorted(here[2].splitlines())


@pytest.mark.parametrize(
    ("token", "told"), [("", "set SIMCHECK_TOKEN"), ("wrong", "set SIMCHECK_TOKEN"), ("search", "more rights")]
)
def test_a_refusal_is_one_line_and_3(
    said: Callable[..., Said], office: tuple[Server, str], monkeypatch: pytest.MonkeyPatch, token: str, told: str
) -> None:
    server, url = office
    if token == "search":
        _, token = server.office.accounts.make_token(server.users["writer"], "narrow", ["search"])
    monkeypatch.setenv("SIMCHECK_TOKEN", token)
    code, out, error = said(DRAFT, "--server", url)
    assert (code, out, error.count("\n")) == (3, b"", 1)
    assert told in error
    assert url in error


class Answers(http.server.BaseHTTPRequestHandler):
    """A server that gives one answer to everything."""

    answer = (200, b"{}", {})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        status, body, headers = self.answer
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


FULL = json.dumps({"code": "queue_full", "title": "The queue is full", "status": 503}).encode()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((503, FULL, {"retry-after": "10"}), "try again in 10 seconds"),
        ((429, FULL, {}), "try again later"),
        ((502, b"<html>", {}), "answers 502"),
        ((200, b"<html>", {}), "answers something else"),
        ((302, b"", {"location": "http://127.0.0.1:1/"}), "answers 302"),
    ],
)
def test_a_server_that_is_full_or_is_none_is_one_line_and_3(
    said: Callable[..., Said], answer: tuple[int, bytes, dict[str, str]], told: str
) -> None:
    handler = type("One", (Answers,), {"answer": answer})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        code, out, error = said(DRAFT, "--server", f"http://127.0.0.1:{serving.server_port}")
        serving.shutdown()
    assert (code, out, error.count("\n")) == (3, b"", 1)
    assert told in error


def test_nobody_listens(said: Callable[..., Said]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, out, error = said(DRAFT, "--server", f"http://127.0.0.1:{port}")
    assert (code, out, error.count("\n")) == (3, b"", 1)
    assert "cannot be reached" in error


@pytest.mark.parametrize("options", [["--server", "office"], ["--server", "http://a:b@c"], ["--server", "http://a",
                                     "--model", "shipped"]])  # fmt: skip
def test_wrong_usage(said: Callable[..., Said], options: list[str]) -> None:
    assert said(DRAFT, *options)[0] == 2


def test_hidden_sources_stay_hidden(said: Callable[..., Said], office: tuple[Server, str]) -> None:
    server, url = office
    client = server.client()
    client.post("/api/v1/corpora", json={"name": "secret", "open": False})
    client.post("/api/v1/corpora/secret/documents", files={"file": (SPEECHES[0].name, SPEECHES[0].read_bytes())})
    client.put(f"/api/v1/corpora/secret/grants/{server.users['writer']}", json={"right": "check"})
    code, out, _ = said(SPEECHES[0], "-f", "json", "--server", url, "--corpus", "secret")
    report = json.loads(out)
    assert (code, report["sources"], report["verdict"]["decision"]) == (1, [], "fail")
    assert [one["source"]["text"] for one in report["matches"]] == [""] * len(report["matches"])


def test_what_goes_wrong_is_said_in_chinese_where_the_locale_is(
    said: Callable[..., Said], office: tuple[Server, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("SIMCHECK_TOKEN", "wrong")
    code, _, error = said(DRAFT, "--server", office[1])
    assert code == 3
    assert "服务器拒绝" in error
    assert "SIMCHECK_TOKEN" in error
    assert "the server" not in error
    assert "连不上服务器" in said(DRAFT, "--server", "http://127.0.0.1:1")[2]
