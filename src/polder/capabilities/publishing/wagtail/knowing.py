"""Which pages an author may know of in Wagtail's screens: what they may read, drafts they may see, and the way to these.

Of every other page they see no title, in no tree, chooser or search, and its address answers 404.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.permissions import policy_registry

from polder.base.sent_numbers import numbers_in
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Page
from polder.governance import mandate
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

_NAMES = ("page_id", "parent_page_id")  # what Wagtail's addresses call the number of a page


def known(person: Person, at: datetime) -> Q:
    """A condition for pages: readable ones, drafts of theirs, and the frame of the tree, which belongs to no aspect."""
    drafts = Q(binned_at__isnull=True) & mandate.things_where(person, "view_draft", at=at)
    return readable(person, at) | drafts | Q(aspect__isnull=True)


def require_known(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Raises `Http404` when the address, or what is chosen at it, is of a page that the author may not know of."""
    asked = {int(kwargs[name]) for name in _NAMES if name in kwargs}
    asked |= set(numbers_in(request.GET.getlist("id"))) if not asked else set()
    if not asked:
        return
    person = asker_of(request)
    found = set(Page.objects.filter(known(person, timezone.now()), pk__in=asked).values_list("pk", flat=True))
    if asked - found:
        explorable = policy_registry.get_by_type(Page).explorable_instances(person)
        if explorable.filter(pk__in=asked - found).count() < len(asked - found):
            raise Http404
