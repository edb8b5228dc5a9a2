"""What publishing asks of people, for the one inbox (notifications/tasks.py). Bounded queries, whatever the number."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import audiences, leaving, readings, returned, reviewing, standing_in
from polder.capabilities.publishing.models import Acknowledgement, Duty, Page, Request, Waiting
from polder.capabilities.publishing.route import clocks
from polder.governance import mandate
from polder.ground.organisation.models import Person


def for_person(person: Person, at: datetime) -> Iterator[Task]:
    """Advise, approve, mend, review, read: what waits for the person at `at`."""
    yield from _routes(person, at)
    yield from _returned(person, at)
    yield from _left(person, at)
    yield from _reviews(person, at)
    yield from _readings(person, at)


def _routes(person: Person, at: datetime) -> Iterator[Task]:
    running = Request.objects.filter(
        change=OuterRef("change"), round=OuterRef("change__round"), answered_at=None, withdrawn_at=None
    )
    rows = (
        Waiting.objects.filter(person=person)
        .select_related("change__page__aspect", "change__page__locale")
        .order_by("since", "pk")
    )
    calendar = readings.calendar()
    listed = list(rows.annotate(advice_due=Subquery(running.order_by("ends_at").values("ends_at")[:1])))
    for_whom = standing_in.names(person, (row.change for row in listed if row.kind == "approve"), at)
    for row in listed:
        page = row.change.page
        consult = row.kind == "consult"
        begun = row.change.approving_since or row.since
        due = row.advice_due if consult else calendar.after(begun, clocks.APPROVE_DAYS[0])
        yield Task(
            kind=row.kind,
            thing=f"page:{page.pk}",
            title=page.draft_title or page.title,
            language=page.locale.language_code,
            detail=page.aspect.name if page.aspect else "",
            address=_route(page),
            verb=_("Advise") if consult else _("Approve"),
            letter="C" if consult else "A",
            due=due,
            late=due is not None and due <= at,
            since=row.since,
            shown=str(page.revision_number),
            acting_for=for_whom.get(row.change_id, ""),
        )


def _returned(person: Person, at: datetime) -> Iterator[Task]:
    for each in returned.to(person, at):
        change = each.author.change
        yield Task(
            kind="returned",
            thing=f"page:{change.page_id}",
            title=each.title or _("A page that you wrote in"),
            language=change.page.locale.language_code if each.title else "",
            detail=each.reason,
            address=_route(change.page) if each.goes_on else reverse("publishing:aside", args=[change.page_id]),
            verb=_("Mend") if each.goes_on else _("Look"),
            letter="R" if each.goes_on else "",
            since=change.settled_at,
        )


def _left(person: Person, at: datetime) -> Iterator[Task]:
    for change in leaving.left_to(person, at):
        yield Task(
            kind="left",
            thing=f"page:{change.page_id}",
            title=change.page.draft_title or change.page.title,
            language=change.page.locale.language_code,
            detail=_("It was sent back, and nobody who wrote it goes on with it.")
            if change.state == change.State.RETURNED
            else _("Whoever wrote this has left; it was never submitted."),
            address=_route(change.page),
            verb=_("Go on"),
            letter="R",
            since=change.settled_at,
        )


def _reviews(person: Person, at: datetime) -> Iterator[Task]:
    today = readings.calendar().today(at)
    concerned = mandate.things_where(person, "edit", at=at)  # R or A here; who of them is asked, the ladder says
    due = (
        Page.objects.filter(reviewing.due(today), concerned)
        .select_related("aspect", "locale")
        .order_by("review_on", "pk")
    )
    asked = reviewing.Asked(at, today)
    for page in due:
        if page.review_on is not None and person.key in asked.of(page):
            yield Task(
                kind="review",
                thing=f"page:{page.pk}",
                title=page.title,
                language=page.locale.language_code,
                detail=page.aspect.name if page.aspect else "",
                address=page.url,
                verb=_("Still right?"),
                letter="R",
                due=page.review_on,
                late=page.review_on < today,
            )


def _readings(person: Person, at: datetime) -> Iterator[Task]:
    today = readings.calendar().today(at)
    read = dict(Acknowledgement.objects.filter(person=person).order_by("asked").values_list("duty", "asked"))
    duties = Duty.objects.filter(audiences.asked_to_read(person, at)).filter(audiences.open_at(at, "page__"))
    for duty in duties.select_related("page__aspect", "page__locale").order_by("before", "pk"):
        if read.get(duty.pk) != duty.asked:
            yield Task(
                kind="read",
                thing=f"page:{duty.page_id}",
                title=duty.page.title,
                language=duty.page.locale.language_code,
                detail=duty.page.aspect.name if duty.page.aspect else "",
                address=duty.page.url,
                verb=_("Read and confirm"),
                letter="I",
                due=duty.before,
                late=duty.before is not None and duty.before < today,
                since=duty.since,
                shown=str(duty.asked),
            )


def _route(page: Page) -> str:
    return reverse("publishing:route", args=[page.pk])
