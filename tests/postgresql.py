"""A PostgreSQL of the distribution's package for tests: started in a folder of its own, gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Where packages put the programs, which are not always on the path.
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


def programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    held = [folder for place in _PLACES for folder in sorted(Path("/").glob(place[1:])) if (folder / "initdb").exists()]
    return held[-1] if held else None


@contextmanager
def running(binaries: Path) -> Iterator[str]:
    """A server that listens at a socket in its folder alone; gives the beginning of the URL of a database."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    who = _somebody()
    if who is not None:  # the server refuses to be run by root
        os.chown(folder, who.pw_uid, who.pw_gid)
    more = {} if who is None else {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, env=environ, capture_output=True, timeout=120, **more)

    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    try:
        run("initdb", "-D", f"{folder}/data", "-U", "simcheck", "-A", "trust", "-E", "UTF8", "--no-sync")
        # Its output must be a file: a pipe would stay open as long as the server runs.
        run("pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield f"postgresql://simcheck@/{{name}}?host={folder}"
        finally:
            run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def made(url: str, name: str) -> str:
    """A new database of that name; gives its URL."""
    import psycopg

    with psycopg.connect(url.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return url.format(name=name)


def _somebody() -> pwd.struct_passwd | None:
    """A user who is not root, where the tests are run by root."""
    if os.getuid():
        return None
    names = {one.pw_name: one for one in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
