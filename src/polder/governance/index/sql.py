"""Pieces of SQL that the index is written and asked with: the same words on SQLite and PostgreSQL.

Django's query builder costs more than the query itself where an answer must take a fraction of a millisecond.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

# PostgreSQL wants to know the type of a column that holds nothing; SQLite does not mind.
NO_MOMENT = "CAST(NULL AS timestamptz)"


def valid(alias: str) -> str:
    """The row of `alias` is valid at `%(at)s` (G2)."""
    return (
        f"({alias}.valid_from IS NULL OR {alias}.valid_from <= %(at)s)"
        f" AND ({alias}.valid_until IS NULL OR {alias}.valid_until > %(at)s)"
    )


def active(alias: str) -> str:
    """The person of `alias` counts at `%(at)s` (G1)."""
    return (
        f"({alias}.active_from IS NULL OR {alias}.active_from <= %(at)s)"
        f" AND ({alias}.left_on IS NULL OR {alias}.left_on > %(at)s)"
    )


def later(one: str, other: str) -> str:
    """The later of two beginnings; nothing is always."""
    return f"CASE WHEN {one} IS NULL THEN {other} WHEN {other} IS NULL OR {one} > {other} THEN {one} ELSE {other} END"


def earlier(one: str, other: str) -> str:
    """The earlier of two ends; nothing is until further notice."""
    return f"CASE WHEN {one} IS NULL THEN {other} WHEN {other} IS NULL OR {one} < {other} THEN {one} ELSE {other} END"


def one_of(column: str, numbers: Iterable[int]) -> str:
    """`column` is one of these primary keys. They are numbers of ours, so they may stand in the text."""
    found = ", ".join(str(int(number)) for number in numbers)
    return f"{column} IN ({found})" if found else "1 = 0"


def either(*columns: tuple[str, Collection[int]]) -> str:
    """One of the columns is one of its keys. What names nothing is left out: it would keep SQLite from its indexes."""
    found = [one_of(column, numbers) for column, numbers in columns if numbers]
    return f"({' OR '.join(found)})" if found else "1 = 0"


def moment(at: datetime) -> Any:
    """`at` as the database keeps moments."""
    return connection.ops.adapt_datetimefield_value(at)


def rows(statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    """Everything the statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return found


def write(statement: str) -> int:
    """Run a statement that writes; the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)
