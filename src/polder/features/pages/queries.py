"""What readers get: only what is for them. What they may not see does not exist for them (P10)."""

from dataclasses import dataclass
from datetime import datetime

from polder.capabilities.publishing import tree
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Page
from polder.features.pages.models import ContentPage
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above, as far as the reader may see it."""

    title: str
    address: str


def at_path(path: str, person: Person, at: datetime) -> ContentPage | None:
    """The page at this path below the front page, when the person may read it. Two queries."""
    front = tree.front_page()
    wanted = front.url_path + "/".join(part for part in path.split("/") if part) + "/"
    found: ContentPage | None = (
        ContentPage.objects.filter(readable(person, at), url_path=wanted)
        .select_related("aspect", "locale", "verified_by", "published_by")
        .first()
    )
    return found


def sections(person: Person, at: datetime) -> list[ContentPage]:
    """The readable pages right under the front page, by title. Two queries."""
    return _children_of(tree.front_page(), person, at)


def below(page: Page, person: Person, at: datetime) -> list[ContentPage]:
    """The readable pages right under this one, by title."""
    return _children_of(page, person, at)


def above(page: Page, person: Person, at: datetime) -> list[Crumb]:
    """From the section down to the page's parent. A page between that is not for the reader is left out."""
    steps = page.get_ancestors().filter(readable(person, at), depth__gt=2).order_by("depth")
    return [Crumb(step.title, step.url) for step in steps]


def translations(page: Page, person: Person, at: datetime) -> list[ContentPage]:
    """The same page in other languages, as far as it is published there."""
    return list(
        ContentPage.objects.filter(readable(person, at), translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .select_related("locale")
    )


def _children_of(page: Page, person: Person, at: datetime) -> list[ContentPage]:
    return list(
        ContentPage.objects.filter(readable(person, at), depth=page.depth + 1, path__startswith=page.path)
        .filter(locale=page.locale_id)
        .order_by("title")
        .defer("body")
    )
