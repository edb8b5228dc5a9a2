"""Registrations of rehearsing: what can be done to people and the matrix, and expected of them."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def _works_here(request: HttpRequest) -> bool:
    """A guest is shown no rehearsals (scenarios.employee)."""
    person = getattr(request, "person", None)
    return person is not None and person.kind != "guest"


class RehearsingConfig(AppConfig):
    name = "polder.capabilities.rehearsing"
    label = "rehearsing"
    verbose_name = _("Rehearsals")

    def ready(self) -> None:
        from polder.base import navigation
        from polder.capabilities.rehearsing import expecting, matrix, people, worker  # noqa: F401  # registers a round
        from polder.ground.ledger import subjects, words

        people.register()
        matrix.register()
        expecting.register()
        subjects.register("scenario", subjects.of_model("rehearsing.Scenario"), gone=_("a scenario that was removed"))
        words.register("scenario.saved", _("%(who)s wrote the scenario %(thing)s."))
        words.register("scenario.removed", _("%(who)s removed the scenario “%(title)s”."))
        words.register("scenario.played", _("%(who)s had the scenario %(thing)s played."), private=True)
        navigation.registry.register(
            navigation.Entry(
                "rehearsals",
                _("Rehearsals"),
                "play",
                "rehearsing:index",
                navigation.GOVERNANCE,
                35,
                visible=_works_here,
            )
        )
