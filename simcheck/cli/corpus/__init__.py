"""``simcheck corpus …``: what is in the corpus, and keeping it in order."""

from __future__ import annotations

import typer

from simcheck.cli.corpus import adding, keeping, listing

app = typer.Typer(help="Keep the corpus: the texts that drafts are checked against.", no_args_is_help=True)
app.command("add")(adding.add)
app.command("remove")(keeping.remove)
app.command("list")(listing.list_)
app.command("info")(listing.info)
app.command("phrases")(listing.phrases)
app.command("shard")(keeping.shard)
app.command("twins")(listing.twins)
app.command("compact")(keeping.compact)
app.command("rebuild")(keeping.rebuild)
app.command("verify")(keeping.verify)
