"""``simcheck corpus list``, ``info``, ``phrases``, ``twins``: what is in the corpus."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simcheck.cli import options
from simcheck.cli.corpus.classes import say_older
from simcheck.cli.corpus.opened import open_corpus
from simcheck.cli.options import Format
from simcheck.cli.paths import chosen, meant
from simcheck.cli.streams import label, out, out_utf8, say
from simcheck.corpus.records import DocumentInfo
from simcheck.messages import language_of_locale, words
from simcheck.types import SourceClass

if TYPE_CHECKING:
    from simcheck.corpus.records import Twins

#: The heads of the columns of ``list``, and the lines of ``info`` by field: label, and value with its unit.
_LISTED = (
    "名称 name",
    "字数 characters",
    "句数 sentences",
    "添加 added",
    "添加人 by",
    "标题 title",
    "作者 author",
    "日期 date",
    "类别 class",
)
#: The first columns are always there, the others where any document fills them.
_ALWAYS = 4
_INFO = {
    "path": ("位置 folder", "{}"),
    "documents": ("篇数 documents", "{} 篇"),
    "sentences": ("句数 sentences", "{} 句"),
    "characters": ("字数 characters", "{} 字"),
    "classes": ("类别 classes", "{}"),
    "model": ("模型 model", "{}"),
    "versions": ("另有版本 versions", "{} 篇"),
    "dimension": ("向量维数 dimension", "{}"),
    "normalization": ("归一化版本 normalization", "{}"),
}


def list_(corpus: options.Corpus = None, form: options.ListFormat = Format.text) -> None:
    """List the texts: name, characters, sentences, day added; title, author and date where any text tells them.

    \b
    Example:
      simcheck corpus list --format json
    """
    from simcheck.reporters.layout import columns

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, open_corpus(folder) as opened:
        documents = opened.documents()
    if form is Format.json:
        out_utf8(_json([asdict(document) for document in documents]))
        return
    several = len({_by(one) for one in documents}) > 1
    rows = [
        (one.id, str(one.characters), str(one.sentences), one.added[:10], _by(one) if several else "", *_about(one))
        for one in documents
    ]
    kept = [at for at in range(len(_LISTED)) if at < _ALWAYS or any(row[at] for row in rows)]
    out(columns([[row[at] for at in kept] for row in [[*map(label, _LISTED)], *rows]], "<>><<<<<<"[: len(kept)]))


def info(corpus: options.Corpus = None, form: options.ListFormat = Format.text) -> None:
    """Show place, contents and model of the corpus, and how many texts are another version of one added before.

    \b
    Example:
      simcheck corpus info
    """
    from simcheck.reporters.layout import columns

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, open_corpus(folder) as opened:
        facts = asdict(opened.info) | {"versions": opened.versions()}
        say_older(opened, folder)
    if form is Format.json:
        out_utf8(_json(facts))
        return
    facts["versions"] = len(facts["versions"])
    facts["classes"] = _classes(facts["classes"]) or "–"
    out(columns([(label(both), value.format(facts[name])) for name, (both, value) in _INFO.items()], "<<"))


def phrases(
    corpus: options.Corpus = None,
    form: options.ListFormat = Format.text,
    least: Annotated[
        int, typer.Option("--least", min=2, metavar="N", help="In how many texts a phrase must stand.")
    ] = 3,
    most: Annotated[int, typer.Option("--most", min=1, metavar="N", help="How many phrases are shown.")] = 50,
) -> None:
    """List the set phrases of the corpus: what several of its texts say word for word.

    A check does not take them for copying, nor what the shipped background and list of formulas know.

    \b
    Examples:
      simcheck corpus phrases
      simcheck corpus phrases --least 10 --format json
    """
    from simcheck.library import Corpus

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, Corpus.open(folder) as opened:
        found = opened.phrases(least)
    if form is Format.json:
        out(_json({"phrases": [asdict(phrase) for phrase in found[:most]], "found": len(found)}))
        return
    out("".join(f"{phrase.documents:>6}  {phrase.text}\n" for phrase in found[:most]))
    if len(found) > most:
        say(f"simcheck: {most} of {len(found)} phrases; --most shows more")
    if not found:
        say(f"simcheck: no {least} texts share a phrase of eight letters")


def twins(
    corpus: options.Corpus = None,
    cluster: options.Cluster = None,
    form: options.ListFormat = Format.text,
    share: Annotated[
        float,
        typer.Option(
            "--share", metavar="SHARE", min=0.05, max=1, help="How much of the shorter text the longer one must hold."
        ),
    ] = 0.5,
) -> None:
    """List the texts of which the corpus holds near-duplicates, all compared with all.

    Works on shards too, on a cluster many processes at once. Texts of less than about 400 characters are not compared.

    \b
    Examples:
      simcheck corpus twins
      simcheck corpus twins --corpus speeches.shards --share 0.8 --format json
      simcheck corpus twins --cluster local
    """
    from simcheck.reporters.layout import columns

    found = _twins_in(corpus, share) if cluster is None else _twins_on(cluster, share)
    if form is Format.json:
        out_utf8(_json([asdict(one) for one in found]))
        return
    out(columns([(f"{one.share:.0%}", one.document, one.other) for one in found], "><<"))
    say(f"simcheck: {len(found)} pair{'s' * (len(found) != 1)} of near-duplicates")


def _twins_in(corpus: Path | None, share: float) -> tuple[Twins, ...]:
    from simcheck.library import Corpus
    from simcheck.sharded import ShardedCorpus
    from simcheck.shards.manifest import is_sharded

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder:
        if is_sharded(folder):
            with ShardedCorpus(folder) as sharded:
                return sharded.twins(share)
        with Corpus.open(folder) as opened:
            return opened.twins(share)


def _twins_on(address: str, share: float) -> tuple[Twins, ...]:
    from simcheck.cluster.bulk import compare_all
    from simcheck.cluster.client import Cluster
    from simcheck.cluster.local import address_of

    with Cluster(address_of(address)) as cluster:
        return compare_all(cluster, share)


def _by(listed: DocumentInfo) -> str:
    """Who added a text: who read it, in ``user@computer:/path``."""
    return listed.origins[0].partition("@")[0] if listed.origins and "@" in listed.origins[0] else ""


def _about(listed: DocumentInfo) -> tuple[str, str, str, str]:
    shown = "" if listed.source_class == "peer" else _class_name(listed.source_class)
    return listed.title or "", listed.author or "", listed.date or "", shown


def _classes(counts: Mapping[SourceClass, int]) -> str:
    """How many texts there are of each class, in the user's language."""
    if language_of_locale(os.environ) != "zh":
        return ", ".join(f"{name} {count}" for name, count in counts.items())
    spoken = words("zh")
    told = (spoken("sheet.of_class", source_class=_class_name(name), count=count) for name, count in counts.items())
    return spoken("sheet.separator").join(told)


def _class_name(name: SourceClass) -> str:
    """A class of sources in the user's language."""
    language = language_of_locale(os.environ)
    return words(language)(f"class.{name}") if language == "zh" else name


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
