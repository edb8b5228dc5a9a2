"""The tour: six steps in three minutes, to be left and resumed. Where somebody is stands in their session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from polder.demo.story import SUCCESSOR
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Person

SESSION_KEY = "tour"  # number of the step, from 0; absent: not begun, or ended


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to see. `persona` is who one must be to see it; `address` is made when asked (the URLs are not there yet)."""

    title: str | Promise
    text: str | Promise
    persona: str
    address: Callable[[], str]


def _day_after_the_leave() -> date:
    """When the leaver's seat is empty: a demo may be older than a week."""
    left = Person.objects.filter(key="fatima-benali").values_list("left_on", flat=True).first()
    return localdate(left or timezone.now(), ZoneInfo("Europe/Amsterdam")) + timedelta(days=1)


def _successor() -> str:
    """The change set that waits for the chair, whatever its number became."""
    waiting = ChangeSet.objects.filter(title=SUCCESSOR.title).first()
    return reverse("governance:change_set", args=[waiting.pk]) if waiting else reverse("governance:change_sets")


def _aspect(key: str) -> Callable[[], str]:
    return lambda: reverse("governance:aspect", args=[key])


STEPS: tuple[Step, ...] = (
    Step(
        _("Who decides about the homepage?"),
        _(
            "Look at “Who decides here?”: who answers for the layout of the homepage, who does the work, who is asked first and who is told. Every governed page shows the same."
        ),
        "lotte-visser",
        _aspect("homepage-layout"),
    ),
    Step(
        _("Why may you not?"),
        _(
            "You are Lotte, an author. The local editors are told about the homepage, so you may not publish there. “What may you do here?” gives the reason for each no, and says who can."
        ),
        "lotte-visser",
        _aspect("homepage-layout"),
    ),
    Step(
        _("What happens when the accountable leaves?"),
        _(
            "Fatima heads knowledge management and leaves next week. This is the matrix the day after: her seat is hatched, and the next one up the line is caretaker. Nothing falls between two desks. Move the date staff to see it today."
        ),
        "kim-hoekstra",
        lambda: f"{reverse('governance:matrix')}?party=unit:knowledge-management&at={_day_after_the_leave()}",
    ),
    Step(
        _("What would a change do?"),
        _(
            "Kim proposes a successor, and you are asked to decide. The simulation says who gains and who loses what, and which findings vanish. Nothing has changed yet."
        ),
        "anna-de-wit",
        _successor,
    ),
    Step(
        _("What does the ledger say?"),
        _(
            "Everything that happened to the matrix: who, for whom, by which mandate. The database refuses to change a line of it."
        ),
        "anna-de-wit",
        lambda: reverse("governance:history"),
    ),
    Step(
        _("Your own spreadsheet"),
        _(
            "Drop the RACI file of your organisation. Polder shows what it understood beside the original, and asks what it cannot know. Nothing is saved until you say so."
        ),
        "kim-hoekstra",
        lambda: reverse("governance:import"),
    ),
)


def step_of(request: HttpRequest) -> int | None:
    """The step somebody is at, or None when they are on no tour."""
    number = request.session.get(SESSION_KEY)
    return number if isinstance(number, int) and 0 <= number < len(STEPS) else None
