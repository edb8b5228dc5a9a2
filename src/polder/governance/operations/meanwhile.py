"""Two people at the same cell: the second is told what the first did, and chooses (optimistic locking)."""

import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from polder.governance.changes import Assign, MatrixLine, Unassign
from polder.governance.errors import Stale
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party, Person

_SHOWN = 20


def refuse(lines: Sequence[MatrixLine], *, since: int) -> None:
    """Raises Stale when an assignment was changed after event number `since` in a cell that the lines are about.

    A cell is an aspect and a party; an A concerns whoever is A there. At most four queries.
    """
    if acts.matrix_version() <= since:
        return
    cells = {(line.aspect, line.party) for line in lines if isinstance(line, Assign | Unassign)}
    with_a = {line.aspect for line in lines if isinstance(line, Assign | Unassign) and line.letter == "A"}
    aspects = dict(Aspect.objects.filter(key__in={aspect for aspect, _party in cells}).values_list("pk", "key"))
    found = []
    for event in Event.objects.filter(number__gt=since, kind__startswith="assignment.", aspect__in=aspects):
        data = json.loads(event.data)
        party = _party(data["party"])
        aspect = aspects[event.aspect or 0]
        if party and ((aspect, party.ref) in cells or (data["letter"] == "A" and aspect in with_a)):
            found.append(_said(event, data, party, aspect))
    if found:
        raise Stale(
            _("Somebody changed the same cells since you opened them. Nothing of yours is saved yet."),
            differences=found[:_SHOWN],
            version=acts.matrix_version(),
        )


def _party(subject: str) -> Party | None:
    kind, _colon, number = subject.partition(":")
    return Party.objects.filter(kind=kind, **{f"{kind}_id": int(number)}).select_related(kind).first()


def _said(event: Event, data: dict[str, str], party: Party, aspect: str) -> str:
    who = None if event.actor is None else Person.objects.filter(pk=event.actor).first()
    words = {
        "who": who.name if who else _("A decision"),
        "party": party.name,
        "letter": data["letter"],
        "aspect": Aspect.objects.get(key=aspect).name,
    }
    if event.kind == "assignment.added":
        return _("%(who)s gave %(party)s the letter %(letter)s on “%(aspect)s”.") % words
    return _("%(who)s ended the letter %(letter)s of %(party)s on “%(aspect)s”.") % words
