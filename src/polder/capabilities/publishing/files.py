"""Who may have which file: whoever may read a page that shows it, or the drafts of its aspect (P10)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import ReferenceIndex

from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Attachment, DraftFile, Page, Picture
from polder.governance import mandate
from polder.ground.organisation.models import Person

type File = Picture | Attachment

SIZES = frozenset({"fill-192x108", "fill-640x293", "max-1200x600", "max-800x800", "max-165x165"})
"""The sizes in which pictures are shown; no other is made, or anybody could fill the disk."""

KINDS: Final[Mapping[str, type[File]]] = {"pictures": Picture, "documents": Attachment}
"""By the word in addresses."""


def may_have(person: Person, file: File, at: datetime) -> bool:
    """At most six queries. A file that no page shows is there for its authors only; one in the bin for nobody."""
    if not person.counts(at) or file.binned_at is not None:
        return False
    if file.aspect is not None and mandate.may(person, "view_draft", file.aspect, at=at).allowed:
        return True
    return is_shown(file, at) and pages_with(file).filter(readable(person, at)).exists()


def is_shown(file: File | None, at: datetime) -> bool:
    """Do readers get it now? No query."""
    if file is None or file.binned_at is not None:
        return False
    return file.hidden_until is None or file.hidden_until <= at


def ref_of(file: File) -> str:
    """What the ledger calls it: `picture:4`, `document:4`."""
    return f"{'picture' if isinstance(file, Picture) else 'document'}:{file.pk}"


def kind_of(file: File) -> str:
    """The word in its addresses."""
    return "pictures" if isinstance(file, Picture) else "documents"


def pages_with(file: File) -> QuerySet[Page]:
    """Pages that have it in the text that is kept with them, whoever may see these."""
    rows = ReferenceIndex.get_references_to(file).values_list("object_id", flat=True)
    return Page.objects.filter(pk__in={int(number) for number in rows}, binned_at=None)


def used_on(files: Collection[File], person: Person, at: datetime) -> Mapping[int, list[Page]]:
    """By number of file (all of one kind): the pages that have it, as far as the person may see them. Four queries.

    In a newer version than readers see it counts for who may see drafts there.
    """
    if not files:
        return {}
    kind = ContentType.objects.get_for_model(type(next(iter(files))))
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=[str(file.pk) for file in files])
    pairs = {(int(to), int(number)) for to, number in rows.values_list("to_object_id", "object_id")}
    drafts = mandate.things_where(person, "view_draft", at=at) & Q(binned_at=None)
    by_ref = {ref_of(file): file.pk for file in files}
    written = DraftFile.objects.filter(ref__in=by_ref, page__in=Page.objects.filter(drafts).values("pk"))
    new = {(by_ref[ref], number) for ref, number in written.values_list("ref", "page")}
    numbers = {number for _to, number in pairs | new}
    pages = Page.objects.filter(readable(person, at) | drafts, aspect__isnull=False).in_bulk(numbers)
    found: dict[int, list[Page]] = defaultdict(list)
    for to, number in sorted(pairs | new):
        if number in pages:
            found[to].append(pages[number])
    return found


def kept_by(kind: type[File], person: Person, at: datetime, *, wanted: str = "") -> "QuerySet[File]":
    """Files on aspects where the person may edit, the newest first; with `wanted` in title or name of the file."""
    rows = kind._default_manager.filter(mandate.things_where(person, "edit", at=at), binned_at=None)
    if wanted:
        rows = rows.filter(Q(title__icontains=wanted) | Q(file__icontains=wanted))
    return rows.select_related("aspect", "uploaded_by_user").order_by("-created_at", "-pk")
