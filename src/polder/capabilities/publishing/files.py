"""Who may have which file: whoever may read a page that shows it, or the drafts of its aspect (P10)."""

from datetime import datetime

from wagtail.models import ReferenceIndex

from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Attachment, Page, Picture
from polder.governance import mandate
from polder.ground.organisation.models import Person

SIZES = frozenset({"fill-192x108", "fill-640x293", "max-1200x600", "max-800x800", "max-165x165"})
"""The sizes in which pictures are shown; no other is made, or anybody could fill the disk."""


def may_have(person: Person, file: Picture | Attachment, at: datetime) -> bool:
    """At most six queries. A file that no page shows is there for its authors only."""
    if not person.counts(at):
        return False
    if file.aspect is not None and mandate.may(person, "view_draft", file.aspect, at=at).allowed:
        return True
    shown_on = {int(number) for number in ReferenceIndex.get_references_to(file).values_list("object_id", flat=True)}
    return Page.objects.filter(readable(person, at), pk__in=shown_on).exists()
