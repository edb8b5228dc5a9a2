"""Toasts: what just succeeded, with Undo where it can be undone. Kept in Django's messages until shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

_UNDO: Final = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """`undo` is the address that a POST to takes it back, or ""."""

    text: str
    undo: str


def toast(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Says it on this answer, or on the next page after a redirect. Only after success."""
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo}" if undo else "")


def take_toasts(request: HttpRequest) -> Iterator[Toast]:
    """What waits to be said; asking makes it said."""
    for message in messages.get_messages(request):
        tags = message.extra_tags or ""
        yield Toast(str(message.message), tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else "")
