"""The help in Chinese: the commands that typer made, with their texts from ``simcheck/data/messages/help.zh.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len

from simcheck.patterns import regex
from simcheck.reporters.layout import Piece, pad, wrap
from simcheck.resources import data_text

#: Cells of the column of options, as in typer's own help.
_COLUMN = 30
#: What typer itself writes behind the help of an option.
_SAID = {
    "[required]": "[必填]",
    "; required]": "；必填]",
    "[default: ": "[默认：",
    "Show this message and exit.": "显示这份说明。",
}


#: What Python calls the type of an argument.
_TYPE = regex(r" <[\w.\[\]| ]+>$")
#: 1<=x<=16, x>=1: what values typer says an option may have.
_RANGE = regex(r"(?:(?P<least>[\d.]+)<=)?x(?:<=(?P<most>[\d.]+)|>=(?P<only>[\d.]+))")


def _from_to(found: re.Match[str]) -> str:
    least, most = found["least"] or found["only"], found["most"]
    return f"{least} 至 {most}" if least and most else f"不小于 {least}" if least else f"不大于 {most}"


@functools.cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(data_text("messages/help.zh.toml"))


def walk(command: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """All commands below one, groups too, by the words that call them; the program itself is ``""``."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, f"{path} {name}".strip())


def in_chinese(program: Any) -> None:
    """Let a program of typer's speak Chinese in its help. Raises KeyError for what has no Chinese text."""
    for path, command in walk(program):
        text = _words()["command"][path].strip()
        if "\b" not in text:  # the lines of examples are the same in every language
            _, mark, examples = (command.help or "").partition("\b\n")
            for name, said in _words()["heading"].items():
                examples = examples.replace(f"{name}:", f"{said}：")
            examples = _example().sub(lambda found: _words()["example"][found[0]], examples)
            text = f"{text}\n\n{mark}{examples}".rstrip()
        command.help, command.short_help = text, text.partition("\n")[0]
        command.context_class = _speaking(command.context_class)
        for parameter in command.params:
            parameter.help = text_of(path, parameter)
            parameter.metavar = parameter.metavar and value(parameter.metavar)


def text_of(path: str, parameter: Any) -> str:
    """What the help says in Chinese of an argument or an option of a command."""
    if parameter.param_type_name == "argument":
        return _words()["argument"][f"{path} {parameter.metavar.strip('[]')}"]
    texts, name = _words()["option"], parameter.opts[0]
    return texts.get(f"{path} {name}") or texts[name]


def value(named: str) -> str:
    """What is to be filled in, in Chinese.

    >>> value("[KIND=]SHARE"), value("HOST:PORT"), value("text|json")
    ('[类别=]比例', '主机:端口', 'text|json')
    """
    return re.sub(r"[A-Z]+|\bor\b", lambda found: _words()["value"].get(found[0], found[0]), named)


@functools.cache
def _example() -> re.Pattern[str]:
    """The names of files in examples, the longest first."""
    names = sorted(_words()["example"], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")


def _speaking(context: Any) -> Any:
    """The class of contexts whose help is set in cells and has Chinese headings."""
    formatter = type("Formatter", (_Chinese, context.formatter_class), {})
    return type("Context", (context,), {"formatter_class": formatter})


class _Chinese:
    """A formatter of help in which a Chinese character takes two cells, and lines break between any two."""

    width: int
    current_indent: int
    write: Any

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002
        plain = value(re.sub("[{}]", "", args))
        self.write(f"{_words()['heading']['Usage']}：{prog} {plain}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{_words()['heading'].get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        paragraphs = (part.strip("\n").split("\n") for part in text.split("\n\n"))
        shown = (part[1:] if part[0] == "\b" else self._lines(part, self.current_indent) for part in paragraphs)
        indent = " " * self.current_indent
        self.write("\n\n".join("\n".join(f"{indent}{line}" for line in part) for part in shown) + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = _COLUMN, col_spacing: int = 2) -> None:
        wide = min(max(cell_len(_TYPE.sub("", first)) for first, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for typed_first, second in rows:
            first = _TYPE.sub("", typed_first)
            for typed, said in _SAID.items():
                second = second.replace(typed, said)  # noqa: PLW2901
            second = _RANGE.sub(_from_to, second)  # noqa: PLW2901
            lines = self._lines([second], wide + self.current_indent)
            if cell_len(first) > wide - col_spacing:
                self.write(f"{indent}{first}\n")
            else:
                self.write(f"{indent}{pad(first, wide)}{lines.pop(0)}\n")
            for line in lines:
                self.write(f"{indent}{' ' * wide}{line}\n")

    def _lines(self, parts: Sequence[str], taken: int) -> list[str]:
        """Each part as lines that fit beside what is taken."""
        cells = self.width - taken
        return ["".join(piece.text for piece in line).strip() for part in parts for line in wrap([Piece(part)], cells)]
