"""The organisation's events as sentences, and what its numbers are called (ledger/words.py, ledger/subjects.py)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.words import say_list, say_span
from polder.ground.ledger import subjects, words
from polder.ground.ledger.words import Sentence, Told
from polder.ground.organisation.models import Body, Organisation, Person, Role, Seat, Unit
from polder.ground.organisation.queries import closed, directory

_MODELS = {"person": Person, "unit": Unit, "role": Role, "body": Body, "organisation": Organisation}


def register() -> None:
    """Called once, in `ready()`."""
    gone_person = gettext_lazy("somebody who is no longer registered")
    find = subjects.of_model("organisation.Person")
    subjects.register("person", find, gone=gone_person, seen=_people_seen, unseen=gettext_lazy("somebody"))
    for kind, gone in {
        "unit": gettext_lazy("a unit that was removed"),
        "role": gettext_lazy("a role that was removed"),
        "body": gettext_lazy("a body that was removed"),
    }.items():
        hidden, unseen = (closed.hidden_bodies, gettext_lazy("a body")) if kind == "body" else (None, gone)
        find = subjects.of_model(f"organisation.{kind.capitalize()}")
        subjects.register(kind, find, gone=gone, hidden=hidden, unseen=unseen)
    subjects.register("seat", lambda _numbers: {}, gone=_UNNAMED["seat"], hidden=closed.hidden_seats)
    for kind in ("holding", "deputyship", "invitation", "organisation"):
        subjects.register(kind, lambda _numbers: {}, gone=_UNNAMED[kind])
    for event, sentence in _SENTENCES.items():
        words.register(event, sentence)
    for kind in _MODELS:
        words.register(f"{kind}.changed", _tell_of_change)
    for event, sentence in _PRIVATE.items():
        words.register(event, sentence, private=True)


def _people_seen(reader: Person, at: datetime) -> QuerySet[Person] | None:
    """The ledger names whoever was here to who works here; guests know some people."""
    return directory.visible_people(reader, at) if reader.named_only else None


_UNNAMED = {
    "holding": gettext_lazy("the holding of a role"),
    "seat": gettext_lazy("a seat"),
    "deputyship": gettext_lazy("a deputyship"),
    "invitation": gettext_lazy("an invitation"),
    "organisation": gettext_lazy("the organisation"),
}


def _span(told: Told) -> str:
    begin, end = (_moment(told.data.get(name)) for name in ("from", "until"))
    return say_span(begin, end, timezone.get_current_timezone(), timezone.localdate())


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def _tell_of_change(told: Told) -> Sentence:
    """“Noor changed the head and the name of Finance.”"""
    model = _MODELS[told.event.thing.partition(":")[0]]
    labels = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    what = say_list([labels.get(name, name) for name in told.data.get("changed", [])])
    return Sentence(gettext_lazy("%(who)s changed %(what)s of %(thing)s."), {"what": what})


def _tell_of_leaving(told: Told) -> Sentence:
    was_and_is = told.data.get("left_on") or [None, None]
    span = say_span(None, _moment(was_and_is[-1]), timezone.get_current_timezone(), timezone.localdate())
    return Sentence(gettext_lazy("%(who)s noted that %(thing)s leaves: here %(span)s."), {"span": span})


def _seat_words(told: Told) -> dict[str, str]:
    kind = told.data.get("seat", "")
    label = dict(Seat.Kind.choices).get(kind, kind)
    return {"seat": str(label).lower(), "span": _span(told)}


def _tell_of_seat(told: Told) -> Sentence:
    template = {
        "seat.added": _("%(who)s gave %(person)s a seat in %(body)s as %(seat)s, %(span)s."),
        "seat.changed": _("%(who)s changed the seat of %(person)s in %(body)s as %(seat)s, %(span)s."),
        "seat.ended": _("%(who)s ended the seat of %(person)s in %(body)s as %(seat)s, %(span)s."),
        "seat.removed": _("%(who)s took back the seat of %(person)s in %(body)s as %(seat)s."),
    }[told.event.kind]
    return Sentence(template, _seat_words(told))


def _tell_of_holding(told: Told) -> Sentence:
    template = {
        "holding.added": _("%(who)s gave %(person)s the role %(role)s, %(span)s."),
        "holding.changed": _("%(who)s changed how long %(person)s holds the role %(role)s: %(span)s."),
        "holding.ended": _("%(who)s ended the role %(role)s of %(person)s, %(span)s."),
        "holding.removed": _("%(who)s took back the role %(role)s of %(person)s."),
    }[told.event.kind]
    return Sentence(template, {"span": _span(told)})


def _tell_of_deputyship(told: Told) -> Sentence:
    template = {
        "deputyship.added": _("%(who)s named %(by)s deputy for %(for)s, %(span)s."),
        "deputyship.ended": _("%(who)s ended the deputyship of %(by)s for %(for)s, %(span)s."),
        "deputyship.removed": _("%(who)s took back the deputyship of %(by)s for %(for)s."),
    }[told.event.kind]
    return Sentence(template, {"span": _span(told)})


def _tell_of_body_end(told: Told) -> Sentence:
    return Sentence(gettext_lazy("%(who)s ended %(thing)s, %(span)s."), {"span": _span(told)})


_SENTENCES: dict[str, words.Text | words.Teller] = {
    "person.added": gettext_lazy("%(who)s registered %(thing)s."),
    "person.left": _tell_of_leaving,
    "person.removed": gettext_lazy("%(who)s removed somebody from the registration."),
    "person.forgotten": gettext_lazy("%(who)s emptied what was known of somebody who left."),
    "operator.added": gettext_lazy("%(who)s named %(thing)s operator."),
    "operator.removed": gettext_lazy("%(who)s ended that %(thing)s is an operator."),
    "unit.added": gettext_lazy("%(who)s added the unit %(thing)s."),
    "unit.removed": gettext_lazy("%(who)s removed a unit."),
    "role.added": gettext_lazy("%(who)s added the role %(thing)s."),
    "role.removed": gettext_lazy("%(who)s removed a role."),
    "body.added": gettext_lazy("%(who)s set up %(thing)s."),
    "body.ended": _tell_of_body_end,
    "body.removed": gettext_lazy("%(who)s removed a body."),
    **dict.fromkeys(("holding.added", "holding.changed", "holding.ended", "holding.removed"), _tell_of_holding),
    **dict.fromkeys(("seat.added", "seat.changed", "seat.ended", "seat.removed"), _tell_of_seat),
    **dict.fromkeys(("deputyship.added", "deputyship.ended", "deputyship.removed"), _tell_of_deputyship),
}
_PRIVATE: dict[str, words.Text | words.Teller] = {
    "preferences.changed": gettext_lazy("%(who)s chose language or theme."),
    "invitation.added": gettext_lazy("%(who)s invited somebody to sign in."),
    "invitation.withdrawn": gettext_lazy("%(who)s withdrew an invitation."),
    "invitation.used": gettext_lazy("%(who)s signed in with a one-time code."),
}
