"""People: they join, change, leave, come back, and are forgotten when the law says so."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation import naming
from polder.ground.organisation.errors import Invalid, WrongState
from polder.ground.organisation.models import Party, Person, Unit
from polder.ground.organisation.operations import editing, registration
from polder.ground.organisation.watch import Change, changing

FIELDS = ("name", "email", "number", "kind", "sponsor", "unit", "active_from", "left_on", "location", "languages")
_UNCHECKED = ("password", "groups", "user_permissions")


class PersonFields(TypedDict, total=False):
    """What is registered of a person. Left out in `register`: empty; left out in `change`: as it is."""

    name: str
    email: str | None
    number: str | None
    kind: str
    sponsor: Person | None
    unit: Unit | None
    active_from: datetime | None
    left_on: datetime | None
    location: str | None
    languages: list[str]


def register(*, by: Person | None, at: datetime, key: str = "", **fields: Unpack[PersonFields]) -> Person:
    """Somebody joins: active from now unless `active_from` says otherwise. Without `key` one is made from the name.

    Raises Inactive, NotAssigned, Invalid (the key is taken, too).
    """
    with changing(Change(by, at, widening_allowed=True)):
        registration.require(by, at)
        if key and Person.objects.filter(key=key).exists():
            raise Invalid(_("“%(key)s” is registered already.") % {"key": key}, field="key")
        values = _tidy(fields)
        if values.get("active_from") is None:
            values["active_from"] = at
        person = Person(key=key or naming.free_key(Person, values.get("name") or ""), **values)
        person.set_unusable_password()
        _check(person, at)
        person.save()
        Party.objects.create(ref=f"person:{person.key}", kind=Party.Kind.PERSON, person=person)
        data: dict[str, object] = {"kind": person.kind, "unit": editing.subject("unit", person.unit_id)}
        data |= {"sponsor": editing.subject("person", person.sponsor_id)}
        data |= {"active_from": _iso(person.active_from), "left_on": _iso(person.left_on)}
        _record("person.added", person, by=by, at=at, data=data)
    return person


def change(
    person: Person,
    *,
    by: Person | None,
    at: datetime,
    seen: editing.Values | None = None,
    **changes: Unpack[PersonFields],
) -> Person:
    """Change what is registered. `seen` is what the editor saw (editing.as_seen).

    Raises Inactive, NotAssigned, Stale, Invalid. Nothing that differs, no event.
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Person.objects.select_for_update().get(pk=person.pk)
        editing.refuse_stale(row, seen)
        changed = editing.set_values(row, _tidy(changes))
        if not changed:
            return row
        _check(row, at, new_sponsor="sponsor" in changed or "kind" in changed)
        row.save(update_fields=sorted(changed))
        _record("person.changed", row, by=by, at=at, data=editing.facts(row, changed))
    return row


def leave(person: Person, *, by: Person | None, at: datetime, left_on: datetime | None = None) -> Person:
    """The person does not count any more from `left_on` on (now when left out). Never blocked by what they hold (G20).

    Raises Inactive, NotAssigned, WrongState (already gone, not yet here), Invalid (`left_on` in the past).
    """
    when = at if left_on is None else left_on
    with changing(Change(by, at, widening_allowed=True)):
        registration.require(by, at)
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.left_on is not None and row.left_on <= at:
            raise WrongState(_("%(name)s has left already.") % {"name": row.name})
        if row.active_from is not None and at <= row.active_from and when <= row.active_from:
            raise WrongState(_("%(name)s is not here yet at that moment.") % {"name": row.name})
        if when < at:
            raise Invalid(_("Nobody leaves in the past. Choose today or a later day."), field="left_on")
        was, row.left_on = row.left_on, when
        row.save(update_fields=["left_on"])
        _record("person.left", row, by=by, at=at, data={"left_on": [_iso(was), _iso(when)]})
    return row


def readmit(
    person: Person,
    *,
    by: Person | None,
    at: datetime,
    active_from: datetime | None = None,
    left_on: datetime | None = None,
) -> Person:
    """Somebody who left comes back. What still stands in their name counts again; the time away does not.

    Raises Inactive, NotAssigned, WrongState (has not left), Invalid (in the past; a guest without an end).
    """
    begin = at if active_from is None else active_from
    with changing(Change(by, at, widening_allowed=by is None or by.pk != person.pk)):
        registration.require(by, at)
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.left_on is None or row.left_on > at:
            raise WrongState(_("%(name)s has not left.") % {"name": row.name})
        if begin < at:
            raise Invalid(_("Nobody comes back in the past. Choose today or a later day."), field="active_from")
        row.active_from, row.left_on = begin, left_on
        _check(row, at)
        row.save(update_fields=["active_from", "left_on"])
        data = {"changed": ["active_from", "left_on"], "active_from": _iso(begin), "left_on": _iso(left_on)}
        _record("person.changed", row, by=by, at=at, data=data)
    return row


def forget(person: Person, *, by: Person | None, at: datetime) -> Person:
    """Empty what is known of somebody who left (GDPR, L1): name, addresses, sign-in. The ledger holds only the number.

    Raises Inactive, NotAssigned, WrongState (has not left).
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.left_on is None or row.left_on > at:
            raise WrongState(_("%(name)s has not left. Only who has left can be forgotten.") % {"name": row.name})
        row.key, row.name = f"forgotten-{row.pk}", _("Somebody who left")
        row.email = row.number = row.location = None
        row.languages, row.language, row.theme = [], "", ""
        row.set_unusable_password()
        row.save()
        Party.objects.filter(person=row).update(ref=f"person:{row.key}")
        row.invitations.all().delete()
        Authenticator.objects.filter(user=row).delete()
        EmailAddress.objects.filter(user=row).delete()
        _record("person.forgotten", row, by=by, at=at, data={})
    return row


def prefer(person: Person, *, at: datetime, language: str | None = None, theme: str | None = None) -> None:
    """Language of the screens and theme, by the person themselves; None leaves a choice alone. Touches no mandate."""
    chosen = {name: value for name, value in (("language", language), ("theme", theme)) if value is not None}
    with acts.act():
        changed = editing.set_values(person, chosen)
        if changed:
            person.save(update_fields=sorted(changed))
            acts.record(
                "preferences.changed",
                thing=f"person:{person.pk}",
                by=person.pk,
                at=at,
                data={"changed": sorted(changed)},
            )


def _tidy(fields: PersonFields) -> PersonFields:
    """Texts without spaces around them; an empty optional text is None (two empty ones would clash)."""
    tidy = fields.copy()
    if "name" in tidy:
        tidy["name"] = " ".join(tidy["name"].split())
    for name in ("email", "number", "location"):
        if name in tidy:
            tidy[name] = (tidy[name] or "").strip() or None
    return tidy


def _check(person: Person, at: datetime, *, new_sponsor: bool = True) -> None:
    if not person.name:
        raise Invalid(_("Write a name."), field="name")
    others = Person.objects.exclude(pk=person.pk)
    if person.email and others.filter(email__iexact=person.email).exists():
        raise Invalid(_("Somebody else has this e-mail address."), field="email")
    if person.number and others.filter(number__iexact=person.number).exists():
        raise Invalid(_("Somebody else has this personnel number."), field="number")
    _refuse_crossed_names(person)
    if person.active_from and person.left_on and person.left_on <= person.active_from:
        raise Invalid(_("Somebody leaves after they arrive."), field="left_on")
    _check_guest(person, at, new_sponsor)
    editing.check(person, exclude=_UNCHECKED)


def _refuse_crossed_names(person: Person) -> None:
    """Signing in goes by number, or by key where there is neither number nor address: nobody may bear both meanings."""
    if person.number and Person.objects.exclude(pk=person.pk).filter(
        Q(key=person.number.casefold()), email=None, number=None
    ):
        raise Invalid(_("Somebody else signs in with this."), field="number")
    if not person.number and not person.email and Person.objects.filter(number__iexact=person.key).exists():
        sentence = _("Give a personnel number or an e-mail address: somebody else signs in as “%(key)s”.")
        raise Invalid(sentence % {"key": person.key}, field="number")


def _check_guest(person: Person, at: datetime, new_sponsor: bool) -> None:
    if person.kind != Person.Kind.GUEST:
        if person.sponsor_id is not None:
            raise Invalid(_("Only a guest has a sponsor."), field="sponsor")
        return
    if person.sponsor is None:
        raise Invalid(_("Choose who answers for this guest."), field="sponsor")
    if person.left_on is None:
        raise Invalid(_("A guest has an end date."), field="left_on")
    if new_sponsor and (person.sponsor.kind == Person.Kind.GUEST or not person.sponsor.counts(at)):
        raise Invalid(_("The sponsor of a guest is an active employee."), field="sponsor")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _record(kind: str, person: Person, *, by: Person | None, at: datetime, data: Mapping[str, object]) -> None:
    about = [f"unit:{person.unit_id}"] if person.unit_id else []
    about += [f"person:{person.sponsor_id}"] if person.sponsor_id else []
    acts.record(kind, thing=f"person:{person.pk}", by=by.pk if by else None, at=at, data=data, about=about)
