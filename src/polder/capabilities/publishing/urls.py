"""Files, and last of all addresses the pages: what nothing else answers may be one. Wagtail knows two by their names."""

from django.urls import include, path, re_path

from polder.capabilities.publishing.views import (
    arranging,
    as_reader,
    compliance,
    filing,
    place,
    quality,
    reading,
    returned,
    reviews,
    route,
    serving,
    tags,
    templates,
    translations,
)
from polder.capabilities.publishing.views import bin as thrown_away

ours = [
    path("files/pictures/<int:pk>/<slug:size>/", serving.picture, name="picture"),
    path("route/under/<int:pk>/", route.under, name="route_under"),
    path("route/<int:pk>/", route.route, name="route"),
    path("route/<int:pk>/draft/", route.draft, name="draft"),
    path("route/<int:pk>/as/", as_reader.as_reader, name="as_reader"),
    path("route/<int:pk>/aside/", returned.aside, name="aside"),
    path("route/<int:pk>/<slug:verb>/", route.act, name="act"),
    path("templates/under/<int:pk>/", templates.index, name="templates"),
    path("templates/<int:pk>/", templates.template, name="template"),
    path("templates/<int:pk>/retire/", templates.retire, name="template_retire"),
    path("order/<int:pk>/", arranging.order, name="order"),
    path("place/<int:pk>/", place.place, name="place"),
    path("place/<int:pk>/move/", place.move, name="place_move"),
    path("place/<int:pk>/addresses/", place.give, name="place_give"),
    path("place/<int:pk>/addresses/<int:number>/", place.take, name="place_take"),
    path("place/<int:pk>/translate/", translations.begin, name="translate"),
    path("place/<int:pk>/same/", translations.same, name="translation_same"),
    path("pages/translations/", translations.index, name="translations"),
    path("tags/", tags.suggestions, name="tag_suggestions"),
    path("tags/<str:slug>/", tags.tag, name="tag"),
    path("files/", filing.index, name="files"),
    path("files/documents/", filing.index, {"kind": "documents"}, name="files_documents"),
    path("files/<slug:kind>/<int:pk>/", filing.file, name="file"),
    path("files/<slug:kind>/<int:pk>/act/<slug:verb>/", filing.act, name="file_act"),
    path("bin/files/<slug:kind>/", filing.binned, name="file_bin"),
    path("bin/", thrown_away.index, name="bin"),
    path("bin/<int:pk>/restore/", thrown_away.restore, name="restore"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/verify/", reviews.verify, name="reviews_verify"),
    path("quality/", quality.index, name="quality"),
    path("quality/<int:pk>/accept/", quality.accept, name="page_finding_accept"),
    path("read/<int:pk>/report/", compliance.report, name="compliance"),
    path("read/<int:pk>/report/csv/", compliance.export, name="compliance_export"),
    path("read/<int:pk>/", reading.acknowledge, name="acknowledge"),
]
urlpatterns = [
    path("", include((ours, "publishing"))),
    path("files/documents/<int:document_id>/<str:document_filename>", serving.document, name="wagtaildocs_serve"),
    re_path(r"^(?P<path>(?:[\w\-]+/)+)$", serving.page, name="wagtail_serve"),
]
