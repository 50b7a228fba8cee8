"""``simcheck corpus remove``, ``shard``, ``compact``, ``rebuild``, ``verify``: keeping the corpus in order."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simcheck.cli import options
from simcheck.cli.corpus.classes import tell_anew
from simcheck.cli.corpus.opened import contents, open_corpus, patience
from simcheck.cli.paths import as_typed, chosen, meant, origin
from simcheck.cli.streams import Failures, bar, say, tell
from simcheck.errors import CorpusError

if TYPE_CHECKING:
    from simcheck.corpus.records import DocumentInfo

Ids = Annotated[
    list[str],
    typer.Argument(metavar="ID", help="Documents, as `simcheck corpus list` names them, folders or patterns."),
]


def remove(ids: Ids, corpus: options.Corpus = None, wait: options.Wait = False) -> None:
    """Remove texts by name, by folder, or by a pattern such as '2019/*'.

    \b
    Examples:
      simcheck corpus remove 2019.txt
      simcheck corpus remove 2019 '*.pdf'
    """
    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, open_corpus(folder, wait) as opened:
        count = opened.remove(_meant_by(ids, opened.documents()))
        left = opened.info
    tell(f"{count} removed; {folder} holds {contents(left)}")


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
        f"{contents(manifest.info(place))}"
    )


def compact(corpus: options.Corpus = None, wait: options.Wait = False) -> None:
    """Write the index anew in one piece and free the space of removed texts.

    The corpus keeps itself in order while texts are added; this is for after many small changes.

    \b
    Example:
      simcheck corpus compact
    """
    from simcheck.library import Corpus

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, Corpus.open(folder, wait=patience(wait)) as opened:
        opened.compact()
        facts = opened.info
    tell(f"{folder} compacted: {contents(facts)}")


def rebuild(corpus: options.Corpus = None, model: options.Model = None, wait: options.Wait = False) -> None:
    """Derive index and vectors again from the texts.

    That mends a damaged index, follows a new version of simcheck, and with --model changes the model.

    \b
    Example:
      simcheck corpus rebuild --model BAAI/bge-small-zh-v1.5
    """
    from simcheck.library import Corpus

    corpus, model = chosen(corpus, model)
    with meant(corpus) as folder, Corpus.open(folder, wait=patience(wait)) as opened:
        with bar("rebuilding", opened.info.documents) as advance:
            opened.rebuild(model, advance)
        tell_anew(opened)
        facts = opened.info
    tell(f"{folder} rebuilt: {contents(facts)}, model {facts.model}")


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


def _meant_by(typed: Sequence[str], documents: Sequence[DocumentInfo]) -> list[str]:
    """The texts that are named by their ids, by a folder, by a pattern or by the file or folder that they alone were
    read from; what names none stays, to be refused."""
    found: dict[str, None] = {}
    names = [one.id for one in documents]
    for one in typed:
        folder = one.rstrip("/\\")
        inside = [] if one in names else [name for name in names if name.startswith(f"{folder}/")]
        if not inside and one not in names and set("*?[") & set(one):
            inside = [name for name in names if fnmatchcase(name, one)]
        if not inside and one not in names:
            place = origin(Path(one))
            inside = [known.id for known in documents if _read_from(known, place)]
        found |= dict.fromkeys(inside or [one])
    return list(found)


def _read_from(document: DocumentInfo, place: str) -> bool:
    """Whether every place where a text was read is this one or lies in it."""
    return bool(document.origins) and all(at == place or at.startswith(f"{place}/") for at in document.origins)
