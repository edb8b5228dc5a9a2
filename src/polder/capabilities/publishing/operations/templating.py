"""Which templates of pages there are under an aspect. `edit` for the facet design gives the right, as for the order of menus.

What an author makes of one goes its own way along the route, so nobody approves a template.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from polder.capabilities.publishing import cleaning, templating
from polder.capabilities.publishing.errors import Invalid, NotFound, Stale, WrongState
from polder.capabilities.publishing.integrations import embeds_of
from polder.capabilities.publishing.models import PageTemplate
from polder.capabilities.publishing.operations.common import require_integrations
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def make_template(
    aspect: Aspect, *, name: str, kind: str, body: Any, purpose: str = "", by: Person, at: datetime
) -> PageTemplate:
    """Offer authors under the aspect, and below it, something to begin a page of that kind with.

    Raises Refused, also for a piece of another site without the facet technology; Invalid.
    """
    with acts.act():
        granted = mandate.require(by, "edit", aspect, "design", at=at)
        made = PageTemplate(aspect=aspect, changed_at=at, changed_by=by)
        _fill(made, {"name": name, "kind": kind, "body": body, "purpose": purpose})
        require_integrations(Counter(), made, by, aspect, at)
        _save(made)
        _note(made, "template.made", by=by, at=at, granted=granted)
    return made


def change_template(
    template: PageTemplate, *, values: Mapping[str, Any], by: Person, at: datetime, seen: int | None = None
) -> PageTemplate:
    """New values for `name`, `purpose`, `kind` or `body`. Pages that were begun with it stay as they are.

    `seen` is the version that was looked at. Raises NotFound, Refused, Stale, WrongState, Invalid.
    """
    with acts.act():
        found, granted = _found(template, by, at)
        if seen is not None and seen != found.number:
            raise Stale(_("Somebody changed the template since you opened it. Look at it first."))
        was = embeds_of(found)
        _fill(found, values)
        require_integrations(was, found, by, found.aspect, at)
        found.number, found.changed_at, found.changed_by = found.number + 1, at, by
        _save(found)
        _note(found, "template.changed", by=by, at=at, granted=granted)
    return found


def retire_template(template: PageTemplate, *, by: Person, at: datetime) -> None:
    """Nobody begins with it any more; pages that did stay. Raises NotFound, Refused, WrongState."""
    with acts.act():
        found, granted = _found(template, by, at)
        found.retired_at = at
        found.save(update_fields=["retired_at"])
        _note(found, "template.retired", by=by, at=at, granted=granted)


def _found(template: PageTemplate, by: Person, at: datetime) -> tuple[PageTemplate, Mandate]:
    found = PageTemplate.objects.select_for_update(of=("self",)).filter(pk=template.pk).select_related("aspect").first()
    if found is None:
        raise NotFound(_("This template is not there any more."))
    granted = mandate.require(by, "edit", found.aspect, "design", at=at)
    if found.retired_at is not None:
        raise WrongState(_("This template is offered no more."))
    return found, granted


def _fill(template: PageTemplate, values: Mapping[str, Any]) -> None:
    for name in ("name", "purpose", "kind", "body"):
        if name in values:
            value = values[name]
            setattr(template, name, " ".join(value.replace("\0", "").split()) if name in {"name", "purpose"} else value)
    if template.kind not in templating.kinds():
        raise Invalid(_("There are no pages of that kind."))
    if not template.body:
        raise Invalid(_("Put something in it to begin with."))
    cleaning.clean_texts(template)
    try:
        template.body.stream_block.clean(template.body)
    except ValidationError:
        raise Invalid(_("Part of the text is not filled in, or too long. Look at each block.")) from None
    try:
        template.full_clean()
    except ValidationError as wrong:
        raise Invalid(" ".join(wrong.messages)) from None


def _save(template: PageTemplate) -> None:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:  # somebody else took the name between the look and this
        raise Invalid(_("There is a template of that name under this aspect already.")) from None


def _note(template: PageTemplate, kind: str, *, by: Person, at: datetime, granted: Mandate) -> None:
    acts.record(
        kind, thing=f"template:{template.pk}", by=by.pk, at=at, acting_for=granted["for"], aspect=template.aspect_id,
        mandate=granted, data={"version": template.number},
    )  # fmt: skip
