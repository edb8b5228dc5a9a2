"""What a worker does for news again and again: newsletters come out."""

from datetime import datetime, timedelta

from polder.features.news import operations
from polder.ground.ledger.rounds import every


@every(timedelta(minutes=1))
def bring_out_newsletters(at: datetime) -> None:
    operations.bring_out_due(at)
