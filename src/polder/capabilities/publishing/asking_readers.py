"""Whoever must read a page is told when that is asked, and anew for a version that asks it anew."""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import audiences, compliance
from polder.capabilities.publishing.models import Duty
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to

KIND: Final = "read"  # the task of this kind in the inbox is what it speaks of


def register() -> None:
    """Called once, in `ready()`."""
    notices.register_kind(notices.Kind(KIND, label=_("You are asked to read something"), task=True))


@reacts_to("page.reading_required", "page.published")
def tell_readers(event: Event) -> None:
    """Everybody who has not read what is asked now; each of them once for each time that it is asked."""
    now = timezone.now()
    duty = Duty.objects.filter(audiences.open_at(now, "page__"), page=int(event.thing.partition(":")[2])).first()
    if duty is None:
        return
    missing: list[int] = list(compliance.asked_of(duty, now).filter(has_read=False).values_list("pk", flat=True))
    notices.tell(missing, KIND, thing=event.thing, event_at=event.at, key=str(duty.asked))
