"""Word of a broken glass among the notices, at once and for good (G15)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices
from polder.capabilities.notifications.models import Notice
from polder.governance.models import Glass
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Person

KIND = "break_glass"


def register() -> None:
    """Called once, in `ready()`."""
    label = gettext_lazy("Somebody breaks the glass on what you answer for")
    notices.register_kind(
        notices.Kind(KIND, label=label, say=_say, rhythms={"mail": "once", "push": "once"}, urgent=True)
    )


@reacts_to("glass.broken")
def tell(event: Event) -> None:
    """Whoever acts as its A and the chair of its guardian, as the act has found them."""
    told = json.loads(event.data)["told"]
    notices.tell(told, KIND, thing=event.thing, event_at=event.at, key=str(event.number))


def _say(_person: Person, told: Sequence[Notice], _at: datetime) -> Mapping[int, notices.Words]:
    """One query. A glass whose breaker is gone from the installation is not spoken of."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    glasses = Glass.objects.select_related("person", "aspect").in_bulk(set(numbers.values()))
    return {
        notice: notices.Words(
            title=_("%(name)s broke the glass on %(aspect)s")
            % {"name": glasses[number].person, "aspect": glasses[number].aspect},
            address=glasses[number].aspect.get_absolute_url(),
            detail=glasses[number].reason,
        )
        for notice, number in numbers.items()
        if number in glasses
    }
