"""What the page of a body shows of its work: the next meeting, what is to be decided, what was, who does what."""

from datetime import datetime
from typing import Any, cast

from django.db.models import Model

from polder.features.bodies import agenda, operations, queries, rhythm_words, sitting, steps, superseding, table, trails
from polder.features.bodies.charter_forms import METHODS, RHYTHMS
from polder.features.bodies.models import Action, Decision, Proposal, Purpose
from polder.features.bodies.proposal_form import may_propose_something
from polder.features.bodies.rules import cadence
from polder.governance.store import charter_of
from polder.ground.organisation import panels
from polder.ground.organisation.models import Body, Person

SHOWN = 5


def register() -> None:
    """Called once, in `ready()`."""
    panels.register("body_head", panels.Panel("meeting", "bodies/_next_meeting.html", next_meeting, order=10))
    panels.register("body_work", panels.Panel("proposals", "bodies/_to_decide.html", to_decide, order=10))
    panels.register("body_work", panels.Panel("decisions", "bodies/_decided.html", decided, order=20))
    panels.register("body_aside", panels.Panel("charter", "bodies/_charter.html", charter, order=10))
    panels.register("body_aside", panels.Panel("actions", "bodies/_actions.html", actions, order=20))


def next_meeting(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """For who has a seat there; others see what was decided, as far as its aspect lets them."""
    body = cast(Body, thing)
    leads = sitting.leads(body, asker, at)
    if not leads and not queries.has_place(body, asker, at):
        return None
    meeting = queries.next_meeting(body, at)
    shown: dict[str, Any] = {"leads": leads, "meeting": meeting, "body": body}
    if meeting is not None:
        days = (meeting.begins_at - at).days
        shown |= {"table": table.of(meeting, at), "points": agenda.of(meeting, at).points, "days": max(0, days)}
    return shown


def to_decide(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """Open proposals that the asker may see. None for who may see none and make none."""
    body = cast(Body, thing)
    open_now = queries.proposals_visible_to(asker, at).filter(body=body, state__in=agenda.ASKED)
    rows: list[Proposal] = list(open_now.select_related("aspect", "made_by", "body").order_by("made_at")[:SHOWN])
    if not rows and not queries.has_place(body, asker, at):
        return None
    waits = steps.of(rows, at)
    for row in rows:
        row.waits = waits.get(row.pk)
    return {"rows": rows, "body": body, "may_propose": may_propose_something(body, asker, at)}


def decided(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """The newest decisions, with what became of them."""
    body = cast(Body, thing)
    seen = queries.proposals_visible_to(asker, at).filter(body=body)
    rows: list[Decision] = list(
        superseding.with_lapsed(Decision.objects.filter(proposal__in=seen))
        .select_related("proposal__aspect", "change_set")
        .order_by("-pk")[:SHOWN]
    )
    return {"rows": rows, "body": body, "at": at} if rows else None


def charter(thing: Model, asker: Person, at: datetime) -> dict[str, Any]:
    """What it is for, what it may decide and when it meets, for everybody. Four queries."""
    body = cast(Body, thing)
    held = charter_of(body.charter)
    quorum = None if held is None else held.quorum
    name, until, rule = cadence.named(body.cadence) if body.cadence else ("", None, "")
    names = queries.names_of_aspects((held.aspects or ()) if held is not None else ())
    return {
        "body": body, "said": Purpose.objects.filter(body=body).first(), "charter": held,
        "about": [names.get(key, key) for key in (held.aspects or ())] if held is not None else [],
        "share": None if quorum is None or quorum.share is None else round(quorum.share * 100),
        "heard": () if quorum is None else quorum.functions,
        "method": dict(METHODS).get(held.method or "majority") if held is not None else "",
        "rhythm": dict(RHYTHMS)[name] if name and name != "own" else rhythm_words.say(rule), "until": until,
        "keeps": operations.keeps(body, asker, at),
    }  # fmt: skip


def actions(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """What is open, the oldest day first, for who has a seat; others see what is theirs to do."""
    body = cast(Body, thing)
    rows = Action.objects.filter(body=body, done_at=None).select_related("owner").order_by("due", "pk")
    if not queries.has_place(body, asker, at):
        rows = rows.filter(owner=asker)
        if not rows.exists():
            return None
    shown = list(rows[: SHOWN * 2])
    to_the_board = trails.to_the_board(body, shown, asker, at)
    return {
        "rows": [(row, to_the_board.get(row.pk, "")) for row in shown], "count": rows.count(),
        "leads": sitting.leads(body, asker, at), "at": at,
    }  # fmt: skip
