"""What was worked out for somebody, kept in this process until anything happens.

Everything that happens is an event in the ledger: while its newest event is the same, only the clock can make another
answer. So what is kept ends with the next event, and with `SPAN` at the latest. Inside an act nothing is kept: there the
rows are ahead of the ledger. For what a page shows; whoever uses a right asks the gate.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, cast

from django.core.cache import cache
from django.utils.translation import get_language

from polder.ground.ledger import acts
from polder.ground.ledger.newest import newest

SPAN: Final = timedelta(seconds=20)
_generation = 0


def forget() -> None:
    """Begin anew: the database is another one, though its ledger may say the same."""
    global _generation  # one number for the process
    _generation += 1


def remembered[T](*key: Hashable, at: datetime, make: Callable[[], T]) -> T:
    """What `make` answers at `at`, or answered for the same key in the same language since the newest event. One query, once in a look.

    What is kept is a copy: it must pickle.
    """
    if acts.is_open():
        return make()
    digest = newest().digest
    if not digest:
        return make()
    moment = int(at.timestamp() // SPAN.total_seconds())
    asked = repr((_generation, digest, moment, get_language(), *key))
    name = f"ledger.{sha256(asked.encode()).hexdigest()}"  # a key may hold what somebody wrote
    kept = cache.get(name)
    if kept is None:
        kept = (make(),)
        cache.set(name, kept, SPAN.total_seconds())
    return cast(T, kept[0])
