"""The same page in several languages: a translation begins as a copy, and is said to follow what it was made from."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Locale

from polder.capabilities.publishing import addresses, translations
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.models.pages import OF_THE_PAGE
from polder.capabilities.publishing.operations.common import act_on, aspect_of, note, require
from polder.capabilities.publishing.operations.writing import write
from polder.ground.organisation.models import Person

# What a copy begins without, beside what Wagtail leaves out: who saw it, and when.
_NOT_COPIED = (*OF_THE_PAGE, "slug", "draft_title", "locale", "owner", "live", "live_revision", "latest_revision_created_at",
               "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired", "alias_of")  # fmt: skip


def translate(page: Page, *, language: str, by: Person, at: datetime) -> Page:
    """A draft in another language with the text that readers see, to be translated; same aspect, same audience.

    It stands under the translation of the page above, where there is one, else beside this one. Asks `edit`.
    Raises NotFound, Refused; Invalid for a language that is not spoken here or that the page is in already.
    """
    with act_on(page, at) as (found, _change):
        require(by, "edit", found, at)
        locale = _locale(language)
        _not_there(found, locale)
        parent = _parent(found, locale)
        source: Any = found.specific if found.live else found.specific.get_latest_revision_as_object()
        left_out = [*source.default_exclude_fields_in_copy, *source.exclude_fields_in_copy, *_NOT_COPIED]
        left_out += [
            field.name for field in source._meta.private_fields
        ]  # its revisions and what else hangs on its number
        made: Page = source.copy_cluster(exclude_fields=left_out)[0]
        beside = parent.pk == found.get_parent().pk
        made.slug = addresses.first_free(parent, f"{found.slug[:240]}-{language}" if beside else found.slug)
        made.locale, made.audience, made.translated_from = locale, found.audience, found
        write(made, parent=parent, aspect=aspect_of(found), by=by, at=at)
    return made


def still_the_same(page: Page, *, by: Person, at: datetime) -> None:
    """The translation says what the newest version of its source says, by who may edit. Raises NotFound, Refused, WrongState."""
    with act_on(page, at) as (found, _change):
        granted = require(by, "edit", found, at)
        if found.translated_from is None or not translations.is_behind(found, found.translated_from):
            raise WrongState(_("This translation is not behind."))
        found.followed_on = at
        found.save(update_fields=["followed_on"], clean=False)
        note(found, "page.still_the_same", by=by, at=at, granted=granted)


def _locale(language: str) -> Locale:
    if language not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        raise Invalid(_("Pages are not written in that language here."))
    found: Locale = Locale.objects.get_or_create(language_code=language)[0]
    return found


def _not_there(page: Page, locale: Locale) -> None:
    same = Page.objects.filter(translation_key=page.translation_key, locale=locale).first()
    if same is None:
        return
    if same.binned_at is not None:
        raise Invalid(_("Its page in that language is in the bin. Bring that one back."))
    raise Invalid(_("It is there in that language already."))


def _parent(page: Page, locale: Locale) -> Page:
    above: Page = page.get_parent()
    there = Page.objects.filter(translation_key=above.translation_key, locale=locale, binned_at=None)
    return there.exclude(pk=above.pk).first() or above
