"""What is done to a picture or a document: hidden for a day (P9), thrown away, brought back. Wagtail deletes none.

What shows a file that is hidden or thrown away says that it is not available, and shows it again by itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import files
from polder.capabilities.publishing.errors import Invalid, NotFound, WrongState
from polder.capabilities.publishing.files import File
from polder.capabilities.publishing.models.pages import KEPT
from polder.capabilities.publishing.operations.concerned import keepers
from polder.capabilities.publishing.operations.keeping import HIDDEN_FOR
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def hide_file(file: File, *, reason: str, by: Person, at: datetime) -> None:
    """P9: no reader gets it for a day, by whoever may edit there, with a reason. Once at a time; after somebody who may publish
    showed it again, only by who may publish. Raises NotFound, Refused, WrongState, Invalid.
    """
    with _act_on(file) as (found, aspect):
        granted = mandate.require(by, "edit" if found.shown_again_at is None else "publish", aspect, at=at)
        if found.hidden_until is not None and found.hidden_until > at:
            raise WrongState(_("It is hidden already. For longer than a day, who answers for it throws it away."))
        if not reason.strip():
            raise Invalid(_("Say why it must not be seen now."))
        found.hidden_until, found.hidden_because = at + HIDDEN_FOR, reason.strip()
        found.save(update_fields=["hidden_until", "hidden_because"])
        _note(found, "file.hidden", by=by, at=at, granted=granted)
        told = keepers(aspect, at) - {by.pk}
        author = found.uploaded_by_user
        if author is not None and author.pk != by.pk and author.counts(at):
            told.add(author.pk)
        notices.tell(
            sorted(told),
            "file_hidden",
            thing=files.ref_of(found),
            event_at=at,
            key=at.isoformat(),
            data={"title": found.title},
        )


def show_file(file: File, *, by: Person, at: datetime) -> None:
    """Before the day is over, by whoever may publish there. Raises NotFound, Refused, WrongState."""
    with _act_on(file) as (found, aspect):
        granted = mandate.require(by, "publish", aspect, at=at)
        if found.hidden_until is None or found.hidden_until <= at:
            raise WrongState(_("This file is not hidden."))
        found.hidden_until, found.hidden_because, found.shown_again_at = None, "", at
        found.save(update_fields=["hidden_until", "hidden_because", "shown_again_at"])
        _note(found, "file.shown_again", by=by, at=at, granted=granted)


def throw_file_away(file: File, *, by: Person, at: datetime) -> None:
    """To the bin: nobody gets it any more. Asks `publish` for what readers see, else `edit`. Raises NotFound, Refused."""
    with _act_on(file) as (found, aspect):
        granted = mandate.require(by, _power(found), aspect, at=at)
        found.binned_at, found.binned_by = at, by
        found.save(update_fields=["binned_at", "binned_by"])
        _note(found, "file.binned", by=by, at=at, granted=granted)


def restore_file(file: File, *, by: Person, at: datetime) -> None:
    """Out of the bin, and back where it was shown. Asks what throwing away asked. Raises NotFound, Refused."""
    with _act_on(file, binned=True) as (found, aspect):
        granted = mandate.require(by, _power(found), aspect, at=at)
        found.binned_at = found.binned_by = None
        found.save(update_fields=["binned_at", "binned_by"])
        _note(found, "file.restored", by=by, at=at, granted=granted)


def empty_file_bin(at: datetime) -> int:
    """What has lain there for 93 days is gone for good, with the file itself. How many. For the worker's round."""
    gone = 0
    for kind in files.KINDS.values():
        for number in kind._default_manager.filter(binned_at__lte=at - KEPT).values_list("pk", flat=True):
            with acts.act():
                found = kind._default_manager.filter(pk=number, binned_at__lte=at - KEPT).first()
                if found is not None:
                    _note(found, "file.gone", by=None, at=at)
                    found.delete()
                    gone += 1
    return gone


def in_file_bin(kind: type[File]) -> "QuerySet[Any]":
    """What was thrown away, the latest first."""
    return kind._default_manager.filter(binned_at__isnull=False).order_by("-binned_at", "pk")


@contextmanager
def _act_on(file: File, *, binned: bool = False) -> Iterator[tuple[Any, Aspect]]:
    with acts.act():
        rows = type(file)._default_manager.select_for_update(of=("self",))
        found = rows.filter(pk=file.pk, binned_at__isnull=not binned, aspect__isnull=False).first()
        if found is None or found.aspect is None:
            raise NotFound(_("This file is not in the bin.") if binned else _("This file is not there any more."))
        yield found, found.aspect


def _power(file: File) -> str:
    return "publish" if files.pages_with(file).filter(live=True).exists() else "edit"


def _note(
    file: File, kind: str, *, by: Person | None, at: datetime, granted: Mandate | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    acts.record(
        kind, thing=files.ref_of(file), by=None if by is None else by.pk, at=at, aspect=file.aspect_id,
        acting_for=None if granted is None else granted["for"], mandate=granted, data=data,
    )  # fmt: skip
