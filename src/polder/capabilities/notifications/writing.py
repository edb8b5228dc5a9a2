"""Writing one row for each of many people in one statement: ten thousand that differ in one number only."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

from polder.capabilities.notifications.models import Notice

# The numbers of the people as rows: one parameter, however many there are.
_NUMBERS = {
    "sqlite": "SELECT value AS number FROM json_each(%s)",
    "postgresql": "SELECT unnest(%s::bigint[]) AS number",
}


def insert(numbers: Sequence[int], facts: Mapping[str, Any], *, rows: type[models.Model] = Notice) -> None:
    """Give each person of `numbers` the notice with `facts` (field by name); who has it already keeps theirs.

    `rows` is another model with a `person`, for what is kept beside the notices.
    """
    fields = [field for field in rows._meta.concrete_fields if field.name in facts]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(facts[field.name], connection) for field in fields]
    marks = ", ".join(_mark(field.db_type(connection) or "") for field in fields)
    people: str | list[int] = json.dumps(list(numbers)) if connection.vendor == "sqlite" else list(numbers)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{rows._meta.db_table}" ("person_id", {columns}) '  # noqa: S608  # names of our own columns
            f"SELECT number, {marks} FROM ({_NUMBERS[connection.vendor]}) AS people WHERE true ON CONFLICT DO NOTHING",
            [*values, people],
        )


def _mark(kind: str) -> str:
    """PostgreSQL cannot tell the type of a value that stands alone."""
    return "%s" if connection.vendor == "sqlite" else f"%s::{kind}"
