"""What each act in a space begins and ends with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from polder.capabilities.spaces.models import Space
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def note(
    kind: str, thing: str, space: Space, *, by: Person | None, at: datetime, granted: Mandate | None = None,
    data: Mapping[str, Any] | None = None, about: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """One event, on the timeline of the space too. No mandate: who did it is a member."""
    acts.record(
        kind, thing=thing, by=None if by is None else by.pk, at=at, aspect=space.aspect_id, mandate=granted, data=data,
        acting_for=None if granted is None else granted["for"], about=(f"space:{space.pk}", *about),
    )  # fmt: skip


def one_line(text: str) -> str:
    """Without what no line holds: control characters, breaks, more than one blank."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def several_lines(text: str) -> str:
    """As it was written, without control characters that no text needs."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
