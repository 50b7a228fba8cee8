"""``simcheck corpus …``: what is in the corpus, and keeping it in order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from simcheck.cli import options
from simcheck.cli.options import Format
from simcheck.cli.paths import Found, Wanted, as_typed, chosen, gather, meant
from simcheck.cli.streams import Failures, bar, out, out_utf8, progress, say
from simcheck.corpus.records import DocumentInfo
from simcheck.errors import CorpusError, DraftError
from simcheck.readers import read
from simcheck.types import CorpusInfo, Document

app = typer.Typer(help="Keep the corpus: the texts that drafts are checked against.", no_args_is_help=True)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Documents, or folders with documents.")]
#: The heads of the columns of ``list``, and the lines of ``info`` by field: label, and value with its unit.
_LISTED = ("名称 name", "字数 characters", "句数 sentences", "添加 added", "标题 title", "作者 author", "日期 date")
#: The first columns are always there, the others where any document fills them.
_ALWAYS = 4
_INFO = {
    "path": ("位置 folder", "{}"),
    "documents": ("篇数 documents", "{} 篇"),
    "sentences": ("句数 sentences", "{} 句"),
    "characters": ("字数 characters", "{} 字"),
    "model": ("模型 model", "{}"),
    "dimension": ("向量维数 dimension", "{}"),
    "normalization": ("归一化版本 normalization", "{}"),
}
Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Documents, as `simcheck corpus list` names them.")]


@app.command()
def add(
    paths: Paths,
    corpus: options.Corpus = None,
    model: options.Model = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
) -> None:
    """Add texts, creating the corpus if there is none.

    A text from a folder is called by its path within the folder. One that is there already is left alone; another text
    under a name that is there replaces the old one.

    \b
    Examples:
      simcheck corpus add speeches/
      simcheck corpus add 2025.docx 2024.txt --corpus speeches.corpus
    """
    from simcheck.library import Corpus

    corpus, model = chosen(corpus, model)
    failures = Failures()
    documents = _documents(gather(paths, failures, Wanted(include or (), exclude or ())), failures)
    first = next(documents, None)
    if first is None:  # nothing to add, so nothing to create either
        raise typer.Exit(failures.code())
    with (
        meant(corpus) as folder,
        Corpus.open(folder, model) if Corpus.exists(folder) else Corpus.create(folder, model) as opened,
    ):
        result = opened.add(chain([first], documents))
        info = opened.info
    for identity in result.replaced:
        say(f"simcheck: {identity}: replaced, the corpus held another text of this name")
    for identity in result.duplicates:
        say(f"simcheck: {identity}: the corpus holds the same text under another name too")
    out(
        f"{len(result.added)} added, {len(result.replaced)} replaced, {len(result.unchanged)} unchanged, "
        f"{failures.count} failed; {folder} holds {_contents(info)}\n"
    )
    raise typer.Exit(failures.code())


@app.command()
def remove(ids: Ids, corpus: options.Corpus = None) -> None:
    """Remove texts by name.

    \b
    Example:
      simcheck corpus remove 2019.txt
    """
    from simcheck.library import Corpus

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, Corpus.open(folder) as opened:
        count = opened.remove(ids)
        left = opened.info
    out(f"{count} removed; {folder} holds {_contents(left)}\n")


@app.command("list")
def list_(corpus: options.Corpus = None, form: options.ListFormat = Format.text) -> None:
    """List the texts: name, characters, sentences, day added; title, author and date where any text tells them.

    \b
    Example:
      simcheck corpus list --format json
    """
    from simcheck.library import Corpus
    from simcheck.reporters.layout import columns

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, Corpus.open(folder) as opened:
        documents = opened.documents()
    if form is Format.json:
        out_utf8(_json([asdict(document) for document in documents]))
        return
    rows = [(one.id, str(one.characters), str(one.sentences), one.added[:10], *_about(one)) for one in documents]
    kept = [at for at in range(len(_LISTED)) if at < _ALWAYS or any(row[at] for row in rows)]
    out(columns([[row[at] for at in kept] for row in [_LISTED, *rows]], "<>><<<<"[: len(kept)]))


@app.command()
def info(corpus: options.Corpus = None, form: options.ListFormat = Format.text) -> None:
    """Show place, contents and model of the corpus.

    \b
    Example:
      simcheck corpus info
    """
    from simcheck.library import Corpus
    from simcheck.reporters.layout import columns

    corpus, _ = chosen(corpus)
    with meant(corpus) as folder, Corpus.open(folder) as opened:
        facts = asdict(opened.info)
    if form is Format.json:
        out_utf8(_json(facts))
        return
    out(columns([(label, value.format(facts[name])) for name, (label, value) in _INFO.items()], "<<"))


@app.command()
def rebuild(corpus: options.Corpus = None, model: options.Model = None) -> None:
    """Derive index and vectors again from the texts.

    That mends a damaged index, follows a new version of simcheck, and with --model changes the model.

    \b
    Example:
      simcheck corpus rebuild --model BAAI/bge-small-zh-v1.5
    """
    from simcheck.library import Corpus

    corpus, model = chosen(corpus, model)
    with meant(corpus) as folder, Corpus.open(folder) as opened:
        with bar("rebuilding", opened.info.documents) as advance:
            opened.rebuild(model, advance)
        facts = opened.info
    out(f"{folder} rebuilt: {_contents(facts)}, model {facts.model}\n")


@app.command()
def verify(corpus: options.Corpus = None) -> None:
    """Read every byte and say what is damaged.

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
        out(f"{folder} is sound\n")
    raise typer.Exit(failures.code())


def _about(listed: DocumentInfo) -> tuple[str, str, str]:
    return listed.title or "", listed.author or "", listed.date or ""


def _documents(found: Sequence[Found], failures: Failures) -> Iterator[Document]:
    for file in progress(found, "adding"):
        try:
            yield replace(read(file.path), id=file.id)
        except DraftError as error:
            failures.tell(error)


def _contents(info: CorpusInfo) -> str:
    documents, sentences = info.documents, info.sentences
    return f"{documents} document{'s' * (documents != 1)}, {sentences} sentence{'s' * (sentences != 1)}"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
