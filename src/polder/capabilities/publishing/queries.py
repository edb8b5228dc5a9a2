"""What readers get: only what is for them. What they may not see does not exist for them (P10)."""

from dataclasses import dataclass
from datetime import datetime

from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.tree import PART_DEPTH, front_page
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above, as far as the reader may see it."""

    title: str
    address: str


def at_path(path: str, person: Person, at: datetime) -> Page | None:
    """The page with the address `/path/`, of its own kind, when the person may read it. Four queries."""
    wanted = front_page().url_path + "/".join(part for part in path.split("/") if part) + "/"
    found: Page | None = Page.objects.filter(readable(person, at), url_path=wanted, aspect__isnull=False).first()
    return None if found is None else found.specific


def below(page: Page, person: Person, at: datetime) -> list[Page]:
    """The readable pages right under this one in its language, by title."""
    children = Page.objects.filter(readable(person, at), depth=page.depth + 1, path__startswith=page.path)
    return list(children.filter(locale=page.locale_id, aspect__isnull=False).order_by("title"))


def above(page: Page, person: Person, at: datetime) -> list[Crumb]:
    """From the part down to the page's parent. A page between that is not for the reader is left out."""
    steps = page.get_ancestors().filter(readable(person, at), depth__gt=PART_DEPTH).order_by("depth")
    return [Crumb(step.title, step.url) for step in steps]


def translations(page: Page, person: Person, at: datetime) -> list[Page]:
    """The same page in other languages, as far as it is published there."""
    others = Page.objects.filter(readable(person, at), translation_key=page.translation_key).exclude(pk=page.pk)
    return list(others.select_related("locale"))
