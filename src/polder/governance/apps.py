from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polder.base import guards
from polder.base.frame import frame
from polder.base.navigation import GOVERNANCE, Entry, registry

# G9: at most one A at any moment for the same aspect and facet. PostgreSQL has an exclusion constraint for it (made by
# a migration); SQLite gets two triggers that ask the same question.
_CLASH = """
    SELECT RAISE(ABORT, 'second accountable') WHERE NEW.letter = 'A' AND EXISTS (
        SELECT 1 FROM governance_assignment o WHERE o.letter = 'A' AND o.id <> NEW.id
        AND o.aspect_id = NEW.aspect_id AND o.facet = NEW.facet
        AND (o.valid_until IS NULL OR NEW.valid_from IS NULL OR o.valid_until > NEW.valid_from)
        AND (NEW.valid_until IS NULL OR o.valid_from IS NULL OR NEW.valid_until > o.valid_from)
    );
"""


def _one_accountable(when: str) -> guards.Guard:
    return guards.Guard(
        name=f"governance_one_accountable_{when.lower()}",
        table="governance_assignment",
        sqlite=f"CREATE TRIGGER {{name}} AFTER {when} ON governance_assignment BEGIN {_CLASH} END",
        postgresql=(
            "CREATE OR REPLACE FUNCTION governance_nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
            # The exclusion constraint does the work; this keeps one list of names for both databases.
            (
                f"CREATE TRIGGER {{name}} AFTER {when} ON governance_assignment "
                "FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION governance_nothing()"
            ),
        ),
    )


class GovernanceConfig(AppConfig):
    name = "polder.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        for when in ("INSERT", "UPDATE"):
            guards.register(_one_accountable(when))
        from polder.governance import (
            panels,
            reactions,  # noqa: F401  # reactions and rounds register themselves
            telling,
        )
        from polder.governance.watching import watch
        from polder.ground.organisation.watch import register

        register(watch)
        telling.register()
        panels.register_all()
        frame.beside.append(_founding_hint)
        for entry in _menu():
            registry.register(entry)


def _founding_hint(request: HttpRequest) -> str:
    """On the sign-in page of an empty installation, where nobody can sign in: where it is founded."""
    if request.path_info != resolve_url(settings.LOGIN_URL):
        return ""
    from polder.governance.loading import is_loaded

    if is_loaded():
        return ""
    sentence, link = gettext("There is no organisation here yet."), gettext("Found it")
    return format_html('<p class="beside">{} <a href="{}">{}</a></p>', sentence, reverse("governance:found"), link)


def _menu() -> list[Entry]:
    from polder.governance.guests import sees_it

    return [
        Entry("matrix", _("Matrix"), "matrix", "governance:matrix", GOVERNANCE, 10, letter="m", visible=sees_it),
        Entry("findings", _("Findings"), "finding", "governance:findings", GOVERNANCE, 20, visible=sees_it),
        Entry("changes", _("Changes"), "change", "governance:change_sets", GOVERNANCE, 30, visible=sees_it),
        Entry("history", _("What changed"), "ledger", "governance:history", GOVERNANCE, 40, visible=sees_it),
    ]
