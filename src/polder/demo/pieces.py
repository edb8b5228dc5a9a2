"""What the demonstration adds to pages: the step of the tour, and the people to be beside the sign-in form."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from polder.demo.mode import is_demo
from polder.demo.personas import KEYS, PERSONAS
from polder.demo.tour import STEPS, step_of
from polder.ground.organisation.models import Person


def tour_piece(request: HttpRequest) -> str:
    """The current step, above the content; where a tour was left, or not begun, the offer to go on is on home only."""
    if not is_demo() or not request.user.is_authenticated:
        return ""
    step = step_of(request)
    at_home = request.path == "/"
    if step is None and not at_home:
        return ""
    context = {
        "step": None if step is None else STEPS[step],
        "number": 0 if step is None else step + 1,
        "count": len(STEPS),
        "left_at": request.session.get("tour_left_at", 0),
    }
    return render_to_string("demo/_tour.html", context, request)


def personas_piece(request: HttpRequest) -> str:
    """Eight buttons beside the sign-in form."""
    match = request.resolver_match
    if match is None or match.view_name != "account_login" or not is_demo():
        return ""
    names = dict(Person.objects.filter(key__in=KEYS).values_list("key", "name"))
    chosen = [(persona, names[persona.key]) for persona in PERSONAS if persona.key in names]
    return render_to_string("demo/_personas.html", {"personas": chosen}, request)
