"""``simcheck corpus …``: what is in the corpus, and keeping it in order."""

from __future__ import annotations

import dataclasses
import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simcheck.cli import options
from simcheck.cli.options import Format
from simcheck.cli.paths import Wanted, as_typed, chosen, gather, meant, origin, readable
from simcheck.cli.streams import Failures, bar, label, out, out_utf8, say, tell
from simcheck.config import load_config
from simcheck.corpus.records import DocumentInfo
from simcheck.errors import CorpusError, UsageError
from simcheck.messages import language_of_locale, words
from simcheck.readers import SUFFIXES
from simcheck.types import SOURCE_CLASSES, CorpusInfo, Document, SourceClass

if TYPE_CHECKING:
    from simcheck.corpus.records import Twins
    from simcheck.library import Corpus
    from simcheck.sharded import Shards

app = typer.Typer(help="Keep the corpus: the texts that drafts are checked against.", no_args_is_help=True)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Documents, or folders with documents.")]
#: Duplicates and versions that are named one by one.
_TOLD = 10
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
Ids = Annotated[
    list[str],
    typer.Argument(metavar="ID", help="Documents, as `simcheck corpus list` names them, folders or patterns."),
]


@app.command()
def add(
    paths: Paths,
    corpus: options.Corpus = None,
    model: options.Model = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    wait: options.Wait = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace other texts of the same names.")] = False,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Add texts that the corpus holds under another name too.")
    ] = False,
    source_class: options.As = None,
    prefix: Annotated[
        str | None,
        typer.Option(
            "--prefix", metavar="NAME", help="Put the texts into a folder of this name, such as a colleague's."
        ),
    ] = None,
    shards: Annotated[
        int | None,
        typer.Option(
            "--shards", metavar="N", min=1, max=1000, help="If there is no corpus yet, make it one of so many shards."
        ),
    ] = None,
) -> None:
    """Add texts, creating the corpus if there is none.

    A text from a folder is called by its path within the folder. One that is there already is left alone, under
    whatever name; a file that changed since it was added replaces its old text. Another file of the same name is kept
    beside it, with the name of its folder before its own. When this is cut off, what was added stays: add again to go
    on.

    \b
    Examples:
      simcheck corpus add speeches/
      simcheck corpus add 2025.docx 2024.txt --corpus speeches.corpus
      simcheck corpus add laws/ --as authority
      simcheck corpus add speech.docx --prefix Wang
      simcheck corpus add archive/ --corpus national.shards --shards 8
    """
    corpus, model = chosen(corpus, model)
    failures = Failures()
    by_folder = load_config(Path()).classes
    typed: SourceClass | None = next((name for name in SOURCE_CLASSES if name == source_class), None)
    before = f"{prefix.strip('/')}/" if prefix and prefix.strip("/") else ""
    found = gather(paths, failures, Wanted(include or (), exclude or ()))
    noted = _Noted()
    documents = (
        noted.look(
            dataclasses.replace(document, id=before + document.id, origin=origin(file)),
            typed or by_folder.of_file(file),
        )
        for file, document in readable(found, failures, sources=True)
    )
    first = next(documents, None)
    if first is None:  # nothing to add, so nothing to create either
        raise typer.Exit(failures.code())
    with meant(corpus) as folder, _opened_or_made(folder, model, wait, shards) as opened:
        with bar("adding", len(found)) as advance:
            result = opened.add(chain([first], documents), advance, replace=replace, duplicates=duplicates)
        same = {**{name: name for name in result.unchanged}, **dict(result.skipped)}
        for name, kept in same.items():
            if name in noted.given:
                opened.classify([kept], noted.given[name])
        info = opened.info
    for identity in result.replaced:
        say(f"simcheck: {identity}: replaced, the corpus held another text of this name")
    for name, kept in result.renamed:
        say(f"simcheck: {name}: the corpus holds another text of this name; kept as {kept} (--replace replaces it)")
    _tell_some([f"{name}: the corpus holds the same text as {kept}; left out" for name, kept in result.skipped])
    _tell_some([f"{name}: the corpus holds the same text under another name too" for name in result.duplicates])
    _tell_some([f"{new}: another version of {old}" for new, old in result.similar])
    _tell_some(
        [
            f"{name}: has the form of a law, added as authority (--as peer makes it a peer)"
            for name in noted.laws
            if name in result.added
        ]
    )
    _tell_some(
        [f"{name}: looks like a law or a superior's document; add it with --as authority" for name in noted.superior]
    )
    _tell_some(
        [
            f"{name}: is marked {mark}; {folder} keeps its whole text, see who may read that folder"
            for name, mark in noted.secret
        ]
    )
    told = f"{len(result.added)} added, {len(result.replaced)} replaced, {len(result.unchanged)} unchanged"
    told += f", {len(result.skipped)} left out as the same text" if result.skipped else ""
    tell(f"{told}, {failures.count} failed; {folder} holds {_contents(info)}")
    raise typer.Exit(failures.code())


@app.command()
def remove(ids: Ids, corpus: options.Corpus = None, wait: options.Wait = False) -> None:
    """Remove texts by name, by folder, or by a pattern such as '2019/*'.

    \b
    Examples:
      simcheck corpus remove 2019.txt
      simcheck corpus remove 2019 '*.pdf'
    """
    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, _opened(folder, wait) as opened:
        count = opened.remove(_meant_by(ids, [one.id for one in opened.documents()]))
        left = opened.info
    tell(f"{count} removed; {folder} holds {_contents(left)}")


@app.command("list")
def list_(corpus: options.Corpus = None, form: options.ListFormat = Format.text) -> None:
    """List the texts: name, characters, sentences, day added; title, author and date where any text tells them.

    \b
    Example:
      simcheck corpus list --format json
    """
    from simcheck.reporters.layout import columns

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, _opened(folder) as opened:
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


@app.command()
def info(corpus: options.Corpus = None, form: options.ListFormat = Format.text) -> None:
    """Show place, contents and model of the corpus, and how many texts are another version of one added before.

    \b
    Example:
      simcheck corpus info
    """
    from simcheck.reporters.layout import columns

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, _opened(folder) as opened:
        facts = asdict(opened.info) | {"versions": opened.versions()}
    if form is Format.json:
        out_utf8(_json(facts))
        return
    facts["versions"] = len(facts["versions"])
    facts["classes"] = ", ".join(f"{class_name(name)} {count}" for name, count in facts["classes"].items()) or "–"
    out(columns([(label(both), value.format(facts[name])) for name, (both, value) in _INFO.items()], "<<"))


@app.command("phrases")
def phrases_(
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


@app.command()
def shard(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="The folder of the corpus to cut.")],
    into: Annotated[int, typer.Option("--into", metavar="N", min=1, max=1000, help="How many shards there will be.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder of the shards [default: CORPUS.shards]."),
    ] = None,
) -> None:
    """Cut a corpus into shards, to check against on several machines.

    Shards are corpora themselves. When the corpus has changed, run this again: shards that changed are written anew
    beside the old ones, and take their place all at once.

    \b
    Examples:
      simcheck corpus shard speeches.corpus --into 4
      simcheck cluster start speeches.corpus.shards
    """
    from simcheck.corpus.store import Store
    from simcheck.shards.split import split

    place = corpus.with_name(f"{corpus.name}.shards") if output is None else output
    store = Store(corpus)
    with store.read() as reader:
        total = reader.info().documents
    with bar("cutting", total) as advance:
        manifest, written = split(store, place, into, advance)
    count = len(manifest.shards)
    tell(
        f"{place}: version {manifest.version}, {count} shard{'s' * (count != 1)}, {written} written; "
        f"{_contents(manifest.info(place))}"
    )


@app.command("twins")
def twins_(
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


@app.command()
def compact(corpus: options.Corpus = None, wait: options.Wait = False) -> None:
    """Write the index anew in one piece and free the space of removed texts.

    The corpus keeps itself in order while texts are added; this is for after many small changes.

    \b
    Example:
      simcheck corpus compact
    """
    from simcheck.library import Corpus

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, Corpus.open(folder, wait=_patience(wait)) as opened:
        opened.compact()
        facts = opened.info
    tell(f"{folder} compacted: {_contents(facts)}")


@app.command()
def rebuild(corpus: options.Corpus = None, model: options.Model = None, wait: options.Wait = False) -> None:
    """Derive index and vectors again from the texts.

    That mends a damaged index, follows a new version of simcheck, and with --model changes the model.

    \b
    Example:
      simcheck corpus rebuild --model BAAI/bge-small-zh-v1.5
    """
    from simcheck.library import Corpus

    corpus, model = chosen(corpus, model)
    with meant(corpus) as folder, Corpus.open(folder, wait=_patience(wait)) as opened:
        with bar("rebuilding", opened.info.documents) as advance:
            opened.rebuild(model, advance)
        facts = opened.info
    tell(f"{folder} rebuilt: {_contents(facts)}, model {facts.model}")


@app.command()
def verify(corpus: options.Corpus = None) -> None:
    """Read every byte of the corpus and report what is damaged.

    The exit code is 3 if anything is.

    \b
    Example:
      simcheck corpus verify
    """
    from simcheck.library import Corpus

    corpus, _ = chosen(corpus)
    failures = Failures()
    with meant(corpus) as folder, Corpus.open(folder) as opened, bar("verifying", opened.info.documents) as advance:
        for problem in opened.verify(advance):
            failures.tell(CorpusError(as_typed(problem, corpus)))
    if failures.count:
        remedy = as_typed(f"mend it with `simcheck corpus rebuild --corpus {folder}`", corpus)
        say(f"simcheck: {folder}: damaged; {remedy}")
    else:
        tell(f"{folder} is sound")
    raise typer.Exit(failures.code())


def _opened(folder: Path, wait: bool = False) -> Corpus | Shards:
    from simcheck.library import Corpus
    from simcheck.sharded import Shards
    from simcheck.shards.manifest import is_sharded

    return Shards(folder, wait=_patience(wait)) if is_sharded(folder) else Corpus.open(folder, wait=_patience(wait))


def _opened_or_made(folder: Path, model: str | None, wait: bool, shards: int | None) -> Corpus | Shards:
    """The corpus or the shards in the folder, made if there are none, even if another process makes it at the same
    moment."""
    from simcheck.library import Corpus
    from simcheck.sharded import Shards
    from simcheck.shards.manifest import is_sharded

    if is_sharded(folder):
        return Shards(folder, model, wait=_patience(wait))
    if shards is not None and Corpus.exists(folder):
        raise UsageError(f"{folder}: is one corpus already; cut it with `simcheck corpus shard`, or leave out --shards")
    if not Corpus.exists(folder):
        if folder.is_dir() and any(file.suffix.lower() in SUFFIXES for file in folder.rglob("*") if file.is_file()):
            raise UsageError(
                f"{folder}: holds documents; a corpus has a folder of its own, such as --corpus {folder}.corpus"
            )
        if shards is not None:
            return Shards.create(folder, shards, model, wait=_patience(wait))
        try:
            return Corpus.create(folder, model, wait=_patience(wait))
        except CorpusError:
            if not Corpus.exists(folder):
                raise
    return Corpus.open(folder, model, wait=_patience(wait))


class _Noted:
    """What is to be said of documents that were added: which look like superiors', and which are marked as secret."""

    def __init__(self) -> None:
        #: The classes that were given, by the names of the texts.
        self.given: dict[str, SourceClass] = {}
        #: Those that are taken for laws by their form, and those that only look like superiors'.
        self.laws: list[str] = []
        self.superior: list[str] = []
        self.secret: list[tuple[str, str]] = []

    def look(self, document: Document, given: SourceClass | None) -> Document:
        """The document with the class that it was given, looked at."""
        from simcheck.text.classes import proposed, secrecy, told

        if mark := secrecy(document):
            self.secret.append((document.id, mark))
        if given is not None:
            self.given[document.id] = given
            return dataclasses.replace(document, source_class=given)
        if told(document) == "authority":
            self.laws.append(document.id)
        elif proposed(document):
            self.superior.append(document.id)
        return document


def _meant_by(typed: Sequence[str], names: Sequence[str]) -> list[str]:
    """The texts that are named by their ids, by a folder or by a pattern; what names none stays, to be refused."""
    found: dict[str, None] = {}
    for one in typed:
        folder = one.rstrip("/\\")
        inside = [] if one in names else [name for name in names if name.startswith(f"{folder}/")]
        if not inside and one not in names and set("*?[") & set(one):
            inside = [name for name in names if fnmatchcase(name, one)]
        found |= dict.fromkeys(inside or [one])
    return list(found)


def _patience(wait: bool) -> float | None:
    return math.inf if wait else None


def _tell_some(lines: Sequence[str]) -> None:
    """The first lines, and how many more there are."""
    for line in lines[:_TOLD]:
        say(f"simcheck: {line}")
    if len(lines) > _TOLD:
        say(f"simcheck: and {len(lines) - _TOLD} more texts like these")


def _by(listed: DocumentInfo) -> str:
    """Who added a text: who read it, in ``user@computer:/path``."""
    return listed.origins[0].partition("@")[0] if listed.origins and "@" in listed.origins[0] else ""


def _about(listed: DocumentInfo) -> tuple[str, str, str, str]:
    shown = "" if listed.source_class == "peer" else class_name(listed.source_class)
    return listed.title or "", listed.author or "", listed.date or "", shown


def class_name(name: SourceClass) -> str:
    """A class of sources in the user's language."""
    language = language_of_locale(os.environ)
    return words(language)(f"class.{name}") if language == "zh" else name


def _contents(info: CorpusInfo) -> str:
    documents, sentences = info.documents, info.sentences
    return f"{documents} document{'s' * (documents != 1)}, {sentences} sentence{'s' * (sentences != 1)}"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
