"""A body is set up, with its charter, rhythm and seats in one act; and each of them is changed afterwards (B1-B5)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.capabilities.publishing import readings
from polder.features.bodies import sitting
from polder.features.bodies.errors import Invalid, NotAssigned
from polder.features.bodies.models import Purpose
from polder.features.bodies.operations.common import note
from polder.features.bodies.operations.rhythms import Terms, changes, keep
from polder.features.bodies.rules import cadence as rhythms
from polder.governance.facts import Charter
from polder.ground.organisation.models import Body, Person
from polder.ground.organisation.operations import bodies, editing, registration
from polder.ground.organisation.operations.bodies import BodyFields
from polder.ground.organisation.watch import Change, changing


@dataclass(frozen=True, slots=True)
class Place:
    """A seat that is given while the body is set up."""

    person: Person
    kind: str
    function: str
    alternate: Person | None = None
    valid_until: datetime | None = None


def set_up(
    *, fields: BodyFields, purpose: str, mandate: str, places: Sequence[Place], by: Person, at: datetime
) -> Body:
    """By whoever registers. Functions that nobody sits for yet are asked for all the same: `missing_voice`.

    Raises Inactive, NotAssigned, Invalid (a rhythm nobody can meet by, a quorum of functions without a seat), WrongState.
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        _refuse_rhythm(fields.get("cadence"), at)
        if not purpose.strip():
            raise Invalid(_("Say what the body is for."))
        body = bodies.add(by=by, at=at, **fields)
        _say(body, purpose, mandate)
        if body.cadence:
            keep(body, Terms(), set_on=readings.calendar().today(max(at, body.valid_from or at)))
        for place in places:
            begins = body.valid_from if body.valid_from is not None and body.valid_from > at else None
            bodies.seat(body, by=by, at=at, valid_from=begins, **_as_fields(place))
        note("body.chartered", f"body:{body.pk}", body=body, by=by, at=at, data=_facts(body.charter))
    return body


def recharter(
    body: Body,
    *,
    purpose: str,
    mandate: str,
    charter: dict[str, Any] | None = None,
    by: Person,
    at: datetime,
    seen: editing.Values | None = None,
) -> Body:
    """Its words by the chair and the secretary too; what it may decide by whoever registers, and by a decision.

    `charter` None leaves that as it is. Raises NotAssigned, Invalid, Stale.
    """
    with changing(Change(by, at)):
        row = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        if charter is not None and charter != row.charter:
            registration.require(by, at)
        else:
            _require_keeper(row, by, at)
        editing.refuse_stale(row, seen)
        if not purpose.strip():
            raise Invalid(_("Say what the body is for."))
        worded = _say(row, purpose, mandate)
        if charter is not None and charter != row.charter:
            write_charter(row, charter, by=by, at=at)
        elif worded:
            note("body.purpose_said", f"body:{row.pk}", body=row, by=by, at=at)
    return row


def write_charter(row: Body, charter: dict[str, Any], *, by: Person | None, at: datetime) -> None:
    """Inside `changing`; `by` None is an adopted decision."""
    row.charter = charter
    row.save(update_fields=["charter"])
    note("body.chartered", f"body:{row.pk}", body=row, by=by, at=at, data=_facts(charter))


def set_rhythm(
    body: Body,
    *,
    cadence: str | None,
    terms: Terms | None = None,
    by: Person,
    at: datetime,
    seen: editing.Values | None = None,
) -> Body:
    """Chair, secretary, whoever stands in, and whoever registers. Raises NotAssigned, Invalid, Stale."""
    terms = terms or Terms()
    with changing(Change(by, at)):
        row = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        _require_keeper(row, by, at)
        editing.refuse_stale(row, seen)
        _refuse_rhythm(cadence, at, terms.since)
        if (cadence or None) != (row.cadence or None) or (cadence and changes(row, terms)):
            row.cadence = cadence or None
            row.save(update_fields=["cadence"])
            if row.cadence:
                keep(row, terms, set_on=readings.calendar().today(at))
            note("body.rhythm_set", f"body:{row.pk}", body=row, by=by, at=at, data={"cadence": row.cadence})
    return row


def keeps(body: Body, person: Person, at: datetime) -> bool:
    """May the person change its words and its rhythm? One query."""
    return person.operator or sitting.leads(body, person, at)


def _require_keeper(body: Body, by: Person, at: datetime) -> None:
    if not keeps(body, by, at):
        raise NotAssigned(
            _("This is for the chair and the secretary of “%(body)s”, and for whoever registers.") % {"body": body.name}
        )


def _refuse_rhythm(cadence: str | None, at: datetime, since: date | None = None) -> None:
    trouble = rhythms.trouble(cadence, today=readings.calendar().today(at), since=since) if cadence else None
    if trouble is not None:
        raise Invalid(why_not(trouble))


def why_not(trouble: rhythms.Trouble) -> str:
    """What is wrong with a rhythm, in words."""
    return {
        "unknown": _("Calendars do not understand this rhythm. Write for example FREQ=MONTHLY;BYDAY=2TU."),
        "endless": _("Nearly every day for years is no rhythm. Say until when, or meet less often."),
        "ended": _("This rhythm has ended already. Choose a last day that is still to come."),
        "never": _("This rhythm falls on no day of the next three years."),
    }[trouble]


def _say(body: Body, purpose: str, mandate: str) -> bool:
    """Did anything change?"""
    words = {"purpose": purpose.strip(), "mandate": mandate.strip()}
    if Purpose.objects.filter(body=body, **words).exists():
        return False
    Purpose.objects.update_or_create(body=body, defaults=words)
    return True


def _as_fields(place: Place) -> dict[str, Any]:
    return {
        "person": place.person, "kind": place.kind, "function": place.function, "alternate": place.alternate,
        "valid_until": place.valid_until,
    }  # fmt: skip


def _facts(charter: dict[str, object] | None) -> dict[str, Any]:
    """What the ledger keeps: keys and numbers."""
    return {"charter": charter}


def charter_document(charter: Charter) -> dict[str, Any]:
    """As a body keeps it; what is not limited is left out."""
    written = {name: value for name, value in asdict(charter).items() if value is not None}
    if "aspects" in written:
        written["aspects"] = list(written["aspects"])
    if "quorum" in written:
        quorum = {name: value for name, value in written["quorum"].items() if value}
        written["quorum"] = {**quorum, **({"functions": list(quorum["functions"])} if "functions" in quorum else {})}
    return written
