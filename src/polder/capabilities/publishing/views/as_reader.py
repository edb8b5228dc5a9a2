"""A page as another reader would see it: the newest version, with nothing in it that can be done."""

from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_GET

from polder.capabilities.publishing import imagining
from polder.capabilities.publishing.imagining import Reader
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.views.place import page_of
from polder.governance import mandate
from polder.ground.organisation.views.acting import asker_of


@require_GET
def as_reader(request: HttpRequest, pk: int) -> HttpResponse:
    """`/route/12/as/?who=unit:hr&reads=nl`: for who may edit it; whoever sees its drafts only is told who can."""
    person, at = asker_of(request), timezone.now()
    page = page_of(request, pk)
    if page.aspect is None or not mandate.may(person, "edit", page.aspect, at=at).allowed:
        raise mandate.refusal(person, "edit", page.aspect, at=at)  # type: ignore[arg-type]  # page_of asked of one
    newest = page.specific.get_latest_revision_as_object()
    return shown(request, newest, imagining.chosen(request.GET, at), chooser=True)


def shown(request: Any, page: Page, reader: Reader, *, chooser: bool = False) -> HttpResponse:
    """The page as it is in memory, for such a reader, or words that they do not get it; above it the form to choose."""
    at = timezone.now()
    request.is_preview = True
    request.visit = imagining.visit(reader, asker_of(request), at)
    # A page that is not there yet is looked at by who begins it: whom it is for is said later.
    verdict = imagining.verdict(page, reader, at) if page.pk else None
    context = {"page": page, "verdict": verdict, "reader": reader, "words": list(imagining.words_for(reader)), "at": at}
    if chooser:
        choices = imagining.choices(reader, at)
        bar = context | {"choices": choices}
        request.above_preview = render_to_string("publishing/_as_reader.html", bar, request)
    with override(reader.reads) if reader.reads else nullcontext():
        if verdict is not None and not verdict.reads:
            return render(request, "publishing/not_read.html", context)
        answer: HttpResponse = page.serve_preview(request, "").render()  # while the language is the reader's
        return answer


def above(request: HttpRequest) -> str:
    """The piece of the frame: the form to choose a reader with, above what that reader would see."""
    return str(getattr(request, "above_preview", ""))
