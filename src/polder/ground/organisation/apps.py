"""Registrations of the organisation."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "polder.ground.organisation"
    label = "organisation"
    verbose_name = _("Organisation")

    def ready(self) -> None:
        from polder.base.frame import frame
        from polder.ground.organisation import reactions, telling  # noqa: F401  # a reaction registers itself
        from polder.ground.organisation.signin.choices import keep_choices, kept_choices

        telling.register()
        frame.organisation = _name_of_organisation
        frame.keep_preferences = keep_choices
        frame.stored_preferences = kept_choices
        _register_navigation()


def _name_of_organisation(request: HttpRequest) -> str:
    organisation = getattr(request, "organisation", None)
    return organisation.name if organisation else ""


def _is_operator(request: HttpRequest) -> bool:
    person = getattr(request, "person", None)
    return bool(person is not None and person.operator)


def _register_navigation() -> None:
    from polder.base import navigation
    from polder.base.navigation import Entry

    for entry in (
        Entry("people", _("People"), "people", "organisation:people", navigation.WORK, 50, phone=True, letter="p"),
        Entry("units", _("Units"), "network", "organisation:units", navigation.WORK, 55, letter="u"),
        Entry("roles", _("Roles"), "id-card", "organisation:roles", navigation.GOVERNANCE, 40),
        Entry("bodies", _("Bodies"), "landmark", "organisation:bodies", navigation.GOVERNANCE, 50, letter="b"),
        Entry("deputies", _("Deputies"), "user-round-check", "organisation:deputies", navigation.GOVERNANCE, 60),
        Entry(
            "registration", _("Registration"), "clipboard-list", "organisation:registration",
            navigation.MANAGEMENT, 10, visible=_is_operator,
        ),
        Entry("me", _("How you sign in"), "key-round", "organisation:me", navigation.ACCOUNT, 20),
        Entry("my_page", _("Your page"), "circle-user-round", "organisation:my_page", navigation.ACCOUNT, 10),
    ):  # fmt: skip
        navigation.registry.register(entry)
