"""Where links by number in running text lead, for who reads: an address only of what they may read, else words alone.

A text is rendered far from the request that asked for it, so the request of the moment is kept here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.fields import StreamField

from polder.capabilities.publishing import files
from polder.capabilities.publishing.models import Attachment, Page, Picture
from polder.capabilities.publishing.queries import visit_of
from polder.capabilities.publishing.wagtail.knowing import known
from polder.governance import mandate
from polder.ground.organisation.models import Person

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_LONGEST = 9  # digits of a number of a row

type Named = tuple[type[Any], int]


class PresentRequest:
    """Middleware: texts that are rendered while it answers are for who asks in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def number_in(attrs: Mapping[str, Any]) -> int | None:
    """The number that a link names; None for what is no number of a row."""
    written = str(attrs.get("id", ""))
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= _LONGEST else None


def addresses_for_reader(numbers: Iterable[int]) -> Mapping[int, str]:
    """By number of page: its address, in the reader's language where they may read that one. Without a reader none.

    Three queries at most for what `look_up` did not look up before.
    """
    request = _request.get()
    if request is None or getattr(request, "person", None) is None:
        return {}
    looked_up: dict[int, str | None] = request.__dict__.setdefault("_linked_pages", {})
    new = set(numbers) - looked_up.keys()
    if new:
        looked_up.update(_addresses(new, request))
    return {number: address for number, address in looked_up.items() if address is not None}


def _addresses(numbers: Collection[int], request: HttpRequest) -> dict[int, str | None]:
    keys = dict(Page.objects.filter(pk__in=numbers).values_list("pk", "translation_key"))
    seen = visit_of(request).visible | Q(aspect__isnull=True)
    rows = Page.objects.filter(seen, translation_key__in=set(keys.values())).select_related("locale")
    found: dict[object, list[Page]] = {}
    for row in rows:
        found.setdefault(row.translation_key, []).append(row)
    language = get_language()

    def address(number: int) -> str | None:
        same = found.get(keys.get(number), [])
        best = min(same, key=lambda row: (row.locale.language_code != language, row.pk != number), default=None)
        if best is None or (best.pk != number and best.locale.language_code != language):
            return None
        return best.url

    return {number: address(number) for number in numbers}


def look_up(page: Page, request: HttpRequest) -> None:
    """All links of a page at once, before its texts are rendered one by one."""
    named = {number for field, value in _texts(page) for model, number in named_in(field, value) if model is Page}
    if named and _request.get() is request:
        addresses_for_reader(named)


def _texts(page: Any) -> Iterable[tuple[Any, Any]]:
    return [
        (field, getattr(page, field.name)) for field in page._meta.concrete_fields if isinstance(field, StreamField)
    ]


def named_in(field: Any, value: Any) -> set[Named]:
    """The pages and files that a value of a field names. No query."""
    if isinstance(field, StreamField):
        rows = [(model, number_in({"id": number})) for model, number, *_path in field.extract_references(value)]
        return {(model, number) for model, number in rows if number is not None and model in _KINDS}
    if field.related_model in _FILES and value is not None:
        return {(field.related_model, value.pk)}
    return set()


def may_name(field: Any) -> bool:
    """Can a value of this field name a page or a file?"""
    return isinstance(field, StreamField) or field.related_model in _FILES


def not_known(named: Collection[Named], person: Person) -> set[Named]:
    """Those that an author may not know of, or that are not there. Three queries, and some for each file elsewhere."""
    at = timezone.now()
    wrong = set(named)
    pages = {number for model, number in named if model is Page}
    if pages:
        wrong -= {(Page, n) for n in Page.objects.filter(known(person, at), pk__in=pages).values_list("pk", flat=True)}
    drafts = mandate.things_where(person, "view_draft", at=at) if wrong else Q()
    for kind in _FILES:
        rows = kind._default_manager.filter(pk__in={n for model, n in wrong if model is kind}, binned_at=None)
        wrong -= {(kind, number) for number in rows.filter(drafts).values_list("pk", flat=True)}
        wrong -= {(kind, row.pk) for row in rows.exclude(drafts) if files.may_have(person, row, at)}
    return wrong


def known_to_author(model: type[Any], number: int | None) -> bool:
    """May who asks in the request of this moment know of it, in the editor? Remembered for the request."""
    request = _request.get()
    person = getattr(request, "person", None)
    if request is None or person is None or number is None:
        return False
    answers: dict[Named, bool] = request.__dict__.setdefault("_known_to_author", {})
    if (model, number) not in answers:
        answers[model, number] = not not_known([(model, number)], person)
    return answers[model, number]


def keep_unnamed(named: Collection[Named]) -> None:
    """What was refused is not told by name in the form that comes back in this request."""
    request = _request.get()
    if request is not None:
        request.__dict__.setdefault("_unnamed", set()).update(named)


def is_unnamed(model: type[Any], number: int) -> bool:
    """Was it refused in this request?"""
    request = _request.get()
    return request is not None and (model, number) in request.__dict__.get("_unnamed", ())


_FILES: tuple[type[Any], ...] = (Picture, Attachment)
_KINDS: tuple[type[Any], ...] = (Page, *_FILES)
