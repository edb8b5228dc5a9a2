"""Addresses of the matrix. Each view of it has one, with its filters and its moment."""

from django.urls import path

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
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/aspects/suggest/", aspects.suggest, name="aspects_suggest"),
    path("matrix/why/", matrix.why, name="why"),
    path("matrix/print/", matrix.print_view, name="print"),
    path("matrix/cell/", cells.cell, name="cell"),
    path("matrix/export/<slug:kind>/", exporting.export, name="export"),
    path("matrix/import/", importing.import_file, name="import"),
    path("matrix/import/<slug:token>/", importing.import_read, name="import_read"),
    path("matrix/import/<slug:token>/drop/", importing.import_drop, name="import_drop"),
    path("matrix/history/", history.history, name="history"),
    path("matrix/changes/", changes.change_sets, name="change_sets"),
    path("matrix/changes/<int:number>/", changes.change_set, name="change_set"),
    path("aspects/<slug:key>/", aspects.aspect, name="aspect"),
    path("aspects/<slug:key>/settings/", settings.aspect_edit, name="aspect_edit"),
    path("aspects/<slug:key>/new/", settings.aspect_new, name="aspect_new"),
    path("aspects/<slug:key>/glass/", glass.aspect_glass, name="aspect_glass"),
    path("findings/", findings.found, name="findings"),
    path("findings/<str:key>/accept/", findings.accept, name="accept_finding"),
    path("found/", founding.found, name="found"),
    path("found/matrix/", founding.found_matrix, name="found_matrix"),
    path("found/matrix/<slug:token>/", founding.found_read, name="found_read"),
    path("found/people/", founding.found_people, name="found_people"),
]
