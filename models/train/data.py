"""What is read from the data folder, under which terms, and which part of it is never trained on."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class DataSource:
    """A file of the data folder that is trained on, with its origin and terms as the model card prints them."""

    path: str
    content: str
    terms: str


USED = (
    DataSource(
        "text/city_work_reports.jsonl.gz",
        "97 city work reports, 2024",
        "public official documents; collected by JiangGufan/digital-governance (MIT)",
    ),
    DataSource(
        "text/national_reports.jsonl.gz",
        "88 national reports, 1954–2025",
        "public official documents, via Wikisource; aldohemsn/chinese-political-corpora",
    ),
    DataSource(
        "text/laws.jsonl.gz",
        "3,474 laws and regulations",
        "outside copyright in the PRC (Copyright Law, article 5); LawRefBook/Laws",
    ),
    DataSource(
        "text/news_broadcasts.jsonl.gz",
        "1,363 news transcripts, 2022–2026",
        "text of the broadcaster; repository DuckBurnIncense/xin-wen-lian-bo (MIT)",
    ),
    DataSource(
        "parallel/zh_en.tsv.gz",
        "8,295 sentence pairs of work reports, 28,155 of Tatoeba",
        "official documents (liuzeyi11/GovernmentWorkReportCorpus); Tatoeba, CC BY 2.0 FR",
    ),
    DataSource("pairs/chinese_sts.tsv.gz", "12,747 graded pairs", "ChineseSTS, free use with attribution (see below)"),
    DataSource("pairs/pawsx_zh_dev.tsv.gz", "2,000 labelled pairs", "PAWS-X (Google), free use for any purpose"),
    DataSource(
        "pairs/atec_train.tsv.gz", "39,346 labelled questions", "ATEC 2018 contest set, published without terms"
    ),
    DataSource(
        "lexicon/cilin_synonyms.txt.gz", "Cilin synonym groups", "guotong1988/chinese_dictionary, no terms stated"
    ),
)

LEFT_OUT = (
    ("STS-B zh, SNLI zh (CNSD)", "their authors allow academic use only"),
    ("MNLI zh (CMNLI)", "contains XNLI, CC BY-NC 4.0"),
    ("LCQMC, BQ, OPPO", "given out for research or for a contest only"),
    ("AFQMC, idiom pairs (CINLID)", "collected under an academic-use notice, own terms unknown"),
    ("People's Daily", "newspaper's copyright"),
)

HELD_BACK = {"report": 8, "tatoeba": 14}
"""One pair in so many is held back from training, by a hash of its Chinese side."""

SPACE = re.compile(r"\s+")
SENTENCE_END = re.compile(r"(?<=[。！？；!?;])|\n+")


@lru_cache(maxsize=1)
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """The text as the encoder will see it: NFKC, simplified, lower case, single spaces."""
    return SPACE.sub(" ", _simplifier().convert(unicodedata.normalize("NFKC", text)).lower()).strip()


def held_back(origin: str, zh: str) -> bool:
    """Whether a parallel pair belongs to the evaluation: decided by the pair itself, the same on every machine."""
    digest = hashlib.blake2b(fold(zh).encode(), digest_size=8).digest()
    every = HELD_BACK["tatoeba" if origin == "tatoeba" else "report"]
    return int.from_bytes(digest, "big") % every == 0


def lines(path: Path) -> Iterator[str]:
    """The lines of a gzipped text file without their ends; a byte order mark is dropped."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n")


def columns(path: Path) -> Iterator[list[str]]:
    """The rows of a gzipped file of tab-separated values."""
    for line in lines(path):
        yield line.split("\t")


def parallel(data: Path, *, held: bool) -> list[tuple[str, str, str]]:
    """(origin, Chinese, English), folded and without duplicates: the held-back part, or the part to train on."""
    seen: set[tuple[str, str]] = set()
    pairs = []
    for origin, zh, en in columns(data / "parallel/zh_en.tsv.gz"):
        pair = (fold(zh), fold(en))
        if held_back(origin, zh) == held and pair not in seen and all(pair):
            seen.add(pair)
            pairs.append(("tatoeba" if origin == "tatoeba" else "report", *pair))
    return pairs


def labelled(path: Path) -> Iterator[tuple[str, str, float]]:
    """(sentence, sentence, label) of a pairs file, folded; a heading line is passed over."""
    for row in columns(path):
        if len(row) == 3 and row[2].replace(".", "", 1).isdigit():
            yield fold(row[0]), fold(row[1]), float(row[2])


def sentences(path: Path, *, shortest: int = 8, longest: int = 160) -> list[str]:
    """The distinct folded sentences of a file of documents, in order of appearance."""
    seen: dict[str, None] = {}
    for line in lines(path):
        for sentence in SENTENCE_END.split(json.loads(line)["text"]):
            text = unicodedata.normalize("NFKC", sentence).strip().lower()
            if shortest <= len(text) <= longest:
                seen.setdefault(text)
    return list(seen)


def synonym_groups(data: Path) -> list[list[str]]:
    """The groups of words that Cilin marks with =, at least two words each."""
    groups = []
    for line in lines(data / "lexicon/cilin_synonyms.txt.gz"):
        head, _, rest = line.partition("=")
        words = list(dict.fromkeys(rest.split()))
        if "#" not in head and "@" not in head and len(words) > 1:
            groups.append(words)
    return groups
