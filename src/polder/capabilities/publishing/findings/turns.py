"""Whose turn it is: each page every night, the longest not looked at first; what changed goes before the others."""

from collections.abc import Collection
from datetime import datetime
from time import monotonic
from typing import Final

from django.db.models import F, Q
from wagtail.models import ReferenceIndex

from polder.capabilities.publishing.findings import pdfs, written_links
from polder.capabilities.publishing.findings.recording import examine
from polder.capabilities.publishing.models import Attachment, FileLook, Look, Page
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to

SLICE: Final = 50  # pages in one transaction, so that others who write wait for less than a second
_PATIENCE: Final = 15.0  # seconds of one round; what is left has its turn in the next
_NEWCOMERS: Final = 20_000
_FILES: Final = 20
_MANY: Final = 500  # keys in one question


def look(at: datetime) -> int:
    """The pages whose turn it is, until none is left or the round has taken long enough. How many."""
    began, looked = monotonic(), 0
    while monotonic() - began < _PATIENCE:
        turn = Look.objects.filter(due__lte=at).order_by("-asked", "due", "page")
        numbers = list(turn.values_list("page", flat=True)[:SLICE])
        if not numbers:
            break
        examine(numbers, at)
        looked += len(numbers)
    return looked


def welcome(at: datetime) -> int:
    """Pages that readers see and that have no turn yet are given one. How many."""
    without = Page.objects.filter(Q(look=None) | Q(look__due=None), live=True, binned_at=None, aspect__isnull=False)
    return ask_for(list(without.values_list("pk", flat=True)[:_NEWCOMERS]), at, asked=False)


def look_into_files(at: datetime) -> int:
    """Files that are new or other than they were; the pages that show one have their turn at once. How many."""
    rows = Attachment.objects.filter(file__iendswith=".pdf")
    new = list(rows.filter(Q(look=None) | ~Q(look__digest=F("file_hash"))).order_by("pk")[:_FILES])
    began, looked = monotonic(), 0
    for document in new:
        if monotonic() - began > _PATIENCE:
            break
        state = pdfs.state_of(document)
        facts = {"digest": document.file_hash, "state": state, "looked_at": at}
        FileLook.objects.update_or_create(document=document, defaults=facts)
        ask_for(_leading_to(document), at)
        looked += 1
    return looked


def ask_for(numbers: Collection[int], at: datetime, *, asked: bool = True) -> int:
    """These pages are looked at as soon as may be. How many."""
    listed = sorted(numbers)
    for first in range(0, len(listed), _MANY):
        some = listed[first : first + _MANY]
        Look.objects.bulk_create([Look(page_id=number) for number in some], ignore_conflicts=True)
        Look.objects.filter(page__in=some).update(due=at, asked=asked)
    return len(listed)


def look_outside(at: datetime) -> int:
    """What other sites answer, where the operator allows to ask; pages on which that is news have their turn. How many."""
    return ask_for(written_links.look_outside(at), at)


@reacts_to(
    "page.published", "page.unpublished", "page.expired", "page.binned", "page.restored", "page.aimed", "page.moved", "page.placed",
    "page.address_given",
)  # fmt: skip
def look_again(event: Event) -> None:
    """What became of a page shows on itself, on those under it that went with it, and on those that link to it."""
    page = Page.objects.filter(pk=int(event.thing.partition(":")[2])).first()
    if page is None:
        return
    branch = [page]
    if event.kind in {"page.binned", "page.restored"}:
        branch = list(Page.objects.filter(path__startswith=page.path, aspect__isnull=False))
    numbers = {one.pk for one in branch}
    for one in branch:
        numbers |= _leading_to(one) | written_links.leading_to(one)
    ask_for(numbers, event.at)


def _leading_to(thing: Page | Attachment) -> set[int]:
    """Pages that name it by its number, as Wagtail's index of references has it."""
    rows = ReferenceIndex.get_references_to(thing).values_list("object_id", flat=True)
    numbers = {int(number) for number in rows if number.isdecimal()}
    return (
        set(Page.objects.filter(pk__in=numbers, aspect__isnull=False).values_list("pk", flat=True))
        if numbers
        else set()
    )
