"""Aspects: made, renamed, moved, set, removed. Change sets of one, but for the removal."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from polder.governance import facts
from polder.governance.authority import denial
from polder.governance.changes import ChangeAspect, CreateAspect
from polder.governance.errors import WrongState
from polder.governance.facts import AspectKey, BodyKey
from polder.governance.judgement import not_authorised
from polder.governance.models import Aspect, ChangeSet
from polder.governance.operations.applying import apply_lines
from polder.governance.operations.still import holding_still
from polder.ground.ledger import acts
from polder.ground.organisation import naming, removing
from polder.ground.organisation.models import Body, Person


def create(
    *,
    name: str,
    parent: Aspect,
    kind: str = "content_area",
    key: str = "",
    guardian: Body | None = None,
    by: Person | None,
    at: datetime,
    **settings: Any,
) -> Aspect:
    """A new aspect under `parent`. `settings` are further fields of `facts.Aspect`. Raises as `applying.apply`."""
    made = facts.Aspect(
        AspectKey(key or naming.free_key(Aspect, name)),
        name.strip(),
        AspectKey(parent.key),
        kind,
        None if guardian is None else BodyKey(guardian.key),
        **settings,
    )
    apply_lines([CreateAspect(made)], title=_("New: %(name)s") % {"name": name}, by=by, at=at)
    return Aspect.objects.get(key=made.key)


def change(aspect: Aspect, *, by: Person | None, at: datetime, seen: int | None = None, **settings: Any) -> ChangeSet:
    """New values for fields of `facts.Aspect` (`name`, `four_eyes`, `inherits`, ...). Raises as `applying.apply`."""
    line = ChangeAspect(AspectKey(aspect.key), settings)
    title = _("Settings of %(name)s") % {"name": aspect.name}
    return apply_lines([line], title=title, by=by, at=at, seen=seen)


def move(aspect: Aspect, *, parent: Aspect, by: Person | None, at: datetime) -> ChangeSet:
    """The aspect and all below it lie under `parent` from now on. Raises as `applying.apply`, and Cycle (G4)."""
    line = ChangeAspect(AspectKey(aspect.key), {"parent": parent.key})
    words = {"name": aspect.name, "parent": parent.name}
    return apply_lines([line], title=_("%(name)s moves under %(parent)s") % words, by=by, at=at)


def remove(aspect: Aspect, *, by: Person | None, at: datetime) -> None:
    """A mistake: the aspect and its letters are gone, the ledger keeps what was. For who may assign above it.

    Raises NotAuthorised; WrongState while aspects or things lie under it, and for the root.
    """
    with holding_still() as reading:
        key = AspectKey(aspect.key)
        known = reading.facts.aspects.get(key)
        if known is None:
            raise WrongState(_("“%(name)s” is gone already.") % {"name": aspect.name})
        if known.parent is None:
            raise WrongState(_("“%(name)s” is the root of everything and stays.") % {"name": aspect.name})
        # To take it from its place asks the same as to put it elsewhere.
        refused = None if by is None else denial(reading, by.key, [ChangeAspect(key, {"parent": known.parent})], at)
        if refused is not None:
            raise not_authorised(refused)
        row = Aspect.objects.get(key=key)
        number = row.pk
        letters = row.assignments.count()
        try:
            with acts.act(alone=True):
                row.delete()
        except models.ProtectedError as held:
            sentence = _("“%(name)s” cannot be removed while something falls under it.") % {"name": known.name}
            raise WrongState(sentence, details=removing.in_words(held.protected_objects, by=by, at=at)) from held
        acts.record(
            "aspect.removed",
            thing=f"aspect:{number}",
            by=by.pk if by else None,
            at=at,
            mandate={"power": "assign", "aspect": known.parent} if by else {"code": "decision"},
            data={"letters": letters},
        )
