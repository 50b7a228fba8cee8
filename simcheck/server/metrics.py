"""What the server counts of itself, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from simcheck.server.office import Office

REGISTRY = CollectorRegistry()
REQUESTS = Counter("simcheck_requests", "Requests answered.", ("method", "route", "status"), registry=REGISTRY)
SECONDS = Histogram("simcheck_request_seconds", "Seconds until a request was answered.", ("route",), registry=REGISTRY)
_WAITING = Gauge("simcheck_jobs_waiting", "Jobs that wait for a worker.", ("pool",), registry=REGISTRY)
_RUNNING = Gauge("simcheck_jobs_running", "Jobs under way.", ("pool",), registry=REGISTRY)
_DEATHS = Gauge("simcheck_worker_deaths", "Workers that died under a job.", ("pool",), registry=REGISTRY)
_ENDED = Gauge("simcheck_checks_ended", "Checks that ended since the start.", ("state",), registry=REGISTRY)


def exposition(office: Office) -> bytes:
    """All metrics in the text format of Prometheus."""
    for name, pool in (("checking", office.checking), ("reading", office.reading), ("writing", office.writing)):
        _WAITING.labels(name).set(pool.waiting)
        _RUNNING.labels(name).set(pool.running)
        _DEATHS.labels(name).set(pool.deaths)
    for state, count in office.checks.ended.items():
        _ENDED.labels(state).set(count)
    return generate_latest(REGISTRY)
