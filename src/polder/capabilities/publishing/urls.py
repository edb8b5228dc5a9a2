"""Files, and last of all addresses the pages: what nothing else answers may be one. Wagtail knows two by their names."""

from django.urls import include, path, re_path

from polder.capabilities.publishing import views

ours = [
    path("files/pictures/<int:pk>/<slug:size>/", views.picture, name="picture"),
]
urlpatterns = [
    path("", include((ours, "publishing"))),
    path("files/documents/<int:document_id>/<str:document_filename>", views.document, name="wagtaildocs_serve"),
    re_path(r"^(?P<path>(?:[\w\-]+/){2,})$", views.page, name="wagtail_serve"),
]
