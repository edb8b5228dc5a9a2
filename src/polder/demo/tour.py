"""The tour: six steps in three minutes, to be left and resumed. Where somebody is stands in their session."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SESSION_KEY = "tour"  # number of the step, from 0; absent: not begun, or ended


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to see. `persona` is who one must be to see it; `address` is made when asked (the URLs are not there yet)."""

    title: str | Promise
    text: str | Promise
    persona: str
    address: Callable[[], str]


def _aspect(key: str) -> Callable[[], str]:
    return lambda: reverse("governance:aspect", args=[key])


STEPS: tuple[Step, ...] = (
    Step(
        _("Who decides about the homepage?"),
        _(
            "Look at the panel on the right: who answers for the layout of the homepage, who does the work, who is asked first and who is told. Every governed page shows the same."
        ),
        "lotte-visser",
        _aspect("homepage-layout"),
    ),
    Step(
        _("Why may you not?"),
        _(
            "You are Lotte, an author. On the homepage you are told, so you may not publish. Each refusal says why, and who can."
        ),
        "lotte-visser",
        _aspect("homepage-layout"),
    ),
    Step(
        _("What happens when the accountable leaves?"),
        _(
            "Fatima heads knowledge management and leaves next week. Move the date staff eight days ahead: her seat is hatched, and the next one up the line is caretaker. Nothing falls between two desks."
        ),
        "kim-hoekstra",
        lambda: reverse("governance:matrix") + "?party=unit:knowledge-management",
    ),
    Step(
        _("What would a change do?"),
        _(
            "A successor stands ready as a change set. Its simulation says who gains and who loses what, and which findings vanish. Nothing has changed yet."
        ),
        "anna-de-wit",
        lambda: reverse("governance:change_sets"),
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
