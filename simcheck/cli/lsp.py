"""``simcheck lsp``: the language server for editors, on standard input and output."""

from __future__ import annotations

from typing import Annotated

import typer

from simcheck.errors import UsageError

Stdio = Annotated[
    bool,
    typer.Option("--stdio", help="Serve standard input and output. This is the default; some editors pass the option."),
]


def lsp(stdio: Stdio = False) -> None:  # noqa: ARG001
    """Show reuse in an editor while you write: the language server.

    An editor starts it; see docs/en/editors.md for its settings.

    \b
    Example:
      simcheck lsp
    """
    try:
        import pygls  # noqa: F401
    except ImportError:
        raise UsageError("the language server needs pygls; pip install 'simcheck[lsp]'") from None
    from simcheck.lsp.features import serve

    raise typer.Exit(serve())
