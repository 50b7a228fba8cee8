"""``simcheck cluster``: shards served by the machines of a Ray cluster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from simcheck.cli.options import Format, ListFormat
from simcheck.cli.streams import NOT_CHECKED, label, out, out_utf8, say, tell

app = typer.Typer(help="Check against shards on several machines: start, look, stop.", no_args_is_help=True)

Address = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="HOST:PORT",
        help="The Ray cluster, of which this machine is a part [default: one that simcheck runs on this machine].",
    ),
]
Shards = Annotated[
    Path, typer.Argument(metavar="SHARDS", help="The folder that `simcheck corpus shard` made; all machines see it.")
]
Replicas = Annotated[
    int, typer.Option("--replicas", metavar="N", min=1, max=16, help="Processes that serve each shard.")
]
Checkers = Annotated[
    int | None,
    typer.Option("--checkers", metavar="N", min=1, help="Processes that check drafts [default: one a processor]."),
]
Seconds = Annotated[float, typer.Option("--seconds", metavar="S", min=1, help="How long one check may take.")]
Nodes = Annotated[
    int, typer.Option("--nodes", metavar="N", min=1, max=16, help="Ray nodes started here if there is no --address.")
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="The model, where it has another name there [default: its own]."),
]


@app.command()
def start(
    shards: Shards,
    address: Address = None,
    replicas: Replicas = 1,
    checkers: Checkers = None,
    seconds: Seconds = 120.0,
    nodes: Nodes = 1,
    model: Model = None,
) -> None:
    """Serve shards, on a Ray cluster or on this machine alone.

    Where they are served already the newest version takes over: every check until then ends against the version that
    it began with.

    \b
    Examples:
      simcheck cluster start speeches.shards --nodes 2 --replicas 2
      simcheck cluster start /shared/speeches.shards --address 10.0.0.1:6379
    """
    from simcheck.cluster.actors import ClusterPlan
    from simcheck.cluster.client import Cluster
    from simcheck.cluster.local import running, start_nodes, stop_nodes
    from simcheck.shards.manifest import read_manifest

    manifest = read_manifest(shards)
    there = running() if address is None else address
    where = start_nodes(nodes) if there is None else there
    try:
        with Cluster(where) as cluster:
            version = cluster.start(ClusterPlan(shards.absolute(), replicas, checkers, seconds, model))
    except BaseException:
        if there is None:
            stop_nodes()
        raise
    count = len(manifest.shards)
    tell(f"{where} serves {shards}: version {version}, {count} shard{'s' * (count != 1)}")
    named = "local" if address is None else where
    say(f"simcheck: check with `simcheck DRAFT --cluster {named}`, end it with `simcheck cluster stop`")


@app.command()
def status(address: Address = None, form: ListFormat = Format.text) -> None:
    """Show what is served, which shards answer, and how busy it is.

    The exit code is 3 if a shard does not answer.

    \b
    Example:
      simcheck cluster status
    """
    from simcheck.cluster.client import Cluster
    from simcheck.cluster.local import address_of

    with Cluster(address_of(address)) as cluster:
        found = cluster.status()
    if form is Format.json:
        out_utf8(json.dumps({"address": cluster.address, **found}, ensure_ascii=False, indent=2) + "\n")
    else:
        out(_shown(cluster.address, found))
    if found["version"] is None or not all(one["answering"] for one in found["shards"]):
        raise typer.Exit(NOT_CHECKED)


@app.command()
def stop(address: Address = None) -> None:
    """End what serves the shards, and Ray too if simcheck started it.

    \b
    Example:
      simcheck cluster stop
    """
    from simcheck.cluster.client import Cluster
    from simcheck.cluster.local import address_of, stop_nodes
    from simcheck.errors import ClusterError

    where = address_of(address)
    try:
        with Cluster(where) as cluster:
            cluster.stop()
    except ClusterError:
        if address is not None:
            raise
    if address is None:
        stop_nodes()
    tell(f"{where} serves no shards any more")


def _shown(address: str, found: dict[str, Any]) -> str:
    from simcheck.reporters.layout import columns

    facts = [
        (label("地址 address"), address),
        (label("位置 folder"), found["folder"]),
        (label("版本 version"), "–" if found["version"] is None else str(found["version"])),
        (label("节点 nodes"), str(found["nodes"])),
        (label("检查进程 checkers"), str(found["checkers"])),
        (label("正在检查 running"), str(found["running"])),
        (label("等待 waiting"), str(found["waiting"])),
    ]
    heads = tuple(map(label, ("分片 shard", "篇数 documents", "句数 sentences", "应答 answering")))
    rows = [
        (str(one["shard"]), str(one["documents"]), str(one["sentences"]), f"{one['answering']}/{one['replicas']}")
        for one in found["shards"]
    ]
    return columns(facts, "<<") + "\n" + columns([heads, *rows], ">>>>")
