"""A charter in a proposal: what a body may decide from then on (B1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.features.bodies.errors import NotFound
from polder.governance.changes.errors import Invalid as InvalidLine
from polder.governance.models import Aspect
from polder.governance.store import charter_of
from polder.ground.organisation.models import Body
from polder.ground.organisation.watch import Change, changing


@dataclass(frozen=True, slots=True)
class CharterLine:
    """Key of the body, and its charter as a body keeps it."""

    body: str
    charter: dict[str, Any]


def write(line: CharterLine) -> dict[str, Any]:
    return {"charter": {"body": line.body, "charter": line.charter}}


def read(document: dict[str, Any]) -> CharterLine:
    """Raises `changes.Invalid`."""
    fields = document["charter"]
    try:
        line = CharterLine(str(fields["body"]), dict(fields["charter"]))
        charter_of(line.charter)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise InvalidLine("A charter names its body and what it may decide.") from wrong
    return line


def apply(line: CharterLine, *, at: datetime) -> dict[str, Any]:
    """What changed. Raises NotFound for a body that has ended, or an aspect that is gone."""
    from polder.features.bodies.operations.chartering import write_charter  # operations stand above effects

    with changing(Change(None, at)):
        body = Body.objects.select_for_update(of=("self",)).filter(key=line.body).first()
        if body is None or not body.holds(at):
            raise NotFound(_("The body whose charter was to change has ended."))
        aspects = set(line.charter.get("aspects") or ())
        if Aspect.objects.filter(key__in=aspects).count() != len(aspects):
            raise NotFound(_("An aspect of the new charter is not there any more."))
        was = body.charter or {}
        write_charter(body, line.charter, by=None, at=at)
    return {"charter": {"body": body.key, "was": was, "is": line.charter}}
