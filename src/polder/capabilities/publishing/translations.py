"""Which translations are behind: what they were made from was published anew since they were published or compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from polder.capabilities.publishing.models import Page
from polder.governance import mandate
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Language:
    """One of the languages of a page: its page, where there is one, and whether that is behind."""

    code: str
    name: str
    page: Page | None
    behind: bool


def is_behind(page: Page, source: Page) -> bool:
    """Was `source`, from which the page was translated, published since the page followed it? No query."""
    if page.translated_from_id != source.pk or not (page.live and source.live) or source.binned_at is not None:
        return False
    return page.followed_on is None or (source.published_on is not None and source.published_on > page.followed_on)


def behind() -> Q:
    """The same as a condition for pages."""
    newer = Q(followed_on=None) | Q(translated_from__published_on__gt=F("followed_on"))
    return newer & Q(live=True, binned_at=None, translated_from__live=True, translated_from__binned_at=None)


def to_follow(person: Person, at: datetime) -> QuerySet[Page]:
    """Translations that are behind, on aspects where the person may edit; the longest behind first in each."""
    rows = Page.objects.filter(behind(), mandate.things_where(person, "edit", at=at), aspect__isnull=False)
    with_source = rows.select_related("aspect", "locale", "translated_from__locale", "translated_from__published_by")
    return with_source.order_by("aspect__path", "translated_from__published_on", "pk")


def source_if_behind(page: Page, others: Iterable[Page]) -> Page | None:
    """Of the page's other languages, as far as the reader may see them, the one that it is behind."""
    return next((other for other in others if is_behind(page, other)), None)


def languages_of(page: Page) -> list[Language]:
    """Each language that pages are written in here, for who may see drafts on the page's aspect. One query."""
    rows = Page.objects.filter(translation_key=page.translation_key).exclude(aspect=None)
    known = {row.locale.language_code: row for row in rows.select_related("locale", "translated_from")}
    return [
        Language(
            code, gettext(str(name)), found := known.get(code),
            behind=found is not None and found.translated_from is not None and is_behind(found, found.translated_from),
        )
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]  # fmt: skip
