"""What readers get: only what is for them. What they may not see does not exist for them (P10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from polder.base.validity import valid_at
from polder.capabilities.publishing.audiences import asked_to_read, readable
from polder.capabilities.publishing.models import Addition, Change, Duty, Page
from polder.capabilities.publishing.tagging import words_of_page
from polder.capabilities.publishing.tree import PART_DEPTH
from polder.governance import mandate
from polder.governance.models import Membership
from polder.ground.organisation.models import Person
from polder.ground.organisation.queries.directory import visible_people
from polder.ground.organisation.views.acting import asker_of


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above, as far as the reader may see it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who reads at a moment: what is for them is worked out once, for all lists of the answer."""

    person: Person
    at: datetime
    visible: Q

    @classmethod
    def of(cls, person: Person, at: datetime) -> "Visit":
        """One query."""
        return cls(person, at, readable(person, at))

    def people(self) -> QuerySet[Person]:
        """Whom the visitor may find, of those who are here."""
        return visible_people(self.person, self.at) & Person.objects.active(self.at)


def visit_of(request: HttpRequest) -> Visit:
    """Who reads in this request, and what is for them; worked out once."""
    known: Visit | None = getattr(request, "visit", None)
    if known is None:
        known = request.visit = Visit.of(asker_of(request), timezone.now())  # type: ignore[attr-defined]
    return known


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page, as far as the visitor may read it."""

    crumbs: list[Crumb]
    below: list[Page]
    translations: list[Page]


def at_path(path: str, visit: Visit) -> Page | None:
    """The page with the address `/path/`, of its own kind, when the visitor may read it. Two queries.

    `must_read` says whether somebody asked that they read it.
    """
    root: str = Site.get_site_root_paths()[0].root_path
    wanted = root + "/".join(part for part in path.split("/") if part) + "/"
    asked = Duty.objects.filter(asked_to_read(visit.person, visit.at), page=OuterRef("pk"))
    rows = Page.objects.filter(visit.visible, url_path=wanted, aspect__isnull=False)
    found = rows.annotate(must_read=Exists(asked), tag_words=words_of_page()).only("pk", "content_type").first()
    if found is None:
        return None
    kind = found.cached_content_type.model_class()
    shown: Page = kind._default_manager.select_related("aspect", "locale", "published_by").get(pk=found.pk)
    shown.must_read, shown.tag_words = found.must_read, found.tag_words
    return shown


def seen_by(person: Person, at: datetime) -> QuerySet[Page]:
    """Pages that the person may know of: what they may read, and all under aspects whose drafts they may see."""
    return Page.objects.filter(readable(person, at) | mandate.things_where(person, "view_draft", at=at))


def asked_about(page: Page, person: Person, at: datetime) -> bool:
    """Does the change under way wait for the person, or did somebody add them to those who are asked about it?

    Then they see its route, and nothing else that is not published. Two queries at most.
    """
    open_change = Change.objects.filter(page=page, closed_at=None)
    if open_change.filter(waiting__person=person).exists():
        return True
    mine = Membership.objects.filter(valid_at(at), person=person, asked=True).values("party")
    added = Addition.objects.filter(withdrawn_at=None, party__in=mine, change__in=open_change.filter(state__in=_ASKED))
    return added.exists()


_ASKED = (Change.State.CONSULTING, Change.State.APPROVING, Change.State.SCHEDULED)


def below(page: Page, visit: Visit, language: str) -> list[Page]:
    """The readable pages right under this one that stand in menus, in their order (M13), then by title: of each the one in
    the reader's language, where there is one."""
    children = Page.objects.filter(visit.visible, depth=page.depth + 1, path__startswith=page.path)
    found: dict[object, Page] = {}
    for child in children.filter(aspect__isnull=False, off_menu=False).select_related("locale").order_by("title"):
        if child.translation_key not in found or child.locale.language_code == language:
            found[child.translation_key] = child
    return in_menu_order(found.values())


def in_menu_order(pages: Iterable[Page]) -> list[Page]:
    """Those that were given a place first, the others by title."""
    return sorted(pages, key=lambda one: (one.menu_place is None, one.menu_place or 0, one.title.casefold()))


def around(page: Page, visit: Visit) -> Around:
    """From the part down to its parent, what lies right under it, and the same in other languages. One query.

    A page between that is not for the visitor is left out.
    """
    ends = range(page.steplen * (PART_DEPTH + 1), len(page.path), page.steplen)
    line = [page.path[:end] for end in ends]
    under = Q(depth=page.depth + 1, path__startswith=page.path, locale=page.locale_id)
    wanted = Q(path__in=line) | under | Q(translation_key=page.translation_key)
    rows = Page.objects.filter(visit.visible, wanted, aspect__isnull=False).exclude(pk=page.pk)
    found = list(rows.select_related("locale").order_by("title"))
    return Around(
        crumbs=[Crumb(row.title, row.url) for row in sorted(found, key=lambda row: row.depth) if row.path in line],
        below=in_menu_order(
            row for row in found if row.depth == page.depth + 1 and row.path.startswith(page.path) and not row.off_menu
        ),
        translations=[row for row in found if row.translation_key == page.translation_key],
    )
