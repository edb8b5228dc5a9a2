"""Registrations of notifications."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "polder.capabilities.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from polder.base import navigation
        from polder.base.frame import frame
        from polder.base.navigation import Entry
        from polder.capabilities.notifications import badge, following  # noqa: F401  # rounds register themselves
        from polder.ground.ledger import words

        words.register("telling.changed", _("%(who)s chose how to be told."), private=True)
        navigation.registry.register(
            Entry(
                "inbox", _("Inbox"), "inbox", "notifications:inbox", navigation.WORK, 20, phone=True, letter="i",
                mark=badge.of_inbox,
            )
        )  # fmt: skip
        frame.top.append(badge.of_notices)
