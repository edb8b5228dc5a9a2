"""The environment, read once and typed. Nothing else in Polder looks at it (architecture.md, "Running it")."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Environment:
    """What the installation says of itself. URLs are kept as written; `home` is absolute."""

    home: Path
    database_url: str
    secret_key: str | None
    ledger_key: str | None
    push_key: str | None
    base_url: str
    mail_url: str
    mail_from: str
    demo: bool
    debug: bool
    trusted_proxies: int
    scan_command: str = ""
    embed_hosts: tuple[str, ...] = ()
    check_links: bool = False


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "no", "false", "off"}:
        return False
    if value in {"1", "yes", "true", "on"}:
        return True
    raise ImproperlyConfigured(f"{name} is “{value}”; write 1 or 0.")


def _count(name: str) -> int:
    value = os.environ.get(name, "0").strip() or "0"
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is “{value}”; write a whole number.")
    return int(value)


_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?::\d{1,5})?")


def _hosts(name: str) -> tuple[str, ...]:
    """Names of hosts, parted by commas or spaces. No wildcards: each is one that somebody thought about."""
    found = os.environ.get(name, "").lower().replace(",", " ").split()
    if wrong := [host for host in found if not _HOST.fullmatch(host)]:
        raise ImproperlyConfigured(
            f"{name} has “{wrong[0]}”; write host names such as maps.example.org, with commas between."
        )
    return tuple(dict.fromkeys(found))


def read_environment() -> Environment:
    """Raises `ImproperlyConfigured` with the name of the variable that is wrong."""
    home = Path(os.environ.get("POLDER_HOME") or "var").expanduser().absolute()
    return Environment(
        home=home,
        database_url=os.environ.get("POLDER_DATABASE_URL") or f"sqlite://{quote(str(home / 'polder.sqlite3'))}",
        secret_key=os.environ.get("POLDER_SECRET_KEY") or None,
        ledger_key=os.environ.get("POLDER_LEDGER_KEY") or None,
        push_key=os.environ.get("POLDER_PUSH_KEY") or None,
        base_url=(os.environ.get("POLDER_BASE_URL") or "http://127.0.0.1:8000").rstrip("/"),
        mail_url=os.environ.get("POLDER_MAIL_URL") or "file:",
        mail_from=os.environ.get("POLDER_MAIL_FROM") or "polder@localhost",
        demo=_flag("POLDER_DEMO"),
        debug=_flag("POLDER_DEBUG"),
        trusted_proxies=_count("POLDER_TRUSTED_PROXIES"),
        scan_command=os.environ.get("POLDER_SCAN_COMMAND", ""),
        embed_hosts=_hosts("POLDER_EMBED_HOSTS"),
        check_links=_flag("POLDER_CHECK_LINKS"),
    )


def database_settings(url: str) -> dict[str, object]:
    """Django's settings for `sqlite:///absolute/path` or `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": re.sub(r"\A//+", "/", unquote(parts.path)) or ":memory:",  # some write four slashes
            "OPTIONS": {
                # Writers queue at BEGIN instead of failing halfway; readers never wait (WAL).
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or options.pop("host", "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,  # a database that was away for a minute is found again by the next request
            "OPTIONS": {key: unquote(value) for key, value in options.items()},
        }
    raise ImproperlyConfigured(
        f"POLDER_DATABASE_URL begins with “{parts.scheme}:”; Polder knows sqlite:///path and postgresql://…"
    )
