"""The tree of pages: a front page, under it one part for each feature, under these everything that is published."""

from django.utils.functional import Promise
from wagtail.models import Site

from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.models.pages import as_operation, part_names

PART_DEPTH = 3
"""Root, front page, part: how deep a part lies in Wagtail's tree."""


def front_page() -> Page:
    """The page at `/`, made by the first migrations. Two queries. Raises `Page.DoesNotExist`."""
    found: Page = Page.objects.get(pk=Site.objects.values_list("root_page", flat=True).get(is_default_site=True))
    return found


def part(slug: str) -> Page:
    """The part of a feature (`news`), whose pages have addresses under `/news/`; made when it is first asked for.

    A part has no aspect: what belongs to which aspect is said by each page under it. Call it inside a transaction.
    """
    found: Page | None = Page.objects.filter(depth=PART_DEPTH, slug=slug).first()
    if found is not None:
        return found
    made = Page(title=slug.capitalize(), slug=slug, live=True)
    with as_operation():
        front_page().add_child(instance=made)
    return made


def call(slug: str, name: str | Promise) -> None:
    """Say, once at start, what the part is called in the tree of the editor."""
    part_names[slug] = name


def part_path(page: Page) -> str:
    """Where in Wagtail's tree the part lies that a page belongs to."""
    found: str = page.path[: page.steplen * PART_DEPTH]
    return found


def hold(page: Page) -> None:
    """Keep the part of the page as it is until the transaction ends: paths in the tree change one act at a time."""
    Page.objects.select_for_update(of=("self",)).filter(path=part_path(page)).first()
