"""Django empties the database after a transactional test; the guards of the ledger refuse that. Tests only."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.commands import flush
from wagtail.models import Collection, Locale, Site

from polder.base import guards
from polder.capabilities.publishing.models import Page


class Command(flush.Command):
    """Django's `flush`, between lifting the guards of a test database and setting them again."""

    def handle(self, **options: Any) -> None:
        guards.lift_all(options["database"])
        super().handle(**options)
        guards.set_all(options["database"])
        _put_back()


def _put_back() -> None:
    """What the migrations begin with, and nothing makes again: the front page and all it hangs on."""
    ContentType.objects.clear_cache()
    cache.clear()
    locale = Locale.objects.create(language_code="en")
    Collection.add_root(name="Root")
    root = Page.add_root(instance=Page(title="Root", slug="root", url_path="/", locale=locale))
    front = root.add_child(instance=Page(title="Home", slug="home", locale=locale))
    Site.objects.create(hostname="localhost", root_page=front, is_default_site=True, site_name="Polder")
