"""The first word: ``simcheck draft.txt`` means ``simcheck check draft.txt``."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from typer.core import TyperGroup

DEFAULT = "check"


class CheckByDefault(TyperGroup):
    """A group that inserts ``check`` before a first word that is no command, and shows its options in the help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: D102
        if args == ["help"] and not Path("help").exists():
            args = ["--help"]
        if args and args[0] not in self.commands and args[0] not in self._own_options(ctx):
            self._refuse_typing_error(ctx, args[0])
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: D102
        return ["DRAFT...", "[OPTIONS]  or ", *super().collect_usage_pieces(ctx)[-1:]]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: D102
        check = self.commands[DEFAULT]
        with formatter.section("Options of check"):
            formatter.write_dl(_help_rows(check, ctx))
        super().format_options(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:  # noqa: D102
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            check = self.commands[DEFAULT]
            found += check.shell_complete(type(ctx)(check, info_name=DEFAULT, parent=ctx), incomplete)
        return found

    def _own_options(self, ctx: Any) -> set[str]:
        return {name for parameter in self.params for name in parameter.opts} | set(ctx.help_option_names)

    def _refuse_typing_error(self, ctx: Any, word: str) -> None:
        """A word like ``corpsu`` that names no file is a mistyped command, not a missing draft."""
        close = get_close_matches(word, self.commands, n=1)
        if close and not word.startswith("-") and not Path(word).exists() and not ctx.resilient_parsing:
            ctx.fail(f"No such command or file {word!r}. Did you mean {close[0]!r}?")


def _help_rows(command: Any, ctx: Any) -> Iterable[tuple[str, str]]:
    inner = type(ctx)(command, info_name=DEFAULT, parent=ctx)
    rows = (parameter.get_help_record(inner) for parameter in command.params if "--help" not in parameter.opts)
    return [row for row in rows if row is not None and row[0].startswith("-")]
