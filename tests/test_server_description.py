"""What the server says of itself: OpenAPI 3.1 with examples that hold, routes in the documents, and no 5xx for whatever
is sent by it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from jsonschema import Draft202012Validator
from servers import ROOT, Server, listening

sys.path.insert(0, str(ROOT / "docs" / "make"))

import routes

from simcheck.server.docs import PUBLIC


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("description"))
    yield running
    running.office.close()


@pytest.fixture(scope="module")
def description(office: Server) -> dict[str, Any]:
    found: dict[str, Any] = office.client(None).get("/api/v1/openapi.json").json()
    return found


def operations(description: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path.removeprefix("/api/v1")): operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_has_an_example_and_a_place_in_the_documents(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    assert set(operations(description)) == {(one["method"], one["path"]) for one in routes.examples()}
    for language in ("zh", "en"):
        page = (ROOT / "docs" / language / "server.md").read_text(encoding="utf-8")
        assert routes.table(language) in page


def test_whatever_has_a_body_or_an_answer_shows_one(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    for (method, path), operation in operations(description).items():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body is not None:
            name = body["schema"].get("$ref", "").rpartition("/")[2]
            assert {"example", "examples"} & {*body, *schemas.get(name, {})}, (method, path)
        for status, answer in operation["responses"].items():
            for kind, told in answer.get("content", {}).items():
                if kind == "application/json" and status in ("200", "201"):
                    assert told.get("example"), (method, path)
        assert operation.get("security", None) == ([] if (method, path) in PUBLIC else None)


def test_every_answer_has_a_schema_that_names_its_fields(description: dict[str, Any]) -> None:
    """An object that may hold anything describes nothing; the report has a schema of its own."""
    schemas = description["components"]["schemas"]
    for route, operation in operations(description).items():
        for status, answer in operation["responses"].items():
            if status == "204":
                assert "content" not in answer, route
                continue
            assert answer["content"], route
            for kind, told in answer["content"].items():
                assert kind != "application/json" or told["schema"], (route, status)
                for one in told["schema"].get("anyOf", [told["schema"]]) if kind == "application/json" else ():
                    if "report." not in route[1]:
                        assert schemas[one["$ref"].rpartition("/")[2]]["properties"], route


def test_the_examples_can_be_played_and_answer_as_they_say(office: Server, description: dict[str, Any]) -> None:
    resolved = {"components": description["components"]}
    for example, answer in routes.played(office.client(), office.client(None)):
        assert answer.status_code == example["status"], (example, answer.text)
        if "answer" in example:
            assert answer.json().keys() == example["answer"].keys(), example
        about = operations(description)[example["method"], example["path"]]["responses"][str(example["status"])]
        schema = about.get("content", {}).get("application/json", {}).get("schema")
        if schema:
            Draft202012Validator({**schema, **resolved}).validate(answer.json())


def test_the_examples_are_examples_of_their_schemas(description: dict[str, Any]) -> None:
    resolved = {"components": description["components"]}
    for (method, path), operation in operations(description).items():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if "example" in body:
            Draft202012Validator({**body["schema"], **resolved}).validate(body["example"])
        for parameter in operation.get("parameters", ()):
            if "example" in parameter and parameter["schema"].get("type") == "string":
                Draft202012Validator(parameter["schema"]).validate(parameter["example"]), (method, path)


def test_no_answer_tells_a_place_of_this_machine(office: Server) -> None:
    for _, answer in routes.played(office.client(), office.client(None)):
        assert str(office.office.settings.data) not in answer.text
        assert str(Path.home()) + "/" not in answer.text


def test_the_client_of_the_documents_runs(office: Server, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "en" / "server.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert len(program.splitlines()) <= 36
    (tmp_path / "2024.txt").write_text(routes.TEXT, encoding="utf-8")
    (tmp_path / "draft.txt").write_text(routes.TEXT, encoding="utf-8")
    with listening(office.app) as url:
        environ = {**os.environ, "SIMCHECK_SERVER": url, "SIMCHECK_TOKEN": office.tokens["administrator"]}
        command = [sys.executable, "-c", program]
        said = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert re.fullmatch(r"done fail \d+% 1\n", said.stdout)


def faults(description: dict[str, Any], method: str, path: str, status: int, kind: str, answer: Any) -> list[str]:
    """In what an answer is not as it is described."""
    responses = description["paths"][path][method]["responses"]
    about = responses.get(str(status), responses.get("default") if status >= 400 else None)
    if about is None:
        return [f"{status} is not described"]
    if status == 204:
        return [] if not answer.content else ["204 with a body"]
    schema = about.get("content", {}).get(kind, {}).get("schema")
    if schema is None:
        return [f"{status} {kind} is not described"]
    if not kind.endswith("json"):
        return []
    whole = Draft202012Validator({**schema, "components": description["components"]})
    return [error.message[:300] for error in whole.iter_errors(answer.json())]


def fuzzed(operation: Any, description: dict[str, Any], secret: str, each: int) -> int:
    """Send what the description allows, and gives how often; each answer is one that the description foresees."""
    from hypothesis import HealthCheck, Phase, given, settings

    asked = 0

    @settings(max_examples=each, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        nonlocal asked
        answer = case.call(headers={"authorization": f"Bearer {secret}"}, timeout=300)
        asked += 1
        assert answer.status_code < 500 or answer.status_code in (503, 507), (case, answer.text)
        kind = answer.headers.get("content-type", [""])[0].partition(";")[0]
        if answer.status_code >= 400:
            assert kind == "application/problem+json", case
        method, path = operation.method.lower(), operation.path
        assert faults(description, method, path, answer.status_code, kind, answer) == [], case

    holds()
    return asked


@pytest.mark.long
def test_nothing_that_is_sent_gives_a_5xx(office: Server, description: dict[str, Any], record_property: Any) -> None:
    """Nor any answer that the description does not foresee. SIMCHECK_FUZZ is how many requests there are to each route,
    at least."""
    schemathesis = pytest.importorskip("schemathesis")
    each = int(os.environ.get("SIMCHECK_FUZZ", "20"))
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", office.app)
    names = "checks:read checks:write corpora:read corpora:write corpora:manage search baseline:read baseline:write"
    names += " tokens users:manage audit:read metrics"
    _, secret = office.office.accounts.make_token(office.users["administrator"], "fuzz", names.split())
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.endswith("/session"):  # it locks and ends what the others need
            asked += fuzzed(operation, description, secret, each)
    record_property("requests", asked)
    assert asked > 20 * each
    assert office.client().get("/readyz").status_code == 200
