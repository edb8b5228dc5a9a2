"""The index: the same truth as `resolution`, flattened so that a question is one or two indexed queries.

`Membership` says who belongs to which party, `Standing` which party holds which letter where, each with its interval:
validity is filtered at reading, so nothing runs at midnight. Both are written in the transaction that changes what
they follow from, and only as far as that reaches.

    rebuild()                                              everything anew
    refresh_people(...), refresh_assignments(...), refresh_aspects(...)
    answer(person, "publish", aspect, "content", at=at)    as `resolution.answer` (G16)
    people_who("publish", aspect, "content", at=at)        as `resolution.who_may`
    aspects_where(person, "publish", "content", at=at)     a queryset, filtered in the database
    accountable(aspect, "content", at=at)                  who acts as the effective A (G7)
    aspects_answered(person, "content", at=at)             where a person is among those
"""

from collections.abc import Callable

from django.db import transaction

from polder.governance.index.answering import Answer, answer, answers
from polder.governance.index.listing import (
    AbleTo,
    Accountable,
    Numbers,
    accountable,
    aspects_answered,
    aspects_where,
    numbers_answered,
    numbers_for_parties,
    numbers_where,
    people_who,
)
from polder.governance.index.memberships import rebuild_memberships, refresh_people
from polder.governance.index.standings import rebuild_standings, refresh_aspects, refresh_assignments

__all__ = [
    "AbleTo",
    "Accountable",
    "Answer",
    "Numbers",
    "accountable",
    "answer",
    "answers",
    "aspects_answered",
    "aspects_where",
    "numbers_answered",
    "numbers_for_parties",
    "numbers_where",
    "people_who",
    "rebuild",
    "refresh_aspects",
    "refresh_assignments",
    "refresh_people",
]


def rebuild(progress: Callable[[str, int], None] | None = None) -> None:
    """Both tables anew from the organisation and the matrix. `progress` hears the name of a table and its rows."""
    with transaction.atomic():
        for name, make in (("memberships", rebuild_memberships), ("standings", rebuild_standings)):
            rows = make()
            if progress is not None:
                progress(name, rows)
