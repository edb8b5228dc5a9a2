"""How far the ledger is: what everything that is kept in a process is kept under."""

from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery

from polder.ground.ledger import once
from polder.ground.ledger.models import Event, Head


class Newest(NamedTuple):
    """`digest` of the newest event, "" when nothing happened yet; number and digest of the newest that may have changed who
    holds what."""

    digest: str
    matrix: tuple[int, str]


def newest() -> Newest:
    """One query, once in a look."""
    return once.once("newest", connection.alias, make=read)


def read() -> Newest:
    """One query, whatever was asked before."""
    # By its number, one event: asked otherwise, PostgreSQL walks all events from the first to find it.
    changed = Event.objects.filter(number=OuterRef("matrix")).order_by().values("digest")[:1]
    rows = Head.objects.filter(pk=1).annotate(changed=Subquery(changed)).values_list("digest", "matrix", "changed")
    for digest, number, matrix in rows:
        return Newest(digest, (number, matrix) if matrix else (0, ""))
    return Newest("", (0, ""))
