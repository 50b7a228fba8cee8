"""Who may do what: roles are sets of permissions, the scopes of a token are permissions too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Permission = Literal[
    "checks:read", "checks:write", "checks:all", "corpora:read", "corpora:write", "corpora:manage", "search",
    "baseline:read", "baseline:write", "tokens", "users:manage", "audit:read", "metrics",
]  # fmt: skip
Role = Literal["administrator", "reviewer", "writer"]
#: The rights in one corpus, each with those before it: to check against it without seeing it, to read, to change.
Right = Literal["check", "read", "write"]

PERMISSIONS: tuple[Permission, ...] = get_args(Permission)
RIGHTS: tuple[Right, ...] = get_args(Right)

_WRITER: frozenset[Permission] = frozenset(
    ("checks:read", "checks:write", "corpora:read", "search", "baseline:read", "tokens")
)
_REVIEWER: frozenset[Permission] = _WRITER | {"checks:all", "corpora:write", "baseline:write"}

ROLES: dict[Role, frozenset[Permission]] = {
    "administrator": frozenset(PERMISSIONS),
    "reviewer": _REVIEWER,
    "writer": _WRITER,
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request, and what it may do: what its role and, with a token, its scopes both allow.

    ``csrf`` is what a form of this session carries; None with a token, which no other site can send. ``session`` is
    the digest of the session, ``display`` the full name. ``expires`` is when a token ends, in seconds since 1970: what
    it makes ends no later.
    """

    user_id: str
    name: str
    role: Role
    permissions: frozenset[Permission]
    csrf: str | None = None
    session: str | None = None
    display: str = ""
    expires: float | None = None

    def may(self, permission: Permission) -> bool:
        """Whether it may."""
        return permission in self.permissions


def allows(granted: str | None, wanted: Right) -> bool:
    """Whether a right holds another one.

    >>> allows("read", "check"), allows("read", "write"), allows(None, "check")
    (True, False, False)
    """
    return granted in RIGHTS and RIGHTS.index(granted) >= RIGHTS.index(wanted)
