"""A thing of another feature in a proposal: what a yes does to it, as governance.decidable has it registered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.features.bodies.errors import NotFound
from polder.governance import decidable
from polder.governance.changes.errors import Invalid as InvalidLine
from polder.governance.decidable import Outcome, Ruling
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Said:
    """What a yes does, its page for who may see it, and why it would not fit now."""

    sentence: str
    address: str
    misfit: str


def write(line: Outcome) -> dict[str, Any]:
    fields = {"thing": line.thing, "verb": line.verb, "aspect": line.aspect, "seen": line.seen}
    return {"thing": {**fields, "touched": list(line.touched)}}


def read(document: dict[str, Any]) -> Outcome:
    """Raises `changes.Invalid`."""
    fields = document["thing"]
    try:
        touched = tuple(str(key) for key in fields.get("touched", ()))
        thing, verb, aspect, seen = (str(fields[name]) for name in ("thing", "verb", "aspect", "seen"))
        line = Outcome(thing, verb, aspect, seen, touched)
        line.number  # noqa: B018  # a thing has a number
    except (KeyError, TypeError, ValueError) as wrong:
        raise InvalidLine("A thing to decide on has a number, a verb and an aspect.") from wrong
    return line


def made(kind: str, verb: str, number: int) -> Outcome:
    """As the thing is now. Raises NotFound."""
    known = decidable.kinds().get(kind)
    now = None if known is None or verb not in known.verbs else known.as_now(number)
    if now is None:
        raise NotFound(_("What this decides on is not there any more."))
    return Outcome(f"{kind}:{number}", verb, *now)


def apply(line: Outcome, ruling: Ruling) -> dict[str, Any]:
    """What changed. Raises NotFound, and PolderError for what is not as it was."""
    kind = decidable.of(line)
    if kind is None:
        raise NotFound(_("What this decides on is not there any more."))
    kind.carry_out(line, ruling)
    return {"thing": {"thing": line.thing, "verb": line.verb}}


def said(lines: Iterable[Outcome], person: Person, at: datetime, *, open_still: bool) -> list[Said]:
    """For the voters; whether it would fit is asked while there is something to decide."""
    listed = list(lines)
    names = decidable.named(listed, person, at)
    found = []
    for line in listed:
        kind = decidable.of(line)
        if kind is None:
            found.append(Said(_("Something that is not there any more"), "", ""))
            continue
        name, verb = names.get(line.thing), kind.verbs[line.verb]
        if name is None:
            found.append(Said(str(verb.unseen), "", ""))
        else:
            misfit = kind.misfit(line, at) if open_still else ""
            found.append(Said(str(verb.yes) % {"thing": name.title}, name.address, misfit))
    return found
