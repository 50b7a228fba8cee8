"""The training loop: resumable, logged, with a learning rate that rises and falls once."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from encoder import TokenVectors, contrast
from prepare import Prepared
from tasks import Draw, Tasks

WARM_UP = 100
SAVE_EVERY = 500
LOG_EVERY = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. ``minutes`` ends the falling of the learning rate early when the machine is slow."""

    steps: int
    minutes: float
    dimension: int
    batch: int
    rate: float
    seed: int
    device: str


def train(prepared: Prepared, plan: Plan, work: Path) -> np.ndarray:
    """The finished vectors, float32 (vocabulary, dimension). State and log stand in ``work``; a second call goes on."""
    generator = torch.Generator().manual_seed(plan.seed)
    vectors = TokenVectors(prepared, plan.dimension, plan.device, generator)
    tasks = Tasks(prepared, plan.batch)
    step, spent = _resume(work / "state.pt", vectors, plan)
    losses: dict[str, float] = {}
    began = time.monotonic() - spent
    while (progress := max(step / plan.steps, (time.monotonic() - began) / 60 / plan.minutes)) < 1:
        draw = tasks.draw(np.random.default_rng([plan.seed, step]))
        loss = _step(vectors, draw, plan.rate * min(1, (step + 1) / WARM_UP) * (1 - progress))
        losses[draw.task] = 0.95 * losses.get(draw.task, loss) + 0.05 * loss
        step += 1
        if step % LOG_EVERY == 0:
            _log(work / "log.jsonl", step, plan.steps, time.monotonic() - began, losses)
        if step % SAVE_EVERY == 0:
            _save(work / "state.pt", vectors, plan, step, time.monotonic() - began)
    return vectors.table().cpu().numpy()


def _step(vectors: TokenVectors, draw: Draw, rate: float) -> float:
    batch = vectors.batch(draw.left, draw.right)
    loss = contrast(batch.embed(draw.left), batch.embed(draw.right))
    loss.backward()
    vectors.update(batch, rate)
    return loss.item()


def _log(path: Path, step: int, steps: int, seconds: float, losses: dict[str, float]) -> None:
    shown = {task: round(loss, 3) for task, loss in sorted(losses.items())}
    print(f"step {step} of {steps}, {seconds:.0f} s, {shown}", flush=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"step": step, "seconds": round(seconds, 1), "losses": shown}) + "\n")


def _save(path: Path, vectors: TokenVectors, plan: Plan, step: int, seconds: float) -> None:
    state = {
        "plan": repr(plan),
        "step": step,
        "seconds": seconds,
        "own": vectors.own.state(),
        "shared": vectors.shared.state(),
    }
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _resume(path: Path, vectors: TokenVectors, plan: Plan) -> tuple[int, float]:
    """(steps done, seconds spent) of a run with the same plan that was cut short, else zeros."""
    if not path.is_file():
        return 0, 0.0
    state = torch.load(path, map_location=plan.device, weights_only=True)
    if state["plan"] != repr(plan) or len(state["own"][0]) != len(vectors.own.values):
        return 0, 0.0
    vectors.own.restore(state["own"])
    vectors.shared.restore(state["shared"])
    return int(state["step"]), float(state["seconds"])
