"""Placing: the actors of a cluster, each found by its name if it is there already, on which machine they run."""

from __future__ import annotations

import hashlib
from typing import Any

from simcheck.cluster.actors import Checker, ClusterPlan, ShardServer
from simcheck.shards.manifest import ShardRecord

NAMESPACE = "simcheck"
#: Threads of one replica.
THREADS = 4


def shard_actor(plan: ClusterPlan, record: ShardRecord, at: int, replica: int) -> Any:
    """A replica of a shard, found by its name if it is there already; replicas of one shard on different machines."""
    import ray

    folder = plan.folder.absolute()
    key = hashlib.sha256(f"{folder}\n{record.folder}\n{record.contents}".encode()).hexdigest()[:16]
    made = ray.remote(ShardServer).options(
        **_lasting(f"shard:{key}:{replica}"), **_placed(at + replica), max_concurrency=THREADS
    )
    return made.remote(folder, record)


def checker_actor(at: int) -> Any:
    """A checker, found by its name if it is there already."""
    import ray

    return ray.remote(Checker).options(**_lasting(f"checker:{at}"), **_placed(at)).remote()


def _lasting(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "namespace": NAMESPACE,
        "lifetime": "detached",
        "get_if_exists": True,
        "max_restarts": -1,
        "num_cpus": 0,
    }


def _placed(at: int) -> dict[str, Any]:
    """On the machines in turn; on another one when that is lost."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    nodes = live_nodes()
    return {"scheduling_strategy": NodeAffinitySchedulingStrategy(nodes[at % len(nodes)], soft=True)}


def live_nodes() -> list[str]:
    """The ids of the machines that are there, in order."""
    import ray

    return sorted(str(node["NodeID"]) for node in ray.nodes() if node["Alive"])


def processors() -> int:
    """How many processors all of them have, one at least."""
    import ray

    return max(1, int(ray.cluster_resources().get("CPU", 1)))
