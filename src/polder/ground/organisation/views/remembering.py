"""A piece of a page, remembered for whoever asks until anything happens."""

from collections.abc import Callable, Hashable
from datetime import datetime

from django.http import HttpRequest

from polder.base.parts import wants_part
from polder.ground.ledger.remembering import remembered
from polder.ground.organisation.views.acting import asker_of


def remembered_piece[T](request: HttpRequest, *key: Hashable, at: datetime, make: Callable[[], T]) -> T:
    """What `make` answers, or answered for the same person, address and browser since the newest event (decision 0014).

    Its forms carry the proof that they were asked for by this browser; who has none yet is given theirs first.
    """
    proof = request.META.get("CSRF_COOKIE")
    if not proof:
        return make()
    asked = (asker_of(request).pk, request.get_full_path(), wants_part(request), proof)
    return remembered(*key, *asked, at=at, make=make)
