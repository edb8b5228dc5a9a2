"""A proposal goes up to a body that may decide it (B6); votes begin anew there."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.bodies import competence, effects
from polder.features.bodies.errors import NoBody
from polder.features.bodies.models import Proposal
from polder.features.bodies.operations.common import note
from polder.governance import store
from polder.ground.organisation.models import Body, Person


def above(row: Proposal, at: datetime) -> Body | None:
    """The nearest body above the one that has it that may decide it."""
    lines = effects.read(row.changes, store.zone(store.reading_now().facts))
    parent = row.body.parent
    if parent is None:
        return None
    return competence.deciding_body(parent, row.aspect, row.cost, lines, at, supersedes=row.supersedes)


def give(row: Proposal, to: Body, kind: str, *, by: Person, at: datetime) -> None:
    """Inside an act; `kind` of event says why."""
    was = row.body_id
    row.body, row.state = to, Proposal.State.FORWARDED
    row.save(update_fields=["body", "state"])
    row.votes.all().delete()
    note(
        kind, f"proposal:{row.pk}", body=to, by=by, at=at, aspect=row.aspect_id, about=(f"body:{was}",),
        data={"to": f"body:{to.pk}"},
    )  # fmt: skip


def up_when_beyond(row: Proposal, *, by: Person, at: datetime) -> bool:
    """What its body may no longer decide, as its charter is now, is not closed there: it went up, or stayed (False).

    Raises NoBody when no body above may decide it either.
    """
    lines = effects.read(row.changes, store.zone(store.reading_now().facts))
    if competence.still_decides(row.body, row.aspect, row.cost, lines, supersedes=row.supersedes):
        return False
    to = above(row, at)
    if to is None:
        raise NoBody(
            _("“%(body)s” may not decide this any more, and no body above it may. Have its charter changed first.")
            % {"body": row.body.name}
        )
    give(row, to, "proposal.passed_up", by=by, at=at)
    return True
