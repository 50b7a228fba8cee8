"""The examples of installing: the programs that they are for take them, and the server works behind the proxy."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi")

from servers import PASSWORD, ROOT, Server, begun, go, listening, state, until
from slow_worker import SLOW

DEPLOY = ROOT / "deploy"
#: Of 10, how much of the system a service may reach at most.
EXPOSED = 2.0


def test_systemd_takes_the_unit_and_finds_it_safe(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    unit = tmp_path / "simcheck.service"
    text = (DEPLOY / "simcheck.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/simcheck/bin/simcheck", sys.executable), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")
    command = ["systemd-analyze", "security", "--offline=true", unit]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    if found is None:
        pytest.skip("this systemd cannot judge a unit that is not installed")
    assert float(found[1]) < EXPOSED


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port


@contextlib.contextmanager
def nginx(folder: Path, behind: str) -> Iterator[int]:
    """nginx with the example, before the server at the address ``behind``; gives its port with TLS."""
    program, openssl = shutil.which("nginx"), shutil.which("openssl")
    if program is None or openssl is None:
        pytest.skip("nginx or openssl is not installed")
    name = ["-subj", "/CN=simcheck.example.cn", "-addext", "subjectAltName=DNS:simcheck.example.cn"]
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *name]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*command, *files], capture_output=True, check=True)
    port, plain = free_port(), free_port()
    said = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("/etc/ssl/simcheck", str(folder))
    for was, now in (("listen 443 ", f"listen 127.0.0.1:{port} "), ("listen 80;", f"listen 127.0.0.1:{plain};"),
                     ("http://127.0.0.1:8765", behind)):  # fmt: skip
        assert was in said
        said = said.replace(was, now)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{kept}{said}}}\n"
    )
    command = [program, "-p", str(folder), "-e", str(folder / "error"), "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for waited in (port, plain):
                assert until(lambda at=waited: socket.socket().connect_ex(("127.0.0.1", at)) == 0)
            yield port
        finally:
            process.terminate()


def asked(port: int, folder: Path) -> http.client.HTTPSConnection:
    """A connection to the proxy that believes its certificate alone."""
    trusted = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    connection = http.client.HTTPSConnection("simcheck.example.cn", port, timeout=60, context=trusted)
    plain = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.sock = trusted.wrap_socket(plain, server_hostname="simcheck.example.cn")
    return connection


def test_the_server_works_behind_nginx(slow_server: Server, tmp_path: Path) -> None:
    """TLS, cookies for it alone, progress as it comes, a client that leaves, and what is too large."""
    token = {"Authorization": f"Bearer {slow_server.tokens['writer']}", "Content-Type": "application/json"}
    with listening(slow_server.app) as behind, nginx(tmp_path, behind) as port:
        connection = asked(port, tmp_path)
        body = json.dumps({"name": "a-writer", "password": PASSWORD})
        connection.request("POST", "/api/v1/session", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert (answer.status, "secure" in answer.headers["set-cookie"].lower()) == (200, True)
        assert answer.headers["strict-transport-security"]
        assert "server" not in answer.headers or answer.headers["server"] == "nginx"  # without its version
        answer.read()

        check_id = begun(slow_server)
        assert until(lambda: state(slow_server, check_id)["state"] == "running")
        connection.request("GET", f"/api/v1/checks/{check_id}/events", headers=token)
        answer = connection.getresponse()
        assert b"event: running" in answer.readline()  # though the check has not ended
        assert state(slow_server, check_id)["state"] == "running"
        go(slow_server, check_id)
        assert b"event: done" in answer.read()

        before = {row["id"] for row in slow_server.office.checks.listed(most=500)}
        leaving = asked(port, tmp_path)
        leaving.request("POST", "/api/v1/checks", json.dumps({"text": SLOW, "wait": True}), token)
        assert until(lambda: slow_server.office.checking.running)
        leaving.close()
        (fresh,) = {row["id"] for row in slow_server.office.checks.listed(most=500)} - before
        assert until(lambda: state(slow_server, fresh)["state"] == "cancelled")

        large = asked(port, tmp_path)
        large.putrequest("POST", "/api/v1/checks")
        large.putheader("Content-Length", str(100_000_000))
        large.endheaders()
        assert large.getresponse().status == 413


def test_the_container_runs_what_is_there() -> None:
    """Every option of its command is one of ``simcheck serve``, every extra one that the package has."""
    import tomllib

    import typer

    from simcheck.cli.app import app

    said = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    entry = json.loads(re.findall(r"^ENTRYPOINT (.*)$", said, re.MULTILINE)[0])
    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    known = {name for one in serve.params for name in one.opts}
    assert {word for word in entry if word.startswith("--")} <= known
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (wanted,) = re.findall(r"/source\[([\w,]+)\]", said)
    assert set(wanted.split(",")) <= set(extras)
    (constraints,) = re.findall(r"-c /source/(\S+)", said)
    assert (ROOT / constraints).exists()
    python = set(re.findall(r"python:(\d\.\d+)", said))
    assert {f"py{one.replace('.', '')}" for one in python} == {Path(constraints).stem}
