"""The templates that authors begin with: each made by who had the design of its aspect on that day."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from polder.capabilities.publishing import operations
from polder.demo.diary import Entry
from polder.demo.writing import Writers, at_days_ago, blocks_of, read_data
from polder.governance import mandate
from polder.governance.models import Aspect


def prepared(today: date, zone: Any, writers: Writers) -> Iterator[Entry]:
    """As data/templates.yaml has them."""
    for days, aspect, *template in read_data("templates.yaml"):
        yield Entry(at_days_ago(today, days, zone), partial(_make, aspect, template, writers))


def _make(key: str, template: list[Any], writers: Writers, at: datetime) -> None:
    kind, name, purpose, body = template
    aspect = writers.aspects[key] if key else Aspect.objects.get(parent=None)
    able = mandate.who_may("edit", aspect, "design", at=at)
    operations.make_template(
        aspect, name=name, kind=kind, purpose=purpose, body=blocks_of(body), by=able[0].person, at=at
    )
