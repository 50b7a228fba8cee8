"""Fit what figures are told by: laws have norms, reports of cities have counts, marked drafts have both.

python models/train/figures.py --data FOLDER --out models/names/figures.npz
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from marked import SETS, counted
from name_texts import pieces

from simcheck.proof.figures import SIZE, features
from simcheck.proof.numbers import numbers

#: Characters of laws and of reports that are read.
_READ = 1_300_000
#: How much a norm and a count of a marked draft weigh, beside those of laws and reports.
_NORM, _COUNT = 40.0, 10.0
_TIMES, _BATCH, _RATE, _DECAY = 8, 256, 0.03, 2e-5


class Example(NamedTuple):
    """The features of a figure, whether it is a count of one place, and how much it weighs."""

    features: frozenset[int]
    local: bool
    weight: float


def examples(folder: Path, without: frozenset[str]) -> Iterator[Example]:
    """Figures of laws, of reports, and of the marked drafts."""
    chance = random.Random(1)
    for name, local in (("laws", False), ("city_work_reports", True)):
        for text in pieces(folder / "text" / f"{name}.jsonl.gz", _READ, chance):
            for one in numbers(text):
                if one.kind == "figure":
                    yield Example(features(text, one.start, one.end), local, 1.0)
    for text, labels in counted(without):
        for one in numbers(text):
            label = labels[one.start]
            if one.kind == "figure" and label is not None:
                yield Example(features(text, one.start, one.end), label, _COUNT if label else _NORM)


def fitted(told: list[Example]) -> npt.NDArray[np.float32]:
    """The weights of a logistic regression."""
    longest = max(len(one.features) for one in told)
    ids = torch.full((len(told), longest), SIZE)
    for at, one in enumerate(told):
        ids[at, : len(one.features)] = torch.tensor(sorted(one.features))
    local = torch.tensor([float(one.local) for one in told])
    weight = torch.tensor([one.weight for one in told])
    table = torch.zeros(SIZE + 1, requires_grad=True)
    optimizer = torch.optim.Adam([table], _RATE)
    chance = torch.Generator().manual_seed(0)
    for _ in range(_TIMES):
        for drawn in torch.randperm(len(told), generator=chance).split(_BATCH):
            scores = (table[ids[drawn]] * (ids[drawn] < SIZE)).sum(dim=1)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, local[drawn], weight[drawn])
            loss = loss + _DECAY * table.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return np.asarray(table.detach().numpy()[:SIZE])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with text/*.jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--without", nargs="*", default=[], choices=SETS, help="sets of marked drafts to leave out")
    options = parser.parse_args()
    torch.set_num_threads(1)
    told = list(examples(options.data, frozenset(options.without)))
    weights = fitted(told)
    scale = np.float32(np.abs(weights).max() / 127)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.out, weights=np.rint(weights / scale).astype(np.int8), scale=scale)
    print(f"{len(told)} figures, wrote {options.out}")


if __name__ == "__main__":
    main()
