"""Minutes drafted from what happened: who was there, what was decided and how, who does what (B10)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.html import escape, linebreaks
from django.utils.text import slugify
from django.utils.translation import gettext as _

from polder.base.validity import valid_at
from polder.base.words import say_day, say_list
from polder.capabilities.publishing import audiences, operations, readings, tree
from polder.features.bodies.errors import NotFound, WrongState
from polder.features.bodies.models import Action, Meeting, Minutes
from polder.features.bodies.operations.common import require_lead
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Party, Person, Seat

type Block = tuple[str, object]


def write_minutes(meeting: Meeting, *, by: Person, at: datetime) -> Minutes:
    """A draft under the body's aspect, for the body; it is approved and published along the route of every page.

    Raises NotFound, NotAssigned, WrongState (not held, or written already), Refused without `edit` on the aspect.
    """
    with acts.act():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("body").filter(pk=meeting.pk).first()
        if row is None or row.opened_at is None:
            raise NotFound(_("This meeting has not been held."))
        require_lead(row.body, by, at)
        if Minutes.objects.filter(meeting=row).exists():
            raise WrongState(_("There are minutes of this meeting already."))
        aspect = aspect_of_minutes(row.body)
        if aspect is None:
            raise WrongState(_("“%(body)s” holds no aspect to keep its minutes under.") % {"body": row.body.name})
        day = say_day(readings.calendar().today(row.opened_at))
        title = _("Minutes of %(body)s, %(day)s") % {"body": row.body.name, "day": day}
        minutes = Minutes(
            meeting=row, title=title[:255], slug=slugify(f"{row.body.key}-{row.opened_at:%Y-%m-%d}-{row.pk}")
        )
        minutes.body = list(_blocks(row))
        minutes.audience = audiences.audience_of([Party.objects.get(body=row.body)])
        return operations.write(minutes, parent=tree.part("minutes"), aspect=aspect, by=by, at=at)


def aspect_of_minutes(body: Body) -> Aspect | None:
    """The first aspect of its charter, else the topmost one that it guards, else the root. Two queries at most."""
    named = (body.charter or {}).get("aspects") or []
    found = Aspect.objects.filter(key__in=named[:1]).first()
    return (
        found
        or Aspect.objects.filter(guardian=body).order_by("depth").first()
        or Aspect.objects.filter(parent=None).first()
    )


def _blocks(meeting: Meeting) -> Iterator[Block]:
    yield from _who(meeting)
    for item in meeting.items.order_by("pk"):
        yield "heading", item.title
        yield "text", linebreaks(item.noted or item.text or _("Nothing was noted."), autoescape=True)
    for decision in meeting.decisions.select_related("proposal").order_by("pk"):
        yield "heading", decision.proposal.title[:120]
        yield "text", _paragraph(_outcome(decision.adopted, decision.count))
    actions = list(meeting.actions.select_related("owner"))
    if actions:
        yield "heading", _("Actions")
        rows = "".join(f"<li>{escape(_agreed(each))}</li>" for each in actions)
        yield "text", f"<ul>{rows}</ul>"


def _agreed(action: Action) -> str:
    words = {"name": action.owner.name, "day": say_day(action.due), "what": action.title}
    return _("%(name)s, by %(day)s: %(what)s") % words


def _who(meeting: Meeting) -> Iterator[Block]:
    present = {row.person_id: row.person for row in meeting.present.select_related("person")}
    held = meeting.opened_at or meeting.begins_at
    seated = Seat.objects.filter(valid_at(held), body=meeting.body).select_related("person")
    absent = {seat.person.name for seat in seated if seat.person_id not in present}
    yield "heading", _("Present")
    yield "text", _paragraph(say_list(sorted(person.name for person in present.values())) or _("Nobody."))
    if absent:
        yield "text", _paragraph(_("Absent: %(names)s.") % {"names": say_list(sorted(absent))})


def _outcome(adopted: bool, count: dict[str, object]) -> str:
    votes = count.get("votes")
    counted = votes if isinstance(votes, dict) else {}
    words = {"yes": counted.get("yes", 0), "no": counted.get("no", 0) + counted.get("objection", 0)}
    if adopted:
        return _("Adopted: %(yes)s for, %(no)s against.") % words
    return _("Rejected: %(yes)s for, %(no)s against.") % words


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
