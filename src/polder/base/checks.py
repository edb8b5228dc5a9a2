"""System checks: a menu that leads nowhere or shows no icon is found at start, not by a reader."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from polder.base import navigation
from polder.base.icons import icon_exists


@register("polder")
def navigation_leads_somewhere(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """base.E001: an entry's address; base.E002: its icon."""
    found: list[CheckMessage] = []
    for entry in navigation.registry.entries.values():
        try:
            reverse(entry.url_name)
        except NoReverseMatch:
            problem = f"The menu entry {entry.key!r} leads to {entry.url_name!r}, which is no address."
            found.append(Error(problem, hint="Name a URL without arguments.", id="base.E001"))
        if not icon_exists(entry.icon):
            problem = f"The menu entry {entry.key!r} wants the icon {entry.icon!r}, which does not exist."
            found.append(Error(problem, hint="Take a name of lucide.dev or of base/icons.py.", id="base.E002"))
    return found
