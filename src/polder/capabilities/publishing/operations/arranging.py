"""The order in which pages stand in menus, and which of them (M13). `edit` for the facet design gives the right."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.publishing.designing import aspect_of_layout
from polder.capabilities.publishing.errors import Invalid, NotFound
from polder.capabilities.publishing.models import Page
from polder.governance import mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def arrange(page: Page, *, order: Sequence[Page], off_menu: Collection[Page] = (), by: Person, at: datetime) -> None:
    """Put pages right under `page` in this order; those in `off_menu` are not listed, and stay where they can be read.

    Pages that are not named keep what they had. A translation stands where its original does.
    Raises NotFound, Refused, Invalid for a page that does not stand under this one.
    """
    with acts.act():
        found = Page.objects.select_for_update(of=("self",)).filter(pk=page.pk, binned_at=None).first()
        if found is None:
            raise NotFound(_("This page is not there any more."))
        aspect = aspect_of_layout(found)
        granted = mandate.require(by, "edit", aspect, "design", at=at)
        beneath = Page.objects.filter(depth=found.depth + 1, path__startswith=found.path)
        keys = dict(beneath.filter(pk__in=[one.pk for one in order]).values_list("pk", "translation_key"))
        if len(keys) != len(order):
            raise Invalid(_("One of the pages does not stand here any more. Look at the list again."))
        hidden = {one.pk for one in off_menu}
        for place, one in enumerate(order, start=1):
            beneath.filter(translation_key=keys[one.pk]).update(menu_place=place, off_menu=one.pk in hidden)
        acts.record(
            "page.arranged", thing=f"page:{found.pk}", by=by.pk, at=at, acting_for=granted["for"], aspect=aspect.pk,
            mandate=granted, data={"pages": len(order), "off_menu": len(hidden)},
        )  # fmt: skip
