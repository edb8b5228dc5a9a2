"""What a worker does for notifications again and again: mail is made and leaves, devices are told."""

from datetime import datetime, timedelta

from polder.capabilities.notifications import mailing, pushing, sending
from polder.ground.ledger.rounds import every


@every(timedelta(seconds=5))
def make_and_send_mail(at: datetime) -> None:
    """Made first, so that what is told at once leaves at once."""
    mailing.make_due(at)
    sending.send_due(at)


@every(timedelta(seconds=5))
def tell_devices(at: datetime) -> None:
    pushing.push_due(at)


@every(timedelta(days=1))
def tidy_up(at: datetime) -> None:
    sending.tidy(at)
