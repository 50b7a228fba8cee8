"""Accounts: users, their passwords, sessions, first-time links and tokens."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import time
from typing import Any, get_args

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from simcheck.patterns import regex
from simcheck.server.attempts import Attempts
from simcheck.server.database import Database, Row, new_id
from simcheck.server.passwords import Passwords, require_good
from simcheck.server.problems import Problem
from simcheck.server.rights import PERMISSIONS, ROLES, Principal, Role
from simcheck.server.settings import Settings
from simcheck.server.tables import links, sessions, tokens, users

PREFIX = "simcheck_"
LINK_SECONDS = 24 * 3600
_NAME = regex(r"[\w.@-]{1,64}")


class Accounts:
    """The accounts in a database. Methods raise Problem; none says whether a user exists to who has not logged in."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._passwords = Passwords()
        self._attempts = Attempts(database, settings)

    # Users

    def listed(self) -> list[Row]:
        """All users, without their secrets."""
        return [_shown(row) for row in self._database.all(select(users).order_by(users.c.name))]

    def user(self, user_id: str) -> Row:
        """One user. Raises Problem for an unknown one."""
        row = self._database.first(select(users).where(users.c.id == user_id))
        if row is None:
            raise Problem("not_found")
        return _shown(row)

    def known(self, name: str) -> str:
        """A name if it is a user's, else nothing: somebody may have typed a password in its place."""
        return name if self._database.scalar(select(users.c.id).where(users.c.name == name)) else ""

    def bound(self, address: str) -> None:
        """Count an attempt to log in from an address. Raises Problem when there were too many in this minute."""
        self._attempts.bound(address)

    def name_of(self, user_id: str | None) -> str | None:
        """What a user is called by others; None for one who has gone."""
        row = self._database.first(select(users.c.name, users.c.display).where(users.c.id == user_id))
        return None if row is None else str(row["display"] or row["name"])

    def of_subject(self, subject: str, name: str, display: str) -> str:
        """The user whom the identity provider knows as ``subject``, made where the settings give new ones a role.

        A user of the same name who is here already is not taken over: an administrator says who is who.
        """
        row = self._database.first(select(users).where(users.c.subject == subject))
        if row is None and not self._settings.openid_role:
            raise Problem("forbidden", f"openid: nobody is known here as {subject}")
        if row is None:
            made = self.create(name, self._settings.openid_role, display=display)
            self._database.run(update(users).where(users.c.id == made["id"]).values(subject=subject))
            return str(made["id"])
        if row["disabled"]:
            raise Problem("forbidden")
        return str(row["id"])

    def create(self, name: str, role: str, *, display: str = "", password: str | None = None) -> Row:
        """Make a user; without a password a first-time link sets it."""
        _require_role(role)
        if not _NAME.fullmatch(name):
            raise Problem("invalid", "name: letters, digits and . _ @ - only, at most 64")
        hashed = None if password is None else self._passwords.hash(password, name)
        row = {"id": new_id(), "name": name, "display": display[:128], "role": role, "password": hashed,
               "subject": None, "disabled": False, "created": time.time()}  # fmt: skip
        if self._database.scalar(select(func.count()).select_from(users).where(users.c.name == name)):
            raise Problem("exists", f"name: {name}")
        self._database.run(insert(users).values(**row))
        return _shown(row)

    def change(self, user_id: str, **values: Any) -> Row:
        """Change role, display, disabled or password of a user; ends the sessions where that matters, and with a new
        password, or when the user is disabled, the tokens too: whoever had got hold of the account has nothing left.

        The last administrator stays one. A first password, which nobody could have known another before, ends no token.
        """
        old = self.user(user_id)
        if "role" in values:
            _require_role(values["role"])
        stays = values.get("role", old["role"]) == "administrator" and not values.get("disabled", old["disabled"])
        if old["role"] == "administrator" and not stays:
            self._require_another(user_id)
        if "password" in values:
            values["password"] = self._passwords.hash(values["password"], old["name"])
            self._attempts.clear(old["name"])
            self._database.run(delete(links).where(links.c.user_id == user_id))
        self._database.run(update(users).where(users.c.id == user_id).values(**values))
        if {"role", "disabled", "password"} & set(values):
            self._database.run(delete(sessions).where(sessions.c.user_id == user_id))
        if values.get("disabled") or ("password" in values and old["has_password"]):
            self._database.run(delete(tokens).where(tokens.c.user_id == user_id))
        return self.user(user_id)

    def remove(self, user_id: str) -> None:
        """Delete a user with all that is theirs: checks, sessions, tokens."""
        if self.user(user_id)["role"] == "administrator":
            self._require_another(user_id)
        self._database.run(delete(users).where(users.c.id == user_id))

    def has_administrator(self) -> bool:
        """Whether there is an administrator with a password."""
        return self._administrators(users.c.password.is_not(None)) > 0

    def first_administrator(self) -> str:
        """The id of the administrator, made if there is none."""
        row = self._database.first(select(users.c.id).where(users.c.role == "administrator").order_by(users.c.created))
        return str(row["id"]) if row else str(self.create("admin", "administrator")["id"])

    # Passwords

    def link(self, user_id: str) -> str:
        """A secret that sets the password of a user once, for a day; older ones of the user are void."""
        self.user(user_id)
        secret = secrets.token_urlsafe(32)
        kept = {"digest": digest(secret), "user_id": user_id, "expires": time.time() + LINK_SECONDS}
        self._database.run(delete(links).where(links.c.user_id == user_id), insert(links).values(**kept))
        return secret

    def follow(self, secret: str) -> str:
        """The user of a link that is valid. Raises Problem for another one."""
        held = select(links.c.user_id).where(links.c.digest == digest(secret), links.c.expires > time.time())
        row = self._database.first(held)
        if row is None:
            raise Problem("gone")
        return str(row["user_id"])

    def owner(self, secret: str, address: str) -> Row:
        """Whose link it is. Raises Problem for one that is not valid, and when an address asks too often."""
        self._attempts.bound(address)
        user = self.user(self.follow(secret))
        if user["disabled"]:
            raise Problem("gone")
        return user

    def set_password(self, secret: str, password: str) -> str:
        """Set the password of the user of a link, which is void then. Of two who follow it at once one sets it."""
        user = self.user(self.follow(secret))
        if user["disabled"]:
            raise Problem("gone")
        require_good(password, user["name"])
        if not self._database.run(delete(links).where(links.c.digest == digest(secret))):
            raise Problem("gone")
        self.change(user["id"], password=password)
        return str(user["id"])

    def log_in(self, name: str, password: str, address: str) -> tuple[str, str]:
        """The user and the cookie of a new session. Takes as long for a user that is not there, and says no more."""
        self._attempts.bound(address)
        row = self._database.first(select(users).where(users.c.name == name))
        locked = self._attempts.locked(name, address)
        matches = self._passwords.matches(row["password"] if row else None, password)
        if locked:
            raise Problem("locked_out", retry_after=max(1, int(locked)))
        if row is None or not matches:
            self._attempts.failed(name, address)
            raise Problem("wrong_password")
        if row["disabled"]:
            raise Problem("wrong_password")
        if self._passwords.outdated(row["password"]):
            hashed = self._passwords.hash_again(password)
            self._database.run(update(users).where(users.c.id == row["id"]).values(password=hashed))
        self._attempts.clear(name, address)
        return row["id"], self.open_session(row["id"])

    # Sessions

    def open_session(self, user_id: str) -> str:
        """The cookie of a new session."""
        secret, now = secrets.token_urlsafe(32), time.time()
        ends = now + self._settings.session_hours * 3600
        row = {"digest": digest(secret), "user_id": user_id, "csrf": secrets.token_urlsafe(32), "created": now}
        self._database.run(
            delete(sessions).where(sessions.c.expires < now), insert(sessions).values(**row, expires=ends)
        )
        return secret

    def close_session(self, session: str) -> None:
        """End a session, by its digest."""
        self._database.run(delete(sessions).where(sessions.c.digest == session))

    def of_session(self, cookie: str) -> Principal | None:
        """Who a cookie is; None for one that is not valid."""
        row = self._database.first(
            select(users, sessions.c.csrf, sessions.c.digest)
            .join(sessions, sessions.c.user_id == users.c.id)
            .where(sessions.c.digest == digest(cookie), sessions.c.expires > time.time())
        )
        if row is None or row["disabled"]:
            return None
        return Principal(row["id"], row["name"], row["role"], ROLES[row["role"]], row["csrf"], row["digest"],
                         row["display"])  # fmt: skip

    # Tokens

    def tokens(self, user_id: str | None) -> list[Row]:
        """The tokens of a user, or of all, without their secrets."""
        query = select(tokens, users.c.name.label("user")).join(users).order_by(tokens.c.created)
        rows = self._database.all(query if user_id is None else query.where(tokens.c.user_id == user_id))
        return [{**row, "digest": None, "scopes": row["scopes"].split()} for row in rows]

    def make_token(
        self, user_id: str, name: str, scopes: list[str], days: float | None = None, *, latest: float | None = None
    ) -> tuple[Row, str]:
        """A token and its secret, which is told this once. It ends after ``days``, and at ``latest`` at any rate."""
        unknown = sorted(set(scopes) - set(PERMISSIONS))
        if unknown or not scopes:
            raise Problem("invalid", f"scopes: {' '.join(unknown) or 'none'}; there are {' '.join(PERMISSIONS)}")
        secret, now = PREFIX + secrets.token_urlsafe(32), time.time()
        ends = min((end for end in (days and now + days * 86400, latest) if end is not None), default=None)
        row = {"id": new_id(), "user_id": user_id, "name": name[:128], "scopes": " ".join(sorted(set(scopes))),
               "created": now, "expires": ends, "last_used": None}  # fmt: skip
        self._database.run(insert(tokens).values(**row, digest=digest(secret)))
        return {**row, "scopes": sorted(set(scopes))}, secret

    def remove_token(self, token_id: str, user_id: str | None) -> None:
        """Void a token, of this user or of any."""
        wanted = delete(tokens).where(tokens.c.id == token_id)
        if not self._database.run(wanted if user_id is None else wanted.where(tokens.c.user_id == user_id)):
            raise Problem("not_found")

    def of_token(self, secret: str) -> Principal | None:
        """Who a token is; None for one that is not valid."""
        now = time.time()
        row = self._database.first(
            select(users, tokens.c.scopes, tokens.c.expires, tokens.c.last_used, tokens.c.id.label("token"))
            .join(tokens, tokens.c.user_id == users.c.id)
            .where(tokens.c.digest == digest(secret))
        )
        if row is None or row["disabled"] or (row["expires"] is not None and row["expires"] < now):
            return None
        if now - (row["last_used"] or 0) > 60:  # once a minute is enough to see which are in use
            with contextlib.suppress(SQLAlchemyError):  # a full disk must not keep anybody from reading
                self._database.run(update(tokens).where(tokens.c.id == row["token"]).values(last_used=now))
        scopes = frozenset(one for one in PERMISSIONS if one in row["scopes"].split())
        return Principal(row["id"], row["name"], row["role"], ROLES[row["role"]] & scopes, display=row["display"],
                         expires=row["expires"])  # fmt: skip

    def _administrators(self, *where: Any) -> int:
        query = select(func.count()).select_from(users).where(users.c.role == "administrator", *where)
        return int(self._database.scalar(query))

    def _require_another(self, user_id: str) -> None:
        if not self._administrators(users.c.id != user_id, users.c.disabled.is_(False)):
            raise Problem("last_administrator")


def digest(secret: str) -> str:
    """What is kept of a secret that is long and random."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _require_role(role: object) -> None:
    if role not in get_args(Role):
        raise Problem("invalid", f"role: one of {', '.join(get_args(Role))}")


def _shown(row: Row) -> Row:
    kept = ("id", "name", "display", "role", "disabled", "created", "subject")
    return {**{name: row[name] for name in kept}, "has_password": bool(row["password"])}
