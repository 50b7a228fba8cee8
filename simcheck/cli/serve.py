"""``simcheck serve``: the office's web page and HTTP API; ``simcheck server``: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simcheck.cli.streams import tell
from simcheck.errors import UsageError

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The folder of the server: database, corpora.")]
Database = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="PostgreSQL in place of SQLite, as postgresql://user@host/name."),
]

app = typer.Typer(help="Keep the data of a server: back up, restore.", no_args_is_help=True)

Host = Annotated[str, typer.Option("--host", metavar="HOST", help="The address to listen at.")]
Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=1, max=256, help="Processes that check drafts.")
]
OnCluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="[CORPUS=]HOST:PORT",
        help="Check against a corpus of the server, the default one, on the cluster that serves its shards.",
    ),
]
OpenPage = Annotated[
    bool, typer.Option("--open", help="Open the page in the browser, also where it is being served already.")
]
TokenFile = Annotated[
    Path | None,
    typer.Option(
        "--admin-token-file", metavar="FILE", help="Write an API token with all scopes to this file, if it has none."
    ),
]


def serve(
    data: Data = Path("simcheck-server"),
    host: Host = "127.0.0.1",
    port: Port = 8765,
    database: Database = None,
    workers: Workers = None,
    cluster: OnCluster = None,
    open_page: OpenPage = False,
    admin_token_file: TokenFile = None,
) -> None:
    """Serve the office: a web page to check drafts, and an HTTP API.

    Without an administrator it makes one and prints a link that sets the password. Everything stays in --data.

    \b
    Examples:
      simcheck serve
      simcheck serve --data /srv/simcheck --port 8080
    """
    _require_packages()
    from simcheck.server.run import serve as run
    from simcheck.server.settings import load_settings

    given = {"host": host, "port": port, "database": database, "workers": workers, "cluster": cluster}
    run(load_settings(data.absolute(), **given), admin_token_file, open_page=open_page)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write, a .tar.gz.")],
    data: Data = Path("simcheck-server"),
    database: Database = None,
) -> None:
    """Write everything of a server into one archive, also while it runs.

    \b
    Example:
      simcheck server backup 2027-01-15.tar.gz --data /srv/simcheck
    """
    _require_packages()
    from simcheck.server.backup import backup as write
    from simcheck.server.settings import load_settings

    count = write(load_settings(data.absolute(), database=database), file)
    tell(f"{file}: {count} files")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive that backup wrote.")],
    data: Data = Path("simcheck-server"),
    database: Database = None,
) -> None:
    """Put everything of an archive into a folder that holds no server yet.

    \b
    Example:
      simcheck server restore 2027-01-15.tar.gz --data /srv/simcheck
    """
    _require_packages()
    from simcheck.server.backup import restore as read
    from simcheck.server.settings import load_settings

    count = read(load_settings(data.absolute(), database=database), file)
    tell(f"{data}: {count} files restored")


def _require_packages() -> None:
    try:
        import fastapi  # noqa: F401
        import sqlalchemy  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        raise UsageError("the server needs more packages; pip install 'simcheck[server]'") from None
