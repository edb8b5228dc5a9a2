"""Registrations of notifications."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "polder.capabilities.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from polder.base import navigation
        from polder.base.frame import frame
        from polder.base.navigation import Entry
        from polder.capabilities.notifications import badge, following, operating  # noqa: F401  # rounds register themselves
        from polder.ground.ledger import words

        words.register("telling.changed", _("%(who)s chose how to be told."), private=True)
        operating.register()
        for entry in (
            Entry(
                "inbox", _("Inbox"), "inbox", "notifications:inbox", navigation.WORK, 20, phone=True, letter="i",
                mark=badge.of_inbox,
            ),
            Entry("telling", _("How you are told"), "bell", "notifications:settings", navigation.ACCOUNT, 30),
            Entry(
                "post", _("Mail"), "mail", "notifications:post", navigation.MANAGEMENT, 30, visible=_is_operator,
            ),
        ):  # fmt: skip
            navigation.registry.register(entry)
        frame.top.append(badge.of_notices)


def _is_operator(request: HttpRequest) -> bool:
    person = getattr(request, "person", None)
    return bool(person is not None and person.operator)
