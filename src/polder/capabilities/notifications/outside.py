"""Posting to an address that somebody gave us: to the wide world and nowhere else.

The name is resolved once, each address it has must be public, and we connect to the very address that was looked at;
no redirect is followed, no proxy asked. So an endpoint cannot lead Polder to a machine inside.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

_SECONDS: Final = 8
_INSIDE: Final = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa", ".onion")

type Resolve = Callable[[str], list[str]]


class NotOutside(ValueError):
    """The address is not one that Polder posts to."""


def check(address: str) -> str:
    """The host of an `https` address of the wide world, by its looks alone. Raises NotOutside."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise NotOutside(str(error)) from error
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme != "https" or port not in {None, 443} or parts.username is not None or parts.password is not None:
        raise NotOutside("Only https, on its usual port, without a name or password.")
    if not address.isascii() or any(mark <= " " or mark == "\\" for mark in address) or len(address) > 1000:
        raise NotOutside("Not an address as browsers write it.")
    if "." not in host or host.endswith(_INSIDE) or host.replace(".", "").isdigit() or _is_number(host):
        raise NotOutside("Not the name of a machine in the wide world.")
    return host


def post(address: str, body: bytes, headers: Mapping[str, str], *, resolve: Resolve | None = None) -> int:
    """The status that came back. Raises NotOutside, and OSError or HTTPException when nobody answers."""
    host = check(address)
    found = (resolve or _resolve)(host)
    if not found or not all(_is_public(each) for each in found):
        raise NotOutside(f"{host} does not stand in the wide world.")
    parts = urlsplit(address)
    connection = _Pinned(host, found[0])
    try:
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(2_000)
        return answer.status
    finally:
        connection.close()


class _Pinned(http.client.HTTPSConnection):
    """Connects to the address that was looked at, and asks for the certificate of the name."""

    def __init__(self, host: str, address: str) -> None:
        self._own_context = ssl.create_default_context()
        super().__init__(host, 443, timeout=_SECONDS, context=self._own_context)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, 443), _SECONDS)
        self.sock = self._own_context.wrap_socket(plain, server_hostname=self.host)


def _resolve(host: str) -> list[str]:
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        # 0x7f.1 and the like: what some resolvers still take for a number.
        return host.rpartition(".")[2][:1].isdigit()
    return True


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    # Ways to write an address of the old kind, which may be one inside.
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address in _TRANSLATED
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
