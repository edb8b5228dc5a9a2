"""Asking an address that somebody gave us: in the wide world and nowhere else.

The name is resolved once, each address it has must be public, and we connect to the very address that was looked at; no
proxy is asked. A redirect is not followed, or looked at as the first address was. So nothing that was written leads
Polder to a machine inside.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

_SECONDS: Final = 8
_MOST: Final = 2_000  # bytes of an answer that are read
_REDIRECTS: Final = 5
_INSIDE: Final = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa", ".onion")
_PORTS: Final = {"http": 80, "https": 443}

type Resolve = Callable[[str], list[str]]
type Connect = Callable[[str, str, str], http.client.HTTPConnection]
"""Makes the connection for a scheme, the name of a host and the number that it was found to have."""


class NotOutside(ValueError):
    """The address is not one that Polder asks."""


def check(address: str, *, plain: bool = False) -> str:
    """The host of an `https` address of the wide world (`plain`: or `http`), by its looks alone. Raises NotOutside."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise NotOutside(str(error)) from error
    host = (parts.hostname or "").rstrip(".").lower()
    usual = _PORTS.get(parts.scheme) if plain or parts.scheme == "https" else None
    if usual is None or port not in {None, usual} or parts.username is not None or parts.password is not None:
        raise NotOutside("Only https, on its usual port, without a name or password.")
    if not address.isascii() or any(mark <= " " or mark == "\\" for mark in address) or len(address) > 1000:
        raise NotOutside("Not an address as browsers write it.")
    if "." not in host or host.endswith(_INSIDE) or host.replace(".", "").isdigit() or _is_number(host):
        raise NotOutside("Not the name of a machine in the wide world.")
    return host


def post(address: str, body: bytes, headers: Mapping[str, str], *, resolve: Resolve | None = None) -> int:
    """The status that came back. Raises NotOutside, and OSError or HTTPException when nobody answers."""
    check(address)
    return _ask("POST", address, body, headers, resolve, _pinned)[0]


def look(
    address: str, headers: Mapping[str, str], *, resolve: Resolve | None = None, connect: Connect | None = None
) -> int:
    """The status of what stands at an `http` or `https` address, behind its redirects: asked for its head, and for a few
    bytes where that is refused. Raises NotOutside, and OSError or HTTPException when nobody answers in time."""
    here = as_asked(address)
    for _redirect in range(_REDIRECTS + 1):
        check(here, plain=True)
        status, led_to = _ask("HEAD", here, None, headers, resolve, connect or _pinned)
        if status >= 400:
            status, led_to = _ask("GET", here, None, headers, resolve, connect or _pinned)
        if status not in {301, 302, 303, 307, 308} or not led_to:
            return status
        here = as_asked(urljoin(here, led_to))
    raise http.client.HTTPException("It leads on and on.")


def as_asked(address: str) -> str:
    """As browsers ask for what people write: other letters in numbers, no part of the page. Raises NotOutside."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise NotOutside(str(error)) from error
    if "@" in parts.netloc:
        raise NotOutside("Only addresses without a name or password.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}"


def _ask(
    method: str, address: str, body: bytes | None, headers: Mapping[str, str], resolve: Resolve | None, connect: Connect
) -> tuple[int, str]:
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".").lower()
    found = (resolve or _resolve)(host)
    if not found or not all(_is_public(each) for each in found):
        raise NotOutside(f"{host} does not stand in the wide world.")
    connection = connect(parts.scheme, host, found[0])
    over = threading.Timer(_SECONDS, _hang_up, [connection])  # who answers a letter at a time has no longer either
    over.daemon = True
    over.start()
    try:
        path = parts.path or "/"
        connection.request(method, f"{path}?{parts.query}" if parts.query else path, body, dict(headers))
        answer = connection.getresponse()
        led_to = answer.getheader("Location", "") or ""
        answer.read(_MOST)
        return answer.status, led_to
    finally:
        over.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    try:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it hung up itself


def _pinned(scheme: str, host: str, address: str) -> http.client.HTTPConnection:
    return _PinnedTLS(host, address) if scheme == "https" else _Pinned(host, address)


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was looked at."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, 80, timeout=_SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, 80), _SECONDS)


class _PinnedTLS(http.client.HTTPSConnection):
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
