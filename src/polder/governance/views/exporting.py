"""The matrix as a file to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.governance import store
from polder.governance.exporting import WRITERS, own_layout
from polder.governance.views.asof import moment_asked

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """`/matrix/export/xlsx/?at=`: the whole matrix of a moment, in the layout of its own."""
    if kind not in WRITERS:
        raise Http404
    reading = store.reading_now()
    moment = moment_asked(request.GET.get("at", ""), timezone.now(), store.zone(reading.facts))
    answer = HttpResponse(WRITERS[kind](own_layout(reading, moment.at)), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="matrix-{moment.day.isoformat()}.{kind}"'
    return answer
