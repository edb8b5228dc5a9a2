"""Where mail goes, by URL: `file:` (a folder in POLDER_HOME), `console:`, `smtp://user:password@host:587?tls=1`."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def mail_settings(url: str, home: Path) -> tuple[str, dict[str, object]]:
    """The backend and its settings. Raises `ImproperlyConfigured` for a URL it does not know."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path)) if parts.path else home / "mail"
        return "django.core.mail.backends.filebased.EmailBackend", {"EMAIL_FILE_PATH": folder}
    if parts.scheme == "console":
        return "django.core.mail.backends.console.EmailBackend", {}
    if parts.scheme in {"smtp", "smtps"}:
        options = parse_qs(parts.query)
        return "django.core.mail.backends.smtp.EmailBackend", {
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": options.get("tls", ["0"])[0] == "1",
            "EMAIL_TIMEOUT": 20,
        }
    raise ImproperlyConfigured(f"POLDER_MAIL_URL begins with “{parts.scheme}:”; Polder knows file:, console: and smtp://…")
