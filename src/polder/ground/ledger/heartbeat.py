"""Which workers are alive: each says so every few seconds."""

from datetime import datetime, timedelta

from polder.ground.ledger.models import Worker

INTERVAL = timedelta(seconds=10)
_SILENT = timedelta(minutes=1)  # several beats: a busy database may swallow one
_FORGOTTEN = timedelta(days=1)


def beat(name: str, *, at: datetime) -> None:
    """Worker `name` lives."""
    if not Worker.objects.filter(name=name).update(seen_at=at):
        Worker.objects.filter(seen_at__lt=at - _FORGOTTEN).delete()
        Worker.objects.create(name=name, started_at=at, seen_at=at)


def stop(name: str) -> None:
    """Worker `name` ended in order."""
    Worker.objects.filter(name=name).delete()


def alive(*, at: datetime) -> list[str]:
    """Names of the workers heard of within the last minute."""
    return list(Worker.objects.filter(seen_at__gt=at - _SILENT).order_by("name").values_list("name", flat=True))


def last_seen() -> datetime | None:
    """When any worker was last heard of, among those that did not end in order."""
    return Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
