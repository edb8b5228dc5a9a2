"""What Wagtail does for a page, behind four verbs. Only operations call them, inside their act, after the gate.

Whatever else asks Wagtail to publish or take down a page (its views, its bulk actions, its scheduler) meets
`Page.publish` and `Page.unpublish`, which refuse outside these verbs: there is one way into the open, the route.
"""

from typing import Final

from wagtail.fields import StreamField
from wagtail.models import Revision

from polder.capabilities.publishing.cleaning import clean_texts
from polder.capabilities.publishing.models import Attachment, DraftFile, Page, Picture
from polder.capabilities.publishing.models.pages import as_operation
from polder.ground.organisation.models import Person


def add(page: Page, *, parent: Page, by: Person) -> Revision:
    """Put a new page under `parent`, not live, with its first revision. Raises `ValidationError`."""
    clean_texts(page)
    page.live = False
    page.has_unpublished_changes = True
    page.owner = by
    page.revision_number = 0
    with as_operation():
        parent.add_child(instance=page)
    return save(page, by=by)


def save(page: Page, *, by: Person) -> Revision:
    """Keep the page as it is in memory as its newest revision; readers see nothing of it. Raises `ValidationError`."""
    clean_texts(page)
    page.revision_number += 1
    with as_operation():
        revision: Revision = page.save_revision(user=by)
        Page.objects.filter(pk=page.pk).update(revision_number=page.revision_number)
    _remember_files(page)
    return revision


def _remember_files(page: Page) -> None:
    """Which files its newest version has, for who asks where one is used. One query when they are the same."""
    there = files_in(page)
    before = set(DraftFile.objects.filter(page=page.pk).values_list("ref", flat=True))
    if before - there:
        DraftFile.objects.filter(page=page.pk, ref__in=before - there).delete()
    DraftFile.objects.bulk_create([DraftFile(page_id=page.pk, ref=ref) for ref in sorted(there - before)])


def files_in(page: Page) -> set[str]:
    """The pictures and documents in its fields and texts, as it is in memory, as the ledger calls them. No query."""
    found = set()
    for field in page._meta.concrete_fields:
        value = getattr(page, field.attname)
        if field.related_model in _FILES and value:
            found.add((field.related_model, str(value)))
        elif isinstance(field, StreamField):
            found |= {(model, str(number)) for model, number, *_path in field.extract_references(value)}
    return {f"{_FILES[model]}:{number}" for model, number in found if model in _FILES}


_FILES: Final = {Picture: "picture", Attachment: "document"}


def go_live(page: Page, *, by: Person | None) -> Revision:
    """Show readers the newest revision. `by` is who is named by Wagtail's history; the ledger names who did it."""
    revision: Revision = page.get_latest_revision()
    with as_operation():
        revision.publish(user=by, log_action=False, skip_permission_checks=True)
    return revision


def take_down(page: Page) -> None:
    """Show readers nothing any more; the page and all its revisions stay."""
    with as_operation():
        page.specific.unpublish(log_action=False)  # the gate was asked; Wagtail need not ask again
