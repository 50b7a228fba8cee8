"""Start a server: its administrator, its first-time link, and the HTTP server around the application."""

from __future__ import annotations

import gc
import os
import socket
import sys
import webbrowser
from pathlib import Path

import uvicorn

from simcheck.errors import ConfigError
from simcheck.files import private
from simcheck.messages import language_of_locale
from simcheck.said import in_chinese
from simcheck.server import browser
from simcheck.server.accounts import Accounts
from simcheck.server.app import application
from simcheck.server.memory import few_arenas
from simcheck.server.middleware import log_as_json
from simcheck.server.office import Office
from simcheck.server.protocol import allow_files, http_config
from simcheck.server.rights import PERMISSIONS
from simcheck.server.settings import Settings

_ADMIN_TOKEN = "管理员令牌文件 (administrator's token file)"  # noqa: S105 - its name, which the page shows


def serve(settings: Settings, token_file: Path | None = None, *, open_page: bool = False) -> None:
    """Serve until the process is told to stop. Raises ConfigError when the address, the folder or the database cannot
    be used.

    With ``open_page`` the page is opened in the browser; where it is being served already, nothing else is done.
    """
    there = f"http://{settings.host}:{settings.port}"
    if open_page and settings.port and browser.is_served(there):
        _say(f"simcheck: {there} is being served already")
        webbrowser.open(there)
        return
    with private(), _listening(settings) as listener:
        address = _address(settings, listener)
        try:
            office = Office.open(settings)
        except OSError as error:
            raise ConfigError(f"{error.filename or settings.data}: {error.strerror}; choose another --data") from None
        try:
            _say(f"simcheck: serving {address}, data in {settings.data}")
            for line in office.cut_off:
                _say(f"simcheck: cut off by the last stop: {line}")
            first_page = introduce(office.accounts, settings.address.rstrip("/") or address, token_file)
            if open_page:
                browser.show(first_page)
            log_as_json()
            allow_files()
            few_arenas()
            gc.freeze()  # what is there by now stays: collecting garbage need not look at it again
            config = http_config(application(office), proxy_headers=True, forwarded_allow_ips=settings.trusted_proxies)
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            office.close()


def introduce(accounts: Accounts, address: str, token_file: Path | None) -> str:
    """Make the administrator where there is none, print the first-time link until a password is set, and write the
    token where that is asked for and the file holds no valid one. Gives the page to begin with."""
    administrator = accounts.first_administrator()
    begin = f"{address}/"
    if not accounts.has_administrator():
        begin = f"{address}/first#{accounts.link(administrator)}"
        _say(f"simcheck: first-time link for the administrator, valid for a day: {begin}")
    _write_token(accounts, administrator, token_file)
    return begin


def _write_token(accounts: Accounts, administrator: str, token_file: Path | None) -> None:
    if token_file is None:
        return
    try:
        held = token_file.read_text(encoding="utf-8", errors="replace").strip() if token_file.exists() else ""
        if held and accounts.of_token(held) is not None:
            return
        _, secret = accounts.make_token(administrator, _ADMIN_TOKEN, list(PERMISSIONS))
        fresh = token_file.with_name(f".{token_file.name}.{os.getpid()}.part")
        fresh.unlink(missing_ok=True)  # O_EXCL: not into what another put there, nor along a link
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(secret + "\n")
        fresh.replace(token_file)
    except OSError as error:
        raise ConfigError(
            f"{token_file}: cannot be written ({error.strerror}); choose another --admin-token-file"
        ) from None


def _listening(settings: Settings) -> socket.socket:
    """The socket, before anything else: a port that is taken is told at once."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(
            f"{settings.host}:{settings.port}: cannot listen there ({reason}); choose another --port"
        ) from None
    listener.set_inheritable(False)
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    host = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"


def _say(line: str) -> None:
    chinese = language_of_locale(os.environ) == "zh"
    sys.stderr.write((in_chinese(line) if chinese else line) + "\n")
    sys.stderr.flush()
