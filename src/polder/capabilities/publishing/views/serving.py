"""One address for every published thing and every file: found, trimmed by audience, shown by its own kind."""

import mimetypes
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe
from PIL.Image import DecompressionBombError

from polder.capabilities.publishing import addresses, files, queries
from polder.capabilities.publishing.models import Address, Attachment, Picture
from polder.capabilities.publishing.queries import Visit, visit_of
from polder.capabilities.publishing.views.handing_out import NOTHING_RUNS, handed_out
from polder.ground.organisation.views.acting import asker_of
from polder.ground.organisation.views.remembering import remembered_piece

# What Pillow raises at a file that is missing, damaged, or larger than it says.
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, DecompressionBombError)


@require_GET
def page(request: HttpRequest, path: str) -> HttpResponse:
    """`/pages/leave/parental/`: the page there, when it is for who asks; else there is none."""
    read = remembered_piece(request, "page", at=timezone.now(), make=lambda: _read(request, path))
    if read is None:
        return _onward(request, path, visit_of(request))
    return render(request, "publishing/page.html", {"read": read, "nav_key": read.nav_key})


@dataclass(frozen=True, slots=True)
class _Read:
    """A page as somebody reads it: its text and what stands around it, without the frame."""

    title: str
    nav_key: str
    made: SafeString


def _read(request: HttpRequest, path: str) -> _Read | None:
    found = queries.at_path(path, visit_of(request))
    if found is None:
        return None
    context = found.get_context(request)
    made = render_to_string(f"{found.template}#read", context, request)
    return _Read(found.title, context["nav_key"], made)


def _onward(request: HttpRequest, path: str, visit: Visit) -> HttpResponse:
    """To where a former or short address leads. Browsers ask anew each time: what somebody may read changes."""
    row = addresses.led_to(path, visit)
    if row is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    answer = redirect(f"{row.page.url}?{query}" if query else row.page.url, permanent=row.kind == Address.Kind.FORMER)
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


@require_safe
@cache_control(private=True, max_age=3600)
def picture(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    """`/files/pictures/4/max-800x800/`: a picture in one of the sizes that pages use."""
    found = get_object_or_404(Picture, pk=pk)
    if size not in files.SIZES or not files.may_have(asker_of(request), found, timezone.now()):
        raise Http404
    try:
        rendition = found.get_rendition(size)
        opened = rendition.file.storage.open(rendition.file.name)  # one that was made just now cannot be opened again
    except _UNREADABLE:  # its file is gone from the store, or is no picture after all
        raise Http404 from None
    answer = FileResponse(opened, content_type=mimetypes.guess_type(rendition.file.name)[0])
    answer["Content-Security-Policy"] = NOTHING_RUNS
    return _asked(request, answer)


@require_safe
@cache_control(private=True, no_cache=True)
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """`/files/documents/4/rules.pdf`: a file. What a browser could run is handed over as a download only."""
    found = get_object_or_404(Attachment, pk=document_id)
    if not files.may_have(asker_of(request), found, timezone.now()):
        raise Http404
    return _asked(request, handed_out(request, found.file, found.filename))


def _asked(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer; to HEAD what is said of it, and nothing of the file."""
    if request.method != "HEAD":
        return answer
    said = HttpResponse(status=answer.status_code, headers=dict(answer.headers))
    said._resource_closers = answer._resource_closers  # type: ignore[attr-defined]  # the file is closed with it
    return said
