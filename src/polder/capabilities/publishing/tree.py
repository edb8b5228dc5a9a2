"""The tree of pages: one front page, under which every published thing has its place."""

from wagtail.models import Site

from polder.capabilities.publishing.models import Page


def front_page() -> Page:
    """The page at `/`, under which features put theirs; made by the first migration. Raises `Page.DoesNotExist`."""
    found: Page = Page.objects.get(pk=Site.objects.values_list("root_page", flat=True).get(is_default_site=True))
    return found
