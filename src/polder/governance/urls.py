"""Addresses of the matrix. Each view of it has one, with its filters and its moment."""

from django.urls import path

from polder.governance.guests import closed_to_guests
from polder.governance.views import (
    aspects,
    cells,
    changes,
    exporting,
    findings,
    founding,
    glass,
    history,
    importing,
    matrix,
    settings,
)

app_name = "governance"
urlpatterns = [
    path("matrix/", closed_to_guests(matrix.matrix), name="matrix"),
    path("matrix/aspects/suggest/", closed_to_guests(aspects.suggest), name="aspects_suggest"),
    path("matrix/why/", closed_to_guests(matrix.why), name="why"),
    path("matrix/print/", closed_to_guests(matrix.print_view), name="print"),
    path("matrix/cell/", closed_to_guests(cells.cell), name="cell"),
    path("matrix/export/<slug:kind>/", closed_to_guests(exporting.export), name="export"),
    path("matrix/import/", closed_to_guests(importing.import_file), name="import"),
    path("matrix/import/<slug:token>/", closed_to_guests(importing.import_read), name="import_read"),
    path("matrix/import/<slug:token>/drop/", closed_to_guests(importing.import_drop), name="import_drop"),
    path("matrix/history/", closed_to_guests(history.history), name="history"),
    path("matrix/changes/", closed_to_guests(changes.change_sets), name="change_sets"),
    path("matrix/changes/<int:number>/", closed_to_guests(changes.change_set), name="change_set"),
    path("aspects/<slug:key>/", closed_to_guests(aspects.aspect), name="aspect"),
    path("aspects/<slug:key>/settings/", closed_to_guests(settings.aspect_edit), name="aspect_edit"),
    path("aspects/<slug:key>/new/", closed_to_guests(settings.aspect_new), name="aspect_new"),
    path("aspects/<slug:key>/glass/", closed_to_guests(glass.aspect_glass), name="aspect_glass"),
    path("findings/", closed_to_guests(findings.found), name="findings"),
    path("findings/<str:key>/accept/", closed_to_guests(findings.accept), name="accept_finding"),
    path("found/", founding.found, name="found"),
    path("found/matrix/", founding.found_matrix, name="found_matrix"),
    path("found/matrix/<slug:token>/", founding.found_read, name="found_read"),
    path("found/people/", founding.found_people, name="found_people"),
]
