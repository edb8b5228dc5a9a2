"""Files: added, replaced by a newer version, brought back, thrown away. Nothing that was handed in is lost for 93 days."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from polder.base.scanning import refuse_harmful
from polder.capabilities.discussion.enclosing import plain_name
from polder.capabilities.publishing.models.pages import KEPT
from polder.capabilities.spaces import membership
from polder.capabilities.spaces.errors import Invalid, NotFound, WrongState
from polder.capabilities.spaces.holdings import Handover
from polder.capabilities.spaces.models import File, Space, Version
from polder.capabilities.spaces.models.files import place
from polder.capabilities.spaces.operations.common import note, one_line
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

LARGEST: Final = 100 * 1024 * 1024  # octets
AT_ONCE: Final = 10  # files in one form


@dataclass(frozen=True, slots=True)
class Ready:
    """An upload that was looked at; made by `ready` only."""

    name: str
    upload: "UploadedFile[bytes]"


def ready(uploads: Sequence["UploadedFile[bytes]"]) -> list[Ready]:
    """What may be kept: not empty, not too large, let through by the scanner. Slow: outside a transaction. Raises Invalid."""
    if not uploads:
        raise Invalid(_("Choose a file first."))
    if len(uploads) > AT_ONCE:
        raise Invalid(_("At most %(most)d files at once.") % {"most": AT_ONCE})
    return [_ready(upload) for upload in uploads]


def _ready(upload: "UploadedFile[bytes]") -> Ready:
    name = plain_name(upload.name or "")
    if not upload.size or upload.size > LARGEST:
        raise Invalid(_("“%(name)s” is empty or larger than %(most)d MB.") % {"name": name, "most": LARGEST >> 20})
    try:
        refuse_harmful(upload)
    except ValidationError as harmful:
        raise Invalid(harmful.messages[0]) from None
    upload.seek(0)
    return Ready(name, upload)


def add_files(space: Space, files: Sequence[Ready], *, once: str = "", by: Person, at: datetime) -> list[File]:
    """Each is a file of its own, named as it came. The same form (`once`) sent twice adds nothing more.

    Raises NotFound, Refused, WrongState.
    """
    with _stored(files) as names, acts.act():
        here = membership.locked(space, by, at)
        membership.require_open(here, at)
        granted = membership.require_work(here, by, at)
        if once and File.objects.filter(once=once).exists():
            transaction.on_commit(partial(_throw_away, names))
            return []
        added = []
        for number, each in enumerate(files):
            file = File.objects.create(
                space=here, title=each.name[:100], changed_at=at, once=once if once and number == 0 else None
            )
            _keep(file, each, names[number], by, at)
            _note("space_file.added", file, by=by, at=at, granted=granted)
            added.append(file)
    return added


def add_version(file: File, new: Ready, *, by: Person, at: datetime) -> Version:
    """A newer one; those before it stay. Raises NotFound, Refused, WrongState."""
    with _stored([new]) as names, acts.act():
        row, granted = _locked(file, by, at)
        version = _keep(row, new, names[0], by, at)
        _note("space_file.renewed", row, by=by, at=at, granted=granted)
    return version


def restore_version(version: Version, *, by: Person, at: datetime) -> Version:
    """What it was becomes the newest again. Raises NotFound, Refused, WrongState (it is the newest)."""
    with acts.act():
        row, granted = _locked(version.file, by, at)
        old = row.versions.filter(pk=version.pk).first()
        if old is None:
            raise NotFound(_("This version is not there any more."))
        if old.pk == row.current_id:
            raise WrongState(_("This is the newest version already."))
        made = Version(file=row, name=old.name, size=old.size, restores=old.number)
        made.stored.name = old.stored.name
        _number(row, made, by, at)
        _note("space_file.renewed", row, by=by, at=at, granted=granted)
    return made


def rename_file(file: File, title: str, *, by: Person, at: datetime) -> File:
    """Raises NotFound, Refused, WrongState, Invalid."""
    with acts.act():
        row, granted = _locked(file, by, at)
        name = one_line(title)[:100]
        if not name:
            raise Invalid(_("Say what this file is called."))
        if name != row.title:
            row.title = name
            row.save(update_fields=["title"])
            _note("space_file.renamed", row, by=by, at=at, granted=granted)
    return row


def throw_file_away(file: File, *, by: Person, at: datetime) -> File:
    """To the bin for 93 days. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row, granted = _locked(file, by, at)
        row.binned_at, row.binned_by = at, by
        row.save(update_fields=["binned_at", "binned_by"])
        _note("space_file.binned", row, by=by, at=at, granted=granted)
    return row


def bring_file_back(file: File, *, by: Person, at: datetime) -> File:
    """Out of the bin, with every version. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row, granted = _locked(file, by, at, binned=True)
        row.binned_at, row.binned_by = None, None
        row.save(update_fields=["binned_at", "binned_by"])
        _note("space_file.brought_back", row, by=by, at=at, granted=granted)
    return row


def empty_bin(at: datetime) -> int:
    """What has lain there for 93 days is gone for good, with what was stored. How many. For the worker's round."""
    gone = 0
    for number in File.objects.filter(binned_at__lte=at - KEPT).values_list("pk", flat=True)[:500]:
        with acts.act():
            row = File.objects.select_for_update(of=("self",)).filter(pk=number, binned_at__lte=at - KEPT).first()
            if row is None:
                continue
            names = set(row.versions.values_list("stored", flat=True))
            _note("space_file.gone", row, by=None, at=at, granted=None)
            File.objects.filter(pk=row.pk).update(current=None)
            row.delete()
            transaction.on_commit(partial(_throw_away, names))
            gone += 1
    return gone


def hand_over_files(handover: Handover) -> int:
    """They fall under the aspect of their space: how many go with it."""
    return File.objects.filter(space=handover.space, binned_at=None).count()


@contextmanager
def _stored(files: Sequence[Ready]) -> Iterator[list[str]]:
    """The names under which they were stored, before the act: it would hold up others while it copies. Thrown away
    when the act fails."""
    names: list[str] = []
    try:
        for each in files:
            names.append(default_storage.save(place(None, each.name), each.upload))  # those before stay known
        yield names
    except BaseException:
        _throw_away(names)
        raise


def _keep(file: File, new: Ready, name: str, by: Person, at: datetime) -> Version:
    version = Version(file=file, name=new.name, size=new.upload.size or 0)
    version.stored.name = name
    return _number(file, version, by, at)


def _number(file: File, version: Version, by: Person, at: datetime) -> Version:
    newest = file.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version.number, version.by, version.at = newest + 1, by, at
    version.save()
    file.current, file.changed_at = version, at
    file.save(update_fields=["current", "changed_at"])
    return version


def _locked(file: File, by: Person, at: datetime, *, binned: bool = False) -> tuple[File, Mandate | None]:
    space = membership.locked(file.space, by, at)
    rows = File.objects.select_for_update(of=("self",)).filter(pk=file.pk, space=space)
    row = rows.filter(binned_at__isnull=not binned).first()
    if row is None:
        raise NotFound(_("This file is not in the bin.") if binned else _("This file is not there any more."))
    row.space = space
    membership.require_open(space, at)
    return row, membership.require_work(space, by, at)


def _throw_away(names: Collection[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _note(kind: str, file: File, *, by: Person | None, at: datetime, granted: Mandate | None) -> None:
    note(kind, f"space_file:{file.pk}", file.space, by=by, at=at, granted=granted)
