"""Points on the agenda, and what people go home with (B10)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from polder.features.bodies import sitting
from polder.features.bodies.errors import Invalid, NotAssigned, NotFound, WrongState
from polder.features.bodies.models import Action, Item, Meeting, Proposal
from polder.features.bodies.operations.common import note, require_lead
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person


def put_on_agenda(meeting: Meeting, *, title: str, text: str = "", by: Person, at: datetime) -> Item:
    """By whoever has a seat. Raises NotAssigned, WrongState for a meeting that is over, Invalid without a title."""
    with acts.act():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
        if not sitting.sits(row.body, by, at):
            raise NotAssigned(_("Points are put on the agenda by the members of “%(body)s”.") % {"body": row.body.name})
        if not (row.is_planned or row.is_open):
            raise WrongState(_("This meeting is over."))
        if not title.strip():
            raise Invalid(_("Say in a few words what it is about."))
        item = Item.objects.create(meeting=row, title=title.strip()[:200], text=text.strip(), by=by, at=at)
        note("meeting.item_added", f"meeting:{row.pk}", body=row.body, by=by, at=at)
    return item


def note_down(item: Item, text: str, *, by: Person, at: datetime) -> Item:
    """What was said on a point, for the minutes, by the chair or the secretary. Raises NotFound, NotAssigned."""
    with acts.act():
        row = Item.objects.select_for_update(of=("self",)).select_related("meeting__body").filter(pk=item.pk).first()
        if row is None:
            raise NotFound(_("This point is not there any more."))
        require_lead(row.meeting.body, by, at)
        row.noted = text.strip()
        row.save(update_fields=["noted"])
        note("meeting.noted", f"meeting:{row.meeting_id}", body=row.meeting.body, by=by, at=at)
    return row


def give_action(
    body: Body,
    *,
    title: str,
    owner: Person,
    due: date,
    by: Person,
    at: datetime,
    meeting: Meeting | None = None,
    proposal: Proposal | None = None,
) -> Action:
    """One owner and a day, by whoever has a seat. Raises NotAssigned, Invalid."""
    with acts.act():
        if not sitting.sits(body, by, at):
            raise NotAssigned(_("Actions are agreed by the members of “%(body)s”.") % {"body": body.name})
        if not title.strip():
            raise Invalid(_("Say in a few words what is to be done."))
        if not owner.counts(at):
            raise Invalid(_("%(name)s does not work here now.") % {"name": owner.name})
        action = Action.objects.create(
            body=body, meeting=meeting, proposal=proposal, title=title.strip()[:200], owner=owner, due=due, made_by=by,
            made_at=at,
        )  # fmt: skip
        note(
            "action.given", f"action:{action.pk}", body=body, by=by, at=at, about=(f"person:{owner.pk}",),
            data={"due": due.isoformat()},
        )  # fmt: skip
    return action


def finish_action(action: Action, *, by: Person, at: datetime) -> Action:
    """Done, says its owner, the chair or the secretary. Raises NotFound, NotAssigned, WrongState."""
    with acts.act():
        row = Action.objects.select_for_update(of=("self",)).select_related("body").filter(pk=action.pk).first()
        if row is None:
            raise NotFound(_("This action is not there any more."))
        if row.owner_id != by.pk:
            require_lead(row.body, by, at)
        if row.done_at is not None:
            raise WrongState(_("This was done already."))
        row.done_at, row.done_by = at, by
        row.save(update_fields=["done_at", "done_by"])
        note("action.done", f"action:{row.pk}", body=row.body, by=by, at=at)
    return row
