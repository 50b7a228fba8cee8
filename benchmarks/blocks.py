"""The blocks of Markdown that the documents show of what was measured, by the name that stands in their markers."""

from __future__ import annotations

from collections.abc import Callable

import gate_tables
import tables

BLOCKS: dict[str, Callable[..., str]] = {
    "figure": tables.figure,
    "kinds": tables.kinds,
    "not-copied": tables.not_copied,
    "measured": tables.measured,
    "few": tables.few,
    "pan": tables.pan,
    "baselines": tables.baselines,
    "ablations": tables.ablations,
    "reliability": tables.reliability,
    "errors": tables.errors,
    "scale": tables.scale,
    "encoder": tables.encoder,
    "transformer": tables.transformer,
    "editing": tables.editing,
    "background": tables.background,
    "vectors": tables.vectors,
    "speech": gate_tables.speech,
    "source_reuse": gate_tables.source_reuse,
    "honest": gate_tables.honest,
    "notices": gate_tables.notices,
    "gate_baselines": gate_tables.gate_baselines,
    "gate_ablations": gate_tables.gate_ablations,
    "gate_errors": gate_tables.gate_errors,
    "sensitivity": gate_tables.sensitivity,
}
