"""Asked twice in one look, answered once.

A look is one GET, or one inbox that is put together: it writes nothing, so a question that was answered in it has the same
answer the second time. Inside an act nothing is kept: there the rows change between one question and the next.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from polder.ground.ledger import acts

_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """One look; within another it is part of that."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def again(*key: Hashable) -> bool:
    """Was this asked for before in this look? Never outside one."""
    kept = _kept.get()
    if kept is None or acts.is_open():
        return False
    before = ("again", *key) in kept
    kept["again", *key] = True
    return before


def once[T](*key: Hashable, make: Callable[[], T]) -> T:
    """What `make` answers; in one look it is asked once for each key."""
    kept = _kept.get()
    if kept is None or acts.is_open():
        return make()
    if key not in kept:
        kept[key] = make()
    return cast(T, kept[key])


class OneLook:
    """Each GET is one look."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with looking():
            return self.get_response(request)
