"""A file of somebody as it is handed out: what a browser could run is a download only. Who may have it was asked before."""

import mimetypes
from pathlib import Path
from typing import Final

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from polder.capabilities.publishing.views.playing import played

NOTHING_RUNS: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'"
_PDF: Final = "application/pdf"  # shown by the browser's own viewer, which does not start in a sandbox
_OPENS_IN_THE_BROWSER = frozenset({_PDF, "text/plain", "image/png", "image/jpeg", "image/webp", "text/vtt"})
_KINDS = {".vtt": "text/vtt", ".webm": "video/webm", ".mp4": "video/mp4", ".m4v": "video/mp4", ".ogv": "video/ogg"}
_PLAYED = ("video/", "audio/")


def handed_out(request: HttpRequest, stored: FieldFile, name: str) -> HttpResponseBase:
    """Raises Http404 for a file that is gone from the store."""
    kind = _KINDS.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or ""
    try:
        opened = stored.open()
    except OSError:
        raise Http404 from None
    if kind.startswith(_PLAYED):
        return played(request, opened, kind)
    opens = kind in _OPENS_IN_THE_BROWSER
    answer = FileResponse(
        opened, as_attachment=not opens, filename=name, content_type=kind if opens else "application/octet-stream"
    )
    if kind != _PDF:
        answer["Content-Security-Policy"] = NOTHING_RUNS
    return answer
