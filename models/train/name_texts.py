"""Texts that the tagger of names is trained on, as features and labels: annotated news, laws without names, reports."""

from __future__ import annotations

import gzip
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from made_names import Maker
from marked import UNKNOWN

from simcheck.proof.entity_features import features, plain
from simcheck.proof.surnames import SURNAMES
from simcheck.proof.tagger import Tagger, odds_of
from simcheck.text.words import kind_of, segmented

#: Kinds of names by the tags of the annotated news, those of jieba the same.
_KINDS = {"nr": 0, "ns": 1, "nt": 2, "nz": 2}
_NAMES = ("ns", "nr", "nrt", "nrfg", "nz", "nt")
#: Shares of the names that are exchanged in the two times that the news are read.
_EXCHANGED = 0.45, 0.85
#: Characters of laws and of national reports that are read, and of reports and news that a teacher tags.
_LAWS, _NATIONAL, _PIECE = 2_500_000, 250_000, 2000
#: Evidence from which a teacher's name is one, and below which there is none.
_SURE, _NOTHING, _SWAPPED = 1.5, -2.5, 0.4
_HAN = re.compile("[\u4e00-\u9fff]+")


class Rows(NamedTuple):
    """Columns of features, and the tag of each character; UNKNOWN where nothing is known."""

    characters: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.int64]
    words: npt.NDArray[np.int64]
    common: npt.NDArray[np.int64]
    tags: npt.NDArray[np.int64]


def rows(text: str, tags: list[int]) -> Rows:
    """A text with its tags; a line ends behind it."""
    return Rows(*features(plain(text + "\n")), np.array([*tags, 0], dtype=np.int64))


def annotated(file: Path, maker: Maker) -> Iterator[Rows]:
    """The annotated news, with names exchanged for made up ones, twice."""
    lines = [_words(line) for line in file.read_text("utf-8").splitlines()]
    for share in _EXCHANGED:
        for words in lines:
            text, tags = "", []
            for word, kind in words:
                told = maker.make(kind) if kind is not None and maker.random.random() < share else word
                text += told
                tags += [0] * len(told) if kind is None else _tags(kind, len(told))
            yield rows(text, tags)


def _tags(kind: int, length: int) -> list[int]:
    return [1 + 2 * kind] + [2 + 2 * kind] * (length - 1)


def _words(line: str) -> list[tuple[str, int | None]]:
    """Words with the kinds of names; a surname and the given name behind it are one."""
    found: list[tuple[str, int | None]] = []
    whole = True
    for token in line.split():
        word, _, tag = token.rpartition("/")
        word, kind = unicodedata.normalize("NFKC", word), _KINDS.get(tag)
        last, before = found[-1] if found else ("", None)
        if kind == 0 == before and not whole and last[0] in SURNAMES and len(last) <= 2 and len(last + word) <= 4:
            found[-1], whole = (last + word, 0), True
        else:
            found.append((word, kind))
            whole = False
    return found


def nameless(folder: Path, chance: random.Random) -> Iterator[Rows]:
    """Laws and national reports: no names of anybody's own but where the dictionary has one."""
    yield from map(_unnamed, pieces(folder / "laws.jsonl.gz", _LAWS, chance, leave="地方"))
    yield from map(_unnamed, pieces(folder / "national_reports.jsonl.gz", _NATIONAL, chance))


def _unnamed(text: str) -> Rows:
    tags = [0] * len(text)
    for run in _HAN.finditer(text):
        at = 0
        for end in segmented(run[0]):
            if kind_of(run[0][at:end]) in _NAMES:
                tags[run.start() + at : run.start() + end] = [UNKNOWN] * (end - at)
            at = end
    return rows(text, tags)


def taught(folder: Path, teacher: Tagger, most: int, maker: Maker) -> Iterator[Rows]:
    """Reports of cities and news of today as an earlier tagger tells their names, where it is sure."""
    for name in ("city_work_reports", "news_broadcasts"):
        for text in pieces(folder / f"{name}.jsonl.gz", most, maker.random):
            lines = list(filter(None, text.split("\n")))
            for line, scores in zip(lines, teacher.tags(lines), strict=True):
                odds = odds_of(scores)
                tags = np.where(odds > _SURE, scores.argmax(axis=1), np.where(odds < _NOTHING, 0, UNKNOWN))
                yield rows(*_exchanged(line, tags.tolist(), maker))


def _exchanged(text: str, tags: list[int], maker: Maker) -> tuple[str, list[int]]:
    """A text with some of its names exchanged for made up ones."""
    told, said, at = "", [], 0
    while at < len(text):
        end = at + 1
        begins = tags[at] > 0 and tags[at] % 2 == 1
        while begins and end < len(text) and tags[end] == tags[at] + 1:
            end += 1
        if begins and maker.random.random() < _SWAPPED:
            kind = tags[at] // 2
            name = maker.make(kind)
            told, said = told + name, said + _tags(kind, len(name))
        else:
            told, said = told + text[at:end], said + tags[at:end]
        at = end
    return told, said


def pieces(file: Path, most: int, chance: random.Random, leave: str | None = None) -> Iterator[str]:
    """Pieces of the documents of a file, drawn by chance, up to so many characters together."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    records = [record for record in records if leave is None or leave not in record["id"]]
    chance.shuffle(records)
    held = 0
    for record in records:
        text = unicodedata.normalize("NFKC", record["text"])
        at = chance.randrange(max(1, len(text) - _PIECE))
        yield text[at : at + _PIECE]
        held += _PIECE
        if held > most:
            return
