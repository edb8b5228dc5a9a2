"""What a proposal began as: the form opens filled in with it, and it is told what comes of the proposal."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.validity import valid_at
from polder.features.bodies import queries
from polder.features.bodies.models import Decision
from polder.governance import becoming
from polder.governance.becoming import Begun, Door, Made, Turn, Way
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Body, Person, Seat

_SHOWN: Final = 6
_TURNS: Final[Mapping[str, Turn]] = {
    "decision.adopted": "accepted",
    "decision.rejected": "declined",
    "decision.in_effect": "in_effect",
    "decision.failed": "failed",
}
_WORDS: Final[Mapping[Turn | Begun, str | Promise]] = {
    "begun": gettext_lazy("It is proposed, to be decided"),
    "accepted": gettext_lazy("It is decided: yes"),
    "declined": gettext_lazy("It is decided: no"),
    "in_effect": gettext_lazy("What was decided holds from now on"),
    "failed": gettext_lazy("It was decided, and could not be carried out"),
}


def register() -> None:
    """Called once, in `ready()`."""
    becoming.register_way("proposal", Way(doors=_doors, find=_find, words=_WORDS))


def _doors(aspect: Aspect, person: Person, at: datetime) -> list[Door]:
    """To the bodies in which the person has a seat, and the nearest guardian of the aspect. Two queries."""
    line = [int(number) for number in aspect.path.strip("/").split("/")]
    guarded = Aspect.objects.filter(pk__in=line, guardian__isnull=False).order_by("-depth")
    guardian = guarded.values_list("guardian", flat=True).first()
    seats = Seat.objects.filter(valid_at(at), Q(person=person) | Q(alternate=person), body=OuterRef("pk"))
    bodies = Body.objects.filter(valid_at(at)).filter(Q(Exists(seats)) | Q(pk=guardian)).order_by("name")
    return [
        Door(_("Propose it to %(body)s") % {"body": body.name}, reverse("bodies:proposal_new", args=[body.key]))
        for body in bodies[:_SHOWN]
    ]


def _find(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Made]:
    """Two queries."""
    rows = queries.proposals_visible_to(person, at).in_bulk(list(numbers))
    return {number: Made(row.title, row.get_absolute_url()) for number, row in rows.items()}


@reacts_to(*_TURNS)
def tell_what_it_began_as(event: Event) -> None:
    """That it was adopted or rejected, and that what was adopted took effect or could not be carried out."""
    proposal = Decision.objects.filter(pk=event.thing.partition(":")[2]).values_list("proposal", flat=True).first()
    if proposal is not None:
        becoming.turned(f"proposal:{proposal}", _TURNS[event.kind], event.at)
