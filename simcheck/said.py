"""Said: what the program says outside of reports, in Chinese. The English sentences are those of the code.

``simcheck/data/messages/said.zh.toml`` holds both, as a catalogue of gettext would, with values as braces: an error
that is raised far from any user is put into the user's language where it is shown.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from simcheck.resources import data_text

#: A file, an option, or a line of a file, before the sentence about it.
_SUBJECT = r"(?:(?!Invalid value for )(?P<about>[^\n]+?)(?P<line>, line \d+)?: )?"
#: How deep sentences stand in the values of others, at most.
_DEPTH = 4


class _Sentence(NamedTuple):
    """``pieces`` are what stands between the values of a sentence, ``other`` the same in the other language."""

    pieces: tuple[str, ...]
    other: str

    @property
    def length(self) -> int:
        return sum(map(len, self.pieces))


def note_in_english(note: str) -> str:
    """A note on a leftover, which is written in Chinese, in English; any other sentence as it is.

    >>> note_in_english("文中多称“我县”，此处称“我市”")
    'elsewhere the draft says “我县”, here “我市”'
    """
    for sentence in _sentences("notes.en.toml"):
        if found := re.fullmatch("(.+?)".join(map(re.escape, sentence.pieces)), note):
            return sentence.other.format(*found.groups())
    return note


def in_chinese(line: str) -> str:
    """The line in Chinese; what no sentence of the catalogue says stays as it is.

    >>> in_chinese("simcheck: 稿.docx: no such file; check the path")
    'simcheck：稿.docx：没有这个文件；请检查路径'
    """
    plain = line.removeprefix("simcheck: ")
    head = "simcheck：" if plain != line else ""
    found = _translated(plain.rstrip("\n"), 0)
    return line if found is None else head + found + "\n" * plain.endswith("\n")


@functools.cache
def _sentences(name: str) -> tuple[_Sentence, ...]:
    """The catalogue, what says most first."""
    import tomllib

    said: dict[str, str] = tomllib.loads(data_text(f"messages/{name}"))["said"]
    found = [_Sentence(tuple(re.split(r"\{\}", ours)), other) for ours, other in said.items()]
    return tuple(sorted(found, key=lambda one: -one.length))


@functools.cache
def _pattern(sentence: _Sentence) -> re.Pattern[str]:
    return re.compile(_SUBJECT + "(.+?)".join(map(re.escape, sentence.pieces)), re.DOTALL)


def _translated(text: str, depth: int) -> str | None:
    if depth > _DEPTH:
        return None
    for sentence in _sentences("said.zh.toml"):
        if all(piece in text for piece in sentence.pieces) and (found := _pattern(sentence).fullmatch(text)):
            values = [_value(value, depth) for value in found.groups()[2:]]
            return _about(found["about"], found["line"]) + sentence.other.format(*values)
    parts = [_translated(part, depth + 1) for part in text.split("; ")] if "; " in text else [None]
    known = [part for part in parts if part is not None]
    return "；".join(known) if len(known) == len(parts) else None


def _about(name: str | None, line: str | None) -> str:
    if name is None:
        return ""
    place = f"第 {line.removeprefix(', line ')} 行" if line else ""
    return f"{name.replace(': ', '：')}{place}："


def _value(text: str, depth: int) -> str:
    """A value: a sentence in it is one, commands keep their letters, and lists get Chinese commas."""
    if text.startswith("`"):
        return text.replace("corpus add PATH", "corpus add 文件夹")
    known = _translated(text, depth + 1)
    return known or re.sub(r"'([^']*)'", r"“\1”", text).replace(", ", "、")
