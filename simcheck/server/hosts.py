"""By which names a server may be asked for.

A page of another site whose name was made to point at this machine (DNS rebinding) is of one origin with the server for
a browser; only the name in ``Host`` tells that it is another site.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from simcheck.server.settings import Settings

_LOOPBACK = ("localhost",)
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what --host may say


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names of a server; ``names`` is None where any is taken."""

    names: frozenset[str] | None

    @classmethod
    def of(cls, settings: Settings) -> Hosts:
        """The loopback's names, the one to listen at, that of ``address``, and those of ``hosts``; where it listens at
        every address of the machine, the machine's name too."""
        further = [name.strip() for name in settings.hosts.split(",")]
        if "*" in further:
            return cls(None)
        own = socket.gethostname() if settings.host in _EVERYWHERE else settings.host
        told = [*_LOOPBACK, own, urlsplit(settings.address).netloc, *further]
        return cls(frozenset(plain for plain in map(_plain, told) if plain))

    def hold(self, host: str) -> bool:
        """Whether a request whose ``Host`` is this one is for the server. An address in numbers is: no other site can
        be called so. So is none at all, which no browser sends.

        >>> ours = Hosts(frozenset({"localhost", "simcheck.example.cn"}))
        >>> [ours.hold(host) for host in ("localhost:8765", "SIMCHECK.example.cn.", "[::1]:8765", "192.168.1.20", "")]
        [True, True, True, True, True]
        >>> [ours.hold(host) for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8765")]
        [False, False, False]
        """
        plain = _plain(host)
        return self.names is None or not plain or plain in self.names or _is_number(plain)


def _plain(host: str) -> str:
    """A host without its port, brackets and case."""
    name, _, port = host.strip().rpartition(":")
    found = name if name and port.isascii() and port.isdigit() and (":" not in name or name.endswith("]")) else host
    return found.strip().strip("[]").removesuffix(".").lower()


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


#: Any name.
ANY = Hosts(None)
