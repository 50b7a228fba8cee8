"""``/healthz``, ``/readyz`` and ``/metrics``: for whoever runs the server."""

from __future__ import annotations

import ipaddress
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import select

from simcheck.resources import version
from simcheck.server.access import OfficeOf, address_of, principal_of
from simcheck.server.answers import Health, Readiness
from simcheck.server.metrics import exposition
from simcheck.server.problems import Problem
from simcheck.server.tables import corpora

router = APIRouter(tags=["service"])


@router.get("/healthz", response_model=Health)
def healthz() -> dict[str, Any]:
    """Whether the server is alive."""
    return {"status": "ok", "version": version()}


@router.get("/readyz", response_model=Readiness)
def readyz(office: OfficeOf) -> dict[str, Any]:
    """Whether the server takes checks: its database answers and its queue has room."""
    if not office.ready:
        raise Problem("stopping", retry_after=5)
    office.database.all(select(corpora.c.name).limit(1))
    if office.checking.waiting >= office.settings.queue:
        raise Problem("queue_full", retry_after=10)
    return {"status": "ready"}


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request, office: OfficeOf) -> Response:
    """Counts for Prometheus: open to this machine, else to whoever has the permission `metrics`."""
    who = principal_of(request)
    if not (_here(address_of(request)) or (who is not None and who.may("metrics"))):
        raise Problem("unauthorized" if who is None else "forbidden")
    return Response(exposition(office), media_type=CONTENT_TYPE_LATEST)


def _here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
