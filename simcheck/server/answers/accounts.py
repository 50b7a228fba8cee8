"""What is told of users, their tokens, and of who did what."""

from __future__ import annotations

from simcheck.server.answers.base import Answer
from simcheck.server.rights import Role


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


class LinkOf(Answer):
    """Whose first-time link it is: the name to log in with, and the full name."""

    name: str
    display: str


class AuditLine(Answer):
    """Who did what to what; `name` is what the object is called, null for what has gone or has no name."""

    id: int
    at: str
    user_id: str | None
    user: str | None
    action: str
    object: str | None
    name: str | None
    outcome: str
    address: str | None
    request: str | None


class Audit(Answer):
    """Lines of the audit trail, the newest first."""

    lines: list[AuditLine]
