"""What the API answers, as the description of it says: one model a kind of answer, with every field that it has.

Times are ISO 8601 in UTC. What a report holds is described by ``simcheck/data/report.schema.json``.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simcheck.server.rights import Right, Role
from simcheck.types import Kind, SourceClass

State = Literal["queued", "running", "done", "failed", "cancelled"]
Decision = Literal["pass", "fail"]


class Answer(BaseModel):
    """An answer; it has no other fields than these."""

    model_config = ConfigDict(extra="forbid")


class ProblemAnswer(BaseModel):
    """What went wrong (RFC 9457): `title` in the language of Accept-Language, `code` a stable word."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "urn:simcheck:problem:queue_full", "title": "排队已满，请稍后再试", "status": 503,
                          "code": "queue_full", "request_id": "5f0c9a1b2c3d4e5f"}]
        }
    )  # fmt: skip
    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    reason: str | None = None
    request_id: str = ""


# Checks


class CheckState(Answer):
    """A check without its report."""

    id: str
    state: State
    name: str
    user: str
    user_name: str | None
    batch: str | None
    previous: str | None
    corpora: list[str]
    created: str
    started: str | None
    finished: str | None
    stage: str | None
    position: int | None
    decision: Decision | None
    overlap: float | None
    review: str | None
    problem: dict[str, Any] | None


class CheckAnswer(CheckState):
    """A check; `report` is what `simcheck --format json` writes, null before the check is done."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "6f1e0a", "state": "done", "name": "报告.txt", "report": {}}]}
    )
    report: dict[str, Any] | None


class CheckList(Answer):
    """Checks, the newest first."""

    checks: list[CheckState]


class Batch(CheckList):
    """The checks of several files that were sent together."""

    batch: str


class Overlap(Answer):
    """How much of a draft counted before, and counts now."""

    before: float
    now: float


class Changed(Answer):
    """A match of a draft, by where it stands."""

    start: int
    text: str
    source: str
    kind: Kind


class Changes(Answer):
    """What the second version of a draft mended."""

    mended: list[Changed]
    remaining: list[Changed]
    new: list[Changed]
    overlap: Overlap


class Remark(Answer):
    """A comment; `match` counts the matches of the report from 0."""

    id: str
    user: str
    match: int | None
    text: str
    created: str


class Remarks(Answer):
    """Comments, the oldest first."""

    comments: list[Remark]


# Corpora


class Made(Answer):
    """A corpus that was made, or what was changed of it."""

    name: str
    title: str | None = None
    open: bool | None = None


class CorpusShort(Answer):
    """A corpus that one may use; `documents` is null where it cannot be opened just now."""

    name: str
    title: str
    open: bool
    right: Right
    documents: int | None


class CorpusList(Answer):
    """Corpora by name."""

    corpora: list[CorpusShort]


class CorpusAnswer(Answer):
    """What a corpus holds; `versions` names for documents those of which they are versions."""

    name: str
    documents: int
    sentences: int
    characters: int
    model: str
    dimension: int
    normalization: int
    classes: dict[SourceClass, int]
    versions: dict[str, str]


class Granted(Answer):
    """A user's right in a corpus; null is none."""

    user: str
    right: Right | None


class Grants(Answer):
    """The rights in a corpus."""

    grants: list[Granted]


class DocumentShort(Answer):
    """A document of a corpus without its text."""

    id: str
    characters: int
    sentences: int
    added: str
    title: str | None
    author: str | None
    date: str | None
    meta: dict[str, str]
    class_: SourceClass = Field(alias="class")
    department: str | None


class DocumentList(Answer):
    """Documents of a corpus; `found` is how many there are in all."""

    documents: list[DocumentShort]
    found: int


class DocumentAnswer(Answer):
    """A document of a corpus."""

    id: str
    text: str
    title: str | None
    author: str | None
    date: str | None
    source_class: SourceClass
    meta: dict[str, str]


class Labelled(Answer):
    """What was noted of a document."""

    id: str
    class_: SourceClass | None = Field(alias="class")
    department: str | None


class Refused(Answer):
    """A file that was not taken, and why."""

    name: str
    code: str
    detail: str


class Added(Answer):
    """What became of the documents that were sent, by their names; pairs name the document that is there."""

    added: list[str]
    unchanged: list[str]
    replaced: list[str]
    skipped: list[tuple[str, str]]
    renamed: list[tuple[str, str]]
    duplicates: list[str]
    similar: list[tuple[str, str]]
    refused: list[Refused]


class PhraseAnswer(Answer):
    """A set phrase, in how many documents it stands, and how many letters it has."""

    text: str
    documents: int
    letters: int


class Phrases(Answer):
    """Set phrases; `found` is how many there are in all."""

    phrases: list[PhraseAnswer]
    found: int


class FoundSentence(Answer):
    """A sentence of a document; `words`: it has the very words that were asked for."""

    corpus: str
    document: str
    start: int
    end: int
    text: str
    score: float
    words: bool
    title: str | None
    author: str | None
    date: str | None


class Results(Answer):
    """What was found, the best first."""

    results: list[FoundSentence]


# The baseline


class EntryAnswer(Answer):
    """An accepted match; draft, source and words are empty for who may not see them."""

    id: str
    draft: str
    source: str
    source_id: str
    kind: Kind
    passage: list[str]
    reason: str
    added: str
    expires: str | None


class EntryOfUser(EntryAnswer):
    """An accepted match, and who accepted it."""

    user: str | None
    user_name: str | None


class Entries(Answer):
    """Accepted matches, the oldest first."""

    entries: list[EntryOfUser]


class Accepted(EntryAnswer):
    """An accepted match, and what its check says from then on."""

    decision: Decision
    overlap: float


# Accounts


class Session(Answer):
    """A session: `csrf` is sent back as `X-CSRF-Token`."""

    id: str
    name: str
    role: Role
    csrf: str


class Me(Answer):
    """Who one is; `csrf` is null with a token."""

    id: str
    name: str
    role: Role
    permissions: list[str]
    csrf: str | None


class TokenAnswer(Answer):
    """A token without its secret."""

    id: str
    name: str
    user: str | None
    scopes: list[str]
    created: str
    expires: str | None
    last_used: str | None


class TokenMade(TokenAnswer):
    """A token with its secret, which is told this once."""

    token: str


class Tokens(Answer):
    """Tokens, the oldest first."""

    tokens: list[TokenAnswer]


class UserAnswer(Answer):
    """A user."""

    id: str
    name: str
    display: str
    role: Role
    disabled: bool
    created: str
    subject: str | None
    has_password: bool


class UserMade(UserAnswer):
    """A user; `link` sets the first password where none was given."""

    link: str | None = None


class Users(Answer):
    """Users by name."""

    users: list[UserAnswer]


class Link(Answer):
    """A link that sets a password."""

    link: str


class AuditLine(Answer):
    """Who did what to what."""

    id: int
    at: str
    user_id: str | None
    user: str | None
    action: str
    object: str | None
    outcome: str
    address: str | None
    request: str | None


class Audit(Answer):
    """Lines of the audit trail, the newest first."""

    lines: list[AuditLine]


# The service


class Health(Answer):
    """The server is alive."""

    status: Literal["ok"]
    version: str


class Readiness(Answer):
    """The server takes checks."""

    status: Literal["ready"]
