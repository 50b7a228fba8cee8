"""The network of the tagger: tables of features, three layers over neighbours, and how it is trained and written."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from marked import FIRST, REST
from name_texts import Rows
from torch import Tensor, nn

from simcheck.proof.entity_features import LEVELS, PAIRS, WORDS
from simcheck.proof.tagger import STEPS, TAGS

#: Widths of the tables and of the layers; characters of a row.
CHARACTER, PAIR, WORD, COMMON, LAYER = 48, 24, 20, 8, 112
ROW = 128
#: Shares of what is hidden while it learns: numbers of a layer, characters, rows without a dictionary.
_HIDDEN, _MASKED, _WORDLESS = 0.2, 0.02, 0.12
#: A character that is seen less often is like any other.
_RARE = 8


class Network(nn.Module):
    """Gives the scores of the tags of each character."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        sizes = ((characters + 1, CHARACTER), (PAIRS, PAIR), (WORDS, WORD), (LEVELS * LEVELS, COMMON))
        self.tables = nn.ModuleList(nn.Embedding(size, width) for size, width in sizes)
        widths = (CHARACTER + PAIR + WORD + COMMON, *[LAYER] * (len(STEPS) - 1))
        self.layers = nn.ModuleList(
            nn.Conv1d(width, LAYER, 3, padding=step, dilation=step) for width, step in zip(widths, STEPS, strict=True)
        )
        self.output = nn.Linear(LAYER, TAGS)
        self.hide = nn.Dropout(_HIDDEN)

    def forward(self, columns: Sequence[Tensor]) -> Tensor:
        """Logarithms of the probabilities; shape (rows, characters, tags)."""
        told = torch.cat([table(ids) for table, ids in zip(self.tables, columns, strict=True)], dim=-1)
        x = torch.relu(self.layers[0](self.hide(told).transpose(1, 2)))
        for layer in self.layers[1:]:
            x = x + torch.relu(layer(self.hide(x)))
        scores: Tensor = self.output(self.hide(x.transpose(1, 2)))
        return scores.log_softmax(dim=-1)


def known_characters(texts: Iterable[Rows]) -> npt.NDArray[np.int64]:
    """The code points of the characters that are common enough to be known."""
    codes, counts = np.unique(np.concatenate([rows.characters for rows in texts]), return_counts=True)
    return np.asarray(codes[counts >= _RARE])


def packed(texts: Iterable[Rows], known: npt.NDArray[np.int64]) -> list[Tensor]:
    """Texts behind each other, cut into rows; characters by their place among those that are known, 0 for others."""
    columns = [np.concatenate(column) for column in zip(*texts, strict=True)]
    at = np.minimum(np.searchsorted(known, columns[0]), len(known) - 1)
    columns[0] = np.where(known[at] == columns[0], at + 1, 0)
    count = len(columns[0]) // ROW
    return [torch.from_numpy(column[: count * ROW].reshape(count, ROW)) for column in columns]


def loss_of(scores: Tensor, tags: Tensor, *, kinds: bool) -> Tensor:
    """The loss of the tags that are known; without ``kinds`` only where a name begins and goes on is."""
    if kinds:
        return nn.functional.nll_loss(scores.reshape(-1, TAGS), tags.reshape(-1), ignore_index=-1)
    first, rest = scores[..., 1::2].logsumexp(dim=-1), scores[..., 2::2].logsumexp(dim=-1)
    told = torch.where(tags == FIRST, first, torch.where(tags == REST, rest, scores[..., 0]))
    sure = tags >= 0
    return -(told * sure).sum() / sure.sum()


def train(
    network: Network, parts: Sequence[tuple[list[Tensor], int, bool]], steps: int, rate: float, seed: int
) -> None:
    """Train for so many steps; each part gives rows to each step, and says whether it knows the kinds of names."""
    torch.manual_seed(seed)
    chance = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=1e-4)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.1)
    network.train()
    began = time.monotonic()
    for step in range(steps):
        loss = torch.zeros(())
        for columns, count, kinds in parts:
            drawn = torch.randint(len(columns[0]), (count,), generator=chance)
            characters, pairs, words, common, tags = (column[drawn] for column in columns)
            words = words.where(torch.rand(count, 1) >= _WORDLESS, torch.tensor(WORDS - 1))
            characters = characters.where(torch.rand(characters.shape) >= _MASKED, torch.tensor(0))
            scores = network((characters, pairs, words, common))
            loss = loss + loss_of(scores, tags, kinds=kinds) * (1.0 if kinds else 1.5)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        pace.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}, loss {loss.item():.4f}, {time.monotonic() - began:.0f} s", flush=True)
    network.eval()


def written(network: Network, known: npt.NDArray[np.int64], file: Path) -> None:
    """Write the weights: tables in bytes with a scale for each column, layers as they are."""
    held: dict[str, npt.NDArray[np.generic]] = {"characters": known.astype(np.uint32)}
    for name, table in zip(("character", "pair", "word", "common"), network.tables, strict=True):
        weights = table.weight.detach().numpy()
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
        held[f"{name}_table"] = np.rint(weights / scale).astype(np.int8)
        held[f"{name}_scale"] = scale.astype(np.float32)
    for at, layer in enumerate(network.layers):
        weight = layer.weight.detach().numpy()
        held[f"layer_{at}"] = weight.transpose(2, 1, 0).reshape(-1, LAYER)
        held[f"bias_{at}"] = layer.bias.detach().numpy()
    held["output"] = network.output.weight.detach().numpy().T.copy()
    held["output_bias"] = network.output.bias.detach().numpy()
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, **held)
