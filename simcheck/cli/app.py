"""The commands together, and what becomes of errors: an exit code and one line, never a traceback."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer

import simcheck
from simcheck.cli import baseline, batch, check, cluster, config, corpus, explain, lsp, matrix, model, proof, serve
from simcheck.cli.group import CheckByDefault
from simcheck.cli.streams import INTERRUPTED, NOT_CHECKED, WRONG_USAGE, prepare, say
from simcheck.errors import SimcheckError, UsageError, internal
from simcheck.messages import language_of_locale

_HELP = """Say which passages of a draft reuse which passages of a corpus of speeches.

\b
Examples:
  simcheck corpus add speeches/           put a folder of texts into the corpus
  simcheck draft.txt                      check a draft against the corpus
  simcheck draft.txt --format json        the report as data
  simcheck drafts/*.txt --max-overlap 0.05
  simcheck compare draft.txt old.txt      without a corpus

\b
Settings: options, then SIMCHECK_CORPUS and the like, then simcheck.toml above the draft; see `simcheck config`.
Exit codes: 0 passed, 1 the gate fails, 2 wrong usage, 3 not checked.
"""

#: What is wrong with a path that cannot even be looked at, and the remedy.
WRONG_PATHS = {
    errno.ENAMETOOLONG: "file name too long; check the path, and give a text itself through `simcheck -`",
    errno.EACCES: "permission denied; check the path and the permissions of its folders",
}
#: Characters of a file's name that an error shows: who gives a whole text in place of a path need not read it again.
LONGEST_NAME = 60

app = typer.Typer(
    cls=CheckByDefault,
    help=_HELP,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    subcommand_metavar="COMMAND ...",
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command("check")(check.check)
app.command("batch")(batch.batch)
app.command("compare")(check.compare)
app.command("config")(config.config)
app.command("explain")(explain.explain)
app.add_typer(baseline.app, name="baseline")
app.command("lsp")(lsp.lsp)
app.command("matrix")(matrix.matrix)
app.command("proof")(proof.proof)
app.command("serve")(serve.serve)
app.add_typer(serve.app, name="server")
app.add_typer(corpus.app, name="corpus")
app.add_typer(cluster.app, name="cluster")
app.add_typer(model.app, name="model")


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"simcheck {simcheck.__version__}", file=sys.stdout)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line on ``sys.argv`` and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Errors become one line on stderr; SIMCHECK_DEBUG=1 adds the traceback."""
    prepare()
    try:
        _refuse_wrong_dashes(arguments)
        program = _chinese() if _asks_for_chinese_help(arguments) else app
        code = program(list(arguments), prog_name="simcheck", standalone_mode=language_of_locale(os.environ) != "zh")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # the last line of defence: a gate fails closed
        return _wrongly_typed(error) or _explain(error)
    return code if isinstance(code, int) else 0


def _wrongly_typed(error: Any) -> int | None:
    """Say in Chinese what typer, which speaks English, does not accept; None for any other error."""
    from simcheck.cli.help import value

    if not hasattr(error, "format_message"):
        return None
    if type(error).__name__ == "NoArgsIsHelpError":  # what it says is the help, line by line
        error.show()
        return int(error.exit_code)
    told = " ".join(str(error.format_message()).split())
    told = re.sub(r"(?<=^Missing argument ')[^']+", lambda found: value(found[0]), told)
    say(f"simcheck: {told}")
    return int(error.exit_code)


def _refuse_wrong_dashes(arguments: Sequence[str]) -> None:
    """Raise UsageError for an option that begins with a Chinese dash, which an input method puts in the place of -."""
    for typed in arguments:
        plain = typed.lstrip("—–－―−")
        if plain != typed and plain and plain.isascii() and not os.path.exists(typed):  # noqa: PTH110
            dashes = "-" if len(plain.partition("=")[0]) == 1 else "--"
            raise UsageError(f"{typed}: begins with a Chinese dash; did you mean {dashes}{plain}?")


#: What shows help without being asked for it.
_BARE: tuple[list[str], ...] = ([], ["help"], ["baseline"], ["cluster"], ["corpus"], ["model"], ["server"])


def _asks_for_chinese_help(arguments: Sequence[str]) -> bool:
    """Whether what is typed shows help and the user's language is Chinese; a check need not read its words."""
    shows = list(arguments) in _BARE or {"--help", "-h"} & set(arguments)
    return bool(shows) and language_of_locale(os.environ) == "zh"


def _chinese() -> Any:
    from simcheck.cli.help import in_chinese

    program = typer.main.get_command(app)
    in_chinese(program)
    return program


def _explain(error: Exception) -> int:
    if os.environ.get("SIMCHECK_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, SimcheckError):
        say(f"simcheck: {error}")
        return WRONG_USAGE if isinstance(error, UsageError) else NOT_CHECKED
    if isinstance(error, OSError) and error.errno in WRONG_PATHS:
        name = str(error.filename)
        shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        say(f"simcheck: {shown}: {WRONG_PATHS[error.errno]}")
        return NOT_CHECKED
    say(f"simcheck: {internal(error, 'SIMCHECK_DEBUG=1')}")
    return NOT_CHECKED
