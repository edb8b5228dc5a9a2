"""What was sent back, as each of its authors may know it: who has no letter there any more keeps the title they knew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Author, Change, Page
from polder.governance import mandate
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Returned:
    """To one author. `title` is "" where they may know none, `reason` where others wrote what was sent back; who `goes_on`
    may write there."""

    author: Author
    title: str
    reason: str
    goes_on: bool


def to(person: Person, at: datetime, *, page: int | None = None) -> Iterator[Returned]:
    """The oldest first; of one `page` when it is given. Six queries at most, whatever the number."""
    open_ones = Author.objects.filter(
        person=person, laid_aside_at=None, change__closed_at=None, change__page__binned_at=None
    )
    rows = open_ones.filter(change__state=Change.State.RETURNED)
    if page is not None:
        rows = rows.filter(change__page=page)
    found = list(rows.select_related("change__page__aspect", "change__page__locale").order_by("change__settled_at"))
    if not found:
        return
    sees, edits = (
        set(
            rows.filter(mandate.things_where(person, power, at=at, aspect="change__page__aspect")).values_list(
                "pk", flat=True
            )
        )
        for power in ("view_draft", "edit")
    )
    nameless = [row.change.page_id for row in found if row.pk not in sees and not row.returned_title]
    live = (
        dict(Page.objects.filter(readable(person, at), pk__in=nameless).values_list("pk", "title")) if nameless else {}
    )
    for row in found:
        page_of = row.change.page
        newest = page_of.draft_title or page_of.title
        title = newest if row.pk in sees else row.returned_title or live.get(page_of.pk, "")
        reason = row.change.returned_with if row.pk in sees or row.returned_title else ""
        yield Returned(row, title, reason, row.pk in edits)
