"""Acts on people: the registration's own, and naming a deputy. The operations are those of the organisation."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from polder.capabilities.rehearsing import acts, keys
from polder.capabilities.rehearsing.errors import Misfit, NotFound
from polder.capabilities.rehearsing.keys import Given, Reader
from polder.capabilities.rehearsing.moments import Calendar
from polder.capabilities.rehearsing.nodes import Node, Scalar
from polder.capabilities.rehearsing.stage import Stage
from polder.governance.organisation_file import values
from polder.governance.organisation_file.errors import MisfitError
from polder.ground.organisation.models import Person, Role, Unit
from polder.ground.organisation.operations import bodies, deputies, people, roles

_SEATS = ("chair", "secretary", "member", "advisor")


def register() -> None:
    """Called once, in `ready()`."""
    span = {"from": keys.may(keys.moment), "until": keys.may(keys.moment)}
    place = {"role": keys.may(keys.name), "body": keys.may(keys.name)}
    seat = {"seat": keys.may(keys.one_of(*_SEATS)), "function": keys.may(keys.text), "alternate": keys.may(keys.name)}
    person = {"person": keys.need(keys.name)}
    acts.register("nothing", keys={}, run=_nothing, unsaid=True, traced=False)
    acts.register("leave", keys={**person, "from": keys.may(keys.moment)}, run=_leave, unsaid=True)
    acts.register("join", keys={"person": keys.need(keys.table(_person_keys()))}, run=_join, unsaid=True)
    acts.register("appoint", keys={**person, **place, **seat, **span}, run=_appoint, unsaid=True, check=_check_appoint)
    acts.register("dismiss", keys={**person, **place}, run=_dismiss, unsaid=True, check=_check_place)
    two = {"for": keys.need(keys.name), "deputy": keys.need(keys.name)}
    acts.register("deputise", keys={**two, **span}, run=_deputise, nobody=True)


def _person_keys() -> keys.Keys:
    """A person as an organisation file has one; only key and name must be there."""
    text = values.text(200)
    return {
        "key": keys.need(_as_in_file(values.key)),
        "name": keys.need(_as_in_file(text)),
        "email": keys.may(_as_in_file(values.or_null(values.email))),
        "unit": keys.may(keys.or_null(keys.name)),
        "active_from": keys.may(keys.or_null(keys.moment)),
        "left_on": keys.may(keys.or_null(keys.moment)),
        "number": keys.may(_as_in_file(values.or_null(values.text(40)))),
        "kind": keys.may(keys.one_of("employee", "guest")),
        "sponsor": keys.may(keys.or_null(keys.name)),
        "location": keys.may(_as_in_file(values.or_null(text))),
        "languages": keys.may(keys.list_of(_as_in_file(values.text(100)))),
    }


def _as_in_file(read: values.Read[Any]) -> Reader[Any]:
    """What reads a value of an organisation file reads one here."""

    def from_node(node: Node, _calendar: Calendar) -> Any:
        if not isinstance(node, Scalar):
            raise Misfit(_("This must be a text, and is %(what)s.") % {"what": keys.shown(node)})
        try:
            return read(node.written if node.bare and node.value is not None else node.value)
        except MisfitError as misfit:
            raise Misfit(str(misfit)) from None

    return from_node


def _check_place(given: Given) -> Iterator[str]:
    if ("role" in given) == ("body" in given):
        yield _("One of role and body belongs here.")


def _check_appoint(given: Given) -> Iterator[str]:
    yield from _check_place(given)
    for name in ("seat", "function", "alternate"):
        if "body" not in given and name in given:
            yield _("“%(key)s” belongs to a body.") % {"key": name}
        if "body" in given and name not in given and name != "alternate":
            yield _("“%(key)s” is missing here.") % {"key": name}


def _nothing(_stage: Stage, _by: Person | None, _given: Given) -> None:
    """Time passes."""


def _leave(stage: Stage, by: Person | None, given: Given) -> None:
    people.leave(stage.person(given["person"]), by=by, at=stage.at, left_on=given.get("from"))


def _join(stage: Stage, by: Person | None, given: Given) -> None:
    fields = dict(given["person"])
    unit, sponsor = fields.get("unit"), fields.get("sponsor")
    fields["unit"] = None if unit is None else _unit(unit)
    fields["sponsor"] = None if sponsor is None else stage.person(sponsor)
    fields["languages"] = list(fields.get("languages", ()))
    people.register(by=by, at=stage.at, **fields)


def _appoint(stage: Stage, by: Person | None, given: Given) -> None:
    person = stage.person(given["person"])
    begin, end = given.get("from"), given.get("until")
    if "role" in given:
        roles.hold(_role(given["role"]), person=person, by=by, at=stage.at, valid_from=begin, valid_until=end)
        return
    body = stage.body(given["body"])
    alternate = stage.person(given["alternate"]) if "alternate" in given else None
    bodies.seat(
        body, person=person, kind=given["seat"], function=given["function"], alternate=alternate,
        by=by, at=stage.at, valid_from=begin, valid_until=end,
    )  # fmt: skip


def _dismiss(stage: Stage, by: Person | None, given: Given) -> None:
    person = stage.person(given["person"])
    if "role" in given:
        roles.dismiss(_role(given["role"]), person=person, by=by, at=stage.at)
    else:
        bodies.dismiss(stage.body(given["body"]), person=person, by=by, at=stage.at)


def _deputise(stage: Stage, by: Person | None, given: Given) -> None:
    deputies.deputise(
        stage.person(given["for"]), deputy=stage.person(given["deputy"]), by=by, at=stage.at,
        valid_from=given.get("from"), valid_until=given.get("until"),
    )  # fmt: skip


def _role(key: str) -> Role:
    role = Role.objects.filter(key=key).first()
    if role is None:
        raise NotFound(_("There is no role “%(key)s”.") % {"key": key})
    return role


def _unit(key: str) -> Unit:
    unit = Unit.objects.filter(key=key).first()
    if unit is None:
        raise NotFound(_("There is no unit “%(key)s”.") % {"key": key})
    return unit
