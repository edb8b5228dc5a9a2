"""Registrations of rehearsing: what can be done to people and the matrix, and expected of them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RehearsingConfig(AppConfig):
    name = "polder.capabilities.rehearsing"
    label = "rehearsing"
    verbose_name = _("Rehearsals")

    def ready(self) -> None:
        from polder.capabilities.rehearsing import expecting, matrix, people

        people.register()
        matrix.register()
        expecting.register()
