"""``simcheck config``: which settings hold, and where each comes from."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from simcheck.cli import groups, options
from simcheck.cli.grouped import grouped
from simcheck.cli.options import Format
from simcheck.cli.paths import corpus_folder
from simcheck.cli.streams import label, out, out_utf8
from simcheck.config import Config, load_config
from simcheck.config.load import DEFAULT
from simcheck.messages import language_of_locale

Place = Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft, or the folder, whose settings are shown.")]


@grouped
def config(
    place: Place = Path(),
    *,
    corpus: options.Corpus = None,
    model: options.Model = None,
    lang: options.Lang = None,
    form: options.ListFormat = Format.text,
    limits: groups.Limiting,
    accepting: groups.Accepting,
    file: options.ConfigFile = None,
) -> None:
    """Show the settings that hold for a draft, and where each comes from.

    \b
    Examples:
      simcheck config
      simcheck config drafts/2026.txt --format json
    """
    from simcheck.reporters.layout import columns

    given = groups.given(corpus=corpus, model=model, lang=lang, limits=limits, accepting=accepting)
    holds = load_config(place, given, file=file)
    if form is Format.json:
        out_utf8(json.dumps(_data(holds), ensure_ascii=False, indent=2) + "\n")
        return
    default = "默认" if language_of_locale(os.environ) == "zh" else DEFAULT
    rows = [
        (one.name, _shown(one.name, one.value), default if one.origin == DEFAULT else one.origin)
        for one in holds.settings
    ]
    out(f"{label('文件 file')}  {holds.file or '–'}\n\n")
    out(columns([tuple(map(label, ("设置 setting", "值 value", "来自 from"))), *rows], "<<<"))


def _shown(name: str, value: object) -> str:
    if name == "corpus" and value is None:
        return str(corpus_folder(None))
    if value is None:
        return "off" if name.startswith("max_") else "–"
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "–"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _data(holds: Config) -> dict[str, object]:
    settings = [{"name": one.name, "value": _plain(one.value), "origin": one.origin} for one in holds.settings]
    return {
        "file": None if holds.file is None else str(holds.file),
        "root": str(holds.root),
        "settings": settings,
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value
