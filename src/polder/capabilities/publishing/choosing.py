"""Choosing parties in a form: for whom a page is, who must read it."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Duty, Page
from polder.ground.organisation.models import Party


def context(page: Page) -> dict[str, Any]:
    """What `publishing/_manage.html` takes of parties: all that can be chosen, by kind, and the page's own. Three queries."""
    named: Iterable[Party] = (
        () if page.audience is None else page.audience.parties.select_related("unit", "role", "body", "person")
    )
    return {
        "must_be_read": Duty.objects.filter(page=page).exists(),
        "parties": groups(),
        "aimed": [party.name for party in named],
    }


def groups() -> list[tuple[str, list[Party]]]:
    """Every unit, role and body by name, under what they are. One query."""
    kinds = {Party.Kind.UNIT: _("Units"), Party.Kind.ROLE: _("Roles"), Party.Kind.BODY: _("Bodies")}
    rows = list(Party.objects.filter(kind__in=kinds).select_related("unit", "role", "body"))
    return [
        (label, sorted((row for row in rows if row.kind == kind), key=lambda row: row.name))
        for kind, label in kinds.items()
    ]


def chosen(given: QueryDict, name: str) -> list[Party]:
    """The parties that were chosen. Raises Invalid for one that is not there any more."""
    refs = set(given.getlist(name)) - {""}
    found = list(Party.objects.filter(ref__in=refs))
    if len(found) != len(refs):
        raise Invalid(_("Somebody you chose is not there any more. Choose anew."))
    return found
