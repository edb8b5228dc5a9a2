from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from polder.base import guards

_REFUSING_FUNCTION = (
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'The ledger is append-only.' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def _refuse(what: str) -> guards.Guard:
    name = f"ledger_no_{what.lower()}"
    return guards.Guard(
        name=name,
        table="ledger_event",
        sqlite=(
            f"CREATE TRIGGER {{name}} BEFORE {what} ON ledger_event "
            "BEGIN SELECT RAISE(ABORT, 'The ledger is append-only.'); END"
        ),
        postgresql=(
            _REFUSING_FUNCTION,
            f"CREATE TRIGGER {{name}} BEFORE {what} ON ledger_event FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
        ),
    )


def _truncate() -> guards.Guard:
    refused = _refuse("TRUNCATE")
    # SQLite has no TRUNCATE; a trigger that never fires keeps one list of names for both databases honest.
    return guards.Guard(
        name=refused.name,
        table=refused.table,
        sqlite="CREATE TRIGGER {name} BEFORE DELETE ON ledger_event WHEN 0 BEGIN SELECT 1; END",
        postgresql=refused.postgresql,
    )


def _set_guards(using: str, **_kwargs: object) -> None:
    guards.set_all(using)


class LedgerConfig(AppConfig):
    name = "polder.ground.ledger"
    label = "ledger"
    verbose_name = _("Ledger")

    def ready(self) -> None:
        for what in ("UPDATE", "DELETE"):
            guards.register(_refuse(what))
        guards.register(_truncate())
        post_migrate.connect(_set_guards, dispatch_uid="polder.guards")
