"""``simcheck model …``: which encoder is in use, whether it knows the language, and how good it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simcheck.cli import options
from simcheck.cli.options import Format
from simcheck.cli.paths import corpus_folder, meant
from simcheck.cli.streams import label, out, out_utf8, say
from simcheck.errors import DraftError
from simcheck.readers import read

if TYPE_CHECKING:
    from simcheck.encode import Encoder
    from simcheck.library import Corpus

app = typer.Typer(help="The encoder: what it is, what it knows, how good it is.", no_args_is_help=True)

Pairs = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Pairs, tab-separated: sentence, sentence and a score; or sentence and translation "
        "[default: a small set that comes with simcheck].",
    ),
]
AnyModel = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A sentence-transformers model, by folder or hub name "
        "[default: the corpus's own, without a corpus the shipped one].",
    ),
]
#: Sentences of a corpus that the share of unknown words is measured on.
SAMPLE = 2000
_NAMES = {"zh": "中文 Chinese", "en": "英文 English"}
_OWN = "model_pairs.tsv", "model_translations.tsv"


@app.command()
def info(corpus: options.Corpus = None, model: AnyModel = None, form: options.ListFormat = Format.text) -> None:
    """Show the encoder of the corpus, or the one that --model names.

    With a corpus, the share of its words that the encoder does not know: near 0 it knows the language, above 30% it
    finds copied passages only, not rewritten ones.

    \b
    Examples:
      simcheck model info
      simcheck model info --model BAAI/bge-small-zh-v1.5 --corpus speeches.corpus
    """
    from simcheck.encode import unknown_share
    from simcheck.encode.describe import describe

    with _chosen(corpus, model) as (encoder, source, opened):
        facts: dict[str, Any] = asdict(describe(encoder, source))
        if opened is not None:
            pinned = opened.info
            sentences = opened.sample(SAMPLE)
            facts["corpus"] = {
                "path": pinned.path,
                "model": pinned.model,
                "sentences": pinned.sentences,
                "sampled": len(sentences),
                "unknown_share": round(unknown_share(encoder, sentences), 4),
            }
            if pinned.model != encoder.name:
                say(f"simcheck: {pinned.path} was made with {pinned.model}, not with {encoder.name}")
    _write(facts, form, _described)


@app.command("eval")
def evaluate(
    file: Pairs = None, corpus: options.Corpus = None, model: AnyModel = None, form: options.ListFormat = Format.text
) -> None:
    """Judge an encoder on pairs of sentences.

    Pairs with a score give Spearman's correlation of similarity and score. Pairs without one are translations (or
    other counterparts): how often each is the nearest of all the sentences on the other side.

    \b
    Examples:
      simcheck model eval
      simcheck model eval pairs.tsv --model BAAI/bge-small-zh-v1.5
    """
    from simcheck.resources import data_text

    texts = {read(file).id: read(file).text} if file else {name: data_text(name) for name in _OWN}
    sets = {name: _rows(text, name) for name, text in texts.items()}
    with _chosen(corpus, model) as (encoder, _, _):
        facts = {"model": encoder.name, "sets": [_judged(encoder, name, rows) for name, rows in sets.items()]}
    _write(facts, form, _verdicts)


@contextmanager
def _chosen(named: Path | None, model: str | None) -> Iterator[tuple[Encoder, str | None, Corpus | None]]:
    """The encoder that is meant, the name it was loaded by, and the corpus if there is one.

    A corpus that was named must be there; the user's own need not.
    """
    from simcheck.encode import load_encoder
    from simcheck.library import Corpus

    if named is None and not Corpus.exists(corpus_folder(None)):
        yield load_encoder(model), model, None
        return
    with meant(named) as folder, Corpus.open(folder) as opened:
        source = model or opened.model
        yield load_encoder(source), source, opened


def _rows(text: str, name: str) -> list[list[str]]:
    """The rows of a file of pairs, all of two or all of three columns; a heading and lines with # are passed over."""
    rows: list[list[str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = [cell.strip() for cell in line.split("\t")]
        if len(row) not in (2, 3) or not row[0] or not row[1] or (rows and len(row) != len(rows[0])):
            raise DraftError(
                f"{name}, line {number}: not a pair; each line needs sentence, tab, sentence, and all or none a score"
            )
        if len(row) == 3 and not _is_number(row[2]):
            if not rows:  # the heading
                continue
            raise DraftError(f"{name}, line {number}: {row[2]!r} is no score; write a number, larger for closer")
        rows.append(row)
    if not rows:
        raise DraftError(f"{name}: there is no pair in it; each line needs sentence, tab, sentence, and maybe a score")
    return rows


def _is_number(cell: str) -> bool:
    try:
        return abs(float(cell)) < float("inf")
    except ValueError:
        return False


def _judged(encoder: Encoder, name: str, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """What is reported of one set, with the share of unknown words on either side."""
    from simcheck.encode import unknown_share
    from simcheck.encode.evaluate import agreement, retrieval

    pairs = [(row[0], row[1]) for row in rows]
    unknown = [round(unknown_share(encoder, [pair[side] for pair in pairs]), 4) for side in (0, 1)]
    try:
        found = agreement(encoder, pairs, [float(row[2]) for row in rows]) if len(rows[0]) == 3 else None
    except ValueError as error:
        raise DraftError(f"{name}: {error}; add pairs") from error
    result = asdict(found or retrieval(encoder, pairs))
    return {"set": name, **{key: round(value, 4) for key, value in result.items()}, "unknown_share": unknown}


def _described(facts: dict[str, Any]) -> list[tuple[str, str]]:
    size, known = facts["bytes"], facts["languages"]
    rows = [
        ("模型 model", facts["name"]),
        ("位置 folder", facts["path"] or "–"),
        ("向量维数 dimension", str(facts["dimension"])),
        ("大小 size", "–" if size is None else f"{size / 2**20:.1f} MiB"),
        ("语言 languages", ", ".join(_NAMES.get(code, code) for code in known) or "未注明 not stated"),
    ]
    if corpus := facts.get("corpus"):
        share = f"{corpus['unknown_share']:.1%}"
        sampled = "" if corpus["sampled"] == corpus["sentences"] else f"（抽样 sample of {corpus['sampled']} 句）"
        rows += [
            ("语料库 corpus", f"{corpus['path']}，{corpus['sentences']} 句"),
            ("生词比例 unknown words", share + sampled if corpus["sampled"] else "–"),
        ]
    return rows


def _verdicts(facts: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [("模型 model", facts["model"])]
    for found in facts["sets"]:
        rows.append(("数据 pairs", f"{found['set']}，{found['pairs']} 对"))
        if "spearman" in found:
            rows.append(("与人工评分一致 Spearman", f"{found['spearman']:.3f}"))
        else:
            rows += [
                ("首位即对应句 top-1, 1 → 2", f"{found['forward']:.1%}"),
                ("首位即对应句 top-1, 2 → 1", f"{found['backward']:.1%}"),
            ]
        rows.append(("生词比例 unknown words", " / ".join(f"{share:.1%}" for share in found["unknown_share"])))
    return rows


def _write(facts: dict[str, Any], form: Format, rows: Any) -> None:
    from simcheck.reporters.layout import columns

    if form is Format.json:
        out_utf8(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    else:
        out(columns([(label(both), value) for both, value in rows(facts)], "<<"))
