"""What follows from events of the matrix, after commit: records of findings, and word of a broken glass (G15)."""

import json
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db.models import QuerySet
from django.utils import formats, translation
from django.utils.translation import gettext as _

from polder.governance import findings, store
from polder.governance.models import Glass
from polder.governance.operations.planning import run_planned
from polder.ground.ledger import rounds
from polder.ground.ledger.models import Delivery, Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Organisation, Person


@reacts_to(
    "change_set.applied", "organisation.*", "person.*", "unit.*", "holding.*", "body.*", "seat.*", "deputyship.*"
)
def look_for_findings(event: Event) -> None:
    """Many events of one act, one look: while a later event waits for this too, that one does it."""
    later = Delivery.objects.filter(reaction=_LOOKING, done_at=None, event__gt=event.number)
    if not later.exists():
        findings.sync(event.at)


_LOOKING = "governance.reactions.look_for_findings"  # as the ledger calls it


@reacts_to("glass.broken", in_transaction=False)
def tell_of_broken_glass(event: Event) -> None:
    """A mail at once to who acts as A and to the guardian's chair; the screen shows it too."""
    glass = Glass.objects.select_related("person", "aspect").filter(pk=int(event.thing.partition(":")[2])).first()
    if glass is None or glass.valid_until is None:
        return
    until = glass.valid_until.astimezone(store.zone(store.facts_now()))
    words = {"person": glass.person.name, "aspect": glass.aspect.name, "reason": glass.reason}
    for person in _told(event, apart_from=glass.person_id):
        with _in_language_of(person):
            said = words | {"until": formats.date_format(until, "DATETIME_FORMAT")}
            send_mail(
                _("Break-glass on %(aspect)s") % said,
                _(
                    "%(person)s has taken all powers on “%(aspect)s” until %(until)s.\n\n"
                    "The reason given: %(reason)s\n\n"
                    "You are told because you answer for it, or chair its guardian. It is in the ledger, and in the "
                    "papers of the next meeting."
                )
                % said,
                None,
                [person.email or ""],
            )


@reacts_to("organisation.loaded", in_transaction=False)
def tell_of_loading(event: Event) -> None:
    """Loading over a matrix that is in force leaves the trace of break-glass: the guardian's chair is told."""
    data = json.loads(event.data)
    for person in _told(event):
        with _in_language_of(person):
            counted = {name: sum(data[name].values()) for name in ("added", "changed", "removed")}
            send_mail(
                _("The organisation and its matrix were loaded anew"),
                _(
                    "The operator at the machine loaded a file over the organisation: %(added)s things were added, "
                    "%(changed)s changed and %(removed)s removed.\n\n"
                    "You are told because you chair the guardian of the matrix. Every change is in the ledger."
                )
                % counted,
                None,
                [person.email or ""],
            )


def _told(event: Event, *, apart_from: int = 0) -> QuerySet[Person]:
    """Who is told by mail of an event that lists them; those without an address see it on their screen."""
    return Person.objects.filter(pk__in=json.loads(event.data)["told"], email__isnull=False).exclude(pk=apart_from)


def _in_language_of(person: Person) -> AbstractContextManager[object]:
    organisation = Organisation.objects.filter(pk=1).first()
    return translation.override(person.language or (organisation.language if organisation else "nl"))


@rounds.every(timedelta(seconds=30))
def apply_what_is_planned(at: datetime) -> None:
    """Plans whose day has come, each at its own moment."""
    run_planned(at)


@rounds.every(timedelta(minutes=10))
def look_at_the_clock(at: datetime) -> None:
    """Findings come and go with time alone: a letter that ends, a caretaker of a month."""
    findings.sync(at)
