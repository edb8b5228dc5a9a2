from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "polder.capabilities.calendars"
    label = "calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        from polder.base.navigation import WORK, Entry, registry
        from polder.ground.ledger import subjects, words

        subjects.register("feed", lambda numbers: {}, gone=_("a link to a calendar"))
        words.register("feed.made", _("%(who)s made a link to their calendar."), private=True)
        words.register("feed.revoked", _("%(who)s took a link to their calendar back."), private=True)
        registry.register(Entry("year", _("Calendar"), "calendar", "calendars:year", WORK, 45))
