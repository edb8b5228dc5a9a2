"""The form of an address: what nobody's browser can open is said before somebody tries. Nothing is fetched."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

_DISK = re.compile(r"file:|\\\\|[a-z]:[\\/]", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,.]+")
_NUMBER = re.compile(r"\+?[\d\s().-]{3,}")
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_NO_HOSTS: Final = frozenset({"http", "https", "www", "ftp"})


def is_on_a_disk(address: str) -> bool:
    """Does it name a file of somebody's machine or a share of the network?"""
    return _DISK.match(address) is not None


def is_well_formed(address: str) -> bool:
    """Is it a web address, a mail address, a telephone number, a path of ours or a part of the page?"""
    if address.startswith(("#", "/")) and not address.startswith("//"):
        return (len(address) > 1 and not re.search(r"\s", address)) or address == "/"
    scheme, colon, rest = address.partition(":")
    match scheme.lower() if colon else "":
        case "http" | "https":
            return _is_web(address)
        case "ftp":
            return rest.startswith("//") and len(rest) > 2
        case "mailto":
            return _MAIL.fullmatch(unquote(rest.partition("?")[0])) is not None
        case "tel":
            return _NUMBER.fullmatch(unquote(rest)) is not None
        case _:
            return False


def own_path(address: str, base: str) -> str | None:
    """The path, without what follows it, when the address is one of ours: `/leave/` or `https://intranet.example/leave/`."""
    if address.startswith("/") and not address.startswith("//"):
        return unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    if not base or not is_well_formed(address):
        return None
    ours, theirs = urlsplit(base), urlsplit(address)
    if theirs.netloc.lower() != ours.netloc.lower() or theirs.scheme.lower() not in {"http", "https"}:
        return None
    return unquote(theirs.path) or "/"


def part_of_page(address: str) -> str | None:
    """The name of the part, for `#part`."""
    return unquote(address[1:]) if address.startswith("#") else None


def _is_web(address: str) -> bool:
    if re.search(r"[\s<>\"\\]", address):
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or host in _NO_HOSTS:
        return False
    if ":" in host:  # an address in numbers; urlsplit has looked at it
        return True
    return all(_LABEL.fullmatch(label) for label in host.rstrip(".").split("."))
