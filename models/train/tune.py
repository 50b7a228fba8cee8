"""Tunes a finished encoder on heavy rewrites and free translations of official sentences, with hard negatives.

    python models/train/tune.py --data FOLDER --model FOLDER --besides FILE ... [--out FOLDER] [--folds 3]

Every vector may move a little and one linear map is applied to all, so that words without a pair follow; both are
pulled back to what they were. Each rewrite must find its sentence among those of the other pairs and the nearest
other sentences of the same documents. ``--folds`` measures on held-out documents, before and after; ``--out`` writes
a model trained on all pairs. ``--besides`` names collections, {"id", "text"} a line, whose sentences are left out:
those of the benches. After a new model, ``reference.py`` must be run too.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from export import export
from rewrites import Floats, Ints, Pairs, figures, hard_negatives, read_pairs
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

DECAY = (0.9, 0.99)
WARM_UP = 20
#: Shares of the pairs of a batch: rewrite and sentence; translation and rewrite; the rest are translation and sentence.
REWRITES, ACROSS = 0.5, 0.2
#: How much finding the rewrite of a sentence counts beside finding the sentence of a rewrite.
BACK = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """How to tune: ``pull`` and ``map_pull`` are what the squared movements of the vectors (relative to their length)
    and of the map cost, ``negatives`` how many hard ones each pair brings."""

    steps: int = 300
    rate: float = 2e-3
    scale: float = 14.0
    pull: float = 1e-1
    map_pull: float = 0.3
    batch: int = 160
    negatives: int = 6
    seed: int = 1


class Moved:
    """Vectors on their way from a start: each by its own step, all by one map. Adam leaves rows not in use alone."""

    def __init__(self, vectors: Floats) -> None:
        self.start = torch.from_numpy(vectors)
        self.lengths = self.start.norm(dim=1, keepdim=True).clamp_min(1e-6)
        self.moves = torch.zeros_like(self.start)
        self._first, self._second = torch.zeros_like(self.start), torch.zeros_like(self.start)
        self._steps = torch.zeros(len(vectors), 1)
        self.map = torch.zeros(vectors.shape[1], vectors.shape[1], requires_grad=True)
        self._map_steps = torch.optim.Adam([self.map], betas=DECAY)

    def rows(self, used: Tensor) -> tuple[Tensor, Tensor]:
        """The moves of some rows, which gather a gradient, and the rows as they are now."""
        moves = self.moves[used].requires_grad_()
        rows = self.start[used] + moves * self.lengths[used]
        return moves, rows + rows @ self.map

    def update(self, used: Tensor, moves: Tensor, rate: float) -> None:
        """One step of Adam along the gradients."""
        for group in self._map_steps.param_groups:
            group["lr"] = rate / 2
        self._map_steps.step()
        self._map_steps.zero_grad()
        assert moves.grad is not None
        with torch.no_grad():
            steps = self._steps[used] + 1
            first = self._first[used].lerp_(moves.grad, 1 - DECAY[0])
            second = self._second[used].lerp_(moves.grad.square(), 1 - DECAY[1])
            self._steps[used], self._first[used], self._second[used] = steps, first, second
            size = first / (1 - DECAY[0] ** steps) / ((second / (1 - DECAY[1] ** steps)).sqrt_() + 1e-8)
            self.moves[used] = moves.detach() - rate * size

    def table(self) -> Floats:
        """All vectors as they are now."""
        with torch.no_grad():
            rows = self.start + self.moves * self.lengths
            found: Floats = (rows + rows @ self.map).numpy()
            return found


def tune(vectors: Floats, pairs: Pairs, hard: Ints, which: Ints, plan: Plan) -> Floats:
    """The vectors after training on the pairs ``which``; no sentence of another pair is seen."""
    chance, moved = np.random.default_rng(plan.seed), Moved(vectors)
    seen = np.ones(len(pairs.pool), dtype=bool)
    seen[: len(pairs)] = np.isin(np.arange(len(pairs)), which)
    for step in range(plan.steps):
        queries, answers = _batch(pairs, hard, which, seen, plan, chance)
        sentences = [*queries, *answers]
        used, tokens = np.unique(np.concatenate(sentences), return_inverse=True)
        starts = np.cumsum([0, *map(len, sentences)])[:-1]
        rows = torch.from_numpy(used)
        moves, table = moved.rows(rows)
        bags = functional.embedding_bag(torch.from_numpy(tokens), table, torch.from_numpy(starts), mode="mean")
        unit = functional.normalize(bags, dim=1)
        scores = unit[: len(queries)] @ unit[len(queries) :].T * plan.scale
        target = torch.arange(len(queries))
        loss = functional.cross_entropy(scores, target)
        loss = loss + BACK * functional.cross_entropy(scores[:, : len(queries)].T, target)
        loss = loss + plan.pull * moves.square().sum() / plan.batch + plan.map_pull * moved.map.square().sum()
        loss.backward()
        moved.update(rows, moves, plan.rate * min(1, (step + 1) / WARM_UP) * (1 - step / plan.steps))
    return moved.table()


def _batch(
    pairs: Pairs, hard: Ints, which: Ints, seen: np.ndarray, plan: Plan, chance: np.random.Generator
) -> tuple[list[Ints], list[Ints]]:
    """Sentences that ask, and those among which each has its own at the same place."""
    chosen = chance.choice(which, min(plan.batch, len(which)), replace=False)
    share = chance.random(len(chosen))
    rewrite, across = share < REWRITES, share > 1 - ACROSS
    queries = [(pairs.rewrites if one else pairs.translations)[i] for i, one in zip(chosen, rewrite, strict=True)]
    answers = [(pairs.rewrites if one else pairs.pool)[i] for i, one in zip(chosen, across, strict=True)]
    side = np.where(chance.random(len(chosen)) < 0.5, 0, np.where(rewrite, 1, 2))
    near = chance.permuted(hard[side, chosen], axis=1)[:, : plan.negatives]
    others = np.setdiff1d(near, chosen)
    return queries, [*answers, *(pairs.pool[number] for number in others[seen[others]])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with text/ and pairs/")
    parser.add_argument("--model", type=Path, required=True, help="the encoder's folder")
    parser.add_argument("--besides", type=Path, nargs="*", default=[], help="files whose sentences are left out")
    parser.add_argument("--folds", type=int, default=0, help="measure on so many parts of the documents, in turn")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--out", type=Path, help="folder to write the tuned model to")
    parser.add_argument("--threads", type=int, default=1)
    for name, default in (("steps", 300), ("rate", 2e-3), ("scale", 14.0), ("pull", 0.1), ("map-pull", 0.3)):
        parser.add_argument(f"--{name}", type=type(default), default=default)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    plan = Plan(options.steps, options.rate, options.scale, options.pull, options.map_pull)
    tokenizer = Tokenizer.from_file(str(options.model / "tokenizer.json"))
    stored = load_file(options.model / "model.safetensors")
    vectors = stored["embeddings"] * stored["weights"][:, None]
    pairs = read_pairs(options.data, options.besides, tokenizer)
    hard = hard_negatives(pairs, vectors)
    if options.folds:
        told = _held_out(vectors, pairs, hard, plan, options.folds)
        print(json.dumps(told, indent=1))
        if options.json:
            options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if options.out:
        tuned = tune(vectors, pairs, hard, np.arange(len(pairs)), plan)
        shutil.copytree(options.model, options.out, dirs_exist_ok=True)
        export(options.out, tuned, tokenizer, name=options.model.name)


def _held_out(vectors: Floats, pairs: Pairs, hard: Ints, plan: Plan, count: int) -> dict[str, object]:
    """The figures of all folds' held-out pairs, by the vectors before and after; means over the folds."""
    folds = pairs.folds(count)
    runs: dict[str, list[dict[str, dict[str, float]]]] = {"before": [], "after": []}
    for fold in range(count):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        runs["before"].append(figures(pairs, vectors, held))
        runs["after"].append(figures(pairs, tune(vectors, pairs, hard, rest, plan), held))
    told = {
        when: {
            side: {name: round(float(np.mean([run[side][name] for run in found])), 4) for name in found[0][side]}
            for side in found[0]
        }
        for when, found in runs.items()
    }
    return {"pairs": len(pairs), "pool": len(pairs.pool), "folds": count, **told}


if __name__ == "__main__":
    main()
