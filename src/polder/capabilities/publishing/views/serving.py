"""One address for every published thing and every file: found, trimmed by audience, shown by its own kind."""

import mimetypes

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from polder.capabilities.publishing import files, queries
from polder.capabilities.publishing.models import Attachment, Picture
from polder.capabilities.publishing.showing import visit_of
from polder.ground.organisation.views.acting import asker_of

_OPENS_IN_THE_BROWSER = frozenset({"application/pdf", "text/plain", "image/png", "image/jpeg", "image/webp"})


@require_GET
def page(request: HttpRequest, path: str) -> HttpResponse:
    """`/pages/leave/parental/`: the page there, when it is for who asks; else there is none."""
    found = queries.at_path(path, visit_of(request))
    if found is None:
        raise Http404
    answer: HttpResponse = found.serve(request)
    return answer


@require_GET
@cache_control(private=True, max_age=3600)
def picture(request: HttpRequest, pk: int, size: str) -> FileResponse:
    """`/files/pictures/4/max-800x800/`: a picture in one of the sizes that pages use."""
    found = get_object_or_404(Picture, pk=pk)
    if size not in files.SIZES or not files.may_have(asker_of(request), found, timezone.now()):
        raise Http404
    rendition = found.get_rendition(size)
    return FileResponse(rendition.file.open(), content_type=mimetypes.guess_type(rendition.file.name)[0])


@require_GET
@cache_control(private=True, no_cache=True)
def document(request: HttpRequest, document_id: int, document_filename: str) -> FileResponse:
    """`/files/documents/4/rules.pdf`: a file. What a browser could run is handed over as a download only."""
    found = get_object_or_404(Attachment, pk=document_id)
    if not files.may_have(asker_of(request), found, timezone.now()):
        raise Http404
    kind = mimetypes.guess_type(found.filename)[0] or "application/octet-stream"
    opens = kind in _OPENS_IN_THE_BROWSER
    return FileResponse(
        found.file.open(), as_attachment=not opens, filename=found.filename,
        content_type=kind if opens else "application/octet-stream",
    )  # fmt: skip
